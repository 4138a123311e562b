"""The driver's page: by a private link, and it works on a telephone without a net.

Without script it is a page of plain forms. With it, the telephone keeps the page until the link
ends, keeps what is said at doors, and sends it when there is a net (static/help/round.js).
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.actors import LinkHolder
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of
from commonweal.help.actions.doors import is_open_to_driver, say_at_door
from commonweal.help.actions.looks import note_look
from commonweal.help.choices import AtDoor
from commonweal.help.models import Round, Stop
from commonweal.help.reports.rounds import round_now

SAID = Limit("said at doors", 120, 60)
MOST_BYTES, MOST_WORDS = 200_000, 200
DRIVER = "the driver"
OUTCOMES = [c for c in AtDoor.choices if c[0] != AtDoor.WAITING]


def round_of(token: str) -> Round | None:
    """The round of a link that somebody made and nobody closed, whether it has ended or not."""
    rows = Round.objects.select_related("scheme", "driver")
    return rows.filter(digest=digest_of(token)).first()


class DriverPage(GatedView, TemplateView):
    """The doors of a round, for whoever has its link; for anybody else a page that says nothing.

    Opening it uses nothing up. Which records it showed is written down.
    """

    permission = None
    template_name = "help/driving_round.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The round while its link is open."""
        found = round_of(self.kwargs["token"])
        if found is None or not is_open_to_driver(found, clock.now()):
            context = {"token": self.kwargs["token"]}
            return self.response_class(
                request, "help/driving_over.html", context, status=404, using=self.template_engine
            )
        told = round_now(found)
        note_look(
            by=LinkHolder(f"help.round:{found.pk}", label=DRIVER), scheme=found.scheme,
            subjects=[client.uuid for client in told.shown_clients], role="driver",
            purpose=f"round {found.number}",
        )  # fmt: skip
        context = self.get_context_data(round=found, told=told, outcomes=OUTCOMES, **kwargs)
        response: HttpResponse = self.render_to_response(context)
        if found.expires_at:
            response["X-Round-Until"] = found.expires_at.isoformat()
        return response


class DriverWorker(GatedView):
    """The script that answers for the page without a net. It lies beside the page, which is all
    that it may answer for, and holds nothing of any round."""

    permission = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The same file for everybody."""
        found = finders.find("help/round-worker.js")
        if not isinstance(found, str):
            raise Http404
        return HttpResponse(Path(found).read_text(encoding="utf-8"), content_type="text/javascript")


# The secret in the address says who may; a telephone that was off for a day has no cookie left.
@method_decorator(csrf_exempt, name="dispatch")
class SaidAtDoors(LimitedView, GatedView):
    """What a driver says: one door by a form, or all that a telephone kept, as JSON.

    ``{"said": [{"key", "outcome", "said_at", "note"}, ...]}`` is answered by ``{"over", "heard":
    {key: ""}, "shut": [key]}``: nothing after a key says that it was heard, or a sentence why it
    was not taken; ``shut`` are doors to which nobody may go any more.
    """

    permission = None
    limits = (SAID,)
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hear it."""
        found = round_of(self.kwargs["token"])
        if request.content_type == "application/json":
            return self.hear_all(request, found)
        if found is None or not is_open_to_driver(found, clock.now()):
            return redirect("round", self.kwargs["token"])
        told = {**request.POST.dict(), "said_at": clock.now().isoformat()}
        problem = self.hear(found, told)
        if problem:
            messages.error(request, problem)
        else:
            messages.success(request, "Written down.")
        return redirect("round", self.kwargs["token"])

    def hear_all(self, request: HttpRequest, found: Round | None) -> JsonResponse:
        """All that a telephone kept. Whether the page is over is said, and nothing else of it."""
        said = read_said(request)
        if said is None:
            problem = "Send {“said”: [{“key”, “outcome”, “said_at”, “note”}]}, 200 at most."
            return JsonResponse({"problem": problem}, status=400)
        heard = {str(w.get("key", ""))[:40]: self.hear(found, w) for w in said if found}
        is_over = found is None or not is_open_to_driver(found, clock.now())
        told: dict[str, Any] = {"over": is_over, "heard": heard}
        if found is not None and not is_over:
            told["shut"] = [str(s.key) for s, shown in round_now(found).doors if not shown]
        return JsonResponse(told)

    def hear(self, found: Round, told: dict[str, Any]) -> str:
        """One word of one door; nothing when it was heard, or why it was not taken."""
        stop, said_at = stop_of(found, told.get("key")), moment_of(told.get("said_at"))
        if stop is None or said_at is None:
            return "That door is not on this round."
        holder = LinkHolder(f"{Stop._meta.label_lower}:{stop.pk}", label=DRIVER)
        try:
            say_at_door(
                by=holder, stop=stop, outcome=str(told.get("outcome", "")), said_at=said_at,
                note=str(told.get("note", "")),
            )  # fmt: skip
        except Refused as refusal:
            return refusal.sentence
        except PermissionDenied:
            return "This link is over."
        return ""


def read_said(request: HttpRequest) -> list[dict[str, Any]] | None:
    """What a telephone sent, if it can be read and is not too much."""
    if len(request.body) > MOST_BYTES:
        return None
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    said = told.get("said") if isinstance(told, dict) else None
    if not isinstance(said, list) or len(said) > MOST_WORDS:
        return None
    return said if all(isinstance(word, dict) for word in said) else None


def stop_of(found: Round, key: Any) -> Stop | None:
    """The door that a key names, of this round only."""
    try:
        wanted = uuid.UUID(str(key))
    except ValueError:
        return None
    return found.stops.select_related("round__scheme", "client").filter(key=wanted).first()


def moment_of(text: Any) -> dt.datetime | None:
    """A moment with its zone; nothing of anything else."""
    try:
        moment = parse_datetime(str(text)[:40])
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo else None
