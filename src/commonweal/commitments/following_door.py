"""Whether people can follow a document here, and how."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

_NAME = "commonweal.commitments.actions.following"


def following() -> Any:
    """The actions of following, or nothing where this place has none."""
    return import_module(_NAME) if find_spec(_NAME) else None
