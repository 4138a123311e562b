"""The desk's pages on neighbours' directories: whose they are, and bringing their services in."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from commonweal.core.refused import Refused
from commonweal.intake.choices import Standing
from commonweal.intake.models import Run, SourceState
from commonweal.sector import actions
from commonweal.sector.choices import ServiceStatus
from commonweal.sector.desk.uploads import keep
from commonweal.sector.gathering import FEEDS
from commonweal.sector.models import Feed, Service
from commonweal.sector.sources.open_referral import source_name
from commonweal.sector.tasks import bring_in_later, fetch_later
from commonweal.ui.desk import DeskForm, DeskList
from commonweal.ui.words import day

MOST_BYTES = 100_000_000
SHOWN = 5


class FeedForm(forms.Form):
    """A directory of a neighbour's. What may stand here is for the action to say."""

    title = forms.CharField(label="What it is called", required=False, max_length=200)
    owner = forms.CharField(
        label="Who keeps it", required=False, max_length=200,
        help_text="People read: kept by Norwich City Council.",
    )  # fmt: skip
    name = forms.CharField(
        label="Short name, for ever", required=False, max_length=80,
        help_text="Small letters, figures and hyphens, such as: norwich-council.",
    )  # fmt: skip
    address = forms.CharField(
        label="Address of its Open Referral endpoint", required=False, max_length=500,
        help_text="Without /services at the end. Fetched every night. Empty if a file is sent.",
    )  # fmt: skip
    licence = forms.CharField(
        label="On what terms it may be used", required=False, max_length=300,
        help_text="Such as: Open Government Licence v3.0.",
    )  # fmt: skip
    licence_address = forms.CharField(
        label="Address of those terms", required=False, max_length=500
    )  # fmt: skip
    only_here = forms.BooleanField(
        label="Take only services that are given here, or for areas of this place", required=False,
        help_text="Leave it empty if the whole directory is for people of this place.",
    )  # fmt: skip


class BringForm(forms.Form):
    """Where the services come from this time."""

    file = forms.FileField(
        label="A file from your computer", required=False,
        help_text="The services as JSON. Leave it empty to fetch them from the address.",
    )  # fmt: skip
    trial = forms.BooleanField(
        label="Trial only: read and check all of it, change nothing", required=False
    )


class FeedList(DeskList):
    """Every neighbour's directory, with how many of its services run and when it was last read."""

    permission = "intake.see_runs"
    model = Feed
    page_title = "Neighbours' directories"
    header_icon = "download"
    index_url_name = "imports:feeds"
    index_results_url_name = "imports:feeds_results"
    verbose_name_plural = "directories"
    default_ordering = "title"

    @cached_property
    def columns(self) -> list[Column]:
        """What the list shows of each; the way on for those who may."""
        shown: list[Column] = [
            Column("owner", label="Kept by", sort_key="owner"),
            Column("source", label="Source", accessor=lambda f: source_name(f.name)),
            Column("services", label="Services that run"),
            DateColumn("read_at", label="Last read"),
            TitleColumn("last", label="Last run", accessor=last_words, get_url=last_page),
        ]
        if not self.may("intake.run_import"):
            return [Column("title", label="Directory", sort_key="title"), *shown]
        bring = TitleColumn("bring", label="", accessor=lambda f: "Bring in", get_url=bring_page)
        return [
            TitleColumn("title", label="Directory", sort_key="title", url_name="imports:feed"),
            *shown, bring,
        ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Feed]:
        """All of them."""
        source = Concat(Value(FEEDS), OuterRef("name"))
        running = Service.objects.filter(source=source, status=ServiceStatus.ACTIVE)
        count = running.order_by().values("source").annotate(n=Count("pk")).values("n")
        seen = SourceState.objects.filter(source=source).values("last_seen__started_at")
        last = Run.objects.filter(source=source).order_by("-started_at", "-pk")
        return Feed.objects.annotate(
            services=Subquery(count), read_at=Subquery(seen),
            last_pk=Subquery(last.values("pk")[:1]),
            last_standing=Subquery(last.values("standing")[:1]),
            last_at=Subquery(last.values("started_at")[:1]),
        )  # fmt: skip

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Adding one."""
        if not self.may("intake.run_import"):
            return []
        add = reverse("imports:add_feed")
        return [HeaderButton("Add a directory", url=add, icon_name="plus")]


def last_words(feed: Any) -> str:
    """How its last run stands, and of which day it is."""
    if feed.last_pk is None:
        return "None yet"
    return f"{Standing(feed.last_standing).label}, {day(feed.last_at)}"


def last_page(feed: Any) -> str | None:
    """Where its last run says what came of it."""
    return reverse("imports:run", args=[feed.last_pk]) if feed.last_pk else None


def bring_page(feed: Feed) -> str:
    """Where a feed is brought in."""
    return reverse("imports:bring_feed", args=[feed.pk])


class AddFeed(DeskForm):
    """Say where a neighbour's directory is and whose it is."""

    permission = "intake.run_import"
    form_class: type[forms.Form] = FeedForm
    page_title = "Add a neighbour's directory"
    header_icon = "plus"
    done_words = "Kept. Try it now: a trial reads all of it and changes nothing."

    def act(self, answers: dict[str, Any]) -> Any:
        """Keep it.

        :raises Refused: when its name is another's.
        """
        if Feed.objects.filter(name=answers["name"].strip().lower()).exists():
            raise Refused("There is a directory of that name already.", field="name")
        return actions.save_feed(by=self.actor, **answers)

    def between(self) -> list[dict[str, str]]:
        """The way back."""
        return [{"url": reverse("imports:feeds"), "label": "Neighbours' directories"}]

    def back(self, result: Any) -> str:
        """On to bringing it in."""
        return bring_page(result)


class OfFeed(AddFeed):
    """Loads a feed; its pages say what came of its last runs."""

    permission = "intake.run_import"
    template_name = "sector/desk/feed.html"
    thing: Feed

    def load(self) -> Feed:
        """The feed."""
        return get_object_or_404(Feed, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Which it is."""
        return self.thing.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Its last runs, those that failed with the reason."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        runs = Run.objects.filter(source=source_name(self.thing.name)).newest_first()
        return context | {"runs": runs[:SHOWN]}


class ChangeFeed(OfFeed):
    """Say anew where it is and whose. Its short name stays."""

    permission = "intake.run_import"
    page_title = "Change a directory"
    header_icon = "edit"
    done_words = "Kept."

    def get_initial(self) -> dict[str, Any]:
        """As it is kept."""
        return {name: getattr(self.thing, name) for name in FeedForm.base_fields}

    def get_form(self, form_class: Any = None) -> forms.Form:
        """Without its short name, by which all that it brought is known."""
        form = super().get_form(form_class)
        del form.fields["name"]
        return form

    def act(self, answers: dict[str, Any]) -> Feed:
        """Keep it."""
        return actions.save_feed(by=self.actor, name=self.thing.name, **answers)

    def back(self, result: Any) -> str:
        """To the list."""
        return reverse("imports:feeds")


class BringFeed(OfFeed):
    """Bring its services in, from its address or a file, or only try."""

    permission = "intake.run_import"
    form_class = BringForm
    page_title = "Bring in"
    header_icon = "download"
    send_words = "Begin"
    done_words = "It waits for the worker. Its run, below, then says what came of it."

    def act(self, answers: dict[str, Any]) -> None:
        """Hand it to the worker.

        :raises Refused: while a run of it is under way, or when there is nothing to read.
        """
        source = source_name(self.thing.name)
        if Run.objects.filter(source=source).unfinished().exists():
            raise Refused("A run of this directory is under way or waits. End it first.")
        common = {"user": self.whose, "source": source, "trial": answers["trial"]}
        if answers["file"]:
            _, path = keep(answers["file"], MOST_BYTES)
            bring_in_later.enqueue(**common, path=str(path), throw_away=True)
        elif self.thing.address:
            fetch_later.enqueue(**common)
        else:
            raise Refused("This directory has no address. Give a file.", field="file")

    def back(self, result: Any) -> str:
        """The list of imports, where it appears."""
        return reverse("imports:list")
