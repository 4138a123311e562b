"""Names whose bodies are known, to hold matching against: real pairs, and made-up noise.

Real: a sports club's name in the tax office's list and in the companies register (``clubs``);
names of grant recipients as a funder wrote them, with their charity number (``recipients``);
a name that the register has, and nothing else (``known``); a name of a charity that was kept back
from the register, which has its others (``aliases``); and charities that
merged away, asked for where only the one that took them in is left: a different body, so that
nothing is right (``mergers``). Made up: names of the register with slips, shortenings, words left
out, and postcodes left out or wrong (``noise``), or of nobody here (``nobody``).

Every charity is in one of two halves by its number. What is learnt is learnt on the first; what is
told of quality is measured on the second.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import random
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from commonweal.sector.matching.asking import Asked, Entry

FIRST, SECOND = "first", "second"
NOBODY = 0


@dataclass(frozen=True)
class Case:
    """One question whose answer is known: the entry's id, or 0 where nothing is right."""

    asked: Asked
    truth: int
    kind: str
    half: str


@dataclass
class Body:
    """What the sources say of one body."""

    ref: str
    names: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    postcode: str = ""
    website: str = ""

    def every(self) -> list[str]:
        """All its names, the current ones first."""
        order = sorted(self.names, key=lambda source: source == "other")
        return list(dict.fromkeys(n for source in order for n in self.names[source]))


def half_of(ref: str) -> str:
    """Which half a body is in: the same whenever asked."""
    return FIRST if hashlib.sha256(ref.encode()).digest()[0] % 2 else SECOND


def folder() -> Path:
    """Where the real files are.

    :raises RuntimeError: when nobody said.
    """
    told = os.environ.get("COMMONWEAL_REAL_DATA", "")
    if not told:
        raise RuntimeError("Set COMMONWEAL_REAL_DATA to the folder of real files.")
    return Path(told)


def rows_of(path: Path) -> list[dict[str, str]]:
    """A CSV file's rows."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def bodies() -> dict[str, Body]:
    """Every body that the real files name, by org-id."""
    found: dict[str, Body] = {}

    def body(ref: str) -> Body:
        return found.setdefault(ref, Body(ref))

    for ref, source, name in named():
        if len(name.strip()) > 2:
            body(ref).names[source].append(" ".join(name.split()))
    for name in ("ukcat_sample.csv", "ukcat_top2000.csv"):
        for row in rows_of(folder() / "charity_commission/named_samples" / name):
            if row["org_id"] in found:
                kept = found[row["org_id"]]
                kept.postcode = kept.postcode or row["postcode"]
                kept.website = kept.website or row["web"]
    return found


def named() -> Iterator[tuple[str, str, str]]:
    """Org-id, source and name, one after another."""
    lookups = folder() / "registers/lookups"
    path = folder() / "charity_commission/real_full_tables/publicextract.charity_other_names.zip"
    with zipfile.ZipFile(path) as packed:
        table = json.loads(packed.read(packed.namelist()[0]).decode("utf-8-sig"))
    for row in table:
        if not row["linked_charity_number"]:
            yield f"GB-CHC-{row['registered_charity_number']}", "other", row["charity_name"]
    for row in rows_of(lookups / "federated-charities.csv"):
        if row["reg_number"].isdigit():
            yield f"GB-CHC-{row['reg_number']}", "federated", row["name"]
    for row in rows_of(lookups / "dual-registered-uk-charities.csv"):
        yield f"GB-CHC-{row['E&W Charity Number']}", "dual", row["Charity Name (E&W)"]
    for row in rows_of(lookups / "charity-company-numbers.csv"):
        yield row["org_id_a"], "company", row["name"]
    for row in rows_of(lookups / "mutual-companies.csv"):
        yield row["mutual_id"], "mutual", row["name"]
    for row in rows_of(lookups / "ccew-register-of-mergers.csv"):
        for side in ("transferor", "transferee"):
            if row[f"{side}_subno"] in {"0", ""} and row[f"{side}_regno"].isdigit():
                yield f"GB-CHC-{row[f'{side}_regno']}", "mergers", row[f"{side}_name"]
    for name in ("ukcat_sample.csv", "ukcat_top2000.csv"):
        for row in rows_of(folder() / "charity_commission/named_samples" / name):
            yield row["org_id"], "ukcat", row["name"]


def recipients() -> list[tuple[str, Asked]]:
    """Whom a funder gave to, as it wrote them, with their charity number."""
    told = json.loads((folder() / "grants/lloyds_bank_foundation.json").read_text("utf-8"))
    found = {}
    for grant in told["grants"]:
        for who in grant["recipientOrganization"]:
            if re.fullmatch(r"GB-CHC-\d+", who["id"]):
                asked = Asked(who["name"], who.get("postalCode", ""), who.get("url", ""))
                found[who["id"], who["name"]] = (who["id"], asked)
    return list(found.values())


def merged_away(known: dict[str, Body]) -> list[tuple[str, str]]:
    """Number and name of charities that merged into one that is known here."""
    rows = rows_of(folder() / "registers/lookups/ccew-register-of-mergers.csv")
    found = {}
    for row in rows:
        left, right = f"GB-CHC-{row['transferor_regno']}", f"GB-CHC-{row['transferee_regno']}"
        if row["transferor_subno"] in {"0", ""} and left != right and right in known:
            found[left] = " ".join(row["transferor_name"].split())
    return list(found.items())


@dataclass
class World:
    """A register of a given size, and questions whose answers are known."""

    entries: list[Entry]
    cases: list[Case]


class Building:
    """Builds a world: the same one for the same sizes."""

    def __init__(self, size: int, questions: int) -> None:
        self.size, self.questions = size, questions
        self.chance = random.Random(size)
        self.known = bodies()
        self.clubs = rows_of(folder() / "registers/casc/casc_company_house.csv")
        self.postcodes = sorted({r["casc_postcode"] for r in self.clubs if r["casc_postcode"]})
        self.entries: list[Entry] = []
        self.cases: list[Case] = []
        self.ids: dict[str, int] = {}
        self.made_up: list[Entry] = []

    def world(self) -> World:
        """The register, then the questions."""
        self.leave_out_merged()
        backs = self.keep_back()
        self.enter(backs)
        self.ask_clubs()
        self.ask_recipients()
        for ref, name in backs.items():
            self.ask(Asked(name), ref, "aliases")
        self.ask_known()
        self.fill()
        self.cases = [case for case in self.cases if case.truth <= self.size]
        self.cases = self.chance.sample(self.cases, min(len(self.cases), self.questions // 2))
        self.ask_noise()
        self.chance.shuffle(self.cases)
        return World(self.entries, self.cases)

    def ask(self, asked: Asked, ref: str, kind: str, truth: int | None = None) -> None:
        """One question more."""
        right = self.ids.get(ref, NOBODY) if truth is None else truth
        self.cases.append(Case(asked, right, kind, half_of(ref)))

    def leave_out_merged(self) -> None:
        """Charities that merged away are asked for and not there."""
        given = {ref for ref, _ in recipients()}
        for ref, name in merged_away(self.known):
            if ref not in given:
                self.known.pop(ref, None)
                self.ask(Asked(name), ref, "mergers", NOBODY)

    def keep_back(self) -> dict[str, str]:
        """Of some bodies with several names one is kept back, to be asked for."""
        several = sorted(ref for ref, b in self.known.items() if len(b.every()) > 1)
        chosen = self.chance.sample(several, min(len(several), self.questions // 10))
        kept = {}
        for ref in chosen:
            names = self.known[ref].every()
            kept[ref] = names[-1]
        return kept

    def enter(self, backs: dict[str, str]) -> None:
        """The real bodies. Only what no real question is about gets a made-up postcode."""
        asked = {ref for ref, _ in recipients()} | set(backs)
        for ref, body in sorted(self.known.items()):
            names = tuple(n for n in body.every() if n != backs.get(ref))
            made = "" if ref in asked else self.postcode()
            self.put(ref, names, body.postcode or made, body.website, made_up=bool(made))
        for row in self.clubs:
            if row["ch_orgid"] not in self.ids:
                self.put(row["ch_orgid"], (row["ch_name"],), row["ch_postcode"])

    def put(
        self, ref: str, names: tuple[str, ...], postcode: str, website: str = "",
        made_up: bool = False,
    ) -> None:  # fmt: skip
        """One entry more."""
        entry = Entry(len(self.entries) + 1, names, postcode, website, refs=(ref,))
        self.entries.append(entry)
        self.ids[ref] = entry.id
        if made_up:
            self.made_up.append(entry)

    def postcode(self) -> str:
        """A postcode in a real district, its second half made up."""
        letters = "ABDEFGHJLNPQRSTUWXYZ"
        district = self.chance.choice(self.postcodes).split(" ")[0]
        end = self.chance.choice(letters) + self.chance.choice(letters)
        return f"{district} {self.chance.randint(0, 9)}{end}"

    def ask_clubs(self) -> None:
        """The 927 clubs that are in two lists."""
        for row in self.clubs:
            self.ask(Asked(row["casc_name"], row["casc_postcode"]), row["ch_orgid"], "clubs")

    def ask_recipients(self) -> None:
        """Grant recipients; those whose charity no file names have nobody here."""
        for ref, asked in recipients():
            self.ask(asked, ref, "recipients" if ref in self.ids else "nobody")

    def ask_known(self) -> None:
        """Names that the register has, one of each of some bodies."""
        for entry in self.chance.sample(self.entries, self.questions // 10):
            name = self.chance.choice(entry.names)
            self.ask(Asked(name.title()), entry.refs[0], "known")

    def fill(self) -> None:
        """Entries up to the size: a real name with one of its words changed for another's."""
        real = list(self.made_up)
        words = sorted({w for e in real for w in e.names[0].split() if len(w) > 4})
        while len(self.entries) < self.size:
            parts = self.chance.choice(real).names[0].split()
            at = self.chance.randrange(len(parts))
            parts[at] = self.chance.choice(words)
            ref = f"XX-VCSE-{len(self.entries)}"
            self.put(ref, (" ".join(parts),), self.postcode(), made_up=True)
        del self.entries[self.size :]

    def ask_noise(self) -> None:
        """The rest of the questions: four in five of somebody here, badly written."""
        held = [e for e in self.made_up if e.id <= self.size]
        while len(self.cases) < self.questions:
            entry = self.chance.choice(held)
            name = spoilt(self.chance.choice(entry.names), self.chance)
            luck = self.chance.random()
            postcode = "" if luck < 0.15 else self.postcode() if luck < 0.3 else entry.postcode
            if self.chance.random() < 0.2:
                name, postcode = self.stranger(), self.postcode()
                self.ask(Asked(name, postcode), f"none {len(self.cases)}", "nobody", NOBODY)
            else:
                self.ask(Asked(name, postcode), entry.refs[0], "noise")

    def stranger(self) -> str:
        """The name of nobody: two names' halves put together."""
        one, other = (self.chance.choice(self.made_up).names[0].split() for _ in range(2))
        return " ".join(one[: (len(one) + 1) // 2] + other[len(other) // 2 :])


SHORTENED = {
    "community": ("comm", "cmty", "com."), "association": ("assoc.", "assn", "ass'n"),
    "centre": ("ctr", "center", "cntr"), "society": ("soc", "socy"), "group": ("grp", "gp"),
    "and": ("&", "+"), "saint": ("st", "st."), "limited": ("ltd", "ltd."), "trust": ("tr", "trst"),
    "foundation": ("fdn", "found."), "charitable": ("char.", "charit"), "church": ("ch", "ch."),
    "committee": ("cttee", "comm."), "village": ("vill.",), "district": ("dist", "dist."),
    "school": ("sch", "schl"), "hospital": ("hosp",), "national": ("nat", "nat."),
}  # fmt: skip


def spoilt(name: str, chance: random.Random) -> str:
    """A name as somebody in a hurry writes it."""
    words = name.split()
    if chance.random() < 0.3:
        words = [
            chance.choice(SHORTENED[w.lower()]) if w.lower() in SHORTENED else w for w in words
        ]
    if chance.random() < 0.1 and len(words) > 2:
        words.pop(chance.randrange(len(words)))
    if chance.random() < 0.05:
        chance.shuffle(words)
    if chance.random() < 0.3:
        long = [n for n, w in enumerate(words) if len(w) > 3]
        for n in chance.sample(long, min(len(long), chance.choice((1, 1, 2)))):
            words[n] = slipped(words[n], chance)
    text = " ".join(words)
    return text.title() if chance.random() < 0.6 else text.upper()


def slipped(word: str, chance: random.Random) -> str:
    """A word with one slip of the finger."""
    at = chance.randrange(len(word) - 1)
    letter = chance.choice("abcdefghilmnoprstuy")
    return chance.choice(
        (
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


def world(size: int = 380_000, questions: int = 100_000) -> World:
    """The register and the questions."""
    return Building(size, questions).world()
