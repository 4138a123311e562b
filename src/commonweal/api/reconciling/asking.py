"""What a reconciling program sent, read strictly: anything else is refused in a sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from commonweal.api.reconciling import properties
from commonweal.core.unseen import seen
from commonweal.sector import meant
from commonweal.sector.choices import Kind
from commonweal.sector.matching import Asked

BATCH, MOST, USUAL = 100, 25, 5
IDS, COLUMNS = 200, 30
LONGEST = 500
FIELDS = {"query", "type", "limit", "properties", "type_strict"}
STRICT = {"any", "all", "should"}


class Unusable(Exception):
    """What was sent cannot be used. ``status`` is HTTP's; the message is a sentence."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class Query:
    """One row of somebody's table, as it is to be matched."""

    asked: Asked
    most: int
    kinds: frozenset[str]
    area: str


def parsed(text: str, what: str) -> dict[str, Any]:
    """A JSON object.

    :raises Unusable: when it is none.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise Unusable(f"{what} is not JSON that can be read.") from problem
    if not isinstance(value, dict):
        raise Unusable(f"{what} is not a JSON object.")
    return value


def batch(text: str) -> dict[str, Query]:
    """The queries of a batch, by the names they were sent under.

    :raises Unusable: when one of them is not as the standard has it, or there are too many.
    """
    sent = parsed(text, "queries")
    if len(sent) > BATCH:
        raise Unusable(f"Send at most {BATCH} queries at once; these are {len(sent):,}.", 413)
    return {name: query(name, value) for name, value in sent.items()}


def query(name: str, sent: Any) -> Query:
    """One query.

    :raises Unusable: when it is not as the standard has it.
    """
    if not isinstance(sent, dict) or set(sent) - FIELDS:
        raise Unusable(f"Query {name!r} is not an object with {', '.join(sorted(FIELDS))}.")
    words, given = sent.get("query", ""), sent.get("properties", [])
    if not isinstance(words, str) or not isinstance(given, list):
        raise Unusable(f"Query {name!r}: query is a text and properties a list.")
    if not words.strip() and not given:
        raise Unusable(f"Query {name!r} has neither a query nor properties.")
    strict = sent.get("type_strict", "any")
    if not isinstance(strict, str) or strict not in STRICT:
        raise Unusable(f"Query {name!r}: type_strict is one of any, all and should.")
    said = dict(values(name, given))
    area = next((said[p][0] for p in properties.PLACES if said.get(p)), "")
    return Query(
        asked(tidy(words), said), limit(name, sent.get("limit", USUAL)),
        kinds(name, sent.get("type")), properties.area_called(area) if area else "",
    )  # fmt: skip


def values(name: str, given: list[Any]) -> Iterator[tuple[str, list[str]]]:
    """Each property's id and its values as texts; what we do not know of is left out."""
    for each in given:
        if not isinstance(each, dict) or not isinstance(each.get("pid"), str) or "v" not in each:
            raise Unusable(f"Query {name!r}: each property has a pid and a v.")
        several = each["v"] if isinstance(each["v"], list) else [each["v"]]
        texts = [tidy(told) for value in several if (told := as_text(name, value))]
        if each["pid"] in properties.BY_ID:
            yield each["pid"], texts


def as_text(name: str, value: Any) -> str:
    """A property's value as text: a text, a number, yes or no, or an entity by its id."""
    if isinstance(value, dict):
        value = value.get("id")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, str | int | float):
        raise Unusable(f"Query {name!r}: a property's value is a text, a number or an entity.")
    return str(value)


def asked(words: str, said: dict[str, list[str]]) -> Asked:
    """The row. A query that is itself an identifier is taken as one."""
    refs: list[str] = []
    for value in said.get("identifier", []):
        refs += meant.refs_in(value)
    for pid, scheme in properties.SCHEMES.items():
        for value in said.get(pid, []):
            refs += meant.refs_in(value, scheme)
    whole = meant.refs_in(words)
    contacts = [next(iter(said.get(pid, [])), "") for pid in properties.CONTACTS]
    postcode, website, telephone, email = contacts
    name = "" if whole else words
    return Asked(name, postcode, website, email, telephone, tuple(dict.fromkeys((*whole, *refs))))


def limit(name: str, value: Any) -> int:
    """How many candidates at most."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 1:
        raise Unusable(f"Query {name!r}: limit is a whole number from 1.")
    return int(min(value, MOST))


def kinds(name: str, sent: Any) -> frozenset[str]:
    """The kinds of organisation asked for; none where any will do, or none is one of ours."""
    several = [] if sent is None else sent if isinstance(sent, list) else [sent]
    ids = [value.get("id") if isinstance(value, dict) else value for value in several]
    if not all(isinstance(value, str) for value in ids):
        raise Unusable(f"Query {name!r}: type is the id of a type, or a list of ids.")
    return frozenset(Kind.values) & frozenset(ids)


def tidy(text: str) -> str:
    """A text on one line, without what nobody sees, not too long."""
    return " ".join(seen(text[:LONGEST]).split())


def extension(text: str) -> tuple[list[str], list[properties.Property]]:
    """The ids and the properties of a data extension query.

    :raises Unusable: when it is not as the standard has it, or names a property we lack.
    """
    sent = parsed(text, "extend")
    ids, wanted = sent.get("ids"), sent.get("properties")
    if not isinstance(ids, list) or not all(isinstance(i, str) for i in ids):
        raise Unusable("extend has ids, a list of texts.")
    if not isinstance(wanted, list) or not all(isinstance(p, dict) for p in wanted):
        raise Unusable("extend has properties, a list of objects.")
    if len(ids) > IDS or len(wanted) > COLUMNS:
        raise Unusable(f"Ask for at most {IDS} ids and {COLUMNS} properties at once.", 413)
    named = [p["id"] if isinstance(p.get("id"), str) else str(p.get("id")) for p in wanted]
    lacking = [name[:60] for name in named if name not in properties.BY_ID]
    if lacking:
        raise Unusable(f"There is no property {lacking[0]!r} here.")
    return list(dict.fromkeys(ids)), [properties.BY_ID[name] for name in named]
