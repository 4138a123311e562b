"""What staff note after they rang, and the other forms about freshness."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from commonweal.comms.actions import clear_bounces
from commonweal.comms.models import Bounce
from commonweal.core import clock
from commonweal.sector import actions
from commonweal.sector.asking import rules_on
from commonweal.sector.choices import Said, Told
from commonweal.sector.desk.freshness import OfFreshness, number_of, owners_of, whose
from commonweal.sector.desk.lists import page_of
from commonweal.sector.desk.pages import About
from commonweal.sector.forms.service_row import a_day
from commonweal.sector.freshness import SORTS, Rule, Sort
from commonweal.sector.gathering import gather
from commonweal.sector.models import Answer, Organisation
from commonweal.sector.reports import may_see
from commonweal.ui.desk import DeskForm

RIGHT = "right"
OUTCOMES = (
    (RIGHT, "Confirmed by telephone: all is right"),
    (Said.CHANGE.value, "Asked to change something"),
    (Said.NO_ANSWER.value, "No answer: try again"),
    (Said.CLOSED.value, "Have closed"),
)


class CallForm(forms.Form):
    """What came of ringing."""

    outcome = forms.ChoiceField(label="What came of it", choices=OUTCOMES, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="What you heard, and from whom", max_length=500,
        help_text="Colleagues read it; the public does not.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    again_on = a_day("Try again on", "Until then the entry stays as it is.")


class Call(About, DeskForm):
    """Note what came of ringing an organisation."""

    permission = "sector.ring"
    form_class = CallForm
    page_title = "Ring"
    header_icon = "mobile-alt"
    send_words = "Note it"

    def between(self) -> list[dict[str, str]]:
        """The way back."""
        return [
            {"url": reverse("sector_desk:freshness"), "label": "Freshness"},
            {"url": reverse("sector_desk:to_ring"), "label": "To be rung"},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The number, and what to read out."""
        o = self.organisation
        known = gather([o])[o.pk].resolved()["telephone"].known
        theirs = next((s.telephone for s in self.offered() if s.telephone), "")
        o.number_to_ring = known or theirs  # type: ignore[attr-defined]
        said = o.description or "nothing is said of what it does"
        names = ", ".join(s.name for s in self.offered()) or "none"
        intro = (
            f"Ring {number_of(o)}. Ask whether this is right: {said} E-mail {o.email or 'none'}, "
            f"website {o.website or 'none'}. Services: {names}."
        )
        more = {"intro": intro, "look_also": [(f"Look at {o.name}", page_of(o))]}
        return super().get_context_data(**kwargs) | more

    def offered(self) -> list[Any]:
        """What it offers that is kept here."""
        return list(self.organisation.services.kept_here().order_by("name", "pk"))

    def act(self, answers: dict[str, Any]) -> Any:
        """Note it."""
        outcome, reason = answers["outcome"], answers["reason"]
        if outcome == RIGHT:
            return actions.note_confirmation(
                by=self.actor, organisation=self.organisation, reason=reason
            )
        return actions.note_call(
            by=self.actor, organisation=self.organisation, said=Said(outcome), reason=reason,
            again_on=answers["again_on"],
        )  # fmt: skip

    def said(self, result: Any) -> str:
        """What follows."""
        if isinstance(result, Organisation):
            return "Noted: all is right, from today."
        if result.said == Said.CHANGE:
            return "Noted. Now put it right: that counts as confirming it."
        return "Noted."

    def back(self, result: Any) -> str:
        """To the list; to the entry, where something is to be changed."""
        if isinstance(result, Answer) and result.said == Said.CHANGE:
            return reverse("sector_desk:organisation", args=[self.organisation.pk])
        return reverse("sector_desk:to_ring")


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label="Why, or who told you", max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class BringBack(About, DeskForm):
    """Bring an entry back into view, with its services, as it was."""

    permission = "sector.ring"
    form_class = ReasonForm
    page_title = "Bring back"
    header_icon = "view"
    send_words = "It is right: bring it back"
    done_words = "It is in view again, and counts as confirmed today."

    def act(self, answers: dict[str, Any]) -> Any:
        """Confirm it."""
        return actions.note_confirmation(
            by=self.actor, organisation=self.organisation, how=Told.STAFF, reason=answers["reason"]
        )

    def back(self, result: Any) -> str:
        """The list it was on."""
        return reverse("sector_desk:withdrawn")


class Settle(OfFreshness, DeskForm):
    """Note that an answer was dealt with."""

    permission = "sector.ring"
    form_class = ReasonForm
    page_title = "An answer"
    header_icon = "comment"
    send_words = "It is dealt with"
    done_words = "Noted."

    def load(self) -> Answer:
        """The answer, if it waits."""
        rows = Answer.objects.select_related("organisation").filter(settled_at=None)
        answer = get_object_or_404(rows, pk=self.kwargs["pk"])
        if not may_see(answer.organisation, self.actor):
            raise Http404
        return answer

    def get_page_subtitle(self) -> str:
        """Whose."""
        return str(self.thing.organisation)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was said."""
        a = self.thing
        intro = f"{a.get_said_display()}. {a.by} wrote: {a.words or 'nothing more'}"
        owner = a.organisation
        ring = reverse("sector_desk:call", args=[owner.pk])
        return super().get_context_data(**kwargs) | {
            "intro": intro,
            "look_also": [(f"Look at {owner.name}", page_of(owner)), ("Note a call to them", ring)],
        }

    def act(self, answers: dict[str, Any]) -> Any:
        """Note it."""
        return actions.settle_answer(by=self.actor, answer=self.thing, reason=answers["reason"])

    def back(self, result: Any) -> str:
        """The list."""
        return reverse("sector_desk:answers")


class ClearBounces(OfFreshness, DeskForm):
    """Let mail go to an address again."""

    permission = "comms.clear_bounces"
    form_class = forms.Form
    page_title = "An address that bounces"
    header_icon = "mail"
    send_words = "Write to it again"
    done_words = "Cleared. Letters go to it again."

    def load(self) -> Bounce:
        """What came back from it, if it stands."""
        return get_object_or_404(Bounce.objects.standing(), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Which."""
        return str(self.thing.address)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose it is, and what to do instead."""
        b = self.thing
        intro = (
            f"{whose(b.address) or 'No organisation has this address now'}. The mail server said: "
            f"{b.status} {b.words}. If the address is wrong, put it right in the entry instead."
        )
        return super().get_context_data(**kwargs) | {
            "intro": intro,
            "look_also": [(f"Put {o.name} right", page_of(o)) for o in owners_of(b.address)],
        }

    def act(self, answers: dict[str, Any]) -> Any:
        """Clear it."""
        return clear_bounces(by=self.actor, bounce=self.thing)

    def back(self, result: Any) -> str:
        """The list."""
        return reverse("sector_desk:bounces")


def a_number(label: str) -> forms.IntegerField:
    """Months or days."""
    return forms.IntegerField(label=label, min_value=1)


class RuleForm(forms.Form):
    """The terms of one sort of entry."""

    months = a_number("Months until we ask")
    nudge_after = a_number("Days between letters")
    telephone_after = a_number("Days after the third letter until somebody rings")
    grey_after = a_number("Days on the telephone list until it is greyed")
    withdraw_after = a_number("Days greyed until it is taken from view")
    valid_from = a_day("From", "Today, if you leave it empty.")
    reason = forms.CharField(label="Why", max_length=500)


class SetRule(OfFreshness, DeskForm):
    """Set how long entries of one sort stay fresh."""

    permission = "sector.set_freshness"
    form_class = RuleForm
    page_title = "Terms"
    header_icon = "cog"
    done_words = "Saved. It holds from that day on; what is on its way goes by it too."

    def load(self) -> Sort:
        """Which sort."""
        return Sort(self.kwargs["sort"])

    def get_page_subtitle(self) -> str:
        """Of what."""
        return SORTS[self.thing]

    def get_initial(self) -> dict[str, Any]:
        """As they are."""
        return vars(rules_on(clock.today())[self.thing])

    def act(self, answers: dict[str, Any]) -> Any:
        """Set them."""
        valid_from, reason = answers.pop("valid_from"), answers.pop("reason")
        return actions.set_freshness_rule(
            by=self.actor, sort=self.thing, rule=Rule(**answers), reason=reason,
            valid_from=valid_from,
        )  # fmt: skip

    def back(self, result: Any) -> str:
        """The front of freshness."""
        return reverse("sector_desk:freshness")
