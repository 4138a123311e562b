"""Remembering how a local organisation's list is read."""

from __future__ import annotations

import re
from typing import Any

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.sector.models import Mapping
from commonweal.sector.sources.spreadsheet import source_name


@action(permission="intake.run_import", keeps=("name", "owner", "licence"))
def remember_mapping(
    *, by: Actor, name: str, owner: str, licence: str, columns: dict[str, Any]
) -> Mapping:
    """Keep which column of a list holds what, under a name; an earlier one is replaced.

    The owner of a list is part of the numbers its groups have, so it stays as it was first said.

    :raises Refused: when there is no name, owner, terms or column of names, or another list has
        so like a name, or another owner, that the two could not be told apart.
    """
    if not re.search(r"\w", name):
        raise Refused("Give the list a name, so that it is known the next time.", field="name")
    if not owner.strip() or not licence.strip():
        raise Refused("Say whose list it is, and on what terms it may be used.", field="owner")
    if not columns.get("facts", {}).get("name"):
        raise Refused("Choose the column that holds the names.", field="name_column")
    before = Mapping.objects.filter(name=name).first()
    if before is not None and before.owner != owner:
        raise Refused(f"The list {name} is {before.owner}'s. Use another name.", field="name")
    refuse_likeness(name)
    mapping, _ = Mapping.objects.update_or_create(
        name=name,
        defaults={
            "owner": owner, "licence": licence, "columns": columns,
            "saved_at": clock.now(), "saved_by": by.label,
        },
    )  # fmt: skip
    return mapping


def refuse_likeness(name: str) -> None:
    """No two lists may become one source.

    :raises Refused: when another list's name comes to the same, or the name comes to nothing.
    """
    ours = source_name(name)
    if ours == source_name(""):
        raise Refused("Use letters of the English alphabet or figures in the name.", field="name")
    for other in Mapping.objects.exclude(name=name).values_list("name", flat=True):
        if source_name(other) == ours:
            raise Refused(f"There is a list called {other}, which is too like it.", field="name")
