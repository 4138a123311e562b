"""The outbox, for whoever tries Commonweal on their own machine without a mail server."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from commonweal.comms.models import Message
from commonweal.core.gates import GatedView
from commonweal.core.loopback import is_at_this_machine

SHOWN = 50


class OutboxPage(GatedView):
    """What would have been sent. Opens only on the machine itself, and only without a mail server.

    It shows sign-in codes: that is its purpose, and why it exists for nobody else.
    """

    permission = None

    def load(self) -> None:
        """Anyone else is told that there is no such page."""
        if settings.MAIL_SERVER or not is_at_this_machine(self.request):
            raise Http404

    def get(self, request: HttpRequest) -> HttpResponse:
        """The newest first."""
        messages = Message.objects.newest_first()[:SHOWN]
        response = render(request, "comms/outbox.html", {"outgoing": messages})
        response["Cache-Control"] = "no-store"
        return response
