"""Writes the reference pages from the code, so that they cannot be wrong.

``python -m commonweal.config.reference`` writes them to ``docs/reference``;
with ``--check`` it changes nothing and fails when one is out of date.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path("docs/reference")
MADE = "<!-- Made from the code by `make fix`. Do not edit. -->"


def table(heads: list[str], rows: Iterator[list[str]] | list[list[str]]) -> str:
    """A Markdown table. Bars and line breaks inside cells are made harmless."""

    def cell(text: str) -> str:
        return " ".join(str(text).split()).replace("|", "\\|")

    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    lines += ["| " + " | ".join(cell(c) for c in row) + " |" for row in rows]
    return "\n".join(lines)


def first_line(text: str | None) -> str:
    """The first sentence of a docstring, as far as its first blank line."""
    return (text or "").strip().split("\n\n")[0]


def settings_page() -> str:
    """Every name that the settings read from the environment, with the comment above it."""
    path = Path(__file__).with_name("settings.py")
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = []
    for statement in ast.parse("\n".join(lines)).body:
        for name in filter(None, map(asked_for, ast.walk(statement))):
            rows.append([f"`{name}`", comment_above(lines, statement.lineno)])
    seen: dict[str, list[str]] = {}
    for row in rows:
        if row[0] not in seen or not seen[row[0]][1]:
            seen[row[0]] = row
    bare = [name for name, row in seen.items() if not row[1]]
    if bare:
        raise SystemExit(f"Say in a comment above it in settings.py what {', '.join(bare)} is for.")
    body = table(["name", "what it is for"], list(seen.values()))
    return f"# Settings\n\n{MADE}\n\nRead from the environment.\n\n{body}\n"


def asked_for(node: ast.AST) -> str:
    """The name in a call such as ``env.text("NAME")``; nothing for any other code."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="env")), args=[ast.Constant(name), *_]):
            return str(name)
    return ""


def comment_above(lines: list[str], number: int) -> str:
    """The comment that stands directly above a line (counted from one)."""
    found: list[str] = []
    at = number - 2
    while at >= 0 and lines[at].startswith("# ") and not lines[at].endswith("---"):
        found.insert(0, lines[at].removeprefix("# "))
        at -= 1
    return " ".join(found)


def commands_page() -> str:
    """Every word of the command line and what may follow it."""
    from django.core.management import get_commands, load_command_class

    from commonweal.config.cli import SOURCES_ELSEWHERE, WORDS

    common = {
        "-h", "--version", "-v", "--settings", "--pythonpath", "--traceback", "--no-color",
        "--force-color", "--skip-checks",
    }  # fmt: skip
    parts = [f"# Commands\n\n{MADE}\n"]
    elsewhere = {f"import {source}": told for source, told in SOURCES_ELSEWHERE.items()}
    for word, (name, purpose) in (WORDS | elsewhere).items():
        app = get_commands().get(name)
        if app is None:
            raise SystemExit(f"No app has the command {name!r} behind the word {word!r}.")
        parser = load_command_class(app, name).create_parser("commonweal", name)
        rows = [
            [f"`{', '.join(a.option_strings) or a.metavar or a.dest}`", a.help or ""]
            for a in parser._actions
            if not common.intersection(a.option_strings)
        ]
        parts.append(f"## commonweal {word}\n\n{purpose.capitalize()}.\n")
        if rows and app.startswith("commonweal"):
            parts.append(table(["argument", "meaning"], rows) + "\n")
    return "\n".join(parts)


def sources_page() -> str:
    """Every source: who publishes it, under what licence, and how often it changes."""
    from commonweal.intake.source import SOURCES

    rows = [
        [
            f"`{s.name}`", s.title, s.publisher, f"[{s.licence.name}]({s.licence.address})",
            s.brings, s.refreshed, s.notes,
        ]
        for _, s in sorted(SOURCES.items())
    ]  # fmt: skip
    heads = ["name", "what", "publisher", "licence", "brings", "refreshed", "notes"]
    fetched = [
        [f"`{s.name}`", " ".join(f"`{a}`" for a in s.addresses) or f"[by hand]({s.homepage})",
         s.by_hand]
        for _, s in sorted(SOURCES.items()) if s.addresses or s.by_hand
    ]  # fmt: skip
    return (
        f"# Sources\n\n{MADE}\n\n{table(heads, rows)}\n\n## Where `fetch` finds them\n\n"
        "Addresses are unverified until they have been used here (`commonweal sources --json` says "
        "which have). `{YYYY}`, `{MM}`, `{DD}` and `{MON}` stand for the date of an edition: the "
        "newest is tried first.\n\n"
        f"{table(['name', 'addresses', 'by hand'], fetched)}\n"
    )


def actions_page() -> str:
    """Every change that can be made, and the permission it needs."""
    from commonweal.core.actions import ACTIONS

    rows = [
        [f"`{name}`", first_line(a.function.__doc__), f"`{a.permission}`"]
        for name, a in sorted(ACTIONS.items())
    ]
    return (
        f"# Actions\n\n{MADE}\n\nEvery change is one of these; each is gated, done in one "
        f"transaction and written to the journal.\n\n"
        f"{table(['action', 'what it does', 'permission'], rows)}\n"
    )


def models_page() -> str:
    """Every table of ours, what it holds, whose data, and for how long."""
    from django.apps import apps

    parts = [f"# What is kept\n\n{MADE}\n"]
    for config in apps.get_app_configs():
        if not config.name.startswith("commonweal."):
            continue
        rows = [
            [
                f"`{m.__name__}`", first_line(m.__doc__),
                getattr(m, "personal_data", ""), getattr(m, "retention", ""),
            ]
            for m in config.get_models()
        ]  # fmt: skip
        if rows:
            heads = ["model", "what it is", "personal data", "kept"]
            parts.append(f"## {config.label}\n\n{table(heads, rows)}\n")
    return "\n".join(parts)


def impact_page() -> str:
    """The impact assessment of help, from what it really does."""
    from commonweal.help.reports import impact

    parts = [
        f"# Impact assessment of help\n\n{MADE}\n\nMade from the models, the permissions and the "
        "table of keeping. A controller takes it as a beginning and writes what only people can.\n"
    ]
    parts += [f"## {heading}\n\n{words}\n" for heading, words in impact.assessment()]
    risks = [[r.what, r.likelihood, r.severity, r.measure] for r in impact.RISKS]
    heads = ["risk", "how likely", "how grave", "what is done"]
    parts.append(f"## Risks\n\n{table(heads, risks)}\n")
    rows = [
        [f"`{t.model}`", t.personal, ", ".join(t.sealed), t.how_long, t.then]
        for t in impact.kept_things()
    ]  # fmt: skip
    heads = ["what", "of people", "sealed", "kept", "then"]
    parts.append(f"## What is kept, and for how long\n\n{table(heads, rows)}\n")
    who = [[f"`{name}`", holders] for name, holders in impact.who_may()]
    parts.append(f"## Who may\n\n{table(['permission', 'held by'], who)}\n")
    return "\n".join(parts)


PAGES = {
    "settings.md": settings_page,
    "commands.md": commands_page,
    "sources.md": sources_page,
    "actions.md": actions_page,
    "models.md": models_page,
    "impact-assessment.md": impact_page,
}


def main(arguments: list[str]) -> int:
    """Write the pages, or say which are out of date."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.config.settings")
    import django

    django.setup()
    FOLDER.mkdir(parents=True, exist_ok=True)
    stale = []
    for name, make in PAGES.items():
        path, text = FOLDER / name, make()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8")
    if stale and "--check" in arguments:
        print(f"Out of date: {', '.join(stale)}. Run `make fix`.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
