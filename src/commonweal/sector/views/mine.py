"""Your organisations: the pages that whoever is signed in keeps, and what waits for each."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from commonweal.core.gates import GatedView
from commonweal.sector.reports.waiting import mine


class YourOrganisations(GatedView, TemplateView):
    """The organisations of whoever is signed in."""

    permission = "accounts.see_own_account"
    template_name = "sector/your_organisations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each with what waits for it."""
        return super().get_context_data(**kwargs) | {"mine": mine(self.actor)}
