"""Other ways in: a spreadsheet of many, keys for other systems, and what these send."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django import forms
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from commonweal.core import clock
from commonweal.core.actions import name_of
from commonweal.core.actors import LinkHolder
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of
from commonweal.help.actions.scheme_keys import end_key, make_key, receive
from commonweal.help.actions.sheets import read_sheet
from commonweal.help.forms.rooms import KeyForm, SheetForm
from commonweal.help.models import Request, SchemeKey
from commonweal.help.reports.asking import offered
from commonweal.help.reports.routing import when_somebody_reads
from commonweal.help.sheet import COLUMNS, MOST_BYTES, Row, rows_of
from commonweal.help.sheet_files import table_in, workbook_to_fill_in
from commonweal.help.views.rooms import InRoom
from commonweal.ui.acting import FormPage, Press
from commonweal.ui.downloads import csv_response, file_name

SALT = "commonweal.help.sheet"
LOOKED_AT_FOR = 30 * 60
RECEIVING = Limit("help.api", times=600, seconds=3_600)
LARGEST = 50_000
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SheetTemplate(InRoom, GatedView):
    """The headings of the spreadsheet, with a row to show how: as a workbook, or as CSV."""

    permission = "help.enter_request"
    as_csv = False

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """The file."""
        headings = [heading for heading, _, _ in COLUMNS]
        example = [example for _, _, example in COLUMNS]
        if self.as_csv:
            return csv_response("requests", headings, [example])
        response = HttpResponse(workbook_to_fill_in(headings, example), content_type=WORKBOOK)
        response["Content-Disposition"] = f'attachment; filename="{file_name("requests", "xlsx")}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response


class Sheet(InRoom, FormPage, GatedView):
    """A spreadsheet: looked at first, then taken in whole or not at all.

    What was read waits in the page itself, signed, for half an hour; nothing is kept meanwhile.
    """

    permission = "help.enter_request"
    form_class = SheetForm
    template_name = "help/asking_sheet.html"
    title = "Requests in a spreadsheet"
    send_words = "Look at it"

    def codes(self) -> dict[str, str]:
        """The needs that may be asked for, by code and by title."""
        rules = [r for group in offered() for r in group.needs]
        titles = {r.term.title.casefold(): r.term.code for r in rules}
        return titles | {r.term.code.casefold(): r.term.code for r in rules}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The columns, and what may stand in them."""
        words = {"columns": COLUMNS, "groups": offered()}
        return super().get_context_data(**kwargs) | words

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take in what was looked at; or look at a file."""
        if "rows" in request.POST:
            return self.take_in(request.POST["rows"])
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """What is in it, row by row, with what is wrong."""
        file = form.cleaned_data["file"]
        try:
            table = table_in(file.read(MOST_BYTES + 1))
            rows = rows_of(table, self.codes())
        except Refused as refusal:
            form.add_error("file", refusal.sentence)
            return self.form_invalid(form)
        wrong = [r for r in rows if r.wrong]
        seen = {"rows": rows, "wrong": wrong, "word": self.kept(rows), "notes": table.notes}
        context = self.get_context_data(form=form, **seen)
        return self.render_to_response(context, status=422 if wrong else 200)

    def kept(self, rows: list[Row]) -> str:
        """What was read, signed for this scheme; nothing while a row is wrong."""
        if any(r.wrong for r in rows):
            return ""
        told = [self.scheme.pk, [r.told for r in rows]]
        return signing.dumps(told, salt=SALT, compress=True)

    def take_in(self, word: str) -> HttpResponse:
        """Take in what was looked at."""
        form = self.get_form_class()()
        try:
            scheme, rows = signing.loads(word, salt=SALT, max_age=LOOKED_AT_FOR)
            if scheme != self.scheme.pk:
                raise Http404
            made = read_sheet(by=self.actor, scheme=self.scheme, rows=rows)
        except signing.BadSignature:
            problem = "That was looked at more than half an hour ago. Choose the file again."
        except Refused as refusal:
            problem = refusal.sentence
        else:
            return self.render_to_response(self.get_context_data(form=form, made=made))
        context = self.get_context_data(form=form, problem=problem)
        return self.render_to_response(context, status=422)


class Keys(InRoom, FormPage, GatedView):
    """The keys with which other systems send requests to this scheme. A new one is shown once."""

    permission = "help.lead_scheme"
    form_class = KeyForm
    template_name = "help/asking_keys.html"
    title = "Keys for other systems"
    lede = "Each lets one system send requests here, and read nothing."
    send_words = "Make a key"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Those there are."""
        keys = self.scheme.keys.order_by("-made_at", "-pk")
        address = self.request.build_absolute_uri(reverse("help_api"))
        return super().get_context_data(**kwargs) | {"keys": keys, "address": address}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Make it, and show it this once."""
        try:
            _, token = make_key(by=self.actor, scheme=self.scheme, name=form.cleaned_data["name"])
        except Refused as refusal:
            form.add_error("name", refusal.sentence)
            return self.form_invalid(form)
        fresh = self.get_form_class()()
        return self.render_to_response(self.get_context_data(form=fresh, token_made=token))


class EndKey(InRoom, Press):
    """A key opens nothing any more."""

    permission = "help.lead_scheme"
    done_words = "That key opens nothing any more."

    def act(self) -> Any:
        """End it."""
        key = get_object_or_404(self.scheme.keys, pk=self.kwargs["pk"])
        return end_key(by=self.actor, key=key)

    def back(self) -> str:
        """To the keys."""
        return self.at("request_keys")


@method_decorator(csrf_exempt, name="dispatch")
class Api(LimitedView, GatedView):
    """``POST`` one asking as JSON, with a scheme's key; the answer is its reference and no more.

    A browser's cookies open nothing here, so that no other site can send in somebody's name.
    """

    permission: ClassVar[str | None] = None
    limits = (RECEIVING,)
    http_method_names = ("post", "options")

    def load(self) -> SchemeKey | None:
        """The key that was sent, if it still opens anything."""
        word, _, token = self.request.headers.get("Authorization", "").partition(" ")
        if word.lower() != "bearer" or not token:
            return None
        keys = SchemeKey.objects.select_related("scheme").filter(ended_at=None)
        return keys.filter(digest=digest_of(token.strip())).first()

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Take it in."""
        key: SchemeKey | None = self.thing
        if key is None:
            return said("Send the key of a scheme: Authorization: Bearer ...", 401)
        if len(request.body) > LARGEST:
            return said(f"At most {LARGEST:,} bytes.", 413)
        try:
            told = json.loads(request.body)
            if not isinstance(told, dict):
                raise ValueError
        except ValueError:
            return said("Send one JSON object.", 400)
        try:
            made = receive(by=LinkHolder(name_of(key), label=key.name), key=key, told=told)
        except Refused as refusal:
            return said(refusal.sentence, 422, field=refusal.field)
        return taken(made)


def said(detail: str, status: int, **more: str) -> JsonResponse:
    """A problem, in a sentence."""
    return JsonResponse({"detail": detail, **more}, status=status)


def taken(made: list[Request]) -> JsonResponse:
    """What was taken in: the reference and when somebody reads it."""
    first = made[0]
    reference = first.asking.reference if first.asking else ""
    reads = when_somebody_reads(first.scheme, clock.now())
    answer = {"reference": reference, "requests": len(made), "reads": reads}
    response = JsonResponse(answer, status=201)
    response["Cache-Control"] = "no-store"
    return response
