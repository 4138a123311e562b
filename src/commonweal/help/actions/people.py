"""A person's record in one scheme: begun, found again, changed. Inner steps, called by actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commonweal.core import clock
from commonweal.core.unseen import seen
from commonweal.help.actions.waiting_words import numbers_of, take_back_texts_to
from commonweal.help.models import Client, ClientMark, Scheme
from commonweal.help.sealing import mark_of, name_words, phone_digits
from commonweal.places.models import Postcode
from commonweal.places.postcodes import normalise

SEALED = ("name", "called", "phone", "email", "address", "postcode", "access", "born")
PLAIN = ("language", "abuse", "do_not_contact")


def marks_of(scheme: Scheme, told: Mapping[str, Any]) -> set[tuple[str, str]]:
    """The marks by which one scheme finds a person again: words of the name, number, postcode."""
    marks = {("name", mark_of(scheme.pk, "name", w)) for w in name_words(told.get("name", ""))}
    if digits := phone_digits(told.get("phone", "")):
        marks.add(("phone", mark_of(scheme.pk, "phone", digits)))
    if postcode := told.get("postcode", ""):
        marks.add(("postcode", mark_of(scheme.pk, "postcode", postcode.replace(" ", ""))))
    return marks


def place_of(postcode: str) -> dict[str, Any]:
    """Where a postcode lies, as a record keeps it; nothing of one that is not known."""
    row = Postcode.objects.filter(postcode=normalise(postcode)).first()
    if row is None:
        return {"spot": {}, "area": "", "district": ""}
    spot = {"easting": row.easting, "northing": row.northing} if row.easting else {}
    return {"spot": spot, "area": row.ward, "district": row.district}


def tell(client: Client, told: Mapping[str, Any]) -> Client:
    """Write what was told into a record, saved or new, and mark it again.

    When how somebody is safely reached is another than before, texts to the numbers of before that
    still wait never go.
    """
    before = (how_reached(client), numbers_of(client)) if client.pk else None
    for name in SEALED:
        if name in told:
            setattr(client, name, seen(str(told[name])).strip()[:2_000])
    for name in PLAIN:
        if name in told:
            setattr(client, name, told[name])
    if "safe" in told:
        client.safe = dict(told["safe"])
    if "postcode" in told:
        client.postcode = normalise(client.postcode) or client.postcode
        for name, value in place_of(client.postcode).items():
            setattr(client, name, value)
    client.called = client.called or client.name.split(" ")[0]
    client.edition += bool(client.pk)
    client.save()
    remark(client)
    if before and before[0] != how_reached(client):
        take_back_texts_to(client, before[1])
    return client


def how_reached(client: Client) -> tuple[Any, ...]:
    """All by which it is decided whether, when and on which number somebody is texted."""
    return client.abuse, client.do_not_contact, client.phone, client.safe or {}


def remark(client: Client) -> None:
    """Make the marks of a record anew, from what it says now."""
    wanted = marks_of(client.scheme, {
        "name": client.name, "phone": client.phone, "postcode": client.postcode,
    })  # fmt: skip
    there = {(m.kind, m.mark): m for m in client.marks.all()}
    ClientMark.objects.filter(pk__in=[m.pk for k, m in there.items() if k not in wanted]).delete()
    ClientMark.objects.bulk_create(
        ClientMark(client=client, kind=kind, mark=mark) for kind, mark in wanted - there.keys()
    )


def begin_person(scheme: Scheme, told: Mapping[str, Any]) -> Client:
    """A new record of one scheme."""
    return tell(Client(scheme=scheme, begun_at=clock.now()), told)


def perhaps_the_same(scheme: Scheme, told: Mapping[str, Any]) -> list[Client]:
    """Records of this scheme that may be the same person: same number, or name and postcode.

    For a person to look at; nothing is ever put together by itself, and no other scheme's record
    can be found this way.
    """
    marks = marks_of(scheme, told)
    phone = [m for k, m in marks if k == "phone"]
    name = [m for k, m in marks if k in {"name", "postcode"}]
    ours = Client.objects.of(scheme)
    found = list(ours.marked(phone)) if phone else []
    if any(k == "postcode" for k, _ in marks) and len(name) > 1:
        found += [c for c in ours.marked(name) if c not in found]
    return sorted(found, key=lambda c: c.pk)
