"""Worries about somebody's safety: told at a door that many have, read in a room that few enter."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from commonweal.core.gates import GatedView
from commonweal.help.actions import worries
from commonweal.help.choices import WorryStanding
from commonweal.help.forms import worries as shapes
from commonweal.help.models import Helper, Match, Request, Scheme, SchemeMember, Worry
from commonweal.help.permissions import is_guard
from commonweal.help.querysets import person_of
from commonweal.help.views.helping_visits import AsHelper
from commonweal.help.views.rooms import InRoom
from commonweal.ui.acting import FormPage

TOLD = "The safeguarding lead and deputy have been told. Thank you for saying it."


class Raise(InRoom, FormPage, GatedView):
    """Tell the safeguarding lead and deputy that somebody may not be safe."""

    permission = "help.raise_worry"
    template_name = "help/worry_form.html"
    title, send_words, done_words = "Worried about somebody?", "Tell them", TOLD
    form_class: Any = shapes.WorryForm

    def about(self) -> dict[str, Any]:
        """What the address says it is about: nothing here."""
        return {}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Of which scheme."""
        return super().get_form_kwargs() | {"scheme": self.scheme}

    def act(self, answers: dict[str, Any]) -> Any:
        """Tell them."""
        return worries.raise_worry(by=self.actor, scheme=self.scheme, **answers, **self.about())

    def back(self, result: Any = None) -> str:
        """To the board."""
        return self.at("room")


class RaiseOfRequest(Raise):
    """The same about the person whose request this is."""

    def load(self) -> Scheme:
        """The scheme; the request is found in it."""
        scheme: Scheme = super().load()
        if self.actor.key != "visitor":
            self.asked = self.found_request()
        return scheme

    def about(self) -> dict[str, Any]:
        """The request."""
        return {"request": self.asked}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who it is about is known."""
        return super().get_form_kwargs() | {"known": True}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who it is about, by first name; that it was shown is written down."""
        self.saw([self.asked.client], purpose=f"request {self.asked.pk}")
        lede = f"About {self.asked.client.called or 'the person'} ({self.asked.need})"
        return super().get_context_data(**kwargs) | {"lede": lede}


class RaiseOfHelper(Raise):
    """The same about a helper, who is suspended as soon as it is sent."""

    def load(self) -> Scheme:
        """The scheme; the helper is found in it."""
        scheme: Scheme = super().load()
        if self.actor.key != "visitor":
            helpers = Helper.objects.of(scheme)
            self.helper = get_object_or_404(helpers, uuid=self.kwargs["uuid"])
        return scheme

    def about(self) -> dict[str, Any]:
        """The helper."""
        return {"helper": self.helper}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who it is about is known."""
        return super().get_form_kwargs() | {"known": True}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who it is about, and that they are suspended at once."""
        lede = f"About {self.helper.name}, who is suspended as soon as you send this"
        return super().get_context_data(**kwargs) | {"lede": lede}


class RaiseByHelper(AsHelper, FormPage, GatedView):
    """A helper is worried about somebody, told by their private link or their account."""

    permission = "help.keep_own_helping"
    template_name = "help/worry_form.html"
    title, send_words, done_words = "Worried about somebody?", "Tell them", TOLD
    form_class = shapes.HelperWorryForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Their tasks of late."""
        theirs = Match.objects.filter(helper=self.helper, request__forgotten_on__isnull=True)
        theirs = theirs.select_related("request__client", "request__need").order_by("-at", "-pk")
        recent = theirs.values_list("pk", flat=True)[:20]
        return super().get_form_kwargs() | {"tasks": theirs.filter(pk__in=list(recent))}

    def act(self, answers: dict[str, Any]) -> Any:
        """Tell them."""
        return worries.raise_worry_by_helper(by=self.actor, sender=self.helper, **answers)

    def back(self, result: Any = None) -> str:
        """To their own page."""
        return self.own_page()


class OfGuards(InRoom):
    """Pages for the safeguarding lead and deputy alone; to anybody else every one is the same."""

    def found_scheme(self) -> Scheme:
        """The scheme, to its guards even while they hold no part that opens the room."""
        scheme = Scheme.objects.filter(slug=self.kwargs["slug"]).first()
        if scheme is not None and is_guard(self.actor, scheme):
            mine = SchemeMember.objects.standing().of(self.actor).filter(scheme=scheme)
            self.parts = frozenset(mine.values_list("part", flat=True))
            return scheme
        return super().found_scheme()

    def worries(self) -> Any:
        """Those of this scheme that are not about whoever looks."""
        key = person_of(self.actor)
        mine = Q(helper__person_id=key, helper__isnull=False) | Q(person_id=key)
        return Worry.objects.filter(scheme=self.scheme).exclude(mine)


class Worries(OfGuards, GatedView, TemplateView):
    """Every worry of a scheme, the open ones first."""

    permission = "help.keep_worries"
    template_name = "help/worries.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Open and closed ones."""
        every = self.worries().select_related("client", "helper")
        opened = list(every.open().order_by("raised_at", "pk")[:200])
        closed = list(every.filter(standing=WorryStanding.CLOSED).order_by("-closed_at")[:100])
        self.saw(w.client for w in (*opened, *closed) if w.client)
        return super().get_context_data(**kwargs) | {"opened": opened, "closed": closed}


class OneWorry(OfGuards):
    """Loads one worry, for those who may read it; nobody else learns whether it is there."""

    worry: Worry

    def load(self) -> Any:
        """The worry; for others the scheme, so that they are refused whatever the number."""
        super().load()
        if not self.may("help.keep_worries"):
            return self.scheme
        every = self.worries().select_related("client", "helper", "request__need", "scheme")
        self.worry = get_object_or_404(every, pk=self.kwargs["pk"])
        return self.worry


class ReadWorry(OneWorry, GatedView, TemplateView):
    """One worry: what was said, what was done, and what may be done next."""

    permission = "help.keep_worries"
    template_name = "help/worry.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All of it, and what was put on hold."""
        held: list[Request] = []
        if self.worry.client:
            self.saw([self.worry.client])
            ours = Request.objects.of(self.scheme).filter(client=self.worry.client, held=True)
            held = list(ours.select_related("need").order_by("pk"))
        steps = self.worry.steps.order_by("at", "pk")
        return super().get_context_data(**kwargs) | {
            "worry": self.worry, "steps": steps, "held": held,
        }  # fmt: skip


class WorryChange(OneWorry, FormPage, GatedView):
    """A form about one worry."""

    permission = "help.keep_worries"
    template_name = "help/worry_change.html"

    def back(self, result: Any = None) -> str:
        """To the worry."""
        return self.at("worry", self.worry.pk)


class NoteStep(WorryChange):
    """What was done about it."""

    title, form_class = "What was done?", shapes.StepForm

    def act(self, answers: dict[str, Any]) -> Any:
        """Write it down."""
        return worries.note_worry_step(by=self.actor, worry=self.worry, **answers)


class CloseWorry(WorryChange):
    """What was decided."""

    title, form_class = "What was decided?", shapes.CloseForm
    lede = "Nothing can be added once it is closed. Requests stay on hold until you let them go on."
    send_words = "Close it"

    def act(self, answers: dict[str, Any]) -> Any:
        """Close it."""
        return worries.close_worry(by=self.actor, worry=self.worry, **answers)
