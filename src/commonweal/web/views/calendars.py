"""Opening hours as calendars to subscribe to: of one service, or of what the finder finds."""

from __future__ import annotations

from itertools import islice

from django.http import HttpRequest, HttpResponse

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, knock_in_passing
from commonweal.sector.calendars import Told, calendar_of
from commonweal.sector.finding_services import find_all
from commonweal.ui.downloads import file_name
from commonweal.web import seeking
from commonweal.web.calendars import told_of
from commonweal.web.views.services import ServicePage, asked

MOST = 300  # services in one calendar
CALENDARS = Limit("calendars", 60, 600)


class ServiceCalendar(ServicePage):
    """The hours of one service."""

    permission = None

    def get(self, request: HttpRequest, key: object) -> HttpResponse:
        """Send them; a service that does not run has none."""
        knock_in_passing(request, CALENDARS)
        told = told_of([self.thing], request.build_absolute_uri)
        return sent(self.thing.name, list(told))


class FoundCalendar(GatedView):
    """The hours of all that a question finds, the first some hundreds."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Send them."""
        knock_in_passing(request, CALENDARS)
        question, _ = asked(request)
        _, rows = find_all(question, now=clock.now())
        services = (row.service for row in islice(rows, MOST))
        told = list(told_of(services, request.build_absolute_uri))
        return sent(seeking.name_of(question), told)


def sent(title: str, told: list[Told]) -> HttpResponse:
    """The calendar as a file that a program may ask for again."""
    response = HttpResponse(calendar_of(title, told), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{file_name(title, "ics")}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
