"""One door of a round: what goes there, what happened, and that somebody saw to it."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.help.actions import doors, stops
from commonweal.help.forms import rounds as shapes
from commonweal.help.models import Stop
from commonweal.help.reports.rounds import rounds_to_come
from commonweal.help.views.rounds import OnRound, RoundForm
from commonweal.ui.acting import FormPage, Press


class OnStop(OnRound):
    """Loads one door of a round."""

    stop: Stop

    def load(self) -> Any:
        """The door."""
        super().load()
        rows = self.round.stops.select_related("client", "round__scheme")
        self.stop = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self.stop

    def lede_of(self) -> str:
        """Whose door it is, by first name; and that somebody looked is written down."""
        if self.stop.client is None:
            return f"Stop {self.stop.position}"
        self.saw([self.stop.client], purpose=f"round {self.round.number}")
        return f"Stop {self.stop.position}: {self.stop.client.called or 'somebody'}"


class DescribeStop(OnStop, RoundForm):
    """What goes to one door."""

    title, form_class = "What goes there?", shapes.StopForm

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return super().get_initial() | shapes.StopForm.as_it_is(self.stop)

    def act(self, answers: dict[str, Any]) -> Any:
        """Say so."""
        told = {name: answers[name] for name in ("items", "allergens", "load", "edition")}
        return stops.describe_stop(by=self.actor, stop=self.stop, gives=self.form.gift(), **told)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose door it is."""
        return super().get_context_data(**kwargs) | {"lede": self.lede_of()}


class SaidOnPaper(OnStop, FormPage, GatedView):
    """What happened at a door, as the paper sheet says or the driver told by telephone."""

    permission = "help.drive"
    title, form_class = "What happened?", shapes.SaidForm

    def act(self, answers: dict[str, Any]) -> Any:
        """Write it down."""
        return doors.say_at_door(by=self.actor, stop=self.stop, said_at=clock.now(), **answers)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose door it is."""
        return super().get_context_data(**kwargs) | {"lede": self.lede_of()}


class TakeOff(OnStop, Press):
    """Take a door off."""

    permission = "help.keep_rounds"
    done_words = "It is off the round."

    def act(self) -> Any:
        """Take it off."""
        return stops.take_off_round(by=self.actor, stop=self.stop, edition=self.edition())


class MoveStop(OnStop, RoundForm):
    """Take a door over to another round or day."""

    title, form_class = "To another round or day", shapes.MoveForm
    send_words = "Move it"

    def get_initial(self) -> dict[str, Any]:
        """A new round is for its own day, unless that has passed, or said otherwise."""
        return super().get_initial() | {"on": max(self.round.on, clock.today())}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The rounds that are not out yet."""
        rounds = rounds_to_come(self.scheme, clock.today()).exclude(pk=self.round.pk)
        return super().get_form_kwargs() | {"rounds": rounds}

    def act(self, answers: dict[str, Any]) -> Any:
        """Move it."""
        return stops.move_stop(by=self.actor, stop=self.stop, **answers)

    def said(self, result: Any) -> str:
        """Where it is now."""
        return f"It is the last stop of round {result.number} now. Put that in order."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose door it is."""
        return super().get_context_data(**kwargs) | {"lede": self.lede_of()}


class Settle(OnStop, Press):
    """Somebody saw to what came of a door."""

    permission = "help.give"

    def act(self) -> Any:
        """Seen to; and done, if that was pressed."""
        ends = self.request.POST.get("ends") == "yes"
        return doors.settle_stop(by=self.actor, stop=self.stop, ends=ends)
