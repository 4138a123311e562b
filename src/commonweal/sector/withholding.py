"""What withholding one fact hides. Pure: knows no database.

A fact can be told from its neighbours: a pin on a map or a small area says nearly as much as a
postcode. So withholding a fact hides everything that would give it away.
"""

from __future__ import annotations

from collections.abc import Collection

EVERYTHING = ""

_NEAR = frozenset(
    {"street", "postcode", "address_public", "latitude", "longitude", "ward", "msoa", "lsoa"}
)
_MONEY = frozenset({"income", "spending", "money_year_end"})

# What may be withheld by itself, how that is said, and which columns it blanks. The name, kind,
# standing and areas served are not here: without them there is nothing to show or to find it by,
# so withhold it whole.
WITHHOLDABLE: dict[str, tuple[str, frozenset[str]]] = {
    EVERYTHING: ("The whole organisation", frozenset()),
    "location": ("Where it is, but for the district", _NEAR),
    "postcode": ("Its postcode, and so where it is, but for the district", _NEAR),
    "street": ("Its street", frozenset({"street", "address_public"})),
    "email": ("Its e-mail address", frozenset({"email"})),
    "telephone": ("Its telephone number", frozenset({"telephone"})),
    "website": ("Its website", frozenset({"website"})),
    "description": ("What it does", frozenset({"description"})),
    "purposes": ("Its purposes", frozenset({"purposes"})),
    "trustees": ("How many trustees it has", frozenset({"trustees"})),
    "money": ("Its income and spending", _MONEY),
    "employees": ("How many people it employs", frozenset({"employees"})),
    "volunteers": ("How many volunteers it has", frozenset({"volunteers"})),
}


def hidden_by(withheld: Collection[str]) -> frozenset[str]:
    """The columns that these withholdings blank. Withholding everything is not a column."""
    covered = (WITHHOLDABLE.get(fact, ("", frozenset({fact})))[1] for fact in withheld)
    return frozenset().union(*covered)
