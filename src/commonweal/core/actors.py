"""Somebody is always acting: a person, a robot, somebody with a link, or a visitor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@runtime_checkable
class Actor(Protocol):
    """Whoever acts: a key that never changes, a label people can read, and roles held here."""

    @property
    def key(self) -> str:
        """What the journal stores: ``user:7``, ``robot:charity-commission``, ``visitor``."""

    @property
    def label(self) -> str:
        """What the journal shows."""

    @property
    def roles(self) -> frozenset[str]:
        """The place-wide roles held, by name."""


@dataclass(frozen=True)
class Robot:
    """A named program that acts on its own, such as the nightly import of one register."""

    name: str

    @property
    def key(self) -> str:
        """The robot's name, marked as a robot's."""
        return f"robot:{self.name}"

    @property
    def label(self) -> str:
        """The name, said to be a robot's."""
        return f"{self.name} (robot)"

    @property
    def roles(self) -> frozenset[str]:
        """Robots hold one role, which lets them import and nothing else."""
        return frozenset({"robot"})


@dataclass(frozen=True)
class Operator:
    """Whoever sits at the machine's own command line: they own the files, so they may do all."""

    key: str = "operator"
    label: str = "the command line"
    roles: frozenset[str] = frozenset({"operator"})


@dataclass(frozen=True)
class Visitor:
    """Anyone who has not signed in."""

    key: str = "visitor"
    label: str = "a visitor"
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class LinkHolder:
    """Somebody with a private link that was sent to them: they may do what that link is for.

    ``thing`` is what the link is about, as the journal names it (``sector.reminder:12``).
    """

    thing: str
    label: str = "somebody with a private link"
    roles: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """What the link is about, marked as a link-holder's."""
        return f"link:{self.thing}"
