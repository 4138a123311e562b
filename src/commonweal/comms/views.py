"""The outbox, for whoever tries Commonweal on their own machine without a mail server."""

from __future__ import annotations

import hmac
import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from commonweal.comms.actions import note_text_report
from commonweal.comms.choices import Channel
from commonweal.comms.models import Message
from commonweal.comms.outbox import POSTMASTER
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


@method_decorator(csrf_exempt, name="dispatch")
class TextReport(GatedView):
    """Where the gateway says what became of a text: JSON ``{"id", "status"}``, with our token.

    Without the token, and without a gateway, there is no such page.
    """

    permission = None
    http_method_names = ("post",)

    def load(self) -> None:
        """Whoever has not the token is told that nothing is here."""
        gateway = settings.TEXT_GATEWAY
        said = self.request.headers.get("Authorization", "")
        wanted = f"Bearer {gateway['token']}" if gateway else ""
        if not wanted or not hmac.compare_digest(said.encode(), wanted.encode()):
            raise Http404

    def post(self, request: HttpRequest) -> HttpResponse:
        """Note it. A report of a text we do not know is taken and forgotten."""
        told = read_report(request.body)
        if told is None:
            return HttpResponse(status=400)
        key, status = told
        sent = Message.objects.filter(channel=Channel.TEXT, gateway_id=key).exclude(gateway_id="")
        message = sent.order_by("-pk").first()
        if message is not None and status in {"delivered", "failed"}:
            note_text_report(by=POSTMASTER, message=message, arrived=status == "delivered")
        return HttpResponse(status=204)


def read_report(body: bytes) -> tuple[str, str] | None:
    """Of which text a report is, and what it says; nothing of what cannot be read."""
    try:
        told: Any = json.loads(body[:10_000])
    except ValueError:
        return None
    if not isinstance(told, dict):
        return None
    key, status = told.get("id"), told.get("status")
    return (key, status) if isinstance(key, str) and isinstance(status, str) and key else None
