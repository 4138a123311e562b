"""What is typed for somebody: by whoever holds the telephone, or by a professional who refers."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit
from commonweal.core.refused import Refused
from commonweal.help.actions import asking as acts
from commonweal.help.actions.grounds import end_ground, note_ground
from commonweal.help.actions.people import perhaps_the_same
from commonweal.help.choices import Basis, Purpose
from commonweal.help.forms.calls import CallForm, EndGroundForm, GroundForm, ReferralForm
from commonweal.help.models import Client, Request
from commonweal.help.reports.asking import lines, offered
from commonweal.help.reports.routing import front_door, when_somebody_reads
from commonweal.help.scripts import NOTICE
from commonweal.help.views.asking_door import AN_HOUR, Humane, around
from commonweal.help.views.requests import OnRequest
from commonweal.help.views.rooms import InRoom
from commonweal.help.views.status_lookup import first_code
from commonweal.ui.acting import FormPage

REFERRER = "whoever referred them"
REFERRING = Limit("help.refer", times=20, seconds=AN_HOUR)


class TakeCall(InRoom, FormPage, GatedView):
    """What a caller says, typed while they talk: first who, on which number, what and how soon.

    The rest is folded. The words to read aloud stand where it is written down that they were read.

    Somebody of this scheme with the same number, or name and postcode, is asked about before it is
    kept; nothing is ever put together by itself.
    """

    permission = "help.enter_request"
    form_class = CallForm
    template_name = "help/asking_call.html"
    title = "Take a call"
    send_words = "Keep it"

    @cached_property
    def same(self) -> list[Client]:
        """Who here may be the same person, by what was typed."""
        typed = self.request.POST
        told = {name: typed.get(name, "")[:200] for name in ("name", "phone", "postcode")}
        return perhaps_the_same(self.scheme, told)[:8] if self.request.method == "POST" else []

    def get_form_kwargs(self) -> dict[str, Any]:
        """What may be asked for, and who may be the same."""
        served = tuple(self.scheme.needs.values_list("term__code", flat=True))
        about = {"groups": offered(), "same": self.same, "served": served}
        return super().get_form_kwargs() | {"about": about}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The words to read aloud, and the numbers for emergencies."""
        self.saw(self.same, purpose="taking a call")
        words = {"notice": NOTICE, "urgent": [line for line in lines() if line.emergency]}
        return super().get_context_data(**kwargs) | words

    def act(self, answers: dict[str, Any]) -> Any:
        """Keep it."""
        return acts.take_call(by=self.actor, scheme=self.scheme, told=self.form.as_told())

    def said(self, result: Any) -> str:
        """The reference to tell the caller; none is told of abuse at home."""
        if any(r.client.abuse for r in result):
            return "Kept. Put them through now if they can speak. Send them nothing."
        reads = when_somebody_reads(self.scheme, clock.now())
        tell = f"Kept. Tell them the reference {result[0].asking.reference}. {reads}"
        return f"{tell} If they want to look for themselves, give them a code for their page."

    def back(self, result: Any) -> str:
        """To the first request that it became."""
        return self.at("request", str(result[0].uuid))


class Refer(Humane, FormPage, GatedView):
    """A professional refers somebody."""

    permission: ClassVar[str | None] = None
    limits = (REFERRING,)
    form_class = ReferralForm
    template_name = "help/asking_refer.html"
    title = "Refer somebody"
    lede = (
        "For people who refer for their work. Whoever you refer is told that you did, and nothing "
        "is done before they agree."
    )
    send_words = "Refer them"

    def get_form_kwargs(self) -> dict[str, Any]:
        """What may be asked for."""
        return super().get_form_kwargs() | {"about": {"groups": offered()}}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The numbers for emergencies."""
        return super().get_context_data(**kwargs) | around() | {"door": front_door()}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Send it, and show the reference."""
        door = front_door()
        if door is None:
            form.add_error(None, "Nobody takes referrals here yet. Please ring.")
            return self.form_invalid(form)
        try:
            made = acts.refer(by=self.actor, front_door=door, told=form.as_told())  # type: ignore[attr-defined]
        except Refused as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, refusal.sentence)
            return self.form_invalid(form)
        return self.sent(made)

    def sent(self, made: list[Request]) -> HttpResponse:
        """What was sent, and what happens."""
        now = clock.now()
        reads = [(r.need.title, when_somebody_reads(r.scheme, now)) for r in made]
        asking = made[0].asking
        words = {"reference": asking.reference if asking else "", "reads": reads, **around()}
        words["is_told"] = acts.is_referrer_told(made)
        words["code"] = first_code(asking, REFERRER) if asking else ""
        response = render(self.request, "help/status_referred.html", words)
        response["Cache-Control"] = "no-store"
        return response


class Grounds(OnRequest, GatedView, TemplateView):
    """For what the details of whoever asked are used, on which basis, until when."""

    permission = "help.see_requests"
    template_name = "help/asking_grounds.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Those that stand, and those that ended."""
        client = self.asked.client
        self.saw([client], purpose="what their details are used for")
        rows = client.grounds.order_by("ended_at", "purpose", "pk")
        today = clock.today()
        return super().get_context_data(**kwargs) | {
            "standing": [
                g for g in rows
                if g.ended_at is None and (g.expires_on is None or g.expires_on >= today)
            ],
            "past": [
                g for g in rows if g.ended_at or (g.expires_on is not None and g.expires_on < today)
            ],
            "may_keep": self.may("help.keep_people", client),
            "notice": NOTICE,
        }  # fmt: skip


class GroundPage(OnRequest, FormPage, GatedView):
    """A form about the grounds of one person."""

    permission = "help.keep_people"

    def back(self, result: Any = None) -> str:
        """To all of them."""
        return self.at("request_grounds", str(self.asked.uuid))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form; whose it is was shown, and that is written down."""
        self.saw([self.asked.client], purpose="what their details are used for")
        return super().get_context_data(**kwargs)


class NoteGround(GroundPage):
    """Write down that they agreed, or why it is needed."""

    form_class = GroundForm
    title = "Write down a ground"
    template_name = "help/asking_ground.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the words to read aloud."""
        return super().get_context_data(**kwargs) | {"notice": NOTICE}

    def get_initial(self) -> dict[str, Any]:
        """Where their yes to being helped is wanting, that is chosen already."""
        agreed = {"purpose": Purpose.HELP, "basis": Basis.CONSENT, "given_by": "They themselves"}
        wanting = not self.asked.may_match or self.asked.may_match_why
        return super().get_initial() | (agreed if wanting else {})

    def act(self, answers: dict[str, Any]) -> Any:
        """Note it."""
        told = dict(answers)
        told["script"] = NOTICE.version if told.pop("read") else ""
        return note_ground(by=self.actor, client=self.asked.client, **told)


class EndGround(GroundPage):
    """They said no."""

    form_class = EndGroundForm
    title = "They want this no more"
    send_words = "Stop it"
    done_words = "Stopped, from now on."

    def load(self) -> Any:
        """The request, and the ground of its person."""
        super().load()
        rows = self.asked.client.grounds.filter(ended_at=None)
        self.ground = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self.asked

    def act(self, answers: dict[str, Any]) -> Any:
        """End it."""
        return end_ground(by=self.actor, ground=self.ground, way=answers["way"])
