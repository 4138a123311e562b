"""Vouching for a group: the answers, a steward's own word, and what a steward decides."""

from __future__ import annotations

from django.db.models import Q

from commonweal.accounts.choices import Role
from commonweal.accounts.models import User
from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.sector.actions.applications import (
    finish,
    hold,
    note,
    one_line,
    send_link,
    words_of,
)
from commonweal.sector.actions.asking import ask_keepers, take_in_if_vouched
from commonweal.sector.choices import Answer, Joining, StepKind
from commonweal.sector.models import Application, Organisation, Vouch
from commonweal.sector.periods import Period, how_long
from commonweal.sector.reports.vouching import bodies_now, standing_of


@action(permission="sector.answer_vouch", about="vouch", keeps=("said",))
def answer_vouch(*, by: Actor, vouch: Vouch, said: Answer, words: str = "") -> Vouch:
    """Say whether one knows a group. Two organisations that do let it in; a no goes to staff.

    :raises Refused: when it was answered, is over, or a yes or no comes without a word of why.
    """
    held = _held(vouch)
    if held.said:
        raise Refused("You have answered this. Thank you.")
    if held.application.standing != Joining.WAITING:
        raise Refused("Nobody need answer this any more: it is settled. Thank you.")
    if said not in Answer.values:
        raise Refused("Choose one of the three.", field="said")
    needed = "" if said == Answer.UNKNOWN else "Write a few words: how do you know?"
    held.words = one_line(words, "words", 500, needed=needed)
    held.said, held.said_at, held.by = said, clock.now(), _speaks_for(held)
    held.save()
    if said == Answer.NO:
        tell_stewards("somebody_says_no", held.application, words=held.words)
    take_in_if_vouched(held.application, by=by)
    return held


def _held(vouch: Vouch) -> Vouch:
    """The vouch as it is now. The application is held first, so that two words count as two."""
    application = hold(Application.objects.get(pk=vouch.application_id))
    held = Vouch.objects.select_for_update().select_related(None).get(pk=vouch.pk)
    held.application = application
    return held


def _speaks_for(vouch: Vouch) -> str:
    return f"somebody who keeps the page of {vouch.organisation}"[:200]


@action(permission="sector.take_vouch_back", about="vouch")
def take_vouch_back(*, by: Actor, vouch: Vouch, why: str) -> Vouch:
    """Take back what one said of a group. Staff are told; a group that is in stays until then.

    :raises Refused: when nothing was said, or it was taken back before, or nobody says why.
    """
    held = _held(vouch)
    if not held.said or held.withdrawn_at is not None:
        raise Refused("There is nothing here to take back.")
    held.withdrawn_why = one_line(why, "why", 500, needed="Say why, in a few words.")
    held.withdrawn_at = clock.now()
    held.save()
    if held.said == Answer.YES:
        tell_stewards("vouch_taken_back", held.application, words=held.withdrawn_why)
    take_in_if_vouched(held.application, by=by)
    return held


@action(permission="sector.keep_applications", about="application")
def vouch_as_steward(*, by: Actor, application: Application, reason: str) -> Application:
    """Vouch for a group as a steward, which lets it in.

    :raises Refused: when it does not wait, nobody says why, or it is the steward's own.
    """
    held = hold(application)
    if held.standing != Joining.WAITING:
        raise Refused("It does not wait to be vouched for.")
    why = one_line(reason, "reason", 500, needed="Say how you know this group.")
    now = clock.now()
    Vouch.objects.create(
        application=held,
        person=str(getattr(by, "email", "") or by.key),
        asked_at=now,
        said=Answer.YES,
        said_at=now,
        words=why,
        by=by.label[:200],
    )
    if not standing_of(held).vouched:
        raise Refused("This is your own group. Ask another steward to vouch for it.")
    if take_in_if_vouched(held, by=by) is None:
        raise Refused("The register cannot take it as it stands: see what happened, below.")
    return held


@action(permission="sector.keep_applications", about="application")
def ask_to_vouch(*, by: Actor, application: Application, organisation: Organisation) -> int:
    """Ask one more organisation whether it knows a group; to how many of its people one wrote.

    :raises Refused: when the group does not wait, or that organisation was asked before.
    """
    held = hold(application)
    if held.standing != Joining.WAITING:
        raise Refused("It does not wait to be vouched for.")
    body = bodies_now([organisation.pk])[organisation.pk]
    if held.vouches.filter(organisation__in=[organisation.pk, body]).exists():
        raise Refused("This organisation has been asked.", field="organisation")
    if not Organisation.objects.published().filter(pk=body).exists():
        raise Refused("No organisation that is shown here has this number.", field="organisation")
    Vouch.objects.create(application=held, organisation_id=body, asked_at=clock.now())
    return ask_keepers(held, by=by)


@action(permission="sector.keep_applications", about="vouch")
def look_at_no(*, by: Actor, vouch: Vouch) -> Vouch:
    """Say that a steward has looked at a no, and that it does not stand against the group.

    :raises Refused: when there is no such no.
    """
    held = _held(vouch)
    if held.said != Answer.NO or held.withdrawn_at is not None:
        raise Refused("There is no such answer to look at.")
    held.looked_at = held.withdrawn_at = clock.now()
    held.withdrawn_why = f"Looked at by {by.label}"[:500]
    held.save()
    take_in_if_vouched(held.application, by=by)
    return held


@action(permission="sector.keep_applications", about="application")
def refuse_application(*, by: Actor, application: Application, reason: str) -> Application:
    """Refuse to take a group in, and write to it why.

    :raises Refused: when it is over, or nobody says why.
    """
    held = hold(application)
    why = one_line(reason, "reason", 500, needed="Say why: it is sent to them.")
    finish(held, Joining.REFUSED, by=by, reason=why)
    note(held, StepKind.REFUSED, by=by, words=why)
    send_link(held, "refused", how_long(Period.USE_CHOICES, clock.today()), why=why)
    return held


@action(permission="sector.keep_applications", about="application")
def ask_question(*, by: Actor, application: Application, words: str) -> Application:
    """Ask a group something, by a letter with a link to answer. One without e-mail is rung.

    :raises Refused: when it does not wait, or nothing is asked.
    """
    held = hold(application)
    if held.standing != Joining.WAITING:
        raise Refused("It does not wait to be vouched for.")
    asked = words_of(words)
    note(held, StepKind.QUESTION, by=by, words=asked)
    send_link(held, "question", how_long(Period.BE_VOUCHED_FOR, clock.today()), asked=asked)
    return held


@action(permission="sector.keep_register")
def lapse_applications(*, by: Actor) -> int:
    """End what nobody vouched for in time, and write to each group; how many.

    An address that was not proved in time comes to nothing without a letter.
    """
    now, today = clock.now(), clock.today()
    unproved = Application.objects.filter(standing=Joining.UNPROVED)
    late = Q(written_at__lt=now - how_long(Period.PROVE_ADDRESS, today)) & ~Q(email="")
    late |= Q(written_at__lt=now - how_long(Period.BE_VOUCHED_FOR, today))
    for application in unproved.filter(late).select_for_update():
        finish(application, Joining.WITHDRAWN, by=by, reason="Nobody proved that it is theirs.")
    ended = 0
    for application in Application.objects.overdue(now).select_for_update():
        finish(application, Joining.LAPSED, by=by, reason="Nobody vouched in time.")
        note(application, StepKind.LAPSED, by=by)
        send_link(application, "lapsed", how_long(Period.USE_CHOICES, today))
        ended += 1
    return ended


def tell_stewards(letter: str, application: Application, *, words: str) -> None:
    """Write to everybody who is a steward now. Who said it stands on the desk only."""
    stewards = User.objects.filter(is_active=True, grants__role=Role.STEWARD).distinct()
    for person in stewards.order_by("pk"):
        write_letter(
            f"sector/letters/{letter}.txt",
            by=POSTMASTER,
            to=person.email,
            name=person.name or person.email,
            group=application.name,
            words=words,
        )
