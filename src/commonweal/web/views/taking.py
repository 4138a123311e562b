"""Files to take away: every organisation and service as tables, with their descriptor."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, knock_in_passing
from commonweal.sector import packaging

DOWNLOADS = Limit("data.download", 60, 600)
SOON = 120  # seconds
BUSY = (
    "The files are being written anew, because something has changed. "
    f"Ask again in {SOON // 60} minutes.\n"
)


class Tables(GatedView):
    """One table in one format, as the register stands."""

    permission = None

    def get(self, request: HttpRequest, table: str, ending: str) -> HttpResponseBase:
        """Send the file.

        :raises Http404: when there is no such table or format.
        """
        if table not in packaging.TABLES or ending not in packaging.FORMATS:
            raise Http404
        return sent(request, f"{table}.{ending}", packaging.FORMATS[ending])


class Descriptor(GatedView):
    """What the tables hold, from whom, on what terms."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Send it."""
        return sent(request, packaging.DESCRIPTOR, "application/json")


def sent(request: HttpRequest, name: str, kind: str) -> HttpResponseBase:
    """A file of the package; only its mark, if the reader has it; later, if it is being written."""
    knock_in_passing(request, DOWNLOADS)
    now = clock.now()
    try:
        path = packaging.kept(now) / name
    except packaging.Busy:
        return later(now)
    tag = f'"{path.parent.name}-{name}"'
    written = int(path.stat().st_mtime)
    known = get_conditional_response(request, etag=tag, last_modified=written)
    return known or marked(whole(path, name, kind), tag, written)


def whole(path: Path, name: str, kind: str) -> FileResponse:
    """The file, to keep or to read."""
    shown = "charset=utf-8" if kind.startswith("text") else ""
    response = FileResponse(
        path.open("rb"), content_type="; ".join(filter(None, [kind, shown])), filename=name
    )
    as_file = "inline" if name == packaging.DESCRIPTOR else "attachment"
    response["Content-Disposition"] = f'{as_file}; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def marked(response: FileResponse, tag: str, written: int) -> FileResponse:
    """With what tells a copy that is still good, for pages of other sites too."""
    response["ETag"] = tag
    response["Last-Modified"] = http_date(written)
    response["Cache-Control"] = "no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def later(now: dt.datetime) -> HttpResponse:
    """That the worker writes it."""
    packaging.ask_for(now)
    response = HttpResponse(BUSY, status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(SOON)
    response["Cache-Control"] = "no-store"
    return response
