"""Documents to take away: a PDF, plain text, JSON, dates for a calendar, and news as a feed."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404

from commonweal.commitments.feeding import calendar_of, feed_of
from commonweal.commitments.models import Document, Version
from commonweal.commitments.printing import as_json, as_text, edition_of, pdf_of_version
from commonweal.commitments.reports.dates import dates_of, dates_of_all
from commonweal.commitments.reports.news import latest, latest_of_all
from commonweal.commitments.reports.shown import titles
from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, knock_in_passing
from commonweal.places.reports import the_place

TAKING = Limit("promises.pdf", times=120, seconds=600)
KINDS = {
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}
CALENDAR = "text/calendar; charset=utf-8"
FEED = "application/rss+xml; charset=utf-8"


def public_document(slug: str) -> Document:
    """The document of this name, called as its last version is, where the public sees one."""
    document = get_object_or_404(Document.objects.public(), slug=slug)
    document.title = titles([document])[document.pk]
    return document


class OneFile(GatedView):
    """The last published version of a document, or one of them by its number, as a file."""

    permission = None
    thing: Version

    def load(self) -> Version:
        """The version; nothing that was never published has an address."""
        if self.kwargs["name"] != self.kwargs["slug"] or self.kwargs["ending"] not in KINDS:
            raise Http404
        versions = public_document(self.kwargs["slug"]).versions.order_by("-number")
        if "number" in self.kwargs:
            return get_object_or_404(versions, number=self.kwargs["number"])
        last = versions.first()
        if last is None:
            raise Http404
        return last

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        """The file. A PDF is made once for each version, and then only read."""
        ending = self.kwargs["ending"]
        if ending == "pdf":
            knock_in_passing(request, TAKING)
            held: bytes | str = pdf_of_version(self.thing)
        else:
            edition = edition_of(self.thing)
            held = as_text(edition) if ending == "txt" else as_json(edition)
        name = f"{self.kwargs['slug']}-{self.thing.number}.{ending}"
        return file_response(held, KINDS[ending], name)


class EasyRead(GatedView):
    """The easy-read edition that was put beside a document."""

    permission = None
    thing: Document

    def load(self) -> Document:
        """The document, if it has one that anybody may have."""
        document = public_document(self.kwargs["slug"])
        if document.easy_read is None or not document.easy_read.public:
            raise Http404
        return document

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """The file, as it was handed in."""
        file = self.thing.easy_read
        assert file is not None
        given = FileResponse(
            file.file.open("rb"), as_attachment=True, filename=file.name, content_type=file.kind
        )
        given["X-Content-Type-Options"] = "nosniff"
        return given


class Dates(GatedView):
    """What is due and when, to subscribe to in a calendar: of one document, or of all."""

    permission = None

    def get(self, request: HttpRequest, slug: str = "") -> HttpResponse:
        """The calendar."""
        if slug:
            document = public_document(slug)
            title, days = document.title, dates_of(document)
        else:
            title, days = f"Promises of {the_place().name}", dates_of_all()
        return file_response(calendar_of(title, days), CALENDAR, f"{slug or 'promises'}.ics")


class News(GatedView):
    """What is new, as a feed: of one document, or of all."""

    permission = None

    def get(self, request: HttpRequest, slug: str = "") -> HttpResponse:
        """The feed."""
        now = clock.now()
        if slug:
            document = public_document(slug)
            title, told = document.title, latest(document, now)
        else:
            title, told = f"Promises of {the_place().name}", latest_of_all(now)
        return HttpResponse(feed_of(title, slug, told), content_type=FEED)


def file_response(held: bytes | str, kind: str, name: str) -> HttpResponse:
    """A file that browsers show or keep, and never take for another kind."""
    response = HttpResponse(held, content_type=kind)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
