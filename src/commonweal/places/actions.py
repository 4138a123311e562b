"""Every change to what this installation serves, and how it calls itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.places.logos import picture
from commonweal.places.models import Area, Place
from commonweal.places.reports import area_by_code, is_named, the_place
from commonweal.ui.colours import why_not

GSS = re.compile(r"[A-Z]\d{8}")
WORDS = {"name": 80, "keeper": 120, "telephone": 30, "email": 254, "address": 250}


@action(permission="places.set_place", keeps=("codes", "everywhere", "name"))
def set_place(
    *, by: Actor, codes: Sequence[str] = (), everywhere: bool = False, name: str = ""
) -> Place:
    """Say which areas this installation serves. Who belongs must then be judged again.

    :param codes: GSS codes, in the order in which they are to be shown.
    :param name: what the place is called from now on; "" leaves its name, or, where it never had
        one and serves a single area, names it after that.
    :raises Refused: when no code is given, or one is neither known nor shaped like a code.
    """
    wanted = list(dict.fromkeys(code.strip().upper() for code in codes if code.strip()))
    if everywhere and wanted:
        raise Refused("A place is either everywhere or a set of areas, not both.", field="codes")
    if not everywhere and not wanted:
        raise Refused("Name at least one area by its code, such as E10000020.", field="codes")
    known = set(Area.objects.filter(code__in=wanted).values_list("code", flat=True))
    for code in wanted:
        if code not in known and not GSS.fullmatch(code):
            raise Refused(
                f"{code} is not the code of an area. A code is a letter and eight digits.",
                field="codes",
            )
    if missing := unheard_of(wanted, known):
        raise Refused(
            f"{missing} is not the code of an area among those that were read. Is it mistyped?",
            field="codes",
        )
    place = the_place()
    place.codes, place.everywhere = wanted, everywhere
    place.save()
    name = name or ("" if is_named(place) else name_of_one(wanted))
    return describe_place(by=by, name=name) if name else place


def name_of_one(codes: Sequence[str]) -> str:
    """What the only area is called; "" where there are several, or its name is not known."""
    area = area_by_code(codes[0]) if len(codes) == 1 else None
    return area.name[: WORDS["name"]] if area else ""


def unheard_of(wanted: Sequence[str], known: set[str]) -> str:
    """The first code that is not known, once areas of its kind are; before that, none."""
    for code in wanted:
        alike = Area.objects.filter(code__startswith=code[:3])
        if code not in known and alike.exclude(name="").exists():
            return code
    return ""


@action(permission="places.set_place", keeps=("name", "accent", "accent_dark"))
def describe_place(
    *,
    by: Actor,
    name: str | None = None,
    keeper: str | None = None,
    telephone: str | None = None,
    email: str | None = None,
    address: str | None = None,
    accent: str | None = None,
    accent_dark: str | None = None,
    logo: IO[bytes] | None = None,
    without_logo: bool = False,
    fictional: bool | None = None,
) -> Place:
    """Say how the place calls and colours itself. What is not given stays as it is.

    :param keeper: the organisation that answers for this installation.
    :param accent: the colour of action on light pages, such as ``#6a1f47``; "" for the usual one.
    :raises Refused: for words that are too long, a colour that could not be read, or a logo that
        is no picture.
    """
    place = the_place()
    given: dict[str, Any] = {
        "name": name,
        "keeper": keeper,
        "telephone": telephone,
        "email": email,
        "address": address,
    }
    for field, words in given.items():
        if words is not None:
            setattr(place, field, checked(field, words))
    place.accent = place.accent if accent is None else accent.strip().lower()
    place.accent_dark = place.accent_dark if accent_dark is None else accent_dark.strip().lower()
    place.fictional = place.fictional if fictional is None else fictional
    check_colours(place)
    if logo is not None:
        place.logo = picture(logo)
    elif without_logo:
        place.logo = ""
    place.save()
    return place


def checked(field: str, words: str) -> str:
    """The words, tidied, if they may stand there."""
    tidied = " ".join(words.split())
    if field == "name" and not tidied:
        raise Refused("The place needs a name.", field=field)
    if len(tidied) > WORDS[field]:
        raise Refused(f"This is longer than {WORDS[field]} characters.", field=field)
    if field == "email" and tidied:
        try:
            validate_email(tidied)
        except ValidationError as error:
            raise Refused(f"{tidied} is not an e-mail address.", field=field) from error
    return tidied


def check_colours(place: Place) -> None:
    """Refuse a colour in which words could not be read, in the scheme it is for."""
    for field in ("accent", "accent_dark"):
        pair = {"accent": "", "accent_dark": "", field: getattr(place, field)}
        if fault := why_not(pair["accent"], pair["accent_dark"]):
            raise Refused(fault, field=field)
