"""The other registers as files: companies, mutual societies and sports clubs."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from commonweal.demo.block import Block, generator, picks
from commonweal.demo.catalogue import SORTS, Sort
from commonweal.demo.ground import Ground
from commonweal.demo.telling import DRAWS, texts

_ADDRESS = (
    "CareOf", "POBox", "AddressLine1", " AddressLine2", "PostTown", "County", "Country", "PostCode",
)  # fmt: skip
COMPANY_COLUMNS = (
    "CompanyName", " CompanyNumber",
    *(f"{' ' if a.startswith(' ') else ''}RegAddress.{a.strip()}" for a in _ADDRESS),
    "CompanyCategory", "CompanyStatus", "CountryOfOrigin", "DissolutionDate", "IncorporationDate",
    "Accounts.AccountRefDay", "Accounts.AccountRefMonth", "Accounts.NextDueDate",
    "Accounts.LastMadeUpDate", "Accounts.AccountCategory", "Returns.NextDueDate",
    "Returns.LastMadeUpDate", "Mortgages.NumMortCharges", "Mortgages.NumMortOutstanding",
    "Mortgages.NumMortPartSatisfied", "Mortgages.NumMortSatisfied",
    *(f"SICCode.SicText_{n}" for n in range(1, 5)),
    "LimitedPartnerships.NumGenPartners", "LimitedPartnerships.NumLimPartners", "URI",
    "PreviousName_1.CONDATE", " PreviousName_1.CompanyName", " PreviousName_2.CONDATE",
    " PreviousName_2.CompanyName",
    *(f"{before}PreviousName_{n}.{what}" for n in range(3, 11)
      for before, what in (("", "CONDATE"), (" ", "CompanyName"))),
    "ConfStmtNextDueDate", " ConfStmtLastMadeUpDate",
)  # fmt: skip
GUARANTEE = (
    "PRI/LBG/NSC (Private, Limited by guarantee, no share capital, use of 'Limited' exemption)"
)
MUTUAL_COLUMNS = (
    "Full Registation Number", "Society Name", "Society Address", "Society Status",
    "Registered As", "Registration Act", "Registration Date", "Deregistration Date",
)  # fmt: skip
SIC = {
    "sport": "93120 - Activities of sport clubs",
    "playgroup": "85100 - Pre-primary education",
    "community-shop": "47110 - Retail sale in non-specialised stores",
    "arts": "90010 - Performing arts",
    "theatre": "90010 - Performing arts",
}
OTHER_SIC = "88990 - Other social work activities without accommodation n.e.c."


@dataclass(frozen=True)
class Body:
    """An organisation thought up for a register other than the charities'."""

    sort: Sort
    name: str
    says: str
    where: int
    draw: int


def bodies(
    seed: int, purpose: int, count: int, ground: Ground, *, weights: Sequence[float],
    seen: set[str],
) -> list[Body]:  # fmt: skip
    """So many organisations, their sorts drawn with these weights (one for each of ``SORTS``).

    ``seen`` are the names that others have, in small letters; theirs are added.
    """
    rng = generator(seed, purpose)
    sorts = picks(rng, np.cumsum(weights), count)
    where = rng.integers(0, len(ground.postcodes), count)
    draws = rng.integers(0, 1 << 30, (count, DRAWS)).tolist()
    names, says, _ = texts(ground, sorts.tolist(), where.tolist(), draws, seen)
    return [
        Body(SORTS[s], name, text.replace("\r\n", " ").strip(), int(at), draw[0])
        for s, name, text, at, draw in zip(sorts, names, says, where, draws, strict=True)
    ]


def weighted(*keys: str) -> list[float]:
    """Equal weight for these sorts, none for the rest."""
    return [float(sort.key in keys) for sort in SORTS]


def british(day: np.datetime64) -> str:
    """A day as Companies House writes it."""
    year, month, date = str(day).split("-")
    return f"{date}/{month}/{year}"


def street(ground: Ground, body: Body) -> str:
    """A house and a street."""
    return f"{1 + body.draw % 130} {ground.streets[body.draw % len(ground.streets)]}"


def company(ground: Ground, number: str, name: str, category: str, body: Body) -> dict[str, str]:
    """One row of the companies' file."""
    began = np.datetime64("2006-07-01") + body.draw % 6_900
    status = "Active - Proposal to Strike off" if body.draw % 29 == 3 else "Active"
    return {
        "CompanyName": name.upper(),
        " CompanyNumber": number,
        "RegAddress.AddressLine1": street(ground, body).upper(),
        " RegAddress.AddressLine2": ground.villages[body.where].upper(),
        "RegAddress.PostTown": ground.towns[body.where].upper(),
        "RegAddress.Country": "ENGLAND",
        "RegAddress.PostCode": ground.postcodes[body.where],
        "CompanyCategory": category,
        "CompanyStatus": status,
        "CountryOfOrigin": "United Kingdom",
        "IncorporationDate": british(began),
        "Accounts.AccountRefDay": "31",
        "Accounts.AccountRefMonth": "3",
        "Accounts.AccountCategory": "MICRO ENTITY",
        "SICCode.SicText_1": SIC.get(body.sort.key, OTHER_SIC),
    }


def write_companies(
    path: Path, *, seed: int, count: int, ground: Ground, charities: Block, seen: set[str]
) -> int:
    """Community interest companies, the companies that are charities, and some that are neither.

    Returns how many rows were written.
    """
    weights = [sort.informal * sort.company for sort in SORTS]
    rows = []
    for at, body in enumerate(bodies(seed, 20, count, ground, weights=weights, seen=seen)):
        name = f"{body.name} CIC"
        number = f"ZY{at:06d}"
        rows.append(company(ground, number, name, "Community Interest Company", body))
    for at in np.flatnonzero(charities.form == 3).tolist():
        where, draw = int(charities.where[at]), int(charities.contact[at])
        body = Body(SORTS[charities.sorts[at]], charities.names[at], "", where, draw)
        number = f"ZZ{charities.first + at:06d}"
        rows.append(company(ground, number, f"{body.name} Limited", GUARANTEE, body))
    shops = bodies(seed, 21, max(5, count // 10), ground, weights=weighted("sport"), seen=seen)
    for at, body in enumerate(shops):
        name = f"{body.name} Supplies Ltd"
        rows.append(company(ground, f"ZX{at:06d}", name, "Private Limited Company", body))
    write(path, COMPANY_COLUMNS, ([row.get(c, "") for c in COMPANY_COLUMNS] for row in rows))
    return len(rows)


def write_mutuals(path: Path, *, seed: int, count: int, ground: Ground, seen: set[str]) -> None:
    """Co-operatives and community benefit societies, some no longer registered."""
    chosen = weighted("community-shop", "allotments", "community-development", "sport")
    rows = []
    for at, body in enumerate(bodies(seed, 22, count, ground, weights=chosen, seen=seen)):
        began = np.datetime64("1990-01-01") + body.draw % 12_900
        left = british(began + 900) if body.draw % 12 == 5 else ""
        village = ground.villages[body.where]
        kind = "Co-operative Society" if body.draw % 3 == 0 else "Community Benefit Society"
        rows.append(
            [f"ZZ{at + 1:04d}R", f"{body.name} Limited",
             f"{street(ground, body)}, {village}, {ground.postcodes[body.where]}",
             "Deregistered" if left else "Registered", kind,
             "Co-operative and Community Benefit Societies Act 2014", british(began), left]
        )  # fmt: skip
    write(path, MUTUAL_COLUMNS, rows)


def write_sports_clubs(
    path: Path, *, seed: int, count: int, ground: Ground, seen: set[str]
) -> None:
    """Community amateur sports clubs."""
    rows = []
    for at, body in enumerate(
        bodies(seed, 23, count, ground, weights=weighted("sport"), seen=seen)
    ):
        mark = hashlib.sha256(f"saltwold {seed} {at}".encode()).hexdigest()[:8]
        address = f"{street(ground, body)}, {ground.villages[body.where]}"
        active = "False" if body.draw % 17 == 2 else "True"
        rows.append([f"GB-CASC-{mark}", body.name, address, ground.postcodes[body.where], active])
    write(path, ("id", "name", "address", "postcode", "active"), rows)


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A comma separated file with every field in quotes, as these publishers do."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle).writerow(header)
        csv.writer(handle, quoting=csv.QUOTE_ALL).writerows(rows)
