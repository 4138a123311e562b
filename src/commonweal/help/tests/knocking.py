"""Everybody knocks at every address of help, and some send something there."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client as Browser

from commonweal.core import errors
from commonweal.help import urls
from commonweal.help.permissions import asked_once
from commonweal.help.tests.matrix import LINKS, filled

# Who sends something to every address: who has no business there, and who may do most of it.
SENDERS = (
    "visitor", "stranger", "phone off duty", "coordinator elsewhere", "let in elsewhere",
    "suspended helper", "lead",
)  # fmt: skip
SIGN_IN, SIGN_IN_FIRST = "/account/login/", 401
Answers = dict[str, dict[str, int]]


def knock(w: dict[str, Any]) -> tuple[Answers, Answers]:
    """Every address, opened by everybody, and a form with nothing in it sent there by some: what
    each was answered, by route and name. Nothing that was sent stays done."""
    opened: Answers = {}
    sent: Answers = {}
    browsers = {}
    for n, (name, actor) in enumerate(w["actors"].items()):
        browsers[name] = Browser(raise_request_exception=False, REMOTE_ADDR=f"10.0.0.{n + 1}")
        if name != "visitor":
            browsers[name].force_login(actor, backend="django.contrib.auth.backends.ModelBackend")
    with patch.object(errors, "page", Briefly(errors.page)):
        for pattern in urls.urlpatterns:
            permission = getattr(getattr(pattern.callback, "view_class", None), "permission", None)
            key = f"{pattern.pattern} [{permission or 'anyone'}]"
            opened[key], sent[key] = knock_at(list(filled(pattern, w)), browsers)
    return opened, sent


def knock_at(
    addresses: list[tuple[str, str]], browsers: dict[str, Browser]
) -> tuple[dict[str, int], dict[str, int]]:
    """What everybody was answered who opened one address, and who sent something there."""
    opened, sent = {}, {}
    if addresses[0][0]:
        addresses = [*addresses, ("guessed link", guessed(addresses[0][1]))]
    for link, address in addresses:
        with asked_once():  # nothing changes meanwhile
            for name in ("visitor",) if link else browsers:
                opened[link or name] = browsers[name].get(address).status_code
        for name in ("visitor",) if link else SENDERS:
            sent[link or name] = send(browsers[name], address)
    return opened, sent


def guessed(address: str) -> str:
    """An address with a private link that is nobody's."""
    for token in {token for holders in LINKS.values() for token in holders.values()}:
        address = address.replace(token, "g" * 32)
    return address


def send(browser: Browser, address: str) -> int:
    """What a form with nothing in it is answered; what it did is undone."""
    with transaction.atomic():
        answer = browser.post(address)
        transaction.set_rollback(True)
    to_sign_in = answer.status_code == 302 and answer["Location"].startswith(SIGN_IN)
    return SIGN_IN_FIRST if to_sign_in else answer.status_code


class Briefly:
    """The page of a refusal, once in full; after that its number, which is all that is read."""

    def __init__(self, page: Any) -> None:
        self.page, self.seen = page, set[int]()

    def __call__(self, request: HttpRequest, status: int, **context: Any) -> HttpResponse:
        if status in self.seen:
            return HttpResponse(status=status)
        self.seen.add(status)
        return self.page(request, status, **context)
