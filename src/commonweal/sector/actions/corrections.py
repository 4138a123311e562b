"""Putting facts right here, and keeping from view what must not be shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.permissions import allowed
from commonweal.core.refused import Refused
from commonweal.sector.actions.freshening import note_confirmed, way_of
from commonweal.sector.choices import Ground, Told
from commonweal.sector.facts import WORDS, line, tidy
from commonweal.sector.gathering import gather
from commonweal.sector.models import Correction, Organisation, Withholding
from commonweal.sector.precedence import Resolved
from commonweal.sector.publishing import republish
from commonweal.sector.reports.keeping import may_say
from commonweal.sector.reports.sources import title_of
from commonweal.sector.withholding import EVERYTHING, WITHHOLDABLE


def standing(organisation: Organisation) -> Organisation:
    """The organisation as it is now, held until the action ends.

    :raises Refused: when it was merged into another meanwhile.
    """
    held = Organisation.objects.select_for_update().select_related(None).get(pk=organisation.pk)
    if held.same_as_id is not None:
        kept = Organisation.objects.get(pk=held.same_as_id)
        raise Refused(f"{held.name} was merged into {kept.name}. Change that one.")
    return held


@action(permission="sector.correct_organisation", about="organisation")
def correct_organisation(
    *, by: Actor, organisation: Organisation, values: Mapping[str, Any], reason: str = ""
) -> list[Correction]:
    """Put facts right. Each wins over every source until somebody withdraws it.

    Values that are what is known already make no correction. The journal keeps no values: the
    corrections themselves are the history. Who changes one fact confirms the organisation. Its own
    people put right what it says of itself; what a register says of it is for stewards.

    :raises Refused: naming the field, when a value cannot be kept, or is not theirs to say. Then
        none of them is.
    """
    return put_right(by, organisation, values, reason)


def put_right(
    by: Actor, organisation: Organisation, values: Mapping[str, Any], reason: str
) -> list[Correction]:
    """The same, for actions that have let in whoever acts."""
    today = clock.today()
    tidied = {fact: tidy(fact, value, today=today) for fact, value in values.items()}
    why = why_of(reason, needed="")
    held = standing(organisation)
    known = gather([held])[held.pk].resolved()
    _refuse_what_is_a_registers(by, held, tidied, known)
    made = [
        _correct(held, fact, value, known=known[fact], reason=why, by=by)
        for fact, value in tidied.items()
        if value != known[fact].known and not (value in ("", False) and not known[fact].known)
    ]
    republish([held.pk])
    if made:
        note_confirmed(held, by=by, how=way_of(by, held, Told.EDIT))
    return made


def _refuse_what_is_a_registers(
    by: Actor, organisation: Organisation, facts: Collection[str], known: Mapping[str, Resolved]
) -> None:
    if allowed(by, "sector.correct_any_fact", organisation):
        return
    theirs = may_say(known)
    for fact in facts:
        if fact not in theirs:
            keeper = title_of(known[fact].stated_by) if known[fact].stated_by else "a register"
            raise Refused(
                f"{WORDS[fact]}: this comes from {keeper}, and is changed there. Staff can put it "
                "right here.",
                field=fact,
            )


def _correct(
    organisation: Organisation, fact: str, value: Any, *, known: Resolved, reason: str, by: Actor
) -> Correction:
    now = clock.now()
    organisation.corrections.filter(fact=fact, withdrawn_at=None).update(
        withdrawn_at=now, withdrawn_by=by.label
    )
    return Correction.objects.create(
        organisation=organisation,
        fact=fact,
        value=value,
        replaced=known.stated,
        reason=reason,
        at=now,
        by=by.label,
    )


@action(permission="sector.correct_organisation", about="correction")
def withdraw_correction(*, by: Actor, correction: Correction, reason: str = "") -> Correction:
    """Take a correction back, so that what the sources say is published again.

    :raises Refused: when it is not in force, or the fact is not theirs to say.
    """
    why = why_of(reason, needed="")
    held = Correction.objects.select_for_update().get(pk=correction.pk)
    known = gather([held.organisation])[held.organisation_id].resolved()
    _refuse_what_is_a_registers(by, held.organisation, [held.fact], known)
    if held.withdrawn_at is not None:
        raise Refused(f"This correction was withdrawn before, by {held.withdrawn_by}.")
    held.withdrawn_at, held.withdrawn_by = clock.now(), by.label
    held.withdrawn_why = why
    held.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    republish([held.organisation_id])
    return held


@action(permission="sector.withhold", about="organisation", keeps=("fact",))
def withhold(
    *, by: Actor, organisation: Organisation, reason: str, fact: str = EVERYTHING
) -> Withholding:
    """Keep a fact, or with no fact the whole organisation, from everybody's view.

    It stays so through every refresh and merge, until somebody lifts it.

    :raises Refused: when the fact cannot be withheld by itself, or is withheld already.
    """
    if fact not in WITHHOLDABLE:
        raise Refused(
            f"{WORDS.get(fact, fact)} cannot be withheld by itself. Withhold the whole.",
            field="fact",
        )
    why = why_of(reason, needed="Say why, so that whoever comes after you knows.")
    held = standing(organisation)
    if held.withholdings.filter(fact=fact, ground=Ground.SAFETY, lifted_at=None).exists():
        raise Refused(f"{WITHHOLDABLE[fact][0]} is withheld already.", field="fact")
    made = Withholding.objects.create(
        organisation=held, fact=fact, reason=why, at=clock.now(), by=by.label
    )
    republish([held.pk])
    return made


@action(permission="sector.withhold", about="withholding")
def lift_withholding(*, by: Actor, withholding: Withholding) -> Withholding:
    """Let what was withheld be seen again.

    :raises Refused: when it was lifted before.
    """
    held = Withholding.objects.select_for_update().get(pk=withholding.pk)
    if held.lifted_at is not None:
        raise Refused(f"This was lifted before, by {held.lifted_by}.")
    held.lifted_at, held.lifted_by = clock.now(), by.label
    held.save(update_fields=["lifted_at", "lifted_by"])
    republish([held.organisation_id])
    return held


def why_of(reason: str, *, needed: str) -> str:
    """The reason, on one line; ``needed`` is what to say when there is none.

    :raises Refused: when there is none and one is needed, or it is too long.
    """
    try:
        return line(500, needed=needed)(reason, clock.today())
    except ValueError as problem:
        raise Refused(str(problem), field="reason") from problem
