"""Finds the organisation that a reference leads to, and says who may see it."""

from __future__ import annotations

from commonweal.core.actors import Actor
from commonweal.core.permissions import allowed
from commonweal.sector import identifiers
from commonweal.sector.choices import Scheme
from commonweal.sector.freshness import Stage
from commonweal.sector.models import Identifier, Organisation

# A chain of merges longer than this is a circle.
_LONGEST = 20


def find_by_org_id(ref: str) -> Organisation | None:
    """The organisation that any of its numbers, or of those merged into it, leads to.

    Whether anybody may see it is another question: ``may_see``. A charity linked to another leads
    to its main charity.
    """
    reference = ref.strip()[:100]
    found = Organisation.objects.filter(ref=reference).first() or _by_number(reference)
    for _ in range(_LONGEST):
        if found is None or found.same_as_id is None:
            return found
        found = Organisation.objects.get(pk=found.same_as_id)
    return None


def _by_number(reference: str) -> Organisation | None:
    parsed = identifiers.parse(reference)
    if parsed is None:
        return None
    scheme, value = parsed
    values = [value, value.partition("-")[0]] if scheme == Scheme.CHC else [value]
    held = Identifier.objects.filter(scheme=scheme, value__in=values).select_related("organisation")
    nearest = max(held, key=lambda i: len(i.value), default=None)
    return nearest.organisation if nearest else None


def may_see(organisation: Organisation, viewer: Actor) -> bool:
    """Whether this viewer may know of it at all.

    What is withheld is for those who may see that; what lies outside the place, or was withdrawn
    from view because nobody confirmed it, is for staff.
    """
    if organisation.withheld:
        return allowed(viewer, "sector.see_withheld", organisation)
    here = organisation.based_here or organisation.serves_here
    shown = here and organisation.stage != Stage.WITHDRAWN
    return shown or allowed(viewer, "sector.see_register", organisation)
