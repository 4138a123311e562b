"""Shows an area by its code; or, for a postcode, where it is and every area it lies in."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from commonweal.core.refused import Refused
from commonweal.places import reports
from commonweal.places.choices import Kind
from commonweal.places.models import Area


class Command(BaseCommand):
    """``commonweal area CODE-OR-POSTCODE [--json]``."""

    help = "Show an area, or every area that a postcode lies in."

    def add_arguments(self, parser: CommandParser) -> None:
        """The words after ``area``; a postcode may be given as two."""
        parser.add_argument("what", nargs="+", metavar="CODE-OR-POSTCODE")
        parser.add_argument("--json", action="store_true", help="one JSON document and no more")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer, or say in a sentence why not."""
        what = " ".join(options["what"]).strip()
        area = reports.area_by_code(what)
        if area:
            document, lines = of_area(area)
        else:
            answer = reports.postcode_answer(what)
            if not answer.found:
                raise Refused(unknown(what, answer.sentence))
            document, lines = of_postcode(answer)
        if options["json"]:
            lines = [json.dumps(document, ensure_ascii=False, indent=2)]
        self.stdout.write("\n".join(lines))


def unknown(what: str, sentence: str) -> str:
    """What to say of something that is neither an area's code nor a postcode."""
    if len(what) == 9 and what[:1].isalpha() and what[1:].isdigit():
        return f"No area has the code {what.upper()} here."
    if called := reports.named(what):
        return f"Ask by the code: {called}"
    return sentence


def of_postcode(answer: reports.PostcodeAnswer) -> tuple[dict[str, Any], list[str]]:
    """A postcode as a document and as lines."""
    lines = [answer.postcode]
    if answer.sentence:
        lines.append(answer.sentence)
    if answer.latitude is not None:
        lines.append(f"Latitude {answer.latitude}, longitude {answer.longitude}")
    lines += [f"{a.code}  {a.kind_words}: {a.name or 'name not known'}" for a in answer.areas]
    return answer.as_json(), lines


def of_area(area: Area) -> tuple[dict[str, Any], list[str]]:
    """An area as a document and as lines."""
    people = reports.population(area)
    document = {
        "code": area.code,
        "kind": area.kind,
        "name": area.name,
        "within": [{"kind": a.kind, "code": a.code, "name": a.name} for a in reports.trail(area)],
        "valid_from": area.valid_from and area.valid_from.isoformat(),
        "valid_to": area.valid_to and area.valid_to.isoformat(),
        "population": people and {"people": people.people, "year": people.year},
        "successors": [s.new for s in reports.successors(area.code)],
        "inside": inside(area),
        "deprivation": [
            {"edition": d.edition, "deciles": d.deciles} for d in reports.deprivation(area.code)
        ],
    }
    return document, list(lines_of(area, document))


def inside(area: Area) -> dict[str, int]:
    """How many live areas of each kind lie in an area."""
    counted = {str(k): len(reports.areas_within(area.code, k)) for k in Kind.values}
    return {kind: count for kind, count in counted.items() if count}


def lines_of(area: Area, document: dict[str, Any]) -> list[str]:
    """An area as lines."""
    lines = [f"{area.code}  {Kind(area.kind).label}: {area.name}"]
    lines += [f"in {a['name']} ({a['code']})" for a in reversed(document["within"])]
    if people := document["population"]:
        lines.append(f"{people['people']:,} people in {people['year']}")
    if area.valid_to:
        became = ", ".join(document["successors"]) or "nothing known"
        lines.append(f"Ended on {area.valid_to:%d %B %Y}; became {became}")
    lines += [f"Inside it: {n} × {Kind(kind).label}" for kind, n in document["inside"].items()]
    lines += [
        f"Small areas by decile of deprivation, {d['edition']}: {', '.join(map(str, d['deciles']))}"
        for d in document["deprivation"]
    ]
    return lines
