"""What the register keeps."""

from commonweal.sector.models.corrections import Correction, Withholding
from commonweal.sector.models.identity import BodyLink, Doubtful, Identifier, Merge
from commonweal.sector.models.nominations import Nomination
from commonweal.sector.models.organisations import (
    AreaServed,
    Classification,
    FinancialYear,
    Link,
    Name,
    Organisation,
    Term,
)
from commonweal.sector.models.provenance import Mapping, SourceRecord
from commonweal.sector.models.searching import SearchChange, SearchRow, SearchWord

__all__ = [
    "AreaServed",
    "BodyLink",
    "Classification",
    "Correction",
    "Doubtful",
    "FinancialYear",
    "Identifier",
    "Link",
    "Mapping",
    "Merge",
    "Name",
    "Nomination",
    "Organisation",
    "SearchChange",
    "SearchRow",
    "SearchWord",
    "SourceRecord",
    "Term",
    "Withholding",
]
