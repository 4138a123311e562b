"""The front page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.places.reports import the_place
from commonweal.sector import comparing
from commonweal.web import areas
from commonweal.web.front import front_of, promised
from commonweal.web.latest import latest
from commonweal.web.models import HomePage, NewsPage


class Home(GatedView):
    """The front page: search, what is here, what changed."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it; an installation with nothing in it says how to begin."""
        today, place = clock.today(), the_place()
        front = front_of(place)
        home = HomePage.objects.live().first()
        context = {"place": place, "front": front, "home": home, "today": today}
        if not front.ever:
            return render(request, "web/nothing_yet.html", context)
        shown = areas.front_areas(place, today)
        rows = comparing.compare(shown, today)
        context |= promised(today)
        context |= {
            "areas": rows,
            "noun": areas.noun_for(shown),
            "drawing": areas.front_map(shown, rows),
            "latest": latest(today),
            "news": NewsPage.objects.live().public().order_by("-day", "-pk")[:3],
        }
        return render(request, "web/home.html", context)
