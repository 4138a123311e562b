"""Remembering a neighbour's directory: whose it is, where it is, on what terms."""

from __future__ import annotations

import os
import re
from urllib.parse import urlsplit

from django.utils.text import slugify

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.sector.models import Feed
from commonweal.sector.sources.open_referral import source_name

NEEDED = {
    "title": ("Give the directory a title.", 120),
    "owner": ("Say who keeps it, as people will read it.", 120),
    "licence": ("Say on what terms it may be used.", 250),
}


@action(permission="intake.run_import", keeps=("name", "owner", "address", "licence"))
def save_feed(
    *, by: Actor, name: str, title: str, owner: str, licence: str, address: str = "",
    licence_address: str = "", only_here: bool = False,
) -> Feed:  # fmt: skip
    """Keep where a neighbour's directory is and whose it is; what was kept before is replaced.

    Its name never changes: all that it brought is known by it.

    :raises Refused: naming the field, when something of it cannot be kept.
    """
    name = name.strip().lower()
    if name != slugify(name) or not 1 <= len(name) <= 34:
        raise Refused("Use up to 34 small letters, figures and hyphens.", field="name")
    said = {"title": title, "owner": owner, "licence": licence}
    kept = {field: " ".join(text.split()) for field, text in said.items()}
    for field, (sentence, longest) in NEEDED.items():
        if not kept[field]:
            raise Refused(sentence, field=field)
        if len(kept[field]) > longest:
            raise Refused(f"Use {longest} letters at most.", field=field)
    addresses = {"address": web_address(address, "address"),
                 "licence_address": web_address(licence_address, "licence_address")}  # fmt: skip
    refuse_inside(name, addresses["address"])
    feed, _ = Feed.objects.update_or_create(
        name=name,
        defaults={**kept, **addresses, "only_here": only_here,
                  "saved_at": clock.now(), "saved_by": by.label},
    )  # fmt: skip
    return feed


def refuse_inside(name: str, address: str) -> None:
    """Say so at once where an address would never be asked.

    :raises Refused: when it leads into our own network, unless whoever runs the server allows it.
    """
    from commonweal.intake.fetching import setting_of  # only now: it brings the web client along
    from commonweal.sector.sources.open_referral_pages import is_inside

    setting = setting_of(source_name(name))
    if address and is_inside(address) and not os.environ.get(setting):
        raise Refused(
            "This address leads into a network of your own, which is never asked. Give one on the "
            "open web, or leave it empty and give files. Whoever runs the server may allow it with "
            f"{setting}.",
            field="address",
        )


def web_address(text: str, field: str) -> str:
    """An address on the web, without the slash at its end.

    :raises Refused: when it is none, or says a name and password.
    """
    address = text.strip().rstrip("/")
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        fits = parts.scheme in {"http", "https"} and parts.hostname and not parts.username
    except ValueError:
        fits = False
    if not fits or re.search(r"\s", address) or len(address) > 400 or parts.query or parts.fragment:
        raise Refused("An address begins with https:// and has no spaces, ? or #.", field=field)
    return address
