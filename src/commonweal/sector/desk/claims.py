"""Screens of the staff desk about who keeps which page: claims, letters, pages nobody keeps."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from commonweal.core import clock
from commonweal.core.refused import Refused
from commonweal.sector import actions
from commonweal.sector.actions.claims import TRIES, may_be_staffs
from commonweal.sector.actions.members import owners
from commonweal.sector.choices import OWNERS_HAVE, PageClaimStanding
from commonweal.sector.desk.lists import page_of
from commonweal.sector.gathering import gather
from commonweal.sector.models import Organisation, PageClaim
from commonweal.sector.reports.holding import post_of
from commonweal.ui.desk import DeskForm, DeskList, OnTheDesk


class ClaimFilters(WagtailFilterSet):
    """How they stand."""

    standing = django_filters.ChoiceFilter(label="How it stands", choices=PageClaimStanding.choices)

    class Meta:
        model = PageClaim
        fields: list[str] = []


def next_step(claim: PageClaim) -> str:
    """What would help most now, in words."""
    if claim.decided_at is not None:
        return ""
    if claim.standing == PageClaimStanding.WITH_OWNERS:
        return next_of_owners(claim)
    if claim.letter_made_at:
        spent = claim.code_tries >= TRIES
        return "Ring, or print a new letter" if spent else "Wait for the code, or ring"
    return "Print the letter they asked for" if claim.letter_asked_at else "Ring, or print a letter"


def next_of_owners(claim: PageClaim) -> str:
    """What helps where owners were asked."""
    if not owners(claim.organisation):
        return "Decide: it has no owner any more"
    late = claim.owners_asked_at and claim.owners_asked_at + OWNERS_HAVE <= clock.now()
    return "Decide: its owners did not answer" if late else "Wait for its owners"


class ClaimList(DeskList):
    """People who say that a page is theirs to keep: those that wait for staff first."""

    permission = "sector.see_claims"
    model = PageClaim
    page_title = "Claims of pages"
    header_icon = "key"
    index_url_name = "sector_desk:claims"
    index_results_url_name = "sector_desk:claims_results"
    filterset_class = ClaimFilters
    is_searchable = True
    verbose_name_plural = "claims"
    columns = [
        TitleColumn("organisation", label="Page", url_name="sector_desk:claim"),
        Column("name", label="Who"),
        Column("part", label="Their part"),
        Column("get_standing_display", label="How it stands"),
        Column("next", label="Next", accessor=next_step),
        DateColumn("confirmed_at", label="Asked"),
    ]

    def get_base_queryset(self) -> QuerySet[PageClaim]:
        """Without a standing asked for: all that were confirmed and not decided, oldest first."""
        claims = PageClaim.objects.select_related("organisation").order_by("confirmed_at", "pk")
        return claims if self.request.GET.get("standing") else claims.open().confirmed()

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of the organisation's name, or of theirs."""
        return queryset.filter(Q(organisation__name__icontains=words) | Q(name__icontains=words))


LET_IN, REFUSE = "yes", "no"


class DecideClaimForm(forms.Form):
    """Whether somebody may keep the page."""

    decision = forms.ChoiceField(
        label="May they keep the page?",
        choices=[(LET_IN, "Yes: make them its owner"), (REFUSE, "No")],
        required=False,
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label="How do you know?",
        help_text="If you let them in: whom you rang, at which number, what they said. If you "
        "refuse, they are told this.",
        required=False,
        max_length=500,
    )


class OfClaim:
    """Loads a claim of an organisation."""

    kwargs: dict[str, Any]

    def load(self) -> PageClaim:
        """The claim."""
        claims = PageClaim.objects.select_related("organisation")
        return get_object_or_404(claims, pk=self.kwargs["pk"])


class DecideClaim(OfClaim, DeskForm):
    """A claim, what the register holds, and the decision."""

    permission = "sector.see_claims"
    form_class = DecideClaimForm
    template_name = "sector/desk/claim.html"
    header_icon = "key"
    send_words = "Decide"
    done_words = "Decided. They are told by e-mail."

    def between(self) -> list[dict[str, str]]:
        """The list it was found in."""
        return [{"url": reverse("sector_desk:claims"), "label": "Claims of pages"}]

    def get_page_title(self) -> str:
        """Who, and which."""
        return f"May {self.thing.name} keep the page of {self.thing.organisation}?"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who asks, and by which of the register's own numbers they can be checked."""
        claim = self.thing
        known = gather([claim.organisation])[claim.organisation_id].resolved()
        return super().get_context_data(**kwargs) | {
            "claim": claim,
            "organisation": claim.organisation,
            "next": next_step(claim),
            "stated": [
                (title, known[fact].stated or known[fact].known)
                for fact, title in (("telephone", "Telephone"), ("email", "E-mail"),
                                    ("website", "Website"))
            ],
            "post": post_of(claim.organisation),
            "open": claim.decided_at is None and claim.confirmed_at is not None,
            "theirs": may_be_staffs(claim, self.actor),
            "with_owners": claim.standing == PageClaimStanding.WITH_OWNERS,
        }  # fmt: skip

    def act(self, answers: dict[str, Any]) -> Any:
        """Decide it."""
        if not answers["decision"]:
            raise Refused("Choose yes or no.", field="decision")
        return actions.decide_claim(
            by=self.actor, claim=self.thing, grant=answers["decision"] == LET_IN, why=answers["why"]
        )

    def back(self, result: Any) -> str:
        """The list, for the next one."""
        return reverse("sector_desk:claims")


class PrintLetter(OfClaim, OnTheDesk):
    """The letter with its code, to print: made at a press, shown this once."""

    permission = "sector.see_claims"
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the code, and show the letter as it is printed."""
        claim = self.thing
        code = actions.make_letter(by=self.actor, claim=claim)
        claim.refresh_from_db()
        context = {
            "claim": claim,
            "organisation": claim.organisation,
            "post": post_of(claim.organisation),
            "code": code,
            "today": clock.today(),
        }
        response = render(request, "sector/desk/claim_letter.html", context)
        response["Cache-Control"] = "no-store"
        return response


class UnkeptList(DeskList):
    """Organisations whose page had people to keep it, and has no owner now."""

    permission = "sector.see_claims"
    model = Organisation
    page_title = "Pages that nobody keeps"
    header_icon = "group"
    index_url_name = "sector_desk:unkept"
    index_results_url_name = "sector_desk:unkept_results"
    is_searchable = True
    verbose_name_plural = "organisations"
    columns = [
        TitleColumn("name", label="Name", get_url=page_of),
        Column("ref", label="Number"),
        Column("left", label="Editors and viewers left"),
        DateColumn("since", label="Last left"),
    ]

    def get_base_queryset(self) -> QuerySet[Organisation]:
        """Those left longest ago first."""
        still = Q(members__ended_at=None, members__person__is_active=True)
        rows = Organisation.objects.filter(
            pk__in=Organisation.objects.kept_by_nobody().values("pk")
        )
        return rows.annotate(
            left=Count("members", filter=still), since=Max("members__ended_at")
        ).order_by("since", "pk")

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of the name."""
        return queryset.filter(name__icontains=words)
