"""What an organisation shows of how it is reached, by choice, and whether it takes letters."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.urls import reverse

from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.tokens import new_token
from commonweal.sector.actions.corrections import standing
from commonweal.sector.choices import Ground
from commonweal.sector.choosing import CHOICES
from commonweal.sector.models import GroupLink, Organisation, RelayStop, Withholding
from commonweal.sector.periods import Period, how_long
from commonweal.sector.publishing import republish
from commonweal.sector.reports.reaching import addresses_of

BY_CHOICE = "Kept private by its own choice."


@action(permission="sector.choose_what_is_shown", about="organisation", keeps=("shown",))
def choose_what_is_shown(
    *, by: Actor, organisation: Organisation, shown: Collection[str]
) -> set[str]:
    """Say which of ``choosing.CHOICES`` are shown; the others are private. Returns what changed.

    What a steward withholds for somebody's safety stays hidden whatever is chosen.

    :raises Refused: when something cannot be chosen.
    """
    if unknown := set(shown) - CHOICES.keys():
        raise Refused(f"{min(unknown)} is not one of the things to choose.", field="shown")
    held, now = standing(organisation), clock.now()
    rows = held.withholdings.filter(ground=Ground.CHOICE, lifted_at=None)
    private = set(rows.values_list("fact", flat=True))
    wanted = CHOICES.keys() - set(shown)
    rows.filter(fact__in=private - wanted).update(lifted_at=now, lifted_by=by.label[:200])
    Withholding.objects.bulk_create(
        Withholding(
            organisation=held,
            fact=fact,
            ground=Ground.CHOICE,
            reason=BY_CHOICE,
            at=now,
            by=by.label[:200],
        )
        for fact in sorted(wanted - private)
    )
    republish([held.pk])
    return wanted ^ private


@action(permission="sector.ask_for_choices", about="organisation")
def send_link_to_choices(*, by: Actor, organisation: Organisation) -> int:
    """Send whoever keeps its page a private link to what is shown of it; to how many it went.

    How many is for no page: it would tell whether an address is known.
    """
    now = clock.now()
    lasts = how_long(Period.USE_CHOICES, clock.today())
    addresses = list(dict.fromkeys(addresses_of(organisation)))
    for address in addresses:
        token, digest = new_token()
        GroupLink.objects.create(
            digest=digest, organisation=organisation, made_at=now, expires_at=now + lasts
        )
        write_letter(
            "sector/letters/choices.txt",
            by=POSTMASTER,
            to=address,
            secret=True,
            name=organisation.name,
            link=f"{settings.SITE_ADDRESS}{reverse('group-choices', args=[token])}",
            until=(now + lasts).date(),
        )
    return len(addresses)


@action(permission="sector.choose_what_is_shown", about="organisation", keeps=("taken",))
def take_letters(*, by: Actor, organisation: Organisation, taken: bool) -> bool:
    """Say whether letters from this site's visitors are taken. Returns whether that is a change."""
    held, now = standing(organisation), clock.now()
    stops = held.relay_stops.filter(sender="", ended_at=None)
    if taken:
        return bool(stops.update(ended_at=now, ended_by=by.label[:200]))
    if stops.exists():
        return False
    RelayStop.objects.create(organisation=held, at=now, by=by.label[:200])
    return True


@action(permission="sector.choose_what_is_shown", about="organisation")
def let_senders_write_again(*, by: Actor, organisation: Organisation) -> int:
    """Let everybody write again whose letters were stopped one by one; how many they were."""
    stops = organisation.relay_stops.filter(ended_at=None).exclude(sender="")
    return stops.update(ended_at=clock.now(), ended_by=by.label[:200])
