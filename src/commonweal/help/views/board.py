"""The board of one scheme: what needs somebody now, and finding a person again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.core.permissions import allowed
from commonweal.help.models import Client, Duty, HandOver, Note, Request, Scheme, SchemeMember
from commonweal.help.permissions import asked_once, parts_of
from commonweal.help.querysets import person_of
from commonweal.help.reports import new_helpers  # noqa: F401
from commonweal.help.reports.board import board_of
from commonweal.help.reports.finding import found_people
from commonweal.help.reports.schemes import area_names
from commonweal.help.reports.waiting import also_waiting
from commonweal.help.views.rooms import InRoom

LEFT_FOR = dt.timedelta(days=3)


class Rooms(GatedView, TemplateView):
    """The schemes in which whoever is signed in has a part."""

    permission = "help.see_schemes"
    template_name = "help/rooms.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The schemes; to whoever has a part in none, where one is given."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            sets_up = allowed(self.actor, "help.set_up_schemes")
            return render(request, self.template_name, {"sets_up": sets_up}, status=403)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each scheme with what they are there now."""
        mine = SchemeMember.objects.standing().of(self.actor).values("scheme")
        duties = Duty.objects.at(clock.now()).of(self.actor).values("scheme")
        schemes = Scheme.objects.filter(pk__in=mine.union(duties)).order_by("name", "pk")
        rooms = [(s, sorted(parts_of(self.actor, s))) for s in schemes]
        return super().get_context_data(**kwargs) | {"rooms": rooms}


class Room(InRoom, GatedView, TemplateView):
    """What needs whoever runs this scheme, first of all now."""

    permission = "help.see_requests"
    template_name = "help/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The jobs, what the last on duty left, and requests offered by other schemes."""
        now = clock.now()
        with asked_once():
            board = board_of(self.scheme, now, viewer=person_of(self.actor), may=self.may)
        open_ones = Request.objects.of(self.scheme).open()
        clients = Client.objects.of(self.scheme).filter(requests__in=open_ones).distinct()
        self.saw(clients.only("uuid"), purpose="the board")
        offers = HandOver.objects.filter(to_scheme=self.scheme, ended_at=None)
        offered = list(offers.select_related("request__need", "request__scheme")[:20])
        names = area_names(over.request.area for over in offered)
        notes = Note.objects.filter(request__scheme=self.scheme, handover=True)
        with asked_once():
            also = also_waiting(self.scheme, self.may)
        return super().get_context_data(**kwargs) | {
            "board": board, "also": also,
            "offered": [(over, names.get(over.request.area)) for over in offered],
            "words_left": words_left(self.scheme, now),
            "notes": notes.select_related("request__client").order_by("-at")[:5],
        }  # fmt: skip


def words_left(scheme: Scheme, at: dt.datetime) -> list[Duty]:
    """Duties that ended with a word for whoever is next, the last first; of the last three days."""
    ended = Duty.objects.filter(scheme=scheme, off_at__gt=at - LEFT_FOR, off_at__lte=at)
    rows = ended.select_related("person").order_by("-off_at", "-pk")[:20]
    return [duty for duty in rows if duty.note][:3]


class Find(InRoom, GatedView, TemplateView):
    """Finding somebody of this scheme by name, telephone number, postcode or reference."""

    permission = "help.see_requests"
    template_name = "help/find.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who was found, and their requests."""
        words = self.request.GET.get("q", "").strip()[:100]
        found = found_people(self.scheme, words) if words else []
        self.saw(found, purpose="a search")
        return super().get_context_data(**kwargs) | {"words": words, "found": found}
