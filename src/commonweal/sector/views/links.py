"""Pages that a private link leads to: the link is the gate, and opening one changes nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.core.tokens import digest_of


class LinkOver(Exception):
    """A private link that does not work, or does not any more: nobody is told which."""


class ByLink(GatedView):
    """A page that a private link leads to. ``load`` raises ``LinkOver`` where it leads nowhere."""

    permission = None
    kwargs: dict[str, Any]

    def digest(self) -> str:
        """What is kept of the secret in the address."""
        return digest_of(str(self.kwargs["token"]))

    def still(self, until: dt.datetime | None) -> None:
        """Nothing, while the link works.

        :raises LinkOver: when it has expired.
        """
        if until is not None and until <= clock.now():
            raise LinkOver

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or one that says what to do about a link that does not work."""
        try:
            response = super().dispatch(request, *args, **kwargs)
        except LinkOver:
            response = over(request)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "same-origin"
        return response


def over(request: HttpRequest) -> HttpResponse:
    """What is said of a link that does not work."""
    return render(request, "sector/dead_link.html", status=404)
