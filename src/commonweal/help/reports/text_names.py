"""Whose the numbers are to which a scheme's texts wait to be sent."""

from __future__ import annotations

from collections.abc import Iterable

from commonweal.comms.reports import mobile_of
from commonweal.help.choices import HelperStanding
from commonweal.help.models import Client, Helper, Scheme
from commonweal.help.sealing import mark_of, phone_digits

MOST = 2_000


def clients_by_number(scheme: Scheme, numbers: Iterable[str]) -> dict[str, Client]:
    """Whoever of a scheme is reached on these mobile numbers, found by their marks; then, for the
    rest, by the number that somebody with an open request called safe."""
    wanted = set(numbers)
    marks = [("phone", mark_of(scheme.pk, "phone", phone_digits(n))) for n in sorted(wanted)]
    ours = Client.objects.of(scheme)
    found = {mobile_of(c.phone): c for c in ours.marked([m for _, m in marks])} if marks else {}
    if wanted - found.keys():
        for client in ours.filter(requests__in=scheme.requests.open()).distinct()[:MOST]:
            found.setdefault(mobile_of((client.safe or {}).get("number", "")), client)
    return {number: client for number, client in found.items() if number in wanted}


def helpers_by_number(scheme: Scheme, numbers: Iterable[str]) -> dict[str, str]:
    """The names of a scheme's helpers who have these mobile numbers."""
    wanted = set(numbers)
    standing = Helper.objects.of(scheme).exclude(standing=HelperStanding.LEFT)
    named = {mobile_of(h.phone): str(h.name) for h in standing.order_by("-pk")[:MOST]}
    return {number: name for number, name in named.items() if number in wanted}
