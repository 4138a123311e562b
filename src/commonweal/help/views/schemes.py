"""Schemes for everybody: who helps where, and one of them."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.help.models import Scheme
from commonweal.help.opening_hours import in_words, next_read
from commonweal.help.reports.schemes import (
    area_names,
    areas_served,
    names_of_areas,
    needs_answered,
    public_schemes,
)

AT_A_TIME = 50
# Where one goes from a scheme's page, by the name of the address; shown when there is such a page.
WAYS: tuple[tuple[str, str], ...] = (
    ("help_ask", "Ask for help"),
    ("help_join", "Help others with this scheme"),
    ("what_is_kept", "What it keeps of people, and why"),
    ("complain", "Complain about this scheme"),
)


def ways_from(scheme: Scheme) -> list[tuple[str, str]]:
    """The addresses that lead on from a scheme's page."""
    found = []
    for name, words in WAYS:
        for arguments in ([scheme.slug], []):
            try:
                found.append((reverse(name, args=arguments), words))
                break
            except NoReverseMatch:
                continue
    return found


class Schemes(GatedView, TemplateView):
    """Who helps where, by area and need."""

    permission = None
    template_name = "help/schemes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The schemes that were asked for."""
        area = self.request.GET.get("area", "")[:9]
        need = self.request.GET.get("need", "")[:12]
        page = Paginator(public_schemes(area, need), AT_A_TIME).get_page(
            self.request.GET.get("page")
        )
        names = area_names(a.code for s in page for a in s.areas.all())
        rows = [(s, sorted(names.get(a.code, a.code) for a in s.areas.all())) for s in page]
        return super().get_context_data(**kwargs) | {
            "page": page, "rows": rows, "area": area, "need": need, "areas": areas_served(),
            "needs": needs_answered(), "section": "help",
        }  # fmt: skip


class OneScheme(GatedView, TemplateView):
    """What a scheme does, when somebody reads what comes in, and who keeps the records."""

    permission = None
    template_name = "help/schemes_one.html"

    def load(self) -> Scheme:
        """The scheme, unless it is being set up, closed, or its organisation withheld."""
        public = Scheme.objects.public().select_related("organisation")
        return get_object_or_404(public, slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All of it."""
        scheme, now = self.thing, timezone.localtime(clock.now())
        return super().get_context_data(**kwargs) | {
            "scheme": scheme,
            "areas": names_of_areas(scheme),
            "needs": scheme.needs.select_related("term").order_by("term__title"),
            "hours": in_words(scheme.hours),
            "read": next_read(scheme.hours, scheme.closed_on, now),
            "ways": ways_from(scheme),
            "section": "help",
        }
