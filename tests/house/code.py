"""Our own source, parsed once for all house tests."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "commonweal"
APPS = frozenset(p.parent.name for p in SOURCE.glob("*/apps.py"))


@cache
def ours() -> dict[str, ast.Module]:
    """Every module we run, by its path below ``commonweal``; no tests, no migrations."""
    return {
        str(path.relative_to(SOURCE)): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
        if not {"tests", "migrations"} & set(path.parts)
    }


def app_of(name: str) -> str:
    """``sector/actions/merges.py`` belongs to ``sector``."""
    return name.split("/", maxsplit=1)[0]
