"""Whom to write to about an organisation's page. For letters only: never shown to anyone."""

from __future__ import annotations

from commonweal.sector.choices import MemberRole
from commonweal.sector.gathering import gather
from commonweal.sector.models import Member, Organisation


def addresses_of(organisation: Organisation) -> list[str]:
    """The e-mail addresses of those who keep its page; without any, the one that is known of it.

    The known address counts even where it is withheld, as an informal group's private one is:
    withholding keeps it from view, not from use. Empty when nobody can be written to.
    """
    keepers = (
        Member.objects.standing()
        .filter(organisation=organisation)
        .who_may(MemberRole.OWNER, MemberRole.EDITOR)
        .order_by("pk")
    )
    if found := list(keepers.values_list("person__email", flat=True)):
        return found
    known = gather([organisation])[organisation.pk].resolved()["email"].known
    return [str(known)] if known else []
