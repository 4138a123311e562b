"""Whom to write to about an organisation's page. For letters only: never shown to anyone."""

from __future__ import annotations

from collections.abc import Collection

from commonweal.sector.choices import MemberRole
from commonweal.sector.gathering import gather
from commonweal.sector.models import Member, Organisation


def addresses_of(organisation: Organisation) -> list[str]:
    """The e-mail addresses of those who keep its page; without any, the one that is known of it.

    The known address counts even where it is withheld, as an informal group's private one is:
    withholding keeps it from view, not from use. Empty when nobody can be written to.
    """
    return addresses_of_each([organisation])[organisation.pk]


def addresses_of_each(organisations: Collection[Organisation]) -> dict[int, list[str]]:
    """The same for many organisations, by their keys. Six queries."""
    keepers = (
        Member.objects.standing()
        .filter(organisation__in=[o.pk for o in organisations])
        .who_may(MemberRole.OWNER, MemberRole.EDITOR)
        .order_by("pk")
    )
    found: dict[int, list[str]] = {o.pk: [] for o in organisations}
    for owner, address in keepers.values_list("organisation", "person__email"):
        found[owner].append(address)
    unkept = [o for o in organisations if not found[o.pk]]
    for owner, about in (gather(unkept) if unkept else {}).items():
        if known := about.resolved()["email"].known:
            found[owner] = [str(known)]
    return found
