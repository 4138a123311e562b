"""Where a body's own officers log what it did, see the facts, give reasons, reply, and show it.

A body whose page nobody keeps is sent a private link, by which it gives a reason and replies.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from commonweal.commitments import actions
from commonweal.commitments.actions.event_replies import may_be_shown
from commonweal.commitments.actions.events import FIELDS
from commonweal.commitments.choices import EventKind, EventStanding
from commonweal.commitments.forms.compact import EventForm, ReasonForm, ReplyForm, WhyForm
from commonweal.commitments.models import Event
from commonweal.commitments.reports.facts import facts_of_event
from commonweal.commitments.views.agreements import KEEPING, LimitedPress, OfAgreement, OfEvent
from commonweal.commitments.views.events import bodies_kept_by
from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.core.limits import LimitedView
from commonweal.sector.models import Organisation
from commonweal.ui.acting import FormPage

KINDS = {
    EventKind.CONSULTATION: "Its days are counted.",
    EventKind.FUNDING_ENDED: "The months of notice are counted, and the rationale looked for.",
    EventKind.GRANT: "How long it runs, payment in advance, full costs.",
    EventKind.DECISION: "Whether it was given in writing, with reasons.",
    EventKind.OTHER: "It is noted, and nothing is computed.",
}


class OfOwnBody(OfAgreement):
    """Loads a party to an agreement, for those who keep its page; to others there is none."""

    def load(self) -> Organisation | None:
        """The body; none for a visitor, who is asked to sign in."""
        super().load()
        if self.actor.key == "visitor":
            return None
        for body in bodies_kept_by(self.actor, self.document):
            if body.ref == self.kwargs["ref"]:
                return body
        raise Http404


class LogWhat(OfOwnBody, GatedView, TemplateView):
    """Which kind of thing happened."""

    permission = "commitments.log_event"
    template_name = "commitments/log_what.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The kinds, each with what is made of it."""
        at = (self.document.slug, self.thing.ref)
        kinds = [(reverse("log_event", args=[*at, k]), k.label, w) for k, w in KINDS.items()]
        return super().get_context_data(**kwargs) | {"kinds": kinds, "body": self.thing}


class LogEvent(OfOwnBody, LimitedView, GatedView, FormPage):
    """Log it. The next page shows what it shows."""

    permission = "commitments.log_event"
    limits = (KEEPING,)
    form_class: type[forms.Form] = EventForm
    template_name = "commitments/event_form.html"
    send_words = "Log it"
    done_words = "Logged. Nobody else sees it yet."

    def load(self) -> Organisation | None:
        """The body, and the kind."""
        if self.kwargs["kind"] not in EventKind.values:
            raise Http404
        self.kind = EventKind(self.kwargs["kind"])
        return super().load()

    def get_form_kwargs(self) -> dict[str, Any]:
        """Of this kind."""
        return super().get_form_kwargs() | {"kind": self.kind}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose and what."""
        title, lede = self.kind.label, f"Logged of {self.thing.name}. {KINDS[self.kind]}"
        return super().get_context_data(**kwargs) | {"title": title, "lede": lede}

    def act(self, answers: dict[str, Any]) -> Event:
        """Log it of this body."""
        told = self.form.told(self.kind)
        return actions.log_event(by=self.actor, organisation=self.thing, kind=self.kind, **told)

    def back(self, result: Event) -> str:
        """The event, with its facts."""
        return reverse("event_of", args=[result.uuid])


class OwnEvent(OfEvent, GatedView, TemplateView):
    """An event as its body sees it, shown to others or not: the facts, and what it may do."""

    permission = "commitments.reply"
    template_name = "commitments/event_of.html"

    def at(self, name: str) -> str:
        """Another page about it, by the same way in."""
        if "token" in self.kwargs:
            return reverse(f"{name}_by_link", args=[self.kwargs["token"]])
        return reverse(name, args=[self.thing.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The facts, the ways on, and where everybody sees it."""
        event: Event = self.thing
        facts = facts_of_event(event)
        documents = {f.commitment.document.slug for f in facts}
        own = "token" not in self.kwargs and self.may("commitments.publish_event")
        return super().get_context_data(**kwargs) | {
            "section": "promises",
            "event": event,
            "facts": facts,
            "slugs": sorted(documents) if event.published_at else [],
            "why_not": may_be_shown(event, clock.today()),
            "goes": event.standing == EventStanding.NOTED,
            "own": own,
            "reason_address": self.at("event_reason"),
            "reply_address": self.at("event_reply"),
        }


class AboutEvent(OfEvent, LimitedView, GatedView, FormPage):
    """A form about an event, for its body."""

    permission = "commitments.reply"
    limits = (KEEPING,)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which event."""
        return {"lede": self.thing.title, "section": "promises"} | super().get_context_data(
            **kwargs
        )

    def back(self, result: Any) -> str:
        """The event, by the same way in."""
        if "token" in self.kwargs:
            return reverse("event_by_link", args=[self.kwargs["token"]])
        return reverse("event_of", args=[self.thing.uuid])


class GiveReason(AboutEvent):
    """Give the reason for falling short."""

    permission = "commitments.reply"
    form_class = ReasonForm
    title = "Give the reason"
    send_words = "File the reason"
    done_words = "Filed. The facts say so now."

    def get_initial(self) -> dict[str, Any]:
        """The one given before."""
        return {"reason": self.thing.reason}

    def act(self, answers: dict[str, Any]) -> Event:
        """File it."""
        return actions.give_reason(by=self.actor, event=self.thing, **answers)


class ReplyToEvent(AboutEvent):
    """Say what the body says to it."""

    permission = "commitments.reply"
    form_class = ReplyForm
    title = "Reply"
    send_words = "Send the reply"
    done_words = "Sent. It stands beside the facts."

    def act(self, answers: dict[str, Any]) -> Event:
        """Send it."""
        return actions.reply_to_event(by=self.actor, event=self.thing, **answers)


class ChangeOwnEvent(AboutEvent):
    """Put right what the body itself logged."""

    permission = "commitments.keep_event"
    form_class = EventForm
    template_name = "commitments/event_form.html"
    title = "Put it right"
    done_words = "Put right. The facts are computed anew."

    def get_form_kwargs(self) -> dict[str, Any]:
        """As it is now."""
        return super().get_form_kwargs() | {"kind": self.thing.kind}

    def get_initial(self) -> dict[str, Any]:
        """As it is now."""
        return {name: getattr(self.thing, name) for name in FIELDS}

    def act(self, answers: dict[str, Any]) -> Event:
        """Put it right."""
        told = self.form.told(self.thing.kind)
        return actions.change_event(by=self.actor, event=self.thing, values=told)


class WithdrawOwnEvent(AboutEvent):
    """Withdraw what the body itself logged."""

    permission = "commitments.keep_event"
    form_class = WhyForm
    title = "Withdraw it"
    send_words = "Withdraw it"
    done_words = "Withdrawn. It stays here with its reason."

    def act(self, answers: dict[str, Any]) -> Event:
        """Withdraw it."""
        return actions.withdraw_event(by=self.actor, event=self.thing, **answers)


class ShowOwnEvent(OfEvent, LimitedPress):
    """Show what the body itself logged to everybody."""

    permission = "commitments.publish_event"
    done_words = "Everybody sees it now."

    def act(self) -> Event:
        """Show it."""
        return actions.publish_event(by=self.actor, event=self.thing)

    def back(self) -> str:
        """The event."""
        return reverse("event_of", args=[self.thing.uuid])
