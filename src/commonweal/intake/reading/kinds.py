"""Tells what a file is that is not the table it should be, and what to do about it. No Django."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

LOOK_AT = 4096
CSV = "save it as CSV (UTF-8), comma separated, and give that"
AS_CSV = f"Open it in a spreadsheet program, {CSV}"
# How a file begins, what it then is, and what to do.
BEGINNINGS = (
    (rb"%PDF", "a PDF, which holds pages and no table", "Ask its publisher for the table as CSV"),
    (rb"\{\\rtf", "a word processor's document (RTF)", f"Copy its table to a spreadsheet, {CSV}"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8", "a picture", "Ask its publisher for the table as CSV"),
    (rb"PAR1", "a Parquet file", f"Open it where it was made, {CSV}"),
    (rb"SQLite format 3", "a database", f"Open it where it was made, {CSV}"),
    (rb"\x1f\x8b|7z\xbc\xaf|Rar!|BZh", "packed in another way than a zip", "Unpack it first"),
    (rb"\s*(<!doctype html|<html|<table|<head|<body)",
     "a web page, though it may be called a spreadsheet", AS_CSV),
    (rb"\s*<\?xml[^>]*>\s*(<\?mso-application|<workbook)",
     "a spreadsheet saved as XML (Excel 2003)", AS_CSV),
    (rb"\s*(<\?xml|<[a-z]+[ >])", "XML, not a table", AS_CSV),
)  # fmt: skip
SPREADSHEET = "Open it in a spreadsheet program, save it as .xlsx or as CSV (UTF-8), and give that"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
WORKBOOK = "an Excel workbook (.xlsx)"
# A member that only this kind of document has, and what the document is.
MEMBERS = (
    (r"xl/workbook\.bin", "a binary Excel workbook (.xlsb)", SPREADSHEET),
    (r"xl/.*", WORKBOOK, f"Open it, {CSV}"),
    (r"word/.*", "a Word document", f"Copy its table to a spreadsheet, {CSV}"),
    (r"ppt/.*", "a presentation", f"Copy its table to a spreadsheet, {CSV}"),
    (r"(.*/)?Index/.*\.iwa|(.*/)?Index\.zip", "an Apple document (Numbers or Pages)",
     "In Numbers choose File, Export to, Excel or CSV, and give that"),
)  # fmt: skip


def not_a_table(path: Path) -> str:
    """A sentence on what the file is and what to do, if it is no table of text; else nothing."""
    with path.open("rb") as handle:
        start = handle.read(LOOK_AT)
    what, then = told(start, path)
    return f"{path.name} is {what}. {then}." if what else ""


def told(start: bytes, path: Path) -> tuple[str, str]:
    """What a file with this beginning is, and what to do; two empty texts if it may be text."""
    if start.startswith(OLD_OFFICE):
        return "an old Excel workbook (.xls), or one that is locked with a password", SPREADSHEET
    if start.startswith(ZIP):
        return document(path) or ("a zip", "Unpack it first")
    for begins, what, then in BEGINNINGS:
        if re.match(begins, start, re.IGNORECASE):
            return what, then
    return "", ""


def document(path: Path) -> tuple[str, str] | None:
    """What document a zip is, and what to do with it; nothing if it is a plain zip."""
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
            kind = packed.read("mimetype")[:100].decode("ascii", "replace") if (
                "mimetype" in names
            ) else ""  # fmt: skip
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError):
        return None
    if kind.startswith(OPEN_DOCUMENT):
        return f"an OpenDocument {kind.removeprefix(OPEN_DOCUMENT).strip()} (.ods)", SPREADSHEET
    for pattern, what, then in MEMBERS:
        if any(re.fullmatch(pattern, name) for name in names):
            return what, then
    return None
