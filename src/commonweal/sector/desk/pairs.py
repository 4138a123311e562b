"""Lists on the staff desk of pairs: those that may be one organisation, and those made one."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from commonweal.sector.choices import Doubt
from commonweal.sector.desk.lists import page_of
from commonweal.sector.models import Doubtful, Merge
from commonweal.sector.reports.staff import pairs_for, pairs_to_decide
from commonweal.ui.desk import DeskList, LinkColumn
from commonweal.ui.words import as_day


class DoubtFilters(WagtailFilterSet):
    """Decided or not."""

    standing = django_filters.ChoiceFilter(label="Decision", choices=Doubt.choices)

    class Meta:
        model = Doubtful
        fields: list[str] = []


def second_opinion(doubt: Doubtful) -> str:
    """How likely another program takes it that they are one, of 1."""
    return "" if doubt.second_opinion is None else f"{doubt.second_opinion:.2f}"


class ReviewList(DeskList):
    """Doubtful pairs: those still to be decided first."""

    permission = "sector.see_register"
    model = Doubtful
    page_title = "Review list"
    header_icon = "help"
    index_url_name = "sector_desk:doubts"
    index_results_url_name = "sector_desk:doubts_results"
    filterset_class = DoubtFilters
    is_searchable = True
    verbose_name_plural = "doubtful pairs"
    export_permission = "sector.decide_doubt"
    list_export = (
        "left.ref", "left.name", "right.ref", "right.name", "reason", "second_opinion",
        "get_standing_display", "raised_by", "raised_at", "decided_by", "decided_why",
    )  # fmt: skip
    custom_field_preprocess = {"raised_at": {"csv": as_day, "xlsx": as_day}}
    export_headings = {
        "left.ref": "Number of this", "left.name": "This", "right.ref": "Number of that",
        "right.name": "And this", "reason": "What they share", "get_standing_display": "Decision",
    }  # fmt: skip
    columns = [
        TitleColumn(
            "left", label="This", get_url=lambda d: reverse("sector_desk:doubt", args=[d.pk])
        ),
        LinkColumn("right", label="And this", get_url=lambda d: page_of(d.right)),
        Column("reason", label="What they share"),
        Column("second_opinion", label="Second opinion", accessor=second_opinion),
        Column("get_standing_display", label="Decision"),
        DateColumn("raised_at", label="Raised"),
    ]

    def get_base_queryset(self) -> QuerySet[Doubtful]:
        """Without decisions asked for: open pairs of which neither was merged away since."""
        asked = bool(self.request.GET.get("standing"))
        pairs = pairs_for(self.actor) if asked else pairs_to_decide(self.actor)
        return pairs.select_related("left", "right").order_by("-raised_at", "-pk")

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of either name."""
        return queryset.filter(Q(left__name__icontains=words) | Q(right__name__icontains=words))


class MergeList(DeskList):
    """Merges, the newest first, each with the way to undo it."""

    permission = "sector.see_register"
    model = Merge
    page_title = "Merges"
    header_icon = "link"
    index_url_name = "sector_desk:merges"
    index_results_url_name = "sector_desk:merges_results"
    is_searchable = True
    verbose_name_plural = "merges"
    export_permission = "sector.merge"
    list_export = (
        "absorbed.ref", "absorbed.name", "kept.ref", "kept.name", "reason", "by", "at",
        "undone_by", "undone_at",
    )  # fmt: skip
    custom_field_preprocess = {
        "at": {"csv": as_day, "xlsx": as_day}, "undone_at": {"csv": as_day, "xlsx": as_day},
    }  # fmt: skip
    export_headings = {
        "absorbed.ref": "Number taken in", "absorbed.name": "Taken in",
        "kept.ref": "Number kept", "kept.name": "Kept", "reason": "Why", "by": "By", "at": "When",
    }  # fmt: skip
    columns = [
        TitleColumn("absorbed", label="Taken in", url_name="sector_desk:merge"),
        LinkColumn("kept", label="Kept", get_url=lambda m: page_of(m.kept)),
        Column("reason", label="Why"),
        Column("by", label="By"),
        DateColumn("at", label="When"),
        DateColumn("undone_at", label="Undone"),
    ]

    def get_base_queryset(self) -> QuerySet[Merge]:
        """Those of which nothing is withheld, or all for those who may see that."""
        merges = Merge.objects.select_related("kept", "absorbed").order_by("-at", "-pk")
        if self.may("sector.see_withheld"):
            return merges
        return merges.filter(kept__withheld=False, absorbed__withheld=False)

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of either name."""
        return queryset.filter(Q(kept__name__icontains=words) | Q(absorbed__name__icontains=words))
