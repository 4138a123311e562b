"""People are asked into a scheme by e-mail, and helpers of a closing one told where others are."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from commonweal.accounts.actions import open_account
from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor, Robot
from commonweal.core.refused import Refused
from commonweal.help.actions.members import add_member, tell_of_part
from commonweal.help.actions.requests import words_of
from commonweal.help.choices import HelperStanding, SchemeStanding
from commonweal.help.models import Helper, Scheme, SchemeChange, SchemeMember

DOORKEEPER = Robot("scheme-doorkeeper")
ASKED = "Its helpers were asked whether they want to join another scheme"


@action(permission="help.keep_members", about="scheme", keeps=("part", "guards"))
def invite_member(
    *, by: Actor, scheme: Scheme, email: str, name: str, part: str, guards: str = ""
) -> SchemeMember:
    """Give somebody a part by their e-mail address; an account is opened if they have none.

    They are told by a letter that names no scheme in its subject, and sign in by their address.

    :raises Refused: when the address cannot be, or their account was switched off.
    """
    address = email.strip()
    try:
        validate_email(address)
    except ValidationError as problem:
        raise Refused("This is not a whole e-mail address.", field="email") from problem
    called = words_of(name, "name", needed="Write their name: the others see it.")
    person = open_account(by=DOORKEEPER, email=address, name=called[:100])
    member = add_member(by=by, scheme=scheme, person=person, part=part, guards=guards)
    tell_of_part(scheme, person, part, guards, by=by)
    return member


@action(permission="help.lead_scheme", about="scheme")
def ask_helpers(*, by: Actor, scheme: Scheme, said: str = "") -> list[Helper]:
    """Ask every helper of a scheme that closes whether they want to join another, once.

    Nobody is moved: each is told which schemes are open, and joins one or none of their own accord.

    :returns: those without an e-mail address, who are to be rung.
    :raises Refused: when it is not closing, they were asked before, or no other scheme is open.
    """
    held: Scheme = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if held.standing != SchemeStanding.CLOSING:
        raise Refused("Helpers are asked once the scheme is closing.")
    if asked_at(held) is not None:
        raise Refused("They were asked already. Ring those who have not answered.")
    others = list(Scheme.objects.public().taking().exclude(pk=held.pk).order_by("name", "pk"))
    if not others:
        raise Refused("No other scheme is open. Ring each helper yourself.")
    words, standing = words_of(said, "said"), Helper.objects.of(held)
    to_ring = []
    for helper in standing.exclude(standing=HelperStanding.LEFT).order_by("pk"):
        if not helper.email:
            to_ring.append(helper)
            continue
        write_letter(
            "help/letters/helpers.txt", by=POSTMASTER, to=helper.email, secret=True, scheme=held,
            name=helper.name, others=others, said=words,
        )  # fmt: skip
    SchemeChange.objects.create(
        scheme=held, standing=held.standing, at=clock.now(), by=by.label, reason=ASKED
    )
    return to_ring


def asked_at(scheme: Scheme) -> SchemeChange | None:
    """When its helpers were asked, since it last began to close."""
    rows = scheme.changes.order_by("-pk")
    for row in rows:
        if row.reason == ASKED:
            return row
        if row.standing != SchemeStanding.CLOSING:
            return None
    return None
