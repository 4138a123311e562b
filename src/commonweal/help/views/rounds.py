"""Rounds: planned, put in order, sent out with a sheet, and back."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.core.refused import Refused
from commonweal.help.actions import doors, round_sheets, rounds, stops
from commonweal.help.choices import LookKind
from commonweal.help.forms import rounds as shapes
from commonweal.help.models import Client, Request, Round
from commonweal.help.reports.finding import found_people
from commonweal.help.reports.rounds import (
    round_now,
    rounds_of,
    waiting_for_a_round,
    waiting_in_order,
)
from commonweal.help.views.rooms import InRoom
from commonweal.ui.acting import FormPage, Press

PAGE = 30
MOST_SHOWN = 150


class Rounds(InRoom, GatedView, TemplateView):
    """The rounds of a scheme, the newest first."""

    permission = "help.see_rounds"
    template_name = "help/rounds_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of them."""
        page = Paginator(rounds_of(self.scheme), PAGE).get_page(self.request.GET.get("page"))
        may_plan = self.may("help.keep_rounds")
        return super().get_context_data(**kwargs) | {"page": page, "may_plan": may_plan}


class PlanRound(InRoom, FormPage, GatedView):
    """Begin a round."""

    permission = "help.keep_rounds"
    title, form_class = "Plan a round", shapes.RoundForm
    send_words, done_words = "Plan it", "Now say who is on it."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Helpers who are ready."""
        return super().get_form_kwargs() | {"scheme": self.scheme}

    def get_initial(self) -> dict[str, Any]:
        """For today."""
        return super().get_initial() | {"on": clock.today()}

    def act(self, answers: dict[str, Any]) -> Round:
        """Plan it."""
        return rounds.plan_round(by=self.actor, scheme=self.scheme, **answers)

    def back(self, result: Round) -> str:
        """Who is on it."""
        return self.at("round_add", result.number)


class OnRound(InRoom):
    """Loads one round of the scheme, by its number."""

    round: Round

    def load(self) -> Any:
        """The round."""
        super().load()
        rows = Round.objects.filter(scheme=self.scheme).select_related("driver", "scheme")
        self.round = get_object_or_404(rows, number=self.kwargs["number"])
        return self.round

    def back(self, result: Any = None) -> str:
        """Back to the round."""
        return self.at("round_page", self.round.number)

    def edition(self) -> int | None:
        """The edition that was read, if a press says so."""
        typed = self.request.POST.get("edition", "")
        return int(typed) if typed.isdecimal() and len(typed) < 10 else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The round, for every page about it."""
        return super().get_context_data(**kwargs) | {"round": self.round}


class OneRound(OnRound, GatedView, TemplateView):
    """A round: its doors in order, what is left to do, and what may be done next."""

    permission = "help.see_rounds"
    template_name = "help/rounds_one.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All of it; who looked is written down."""
        told = round_now(self.round)
        self.saw(told.clients, purpose=f"round {self.round.number}")
        return super().get_context_data(**kwargs) | {
            "told": told,
            "may_keep": self.may("help.keep_rounds"),
            "link": getattr(self, "link", ""),
            "link_is_open": self.round.digest and doors.is_open_to_driver(self.round, clock.now()),
        }


class Sheet(OneRound):
    """The numbered sheet, to be printed: no word of anybody's health but allergies."""

    permission = "help.keep_rounds"
    template_name = "help/rounds_sheet.html"

    def saw(self, people: Any, **how: Any) -> None:
        """It is printed."""
        super().saw(people, **(how | {"kind": LookKind.PRINT}))


class RoundForm(OnRound, FormPage, GatedView):
    """A form about one round; what somebody else changed meanwhile is told."""

    permission = "help.keep_rounds"

    def get_initial(self) -> dict[str, Any]:
        """The edition that was read."""
        return super().get_initial() | {"edition": self.round.edition}


class Driver(RoundForm):
    """Who drives, and what the car holds."""

    title, form_class = "Who drives it?", shapes.DriverForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Helpers who are ready."""
        return super().get_form_kwargs() | {"scheme": self.scheme}

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        now = {"driver": self.round.driver_id, "holds": self.round.holds}
        return super().get_initial() | now

    def act(self, answers: dict[str, Any]) -> Any:
        """Say so."""
        return rounds.change_driver(by=self.actor, round=self.round, **answers)


class AddStops(RoundForm):
    """Who is on a round: people who asked for something, and people who were looked for."""

    title, form_class = "Who is on it?", shapes.AddForm
    template_name = "help/rounds_add.html"
    send_words, done_words = "Put them on", "They are on it."

    def choices(self) -> tuple[list[Request], list[Client]]:
        """Who may be chosen: by urgency, then wait; and whoever the words find."""
        if not hasattr(self, "_choices"):
            rows = waiting_for_a_round(self.scheme, self.round.on)
            if need := self.request.GET.get("need", ""):
                rows = rows.filter(need__code=need[:60])
            asked = waiting_in_order(rows, MOST_SHOWN)
            words = self.request.GET.get("q", "").strip()[:100]
            found = found_people(self.scheme, words) if words else []
            known = [c for c in found if c.address and not c.abuse]
            self._choices = asked, known
        return self._choices

    def get_form_kwargs(self) -> dict[str, Any]:
        """Them, to be ticked."""
        asked, known = self.choices()
        return super().get_form_kwargs() | {"asked": asked, "known": known}

    def act(self, answers: dict[str, Any]) -> Any:
        """Put them on.

        :raises Refused: when nobody was ticked.
        """
        asked, known = self.choices()
        wanted = set(answers.get("asked", [])), set(answers.get("known", []))
        if not any(wanted):
            raise Refused("Tick somebody first.")
        return stops.add_stops(
            by=self.actor, round=self.round, edition=answers["edition"],
            requests=[r for r in asked if r.pk in wanted[0]],
            clients=[c for c in known if c.pk in wanted[1]],
            items=answers["items"], load=answers["load"], gives=self.form.gift(),
        )  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who was shown is written down."""
        asked, known = self.choices()
        self.saw([*(r.client for r in asked), *known], purpose=f"round {self.round.number}")
        needs = {r.need.code: r.need.title for r in asked}
        return super().get_context_data(**kwargs) | {
            "needs": sorted(needs.items(), key=lambda pair: pair[1]),
            "words": self.request.GET.get("q", "")[:100],
            "need": self.request.GET.get("need", ""),
            "nobody": not asked and not known,
        }


class Order(OnRound, Press):
    """Put the stops in order: worked out, or as typed."""

    permission = "help.keep_rounds"
    done_words = "In order."

    def act(self) -> Any:
        """The short way, or the numbers beside the stops."""
        told = self.request.POST
        order = None
        if earlier := told.get("earlier", ""):
            order = self.one_earlier(earlier)
        elif told.get("how") != "short":
            order = shapes.order_from(told)
            if order is None:
                raise Refused("Give every stop a number.")
        return rounds.order_stops(
            by=self.actor, round=self.round, order=order, edition=self.edition()
        )

    def one_earlier(self, typed: str) -> list[int]:
        """The stops' keys with one of them before the one that it came after."""
        order = list(self.round.stops.order_by("position").values_list("pk", flat=True))
        place = order.index(int(typed)) if typed.isdecimal() and int(typed) in order else 0
        if place:
            order[place - 1 : place + 1] = [order[place], order[place - 1]]
        return order


class SignOut(OnRound, Press):
    """The sheet goes out."""

    permission = "help.keep_rounds"
    done_words = "Signed out. Print the sheet, or give the driver their link."

    def act(self) -> Any:
        """Sign it out."""
        return round_sheets.sign_out(by=self.actor, round=self.round, edition=self.edition())


class SignBack(OnRound, Press):
    """The sheet is back."""

    permission = "help.keep_rounds"
    done_words = "Signed back. The driver's page is closed."

    def act(self) -> Any:
        """Sign it back."""
        return round_sheets.sign_back(by=self.actor, round=self.round, edition=self.edition())


class CallOffRound(RoundForm):
    """The round does not go."""

    title, form_class = "Call it off", shapes.CallOffForm
    send_words, done_words = "Call it off", "Called off. What it answers waits for another round."

    def act(self, answers: dict[str, Any]) -> Any:
        """Call it off."""
        return round_sheets.call_off_round(by=self.actor, round=self.round, **answers)


class DriverLink(OneRound):
    """Make the driver's link, which is shown this once."""

    permission = "help.keep_rounds"
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The round with the link on it, or why there is none."""
        problem = ""
        try:
            until = shapes.end_of(self.round.on, clock.here(clock.now()))
            token = round_sheets.make_driver_link(by=self.actor, round=self.round, until=until)
            self.link = request.build_absolute_uri(reverse("round", args=[token]))
            self.round.refresh_from_db()
        except Refused as refusal:
            problem = refusal.sentence
        context = self.get_context_data(problem=problem, **kwargs)
        return self.render_to_response(context, status=422 if problem else 200)


class CloseLink(OnRound, Press):
    """Close the driver's link."""

    permission = "help.keep_rounds"
    done_words = "Closed. Nothing is shown there any more."

    def act(self) -> Any:
        """Close it."""
        return round_sheets.revoke_driver_link(by=self.actor, round=self.round)
