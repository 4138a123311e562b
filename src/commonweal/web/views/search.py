"""Search: a list and a map together, the same as a part of the page, the same as a file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_vary_headers

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, knock_in_passing
from commonweal.places.models import Area
from commonweal.sector.choices import Kind, Status
from commonweal.sector.models import Organisation, Term
from commonweal.sector.searching import Matching, Query, Results, from_lists, matching, search
from commonweal.sector.searching.finding import causes_of
from commonweal.ui.downloads import csv_response
from commonweal.web import found, sources
from commonweal.web.unread import Unread, notes_of, unread

MOST_ROWS = 50_000
DOWNLOADS = Limit("search.download", 30, 600)
SLICE = 500


def asked(request: HttpRequest) -> tuple[Query, Unread]:
    """The question that the address asks, and what of it is not understood."""
    given = dict(request.GET.lists())
    query = from_lists(given)
    return query, unread(given, query)


class Search(GatedView):
    """The search page. An identifier typed whole goes straight to its organisation."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the whole page, or with its part when htmx asks."""
        now = clock.now()
        query, left_out = asked(request)
        results = search(query, now=now)
        if len(results.identified) == 1 and (page := page_of(results.identified[0])):
            return HttpResponseRedirect(page)
        is_part = wants_part(request)
        template = "web/search_part.html" if is_part else "web/search.html"
        shown = context(results, now, is_part=is_part) | {"unread": left_out}
        response = render(request, template, shown)
        patch_vary_headers(response, ["HX-Request"])
        return response


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for the part; when it goes back in history it needs the whole page."""
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-History-Restore-Request") != "true"
    )


def page_of(ref: str) -> str:
    """The address of an organisation's page; blank while there are no such pages."""
    try:
        return reverse("organisation", args=[ref])
    except NoReverseMatch:
        return ""


def context(results: Results, now: Any, *, is_part: bool) -> dict[str, Any]:
    """What the templates show."""
    query = results.query
    heading, chosen = found.heading(results), found.chosen(results)
    pages = {n: found.address_of(query.on_page(n)) for n in around(query.page, results.pages)}
    return {
        "section": "find",
        "is_part": is_part,
        "results": results,
        "query": query,
        "heading": heading,
        "title": found.titled(heading, chosen),
        "told": found.told(results),
        "held": found.all_held(results),
        "chosen": chosen,
        "orders": found.orders(results),
        "map": found.result_map(results),
        "unplaced": sum(f.latitude is None for f in results.shown),
        "rows": [row(results, one) for one in results.shown],
        "instead": () if results.total else found.instead(results, now),
        "earlier": pages.get(query.page - 1),
        "later": pages.get(query.page + 1),
        "first_page": found.address_of(query.on_page(1)),
        "reading": found.reading(results),
        "download": f"{reverse('search-csv')}?{query.on_page(1).to_address()}",
        "kept_by_search": found.hidden_pairs(results.asked, "words"),
        "kept_by_nearness": found.hidden_pairs(query, "near"),
        "kept_by_filters": found.hidden_pairs(
            query, "areas", "where", "kinds", *found.SCHEMES, "sizes", "statuses", "side",
            "changed", "near", "within",
        ),
        "reach": found.reach_words(query).lower().replace(query.near.lower(), query.near)
        if query.near
        else "",
        "typed_near": query.near or results.asked.near,
        "reaches": found.choices_of_reach(query.within, query.unit),
        "changes": found.choices_of_change(query),
        "wheres": [(k, v, k == query.where) for k, v in found.WHERE.items()],
        "counted": sources.newest_run(),
    }  # fmt: skip


def around(page: int, pages: int) -> range:
    """The page before and the page after, where there are such."""
    return range(max(1, min(page - 1, pages)), min(page + 1, pages) + 1)


def row(results: Results, one: Any) -> dict[str, Any]:
    """One organisation with the words for its codes."""
    terms = results.titles.terms
    return {
        "found": one,
        "address": page_of(one.ref),
        "kind": Kind(one.kind).label,
        "standing": "" if one.status == Status.ACTIVE else Status(one.status).label,
        "causes": [terms[("what", c)] for c in one.causes if ("what", c) in terms][:3],
    }


HEADER = (
    "org-id", "name", "kind", "standing", "causes", "what it does", "district", "ward",
    "postcode", "telephone", "email", "website", "yearly income (pounds)", "year ended",
    "distance (miles)", "last changed",
)  # fmt: skip


class SearchCsv(GatedView):
    """Every organisation that a search finds, as a file with words, streamed."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Send it: at most 50,000 rows, and if there are more every row says so."""
        knock_in_passing(request, DOWNLOADS)
        now = clock.now()
        query, left_out = asked(request)
        everything = matching(query, most=MOST_ROWS + 1, now=now)
        notes = [*notes_of(left_out), *sources.notes_of(len(everything.keys), MOST_ROWS)]
        title = f"organisations {everything.query.words}"
        return csv_response(title, HEADER, csv_rows(everything), notes=notes, on=now.date())


def csv_rows(everything: Matching) -> Iterator[tuple[Any, ...]]:
    """The rows in the order of the search, some hundreds at a time."""
    areas = dict(Area.objects.filter(kind__in=("district", "ward")).values_list("code", "name"))
    terms = dict(Term.objects.filter(scheme="what").values_list("code", "title"))
    pairs = islice(zip(everything.keys, everything.far, strict=True), MOST_ROWS)
    while some := list(islice(pairs, SLICE)):
        keys = [key for key, _ in some]
        found_here = {o.pk: o for o in Organisation.objects.published().filter(pk__in=keys)}
        causes = causes_of(keys)
        for key, far in some:
            if o := found_here.get(key):
                yield csv_row(o, areas, [terms.get(c, c) for c in causes.get(key, ())], far)


def csv_row(
    o: Organisation, areas: dict[str, str], causes: list[str], far: float | None
) -> tuple[Any, ...]:
    """One organisation in words."""
    return (
        o.ref, o.name, Kind(o.kind).label, Status(o.status).label, causes, o.description,
        areas.get(o.district, ""), areas.get(o.ward, ""), o.shown_postcode, o.telephone, o.email,
        o.website, o.income, o.money_year_end,
        None if far is None else round(far / found.words.KM_IN_A_MILE, 2), o.changed_at.date(),
    )  # fmt: skip
