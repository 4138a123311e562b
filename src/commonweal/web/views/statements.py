"""Pages that say how things are done here: sources, accessibility, privacy, cookies."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.sector.packaging import FORMATS, TABLES
from commonweal.web import sources

DAY = 24 * 3600


class Data(GatedView):
    """Where the data comes from: every source, its licence, how fresh it is, what it held."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        standings = sources.standings()
        context = {
            "section": "data",
            "used": [s for s in standings if s.has_run],
            "unused": [s for s in standings if not s.has_run],
            "today": clock.today(),
            "tables": TABLES.values(),
            "formats": FORMATS,
        }
        return render(request, "web/data.html", context)


@dataclass(frozen=True)
class Cookie:
    """A cookie that this software can set, when, what for, and how long it stays."""

    name: str
    when: str
    purpose: str
    lasts: str


def cookies() -> list[Cookie]:
    """All of them, by the names and ages that are in force."""
    return [
        Cookie(
            settings.SESSION_COOKIE_NAME,
            "When you begin to sign in",
            "Remembers that it is you until you sign out",
            f"{settings.SESSION_COOKIE_AGE // DAY} days",
        ),
        Cookie(
            settings.CSRF_COOKIE_NAME,
            "When you open a form that changes something, such as the one to sign in",
            "Makes sure that the form was sent from this site",
            f"{settings.CSRF_COOKIE_AGE // DAY} days",
        ),
        Cookie(
            "messages",
            "When you did something while signed in",
            "Carries one sentence, such as “Saved”, to the next page",
            "Until that page is shown",
        ),
    ]


class Accessibility(GatedView):
    """What was done so that everyone can use the site, what is known not to work, whom to tell."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        return render(request, "web/accessibility.html")


class Privacy(GatedView):
    """Which personal data this software keeps, why, for how long, and whom to ask."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        return render(request, "web/privacy.html")


class Cookies(GatedView):
    """Which cookies there are, and when."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        return render(request, "web/cookies.html", {"cookies": cookies()})
