"""A matched list to take away, as a file that runs nothing."""

from __future__ import annotations

import io

from django.http import HttpResponse, HttpResponseBase

from commonweal.intake.reading.sheets import Sheet
from commonweal.sector.matching_sheets import beside, headings
from commonweal.sector.models import MatchList
from commonweal.sector.reports.matched import results_of
from commonweal.ui.downloads import cell_safe, csv_response, file_name

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(matched: MatchList, sheet: Sheet, root: str) -> HttpResponseBase:
    """The list with what was found, as CSV."""
    rows = beside(sheet, dict(results_of(matched, root)))
    return csv_response(f"{matched.name} matched", headings(sheet), rows)


def as_workbook(matched: MatchList, sheet: Sheet, root: str) -> HttpResponseBase:
    """The list with what was found, as a workbook that runs nothing."""
    import openpyxl
    from openpyxl.writer.excel import save_workbook

    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("Matched")
    page.append([cell_safe(name) for name in headings(sheet)])
    for row in beside(sheet, dict(results_of(matched, root))):
        page.append([cell_safe(v) if isinstance(v, str) else v for v in row])
    held = io.BytesIO()
    save_workbook(book, held)
    response = HttpResponse(held.getvalue(), content_type=WORKBOOK)
    name = file_name(f"{matched.name} matched", "xlsx")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
