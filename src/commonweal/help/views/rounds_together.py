"""Several rounds of one day, planned together for several cars."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.dateparse import parse_date

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.help.actions.rounds_together import MOST_CARS, Car, Planned, plan_rounds
from commonweal.help.choices import State
from commonweal.help.forms import rounds as shapes
from commonweal.help.models import Request
from commonweal.help.reports.rounds import waiting_for_a_round, waiting_in_order
from commonweal.help.views.rooms import InRoom
from commonweal.help.views.rounds import MOST_SHOWN
from commonweal.ui.acting import FormPage
from commonweal.ui.words import count


class PlanSeveral(InRoom, FormPage, GatedView):
    """Who goes out on a day and with which cars; the short way for all of them is worked out."""

    permission = "help.keep_rounds"
    template_name = "help/rounds_several.html"
    title, form_class = "Plan several rounds at once", shapes.SeveralForm
    send_words = "Plan them"

    @property
    def day(self) -> dt.date:
        """The day it is for: as was chosen, else today."""
        try:
            chosen = parse_date(self.request.GET.get("on", "")[:10])
        except ValueError:
            chosen = None
        return chosen if chosen and chosen >= clock.today() else clock.today()

    def waiting(self) -> list[Request]:
        """Who may go on a round of that day and is on none."""
        if not hasattr(self, "_waiting"):
            rows = waiting_for_a_round(self.scheme, self.day)
            if need := self.request.GET.get("need", ""):
                rows = rows.filter(need__code=need[:60])
            self._waiting = waiting_in_order(rows, MOST_SHOWN)
        return self._waiting

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who waits, and the helpers who are ready."""
        about = {"scheme": self.scheme, "asked": self.waiting(), "cars": MOST_CARS}
        return super().get_form_kwargs() | about

    def get_initial(self) -> dict[str, Any]:
        """Of one need, everybody who lives where that is known and has no helper; else nobody."""
        known = [
            r.pk for r in self.waiting()
            if self.request.GET.get("need") and r.client.spot and r.state == State.TRIAGE
        ]  # fmt: skip
        return super().get_initial() | {"asked": known, "holds_1": 20, "load": 1}

    def act(self, answers: dict[str, Any]) -> Planned:
        """Plan them."""
        wanted = set(answers["asked"])
        cars = [
            Car(answers[f"driver_{n}"], answers[f"holds_{n}"], answers[f"start_{n}"])
            for n in range(1, MOST_CARS + 1) if answers[f"holds_{n}"]
        ]  # fmt: skip
        return plan_rounds(
            by=self.actor, scheme=self.scheme, on=self.day, name=answers["name"], cars=cars,
            requests=[r for r in self.waiting() if r.pk in wanted],
            items=answers["items"], load=answers["load"], gives=self.form.gift(),
        )  # fmt: skip

    def said(self, result: Planned) -> str:
        """How many rounds there are, and how many people are on none."""
        stops = sum(r.stops.count() for r in result.rounds)
        words = f"{count(len(result.rounds), 'round')} with {count(stops, 'stop')} planned."
        if result.left_out:
            words += f" No room was found for {len(result.left_out)}: they still wait, below."
        return words

    def back(self, result: Planned) -> str:
        """To the rounds; or to whoever is on none, with the reason beside them."""
        if result.left_out:
            return f"{self.at('rounds_several')}?on={self.day.isoformat()}"
        return self.at("rounds")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who was shown is written down."""
        asked = self.waiting()
        self.saw([r.client for r in asked], purpose="planning rounds")
        needs = {r.need.code: r.need.title for r in asked}
        return super().get_context_data(**kwargs) | {
            "day": self.day, "today": clock.today(), "nobody": not asked,
            "needs": sorted(needs.items(), key=lambda pair: pair[1]),
            "need": self.request.GET.get("need", ""),
        }  # fmt: skip
