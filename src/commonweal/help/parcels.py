"""What was given out and who was advised, in numbers that are not confused with each other. Pure.

A parcel for two adults and three children is five of people, one of households, and, if it lasts
three days, fifteen days of food for a person. One client may come often, with several issues.
Source: how food banks and advice charities count, as the domain reference, 9.4, has it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from hmac import new as keyed

from commonweal.commitments.dates import months_after
from commonweal.core.suppression import suppress

DAYS = (3, 7)
REPEAT_MONTHS = 6
LEAST_SECRET = 32
LEAST_PEOPLE = 5
SCALE = range(1, 11)


class Basis(StrEnum):
    """What a number of parcels is a number of. There is no such number without it."""

    PEOPLE = "people"
    HOUSEHOLDS = "households"


@dataclass(frozen=True)
class Parcel:
    """Food for the people of one household, for three days or seven.

    :raises ValueError: when nobody is fed, or it lasts otherwise.
    """

    adults: int
    children: int
    days: int

    def __post_init__(self) -> None:
        if min(self.adults, self.children) < 0 or self.people == 0:
            raise ValueError("A parcel is for somebody.")
        if self.days not in DAYS:
            raise ValueError("A parcel lasts 3 days or 7.")

    @property
    def people(self) -> int:
        """How many it feeds."""
        return self.adults + self.children


def how_many(parcels: Iterable[Parcel], basis: Basis) -> int:
    """A number of parcels, by what it counts."""
    return sum(one.people if basis is Basis.PEOPLE else 1 for one in parcels)


def person_days(parcels: Iterable[Parcel]) -> int:
    """Days of food for one person."""
    return sum(one.people * one.days for one in parcels)


# Who came before, without a list of who came: a household is known by a mark that only this
# month's secret makes. A plain digest of an address could be undone by trying all addresses; with
# the secret it cannot. Each month has its own, so that two months' marks cannot be joined, and
# burning one makes its marks mean nothing to anybody. Those of the last six months are kept, to ask
# of a household at the door whether it had a parcel in that time, and nothing beyond can be asked.


def month_of(day: dt.date) -> str:
    """The month whose secret marks a household on a day: ``2026-11``."""
    return f"{day:%Y-%m}"


def months_kept(today: dt.date) -> tuple[str, ...]:
    """The months whose secrets are still needed, the oldest first. All others are burnt."""
    first = today.replace(day=1)
    return tuple(month_of(months_after(first, -back)) for back in range(REPEAT_MONTHS, -1, -1))


def household_mark(secret: bytes, *told: str) -> str:
    """The mark of a household under one secret: 64 hexadecimal digits.

    :param told: what makes it this household and no other, always in the same order, such as the
        postcode, the number of the house and a surname. Capitals, spaces and stops do not matter.
    :raises ValueError: when the secret is short, or something is left blank.
    """
    if len(secret) < LEAST_SECRET:
        raise ValueError(f"The secret needs {LEAST_SECRET} bytes.")
    plain = ["".join(c for c in part.casefold() if c.isalnum()) for part in told]
    if not plain or not all(plain):
        raise ValueError("A household is not known by what is blank.")
    return keyed(secret, "\x1f".join(plain).encode(), sha256).hexdigest()


@dataclass(frozen=True)
class Marked:
    """A parcel that was given on a day to a household with this mark."""

    mark: str
    given_on: dt.date


def earlier(
    told: tuple[str, ...], secrets: Mapping[str, bytes], given: Iterable[Marked], today: dt.date
) -> int:
    """How many parcels a household had in the six months before today, today's not counted.

    :param secrets: by month, as ``months_kept`` names them; a parcel of another month is nobody's.
    """
    marks = {month: household_mark(secret, *told) for month, secret in secrets.items()}
    since = months_after(today, -REPEAT_MONTHS)
    return sum(
        1
        for one in given
        if since <= one.given_on < today and marks.get(month_of(one.given_on)) == one.mark
    )


@dataclass(frozen=True)
class Contact:
    """One time that a client was advised, on which issues."""

    client: Hashable
    issues: tuple[str, ...]


@dataclass(frozen=True)
class Advice:
    """Three numbers of advice, none of which stands for another.

    ``clients`` are different people, ``contacts`` how often somebody was advised, ``issues`` what
    each was advised on, counted once for each client.

    :raises ValueError: when there are fewer contacts or issues than clients.
    """

    clients: int
    contacts: int
    issues: int

    def __post_init__(self) -> None:
        if self.clients < 0 or min(self.contacts, self.issues) < self.clients:
            raise ValueError("Every client has been advised once, on one issue, at the least.")

    @property
    def issues_per_client(self) -> float | None:
        """To two decimals; none without clients."""
        return round(self.issues / self.clients, 2) if self.clients else None


def advised(contacts: Iterable[Contact]) -> Advice:
    """The three numbers from each contact.

    :raises ValueError: when a client has no issue at all.
    """
    seen = list(contacts)
    issues = {(one.client, issue) for one in seen for issue in one.issues}
    return Advice(len({one.client for one in seen}), len(seen), len(issues))


@dataclass(frozen=True)
class Travel:
    """How far people say they have come, on a scale of one to ten.

    ``improved`` of ``people`` are further than they were; none where that would show somebody.
    """

    people: int
    mean_change: float
    improved: int | None


def travelled(pairs: Iterable[tuple[int, int]]) -> Travel | None:
    """Distance travelled by each, before and after, for those who work with them; none of nobody.

    :raises ValueError: when somebody is not on the scale.
    """
    both = list(pairs)
    if any(one not in SCALE for pair in both for one in pair):
        raise ValueError(f"The scale is from {SCALE[0]} to {SCALE[-1]}.")
    if not both:
        return None
    changes = [after - before for before, after in both]
    mean = round(sum(changes) / len(changes), 1)
    return Travel(len(changes), mean, sum(change > 0 for change in changes))


def travelled_publicly(pairs: Iterable[tuple[int, int]]) -> Travel | None:
    """What the public may see of it: nothing of fewer than five, no small number of many."""
    found = travelled(pairs)
    if found is None or found.improved is None or found.people < LEAST_PEOPLE:
        return None
    improved, _ = suppress((found.improved, found.people - found.improved)).counts
    return Travel(found.people, found.mean_change, improved)
