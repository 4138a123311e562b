"""What waits for the people who keep organisations' pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from commonweal.accounts.models import User
from commonweal.core.actors import Actor
from commonweal.core.permissions import allowed
from commonweal.sector.asking import services_asked_after
from commonweal.sector.choices import OWNERS_HAVE, Status
from commonweal.sector.freshness import Stage
from commonweal.sector.models import Feedback, Member, Organisation, PageClaim, Suggestion
from commonweal.ui.words import count


@dataclass(frozen=True)
class Waiting:
    """Something to be done, in words, and where."""

    words: str
    address: str


@dataclass(frozen=True)
class Mine:
    """An organisation that somebody keeps: as what, and what waits for it."""

    organisation: Organisation
    role: str
    waiting: tuple[Waiting, ...]

    @property
    def in_view(self) -> bool:
        """Whether its page is there for everybody, and so to be kept."""
        return self.organisation.stage != Stage.WITHDRAWN


def mine(actor: Actor) -> list[Mine]:
    """The organisations that somebody keeps, by name, but for what is withheld or merged away.

    One that was taken from view because nobody confirmed it is among them: it waits for them.
    """
    standing = Member.objects.standing().of(actor).select_related("organisation")
    shown = standing.filter(organisation__in=Organisation.objects.entries())
    return [
        Mine(m.organisation, str(m.get_role_display()), waiting_for(m.organisation, actor))
        for m in shown.order_by("organisation__name", "pk")
    ]


def waiting_for(organisation: Organisation, actor: Actor) -> tuple[Waiting, ...]:
    """What waits for this person at this organisation. What else can wait is added here."""
    found = (_claims, _suggestions, _feedback, _still_right)
    return tuple(waits for find in found for waits in find(organisation, actor))


def _suggestions(organisation: Organisation, actor: Actor) -> list[Waiting]:
    if not allowed(actor, "sector.correct_organisation", organisation):
        return []
    open_ones = Suggestion.objects.of(organisation).open().count()
    words = f"{count(open_ones, 'suggestion')} to decide"
    return [Waiting(words, reverse("suggestions", args=[organisation.ref]))] if open_ones else []


def _feedback(organisation: Organisation, actor: Actor) -> list[Waiting]:
    if not Member.objects.standing().of(actor).filter(organisation=organisation).exists():
        return []
    unread = Feedback.objects.about(organisation).standing().unseen().count()
    words = f"{count(unread, 'new answer')} on how people were treated"
    address = reverse("organisation-feedback", args=[organisation.ref])
    return [Waiting(words, address)] if unread else []


def _still_right(organisation: Organisation, actor: Actor) -> list[Waiting]:
    asked = organisation.stage != Stage.FRESH or has_stale_service(organisation)
    going = organisation.status == Status.ACTIVE
    if not (asked and going and allowed(actor, "sector.confirm_entry", organisation)):
        return []
    words = "Say whether all of it is still right"
    if organisation.stage == Stage.WITHDRAWN:
        words = "Taken from view, as nobody said that it is right. Say so, and it is back at once"
    return [Waiting(words, reverse("keep_fresh", args=[organisation.ref]))]


def has_stale_service(organisation: Organisation) -> bool:
    """Whether a service of it that is kept here is being asked after."""
    asked = services_asked_after().filter(organisation=organisation)
    return asked.exclude(stage=Stage.FRESH).exists()


def _claims(organisation: Organisation, actor: Actor) -> list[Waiting]:
    if not allowed(actor, "sector.keep_members", organisation):
        return []
    asking = organisation.page_claims.open().with_owners().count()
    words = f"{count(asking, 'person,people')} asking to keep the page too"
    address = reverse("members", args=[organisation.ref])
    return [Waiting(words, address)] if asking else []


def waiting_for_staff(now: dt.datetime) -> int:
    """How many claims of pages are staff's to decide."""
    return PageClaim.objects.for_staff(owners_had_until=now - OWNERS_HAVE).count()


def first_page_of(person: User) -> str:
    """Where somebody who is not staff begins: with the pages they keep, or at their account."""
    keeps = Member.objects.standing().of(person).exists()
    return reverse("your_organisations" if keeps else "account")
