"""Who may keep measures: those who keep the register, and robots that push what they counted."""

from __future__ import annotations

from typing import Any

import rules

from commonweal.core.actors import Actor
from commonweal.core.permissions import holds

is_keeper = holds("administrator", "steward")
is_robot = holds("robot")


@rules.predicate(name="recorded it")
def recorded_it(actor: Actor | None, thing: Any = None) -> bool:
    """Whether it was this very actor who recorded an observation."""
    return actor is not None and getattr(thing, "by", None) == actor.label


rules.add_perm("impact.keep_measures", is_keeper)
rules.add_perm("impact.record", is_keeper | is_robot)
# A robot withdraws what it recorded itself, and nothing else.
rules.add_perm("impact.withdraw", is_keeper | (is_robot & recorded_it))
rules.add_perm(
    "impact.see_desk", holds("administrator", "steward", "editor", "moderator", "reader")
)
