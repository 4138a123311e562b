"""Sources that rows of a table describe: a local list by its mapping, a neighbour by its feed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from commonweal.core.refused import Refused
from commonweal.intake.job import Counts, Job, Staged, Unusable
from commonweal.intake.source import SOURCES, Source


@dataclass(frozen=True, kw_only=True)
class Described:
    """A table whose every row is a source of its own, and is read as the row says now.

    ``together`` is the name of all of them, by which none can be read; ``prefix`` is how the name
    of each begins. ``option`` is how the command line asks which, ``what`` it calls one, and
    ``first`` is what a person does who has none. Rows have a ``name``.
    """

    together: str
    prefix: str
    model: type[Model]
    source_of: Callable[[Any], Source]
    option: str
    what: str
    first: str

    @property
    def which(self) -> str:
        """What to say who has said only the name of all of them."""
        return f"Say which {self.what} it is, as --{self.option} NAME."

    def sources(self) -> dict[str, Source]:
        """Each of them by its name, as it is described now. One query."""
        rows = self.model._default_manager.all()
        return {source.name: source for source in map(self.source_of, rows)}

    def named(self, name: str) -> str:
        """The source of the row of this name.

        :raises Refused: when there is none; the sentence names those there are.
        """
        row = self.model._default_manager.filter(name=name).first()
        if row is None:
            names = self.model._default_manager.order_by("name").values_list("name", flat=True)
            there = f"There are: {', '.join(names)}." if names else self.first
            raise Refused(f"{self.which} {there}")
        return self.source_of(row).name

    def loader(self, job: Job) -> Unnamed:
        """What reads all of them at once: nothing does."""
        return Unnamed(self.which)


@dataclass(frozen=True)
class Unnamed:
    """One of them is read only by its own name; ``which`` says how to give it."""

    which: str

    def stage(self) -> Staged:
        """Say what is missing.

        :raises Unusable: always.
        """
        raise Unusable(self.which)

    def apply(self) -> Counts:
        """Never reached."""
        raise Unusable(self.which)


# By the name of all of one table together, as each app declares it.
DESCRIBED: dict[str, Described] = {}


class KnownSources:
    """The sources by name, as they are described while one page or run is made.

    Each table is read once, when first one of its sources is asked for.
    """

    def __init__(self) -> None:
        self.read: dict[str, dict[str, Source]] = {}

    def find(self, name: str) -> Source | None:
        """The source of that name; nothing if there is none."""
        for described in DESCRIBED.values():
            if name.startswith(described.prefix):
                return self.of(described).get(name)
        return SOURCES.get(name)

    def of(self, described: Described) -> dict[str, Source]:
        """Those that one table describes."""
        if described.prefix not in self.read:
            self.read[described.prefix] = described.sources()
        return self.read[described.prefix]

    def all(self) -> dict[str, Source]:
        """Every one, by its name, in order. A query for each table."""
        found = dict(SOURCES)
        for described in DESCRIBED.values():
            found |= self.of(described)
        return dict(sorted(found.items()))


def find(name: str) -> Source | None:
    """The source of that name, as it is described now; nothing if there is none."""
    return KnownSources().find(name)


def known(name: str) -> Source:
    """The source of that name, as it is described now.

    :raises Refused: when there is none; the sentence lists those there are.
    """
    found = find(name)
    if found is None:
        raise Refused(f"There is no source {name!r}. There are: {', '.join(KnownSources().all())}.")
    return found


def meant(name: str, options: Mapping[str, str]) -> str:
    """The source that is meant: of all that a table describes, the one that its option names.

    :raises Refused: when the option names none.
    """
    described = DESCRIBED.get(name)
    return described.named(options.get(described.option, "")) if described else name
