"""Asking helpers: a letter or a text with a private link that names nobody. Inner steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from commonweal.comms.actions import NewMessage, post_message, post_messages
from commonweal.comms.letters import letter, sender
from commonweal.comms.outbox import POSTMASTER
from commonweal.comms.reports import mobile_of
from commonweal.core import clock
from commonweal.core.refused import Refused
from commonweal.help.actions.telling import text_of
from commonweal.help.actions.waiting_words import of_offer
from commonweal.help.choices import OfferWay
from commonweal.help.models import Helper, Match, Offer


def is_texted(helper: Helper) -> bool:
    """Whether texts reach a helper."""
    return bool(mobile_of(helper.phone))


def check_way(helper: Helper, way: str) -> None:
    """Refuse a way by which a helper cannot be asked.

    :raises Refused: when they gave no such address or number, or no text can be sent from here.
    """
    if way not in OfferWay.values:
        raise Refused("Say how they are to be asked.", field="way")
    if way == OfferWay.EMAIL and not helper.email:
        raise Refused("They gave no e-mail address. Ring them.", field="way")
    if way == OfferWay.TEXT and not is_texted(helper):
        raise Refused("They gave no mobile number. Ring or write to them.", field="way")
    if way == OfferWay.PHONE and not helper.phone:
        raise Refused("They gave no telephone number.", field="way")


def usual_way(helper: Helper) -> str:
    """How a helper is asked where nobody chose: by e-mail, else by text, else by telephone."""
    if helper.email:
        return OfferWay.EMAIL
    return OfferWay.TEXT if is_texted(helper) else OfferWay.PHONE


def link_to(route: str, token: str) -> str:
    """A private address, as it stands in a letter."""
    return f"{settings.SITE_ADDRESS}{reverse(route, args=[token])}"


def tell_of_offers(asked: Sequence[tuple[Offer, Helper, str]]) -> None:
    """Ask helpers, each by the private link whose secret is given; who is to be rung is not."""
    head = sender()
    words = [words_of_offer(offer, helper, token, head) for offer, helper, token in asked]
    if told := [new for new in words if new is not None]:
        post_messages(by=POSTMASTER, messages=told)


def words_of_offer(offer: Offer, helper: Helper, token: str, head: Any) -> NewMessage | None:
    """What a helper is sent; nothing where they are to be rung."""
    if offer.way == OfferWay.PHONE:
        return None
    until = f"{clock.here(offer.expires_at):%A %-d %B, %H:%M}"
    link = link_to("offer", token)
    if offer.way == OfferWay.TEXT:
        words = f"{helper.scheme.name}: can you help somebody? Yes or no by {until}: {link}"
        return text_of(helper.phone, words, scheme=helper.scheme, about=f"offer:{offer.pk}/")
    return _letter("offer", helper, head=head, about=of_offer(offer), link=link, until=until)


def tell_of_task(match: Match, helper: Helper, token: str) -> None:
    """Give a helper whose yes came by telephone the private page of their task."""
    _write("task", helper, link=link_to("task", token))


def tell_it_is_over(helper: Helper) -> None:
    """Tell a helper that a task is theirs no more."""
    _write("task_over", helper)


def _write(name: str, helper: Helper, **words: Any) -> None:
    if new := _letter(name, helper, **words):
        post_message(by=POSTMASTER, **vars(new))


def _letter(name: str, helper: Helper, **words: Any) -> NewMessage | None:
    """A letter to a helper, to be posted; nothing where they gave no address."""
    if not helper.email:
        return None
    return letter(
        f"help/letters/{name}.txt", to=helper.email, secret=True, reply_to=helper.scheme.email,
        scheme=helper.scheme, name=helper.name, **words,
    )  # fmt: skip
