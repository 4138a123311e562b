"""Organisations that no register lists: groups and partners, added here."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.places.models import Area
from commonweal.places.reports import the_place
from commonweal.sector import identifiers
from commonweal.sector.actions.corrections import standing
from commonweal.sector.belonging import here, whereabouts
from commonweal.sector.choices import Kind, NameKind, Scheme, Side
from commonweal.sector.facts import line, tidy
from commonweal.sector.gathering import HERE
from commonweal.sector.models import AreaServed, Identifier, Name, Organisation, SourceRecord
from commonweal.sector.publishing import republish

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PARTNER_KINDS = {Kind.PUBLIC, Kind.BUSINESS, Kind.OTHER}
_BATCH = 500


@dataclass(frozen=True, kw_only=True)
class NewOrganisation:
    """What is told to us about an organisation that no register lists.

    ``facts`` are typed as in ``facts.tidy``; ``areas`` are the GSS codes of the areas it serves;
    ``number`` is the number it was given before, if it comes from an older list.
    """

    name: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    areas: Sequence[str] = ()
    number: str = ""


@action(permission="sector.add_organisation")
def add_group(
    *, by: Actor, name: str, facts: Mapping[str, Any] | None = None, areas: Sequence[str] = ()
) -> Organisation:
    """Add an informal group. It gets a number of ours and stands beside the registered ones.

    :raises Refused: naming the field, when something it states cannot be kept, or when it says
        neither where it is nor which area it serves, or neither of them is in the place.
    """
    new = NewOrganisation(name=name, facts=facts or {}, areas=areas)
    return _add([new], {"kind": Kind.GROUP.value, "side": Side.SECTOR.value})[0]


@action(permission="sector.add_organisation")
def add_groups(*, by: Actor, groups: Sequence[NewOrganisation]) -> list[Organisation]:
    """Add many informal groups at once: all of them, or none.

    :raises Refused: naming the group and the field.
    """
    return _add(groups, {"kind": Kind.GROUP.value, "side": Side.SECTOR.value})


@action(permission="sector.add_organisation")
def add_partner(
    *,
    by: Actor,
    name: str,
    kind: Kind = Kind.PUBLIC,
    facts: Mapping[str, Any] | None = None,
    areas: Sequence[str] = (),
    number: str = "",
) -> Organisation:
    """Add a body that works with the sector: a council, a health trust, a business.

    ``number`` is the number it was given before, if it comes from an older list.

    :raises Refused: naming the field.
    """
    if kind not in _PARTNER_KINDS:
        raise Refused("A partner is a public body, a business or another body.", field="kind")
    new = NewOrganisation(name=name, facts=facts or {}, areas=areas, number=number)
    return _add([new], {"kind": Kind(kind).value, "side": Side.PARTNER.value})[0]


def _add(new: Sequence[NewOrganisation], fixed: Mapping[str, str]) -> list[Organisation]:
    now = clock.now()
    named = area_names({code for n in new for code in n.areas})
    made, records, numbers, served = [], [], [], []
    for one in new:
        facts = _facts(one, fixed, named, now)
        number = _number(one)
        organisation = Organisation(
            ref=f"{Scheme.OURS}-{number}", name=facts["name"], added_at=now, changed_at=now
        )
        made.append(organisation)
        numbers.append(
            Identifier(organisation=organisation, scheme=Scheme.OURS, value=number, source=HERE)
        )
        records.append(
            SourceRecord(
                organisation=organisation,
                source=HERE,
                key=organisation.ref,
                facts=facts,
                stated_at=now,
            )
        )
        served += areas_told(organisation, one.areas, named)
    _refuse_known_numbers(numbers)
    _refuse_those_elsewhere(new, records)
    Organisation.objects.bulk_create(made, batch_size=_BATCH)
    Identifier.objects.bulk_create(numbers, batch_size=_BATCH)
    SourceRecord.objects.bulk_create(records, batch_size=_BATCH)
    AreaServed.objects.bulk_create(served, batch_size=_BATCH)
    republish([o.pk for o in made], now=now)
    fresh = Organisation.objects.in_bulk([o.pk for o in made])
    return [fresh[o.pk] for o in made]


def _facts(
    new: NewOrganisation, fixed: Mapping[str, str], areas: Mapping[str, str], now: dt.datetime
) -> dict[str, Any]:
    stated = {**new.facts, "name": new.name}
    facts: dict[str, Any] = {f: tidy(f, v, today=now.date()) for f, v in stated.items()}
    facts.update(fixed)
    unknown = [code for code in new.areas if code not in areas]
    if unknown:
        raise Refused(f"{unknown[0]} is not the code of an area that is known here.", field="areas")
    if not facts.get("postcode") and not new.areas:
        raise Refused(
            f"Say where {facts['name']} is, by its postcode, or which area it serves.",
            field="postcode",
        )
    return facts


def _refuse_those_elsewhere(
    new: Sequence[NewOrganisation], records: Sequence[SourceRecord]
) -> None:
    """What lies outside the place and serves nothing in it would be kept and never shown."""
    place, name = here(), the_place().name
    if not (place.everywhere or place.codes):
        return
    where = whereabouts({r.facts["postcode"] for r in records if r.facts.get("postcode")})
    for one, record in zip(new, records, strict=True):
        postcode = record.facts.get("postcode") or ""
        spot = where.get(postcode, {})
        if place.holds(spot) or place.is_served_by(one.areas, national=False):
            continue
        if one.areas:
            raise Refused(
                f"None of these areas lies in {name}. Choose one that does.", field="areas"
            )
        if not spot:
            sentence = f"{postcode} is not known here. Put it right, or choose the areas it serves."
        else:
            sentence = f"{postcode} lies outside {name}. Choose the areas here that it serves."
        raise Refused(sentence, field="postcode")


def _number(new: NewOrganisation) -> str:
    if not new.number:
        return "".join(secrets.choice(_ALPHABET) for _ in range(10))
    number = identifiers.normalise(Scheme.OURS, new.number)
    if number is None:
        raise Refused(f"{new.number[:40]} cannot be a number of ours.", field="number")
    return number


def _refuse_known_numbers(numbers: Sequence[Identifier]) -> None:
    values = [n.value for n in numbers]
    for start in range(0, len(values), _BATCH):
        taken = Identifier.objects.filter(
            scheme=Scheme.OURS, value__in=values[start : start + _BATCH]
        ).first()
        if taken:
            raise Refused(f"The number {taken.value} is somebody's already.", field="number")
    if len(set(values)) != len(values):
        raise Refused("Two of these have the same number.", field="number")


def areas_told(
    organisation: Organisation, codes: Sequence[str], named: Mapping[str, str]
) -> list[AreaServed]:
    """The areas as they are kept; two of one name are told apart by their codes."""
    told: dict[str, str] = {}
    for code in dict.fromkeys(codes):
        told[named[code] if named[code] not in told else f"{named[code]} ({code})"] = code
    return [
        AreaServed(organisation=organisation, code=code, words=words, source=HERE)
        for words, code in told.items()
    ]


def area_names(codes: set[str]) -> dict[str, str]:
    """The names of the areas with these codes; codes that are not known are left out."""
    return dict(Area.objects.filter(code__in=codes).values_list("code", "name"))


@action(permission="sector.correct_organisation", about="organisation", keeps=("kind",))
def add_name(
    *, by: Actor, organisation: Organisation, name: str, kind: NameKind = NameKind.ALSO
) -> Name:
    """Note another name that it goes by or went by. Search finds it under each.

    :raises Refused: when there is no name, or it is noted already.
    """
    if kind not in NameKind.values or kind == NameKind.OFFICIAL:
        raise Refused("Choose a working, a previous or another name.", field="kind")
    try:
        text = line(255, needed="Write the name.")(name, clock.today())
    except ValueError as problem:
        raise Refused(str(problem), field="name") from problem
    held = standing(organisation)
    if held.name == text or held.names.filter(name=text).exists():
        raise Refused(f"{text} is noted already.", field="name")
    made = Name.objects.create(organisation=held, name=text, kind=kind, source=HERE)
    touch(held)
    return made


@action(permission="sector.correct_organisation", about="organisation")
def remove_name(*, by: Actor, organisation: Organisation, name: Name) -> None:
    """Take away a name that was noted here.

    :raises Refused: when a register states it.
    """
    held = standing(organisation)
    if name.source != HERE or name.organisation_id != held.pk:
        raise Refused(f"{name.name} is not a name that was noted here for {held.name}.")
    name.delete()
    touch(held)


@action(permission="sector.correct_organisation", about="organisation", keeps=("codes",))
def set_areas_served(*, by: Actor, organisation: Organisation, codes: Sequence[str]) -> None:
    """Say which areas it serves, beside those that a register states.

    :raises Refused: when a code is not an area's.
    """
    named = area_names(set(codes))
    unknown = [code for code in codes if code not in named]
    if unknown:
        raise Refused(f"{unknown[0]} is not the code of an area that is known here.", field="codes")
    held = standing(organisation)
    held.areas_served.filter(source=HERE).delete()
    AreaServed.objects.bulk_create(areas_told(held, codes, named))
    touch(held)


def touch(organisation: Organisation) -> None:
    """Publish again something that changed beside the columns, such as a name."""
    Organisation.objects.filter(pk=organisation.pk).update(changed_at=clock.now())
    republish([organisation.pk])
