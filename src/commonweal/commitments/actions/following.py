"""Following a document by e-mail: asked for, confirmed, told of news, asked again, ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.crypto import salted_hmac

from commonweal.commitments.models import Document, Follower, Submission
from commonweal.commitments.reports import News, news_of, news_of_points
from commonweal.commitments.reports.shown import titles
from commonweal.comms.actions import take_back
from commonweal.comms.letters import write_letter
from commonweal.comms.models import Bounce
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of

GOOD_FOR = dt.timedelta(days=7)  # to confirm
A_MONTH, A_YEAR = relativedelta(months=1), relativedelta(years=1)
ASKED_BEFORE = dt.timedelta(days=30)
# What is being written as we look may say an earlier moment than ours: it is told next time.
JUST_NOW = dt.timedelta(minutes=10)
MOST_AT_ONCE = 500
TOLD_IN_A_LETTER = 40
OVER = "This link is no longer good. Ask again on the page of what you wish to follow."


@action(permission="commitments.follow", about="document")
def follow(
    *, by: Actor, document: Document, email: str, submission: Submission | None = None
) -> None:
    """Ask to be told how a document goes on. All that is sent is a letter asking whether it is so.

    It answers alike whether the address follows already or not, and an address that does gets no
    letter, so that nobody learns who follows. What somebody said (``submission``) is tied to an
    address only until its holder confirms it: nobody can tie theirs to another's.

    :raises Refused: when it is no e-mail address.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as problem:
        raise Refused("Write an e-mail address, such as name@example.org.", field="email") from (
            problem
        )
    now = clock.now()
    found, _ = Follower.objects.select_for_update().get_or_create(
        document=document, email=address,
        defaults={"asked_at": now, "digest": digest_of(secret(document, address, now))},
    )  # fmt: skip
    if submission is not None and found.submission_id is None and found.confirmed_at is None:
        found.submission = submission
        found.save(update_fields=["submission"])
    if found.confirmed_at is None:
        if found.asked_at <= now - GOOD_FOR:
            found.asked_at = now
            found.save(update_fields=["asked_at"])
        write("confirm", found, until=clock.day_of(found.asked_at + GOOD_FOR))


@action(permission="commitments.keep_following", about="follower")
def confirm_following(*, by: Actor, follower: Follower) -> Follower:
    """The holder of the address says yes, at first or once more: it is good for a year from today.

    :raises Refused: when they were asked too long ago.
    """
    now, today = clock.now(), clock.today()
    held = Follower.objects.select_for_update().filter(pk=follower.pk).first()
    if held is None or not is_good(held, now):
        raise Refused(OVER)
    if held.confirmed_at is None:
        held.confirmed_at = held.told_until = now
    held.until = today + A_YEAR
    held.asked_again_at = None
    held.save()
    return held


@action(permission="commitments.keep_following", about="follower")
def stop_following(*, by: Actor, follower: Follower) -> None:
    """It stops at once: the address is deleted, and a letter that has not gone yet never goes."""
    end_following(follower)


@action(permission="commitments.keep_house", whole=False)
def send_digests(*, by: Actor) -> str:
    """Tell each follower whose last letter is a month old what is new since; nothing if nothing is.

    Each letter and the note that it was written are one transaction, taken by whoever moves
    ``told_until`` first: so a worker that dies, or two at once, write nobody twice.
    """
    now = clock.now()
    until = now - JUST_NOW
    due = Follower.objects.to_tell(clock.today()).filter(told_until__lte=until - A_MONTH)
    due = due.exclude(email__in=came_back())
    written = 0
    known: dict[int, tuple[News, ...]] = {}
    for follower in due.select_related("document", "submission").order_by("told_until", "pk")[
        :MOST_AT_ONCE
    ]:
        if follower.document_id not in known:  # the longest untold of it comes first
            since = follower.told_until or until
            known[follower.document_id] = news_of(follower.document, since, until)
        with transaction.atomic():
            written += tell(follower, known[follower.document_id], until)
    return f"{written} digests"


def tell(follower: Follower, news: tuple[News, ...], until: dt.datetime) -> int:
    """Tell one follower what is new to them, unless somebody has meanwhile or they stopped."""
    before = follower.told_until
    moved = Follower.objects.to_tell(clock.today()).filter(pk=follower.pk, told_until=before)
    if before is None or not moved.update(told_until=until):
        return 0
    new = [one for one in news if one.at > before]
    if follower.submission is not None:
        theirs = news_of_points(follower.document, before, until, follower.submission)
        points = [News("", n.at, follower.document_id, n.title, n.words, n.address) for n in theirs]
        new = sorted([*points, *new], key=lambda one: one.at, reverse=True)
    if not new:
        return 0
    more = max(0, len(new) - TOLD_IN_A_LETTER)
    write("digest", follower, news=new[:TOLD_IN_A_LETTER], more=more, since=clock.day_of(before))
    return 1


@action(permission="commitments.keep_house", whole=False)
def ask_again(*, by: Actor) -> str:
    """Ask those whose year ends within thirty days whether they wish to go on, each once."""
    now, today = clock.now(), clock.today()
    due = Follower.objects.to_tell(today).filter(
        until__lte=today + ASKED_BEFORE, asked_again_at=None
    )
    due = due.exclude(email__in=came_back())
    asked = 0
    for follower in due.select_related("document").order_by("until", "pk")[:MOST_AT_ONCE]:
        with transaction.atomic():
            mine = Follower.objects.to_tell(today).filter(pk=follower.pk, asked_again_at=None)
            if mine.update(asked_again_at=now):
                write("again", follower, until=follower.until)
                asked += 1
    return f"{asked} asked again"


@action(permission="commitments.keep_house")
def forget_followers(*, by: Actor) -> str:
    """Delete the addresses whose year is over, and those that nobody confirmed within a week."""
    over = Follower.objects.filter(confirmed_at__isnull=False, until__lt=clock.today())
    never = Follower.objects.filter(confirmed_at=None, asked_at__lte=clock.now() - GOOD_FOR)
    return f"{over.delete()[0]} over, {never.delete()[0]} never confirmed"


def end_following(follower: Follower) -> None:
    """Delete an address, and what waits to be sent to it, as part of another action."""
    take_back(by=POSTMASTER, stop_address=stop_address(follower))
    Follower.objects.filter(pk=follower.pk).delete()


def is_good(follower: Follower, now: dt.datetime) -> bool:
    """Whether the link still leads somewhere: a week to confirm it, then while the year lasts."""
    if follower.confirmed_at is None:
        return follower.asked_at > now - GOOD_FOR
    return follower.until is not None and follower.until >= clock.day_of(now)


def came_back() -> Any:
    """Addresses from which our letters came back for good."""
    return Bounce.objects.standing().filter(hard=True).values("address")


def secret(document: Document, email: str, asked_at: dt.datetime) -> str:
    """The secret of a follower's link: the same in every letter, so that an old one still stops it.

    It is made from the key of this installation, which the database does not hold.
    """
    told = f"{document.pk}|{email}|{asked_at.astimezone(dt.UTC).isoformat()}"
    salt = "commonweal.commitments.following"
    return salted_hmac(salt, told, algorithm="sha256").hexdigest()[:48]


def token_of(follower: Follower) -> str:
    """The secret for a letter. Where the key of the installation was changed, it is a new one."""
    token = secret(follower.document, follower.email, follower.asked_at)
    if digest_of(token) != follower.digest:
        follower.digest = digest_of(token)
        follower.save(update_fields=["digest"])
    return token


def stop_address(follower: Follower) -> str:
    """The page on which one press stops it."""
    return f"{settings.SITE_ADDRESS}/following/{token_of(follower)}/stop/"


def write(letter: str, follower: Follower, **words: Any) -> None:
    """Write to one who follows, or asks to, with the links by which they say yes or stop."""
    document = follower.document
    write_letter(
        f"commitments/letters/{letter}.txt", by=POSTMASTER, to=follower.email, secret=True,
        stop_address=stop_address(follower), slug=document.slug,
        title=titles([document]).get(document.pk, document.title),
        link=f"{settings.SITE_ADDRESS}/following/{token_of(follower)}/",
        stop=stop_address(follower), **words,
    )  # fmt: skip
