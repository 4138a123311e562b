"""Who looked at whose record, and whether the chain that tells it is whole."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Max, Min

from commonweal.help.actions.looks import FIRST, cut_at, digest_of_look
from commonweal.help.choices import LookKind
from commonweal.help.models import Client, Look, Scheme

CHUNK = 2_000
ROLES = {
    "lead": "the scheme's lead", "coordinator": "a coordinator", "phone": "a telephone holder",
    "helper": "the helper", "house": "the house itself",
}  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """How many links were looked at, and at which number the chain breaks first, and why."""

    checked: int
    first: int | None
    last: int | None
    last_digest: str
    broken_at: int | None
    why: str

    @property
    def whole(self) -> bool:
        """Whether nothing was changed or taken away."""
        return self.broken_at is None


def verify_looks(holds: tuple[int, str] | None = None) -> Verdict:
    """Work every digest out anew, from the old end to the new.

    :param holds: a number and digest that were written down elsewhere, which the chain must still
        hold: so that a new end that was cut off shows too.
    """
    end = cut_at()
    number, before = (end.number, end.digest) if end else (0, FIRST)
    first, checked, found = number + 1, 0, holds is None or holds == (number, before)
    for look in Look.objects.order_by("number").iterator(chunk_size=CHUNK):
        why = _wrong(look, number + 1, before)
        if why:
            at = min(number + 1, look.number)
            return Verdict(checked, first, number or None, before, at, why)
        checked, number, before = checked + 1, look.number, look.digest
        found = found or holds == (number, before)
    if not found and holds is not None and not (end and holds[0] < end.number):
        why = "The link that was written down is not in the chain: its new end was cut off."
        return Verdict(checked, first, number or None, before, holds[0], why)
    return Verdict(checked, first if checked else None, number or None, before, None, "")


def _wrong(look: Look, number: int, before: str) -> str:
    """What is wrong with a link, if anything."""
    if look.number != number:
        return f"Number {number} is missing."
    if look.before != before:
        return f"Number {number} does not follow from the one before it."
    if look.digest != digest_of_look(look):
        return f"Number {number} was changed after it was written."
    return ""


@dataclass(frozen=True)
class LookedBy:
    """Somebody in one role looked, so often, and when last."""

    who: str
    did: str
    times: int
    last: dt.datetime


def looked_by_role(client: Client, limit: int = 30) -> list[LookedBy]:
    """Who looked at a person's record, by role and never by name: for the person themselves."""
    rows = (
        Look.objects.filter(subject=client.uuid)
        .values("role", "kind")
        .annotate(times=Count("pk"), last=Max("at"))
        .order_by("-last")
    )
    return [
        LookedBy(in_words(r["role"]), LookKind(r["kind"]).label, r["times"], r["last"])
        for r in rows[:limit]
    ]


def in_words(role: str) -> str:
    """A role as people say it."""
    return " and ".join(ROLES.get(part, part) for part in role.split(", ")) or "somebody"


@dataclass(frozen=True)
class LookedHere:
    """One person looked at so many records of a scheme, and how."""

    who: str
    role: str
    records: int
    times: int
    kinds: str
    last: dt.datetime


def looks_here(scheme: Scheme, since: dt.datetime) -> list[LookedHere]:
    """Who looked at how many records of a scheme since a moment, for its lead.

    What for is not told: it could tell that somebody is worried about.
    """
    mine = Look.objects.filter(scheme=scheme.pk, at__gte=since)
    kinds: dict[tuple[str, str], Counter[str]] = {}
    for row in mine.values("actor_key", "role", "kind").annotate(n=Count("pk")).order_by():
        key = (row["actor_key"], row["role"])
        kinds.setdefault(key, Counter())[LookKind(row["kind"]).label.lower()] += row["n"]
    rows = mine.values("actor_key", "role").annotate(
        who=Min("actor"), records=Count("subject", distinct=True), times=Count("pk"),
        last=Max("at"),
    )  # fmt: skip
    return [
        LookedHere(
            r["who"], in_words(r["role"]), r["records"], r["times"],
            ", ".join(f"{k} {n}" for k, n in kinds[r["actor_key"], r["role"]].most_common()),
            r["last"],
        )
        for r in rows.order_by("-times", "who")[:200]
    ]  # fmt: skip


def looks_at(client: Client, limit: int = 200) -> list[Look]:
    """Every look at one record, the last first, for its lead."""
    return list(Look.objects.at_record(client.uuid).filter(scheme=client.scheme_id)[:limit])
