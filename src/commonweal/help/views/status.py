"""How it stands, for whoever asked: nothing is told before the second check."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.actions import name_of
from commonweal.core.actors import Actor, LinkHolder
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, count
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of
from commonweal.help.actions import own_asking
from commonweal.help.actions.asking import opens
from commonweal.help.actions.grounds import end_own_ground
from commonweal.help.actions.looks import note_look
from commonweal.help.actions.thanks import say_thanks
from commonweal.help.choices import Knows
from commonweal.help.models import Asking, Ground, Request
from commonweal.help.reports import asking as reports
from commonweal.help.reports.thanking import may_be_thanked
from commonweal.help.views.asking_door import AN_HOUR, THEMSELVES, Humane, around
from commonweal.ui.form_words import say_it_our_way

TRYING = Limit("help.status", times=30, seconds=AN_HOUR)
BY_REFERENCE = Limit("help.status.reference", times=10, seconds=24 * AN_HOUR)
SELF, ASKER = "the person themselves", "whoever asked for them"
OPEN_FOR = 15 * 60
SALT = "commonweal.help.status"
NOT_IT = "That is not it. Look again at what you wrote down, or ring us with your reference."


class CheckForm(forms.Form):
    """The code."""

    typed = forms.CharField(
        label="Code", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_it_our_way(self)


class Status(Humane, GatedView, TemplateView):
    """Tells nothing but its existence until the code was typed.

    Nothing but the code opens it. Whoever lives with somebody and controls them knows their
    telephone number, postcode and day of birth, may hold the telephone to which the link was sent,
    and may read the letter that names the reference; none of these shows that it is they who look.
    The code was told to them once and stands nowhere else. Who lost it rings: the scheme tells
    them another (``actions/page_codes.py``), so nobody is shut out who cannot keep hold of one.

    What opens it then is a signed word in the page itself, for a quarter of an hour: nothing stays
    on a shared device. A case of abuse at home has no such page, nor has one that is forgotten.
    """

    permission: ClassVar[str | None] = None
    limits = (TRYING,)
    template_name = "help/asking_status.html"
    http_method_names = ("get", "head", "options", "post")
    actor: Actor
    thing: Asking

    def load(self) -> Asking:
        """The asking, by the secret in its address; any other is not there."""
        found = Asking.objects.filter(digest=digest_of(self.kwargs["token"])).first()
        if found is None or not reports.has_page(found):
            raise Http404
        self.actor = LinkHolder(name_of(found), label=THEMSELVES)
        return found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open it, or do what is asked on it."""
        if "pass" in request.POST:
            if not self.is_passed(request.POST["pass"]):
                return self.show(form=CheckForm())
            return self.show(**self.done(request.POST.get("do", "")), told=True)
        form = CheckForm(request.POST)
        if form.is_valid():
            count(BY_REFERENCE, self.thing.reference)
            if opens(self.thing, form.cleaned_data["typed"]):
                return self.show(told=True)
            form.add_error("typed", NOT_IT)
        return self.show(form=form, status=422)

    def is_passed(self, word: str) -> bool:
        """Whether the page was opened within the last quarter of an hour."""
        try:
            key = signing.loads(word, salt=SALT, max_age=OPEN_FOR)
        except signing.BadSignature:
            return False
        return bool(key == self.thing.pk)

    def done(self, what: str) -> dict[str, Any]:
        """Do it, and say what was done or why not."""
        asking, words = self.thing, self.request.POST.get("words", "")
        try:
            if what == "back":
                only = self.pressed("only") or None
                own_asking.take_back(by=self.actor, asking=asking, only=only)
                return {"news": "It is taken back. Whoever was to come is told not to."}
            if what == "add":
                own_asking.add_words(by=self.actor, asking=asking, words=words)
                return {"news": "It is added. Whoever answers for it looks within the hour."}
            if what == "end":
                end_own_ground(by=self.actor, asking=asking, ground=self.ground())
                return {"news": "That has stopped. Somebody rings you within the hour."}
            if what == "thanks":
                say_thanks(by=self.actor, asking=asking, request=self.thanked(), words=words)
                return {"news": "Thank you: it is passed on to whoever helped."}
        except Refused as refusal:
            return {"refusal": refusal.sentence}
        stopping = self.pressed("ground") if what == "stopping" else 0
        return {"sure": what == "sure", "stopping": stopping, "only": self.pressed("only")}

    def pressed(self, name: str) -> int:
        """The number that was sent with a press; nought where there is none."""
        sent = self.request.POST.get(name, "")
        return int(sent) if sent.isdecimal() and len(sent) < 10 else 0

    def thanked(self) -> Request:
        """The one for whose help thanks are said.

        :raises Refused: when it is none of theirs that was done.
        """
        key = self.request.POST.get("thanked", "")
        for request in may_be_thanked(reports.requests_of(self.thing)):
            if str(request.pk) == key and self.thing.knows == Knows.SELF:
                return request
        raise Refused("That cannot be thanked for here. Ring us, and we pass it on.")

    def ground(self) -> Ground:
        """The ground that was pressed.

        :raises Refused: when there is none.
        """
        key = self.request.POST.get("ground", "")
        found = Ground.objects.filter(pk=key).first() if key.isdecimal() else None
        if found is None:
            raise Refused("That was ended already.")
        return found

    def show(self, *, told: bool = False, status: int = 200, **words: Any) -> HttpResponse:
        """The page, with what may be told."""
        context = self.get_context_data(**words, told=told)
        if told:
            requests = reports.requests_of(self.thing)
            standings = reports.standings(requests, clock.now())
            context |= {
                "standings": standings, "asking": self.thing, **self.own(requests),
                "any_open": any(s.open for s in standings),
                "many_open": sum(s.open for s in standings) > 1,
                "pass_": signing.dumps(self.thing.pk, salt=SALT),
            }  # fmt: skip
            self.note(requests)
        response = self.render_to_response(context, status=status)
        response["Cache-Control"], response["Referrer-Policy"] = "no-store", "same-origin"
        return response

    def own(self, requests: list[Request]) -> dict[str, Any]:
        """Who looked, and what for: told to the person, never to whoever asked for them."""
        if self.thing.knows != Knows.SELF:
            return {}
        looks, grounds = reports.looks_at(requests), reports.used_for(requests)
        schemes = {r.scheme_id: r.scheme for r in requests}.values()
        own = {"own": True, "looks": looks, "grounds": grounds, "schemes": list(schemes)}
        return own | {"thankable": may_be_thanked(requests)}

    def note(self, requests: list[Request]) -> None:
        """Write down that they looked at their own record, once for each scheme."""
        for scheme in {r.scheme_id: r.scheme for r in requests}.values():
            subjects = list({r.client.uuid for r in requests if r.scheme_id == scheme.pk})
            note_look(
                by=self.actor,
                scheme=scheme,
                subjects=subjects,
                purpose="their own page",
                role=SELF if self.thing.knows == Knows.SELF else ASKER,
            )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The question for the code, and nothing else."""
        return self.show(form=CheckForm())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What stands on every page of asking."""
        return super().get_context_data(**kwargs) | around()
