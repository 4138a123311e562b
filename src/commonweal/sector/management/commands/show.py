"""Shows one organisation."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commonweal.core.actors import Operator, Visitor
from commonweal.sector.reports import Profile, as_plain, find_by_org_id, profile
from commonweal.ui.words import long_day, money, number


class Command(BaseCommand):
    """``show ORG-ID``: as anyone may see it, or ``--withheld``, as its keepers may."""

    help = "Show one organisation, by any of its numbers, such as GB-CHC-1090095."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which one, and how."""
        parser.add_argument("ref", metavar="ORG-ID", help="for example GB-CHC-1090095")
        parser.add_argument("--json", action="store_true", help="one JSON document")
        parser.add_argument(
            "--withheld", action="store_true", help="show it even if it is withheld, and mark that"
        )

    def handle(self, *args: Any, ref: str, **options: Any) -> None:
        """Show it, or say that it is not here."""
        viewer = Operator() if options["withheld"] else Visitor()
        found = profile(ref, viewer=viewer)
        if found is None:
            raise CommandError(missing(ref))
        if options["json"]:
            self.stdout.write(json.dumps(as_plain(found), ensure_ascii=False, indent=2))
            return
        for line in lines(found):
            self.stdout.write(line)


def missing(ref: str) -> str:
    """Why nothing is shown. Whoever sits at this machine may know that something is withheld."""
    found = find_by_org_id(ref)
    if found is None:
        return f"{ref} is not in this register."
    if found.withheld:
        return f"{ref} is withheld. Add --withheld to see it."
    return f"{ref} is neither based in this place nor serves it. Add --withheld to see it."


def lines(profile: Profile) -> Iterator[str]:
    """A profile as lines of text."""
    if profile.moved:
        yield f"({profile.asked} leads to {profile.ref}.)"
    yield profile.name
    yield f"  {profile.kind_words}, {profile.ref}{', WITHHELD' if profile.withheld else ''}"
    if profile.standing:
        yield f"  {profile.standing}"
    for number_held in profile.numbers:
        yield f"  {number_held.scheme_title}: {number_held.value}  {number_held.address}".rstrip()
    for name in profile.names:
        yield f"  {name.kind_words}: {name.name}"
    yield from _where(profile)
    for fact in profile.facts.values():
        if fact.name not in {"name", "kind", "side", "status", "street", "postcode", "income"}:
            seen = f", seen {long_day(fact.seen)}" if fact.seen else ""
            yield f"  {fact.title}: {fact.words}  [{fact.source_title}{seen}]"
    for year in profile.years:
        figures = f"income {money(year.income)}, spending {money(year.spending)}"
        yield f"  Year to {long_day(year.year_end)}: {figures}"
    for tie in profile.ties:
        yield f"  {tie.words}: {tie.name} {tie.org_id}".rstrip()


def _where(profile: Profile) -> Iterator[str]:
    where = profile.where
    spot = ", ".join(filter(None, [where.street, where.postcode, *(a.name for a in where.areas)]))
    if spot:
        yield f"  Where: {spot}"
    if profile.served:
        yield f"  Serves: {', '.join(s.name for s in profile.served)}"
    stated = [c.title for c in profile.stated_classes]
    if stated:
        yield f"  Does: {', '.join(stated)}"
    if profile.suggested_classes:
        yield f"  {number(len(profile.suggested_classes))} more codes are suggested by a program."
