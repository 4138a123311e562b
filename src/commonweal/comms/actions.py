"""Every change to the messages that go out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from commonweal.comms.choices import Channel, Standing
from commonweal.comms.models import Bounce, Message
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused

# After each failed try we wait longer; after the last we give up.
WAITS = tuple(dt.timedelta(minutes=m) for m in (1, 5, 30, 120, 720))
AT_ONCE = 100
HELD = dt.timedelta(minutes=10)
WORDS_KEPT = dt.timedelta(days=30)
ADDRESS_KEPT = dt.timedelta(days=7)  # of a secret one; mail servers give up within five
FACT_KEPT = dt.timedelta(days=730)


@dataclass(frozen=True)
class NewMessage:
    """A message in its words, not in the outbox yet; all is said at ``post_message``."""

    to: str
    subject: str
    body: str
    channel: Channel = Channel.EMAIL
    secret: bool = False
    private: bool = False
    reply_to: str = ""
    stop_address: str = ""
    about: str = ""
    not_before: dt.datetime | None = None

    def row(self, now: dt.datetime) -> Message:
        """The message as the outbox holds it, not saved.

        :raises Refused: when the address or the subject holds a line break, as a forged one does.
        """
        lines = self.to + self.subject + self.reply_to + self.stop_address
        if "\r" in lines or "\n" in lines:
            raise Refused("An address or a subject is one line.")
        return Message(
            channel=self.channel, to=self.to, subject=self.subject[:250], body=self.body,
            secret=self.secret, private=self.private, reply_to=self.reply_to,
            stop_address=self.stop_address, about=self.about[:100], written_at=now,
            next_try_at=self.not_before or now,
        )  # fmt: skip


@action(permission="comms.post", keeps=("channel",))
def post_message(
    *,
    by: Actor,
    to: str,
    subject: str,
    body: str,
    channel: Channel = Channel.EMAIL,
    secret: bool = False,
    private: bool = False,
    reply_to: str = "",
    stop_address: str = "",
    about: str = "",
    not_before: dt.datetime | None = None,
) -> Message:
    """Put one message to one address into the outbox. It goes when the worker next looks, or when
    the worker looks after ``not_before``.

    The words of a secret one are wiped as soon as it went or was given up. So is the address of a
    private one, because that somebody was written to at all says too much of them.

    :param reply_to: whom an answer goes to, where that is not the place.
    :param stop_address: the private page that stops more of its kind with one press.
    :raises Refused: when the address or the subject holds a line break, as a forged one does.
    """
    new = NewMessage(
        to, subject, body, channel, secret, private, reply_to, stop_address, about, not_before
    )
    message = new.row(clock.now())
    message.save()
    return message


@action(permission="comms.post")
def post_messages(*, by: Actor, messages: Sequence[NewMessage]) -> int:
    """Put many messages into the outbox at once; how many. They go as single ones do.

    :raises Refused: when the address or the subject of any holds a line break; then none is put in.
    """
    now = clock.now()
    return len(Message.objects.bulk_create([new.row(now) for new in messages]))


@action(permission="comms.post")
def take_back(*, by: Actor, stop_address: str) -> int:
    """Letters that can be stopped at this page and have not gone yet never go."""
    waiting = Message.objects.filter(stop_address=stop_address, standing=Standing.WAITING)
    return waiting.exclude(stop_address="").delete()[0]


@action(permission="comms.deliver")
def take_due(*, by: Actor, channel: Channel = Channel.EMAIL) -> list[int]:
    """Take what is due, so that no other worker sends it too; give the keys, oldest first.

    If this worker dies before it says what came of them, they are due again in ten minutes.
    """
    now = clock.now()
    due = Message.objects.due(now, channel).select_for_update(
        skip_locked=connection.features.has_select_for_update_skip_locked
    )[:AT_ONCE]
    keys = [message.pk for message in due]
    Message.objects.filter(pk__in=keys).update(next_try_at=now + HELD)
    return keys


@action(permission="comms.deliver", about="message")
def note_sent(*, by: Actor, message: Message, gateway_id: str = "") -> Message:
    """The mail server or the gateway took the message, or a person sent it by their telephone."""
    message.standing = Standing.SENT
    message.gateway_id = gateway_id[:100]
    message.sent_at = clock.now()
    message.tries += 1
    message.next_try_at = None
    message.problem = ""
    _keep_no_secret(message)
    message.save()
    return message


@action(permission="comms.deliver", about="message", keeps=("problem",))
def note_failure(*, by: Actor, message: Message, problem: str, for_good: bool = False) -> Message:
    """The message did not go. It is tried again later, unless that cannot help or was the last.

    The words of a text are kept then, for somebody to send it by their own telephone.
    """
    message.problem = problem[:250]
    message.tries += 1
    if for_good or message.tries > len(WAITS):
        message.standing = Standing.FAILED
        message.next_try_at = None
        if message.channel != Channel.TEXT:  # a person may yet send it by their own telephone
            _keep_no_secret(message)
    else:
        message.next_try_at = clock.now() + WAITS[message.tries - 1]
    message.save()
    return message


@action(permission="comms.deliver", about="message", keeps=("arrived",))
def note_text_report(*, by: Actor, message: Message, arrived: bool) -> Message:
    """The gateway says what became of a text: that it arrived, or that it never will."""
    held: Message = Message.objects.select_for_update().get(pk=message.pk)
    if held.arrived_at is not None:
        return held
    if arrived:
        held.standing, held.problem, held.arrived_at = Standing.SENT, "", clock.now()
    else:
        held.standing, held.problem = Standing.FAILED, "It did not arrive."
    held.next_try_at = None
    _keep_no_secret(held)
    held.save()
    return held


@action(permission="comms.deliver", about="message", keeps=("status", "hard"))
def note_bounce(
    *, by: Actor, message: Message, status: str, words: str, hard: bool, key: str
) -> Bounce:
    """A letter came back from its address, or was refused at it. The same report counts once."""
    bounce, _ = Bounce.objects.get_or_create(
        message=message,
        key=key,
        defaults={
            "address": message.to.strip().lower(), "at": clock.now(), "status": status[:12],
            "words": words[:250], "hard": hard,
        },
    )  # fmt: skip
    return bounce


@action(permission="comms.clear_bounces", about="bounce")
def clear_bounces(*, by: Actor, bounce: Bounce) -> int:
    """Mail may go to this address again: all that came back from it is cleared."""
    return (
        Bounce.objects.standing()
        .filter(address=bounce.address)
        .update(cleared_at=clock.now(), cleared_by=by.label)
    )


def _keep_no_secret(message: Message) -> None:
    if message.secret:
        message.body = message.reply_to = message.stop_address = ""
    if message.private:
        message.to = message.subject = message.body = ""


@action(permission="comms.deliver")
def wipe_old_words(*, by: Actor) -> str:
    """Wipe the words of messages thirty days old, and forget those two years old altogether, with
    what came back.

    To whom a secret one went is wiped a week after, when no mail comes back any more. One that
    nobody sent for thirty days is deleted, because what it holds leads nowhere by then.
    """
    now = clock.now()
    over = Message.objects.exclude(standing=Standing.WAITING)
    wiped = (
        over.filter(written_at__lt=now - WORDS_KEPT)
        .exclude(body="", subject="", reply_to="", stop_address="")
        .update(body="", subject="", reply_to="", stop_address="")
    )
    went = Q(sent_at__lt=now - ADDRESS_KEPT) | Q(written_at__lt=now - WORDS_KEPT)
    over.filter(went, secret=True).exclude(to="").update(to="")
    never = Message.objects.filter(standing=Standing.WAITING, secret=True)
    never.filter(next_try_at__lt=now - WORDS_KEPT).delete()
    forgotten, _ = Message.objects.filter(written_at__lt=now - FACT_KEPT).delete()
    Bounce.objects.filter(at__lt=now - FACT_KEPT).delete()
    return f"{wiped} wiped, {forgotten} forgotten"
