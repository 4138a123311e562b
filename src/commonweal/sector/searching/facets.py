"""How a result could be narrowed, with how many each choice would leave."""

from __future__ import annotations

from django.db.models import Q

from commonweal.places.choices import Kind as AreaKind
from commonweal.places.models import Area
from commonweal.sector.choices import SIZES, Kind, Side, Status
from commonweal.sector.models import Term
from commonweal.sector.searching import tokens
from commonweal.sector.searching.query import Query
from commonweal.sector.searching.results import Facet, Option, Titles

MOST_OPTIONS = 30
SCHEME_TITLES = {
    "what": "Cause",
    "who": "Who it helps",
    "how": "How it helps",
    "ukcat": "Subject",
    "icnptso": "Field of work",
}


def titles(codes: tuple[str, ...] = ()) -> Titles:
    """Read them, and the names of these areas whatever their kind: two queries."""
    rows = Term.objects.filter(scheme__in=tokens.SCHEMES).values_list("scheme", "code", "title")
    kinds = (AreaKind.COUNTY, AreaKind.DISTRICT)
    areas = Area.objects.filter(Q(kind__in=kinds) | Q(code__in=codes)).order_by("name", "code")
    names = dict(areas.values_list("code", "name"))
    return Titles({(scheme, code): title for scheme, code, title in rows}, names)


def facets(query: Query, counts: dict[str, int], names: Titles) -> tuple[Facet, ...]:
    """Every way to narrow this result that leaves something, or that is chosen already."""

    def facet(
        name: str, title: str, sort: str, known: dict[str, str], *, keep: bool = False
    ) -> Facet:
        chosen = set(_chosen(query, name))
        options = [
            Option(code, text, counts.get(tokens.token(sort, code), 0), code in chosen)
            for code, text in known.items()
        ]
        some = [o for o in options if o.count or o.chosen]
        if not keep:
            some.sort(key=lambda o: (not o.chosen, -o.count, o.title))
        return Facet(name, title, tuple(some[:MOST_OPTIONS]), name == "ukcat")

    sizes = {band: words for band, (words, _, _) in SIZES.items()}
    found = [
        facet("areas", "Area", tokens.BASED, names.areas),
        facet("kinds", "Kind", tokens.KIND, dict(Kind.choices)),
        *(
            facet(scheme, title, tokens.SCHEMES[scheme], _of(names, scheme))
            for scheme, title in SCHEME_TITLES.items()
        ),
        facet("sizes", "Yearly income", tokens.SIZE, sizes, keep=True),
        facet("statuses", "Standing", tokens.STATUS, dict(Status.choices), keep=True),
        facet("side", "Sector or partner", tokens.SIDE, dict(Side.choices), keep=True),
    ]
    return tuple(f for f in found if f.options)


def _chosen(query: Query, name: str) -> tuple[str, ...]:
    value = getattr(query, name)
    return value if isinstance(value, tuple) else (value,)


def _of(names: Titles, scheme: str) -> dict[str, str]:
    return {code: title for (s, code), title in names.terms.items() if s == scheme}
