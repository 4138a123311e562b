"""How far a group's application has come: who was asked, what they said, and whether it counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from commonweal.core.clock import day_of
from commonweal.sector.choices import Joining, Kind, MemberRole, Status
from commonweal.sector.gathering import gather
from commonweal.sector.models import Application, Member, Organisation, Vouch
from commonweal.sector.vouching import (
    Applicant,
    Body,
    Standing,
    Word,
    number_of,
    person_of,
    standing,
)

KEEPERS = (MemberRole.OWNER, MemberRole.EDITOR)
# A chain of merges longer than this is a circle.
_LONGEST = 20


@dataclass(frozen=True)
class Evidence:
    """One vouch as staff see it: who was asked, what they said, and why it does not count."""

    vouch: Vouch
    counts: bool
    why_not: str


def evidence(application: Application) -> tuple[Standing, tuple[Evidence, ...]]:
    """How the application stands, and each vouch with whether it counts."""
    rows = list(
        application.vouches.select_related("organisation").order_by("organisation__name", "pk")
    )
    found = standing_of(application, rows)
    return found, tuple(
        Evidence(row, row.pk in found.counting, found.why_not.get(row.pk, "")) for row in rows
    )


def standing_of(application: Application, rows: Iterable[Vouch] | None = None) -> Standing:
    """Whether it is vouched for, by the words in force now."""
    words = list(application.vouches.all() if rows is None else rows)
    bodies = bodies_now({w.organisation_id for w in words if w.organisation_id})
    known = known_bodies(set(bodies.values()))
    return standing([word_of(w, bodies) for w in words], applicant_of(application), known)


def word_of(vouch: Vouch, bodies: dict[int, int]) -> Word:
    """A row as the rules take it."""
    return Word(
        key=vouch.pk,
        said=vouch.said,
        person=person_of(vouch.person) or vouch.person,
        body=bodies[vouch.organisation_id] if vouch.organisation_id else None,
        withdrawn=vouch.withdrawn_at is not None,
    )


def bodies_now(keys: Iterable[int]) -> dict[int, int]:
    """For each organisation the one it is now, merges followed."""
    now = {key: key for key in keys}
    for _ in range(_LONGEST):
        rows = Organisation.objects.filter(pk__in=set(now.values())).exclude(same_as=None)
        merged = dict(rows.values_list("pk", "same_as"))
        if not merged:
            break
        now = {key: merged.get(at) or at for key, at in now.items()}
    return now


def known_bodies(keys: set[int]) -> dict[int, Body]:
    """These organisations as the rules take them, with all whose word brought them in."""
    found: dict[int, Body] = {}
    while missing := keys - found.keys():
        for body in _bodies(missing):
            found[body.key] = body
            keys = keys | body.vouched_by
        for key in missing - found.keys():
            found[key] = Body(key=key, shown=False)
    return found


def _bodies(keys: set[int]) -> list[Body]:
    organisations = list(Organisation.objects.filter(pk__in=keys))
    shown = set(Organisation.objects.published().filter(pk__in=keys).values_list("pk", flat=True))
    reached = _reached_at(organisations)
    brought = _brought_in(keys)
    return [
        Body(
            key=o.pk,
            shown=o.pk in shown,
            going=o.status == Status.ACTIVE,
            informal=o.kind == Kind.GROUP,
            by_steward=o.pk not in brought or brought[o.pk][0],
            vouched_by=brought[o.pk][1] if o.pk in brought else frozenset(),
            reached_at=reached[o.pk],
        )
        for o in organisations
    ]


def _brought_in(keys: set[int]) -> dict[int, tuple[bool, frozenset[int]]]:
    """Of those that joined by applying: whether a steward stands for them, and which bodies do.

    One that never applied was added by a steward.
    """
    applied = Application.objects.filter(organisation__in=keys, standing=Joining.VOUCHED)
    owners = dict(applied.values_list("pk", "organisation"))
    rows = list(
        Vouch.objects.in_force()
        .filter(application__in=owners)
        .values_list("application", "organisation")
    )
    now = bodies_now({organisation for _, organisation in rows if organisation})
    found: dict[int, tuple[bool, frozenset[int]]] = {
        owner: (False, frozenset()) for owner in owners.values()
    }
    for application, organisation in rows:
        steward, by = found[owners[application]]
        found[owners[application]] = (
            (True, by) if organisation is None else (steward, by | {now[organisation]})
        )
    return found


def _reached_at(organisations: list[Organisation]) -> dict[int, frozenset[str]]:
    """How each is reached: what is known of it, published or not, and those who keep its page."""
    ways: dict[int, set[str]] = {o.pk: set() for o in organisations}
    for key, known in gather(organisations).items():
        facts = known.resolved()
        ways[key] |= {person_of(str(facts["email"].known or ""))}
        ways[key] |= {number_of(str(facts["telephone"].known or ""))}
    members = Member.objects.standing().filter(organisation__in=ways).who_may(*KEEPERS)
    for owner, address in members.values_list("organisation", "person__email"):
        ways[owner].add(person_of(address))
    return {key: frozenset(found - {""}) for key, found in ways.items()}


def applicant_of(application: Application) -> Applicant:
    """Who asks: how they are reached, and the organisations whose pages they keep."""
    person = person_of(application.email)
    mine = set()
    if person:
        kept = Member.objects.standing().who_may(*KEEPERS)
        alike = kept.filter(person__email__istartswith=person[0])
        pairs = alike.values_list("organisation", "person__email")
        mine = {owner for owner, address in pairs if person_of(address) == person}
    if application.organisation_id:
        mine.add(application.organisation_id)
    ways = {person, number_of(application.telephone)} - {""}
    return Applicant(reached_at=frozenset(ways), bodies=frozenset(bodies_now(mine).values()))


def vouched_on(organisation: Organisation) -> dt.date:
    """The day since which somebody stands for a group: it was vouched for, or a steward added it.

    From this day its yearly renewal is counted until it is confirmed for the first time.
    """
    decided = (
        Application.objects.filter(organisation=organisation, standing=Joining.VOUCHED)
        .order_by("-decided_at")
        .values_list("decided_at", flat=True)
        .first()
    )
    return day_of(decided or organisation.added_at)
