"""Every change to measures: begun, ended, observed, withdrawn."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.unseen import seen
from commonweal.impact.choices import Better, Unit
from commonweal.impact.figures import in_words
from commonweal.impact.models import Measure, Observation

A_CODE = re.compile(r"^[A-Z]\d{8}$")
A_SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
PLACES = Decimal("0.0001")
LARGEST = Decimal(10) ** 14


@action(permission="impact.keep_measures")
def add_measure(
    *,
    by: Actor,
    slug: str,
    name: str,
    how: str = "",
    unit: str = Unit.NUMBER,
    better: str = Better.NEITHER,
) -> Measure:
    """Begin to count something the same way each time.

    :raises Refused: when it has no name, or another has its address.
    """
    if not A_SLUG.match(slug) or len(slug) > 80:
        raise Refused("Use small letters, digits and dashes, at most 80.", field="slug")
    if Measure.objects.filter(slug=slug).exists():
        raise Refused("Another measure has this address.", field="slug")
    if unit not in Unit.values or better not in Better.values:
        raise Refused("Say in what it is counted, and which way is better.", field="unit")
    return Measure.objects.create(
        slug=slug, unit=unit, better=better,
        name=_text(name, "name", "Give it a name.", 200),
        how=_text(how, "how", "", 5_000),
    )  # fmt: skip


@action(permission="impact.keep_measures", about="measure", keeps=("on",))
def end_measure(*, by: Actor, measure: Measure, on: dt.date) -> Measure:
    """Say that something is not counted any more, from a day on. What was observed stays.

    :raises Refused: when it has ended, or something was observed after that day.
    """
    held = Measure.objects.select_for_update().get(pk=measure.pk)
    if held.ended_on:
        raise Refused("This measure has ended already.")
    if held.observations.standing().filter(ends_on__gt=on).exists():
        raise Refused("There are figures from after this day.", field="on")
    held.ended_on = on
    held.save(update_fields=["ended_on"])
    return held


@action(permission="impact.record", about="measure", keeps=("starts_on", "ends_on", "area"))
def record_observation(
    *,
    by: Actor,
    measure: Measure,
    starts_on: dt.date,
    ends_on: dt.date,
    value: Decimal | int,
    source: str,
    source_url: str = "",
    low: Decimal | None = None,
    high: Decimal | None = None,
    area: str = "",
    note: str = "",
) -> Observation:
    """Record what a measure was over a stretch of days. The same figure again changes nothing.

    :raises Refused: when another value stands for that stretch, or the figure cannot be.
    """
    held = Measure.objects.select_for_update().get(pk=measure.pk)
    _check_days(held, starts_on, ends_on)
    figure, least, most = (_figure(x, held.unit) for x in (value, low, high))
    assert figure is not None
    if (least is None) != (most is None):
        raise Refused("A range has both its ends.", field="low" if least is None else "high")
    if least is not None and most is not None and not least <= figure <= most:
        raise Refused("The figure does not lie in its range.", field="value")
    if area and not A_CODE.match(area):
        raise Refused(f"{area[:20]} is not the code of an area. One is E07000148.", field="area")
    stands = held.observations.standing().filter(area=area, starts_on=starts_on, ends_on=ends_on)
    if former := stands.first():
        if (former.value, former.low, former.high) == (figure, least, most):
            return former
        raise Refused(
            f"For these days it says {in_words(former.value, held.unit)}. Withdraw that first, "
            "and say why.",
            field="value",
        )
    return Observation.objects.create(
        measure=held, area=area, starts_on=starts_on, ends_on=ends_on, value=figure, low=least,
        high=most, note=_text(note, "note", "", 500), source_url=_address(source_url),
        source=_text(source, "source", "Say who counted it.", 300),
        at=clock.now(), by=by.label,
    )  # fmt: skip


@action(permission="impact.withdraw", about="observation", keeps=("reason",))
def withdraw_observation(*, by: Actor, observation: Observation, reason: str) -> Observation:
    """Withdraw a figure that proves wrong. It stays to be seen, with the reason.

    :raises Refused: when it was withdrawn before, or no reason is given.
    """
    held = Observation.objects.select_for_update().get(pk=observation.pk)
    if held.withdrawn_at:
        raise Refused("This figure was withdrawn before.")
    held.withdrawn_because = _text(reason, "reason", "Say why it is withdrawn.", 500)
    held.withdrawn_at, held.withdrawn_by = clock.now(), by.label
    held.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    return held


def _check_days(measure: Measure, starts_on: dt.date, ends_on: dt.date) -> None:
    if ends_on < starts_on:
        raise Refused("It would end before it begins.", field="ends_on")
    if ends_on > clock.today():
        raise Refused("These days are not over yet.", field="ends_on")
    if measure.ended_on and ends_on > measure.ended_on:
        raise Refused("This is not counted any more.", field="ends_on")


def _figure(value: Decimal | int | None, unit: str) -> Decimal | None:
    if value is None:
        return None
    figure = Decimal(value)
    if not figure.is_finite() or abs(figure) >= LARGEST:
        raise Refused("This is not a figure that can be kept.", field="value")
    if unit == Unit.SHARE and not 0 <= figure <= 100:
        raise Refused("A share lies between 0 and 100 per cent.", field="value")
    return figure.quantize(PLACES)


def _text(text: str, field: str, missing: str, most: int) -> str:
    plain = seen(text).strip()
    if missing and not plain:
        raise Refused(missing, field=field)
    if len(plain) > most:
        raise Refused(f"Please use at most {most:,} characters.", field=field)
    return plain


def _address(text: str) -> str:
    address = _text(text, "source_url", "", 500)
    if address:
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError as problem:
            raise Refused(
                "This is not a whole web address. It begins with https://.", field="source_url"
            ) from problem
    return address
