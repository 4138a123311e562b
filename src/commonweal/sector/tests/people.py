"""The people of the tests, by what they may do."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.core.actors import Actor, Robot, Visitor


@dataclass(frozen=True)
class Somebody:
    label: str
    roles: frozenset[str]

    @property
    def key(self) -> str:
        return f"test:{self.label}"


steward = Somebody("Ada the steward", frozenset({"steward"}))
second_steward = Somebody("Bea the steward", frozenset({"steward"}))
administrator = Somebody("Cy the administrator", frozenset({"administrator"}))
editor = Somebody("Di the editor", frozenset({"editor"}))
reader = Somebody("Ed the reader", frozenset({"reader"}))
stranger = Visitor()
robot = Robot("charity-commission")

# Everybody who may not change what the register says.
OTHERS: tuple[Actor, ...] = (editor, reader, stranger, robot)
