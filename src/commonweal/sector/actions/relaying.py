"""Letters to organisations that show no address: written, proved, passed on, stopped."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.limits import Limit, TooOften, count
from commonweal.core.refused import Refused
from commonweal.core.tokens import new_token
from commonweal.sector.actions.applications import one_line
from commonweal.sector.choices import Passing
from commonweal.sector.facts import line, paragraphs, tidy
from commonweal.sector.models import Organisation, RelayLetter, RelayStop
from commonweal.sector.periods import Period, how_long
from commonweal.sector.relaying import LONGEST, sender_key, what_is_wrong
from commonweal.sector.reports.reaching import addresses_of
from commonweal.sector.reports.relaying import can_be_written_to

A_DAY = 24 * 3600
TO_ONE = Limit("letters.to-one", times=10, seconds=A_DAY)
FROM_ONE = Limit("letters.from-one", times=5, seconds=A_DAY)
NOT_TAKEN = "They take no letters this way."
ENOUGH_TODAY = "They have been sent many letters today. Try again tomorrow, or ring us."


@action(permission="sector.write_to_organisation", about="organisation")
def write_to_organisation(
    *, by: Actor, organisation: Organisation, name: str, address: str, words: str
) -> RelayLetter:
    """Write to an organisation that shows no address. It goes once the sender proves theirs.

    :raises Refused: naming the field; or when no letters are taken, or too many were written.
    """
    if not can_be_written_to(organisation):
        raise Refused(NOT_TAKEN)
    told = _told(name, address, words)
    for limit, who in ((FROM_ONE, sender_key(told["address"])), (TO_ONE, str(organisation.pk))):
        try:
            count(limit, who)
        except TooOften as often:
            raise Refused(ENOUGH_TODAY) from often
    token, digest = new_token()
    now = clock.now()
    made = RelayLetter.objects.create(
        organisation=organisation,
        **told,
        sender=sender_key(told["address"]),
        digest=digest,
        written_at=now,
        expires_at=now + how_long(Period.PROVE_ADDRESS, clock.today()),
    )
    write_letter(
        "sector/letters/prove_letter.txt",
        by=POSTMASTER,
        to=made.address,
        secret=True,
        organisation=organisation.name,
        link=f"{settings.SITE_ADDRESS}{reverse('send-letter', args=[token])}",
        until=made.expires_at.date(),
    )
    return made


def _told(name: str, address: str, words: str) -> dict[str, str]:
    today = clock.today()
    try:
        told = {"name": line(120, needed="Write your name.")(name, today)}
    except ValueError as problem:
        raise Refused(str(problem), field="name") from problem
    email = tidy("email", address, today=today)
    if not email:
        raise Refused("Write your e-mail address, so that they can answer.", field="email")
    try:
        text = paragraphs(LONGEST)(words, today)
    except ValueError as problem:
        raise Refused(str(problem), field="words") from problem
    if wrong := what_is_wrong(text):
        raise Refused(wrong, field="words")
    return told | {"address": email, "words": text}


@action(permission="sector.send_letter", about="letter")
def send_letter(*, by: Actor, letter: RelayLetter) -> RelayLetter:
    """Send a letter on, now that its sender's address is proved; then its words are not kept.

    Where no address is known it waits for a steward to pass it on. To whom a letter goes, and
    whether it goes at all, is told to nobody: a sender who was stopped is not told that.

    :raises Refused: when it went before, or letters are no longer taken.
    """
    held = RelayLetter.objects.select_for_update().select_related(None).get(pk=letter.pk)
    if held.standing != Passing.UNPROVED:
        raise Refused("This letter was sent before.")
    organisation = Organisation.objects.get(pk=held.organisation_id)
    if not can_be_written_to(organisation):
        _done(held, Passing.STOPPED, by=by)
        return held
    held.pressed_at = clock.now()
    if RelayStop.objects.filter(
        organisation=organisation, sender=held.sender, ended_at=None
    ).exists():
        _done(held, Passing.STOPPED, by=by)
    elif addresses := list(dict.fromkeys(addresses_of(organisation))):
        _send(held, organisation, addresses)
        _done(held, Passing.SENT, by=by)
    else:
        held.standing = Passing.TO_PASS_ON
        held.save()
    return held


def _send(letter: RelayLetter, organisation: Organisation, addresses: list[str]) -> None:
    token, letter.stop_digest = new_token()
    for address in addresses:
        write_letter(
            "sector/letters/passed_on.txt",
            by=POSTMASTER,
            to=address,
            secret=True,
            reply_to=letter.address,
            name=organisation.name,
            sender_name=letter.name,
            sender_address=letter.address,
            words=letter.words,
            link=f"{settings.SITE_ADDRESS}{reverse('stop-letters', args=[token])}",
        )


def _done(letter: RelayLetter, standing: Passing, *, by: Actor) -> None:
    letter.standing = standing
    letter.name = letter.address = letter.words = ""
    letter.done_at, letter.done_by = clock.now(), by.label[:200]
    letter.save()


@action(permission="sector.stop_sender", about="letter")
def stop_sender(*, by: Actor, letter: RelayLetter) -> RelayStop:
    """Take no more letters from whoever sent this one. They are not told.

    :raises Refused: when that was done before.
    """
    rows = RelayStop.objects.filter(
        organisation=letter.organisation_id, sender=letter.sender, ended_at=None
    )
    if rows.exists():
        raise Refused("This has been done. No more letters come from them.")
    return RelayStop.objects.create(
        organisation_id=letter.organisation_id,
        sender=letter.sender,
        at=clock.now(),
        by=by.label[:200],
    )


@action(permission="sector.pass_letters_on", about="letter", keeps=("how",))
def pass_letter_on(*, by: Actor, letter: RelayLetter, how: str) -> RelayLetter:
    """Say that a letter was passed on, by telephone or in person. Its words are not kept after.

    :raises Refused: when it does not wait for that.
    """
    held = RelayLetter.objects.select_for_update().select_related(None).get(pk=letter.pk)
    if held.standing != Passing.TO_PASS_ON:
        raise Refused("This letter does not wait to be passed on.")
    one_line(how, "how", 200, needed="Say how, such as: read out by telephone.")
    _done(held, Passing.PASSED_ON, by=by)
    return held
