"""Who stands: written down, put right, withdrawn, and what is forgotten of them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from commonweal.commitments.actions.correction_log import note_if_closed
from commonweal.commitments.actions.elections import undo_check
from commonweal.commitments.actions.independence import only_the_independent_on
from commonweal.commitments.choices import CandidateStanding
from commonweal.commitments.models import Ballot, Candidate
from commonweal.commitments.reports.candidates_brought import ON_THE_PAPER, TAKEN
from commonweal.commitments.reports.hours import closed_calls
from commonweal.commitments.sources.democracy_club_rows import names_of
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.unseen import seen
from commonweal.ui.words import long_day

FIELDS = (*TAKEN, "address", "telephone")
KEPT = "What they answered is kept, and is not shown while they do not stand."
WHAT_HAPPENED = {
    CandidateStanding.STANDING: (
        "{name} stands in {ballot} after all, as of {on}.", "What they answered is shown again.",
    ),
    CandidateStanding.WITHDRAWN: ("{name} withdrew in {ballot} on {on}.", KEPT),
    CandidateStanding.DIED: ("{name}, who stood in {ballot}, died on {on}.", KEPT),
    CandidateStanding.NOT_NOMINATED: (
        "{name} was taken off the candidates of {ballot} on {on}.",
        f"They are not on the Statement of Persons Nominated. {KEPT}",
    ),
}  # fmt: skip
A_YEAR = dt.timedelta(days=365)
LONGEST = {
    "name": 200, "surname": 100, "forenames": 150, "party": 200, "party_id": 60,
    "description": 200, "email": 254, "address": 1000, "telephone": 60,
}  # fmt: skip


@action(permission="commitments.keep_election", about="ballot")
def add_candidate(*, by: Actor, ballot: Ballot, told: Mapping[str, str]) -> Candidate:
    """Write down somebody who stands; ``told`` holds any of ``FIELDS``. Undoes the ballot's check.

    Once answers have closed the correction log says so.

    :raises Refused: naming the field, when a value is not what it should be.
    """
    only_the_independent_on(by, ballot.election)
    values = _tidy(told)
    if not values.get("name"):
        raise Refused("Write the name as it stands on the ballot paper.", field="name")
    if not values.get("surname"):
        values["surname"], forenames = names_of(values["name"])
        values["forenames"] = values.get("forenames") or forenames
    person = f"here-{uuid.uuid4().hex[:12]}"
    candidate = Candidate.objects.create(ballot=ballot, person=person, **values)
    undo_check(ballot)
    note_if_closed(
        ballot, candidate, by, f"{candidate.name} was added to the candidates of {ballot.name}.",
        "They were not on the list when answers closed, so they were not asked.",
    )  # fmt: skip
    return candidate


@action(permission="commitments.keep_election", about="candidate", keeps=("reason",))
def change_candidate(
    *, by: Actor, candidate: Candidate, told: Mapping[str, str], reason: str = ""
) -> Candidate:
    """Put right what is known of a candidate; ``told`` holds any of ``FIELDS``.

    What the source says instead is kept beside it, and an import leaves ours alone. A change of
    what stands on the ballot paper undoes the check; how to reach them does not.

    :raises Refused: naming the field, when a value is not what it should be; once answers have
        closed, for what stands on the paper.
    """
    candidate = Candidate.objects.select_for_update().get(pk=candidate.pk)
    values = {n: v for n, v in _tidy(told).items() if v != getattr(candidate, n)}
    for required in ("name", "surname"):
        if required in values and not values[required]:
            raise Refused("This cannot be left empty.", field=required)
    if ON_THE_PAPER & set(values):
        only_the_independent_on(by, candidate.ballot.election)
        _not_frozen(candidate)
    for name, value in values.items():
        note_correction(candidate, name, value)
        setattr(candidate, name, value)
    candidate.save(update_fields=[*values, "corrected"])
    if ON_THE_PAPER & set(values):
        undo_check(candidate.ballot)
    return candidate


def _not_frozen(candidate: Candidate) -> None:
    """What stands on the paper is as it was when answers closed; the correction log says the rest.

    :raises Refused: once the answers of an opened call have closed.
    """
    if closed_calls(candidate.ballot, clock.now()):
        raise Refused(
            "Answers have closed. Put this right on the page of the call, where everybody reads "
            "what was changed and why."
        )


def note_correction(candidate: Candidate, name: str, value: str) -> None:
    """Keep what the source says beside what staff say; nothing once they agree again."""
    if not candidate.source or name not in TAKEN:
        return
    theirs = candidate.corrected.get(name, getattr(candidate, name))
    if value == theirs:
        candidate.corrected.pop(name, None)
    else:
        candidate.corrected[name] = theirs


def _tidy(told: Mapping[str, str]) -> dict[str, str]:
    """The values without what nobody sees, each within its length.

    :raises Refused: naming the field.
    """
    values = {}
    for name, given in told.items():
        if name not in FIELDS:
            raise Refused(f"Nothing is kept of a candidate's {name}.")
        value = seen(given).replace("\r\n", "\n").strip()
        value = value if name == "address" else " ".join(value.split())
        if len(value) > LONGEST[name]:
            raise Refused(f"This is longer than {LONGEST[name]} letters.", field=name)
        values[name] = value
    if values.get("email"):
        try:
            validate_email(values["email"])
        except ValidationError as problem:
            raise Refused("This is not an e-mail address.", field="email") from problem
    return values


@action(permission="commitments.keep_election", about="candidate", keeps=("standing", "on"))
def withdraw_candidate(
    *, by: Actor, candidate: Candidate, standing: CandidateStanding, on: dt.date
) -> Candidate:
    """Somebody withdrew, died or is not on the statement; or stands after all.

    Nothing more is sent to them, and what they answered is kept. Undoes the ballot's check, so that
    somebody looks whether the rest still agrees before anything more is sent. Once answers have
    closed nothing more is: the correction log says so, and the ward's page stays.

    :raises Refused: when the day lies ahead, or nothing changed.
    """
    only_the_independent_on(by, candidate.ballot.election)
    if on > clock.today():
        raise Refused("That day has not come yet.", field="on")
    if candidate.standing == standing:
        raise Refused(f"They are written down so already: {standing.label.lower()}.")
    candidate.standing, candidate.standing_on = standing, on
    candidate.save(update_fields=["standing", "standing_on"])
    if not closed_calls(candidate.ballot, clock.now()):
        undo_check(candidate.ballot)
    what, why = WHAT_HAPPENED[standing]
    told = what.format(name=candidate.name, ballot=candidate.ballot.name, on=long_day(on))
    note_if_closed(candidate.ballot, candidate, by, told, why)
    return candidate


@action(permission="commitments.keep_house")
def forget_candidates_contacts(*, by: Actor) -> int:
    """A year after the poll, how to reach candidates is forgotten; of those elected, once they
    hold the office no more."""
    today = clock.today()
    over = today - A_YEAR
    past = Q(ballot__poll_on__lt=over) | Q(ballot__poll_on=None, ballot__election__on__lt=over)
    in_office = Q(elected=True) & (Q(office_to=None) | Q(office_to__gte=today))
    kept = ~Q(email="") | ~Q(address="") | ~Q(telephone="") | Q(corrected__has_key="email")
    old = Candidate.objects.filter(past & kept).exclude(in_office)
    forgotten = 0
    for candidate in old.order_by("pk"):
        candidate.email = candidate.address = candidate.telephone = ""
        candidate.corrected.pop("email", None)
        candidate.save(update_fields=["email", "address", "telephone", "corrected"])
        forgotten += 1
    return forgotten
