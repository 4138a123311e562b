"""Letters to those who keep an organisation's page, or say that they should."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.sector.choices import MemberRole
from commonweal.sector.models import Member, Organisation


def tell(
    letter: str, *to: str, organisation: Organisation, secret: bool = False, **words: Any
) -> None:
    """Write to each of these addresses, once, about one organisation."""
    for address in dict.fromkeys(a.strip().lower() for a in to if a):
        write_letter(
            f"sector/letters/{letter}.txt",
            by=POSTMASTER,
            to=address,
            secret=secret,
            organisation=organisation,
            **words,
        )


def owners_of(organisation: Organisation, *, but: Iterable[str] = ()) -> list[str]:
    """The addresses of its owners now, but for some."""
    owners = Member.objects.standing().who_may(MemberRole.OWNER).filter(organisation=organisation)
    left_out = {address.lower() for address in but}
    found = owners.order_by("pk").values_list("person__email", flat=True)
    return [address for address in found if address.lower() not in left_out]


def part_of(role: str) -> str:
    """A role as letters say it: "owner: keeps the page and says who else may"."""
    label = str(MemberRole(role).label)
    return label[:1].lower() + label[1:]
