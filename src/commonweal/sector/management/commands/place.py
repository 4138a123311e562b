"""``commonweal place set CODE...|everywhere [--name NAME]`` and ``commonweal place show``."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from commonweal.core.actors import Operator
from commonweal.core.refused import Refused
from commonweal.intake.progress import bar
from commonweal.places.actions import describe_place, set_place
from commonweal.places.models import Place
from commonweal.places.reports import is_named, named, place_areas, the_place
from commonweal.sector.actions.imports import reconsider_place
from commonweal.sector.models import Organisation


class Command(BaseCommand):
    """Set or show which areas this installation serves."""

    help = "Set or show which areas this installation serves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and the codes."""
        parser.add_argument("what", choices=["set", "show"])
        parser.add_argument("codes", nargs="*", help="GSS codes of areas, or: everywhere")
        parser.add_argument("--name", default="", help="what the place is called, such as Norfolk")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        """Set it if asked, and show how it is then."""
        if options["what"] == "set":
            said = self.set(options["codes"], options["name"])
            if not options["json"]:
                self.stdout.write(said)
        self.show(options["json"])

    def set(self, codes: list[str], name: str) -> str:
        """Change the place, decide again who belongs, and say what it is called."""
        before = the_place()
        if not codes and name:
            describe_place(by=Operator(), name=name)
            return f"It is called {the_place().name} from now on."
        if not codes:
            raise Refused("Say which areas: commonweal place set E10000020, or: everywhere")
        everywhere = [c.lower() for c in codes] == ["everywhere"]
        if not everywhere and not any(c.isdigit() for c in "".join(codes)):
            raise Refused(how_to_find(" ".join(codes)))
        chosen = [] if everywhere else [c.upper() for c in codes]
        place = set_place(by=Operator(), codes=chosen, everywhere=everywhere, name=name)
        reconsider_place(by=Operator(), say=bar)
        return about_its_name(place, before, given=bool(name))

    def show(self, as_json: bool) -> None:
        """Print the place and how many organisations it has."""
        place, known = the_place(), {a.code: a.name for a in place_areas()}
        here = Organisation.objects.all().published()
        found = {
            "name": place.name,
            "everywhere": place.everywhere,
            "areas": [{"code": c, "name": known.get(c)} for c in place.codes],
            "organisations": here.count(),
            "registered": here.registered().count(),
        }
        if as_json:
            self.stdout.write(json.dumps(found, indent=2))
            return
        areas = [f"{a['code']} {a['name'] or '(name not known yet)'}" for a in found["areas"]]
        where = "everywhere" if place.everywhere else ", ".join(areas) or "nowhere yet"
        groups = here.count() - here.registered().count()
        apart = f", {groups:,} of them informal groups" if groups else ""
        self.stdout.write(
            f"{place.name}: {where}. {found['organisations']:,} organisations{apart}."
        )


def how_to_find(words: str) -> str:
    """What to say to somebody who gave a name and not a code."""
    if called := named(words):
        return f"Areas are chosen by their code: {called}"
    return (
        f"{words} is not the code of an area, and no area that was read is called so. "
        "Import areas first (see: commonweal sources), then look: commonweal area NAME"
    )


def about_its_name(place: Place, before: Place, *, given: bool) -> str:
    """What the place is called now, and how to call it otherwise."""
    otherwise = "commonweal place set --name NAME"
    if not is_named(place):
        return f"It has no name yet. Give it one: {otherwise}"
    if given or place.name == before.name:
        return f"It is called {place.name}."
    return f"It is called {place.name}, after its area. To call it otherwise: {otherwise}"
