"""What several pages of help do alike: planning a visit, and answering a request."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property

from commonweal.core import clock
from commonweal.help.actions import visits
from commonweal.help.forms.visits import VisitForm
from commonweal.help.models import Match, Request, Scheme
from commonweal.help.querysets import MatchQuerySet


class PlansVisit:
    """A form by which a visit is planned for a helper and their task; put it first."""

    form_class: Any = VisitForm
    send_words = "Plan it"
    actor: Any
    kwargs: dict[str, Any]
    match: Match

    def match_in(self, theirs: MatchQuerySet) -> Match:
        """The task that the address names, if it is one of these and stands."""
        known = theirs.standing().select_related(
            "helper__scheme", "request__client", "request__need"
        )
        self.match = get_object_or_404(known, pk=self.kwargs["pk"])
        return self.match

    def get_initial(self) -> dict[str, Any]:
        """The next full hour."""
        hour = timezone.localtime(clock.now()).replace(minute=0, second=0, microsecond=0)
        return {"starts_at": hour + dt.timedelta(hours=1)}

    def act(self, answers: dict[str, Any]) -> Any:
        """Plan it."""
        return visits.plan_visit(by=self.actor, match=self.match, **answers)


class ForRequest:
    """A page of a scheme that may be about one of its requests: the one after ``?request=``."""

    request: HttpRequest
    scheme: Scheme

    @cached_property
    def asked(self) -> Request | None:
        """The request it answers, of this scheme and open."""
        typed = self.request.GET.get("request", "")
        if not typed:
            return None
        try:
            key = uuid.UUID(typed)
        except ValueError:
            raise Http404 from None
        rows = Request.objects.of(self.scheme).open().select_related("client", "need")
        return get_object_or_404(rows, uuid=key)
