"""What of a concern may be told: exactly these words, to these ears, with the group's leave."""

from __future__ import annotations

import datetime as dt

from commonweal.commitments.actions.event_replies import SOON, officers_of
from commonweal.commitments.actions.telling import a_line, some_words
from commonweal.commitments.choices import Disclosed, ToWhom
from commonweal.commitments.models import Concern, Disclosure
from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of

A_WEEK = dt.timedelta(days=7)
BY_LINK = "the group, by its private link"
NOT_AGREED = "The group has not agreed to these words."
THERE = "They have been told already, and cannot be taken back."


@action(permission="commitments.see_concerns", about="concern", keeps=("to",))
def ask_disclosure(
    *, by: Actor, concern: Concern, to: ToWhom, words: str, token: str = ""
) -> Disclosure:
    """Ask the group whether exactly these words may be told. What was learnt is told so too.

    The group is written to where it left an address.

    :param token: of the group's private link, where whoever asks has it: the letter then has it.
    :raises Refused: without words.
    """
    needed = "Write the words that are to be told."
    asked = Disclosure.objects.create(
        concern=concern, to=ToWhom(to), asked_at=clock.now(), asked_by=by.label,
        words=some_words(words, field="words", needed=needed),
    )  # fmt: skip
    if concern.email:
        token = token if digest_of(token) == concern.digest else ""
        write_letter(
            "commitments/letters/may_we_tell.txt", by=POSTMASTER, to=concern.email,
            secret=True, token=token,
        )  # fmt: skip
    return asked


@action(permission="commitments.agree_disclosure", about="concern")
def agree_disclosure(*, by: Actor, concern: Concern, disclosure: Disclosure) -> Disclosure:
    """The group agrees to exactly these words, by its private link.

    :raises Refused: when it has answered, or the words are another concern's.
    """
    return _decide(concern, disclosure, Disclosed.AGREED, BY_LINK)


@action(permission="commitments.agree_disclosure", about="concern")
def refuse_disclosure(*, by: Actor, concern: Concern, disclosure: Disclosure) -> Disclosure:
    """The group does not agree, by its private link; it gives no reason.

    :raises Refused: when it has answered, or the words are another concern's.
    """
    return _decide(concern, disclosure, Disclosed.REFUSED, BY_LINK)


@action(permission="commitments.note_agreement", about="concern")
def note_agreement(
    *, by: Actor, concern: Concern, disclosure: Disclosure, agreed: bool, how: str
) -> Disclosure:
    """Note what the group answered who has no link: by telephone, in a letter, face to face.

    :raises Refused: without how it was said, or when it has answered.
    """
    said = a_line(how, most=200, field="how", needed="Say who of the group said so, and how.")
    standing = Disclosed.AGREED if agreed else Disclosed.REFUSED
    return _decide(concern, disclosure, standing, f"{said} (noted by {by.label})"[:300])


def _decide(concern: Concern, disclosure: Disclosure, standing: Disclosed, who: str) -> Disclosure:
    if disclosure.concern_id != concern.pk:
        raise Refused("These words are of another concern.")
    if disclosure.standing != Disclosed.ASKED:
        raise Refused("This was answered before.")
    disclosure.standing, disclosure.decided_at = standing, clock.now()
    disclosure.decided_by = who
    disclosure.save()
    return disclosure


@action(permission="commitments.keep_concern", about="concern")
def take_back_disclosure(*, by: Actor, concern: Concern, disclosure: Disclosure) -> Disclosure:
    """Take the leave back, as long as nobody was told: the partner first, then everybody.

    What is for everybody can still be taken back once the partner has read it; the partner then
    sees it no longer.

    :raises Refused: when there is nothing to take back, or it is too late.
    """
    if disclosure.concern_id != concern.pk or disclosure.standing != Disclosed.AGREED:
        raise Refused("There is nothing to take back.")
    told = disclosure.put_at if disclosure.to == ToWhom.PARTNER else disclosure.published_at
    if told is not None:
        raise Refused(THERE)
    disclosure.standing, disclosure.decided_at = Disclosed.TAKEN_BACK, clock.now()
    disclosure.save()
    return disclosure


@action(permission="commitments.see_concerns", about="disclosure", keeps=("reply_by",))
def put_to_partner(*, by: Actor, disclosure: Disclosure, reply_by: dt.date) -> Disclosure:
    """Show exactly these words to the partner, who may reply by a day. Its officers are written to.

    :raises Refused: without the group's leave, or when there is too little time.
    """
    if disclosure.standing != Disclosed.AGREED:
        raise Refused(NOT_AGREED)
    if disclosure.put_at is not None:
        raise Refused("They were put to the partner before.")
    if reply_by < clock.today() + A_WEEK:
        raise Refused(SOON, field="reply_by")
    disclosure.put_at, disclosure.reply_by = clock.now(), reply_by
    disclosure.save()
    for to in officers_of(disclosure.organisation):
        write_letter(
            "commitments/letters/told_partner.txt", by=POSTMASTER, to=to, disclosure=disclosure
        )
    return disclosure


@action(permission="commitments.reply_to_disclosure", about="disclosure")
def reply_to_disclosure(*, by: Actor, disclosure: Disclosure, reply: str, name: str) -> Disclosure:
    """What the partner says to the words it was told; the group reads it, and so does everybody
    who reads them.

    :raises Refused: without words or who says them; where it was told nothing.
    """
    if disclosure.standing != Disclosed.AGREED or disclosure.put_at is None:
        raise Refused("There is nothing to reply to.")
    needed = "Say who replies, and in what part."
    disclosure.reply = some_words(reply, field="reply", needed="Write the reply.")
    disclosure.replied_by = a_line(name, most=200, field="name", needed=needed)
    disclosure.replied_at = clock.now()
    disclosure.save()
    return disclosure


@action(permission="commitments.publish", about="disclosure")
def publish_disclosure(*, by: Actor, disclosure: Disclosure) -> Disclosure:
    """Tell everybody exactly these words, with the partner's reply, or that none came in time.

    :raises Refused: without the group's leave for everybody, or before the partner was heard.
    """
    if disclosure.to != ToWhom.PUBLIC or disclosure.standing != Disclosed.AGREED:
        raise Refused(NOT_AGREED)
    if disclosure.put_at is None or disclosure.reply_by is None:
        raise Refused("Put them to the partner first.")
    if disclosure.replied_at is None and disclosure.reply_by >= clock.today():
        raise Refused("The partner has not replied, and its time is not over yet.")
    if disclosure.published_at is None:
        disclosure.published_at = clock.now()
        disclosure.save()
    return disclosure
