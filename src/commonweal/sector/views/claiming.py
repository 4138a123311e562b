"""Claiming a page: asking, pressing the button in the e-mail, the code from a letter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from commonweal.accounts.models import User
from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView, next_use
from commonweal.core.refused import Refused
from commonweal.sector import actions
from commonweal.sector.choices import PageClaimStanding
from commonweal.sector.forms.members import ClaimForm, CodeForm
from commonweal.sector.models import Member, PageClaim
from commonweal.sector.reports.holding import held_of
from commonweal.sector.views.about import AboutOne, ByLink
from commonweal.sector.vouching import person_of
from commonweal.ui.acting import FormPage, Press

AN_HOUR = 60 * 60
KNOCKS = Limit("claim", times=20, seconds=AN_HOUR)
LETTERS_TO_ONE_ADDRESS = Limit("claim-letter", times=3, seconds=AN_HOUR)
CODES = Limit("claim-code", times=20, seconds=AN_HOUR)
WRONG = (
    "That is not the code, or it has run out. Look at the letter again. After five wrong tries a "
    "new letter is needed."
)


class Claim(LimitedView, AboutOne, GatedView, FormPage):
    """Anyone says that the page is theirs to keep. The answer is the same whatever is known."""

    permission = None
    limits = (KNOCKS,)
    form_class = ClaimForm
    template_name = "sector/claim.html"
    title = "Keep this page right"
    send_words = "Send me the link"
    done_words = "Thank you. There is one more step."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whoever keeps it already is led there."""
        mine = Member.objects.standing().of(self.actor).filter(organisation=self.organisation)
        return redirect(self.at("keep")) if mine.exists() else super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Who is signed in."""
        person = self.request.user
        return {"name": person.name, "email": person.email} if isinstance(person, User) else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The domains that its page shows anybody: proof, if no others use them."""
        domains = sorted(held_of(self.organisation).domains)
        return super().get_context_data(**kwargs) | {"domains": domains}

    def act(self, answers: dict[str, Any]) -> None:
        """Claim it. Only so many letters go to one address, and the answer does not tell."""
        use = next_use(LETTERS_TO_ONE_ADDRESS, person_of(answers["email"]))
        if use.number <= LETTERS_TO_ONE_ADDRESS.times:
            actions.claim_page(by=self.actor, organisation=self.organisation, **answers)

    def back(self, result: Any) -> str:
        """What happens next."""
        return self.at("claim_sent")


class ClaimSent(AboutOne, GatedView, TemplateView):
    """What happens after somebody asked."""

    permission = None
    template_name = "sector/claim_sent.html"


class OneClaim(LimitedView, ByLink, GatedView, FormPage):
    """The page that a claim's private link leads to. Opening it does nothing: its button does."""

    permission = "sector.follow_claim"
    limits = (KNOCKS,)
    rows = PageClaim.objects
    form_class = forms.Form
    template_name = "sector/one_claim.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How it stands."""
        claim = self.thing
        return super().get_context_data(**kwargs) | {
            "title": f"The page of {self.organisation.name}",
            "organisation": self.organisation,
            "claim": claim,
            "token": self.kwargs["token"],
            "run_out": claim.decided_at is None and claim.link_until <= clock.now(),
            "stands": PageClaimStanding,
            "code_form": CodeForm(),
        }

    def act(self, answers: dict[str, Any]) -> Any:
        """Press the button."""
        return actions.confirm_claim(by=self.actor, claim=self.thing)

    def said(self, result: PageClaim) -> str:
        """What came of it."""
        if result.standing == PageClaimStanding.GRANTED:
            return f"You keep the page of {self.organisation.name} from now on."
        return "Thank you. We know now that this address is yours."

    def back(self, result: Any) -> str:
        """The same page, as it then stands."""
        return reverse("page_claim", args=[self.kwargs["token"]])


class OfClaim(LimitedView, ByLink):
    """Something the holder of a claim's link does."""

    limits = (KNOCKS,)
    rows = PageClaim.objects

    def back(self, *_: Any) -> str:
        """The claim's own page."""
        return reverse("page_claim", args=[self.kwargs["token"]])


class AskForLetter(OfClaim, Press):
    """Ask for the letter with the code."""

    permission = "sector.follow_claim"
    done_words = "Noted. If a letter can be sent, it goes within a few days."

    def act(self) -> None:
        """Ask."""
        actions.ask_for_letter(by=self.actor, claim=self.thing)


class TakeBack(OfClaim, Press):
    """Take the claim back."""

    permission = "sector.follow_claim"
    done_words = "Taken back."

    def act(self) -> None:
        """Take it back."""
        actions.withdraw_claim(by=self.actor, claim=self.thing)


class WriteCode(OfClaim, GatedView, FormPage):
    """The code from the letter."""

    permission = "sector.follow_claim"
    limits = (CODES,)
    form_class = CodeForm
    title = "The code from the letter"
    send_words = "This is the code"

    def act(self, answers: dict[str, Any]) -> None:
        """Try it: a wrong one is counted, so it is no refusal of the action's."""
        if not actions.enter_code(by=self.actor, claim=self.thing, code=answers["code"]):
            raise Refused(WRONG, field="code")

    def said(self, result: Any) -> str:
        """That it was right."""
        return "That was the code."
