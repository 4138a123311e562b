"""The folder that the demonstration is built in: while it is there, the building goes on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

PLAN = "plan.json"


def folder() -> Path:
    """Where the publishers' files are invented, inside this installation's home."""
    return Path(settings.HOME) / "demonstration"


def left_unfinished() -> dict[str, float] | None:
    """How large, and which, a demonstration is whose building was stopped; nothing if none was."""
    try:
        plan = json.loads((folder() / PLAN).read_text(encoding="utf-8"))
        return {"scale": float(plan["scale"]), "seed": int(plan["seed"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def building(*, scale: float, seed: int) -> Iterator[Path]:
    """An empty folder to build in, swept away at the end but not when the building is stopped."""
    shutil.rmtree(folder(), ignore_errors=True)
    folder().mkdir(parents=True)
    plan = json.dumps({"scale": scale, "seed": seed})
    (folder() / PLAN).write_text(plan, encoding="utf-8")
    yield folder()
    shutil.rmtree(folder())
