"""What people are advised about: part one of the Advice Issue Codes of advice charities. Pure.

Source: the domain reference, 9.4. Each has finer levels, which are written in words here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ISSUES: Final[Mapping[str, str]] = {
    "BEN": "Benefits and tax credits",
    "DEB": "Debt",
    "HOU": "Housing",
    "EMP": "Employment",
    "CON": "Consumer goods and services",
    "HEA": "Health and community care",
    "FIN": "Financial products and services",
    "REL": "Relationships and family",
    "IMM": "Immigration and asylum",
    "UTI": "Utilities and communications",
    "LEG": "Legal matters",
    "EDU": "Education",
    "TRV": "Travel and transport",
    "DIS": "Discrimination",
    "TAX": "Tax",
}
