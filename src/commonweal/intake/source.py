"""What a source is: one declarative file says all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import import_string

from commonweal.intake.dating import MONTHLY, Dated

if TYPE_CHECKING:
    from commonweal.intake.job import Job, Loader


@dataclass(frozen=True, kw_only=True)
class Licence:
    """Under what terms a source may be used again, and how it must be named."""

    name: str
    address: str
    attribution: str


@dataclass(frozen=True, kw_only=True)
class Source:
    """A place that data come from, by the name used on the command line.

    ``brings`` is what its report counts ("organisations", "areas", "postcodes").
    ``addresses`` are where ``fetch`` downloads it, unverified until used; settings may replace
    them. One that carries a date (``{YYYY}-{MM}-{DD}``) is tried for the newest editions that
    ``dated`` says there may be. ``by_hand`` says what to take from the homepage where there is no
    address, or none answers. ``loader`` makes the object that reads, checks and applies one run.
    ``precedence`` orders sources of organisations: the lowest number wins a fact.
    ``depends`` names what else the outcome hangs on besides the file (the place, the postcodes),
    so that an unchanged file is read again when that has changed. ``keeps_rows`` says that every
    row read is kept, so that the same rows can be judged anew without the file. ``pages`` reads an
    address that answers in pages (see ``fetching``); without it each address is one file.
    """

    name: str
    title: str
    publisher: str
    homepage: str
    licence: Licence
    brings: str
    refreshed: str
    loader: Callable[[Job], Loader]
    addresses: tuple[str, ...] = ()
    dated: Dated = MONTHLY
    by_hand: str = ""
    accepts: tuple[str, ...] = ()
    precedence: int = 100
    notes: str = ""
    expects: dict[str, str] = field(default_factory=dict)
    depends: Callable[[], str] = str
    keeps_rows: bool = False
    pages: Callable[..., list[Any]] | None = None


OPEN_GOVERNMENT = Licence(
    name="Open Government Licence v3.0",
    address="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    attribution="Contains public sector information licensed under the Open Government Licence.",
)

# Those that a file declares; a table may describe more (see ``described``).
SOURCES: dict[str, Source] = {}


@dataclass(frozen=True)
class Named:
    """What has this dotted name, imported only when it is called.

    Declarations are read whenever anything starts; the engine behind them is loaded only when a
    run begins.
    """

    path: str

    def __call__(self, *given: Any) -> Any:
        """What the named one returns."""
        return self.meant(*given)

    @property
    def meant(self) -> Any:
        """The named one itself."""
        return import_string(self.path)


def register(source: Source) -> Source:
    """Make a source known by its name. Each app does so as it starts."""
    if source.name in SOURCES:
        raise ValueError(f"Two sources are called {source.name}.")
    SOURCES[source.name] = source
    return source
