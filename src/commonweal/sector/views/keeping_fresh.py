"""Whether an entry is still right: said by the organisation's own people, signed in."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse

from commonweal.core.actors import Visitor
from commonweal.core.gates import GatedView
from commonweal.core.limits import LimitedView
from commonweal.core.permissions import allowed
from commonweal.sector import actions
from commonweal.sector.actions.confirming import listed_services, stamp_of
from commonweal.sector.forms.confirming import StillRightForm
from commonweal.sector.freshness import Stage
from commonweal.sector.models import Organisation
from commonweal.sector.reports import find_by_org_id, may_see
from commonweal.sector.views.about import AboutOne
from commonweal.sector.views.confirming import hours_of
from commonweal.sector.views.keeping import KNOCKS
from commonweal.ui.acting import FormPage


class KeepFresh(LimitedView, AboutOne, GatedView, FormPage):
    """The entry as it stands, and a button: all is still right."""

    permission = "sector.confirm_entry"
    limits = (KNOCKS,)
    form_class = StillRightForm
    template_name = "sector/keep_fresh.html"
    title = "Is this still right?"
    send_words = "All is still right"
    done_words = "Thank you. It is noted, and the page says so."

    def load(self) -> Organisation:
        """The organisation, also where it was taken from view because nobody said that it is right:
        its own people bring it back here. To all others such a one is not there.
        """
        found = find_by_org_id(self.kwargs["ref"])
        if found is None or found.withheld or not (found.based_here or found.serves_here):
            raise Http404
        if not may_see(found, Visitor()) and not allowed(self.actor, self.permission, found):
            raise Http404
        self.organisation = found
        return found

    def act(self, answers: dict[str, Any]) -> Any:
        """Confirm what was shown."""
        return actions.confirm_entry(
            by=self.actor, organisation=self.organisation, seen=answers["seen"] or "unseen"
        )

    def back(self, result: Any) -> str:
        """The hub, where the page is in view now; it is, unless something else keeps it from it."""
        self.organisation.refresh_from_db()
        shown = may_see(self.organisation, Visitor())
        return self.at("keep") if shown else reverse("your_organisations")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The entry, the services that are asked after with it, and when it was last confirmed."""
        services = listed_services(self.organisation)
        return super().get_context_data(**kwargs) | {
            "services": [(s, hours_of(s)) for s in services],
            "seen": stamp_of(self.organisation, services),
            "withdrawn": self.organisation.stage == Stage.WITHDRAWN,
        }
