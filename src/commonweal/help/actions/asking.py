"""Somebody asks on the website: begun, kept as a draft, sent."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from commonweal.comms.choices import Channel
from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.comms.reports import mobile_of
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of_code, new_code, new_token
from commonweal.help.actions.taking_in import AN_HOUR, new_asking, take_in, to_each, to_one
from commonweal.help.asked import Ask, read
from commonweal.help.asking_pages import told_in
from commonweal.help.choices import Way
from commonweal.help.models import Asking, Request, Scheme
from commonweal.help.reports.letters import way_of_text, why_no_text

DRAFT_KEPT = dt.timedelta(days=7)
LARGEST_DRAFT = 20_000
GONE = "What you wrote was kept for a week and is gone. Please begin again, or ring us."


@action(permission="help.ask", about="front_door", keeps=("way",))
def begin_asking(
    *, by: Actor, front_door: Scheme, way: str = Way.WEB, language: str = "en"
) -> tuple[Asking, str]:
    """Somebody begins to ask. Nothing is sent yet.

    :returns: the asking, and the secret of its private link, of which only the digest is kept.
    """
    asking, token = new_asking(way=way, language=language)
    asking.save()
    return asking, token


@action(permission="help.keep_asking", about="asking")
def keep_draft(*, by: Actor, asking: Asking, page: str, told: Mapping[str, Any]) -> Asking:
    """Keep what was typed on one page so far, sealed, for a week.

    :raises Refused: when it was sent, is too old, or is more than anybody writes.
    """
    kept = Asking.objects.select_for_update().get(pk=asking.pk)
    check_draft(kept)
    draft = {**kept.draft, page: dict(told)}
    if len(json.dumps(draft)) > LARGEST_DRAFT:
        raise Refused("That is more than we can keep. Make it shorter, or ring us.")
    kept.draft = draft
    kept.save()
    return kept


def check_draft(asking: Asking) -> None:
    """See that it may still be written on.

    :raises Refused: when it was sent, or begun more than a week ago.
    """
    if asking.sent_at:
        raise Refused("This was sent already. You can add to it on the page that says how it is.")
    if asking.begun_at < clock.now() - DRAFT_KEPT:
        raise Refused(GONE)


@action(permission="help.keep_asking", about="asking")
def throw_away(*, by: Actor, asking: Asking) -> None:
    """Wipe what was typed and not sent.

    :raises Refused: when it was sent.
    """
    kept = Asking.objects.select_for_update().get(pk=asking.pk)
    check_draft(kept)
    kept.delete()


@action(permission="help.keep_asking", about="asking")
def send_asking(*, by: Actor, asking: Asking) -> list[Request]:
    """Send what was asked: a request for each need, each to the scheme that answers for it.

    What is sent twice is one asking: the requests of the first are given. A case of abuse at home
    has no page from then on: its private link is ended.

    :raises Refused: when something is missing, it is too old, or nobody could answer for it.
    """
    kept = Asking.objects.select_for_update().get(pk=asking.pk)
    if kept.sent_at:
        return list(kept.requests.select_related("asking", "scheme", "client", "need"))
    check_draft(kept)
    ask = read(told_in(kept.draft))
    made = take_in(kept, ask, to_each(ask, clock.now()), by=by)
    if made and made[0].asking_id != kept.pk:
        kept.delete()
        return made
    end_link_of_abuse(kept, made)
    return made


def end_link_of_abuse(asking: Asking, made: list[Request]) -> None:
    """Whoever asks because of abuse at home has no page that somebody else could open."""
    if any(r.client.abuse for r in made):
        asking.digest = new_token()[1]
        asking.save()


@action(permission="help.keep_asking", about="asking")
def give_code(*, by: Actor, asking: Asking) -> str:
    """The code without which the page says nothing: given once, and only its digest is kept.

    Not given a second time: an empty text then.
    """
    kept = Asking.objects.select_for_update().get(pk=asking.pk)
    if kept.code or not kept.sent_at:
        return ""
    code, kept.code = new_code()
    kept.save()
    return code


def opens(asking: Asking, typed: str) -> bool:
    """Whether a code is the one that was given."""
    return bool(asking.code) and digest_of_code(typed) == asking.code


@action(permission="help.ask", about="front_door")
def refer(*, by: Actor, front_door: Scheme, told: Mapping[str, Any]) -> list[Request]:
    """A professional asks for somebody: who they are, where they work, and whether they agreed.

    :raises Refused: when any of that is missing, or nobody could answer for it.
    """
    ask = read(told)
    if ask.knows == "self":
        raise Refused("Say whether they know that you refer them.", field="knows")
    if not (ask.asker.get("name") and ask.asker.get("organisation") and ask.asker.get("relation")):
        raise Refused("Say who you are, what your work is, and for whom.", field="asker_name")
    asking, _ = new_asking(way=Way.REFERRAL)
    made = take_in(asking, ask, to_each(ask, clock.now()), by=by)
    if made[0].asking_id == asking.pk:
        tell_referrer(asking, made)
    return made


def is_referrer_told(made: list[Request]) -> bool:
    """Whether a letter goes to whoever referred: they gave an address, and home is safe."""
    first = made[0].asking
    return bool(first and first.asker.get("email")) and not any(r.client.abuse for r in made)


def tell_referrer(asking: Asking, made: list[Request]) -> None:
    """Write to whoever referred that it came. It names nobody, no need and no scheme."""
    if is_referrer_told(made):
        write_letter(
            "help/letters/referral_came.txt", by=POSTMASTER, to=asking.asker["email"],
            secret=True, private=True, reference=asking.reference,
        )  # fmt: skip


@action(permission="help.enter_request", about="scheme")
def take_call(*, by: Actor, scheme: Scheme, told: Mapping[str, Any]) -> list[Request]:
    """Whoever holds the telephone types what a caller tells them. It stays with their scheme.

    :raises Refused: when the notice was not read to whoever asks for themselves, something is
        missing, or the scheme takes no requests now.
    """
    ask = read(told)
    check_read_aloud(ask)
    way = told.get("way") if told.get("way") in (Way.PHONE, Way.PAPER, Way.KNOWN) else Way.PHONE
    asking, _ = new_asking(way=str(way), entered_by=by.label)
    made = take_in(asking, ask, to_one(ask, scheme), by=by, scope=f"scheme:{scheme.pk}")
    end_link_of_abuse(asking, made) if made and made[0].asking_id == asking.pk else None
    return made


def check_read_aloud(ask: Ask) -> None:
    """See that whoever asks for themselves heard what is done with what they say.

    :raises Refused: when they did not.
    """
    if ask.knows == "self" and not ask.script and not ask.client:
        raise Refused("Read the notice to them first, and tick that you did.", field="read")


@action(permission="help.keep_asking", about="asking")
def mail_link(*, by: Actor, asking: Asking, to: str, link: str) -> None:
    """Send the private link to what was typed so far to its writer. It says nothing else."""
    check_draft(Asking.objects.get(pk=asking.pk))
    write_letter(
        "help/letters/come_back.txt", by=POSTMASTER, to=to, secret=True, private=True, link=link,
        until=clock.day_of(asking.begun_at + DRAFT_KEPT),
    )  # fmt: skip


@action(permission="help.keep_asking", about="asking")
def say_it_came(*, by: Actor, asking: Asking, link: str) -> int:
    """Tell whoever asked that it came, by e-mail or text, where that is safe; how many were told.

    Nothing goes to somebody who is unsafe at home, shares their telephone, or said to leave no
    message. It names no need, no scheme and no place.
    """
    request = asking.requests.select_related("client").order_by("pk").first()
    if request is None or request.client.abuse or request.client.safe.get("shared"):
        return 0
    own = asking.knows == "self"
    mail = request.client.email if own else asking.asker.get("email", "")
    words: dict[str, Any] = {"link": link, "reference": asking.reference}
    about = f"help.scheme:{request.scheme_id}/request:{request.pk}/" if own else ""
    words |= {"secret": True, "private": True, "about": about}
    if mail:
        write_letter("help/letters/came.txt", by=POSTMASTER, to=mail, **words)
        return 1
    if not own or why_no_text(request.client):
        return 0
    way = way_of_text(request.client, clock.now())
    write_letter(
        "help/texts/came.txt", by=POSTMASTER, to=mobile_of(way.number) or way.number,
        channel=Channel.TEXT, not_before=way.not_before, **words,
    )  # fmt: skip
    return 1


@action(permission="help.keep_house")
def tidy_askings(*, by: Actor) -> dict[str, int]:
    """Wipe drafts a week old, and after an hour by what the same sent twice is known.

    :returns: how many ``drafts`` and how many ``marks`` were wiped.
    """
    now = clock.now()
    old = Asking.objects.filter(sent_at=None, begun_at__lt=now - DRAFT_KEPT)
    drafts = old.filter(requests=None).delete()[0]
    past = Asking.objects.exclude(sameness="").filter(sent_at__lte=now - AN_HOUR)
    return {"drafts": drafts, "marks": past.update(sameness="")}


HOURLY = (tidy_askings,)
