"""What waits for the people who keep organisations' pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from commonweal.accounts.models import User
from commonweal.core.actors import Actor
from commonweal.core.permissions import allowed
from commonweal.sector.choices import OWNERS_HAVE
from commonweal.sector.models import Member, Organisation, PageClaim
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


def mine(actor: Actor) -> list[Mine]:
    """The organisations that somebody keeps and anyone may see, by name."""
    standing = Member.objects.standing().of(actor).select_related("organisation")
    shown = standing.filter(organisation__in=Organisation.objects.published())
    return [
        Mine(m.organisation, str(m.get_role_display()), waiting_for(m.organisation, actor))
        for m in shown.order_by("organisation__name", "pk")
    ]


def waiting_for(organisation: Organisation, actor: Actor) -> tuple[Waiting, ...]:
    """What waits for this person at this organisation. What else can wait is added here."""
    return tuple(_claims(organisation, actor))


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
