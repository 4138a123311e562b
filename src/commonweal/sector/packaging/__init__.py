"""Organisations and services as a Frictionless data package: tables, their descriptor, kept files.

``tables`` declares every table, ``saying`` who can say what is in a field, ``services`` reads the
rows of services, ``descriptor`` describes it all, ``writing`` writes it, ``keeping`` keeps what was
written until something changes.
"""

from commonweal.sector.packaging.keeping import Busy, ask_for, kept, write
from commonweal.sector.packaging.tables import DESCRIPTOR, FORMATS, TABLES
from commonweal.sector.packaging.writing import write_package, write_table

__all__ = [
    "DESCRIPTOR",
    "FORMATS",
    "TABLES",
    "Busy",
    "ask_for",
    "kept",
    "write",
    "write_package",
    "write_table",
]
