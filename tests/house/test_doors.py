"""Apps meet at doors: from another app one imports what it publishes, and nothing behind it."""

from __future__ import annotations

import ast

from tests.house.code import APPS, app_of, ours

# What every app publishes.
DOORS = {"models", "choices", "actions", "reports", "permissions"}
# Apps that are there to be used whole: the frame of the house.
OPEN = {"core", "ui", "intake"}
# What else an app publishes by name.
PUBLISHED = {
    "accounts": {"adapters"},
    "comms": {"delivery", "letters", "outbox"},
    "places": {"postcodes", "engine"},
    "commitments": {"prose", "dates"},
    "help": {"matching"},
    "sector": {
        "searching",
        "finding_services",
        "languages",
        "freshness",
        "matching",
        "meant",
        "offering",
        "needs",
        "publishing",
        "statistics",
        "comparing",
        "exports",
        "packaging",
        "calendars",
        "precedence",
        "opening",
        "querysets",
    },
}
# config puts the whole together.
WHOLE = {"config"}


def crossings() -> set[tuple[str, str, str]]:
    """Every import from one app into another: who, whom, which module of theirs."""
    found = set()
    for name, tree in ours().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.ImportFrom) or not node.module:
                continue
            parts = node.module.split(".")
            if parts[0] != "commonweal" or len(parts) < 2 or parts[1] == app_of(name):
                continue
            asked = [parts[2]] if len(parts) > 2 else [alias.name for alias in node.names]
            found |= {(name, parts[1], module) for module in asked}
    return found


class TestAnApp:
    def test_is_entered_by_its_doors_only(self):
        behind = {
            (who, f"{whom}.{module}")
            for who, whom, module in crossings()
            if whom in APPS - OPEN
            and app_of(who) not in WHOLE
            and module not in DOORS | PUBLISHED.get(whom, set())
        }

        assert behind == set(), "Use a door, or publish the name in PUBLISHED."
