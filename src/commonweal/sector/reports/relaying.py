"""Whether one can write to an organisation here. Never says whether it has an address."""

from __future__ import annotations

from commonweal.sector.choices import Ground, Kind, Status
from commonweal.sector.models import Organisation, RelayStop, Withholding


def can_be_written_to(organisation: Organisation) -> bool:
    """Whether it takes letters here: a going group, or one that chose to hide its e-mail.

    Only where no e-mail address is shown, and not where letters were stopped. The answer is the
    same whether an address is known or not.
    """
    if organisation.email or organisation.status != Status.ACTIVE:
        return False
    if organisation.kind != Kind.GROUP and not _hides_its_address(organisation):
        return False
    if RelayStop.objects.filter(organisation=organisation, sender="", ended_at=None).exists():
        return False
    return Organisation.objects.published().filter(pk=organisation.pk).exists()


def _hides_its_address(organisation: Organisation) -> bool:
    return Withholding.objects.filter(
        organisation=organisation, fact="email", ground=Ground.CHOICE, lifted_at=None
    ).exists()
