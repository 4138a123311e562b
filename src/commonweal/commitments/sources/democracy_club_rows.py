"""One row of Democracy Club's candidates as what it says, in the old layout and the current one."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

# What we take, and how the layouts call it.
COLUMNS: dict[str, tuple[str, ...]] = {
    "person": ("person_id", "id"),
    "name": ("person_name", "name"),
    "election": ("election_id", "election"),
    "ballot": ("ballot_paper_id",),
    "on": ("election_date",),
    "post": ("post_label",),
    "post_id": ("post_id",),
    "area": ("gss", "gss_code"),
    "council": ("organisation_name",),
    "seats": ("seats_contested",),
    "by_election": ("by_election",),
    "cancelled": ("cancelled_poll",),
    "party": ("party_name",),
    "party_id": ("party_id",),
    "description": ("party_description_text",),
    "surname": ("sopn_last_name",),
    "forenames": ("sopn_first_names",),
    "email": ("email",),
}
NEEDED = ("person", "name", "election", "on", "post", "party")
LONGEST = {
    "person": 40, "name": 200, "ballot": 150, "post": 200, "council": 200, "party": 200,
    "party_id": 60, "description": 200, "surname": 100, "forenames": 150, "email": 254,
}  # fmt: skip
GSS = re.compile(r"[EWSN]\d{8}")
EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\]+\.[^\s@<>()\[\],;:\"\\.]+")
YES, NO = {"true", "t", "yes", "1"}, {"", "false", "f", "no", "0"}
BEFORE_A_SURNAME = {"ap", "ab", "da", "de", "del", "der", "di", "du", "el", "ferch", "la", "le",
                    "st", "ten", "ter", "van", "von"}  # fmt: skip
AFTER_A_NAME = {"jr", "jnr", "junior", "sr", "snr", "senior", "obe", "mbe", "cbe", "qc", "kc"}


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody who stands on one ballot, as a row says it. ``row`` is its line in the file.

    ``split`` says that the surname was told apart by us, where the file has none of its own.
    """

    row: int
    person: str
    name: str
    surname: str
    forenames: str
    split: bool
    election: str
    ballot: str
    on: dt.date
    post: str
    area: str
    council: str
    seats: int
    by_election: bool
    cancelled: bool
    party: str
    party_id: str
    description: str
    email: str


class Wrong(Exception):
    """A value of a row cannot be taken."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(why)
        self.name, self.why = name, why


def standing_of(told: dict[str, str], row: int) -> Standing:
    """A row as what it says.

    :raises Wrong: naming what cannot be taken.
    """
    for name in NEEDED[:-1]:
        if not told[name]:
            raise Wrong(name, "Nothing is written here.")
    for name, longest in LONGEST.items():
        if len(told.get(name, "")) > longest and name != "email":
            raise Wrong(name, f"{len(told[name]):,} letters; {longest} at most.")
    surname, forenames = told.get("surname", ""), told.get("forenames", "")
    split = not surname
    if split:
        surname, forenames = names_of(told["name"])
    email = told.get("email", "")
    on = _day(told["on"])
    return Standing(
        row=row, person=told["person"], name=told["name"], surname=surname[:100],
        forenames=forenames[:150], split=split, election=told["election"],
        ballot=told.get("ballot") or ballot_of(told["election"], told["post"], on),
        on=on, post=told["post"], area=_area(told), council=told.get("council", ""),
        seats=_seats(told.get("seats", "")),
        by_election=_truth("by_election", told) or ".by." in told.get("ballot", ""),
        cancelled=_truth("cancelled", told), party=told["party"],
        party_id=told.get("party_id", ""), description=told.get("description", ""),
        email=email if len(email) <= LONGEST["email"] and EMAIL.fullmatch(email) else "",
    )  # fmt: skip


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        pass
    parts = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    try:
        assert parts
        return dt.date(int(parts[3]), int(parts[2]), int(parts[1]))
    except (AssertionError, ValueError):
        raise Wrong("on", f"{text[:40]} is not a day, such as 2026-05-07.") from None


def _seats(text: str) -> int:
    if not text:
        return 1
    if not re.fullmatch(r"[1-9]\d{0,2}", text):
        raise Wrong("seats", f"{text[:40]} is not a number of seats.")
    return int(text)


def _truth(name: str, told: dict[str, str]) -> bool:
    text = told.get(name, "").lower()
    if text not in YES | NO:
        raise Wrong(name, f"{text[:40]} is neither yes nor no.")
    return text in YES


def _area(told: dict[str, str]) -> str:
    """The GSS code: of its own column, else the end of the post's id."""
    for text in (told.get("area", ""), told.get("post_id", "").rpartition(":")[2]):
        if GSS.fullmatch(text.upper()):
            return text.upper()
    return ""


def ballot_of(election: str, post: str, on: dt.date) -> str:
    """The ballot paper's id as Democracy Club makes it: ``parl.great-yarmouth.2019-12-12``."""
    plain = unicodedata.normalize("NFKD", post).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    return f"{election.removesuffix(f'.{on}')}.{slug}.{on}"


def names_of(name: str) -> tuple[str, str]:
    """Surname and forenames of a name written in one: ``de la Mare``, ``Walter``."""
    words = name.replace(",", " ").split()
    last = len(words) - 1
    while last > 0 and words[last].lower().strip(".") in AFTER_A_NAME:
        last -= 1
    first = last
    while first > 1 and words[first - 1].lower() in BEFORE_A_SURNAME:
        first -= 1
    return " ".join(words[first : last + 1]), " ".join(words[:first])
