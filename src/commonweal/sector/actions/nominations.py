"""Naming companies that are to be in the register though no register of charities leads to them."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.sector import identifiers
from commonweal.sector.actions.corrections import why_of
from commonweal.sector.choices import Scheme, Status
from commonweal.sector.models import Identifier, Nomination

COMPANY = Scheme.COH


@action(permission="sector.nominate_company", keeps=("number", "works_here"))
def nominate_company(*, by: Actor, number: str, reason: str, works_here: bool = True) -> Nomination:
    """Name a company by its number. The next import of Companies House brings it in.

    :param works_here: whether it works in the place, which lets it in wherever its registered
        office is; else it comes in only if that office lies here.
    :raises Refused: when that is no company number with all its noughts, it is nominated or here
        already, or nobody says why.
    """
    tidied = identifiers.normalise(COMPANY, number)
    if tidied is None:
        raise Refused(
            f"{number.strip()[:40]} is not a company number. One has eight characters, such as "
            f"{identifiers.RULES[COMPANY].example}.",
            field="number",
        )
    if tidied not in (written := "".join(number.split()).upper()):
        raise Refused(
            f"A company number has eight characters, and {written[:40]} has not. "
            f"If you mean {tidied}, write it so.",
            field="number",
        )
    why = why_of(reason, needed="Say why, for whoever looks at it in a year.")
    _refuse_one_that_is_here(tidied)
    try:
        with transaction.atomic():
            return Nomination.objects.create(
                number=tidied, works_here=works_here, reason=why, at=clock.now(), by=by.label
            )
    except IntegrityError as problem:
        raise Refused(f"{tidied} is nominated already.", field="number") from problem


def _refuse_one_that_is_here(number: str) -> None:
    known = Identifier.objects.filter(scheme=COMPANY, value=number).select_related("organisation")
    for organisation in (identifier.organisation for identifier in known):
        belongs = organisation.based_here or organisation.serves_here
        if belongs and organisation.status == Status.ACTIVE:
            raise Refused(f"{organisation.name} is in the register already.", field="number")


@action(permission="sector.nominate_company", about="nomination")
def withdraw_nomination(*, by: Actor, nomination: Nomination) -> Nomination:
    """Take a nomination back. The next import lets the company go, unless something else holds it.

    :raises Refused: when it was taken back before.
    """
    held = Nomination.objects.select_for_update().get(pk=nomination.pk)
    if held.withdrawn_at is not None:
        raise Refused("This was withdrawn before.")
    held.withdrawn_at, held.withdrawn_by = clock.now(), by.label
    held.save()
    return held
