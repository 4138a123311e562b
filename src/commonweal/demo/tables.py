"""A block of charities as the rows of each of the register's thirteen tables."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from commonweal.demo.block import FIRST_LINKED, Block
from commonweal.demo.catalogue import SORTS
from commonweal.demo.charity_tables import MEANINGS
from commonweal.demo.columns import (
    Columns,
    Table,
    chosen,
    day,
    flag,
    key,
    number,
    text,
    year_before,
)
from commonweal.demo.ground import Ground
from commonweal.demo.returns import returns
from commonweal.demo.words import FORENAMES, SURNAMES, TELEPHONES

_FORMS = np.array(["Trust", "Other", "CIO", "Charitable company"])
_REGULATORS = {
    "hospice": ("Care Quality Commission", "https://www.cqc.org.uk/"),
    "care-provider": ("Care Quality Commission", "https://www.cqc.org.uk/"),
    "playgroup": (
        "Ofsted (Office For Standards In Education)",
        "https://www.gov.uk/government/organisations/ofsted",
    ),
}
_POLICIES = (
    "Risk management", "Complaints handling", "Safeguarding vulnerable beneficiaries",
    "Conflicting interests", "Volunteer management", "Paying staff", "Investment",
)  # fmt: skip


def charity(block: Block, ground: Ground, date: np.datetime64) -> Table:
    """The charities themselves."""
    rows = np.arange(block.size)
    here = np.isnat(block.removed)
    told = block.years > 0
    late = block.contact % 40
    status = np.where(
        ~told, 4, np.where(late == 0, 3, np.where(late < 3, 2, np.where(late < 7, 1, 0)))
    )
    status = np.where(here, status, 5)
    streets = ground.streets
    emails = block.contact % 4 != 0
    ident = text("org", number(block.numbers))
    asked = block.contact % 10 != 1
    columns = key(block, rows, date) | {
        "charity_name": pa.array(block.names, pa.string()),
        "charity_type": chosen(_FORMS, block.form),
        "charity_registration_status": chosen(["Removed", "Registered"], here),
        "date_of_registration": day(block.registered),
        "date_of_removal": day(block.removed),
        "charity_reporting_status": chosen(
            ["Submission Received", "Submission Received Late", "Submission Overdue",
             "Submission Double Default", "New", "Removed"], status),
        "latest_acc_fin_period_start_date": day(year_before(block.year_end), told),
        "latest_acc_fin_period_end_date": day(block.year_end, told),
        "latest_income": number(block.incomes[:, 0], told),
        "latest_expenditure": number(block.spending[:, 0], told),
        "charity_contact_address1": text(
            number(1 + block.contact % 140), " ", chosen(streets, block.contact % len(streets))),
        "charity_contact_address2": chosen(ground.villages, block.where),
        "charity_contact_address3": chosen(ground.towns, block.where),
        "charity_contact_postcode": chosen(ground.postcodes, block.where),
        "charity_contact_phone": telephones(block.first + np.arange(block.size)),
        "charity_contact_email": pc.if_else(
            pa.array(emails), text("hello@", ident, ".example"), None),
        "charity_contact_web": pc.if_else(
            pa.array(block.contact % 5 < 3), text("https://www.", ident, ".example"), None),
        "charity_company_registration_number": company_numbers(block),
        "charity_insolvent": flag(block.contact % 9973 == 7),
        "charity_in_administration": flag(block.contact % 9973 == 8),
        "charity_previously_excepted": flag(block.contact % 211 == 3),
        "charity_is_cio": flag(block.form == 2),
        "cio_is_dissolved": flag(np.zeros(block.size)),
        "charity_activities": pa.array(block.activities, pa.string()),
        "charity_gift_aid": flag(block.contact % 2 == 0, asked),
        "charity_has_land": flag(block.contact % 3 == 0, asked),
    }  # fmt: skip
    return "charity", columns, block.size


def telephones(at: np.ndarray) -> pa.Array:
    """As ``words.telephone``, many at once."""
    three = pc.utf8_lpad(number(at // len(TELEPHONES) % 1000).cast(pa.string()), 3, "0")
    return text(chosen(TELEPHONES, at % len(TELEPHONES)), three)


def company_numbers(block: Block) -> pa.Array:
    """Numbers with a prefix that Companies House does not use."""
    six = pc.utf8_lpad(number(block.first + np.arange(block.size)).cast(pa.string()), 6, "0")
    return pc.if_else(pa.array(block.form == 3), text("ZZ", six), None)


def linked(block: Block, date: np.datetime64) -> tuple[np.ndarray, Columns, list[str]]:
    """Small funds under a main charity's number: which main charity each hangs from."""
    several = np.where(block.contact % 33 == 5, 1 + block.contact // 33 % 4, 0)
    rows = np.repeat(np.arange(block.size), several)
    order = np.concatenate([np.arange(1, n + 1) for n in several if n] or [np.zeros(0, int)])
    names = [
        f"The {SURNAMES[(int(block.contact[r]) + int(n)) % len(SURNAMES)]} Fund, {block.names[r]}"[
            :150
        ]
        for r, n in zip(rows, order, strict=True)
    ]
    columns = key(block, rows, date) | {
        "organisation_number": number(FIRST_LINKED + block.first * 3 + np.arange(len(rows))),
        "linked_charity_number": number(order),
    }
    return rows, columns, names


def linked_tables(block: Block, date: np.datetime64) -> Iterator[Table]:
    """The rows of the small funds."""
    rows, base, names = linked(block, date)
    count = len(rows)
    here = np.isnat(block.removed[rows])
    yield "charity", base | {
        "charity_name": pa.array(names, pa.string()),
        "charity_registration_status": chosen(["Removed", "Registered"], here),
        "date_of_registration": day(block.registered[rows]),
        "date_of_removal": day(block.removed[rows]),
        "charity_insolvent": flag(np.zeros(count)),
        "charity_in_administration": flag(np.zeros(count)),
    }, count  # fmt: skip
    yield "charity_governing_document", base | {
        "governing_document_description": pa.array(["Scheme"] * count, pa.string()),
        "charitable_objects": pa.array(["For the general purposes of the main charity."] * count),
    }, count  # fmt: skip
    yield "charity_event_history", base | {
        "charity_name": pa.array(names, pa.string()),
        "charity_event_order": number(np.ones(count)),
        "event_type": pa.array(["Standard registration"] * count, pa.string()),
        "date_of_event": day(block.registered[rows]),
        "assoc_organisation_number": number(block.numbers[rows]),
        "assoc_registered_charity_number": number(block.numbers[rows]),
        "assoc_charity_name": chosen(block.names, rows),
    }, count  # fmt: skip


def classes(block: Block, date: np.datetime64) -> Table:
    """What, whom and how."""
    codes = [sort.codes for sort in SORTS]
    lengths = np.array([len(c) for c in codes])
    begins = np.cumsum(lengths) - lengths
    flat = np.concatenate([np.array(c) for c in codes])
    each = lengths[block.sorts]
    rows = np.repeat(np.arange(block.size), each)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(each) - each, each)
    code = flat[begins[block.sorts[rows]] + within]
    known = sorted(MEANINGS)
    at = np.searchsorted(known, code)
    columns = key(block, rows, date) | {
        "classification_code": number(code),
        "classification_type": chosen([MEANINGS[c][0] for c in known], at),
        "classification_description": chosen([MEANINGS[c][1] for c in known], at),
    }
    return "charity_classification", columns, len(rows)


def operation(block: Block, ground: Ground, date: np.datetime64) -> Table:
    """Where they work: most in one authority, some in two, a few in the whole country."""
    luck = block.contact % 100
    wide = (luck >= 94) & (block.incomes[:, 0] > 50_000)
    many = np.where(wide, 1, np.where(luck < 78, 1, 2))
    rows = np.repeat(np.arange(block.size), many)
    second = np.arange(len(rows)) - np.repeat(np.cumsum(many) - many, many)
    home = np.array(ground.authority_of)[block.where[rows]]
    at = (home + second * (1 + block.contact[rows] // 100 % 5)) % len(ground.authorities)
    words = [*ground.authorities, "Throughout England", ground.county]
    at = np.where(wide[rows], len(ground.authorities), at)
    if ground.county_is_authority:
        at = np.where((luck[rows] >= 60) & (luck[rows] < 78), len(words) - 1, at)
    columns = key(block, rows, date) | {
        "geographic_area_type": chosen(["Local Authority", "Region"], wide[rows]),
        "geographic_area_description": chosen(words, at),
        "welsh_ind": flag(np.zeros(len(rows))),
    }
    return "charity_area_of_operation", columns, len(rows)


def events(block: Block, date: np.datetime64) -> Table:
    """Registered, and for some removed."""
    gone = ~np.isnat(block.removed)
    rows = np.concatenate([np.arange(block.size), np.flatnonzero(gone)])
    leaving = np.arange(len(rows)) >= block.size
    kinds = np.where(leaving, 2, block.form[rows] == 2)
    columns = key(block, rows, date) | {
        "charity_name": chosen(block.names, rows),
        "charity_event_order": number(1 + leaving),
        "event_type": chosen(["Standard registration", "CIO registration", "Removed"], kinds),
        "date_of_event": day(np.where(leaving, block.removed[rows], block.registered[rows])),
        "reason": chosen(["Ceased to exist", "Amalgamated"], block.contact[rows] % 4 == 0, leaving),
    }
    return "charity_event_history", columns, len(rows)


def documents(block: Block, ground: Ground, date: np.datetime64) -> Table:
    """Governing documents and objects."""
    papers = ["Trust deed", "Constitution", "Constitution of a CIO", "Memorandum and articles"]
    columns = key(block, np.arange(block.size), date) | {
        "governing_document_description": chosen(papers, block.form),
        "charitable_objects": pa.array(block.objects, pa.string()),
        "area_of_benefit": chosen(ground.villages, block.where, block.contact % 3 != 0),
    }
    return "charity_governing_document", columns, block.size


def other_names(block: Block, ground: Ground, date: np.datetime64) -> Table:
    """Working names and names they had before."""
    rows = np.flatnonzero(block.contact % 5 == 2)
    names = []
    for row in rows.tolist():
        sort, village = SORTS[block.sorts[row]], ground.villages[block.where[row]]
        letters = "".join(word[0] for word in block.names[row].split() if word[0].isalpha())
        old = f"The {village} {sort.key.replace('-', ' ').title()} Society"
        names.append(letters.upper() if block.contact[row] % 2 else old)
    columns = key(block, rows, date) | {
        "charity_name_id": number(block.numbers[rows] - 8_000_000),
        "charity_name_type": chosen(["Previous name", "Working name"], block.contact[rows] % 2),
        "charity_name": pa.array(names, pa.string()),
    }
    return "charity_other_names", columns, len(rows)


def trustees(block: Block, date: np.datetime64) -> Table:
    """Invented people; the importer keeps only how many there are."""
    rows = np.repeat(np.arange(block.size), block.trustees)
    order = np.arange(len(rows)) - np.repeat(
        np.cumsum(block.trustees) - block.trustees, block.trustees
    )
    mixed = block.contact[rows] + order * 7919
    first = chosen(FORENAMES, mixed % len(FORENAMES))
    last = chosen(SURNAMES, mixed // 53 % len(SURNAMES))
    columns = key(block, rows, date) | {
        "trustee_id": number(block.numbers[rows] * 10 + order),
        "trustee_name": text(first, " ", last),
        "trustee_is_chair": flag((order == 0) & (block.contact[rows] % 3 > 0)),
        "individual_or_organisation": pa.array(["P"] * len(rows), pa.string()),
        "trustee_date_of_appointment": day(date - mixed % 5000, mixed % 8 != 0),
    }
    return "charity_trustee", columns, len(rows)


def small_tables(block: Block, date: np.datetime64) -> Iterator[Table]:
    """Regulators, policies and published reports."""
    keys = [sort.key for sort in SORTS]
    regulated = np.array([k in _REGULATORS for k in keys])[block.sorts]
    rows = np.flatnonzero(regulated)
    which = [_REGULATORS[keys[s]] for s in block.sorts[rows]]
    yield "charity_other_regulators", key(block, rows, date, linked=False) | {
        "regulator_order": number(np.ones(len(rows))),
        "regulator_name": pa.array([w[0] for w in which], pa.string()),
        "regulator_web_url": pa.array([w[1] for w in which], pa.string()),
    }, len(rows)  # fmt: skip
    held = np.where(block.incomes[:, 0] > 5_000, 1 + block.contact % 5, 0)
    rows = np.repeat(np.arange(block.size), held)
    order = np.arange(len(rows)) - np.repeat(np.cumsum(held) - held, held)
    at = (block.contact[rows] + order) % len(_POLICIES)
    yield (
        "charity_policy",
        key(block, rows, date) | {"policy_name": chosen(_POLICIES, at)},
        len(rows),
    )
    rows = np.flatnonzero(block.contact % 4001 == 11)
    yield "charity_published_report", key(block, rows, date) | {
        "report_name": pa.array(["STATEMENT OF INQUIRY"] * len(rows), pa.string()),
        "report_location": pa.array(["https://www.reports.example/"] * len(rows), pa.string()),
        "date_published": day(block.registered[rows] + 900),
    }, len(rows)  # fmt: skip


def tables_of(block: Block, ground: Ground, date: np.datetime64) -> Iterator[Table]:
    """Every table's rows for one block."""
    yield charity(block, ground, date)
    yield from linked_tables(block, date)
    yield from returns(block, date)
    yield classes(block, date)
    yield operation(block, ground, date)
    yield events(block, date)
    yield documents(block, ground, date)
    yield other_names(block, ground, date)
    yield trustees(block, date)
    yield from small_tables(block, date)
