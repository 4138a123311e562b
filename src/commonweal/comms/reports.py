"""Which addresses mail comes back from, and which numbers texts reach."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from django.db.models import Count, Q

from commonweal.comms.models import Bounce

# So many letters that came back for a while make an address one to be rung about.
MANY = 3
LONGEST = 254
ONE_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\]+\.[^\s@<>()\[\],;:\"\\.]+")
AT_ONCE = 500
# Letters of a text: three in one; more is read by nobody.
LONGEST_TEXT = 480
MOBILE = re.compile(r"\+447[1-9]\d{8}|\+(?!44)[1-9]\d{7,14}")


def plain(address: str) -> str:
    """An address as bounces are kept by: case makes no other address."""
    return address.strip().lower()


def can_be_written_to(address: str) -> bool:
    """Whether it is one whole address; registers hold telephone numbers and pairs there too."""
    return len(address) <= LONGEST and ONE_ADDRESS.fullmatch(address) is not None


def bounced_among(addresses: Iterable[str]) -> frozenset[str]:
    """Those of these addresses that mail comes back from, as ``plain`` writes them.

    One that came back for good, or three for a while with none of them cleared.
    """
    wanted = sorted({plain(address) for address in addresses})
    found: set[str] = set()
    for start in range(0, len(wanted), AT_ONCE):
        rows = Bounce.objects.standing().filter(address__in=wanted[start : start + AT_ONCE])
        counted = rows.values("address").annotate(
            gone=Count("pk", filter=Q(hard=True)), late=Count("pk", filter=Q(hard=False))
        )
        found |= {r["address"] for r in counted if r["gone"] or r["late"] >= MANY}
    return frozenset(found)


def without_bounced(addresses: Collection[str], bounced: Collection[str]) -> tuple[str, ...]:
    """The addresses that mail reaches, as far as we know."""
    return tuple(a for a in addresses if plain(a) not in bounced)


def bounces_of(addresses: Iterable[str]) -> list[Bounce]:
    """What came back from these addresses and stands, newest first."""
    wanted = {plain(address) for address in addresses}
    return list(Bounce.objects.standing().filter(address__in=wanted).order_by("-at", "-pk"))


def mobile_of(typed: str) -> str:
    """A number that texts reach, as it is dialled from anywhere; "" of any other."""
    plain = re.sub(r"[^\d+]", "", typed.replace("(0)", ""))
    if plain.startswith("00"):
        plain = f"+{plain[2:]}"
    if plain.startswith("0"):
        plain = f"+44{plain[1:]}"
    return plain if MOBILE.fullmatch(plain) else ""
