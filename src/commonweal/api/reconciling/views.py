"""The addresses of the Reconciliation API. Everything is public, counted, and read only."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt

from commonweal.api.door import READING, problem
from commonweal.api.reconciling import answering, asking
from commonweal.api.reconciling.asking import Unusable
from commonweal.core.gates import GatedView
from commonweal.core.limits import TooOften, knock_in_passing
from commonweal.core.unseen import seen
from commonweal.sector import meant

SUGGESTIONS = ("entity", "property", "type")
ANY_SITE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type, Accept",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


@method_decorator(csrf_exempt, name="dispatch")
class Answer(GatedView):
    """A view that any site's pages may read, whose every error is a problem document.

    Nothing is changed here and nobody is signed in, so another site's form does no harm.
    """

    permission = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Count, answer, and open it to any site."""
        try:
            knock_in_passing(request, READING)
            response = super().dispatch(request, *args, **kwargs)
        except Unusable as unusable:
            response = problem(unusable.status, str(unusable))
        except TooOften as often:
            response = problem(429, f"Too many questions. Ask again in {often.seconds} seconds.")
            response["Retry-After"] = str(often.seconds)
        for name, value in ANY_SITE.items():
            response[name] = value
        return response

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What a page of another site asks before it sends."""
        return HttpResponse(status=204, headers={"Allow": "GET, POST, OPTIONS"})


class Reconcile(Answer):
    """The endpoint: the manifest, or the answers to queries or to a data extension."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """By GET, which suits a look in the browser."""
        return self.answer(request, request.GET)

    def post(self, request: HttpRequest) -> HttpResponse:
        """By POST, as programs do."""
        return self.answer(request, request.POST)

    def answer(self, request: HttpRequest, sent: Any) -> HttpResponse:
        """Whichever was asked."""
        if "queries" in sent:
            return JsonResponse(answering.results(asking.batch(sent["queries"])))
        if "query" in sent:
            words = sent["query"]
            one = asking.parsed(words, "query") if words.startswith("{") else {"query": words}
            return JsonResponse(answering.results({"one": asking.query("one", one)})["one"])
        if "extend" in sent:
            ids, wanted = asking.extension(sent["extend"])
            pages = answering.manifest(root_of(request))["view"]["url"]
            return JsonResponse(
                answering.extended(ids, wanted, lambda ref: pages.replace("{{id}}", ref))
            )
        if request.method == "POST":
            raise Unusable("Send queries or extend, in a form field of that name.")
        return JsonResponse(answering.manifest(root_of(request)))


class Suggest(Answer):
    """What somebody may be typing."""

    permission = None

    def get(self, request: HttpRequest, what: str) -> HttpResponse:
        """The suggestions, those before the cursor left out."""
        if what not in SUGGESTIONS:
            raise Http404
        prefix = asking.tidy(request.GET.get("prefix", ""))
        cursor = whole_number(request, "cursor") or 0
        told = answering.suggested(what, prefix)
        return JsonResponse({"result": told["result"][cursor:]})


class Properties(Answer):
    """Which properties may be taken for a type."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Propose them."""
        kind = seen(request.GET.get("type", ""))[:60] or answering.ALL["id"]
        return JsonResponse(answering.proposed(kind, whole_number(request, "limit")))


@method_decorator(xframe_options_exempt, name="dispatch")
@method_decorator(csp_replace({"frame-ancestors": ["*"]}), name="dispatch")
class Preview(Answer):
    """A card of one organisation, to be shown in a frame of another program."""

    permission = None

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Show it, or nothing where nothing is published."""
        found = meant.by_refs([ref]).get(ref)
        if found is None:
            raise Http404
        words = answering.described(found, answering.area_names([found]))
        return render(request, "api/preview.html", {"organisation": found, "words": words})


def whole_number(request: HttpRequest, name: str) -> int | None:
    """A whole number of the question, from 0; nothing if it was not asked.

    :raises Unusable: when it is none.
    """
    told = request.GET.get(name, "")
    if not told:
        return None
    if not told.isascii() or not told.isdigit() or len(told) > 6:
        raise Unusable(f"{name} is a whole number.")
    return int(told)


def root_of(request: HttpRequest) -> str:
    """The site's own address, without a stroke at its end."""
    return request.build_absolute_uri("/").rstrip("/")
