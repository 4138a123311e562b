"""``commonweal sources``: the sources there are, and when each was last read."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from commonweal.intake.fetching import addresses_of, verified
from commonweal.intake.reports import SourceNow, sources_now


class Command(BaseCommand):
    """List every source."""

    help = "List the sources, and when each was last read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Only how to print."""
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the list."""
        found = sources_now()
        if options["json"]:
            self.stdout.write(json.dumps([as_data(now) for now in found], indent=2))
            return
        for now in found:
            self.stdout.write(f"{now.source.name:<20} {now.source.title}")
            self.stdout.write(f"{'':<20} {now.source.publisher}; {in_words(now)}")


def in_words(now: SourceNow) -> str:
    """When it was last read and how that ended."""
    if now.unfinished:
        return f"{now.unfinished.get_standing_display().lower()}"
    if now.last_seen is None:
        return "not read yet"
    return f"last read {now.last_seen.started_at:%d %B %Y}"


def as_data(now: SourceNow) -> dict[str, Any]:
    """One source as data."""
    source, seen = now.source, now.last_seen
    return {
        "name": source.name,
        "title": source.title,
        "publisher": source.publisher,
        "homepage": source.homepage,
        "licence": source.licence.name,
        "attribution": source.licence.attribution,
        "brings": source.brings,
        "refreshed": source.refreshed,
        "addresses": list(addresses_of(source)),
        "addresses_verified": verified(source),
        "last_read": seen.started_at.isoformat() if seen else None,
        "extract_date": str(seen.extract_date) if seen and seen.extract_date else None,
        "unfinished": now.unfinished.standing if now.unfinished else None,
    }
