"""Whether a household came before, without a list of who came. Inner steps, and the burning."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db.models import Q
from django.db.models.functions import Length

from commonweal.commitments.dates import months_after
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.help.households import Told, household_told
from commonweal.help.models import AdviceContact, Client, Given, HouseholdSecret, Scheme
from commonweal.help.parcels import (
    LEAST_SECRET,
    REPEAT_MONTHS,
    Marked,
    earlier,
    household_mark,
    month_of,
    months_kept,
)


def told_of(client: Client) -> Told | None:
    """By what the household of somebody with a record is known again."""
    return household_told(client.postcode, client.address, client.name)


def secrets_of(scheme: Scheme) -> dict[str, bytes]:
    """The secrets that one scheme still has, by month."""
    months = months_kept(clock.today())
    rows = HouseholdSecret.objects.filter(scheme=scheme, month__in=months)
    return {row.month: bytes.fromhex(row.secret) for row in rows}


def secret_for(scheme: Scheme, on: dt.date) -> bytes:
    """The secret of the month of a day, made when it is first needed. Inside an action only."""
    row, _ = HouseholdSecret.objects.get_or_create(
        scheme=scheme, month=month_of(on), defaults={"secret": secrets.token_hex(LEAST_SECRET)}
    )
    return bytes.fromhex(row.secret)


def mark_for(scheme: Scheme, told: Told | None, on: dt.date) -> str:
    """The mark of a household on a day; none where it is not known, or that day's month is over.

    Inside an action only: the first mark of a month makes its secret.
    """
    if told is None or month_of(on) not in months_kept(clock.today()):
        return ""
    return household_mark(secret_for(scheme, on), *told)


def times_before(scheme: Scheme, told: Told | None, on: dt.date, kind: str) -> int:
    """How often a household had this kind of thing from this scheme in six months before a day."""
    if told is None:
        return 0
    kept = secrets_of(scheme)
    marks = [household_mark(secret, *told) for secret in kept.values()]
    rows = Given.objects.counted().filter(scheme=scheme, kind=kind, mark__in=marks, on__lte=on)
    found = [Marked(mark, day) for mark, day in rows.values_list("mark", "on")]
    return earlier(told, kept, found, on)


@action(permission="help.keep_house")
def burn_household_secrets(*, by: Actor) -> dict[str, int]:
    """Burn the secrets of months that are over, and wipe the marks of more than six months ago.

    With a mark goes what was told of diet and allergies then.

    :returns: how many ``secrets`` and ``marks`` are gone.
    """
    today = clock.today()
    over = HouseholdSecret.objects.exclude(month__in=months_kept(today))
    burnt, _ = over.delete()
    since = months_after(today, -REPEAT_MONTHS)
    told = Q(diet_told__gt=0) | Q(allergens_told__gt=0) | ~Q(mark="")
    old = Given.objects.annotate(diet_told=Length("diet"), allergens_told=Length("allergens"))
    given = old.filter(told, on__lt=since).update(mark="", diet="", allergens="")
    advised = AdviceContact.objects.filter(on__lt=since).exclude(mark="").update(mark="")
    return {"secrets": burnt, "marks": given + advised}


HOURLY = (burn_household_secrets,)
