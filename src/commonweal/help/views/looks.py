"""Who looked at whose record, for the lead of a scheme."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.help.models import Client, Scheme
from commonweal.help.reports.looks import looks_at, looks_here
from commonweal.help.views.rooms import InRoom

SHOWN = dt.timedelta(days=30)


class LooksHere(InRoom, GatedView, TemplateView):
    """Who looked at how many records of this scheme in the last thirty days."""

    permission = "help.lead_scheme"
    template_name = "help/looks_here.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One row for each person in each role."""
        rows = looks_here(self.scheme, clock.now() - SHOWN)
        return super().get_context_data(**kwargs) | {"rows": rows}


class LooksAt(InRoom, GatedView, TemplateView):
    """Every look at one record of this scheme. To read it is a look too."""

    permission = "help.lead_scheme"
    template_name = "help/looks_at.html"

    def load(self) -> Scheme:
        """The scheme; the record is found in it."""
        scheme: Scheme = super().load()
        if self.actor.key != "visitor":
            ours = Client.objects.of(scheme)
            self.client = get_object_or_404(ours, uuid=self.kwargs["uuid"])
        return scheme

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The looks, the last first."""
        self.saw([self.client])
        looks = looks_at(self.client)
        return super().get_context_data(**kwargs) | {"person": self.client, "looks": looks}
