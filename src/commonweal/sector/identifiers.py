"""Identifiers of organisations: how each register writes them, and where it shows the body.

Schemes are the prefixes of org-id.guide; ``GB-PPON`` and our own ``XX-VCSE`` are not on its list.
No Django here: plain strings in, plain strings out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

SPACES = re.compile(r"[\s\u200b\ufeff]+")
WHOLE_NUMBER_AS_DECIMAL = re.compile(r"^(\d+)\.0+$")
SHORT_COMPANY = re.compile(r"^([A-Z]{2})(\d{1,5})$")
OLD_SOCIETY = re.compile(r"^IP0*(\d+R)$")


@dataclass(frozen=True)
class Rule:
    """How one register writes its numbers.

    ``tidy`` brings the usual ways of writing into the register's own; ``pattern`` is what is then
    valid. ``page`` is the address of a body's page on the public register, where it has one.
    """

    pattern: re.Pattern[str]
    tidy: Callable[[str], str] = str
    page: str = ""
    example: str = ""


def charity(value: str) -> str:
    """``0200051`` is 200051, ``1090095-0`` the main charity, ``-2`` a charity linked to it."""
    number, _, linked = (part.lstrip("0") for part in value.partition("-"))
    return f"{number}-{linked}" if linked else number


def company(value: str) -> str:
    """Eight characters: bare digits are filled with noughts, and so are those after a prefix."""
    if value.isascii() and value.isdigit():
        return value.zfill(8)
    short = SHORT_COMPANY.match(value)
    return f"{short[1]}{short[2].zfill(6)}" if short else value


def scottish(value: str) -> str:
    """``SC`` and six digits; people leave out the letters or the noughts."""
    digits = value.removeprefix("SC")
    return f"SC{digits.zfill(6)}" if digits.isdigit() else value


def northern_irish(value: str) -> str:
    """Six digits; people write NIC or NI before them."""
    return value.removeprefix("NIC").removeprefix("NI")


def society(value: str) -> str:
    """``10002R``. The companies register writes the same society as IP10002R."""
    old = OLD_SOCIETY.match(value)
    return old[1] if old else value


def procurement(value: str) -> str:
    """Four letters, four digits, four letters, with dashes between."""
    plain = value.replace("-", "")
    return f"{plain[:4]}-{plain[4:8]}-{plain[8:]}" if len(plain) == 12 else value


RULES: dict[str, Rule] = {
    "GB-CHC": Rule(
        re.compile(r"^[1-9]\d{5,6}(-[1-9]\d*)?$"),
        charity,
        "https://register-of-charities.charitycommission.gov.uk/charity-details/"
        "?regid={number}&subid={linked}",
        "1090095",
    ),
    "GB-COH": Rule(
        re.compile(r"^(?!0{8})(?=.{8}$)(\d{8}|R\d{7}|[A-Z]{2}\d{2,6}[A-Z]{0,4})$"),
        company,
        "https://find-and-update.company-information.service.gov.uk/company/{value}",
        "09506232",
    ),
    "GB-NIC": Rule(
        re.compile(r"^1\d{5}$"),
        northern_irish,
        "https://www.charitycommissionni.org.uk/charity-details/?regId={value}&subId=0",
        "100019",
    ),
    "GB-SC": Rule(
        re.compile(r"^SC\d{6}$"),
        scottish,
        "https://www.oscr.org.uk/about-charities/search-the-register/charity-details?number={value}",
        "SC042386",
    ),
    "GB-MPR": Rule(re.compile(r"^([A-Z]{2})?\d{1,6}[A-Z]{0,5}$"), society, "", "235C"),
    "GB-CASC": Rule(re.compile(r"^[0-9a-f]{8}$"), str.lower, "", "df679063"),
    "GB-EDU": Rule(
        re.compile(r"^[1-9]\d{4,5}$"),
        str,
        "https://get-information-schools.service.gov.uk/Establishments/Establishment/Details/{value}",
        "125554",
    ),
    "GB-UKPRN": Rule(re.compile(r"^1\d{7}$"), str, "", "10000346"),
    "GB-NHS": Rule(re.compile(r"^[0-9A-Z]{3,10}$"), str, "", "RAX"),
    "GB-LAE": Rule(re.compile(r"^[A-Z]{3}$"), str, "", "BAS"),
    "GB-GOR": Rule(re.compile(r"^[A-Z]{1,3}\d{1,5}$"), str, "", "EA1113"),
    "GB-SHPE": Rule(re.compile(r"^[A-Z]{0,3}\d{4}$"), str, "", "LH4401"),
    "GB-PPON": Rule(re.compile(r"^[A-Z]{4}-\d{4}-[A-Z]{4}$"), procurement, "", "PWHN-7463-JTVD"),
    "XX-VCSE": Rule(re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$"), str.lower, "", "holt-0123456789"),
}


def normalise(scheme: str, value: object) -> str | None:
    """The value as its register writes it, or nothing if it cannot be one of its numbers.

    Takes what people and spreadsheets write: spaces, small letters, missing noughts, ``2534141.0``,
    or the whole org-id.
    """
    rule = RULES.get(scheme)
    if rule is None or value is None:
        return None
    text = SPACES.sub("", str(value)).upper().removeprefix(f"{scheme}-")
    decimal = WHOLE_NUMBER_AS_DECIMAL.match(text)
    tidied = rule.tidy(decimal[1] if decimal else text)
    return tidied if tidied.isascii() and rule.pattern.match(tidied) else None


def org_id(scheme: str, value: object) -> str | None:
    """Scheme and value as one reference, or nothing if the value is not valid."""
    known = normalise(scheme, value)
    return None if known is None else f"{scheme}-{known}"


def parse(reference: object) -> tuple[str, str] | None:
    """The scheme and the value of an org-id such as ``GB-CHC-1090095``; nothing if it is none."""
    text = SPACES.sub("", str(reference or ""))
    for scheme in RULES:
        if text.upper().startswith(f"{scheme}-"):
            value = normalise(scheme, text)
            return None if value is None else (scheme, value)
    return None


def register_address(scheme: str, value: object) -> str | None:
    """The page of this body on the public register that numbers it, where there is one."""
    rule = RULES.get(scheme)
    known = normalise(scheme, value)
    if rule is None or known is None or not rule.page:
        return None
    number, _, linked = known.partition("-")
    return rule.page.format(value=known, number=number, linked=linked or "0")
