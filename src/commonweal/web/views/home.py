"""The front page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonweal.core.gates import GatedView


class Home(GatedView):
    """The front page: search, what is here, what changed."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        return render(request, "web/home.html")
