"""Pages behind the private link of a letter: is your entry still right?

Opening a page says nothing, as mail scanners open every link; only a pressed button does. A link
that we do not know, and one of an organisation that must not be shown, look alike.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from commonweal.core import clock
from commonweal.core.actors import LinkHolder
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of
from commonweal.sector import actions
from commonweal.sector.actions.confirming import listed_services, stamp_of
from commonweal.sector.choices import Said, Status
from commonweal.sector.forms.confirming import ChangeForm, NotUsForm, StillRightForm, name_of
from commonweal.sector.freshness import Stage
from commonweal.sector.models import Member, Organisation, Reminder, Service
from commonweal.sector.offering import tidy_service
from commonweal.sector.reports.offering import told_of
from commonweal.ui.acting import FormPage

SENDING = (Limit("still-right", 30, 3600),)


class LinkState(StrEnum):
    """How a link stands."""

    OPEN = "open"
    UNKNOWN = "unknown"
    USED = "used"
    REPLACED = "replaced"
    EXPIRED = "expired"
    MERGED = "merged"
    ENDED = "ended"


GONE = 410
NOT_FOUND = 404
ANSWERS = {LinkState.UNKNOWN: NOT_FOUND, LinkState.USED: 200}


def state_of(reminder: Reminder | None) -> LinkState:
    """How a link stands now. What must not be shown is as if we had never written."""
    if reminder is None:
        return LinkState.UNKNOWN
    o = reminder.organisation
    into = o.same_as
    shown = [o] if into is None else [o, into]
    if any(one.withheld for one in shown) or not any(p.based_here or p.serves_here for p in shown):
        return LinkState.UNKNOWN
    over = (
        (reminder.used_at is not None, LinkState.USED),
        (into is not None, LinkState.MERGED),
        (reminder.replaced_at is not None, LinkState.REPLACED),
        (reminder.expires_at <= clock.now(), LinkState.EXPIRED),
        (o.status != Status.ACTIVE, LinkState.ENDED),
    )
    return next((state for is_so, state in over if is_so), LinkState.OPEN)


class ByLink(LimitedView, GatedView, FormPage):
    """A page for whoever holds the private link of a letter; who that is, nobody asks."""

    permission: ClassVar[str | None] = None
    limits = SENDING
    thing: Reminder | None

    def load(self) -> Reminder | None:
        """The letter that the link was in, if we wrote it."""
        rows = Reminder.objects.select_related("organisation__same_as")
        return rows.filter(digest=digest_of(self.kwargs["token"])).first()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or why the link no longer leads to it."""
        return self.over() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What was sent, or why the link no longer takes it."""
        return self.over() or super().post(request, *args, **kwargs)

    def over(self) -> HttpResponse | None:
        """The page of a link that cannot be used; nothing while it can."""
        state = state_of(self.thing)
        if state is LinkState.OPEN:
            return None
        used = self.thing if state is LinkState.USED else None
        context = {"state": state.value, "reminder": used, "ref": public_ref(used)}
        status = ANSWERS.get(state, GONE)
        return render(self.request, "sector/link_over.html", context, status=status)

    @property
    def reminder(self) -> Reminder:
        """The letter, once the link is known to be open."""
        assert self.thing is not None
        return self.thing

    @property
    def organisation(self) -> Organisation:
        """Whom it is about."""
        return self.reminder.organisation

    @cached_property
    def services(self) -> list[Service]:
        """What is asked after with it."""
        return listed_services(self.organisation)

    @property
    def holder(self) -> LinkHolder:
        """Whoever holds the link, as the journal names them."""
        name = f"{self.organisation.name[:150]}, by a private link"
        return LinkHolder(f"{Reminder._meta.label_lower}:{self.reminder.pk}", name)

    def back(self, result: Any) -> str:
        """The same link, which now says thank you."""
        return reverse("still-right", args=[self.kwargs["token"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The entry as it stands."""
        context = super().get_context_data(**kwargs)
        members = Member.objects.standing().filter(organisation=self.organisation)
        return context | {
            "organisation": self.organisation,
            "services": [(s, hours_of(s)) for s in self.services],
            "seen": stamp_of(self.organisation, self.services),
            "token": self.kwargs["token"],
            "withdrawn": self.organisation.stage == Stage.WITHDRAWN,
            "has_members": members.exists(),
        }


def hours_of(service: Service) -> list[str]:
    """When it is open, in words, each line once."""
    return list(dict.fromkeys(str(row) for row in service.schedules.order_by("pk")))


def public_ref(reminder: Reminder | None) -> str:
    """Where anyone sees the entry, if anyone does."""
    if reminder is None:
        return ""
    shown = Organisation.objects.published().filter(pk=reminder.organisation_id)
    return str(shown.values_list("ref", flat=True).first() or "")


class StillRight(ByLink):
    """The entry as it stands, and a button: all is still right."""

    permission = None
    form_class = StillRightForm
    template_name = "sector/still_right.html"
    title = "Is this still right?"
    send_words = "All is still right"
    done_words = "Thank you. It is noted."

    def act(self, answers: dict[str, Any]) -> Organisation:
        """Confirm what was shown."""
        shown = [s.uuid for s in self.services if str(s.uuid) in self.request.POST.getlist("of")]
        return actions.confirm_entry(
            by=self.holder, organisation=self.organisation, seen=answers["seen"] or "unseen",
            services=shown,
        )  # fmt: skip


class ChangeByLink(ByLink):
    """Put right what is wrong; the rest is then confirmed."""

    permission = None
    form_class = ChangeForm
    template_name = "sector/change_by_link.html"
    title = "Put it right"
    send_words = "Save, and all else is right"
    done_words = "Thank you. It is put right."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Whose entry the form is about."""
        about = {"organisation": self.organisation, "services": self.services}
        return super().get_form_kwargs() | about

    def act(self, answers: dict[str, Any]) -> Organisation:
        """Change what was changed on the form."""
        form: ChangeForm = self.form
        told = {}
        for service in self.services:
            if changes := form.changes_of(service):
                told[service] = replace(told_of(service), **changes)
                refuse_at_its_field(service, told[service])
        return actions.answer_with_changes(
            by=self.holder, reminder=self.reminder, facts=form.facts, services=told,
            more=answers["more"], seen=answers["seen"] or "unseen",
        )  # fmt: skip


def refuse_at_its_field(service: Service, told: Any) -> None:
    """Say what cannot be kept of a service beside the field it was written in.

    :raises Refused: naming the form's own field.
    """
    try:
        tidy_service(told, today=clock.today())
    except Refused as refusal:
        raise Refused(refusal.sentence, field=name_of(service, refusal.field)) from refusal


class NotUs(ByLink):
    """It is not theirs, or they have closed: for a person to look at."""

    permission = None
    form_class = NotUsForm
    title = "This is not us, or we have closed"
    send_words = "Tell the people who keep the register"
    done_words = "Thank you. A person will look at it."

    @property
    def lede(self) -> str:  # type: ignore[override]
        """What it is about, and what follows."""
        return (
            f"About {self.organisation.name}. A person reads this and puts the entry right; you "
            "get no more letters about it meanwhile."
        )

    def act(self, answers: dict[str, Any]) -> Any:
        """Tell them."""
        return actions.answer_no(
            by=self.holder, reminder=self.reminder, said=Said(answers["said"]),
            words=answers["words"],
        )  # fmt: skip
