"""Search the register from the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.urls import NoReverseMatch, reverse

from commonweal.core import clock
from commonweal.places.models import Area
from commonweal.places.postcodes import OUTWARD, normalise
from commonweal.sector.choices import SIZES, Kind, Status
from commonweal.sector.searching import Found, Query, Results, search
from commonweal.sector.searching.query import ADDRESS, SORTS, WHERE, from_lists
from commonweal.ui.words import count, listed, miles, reach, rough_miles


class Command(BaseCommand):
    """``commonweal search TEXT``: what the search page would answer."""

    help = "Search the register."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The parts of a question."""
        parser.add_argument("text", nargs="*", help="words, a name, or an identifier")
        parser.add_argument(
            "--near", nargs="+", default=[], metavar="PLACE",
            help="a postcode, its first half (NR1), or the name of a district or ward",
        )  # fmt: skip
        parser.add_argument(
            "--within", type=float, metavar="KM", help="so far from there, in km unless --unit"
        )
        parser.add_argument(
            "--unit", choices=("km", "miles"), default="km", help="what --within is in: km"
        )
        parser.add_argument("--area", action="append", default=[], metavar="GSS")
        parser.add_argument("--where", choices=WHERE, default="either")
        parser.add_argument("--kind", action="append", default=[], choices=Kind.values)
        parser.add_argument("--size", action="append", default=[], choices=list(SIZES))
        parser.add_argument("--status", action="append", default=[], choices=Status.values)
        for name in ("cause", "who", "how", "ukcat", "icnptso"):
            parser.add_argument(f"--{name}", action="append", default=[], metavar="CODE")
        parser.add_argument("--side", choices=("sector", "partner"), default="")
        parser.add_argument("--changed", type=int, metavar="DAYS", help="changed lately")
        parser.add_argument("--sort", choices=[s for s in SORTS if s], default="")
        parser.add_argument(
            "--exactly",
            action="store_true",
            help="the words as typed: no other words, no place, nothing corrected",
        )
        parser.add_argument("--limit", type=int, default=20, help="at most so many (100)")
        parser.add_argument("--page", type=int, default=1)
        parser.add_argument("--json", action="store_true", help="one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask and tell."""
        results = search(question(options), now=clock.now())
        if options["json"]:
            self.stdout.write(json.dumps(document(results), ensure_ascii=False, indent=2))
            return
        for line in lines(results):
            self.stdout.write(line)


def question(options: dict[str, Any]) -> Query:
    """The question that the options ask.

    :raises CommandError: when one of them cannot be meant.
    """
    within = options["within"]
    if within is not None and not 0 < within <= 500:
        raise CommandError("--within is a distance of more than 0 and at most 500.")
    if not 1 <= options["limit"] <= 100:
        raise CommandError("--limit is a number from 1 to 100.")
    codes = [code.upper() for code in options["area"]]
    known = set(Area.objects.filter(code__in=codes).values_list("code", flat=True))
    if missing := [code for code in codes if code not in known]:
        raise CommandError(f"{missing[0]} is not the code of an area that is known here.")
    near, rest = parted(options["near"])
    options = options | {"near": near}
    lists = {"q": [" ".join([*options["text"], *rest])]}
    for short in set(ADDRESS.values()) - {"q"}:
        value = options.get(short)
        if value not in (None, "", False, []):
            lists[short] = (
                value if isinstance(value, list) else ["1" if value is True else str(value)]
            )
    return from_lists(lists)


def parted(words: list[str]) -> tuple[str, list[str]]:
    """What ``--near`` took: a postcode or its first half, and words that belong to the text."""
    for many in (1, 2):
        if normalise(" ".join(words[:many])):
            return " ".join(words[:many]), words[many:]
    if words and OUTWARD.fullmatch(words[0].upper()):
        return words[0], words[1:]
    return " ".join(words), []


def address_of(ref: str) -> str:
    """Where the organisation's page is on the site."""
    try:
        return reverse("organisation", args=[ref])
    except NoReverseMatch:
        return f"/organisations/{ref}/"


def document(results: Results) -> dict[str, Any]:
    """The answer as one JSON document."""
    pairs: dict[str, list[str]] = {}
    for name, value in results.query.to_pairs():
        pairs.setdefault(name, []).append(value)
    spot = results.spot
    return {
        "query": {n: v if n in LISTS else v[0] for n, v in pairs.items()},
        "asked": results.asked.to_address(),
        "near": spot and {"label": spot.label, "lat": spot.latitude, "lon": spot.longitude},
        "within_km": spot and results.query.within_km,
        "place": results.place or None,
        "correction": results.corrected_words or None,
        "corrections": results.corrections,
        "also_looked_for": list(results.also),
        "found_by_those_only": results.by_other_words,
        "come_first": results.put_first or None,
        "some_words_only": results.loosened,
        "with_part_of_the_words": results.partly,
        "asks_near_nothing": results.nearby,
        "place_not_known": results.unknown or None,
        "nothing_found": results.dropped or None,
        "identified": list(results.identified),
        "problems": results.problems,
        "total": results.total,
        "page": results.query.page,
        "results": [row(found) for found in results.shown],
    }


LISTS = {"area", "kind", "cause", "who", "how", "ukcat", "icnptso", "size", "status"}


def row(found: Found) -> dict[str, Any]:
    """One organisation."""
    return {
        "ref": found.ref,
        "name": found.name,
        "kind": found.kind,
        "status": found.status,
        "district": found.district,
        "district_name": found.district_name,
        "income": found.income,
        "distance_km": found.distance_km,
        "latitude": found.latitude,
        "longitude": found.longitude,
        "address": address_of(found.ref),
    }


def how_far(found: Found) -> str:
    """Both ways; only about where the address is not public."""
    far = found.distance_km or 0.0
    if found.roughly:
        return f"about {max(1, round(far))} km ({rough_miles(far)})"
    return f"{far:.1f} km ({miles(far)})"


def lines(results: Results) -> list[str]:
    """The answer for reading."""
    said = [*read(results), count(results.total, "organisation").capitalize() + where(results)]
    for found in results.shown:
        told = [Kind(found.kind).label, found.district_name]
        if found.distance_km is not None:
            told.append(how_far(found))
        if found.status != Status.ACTIVE:
            told.append(Status(found.status).label)
        said.append(f"{found.number:>4}. {found.name}  [{found.ref}]")
        said.append("      " + " · ".join(filter(None, told)))
    return said


def read(results: Results) -> list[str]:
    """How the question was read, a sentence each."""
    said = [f"{why} These results are without distances." for why in results.problems.values()]
    near = results.query.near if not results.asked.near else ""
    if results.corrections:
        said.append(f"Showing results for {results.corrected_words}.")
    if place := results.place or near:
        said.append(f"{place} is read as a place; --exactly looks for it as a word.")
    if results.also and (results.by_other_words or not results.total):
        said.append(
            f"Also looked for {listed(results.also)}; only those words found "
            f"{results.by_other_words:,}, and --exactly leaves them out."
        )
    if results.put_first:
        said.append(f"Those about {results.put_first} come first.")
    if results.nearby and not results.query.near:
        said.append("To measure from where you are, add --near with a postcode or a town.")
    if results.unknown:
        said.append(f"We do not know a place called {results.unknown}.")
    if results.dropped:
        said.append(f"Nothing was found {results.dropped}. These are from everywhere.")
    if results.partly and not results.loosened:
        said.append(f"{results.partly:,} of these have only part of the words, and come last.")
    if results.loosened:
        said.append("Nothing has all these words; these have some of them.")
    return said


def where(results: Results) -> str:
    """The end of a sentence that says from where distances are, and to where they are asked."""
    query = results.query
    if not results.spot:
        return ""
    if query.within is None:
        return f", with distances from {results.spot.label}"
    return f" within {reach(query.within, query.unit)} of {results.spot.label}"
