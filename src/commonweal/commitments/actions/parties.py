"""Who is bound by a document: added, signed, left."""

from __future__ import annotations

import datetime as dt

from commonweal.commitments.actions.freezing import OVER, held
from commonweal.commitments.models import Document, Party
from commonweal.commitments.permissions import kept_as
from commonweal.commitments.wording import one_line
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.sector.choices import Side
from commonweal.sector.models import Organisation


@action(permission="commitments.write", about="document", keeps=("side",))
def add_party(
    *,
    by: Actor,
    document: Document,
    side: str,
    name: str = "",
    organisation: Organisation | None = None,
) -> Party:
    """Add somebody who is to be bound: an organisation of the register, or one by its name.

    :raises Refused: when it has no name, stands there already, or is withheld from view.
    """  # fmt: skip
    now = _not_over(document)
    known = kept_as(organisation)
    if known is not None and known.withheld:
        raise Refused("This organisation is not shown anywhere.", field="organisation")
    called = one_line(name, "name", 255) or (known.name if known else "")
    if not called:
        raise Refused("Give its name.", field="name")
    if side not in Side.values:
        raise Refused("Say which side it is on.", field="side")
    if now.parties.filter(name=called).exists():
        raise Refused(f"{called} stands there already.", field="name")
    return Party.objects.create(document=now, organisation=known, name=called, side=side)


@action(permission="commitments.publish", about="party", keeps=("on",))
def sign_document(*, by: Actor, party: Party, on: dt.date, signed_by: str) -> Party:
    """Note that a party signed: who signed for it, and on which day.

    :raises Refused: when it signed before, the day is to come, or nobody is named.
    """
    _not_over(party.document)
    now = Party.objects.select_for_update().get(pk=party.pk)
    if now.signed_on:
        raise Refused(f"{now.name} has signed already.")
    if on > clock.today():
        raise Refused("Say the day on which it was signed: not one to come.", field="on")
    now.signed_on, now.signed_by = on, one_line(signed_by, "signed_by", 200)
    if not now.signed_by:
        raise Refused("Say who signed.", field="signed_by")
    now.save(update_fields=["signed_on", "signed_by"])
    return now


@action(permission="commitments.publish", about="party", keeps=("on",))
def leave_document(*, by: Actor, party: Party, on: dt.date) -> Party:
    """Note that a party is bound no longer.

    :raises Refused: when it never signed, left before, or the day is to come or before it signed.
    """
    _not_over(party.document)
    now = Party.objects.select_for_update().get(pk=party.pk)
    if now.signed_on is None:
        raise Refused("It has not signed. Take it out instead.")
    if now.left_on:
        raise Refused(f"{now.name} has left already.")
    if not now.signed_on <= on <= clock.today():
        raise Refused("Say a day after it signed, and not one to come.", field="on")
    now.left_on = on
    now.save(update_fields=["left_on"])
    return now


@action(permission="commitments.write", about="document", keeps=("name",))
def take_out_party(*, by: Actor, document: Document, name: str) -> None:
    """Take out a party that has not signed.

    :raises Refused: when it has signed, or does not stand there.
    """
    party = _not_over(document).parties.filter(name=name).first()
    if party is None:
        raise Refused("It does not stand there.")
    if party.signed_on:
        raise Refused(f"{name} has signed. Note the day on which it leaves instead.")
    party.delete()


def _not_over(document: Document) -> Document:
    now = held(document)
    if now.standing in OVER:
        raise Refused(f"This is {now.get_standing_display().lower()}. It stays as it is.")
    return now
