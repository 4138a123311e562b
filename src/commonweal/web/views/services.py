"""The page of one service, and the finder of services: a list, a map, a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, knock_in_passing
from commonweal.intake.described import KnownSources
from commonweal.places.reports import the_place
from commonweal.sector.finding_services import Question, Row, find, find_all, from_lists
from commonweal.sector.models import Service
from commonweal.sector.reports.feedback import published_feedback
from commonweal.ui.downloads import csv_response
from commonweal.web import seeking, services, services_data, sources
from commonweal.web.lacking import lacking
from commonweal.web.unread import Unread, notes_of, unread

MOST_ROWS = 20_000
DOWNLOADS = Limit("services.download", 30, 600)


class ServicePage(GatedView):
    """The page of one service."""

    permission = None
    thing: Service

    def load(self) -> Service:
        """The service of that UUID.

        :raises Http404: when there is none, or its organisation may not be shown.
        """
        found = services.one_service(self.kwargs["key"])
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, key: object) -> HttpResponse:
        """What it is, for whom, when, where and at what cost."""
        shown = services.show(self.thing, clock.now())
        address = request.build_absolute_uri(reverse("service", args=[self.thing.uuid]))
        by = reverse("organisation", args=[self.thing.organisation.ref])
        whole = request.build_absolute_uri(by)
        context = {
            "section": "services",
            "shown": shown,
            "service": self.thing,
            "address": address,
            "felt": published_feedback(self.thing),
            "json_ld": services_data.as_json_ld(shown, address, whole),
        }
        return render(request, "web/service.html", context)


def asked(request: HttpRequest) -> tuple[Question, Unread]:
    """The question that the address asks, and what of it is not understood."""
    given = dict(request.GET.lists())
    question = from_lists(given)
    return question, unread(given, question)


class Services(GatedView):
    """The finder: what do you need?"""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the services that fit, beside a map."""
        now = clock.now()
        question, left_out = asked(request)
        shown = seeking.context(find(question, now=now), now) | {"unread": left_out}
        return render(request, "web/services.html", shown)


class ServicesCsv(GatedView):
    """Every service that a question finds, as a file with words."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Send it: at most 20,000 rows, and if there are more every row says so."""
        knock_in_passing(request, DOWNLOADS)
        now = clock.now()
        question, left_out = asked(request)
        total, rows = find_all(question, now=now)
        return csv_response(
            f"services {question.words}",
            seeking.HEADER,
            csv_rows(islice(rows, MOST_ROWS), clock.day_of(now)),
            notes=[*notes_of(left_out), *sources.notes_of(total, MOST_ROWS)],
            on=now.date(),
        )


def csv_rows(rows: Iterable[Row], today: dt.date) -> Iterator[tuple[Any, ...]]:
    """The rows of the file, in the order of the list."""
    titles, wards, known = seeking.needs().titles, seeking.ward_names(), KnownSources()
    for row in rows:
        yield seeking.csv_row(row, titles, wards, known, today)


class ServiceGaps(GatedView):
    """Where nothing serves a need on a day."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """The wards of an area, as a table and a map."""
        found = lacking(request.GET, the_place(), clock.now())
        return render(request, "web/service_gaps.html", {"section": "services", "found": found})
