"""Handing a request to another scheme, and taking one on that another offers."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from commonweal.help.actions import handing
from commonweal.help.forms import requests as shapes
from commonweal.help.models import HandOver, Request
from commonweal.help.views.requests import OnRequest, RequestForm, RequestPress
from commonweal.help.views.rooms import InRoom
from commonweal.ui.acting import Press


class HandOn(RequestForm):
    """Mean to hand it to another scheme."""

    permission = "help.hand_over"
    title, form_class = "Hand it to another scheme", shapes.HandOverForm
    send_words = "Go on, and tell them first"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Schemes that take requests now."""
        return super().get_form_kwargs() | {"request": self.asked}

    def act(self, answers: dict[str, Any]) -> Any:
        """Begin."""
        return handing.begin_hand_over(by=self.actor, request=self.asked, **answers)


class OnHandOver(OnRequest):
    """Loads the hand-over of a request that is under way."""

    over: HandOver

    def load(self) -> Any:
        """The hand-over, of a request of this scheme."""
        super().load()
        over = self.asked.hand_overs.filter(ended_at=None).first()
        if over is None:
            raise Http404
        self.over = over
        return over


class NoteTold(OnHandOver, RequestForm):
    """How the person was told to whom their request would go."""

    permission = "help.hand_over"
    title, form_class = "How were they told?", shapes.ToldForm

    def act(self, answers: dict[str, Any]) -> Any:
        """Write it down."""
        return handing.note_told(by=self.actor, hand_over=self.over, **answers)


class Answer(OnHandOver, RequestPress):
    """What the person said of being handed over."""

    permission = "help.hand_over"

    def act(self) -> Any:
        """Agreed, refused, or could not be reached."""
        answer = self.request.POST.get("answer", "")  # type: ignore[attr-defined]
        return handing.note_answer(by=self.actor, hand_over=self.over, answer=answer)


class CallOff(OnHandOver, RequestPress):
    """Not to be handed over after all."""

    permission = "help.hand_over"
    done_words = "It stays here."

    def act(self) -> Any:
        """Call it off."""
        return handing.call_off(by=self.actor, hand_over=self.over)


class Offered(InRoom, Press):
    """A request that another scheme would hand over to this one: take it on, or not."""

    permission = "help.run_requests"

    def load(self) -> Any:
        """The scheme to which it is offered; what is offered is found with it."""
        super().load()
        offered = HandOver.objects.filter(to_scheme=self.scheme, ended_at=None)
        self.over = get_object_or_404(offered, pk=self.kwargs["pk"])
        return self.scheme

    def act(self) -> Any:
        """Take it on, if the person agreed; or say why not."""
        told = self.request.POST  # type: ignore[attr-defined]
        if told.get("take") == "yes":
            self.took: Request | None = handing.take_over(
                by=self.actor, hand_over=self.over, to_scheme=self.scheme
            )
            return self.took
        self.took = None
        return handing.refuse_over(
            by=self.actor, hand_over=self.over, to_scheme=self.scheme, why=told.get("why", "")
        )

    def back(self) -> str:
        """To the new request, or the board."""
        took = getattr(self, "took", None)
        return self.at("request", str(took.uuid)) if took else self.at("room")
