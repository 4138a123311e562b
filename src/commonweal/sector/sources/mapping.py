"""Turns rows of a local organisation's table into what the register takes. No Django.

A mapping says which column holds which fact. Numbers of registers decide what a row is about;
rows without one become groups, under a number made here from who keeps the list and a key.
"""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from commonweal.intake.reading.sheets import Sheet
from commonweal.sector.facts import telephone
from commonweal.sector.identifiers import normalise, parse

# Each fact: what the page calls it, and the words in a heading that suggest it, best first.
FACTS: dict[str, tuple[str, str]] = {
    "name": ("Name", r"^(organi[sz]ation|group|charity|club|company)s?\s*(name)?$|^name\b|name of"),
    "also": ("Also known as", r"also known|known as|acronym|short name|other name"),
    "charity": ("Charity number", r"charity\s*(reg\w*)?\s*(no|num|number|#)|^reg\w* charity"),
    "company": ("Company number", r"company\s*(reg\w*)?\s*(no|num|number|#)|companies house"),
    "org_id": ("Other register number (org-id)", r"org.?id|identifier"),
    "kind": (
        "What kind it is",
        r"^(type|kind|legal (form|structure)|structure)\b|organisation type",
    ),
    "description": ("What it does", r"activit|descri|about|what (it|they|we) do|summary|purpose"),
    "email": ("E-mail", r"e-?mail"),
    "telephone": ("Telephone", r"phone|tel\b|mobile"),
    "website": ("Website", r"web|url|site"),
    "street": ("Address", r"^address|street|address line"),
    "postcode": ("Postcode", r"post\s*code|zip"),
    "income": ("Yearly income", r"income|turnover"),
    "spending": ("Yearly spending", r"expenditure|spend"),
    "year_end": ("Day the year ended", r"year\s*end|fye"),
    "employees": ("Employees", r"employees|paid staff|^staff$"),
    "volunteers": ("Volunteers", r"volunteers"),
    "started": ("Started or registered on", r"registered on|date (of )?reg|founded|established"),
}
KINDS = (
    ("cic", r"\bcic\b|community interest"),
    ("cio", r"\bcio\b|incorporated organisation"),
    ("society", r"co-?operative|benefit society|\bcbs\b|mutual"),
    ("faith", r"faith|church|mosque|temple|synagogue"),
    ("sports-club", r"sport|casc"),
    ("public", r"council|public body|\bnhs\b|school"),
    ("guarantee", r"guarantee"),
    ("charity", r"charity|trust\b"),
    ("business", r"business|limited company|\bltd\b"),
    ("group", r"group|informal|unincorporated|association|club"),
)
OURS = "XX-VCSE-"
EXCEL_DAY_NOUGHT = dt.date(1899, 12, 30)
EMAIL = re.compile(r"^[^@\s,;]+@[^@\s,;]+\.[^@\s,;]{2,}$")
POSTCODE = re.compile(r"^[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}$")
NONE = {"", "-", "—", "n/a", "na", "none", "not known", "unknown", "tbc", "?", "no", "0"}
CROCKFORD = bytes.maketrans(
    b"abcdefghijklmnopqrstuvwxyz234567", b"0123456789abcdefghjkmnpqrstvwxyz"
)


@dataclass(frozen=True)
class Columns:
    """Which column holds what. Several columns may hold the address. ``key`` tells rows apart."""

    facts: dict[str, list[str]]
    key: str = ""

    @classmethod
    def kept(cls, value: dict[str, object]) -> Columns:
        """As a mapping keeps it."""
        facts = value.get("facts", {})
        assert isinstance(facts, dict)
        return cls(
            {str(k): [str(c) for c in v] for k, v in facts.items()}, str(value.get("key", ""))
        )

    def plain(self) -> dict[str, object]:
        """As it can be kept."""
        return {"facts": self.facts, "key": self.key}

    @property
    def named(self) -> set[str]:
        """Every column that something was chosen for."""
        return {c for columns in self.facts.values() for c in columns} | {self.key}

    def missing(self, sheet: Sheet) -> list[str]:
        """Columns that the mapping names and the table has not."""
        named = [c for columns in self.facts.values() for c in columns] + [self.key]
        return [c for c in dict.fromkeys(named) if c and c not in sheet.headings]


@dataclass
class Row:
    """What one row says, or why it cannot be used.

    ``misread`` are values that were not understood and are left out: what each is, and its text.
    """

    number: int
    key: str = ""
    facts: dict[str, object] = field(default_factory=dict)
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    also: str = ""
    raw: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    misread: list[tuple[str, str]] = field(default_factory=list)

    @property
    def numbers(self) -> list[tuple[str, str]]:
        """The numbers of registers, each once, and the one made here if it is known by that."""
        pairs = list(dict.fromkeys(self.identifiers))
        if self.key.startswith(OURS):
            pairs.append(("XX-VCSE", self.key.removeprefix(OURS)))
        return pairs


def guess(sheet: Sheet) -> dict[str, list[str]]:
    """The columns that seem to hold each fact, by their headings. Each column is used once."""
    free, found = list(sheet.headings), {}
    for fact, (_, words) in FACTS.items():
        fitting = [h for h in free if re.search(words, h.strip().lower())]
        if fact == "name":
            fitting.sort(key=lambda h: "name" not in h.lower())
        if fitting:
            found[fact] = fitting if fact == "street" else fitting[:1]
            free = [h for h in free if h not in found[fact]]
    return found


def rows_of(sheet: Sheet, columns: Columns, owner: str) -> Iterator[Row]:
    """Every row, judged. A key that an earlier row had is a fault of the later one."""
    seen: dict[str, int] = {}
    for number, cells in sheet.rows:
        row = judge(number, dict(zip(sheet.headings, cells, strict=True)), columns, owner)
        if not row.problem and row.key in seen:
            row.problem = f"it is the same as row {seen[row.key]}"
        seen.setdefault(row.key, number)
        yield row


def judge(number: int, raw: dict[str, str], columns: Columns, owner: str) -> Row:
    """What one row says."""
    said = {
        fact: ", ".join(filter(None, (raw.get(c, "") for c in names)))
        for fact, names in columns.facts.items()
    }
    row = Row(number=number, raw={k: v for k, v in raw.items() if v})
    row.also = said.get("also", "")[:255]
    row.facts = {"name": said.get("name", "")[:255]}
    if not re.search(r"\w", said.get("name", "")):
        row.problem = "it has no name"
        return row
    row.problem = identify(row, said) or facts_of(row, said)
    row.key = key_of(row, said, raw.get(columns.key, ""), owner)
    return row


def identify(row: Row, said: dict[str, str]) -> str:
    """Find the numbers that registers gave it; why one is wrong, or nothing."""
    for fact, scheme, words in (
        ("charity", "GB-CHC", "charity number"),
        ("company", "GB-COH", "company number"),
    ):
        text = said.get(fact, "")
        if text.strip().lower() in NONE:
            continue
        known = scottish_or_irish(text) if fact == "charity" else None
        value = known[1] if known else normalise(scheme, text)
        if value is None:
            return f"{text[:40]} is not a {words}"
        row.identifiers.append((known[0] if known else scheme, value))
    other = said.get("org_id", "")
    if other.strip().lower() not in NONE:
        ref = parse(other)
        if ref is None:
            return f"{other[:40]} is not an org-id"
        row.identifiers.append(ref)
    return ""


def scottish_or_irish(text: str) -> tuple[str, str] | None:
    """A charity number that says it is of Scotland or Northern Ireland."""
    for start, scheme in (("SC", "GB-SC"), ("NI", "GB-NIC")):
        if text.strip().upper().startswith(start):
            value = normalise(scheme, text)
            return (scheme, value) if value else None
    return None


def facts_of(row: Row, said: dict[str, str]) -> str:
    """Read the facts; why one cannot be, or nothing. A wrong e-mail, telephone
    number or postcode is left out."""
    row.facts = {
        "name": said["name"][:255],
        "kind": kind_of(said.get("kind", ""), row.identifiers),
        "description": said.get("description", ""),
        "telephone": telephone_of(said.get("telephone", "")),
        "website": said.get("website", "")[:400],
        "street": said.get("street", "")[:400],
        "email": said.get("email", "") if EMAIL.match(said.get("email", "")) else "",
        "postcode": postcode_of(said.get("postcode", "")),
    }
    row.misread = list(misread(row.facts, said))
    for fact in ("income", "spending", "employees", "volunteers"):
        text = said.get(fact, "")
        if text and text.lower() not in NONE - {"0"}:
            number = number_of(text)
            if number is None:
                return f"{text[:40]} is not a number ({FACTS[fact][0].lower()})"
            row.facts[fact] = number
    for fact, kept in (("year_end", "money_year_end"), ("started", "registered_on")):
        text = said.get(fact, "")
        if text and text.lower() not in NONE:
            day = day_of(text)
            if day is None:
                return f"{text[:40]} is not a day ({FACTS[fact][0].lower()})"
            row.facts[kept] = day
    return ""


def misread(facts: dict[str, object], said: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Values that are given but not understood: the heading of the fact, and the value."""
    for fact in ("email", "telephone", "postcode"):
        text = said.get(fact, "")
        if text.strip().lower() not in NONE and not facts[fact]:
            yield FACTS[fact][0], text[:60]
    kind = said.get("kind", "")
    if kind.strip().lower() not in NONE and not kind_named(kind):
        yield FACTS["kind"][0], kind[:60]


def kind_named(text: str) -> str:
    """Our word for a kind that the table names, or nothing."""
    return next((kind for kind, words in KINDS if re.search(words, text.lower())), "")


def kind_of(text: str, identifiers: list[tuple[str, str]]) -> str:
    """Our word for what it is: as the table says, else by its numbers, else a group."""
    if named := kind_named(text):
        return named
    schemes = {scheme for scheme, _ in identifiers}
    if schemes & {"GB-CHC", "GB-SC", "GB-NIC"}:
        return "charity"
    return "other" if schemes else "group"


def telephone_of(text: str) -> str:
    """A number that can be rung, or nothing: what else stands in that column is not published."""
    try:
        return telephone(text, dt.date.min)
    except ValueError:
        return ""


def postcode_of(text: str) -> str:
    """A postcode with one space, or nothing."""
    tight = re.sub(r"[^A-Z0-9]", "", text.upper())
    return f"{tight[:-3]} {tight[-3:]}" if POSTCODE.match(tight) else ""


def number_of(text: str) -> int | None:
    """Whole pounds or people: ``£12,500.00`` is 12500. Nothing for what is no such number."""
    plain = re.sub(r"[£,\s]", "", text)
    if not re.fullmatch(r"\d{1,13}(\.\d+)?", plain):
        return None
    return round(float(plain))


def day_of(text: str) -> dt.date | None:
    """A day, as people or as spreadsheets write it (46112 is 31 March 2026)."""
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and 10_000 < float(text) < 80_000:
        return EXCEL_DAY_NOUGHT + dt.timedelta(days=int(float(text)))
    for pattern in (
        "%Y-%m-%d",
        "%d/%m/%Y",
        "%d-%m-%Y",
        "%d.%m.%Y",
        "%d/%m/%y",
        "%d %B %Y",
        "%d %b %Y",
    ):
        try:
            return dt.datetime.strptime(text.strip()[:20], pattern).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def key_of(row: Row, said: dict[str, str], own: str, owner: str) -> str:
    """What this row is known by, now and the next time: its best number, else one made here."""
    if own.strip():
        return f"{OURS}{minted(owner, own.strip().lower())}"
    if row.identifiers:
        scheme, value = row.identifiers[0]
        return f"{scheme}-{value}"
    name = re.sub(r"\W+", " ", said.get("name", "").lower()).strip()
    at = postcode_of(said.get("postcode", ""))
    return f"{OURS}{minted(owner, f'{name}|{at}')}"


def minted(owner: str, key: str) -> str:
    """A number made from who keeps the list and the row's key, so the same row has the same."""
    slug = re.sub(r"[^a-z0-9]+", "-", owner.lower()).strip("-")[:24].strip("-") or "list"
    digest = blake2b(f"{owner}\0{key}".encode(), digest_size=16).digest()
    letters = base64.b32encode(digest).lower().rstrip(b"=").translate(CROCKFORD)
    return f"{slug}-{letters.decode()}"
