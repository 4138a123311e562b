"""How an organisation can be reached, as proof of who acts for it. For judging only."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from commonweal.sector.gathering import gather
from commonweal.sector.models import Organisation
from commonweal.sector.proving import Held, domain_that_proves, is_known


def held_of(organisation: Organisation) -> Held:
    """The addresses that count as proof.

    Where somebody kept the page before, or answered a letter, only what the sources state: they
    could have put their own address there. What was put right here by staff counts otherwise.
    """
    resolved = gather([organisation])[organisation.pk].resolved()
    email, website = resolved["email"], resolved["website"]
    kept_before = kept_by_others(organisation)
    known = email.stated if kept_before else email.known
    shown = [
        "" if fact.withheld or (kept_before and fact.corrected) else str(fact.value or "")
        for fact in (email, website)
    ]
    return Held(
        emails=frozenset({str(known)} if known else ()),
        shown_emails=frozenset(filter(None, shown[:1])),
        shown_websites=frozenset(filter(None, shown[1:])),
    )


def kept_by_others(organisation: Organisation) -> bool:
    """Whether a member, or who answered a letter, could have changed how it is reached."""
    answered = organisation.reminders.exclude(used_at=None)
    return organisation.members.exists() or answered.exists()


def own_domains(organisation: Organisation, held: Held) -> list[str]:
    """The domains of its published addresses that no other organisation here has too."""
    return [domain for domain in sorted(held.domains) if not _shared(organisation, domain)]


def _shared(organisation: Organisation, domain: str) -> bool:
    """Whether another organisation is reached there: an accountant's, a diocese's, a council's."""
    others = Organisation.objects.filter(same_as=None).exclude(pk=organisation.pk)
    there = Q(email__iendswith=f"@{domain}") | Q(website__icontains=f"//{domain}")
    return others.filter(there | Q(website__icontains=f"//www.{domain}")).exists()


def proves(organisation: Organisation, email: str) -> bool:
    """Whether this address, to which somebody has answered, shows that they act for it."""
    held = held_of(organisation)
    if is_known(email, held):
        return True
    return bool(domain_that_proves(email, own_domains(organisation, held)))


@dataclass(frozen=True)
class Post:
    """Where a letter reaches an organisation, as far as it is known; for staff only."""

    street: str
    postcode: str

    @property
    def is_known(self) -> bool:
        """Whether a letter would arrive."""
        return bool(self.street and self.postcode)


def post_of(organisation: Organisation) -> Post:
    """The address that the sources state, public or not.

    A correction counts unless somebody but staff could have written their own.
    """
    resolved = gather([organisation])[organisation.pk].resolved()
    kept_before = kept_by_others(organisation)
    street, postcode = (
        str((fact.stated if kept_before else fact.known) or "")
        for fact in (resolved["street"], resolved["postcode"])
    )
    return Post(street, postcode)
