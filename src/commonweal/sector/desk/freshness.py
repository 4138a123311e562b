"""The staff desk's screens for how fresh entries are: who to ring, what bounced, what is gone."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from commonweal.comms.models import Bounce
from commonweal.core import clock
from commonweal.sector.asking import asked_after, rules_on, told_here_only
from commonweal.sector.desk.lists import page_of
from commonweal.sector.freshness import SORTS, Stage
from commonweal.sector.models import Answer, Member, Organisation, Service
from commonweal.sector.reports.freshness import has_service_at, standings
from commonweal.sector.reports.staff import awaiting_a_call, waiting_answers
from commonweal.ui.desk import DeskList, DeskPage, OnTheDesk
from commonweal.ui.words import as_day, day

ON_PAPER = 100


class Freshness(DeskPage):
    """How many entries stand where, what waits for a person, and the terms in force."""

    permission = "sector.see_register"
    template_name = "sector/desk/freshness.html"
    page_title = "Freshness"
    header_icon = "calendar-check"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All of it. A fixed number of queries."""
        rules = rules_on(clock.today())
        return super().get_context_data(**kwargs) | {
            "sorts": SORTS.values(),
            "standings": standings(),
            "rules": [
                (sort, words, rules[sort], reverse(f"sector_desk:set_freshness_{sort}"))
                for sort, words in SORTS.items()
            ],
            "answers": waiting_answers().count(),
            "bounces": bounced_addresses().count(),
            "to_ring": to_be_rung().count(),
            "letters": settings.LETTERS_A_NIGHT,
            "mail": bool(settings.MAIL_SERVER),
            "may_ring": self.may("sector.ring"),
            "may_set": self.may("sector.set_freshness"),
        }


class OfFreshness:
    """Where the lists below lie."""

    def between(self) -> list[dict[str, str]]:
        """The way back."""
        return [{"url": reverse("sector_desk:freshness"), "label": "Freshness"}]


def to_be_rung() -> QuerySet[Organisation]:
    """Organisations that nobody answers for by letter, or of which a service has come so far.

    Those that would be taken from view come first.
    """
    rows = awaiting_a_call()
    answers = Answer.objects.filter(organisation=OuterRef("pk"), settled_at=None).order_by("-pk")
    services = Service.objects.kept_here().filter(organisation=OuterRef("pk"))
    numbers = services.exclude(telephone="").order_by("pk").values("telephone")
    return rows.annotate(
        last_words=Subquery(answers.values("words")[:1]),
        again_on=Subquery(answers.values("again_on")[:1]),
        number_to_ring=Coalesce(Subquery(numbers[:1]), F("telephone")),
        here_only=Exists(Organisation.objects.filter(told_here_only(), pk=OuterRef("pk"))),
    )


class TelephoneList(OfFreshness, DeskList):
    """Whom to ring, at what number, and what to ask."""

    permission = "sector.ring"
    export_permission = "sector.ring"
    model = Organisation
    page_title = "To be rung"
    header_icon = "mobile-alt"
    index_url_name = "sector_desk:to_ring"
    index_results_url_name = "sector_desk:to_ring_results"
    is_searchable = True
    default_ordering = "stage_on"
    verbose_name_plural = "organisations to be rung"
    list_export = ("name", "ref", "number", "ask", "again_on", "last_words", "stage_on")
    export_headings = {
        "ref": "Number here", "number": "Ring", "ask": "Ask", "again_on": "Not before",
        "last_words": "Heard last", "stage_on": "On the list since",
    }  # fmt: skip

    @cached_property
    def columns(self) -> list[Column]:
        """Who, where, what to ask, and what was heard last."""
        return [
            TitleColumn("name", label="Name", sort_key="name", get_url=call_of),
            Column("number", label="Ring", accessor=number_of),
            Column("ask", label="Ask", accessor=question_for),
            Column("again_on", label="Not before", accessor=again_of),
            Column("last_words", label="Heard last", accessor=lambda o: o.last_words or ""),
            DateColumn("stage_on", label="Since", sort_key="stage_on"),
        ]

    @property
    def header_buttons(self) -> list[Any]:
        """The same to take along."""
        address = reverse("sector_desk:to_ring_on_paper")
        return [HeaderButton("On paper", address, icon_name="doc-full")]

    def get_base_queryset(self) -> QuerySet[Organisation]:
        """Those on the list."""
        return to_be_rung()

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of the name."""
        return queryset.filter(name__icontains=words)

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """A row of the spreadsheet."""
        item.number, item.ask = number_of(item), question_for(item)
        row: dict[str, Any] = super().to_row_dict(item)
        return row


class OnPaper(OnTheDesk, TemplateView):
    """The telephone list to take along: number, what to read out, and room for what was said."""

    permission = "sector.ring"
    template_name = "sector/desk/to_ring_on_paper.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Those whom it is time to ring, at most a hundred. Two queries."""
        today = clock.today()
        rows = to_be_rung().filter(Q(again_on=None) | Q(again_on__lte=today))
        rows = rows.order_by("-here_only", "stage_on", "pk")[:ON_PAPER]
        kept = Prefetch("services", Service.objects.kept_here().order_by("name"), to_attr="kept")
        listed = [(o, number_of(o), question_for(o)) for o in rows.prefetch_related(kept)]
        return super().get_context_data(**kwargs) | {"listed": listed, "today": today}


def call_of(organisation: Organisation) -> str:
    """Where what came of ringing is noted."""
    return reverse("sector_desk:call", args=[organisation.pk])


def number_of(organisation: Any) -> str:
    """The number to ring: its own, else one of its services'."""
    return organisation.telephone or organisation.number_to_ring or "No number is known"


def question_for(organisation: Any) -> str:
    """What to ask."""
    if organisation.stage == Stage.TELEPHONE:
        return "Is all of it still right?" + (
            " It leaves view if nobody says so." if organisation.here_only else ""
        )
    return "Are its services still right?"


def again_of(organisation: Any) -> str:
    """The day on which staff mean to ring again."""
    return day(organisation.again_on) if organisation.again_on else ""


class AnswerList(OfFreshness, DeskList):
    """What organisations answered, and what a person must do about it."""

    permission = "sector.ring"
    model = Answer
    page_title = "Answers to deal with"
    header_icon = "comment"
    index_url_name = "sector_desk:answers"
    index_results_url_name = "sector_desk:answers_results"
    is_searchable = True
    default_ordering = "at"
    verbose_name_plural = "answers"

    @cached_property
    def columns(self) -> list[Column]:
        """Who said what, when."""
        return [
            TitleColumn(
                "organisation", label="Organisation",
                get_url=lambda a: reverse("sector_desk:settle", args=[a.pk]),
            ),
            Column("get_said_display", label="What", sort_key="said"),
            Column("words", label="Their words"),
            Column("by", label="By"),
            DateColumn("at", label="When", sort_key="at"),
        ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Answer]:
        """Those that wait."""
        return waiting_answers()

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of the organisation's name, or of what was said."""
        return queryset.filter(Q(organisation__name__icontains=words) | Q(words__icontains=words))


def bounced_addresses() -> QuerySet[Bounce]:
    """The newest letter that came back, of each address that has one."""
    later = Bounce.objects.standing().filter(address=OuterRef("address"), pk__gt=OuterRef("pk"))
    return Bounce.objects.standing().filter(~Exists(later))


class BounceList(OfFreshness, DeskList):
    """Addresses that letters come back from, and whose they are."""

    permission = "comms.see_bounces"
    export_permission = "comms.see_bounces"
    model = Bounce
    page_title = "Addresses that bounce"
    header_icon = "mail"
    index_url_name = "sector_desk:bounces"
    index_results_url_name = "sector_desk:bounces_results"
    is_searchable = True
    default_ordering = "-at"
    verbose_name_plural = "addresses that bounce"
    list_export = ("address", "status", "words", "hard", "at")
    custom_field_preprocess = {"at": {"csv": as_day, "xlsx": as_day}}

    @cached_property
    def columns(self) -> list[Column]:
        """Which, whose, and what the mail server said."""
        return [
            TitleColumn(
                "address", label="Address", sort_key="address",
                get_url=lambda b: reverse("sector_desk:clear_bounces", args=[b.pk]),
            ),
            Column("whose", label="Whose", accessor=lambda b: whose(b.address)),
            Column("hard", label="For good", accessor=lambda b: "Yes" if b.hard else "For now"),
            Column("words", label="The mail server said"),
            DateColumn("at", label="When", sort_key="at"),
        ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Bounce]:
        """Each address once."""
        return bounced_addresses()

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of the address."""
        return queryset.filter(address__icontains=words)


def owners_of(address: str) -> list[Organisation]:
    """The organisations that have this address, or are kept by somebody who has it."""
    kept = Member.objects.standing().filter(person__email__iexact=address).values("organisation")
    known = Organisation.objects.filter(withheld=False, same_as=None)
    found = known.filter(Q(email__iexact=address) | Q(pk__in=kept)).order_by("name", "pk")
    return list(found[:5])


def whose(address: str) -> str:
    """Those of them, in words."""
    return "; ".join(organisation.name for organisation in owners_of(address))


class WithdrawnList(OfFreshness, DeskList):
    """Groups, and organisations with services, that were taken from view for want of an answer."""

    permission = "sector.see_register"
    export_permission = "sector.ring"
    model = Organisation
    page_title = "Withdrawn from view"
    header_icon = "view"
    index_url_name = "sector_desk:withdrawn"
    index_results_url_name = "sector_desk:withdrawn_results"
    is_searchable = True
    default_ordering = "name"
    verbose_name_plural = "entries withdrawn from view"
    list_export = ("name", "ref", "stage_on", "confirmed_on", "telephone", "email")

    @cached_property
    def columns(self) -> list[Column]:
        """Which, what of it, and since when."""
        return [
            TitleColumn("name", label="Name", sort_key="name", get_url=self.leads_to),
            Column("what", label="What", accessor=what_is_gone),
            DateColumn("confirmed_on", label="Last confirmed", sort_key="confirmed_on"),
        ]

    def leads_to(self, organisation: Organisation) -> str:
        """Where it is brought back, for those who may."""
        may = self.may("sector.ring")
        return (
            reverse("sector_desk:bring_back", args=[organisation.pk])
            if may
            else page_of(organisation)
        )

    def get_base_queryset(self) -> QuerySet[Organisation]:
        """Those that were withdrawn, or have a service that was."""
        return asked_after().filter(Q(stage=Stage.WITHDRAWN) | has_service_at(Stage.WITHDRAWN))

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of the name."""
        return queryset.filter(name__icontains=words)


def what_is_gone(organisation: Organisation) -> str:
    """The whole entry, or services of it."""
    if organisation.stage == Stage.WITHDRAWN:
        return "The whole entry"
    gone = organisation.services.filter(stage=Stage.WITHDRAWN).order_by("name")
    return "Services: " + "; ".join(gone.values_list("name", flat=True)[:5])
