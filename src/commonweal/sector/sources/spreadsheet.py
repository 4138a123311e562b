"""Lists that local organisations keep: each is a source of its own, by the name of its mapping."""

from __future__ import annotations

from django.utils.text import slugify

from commonweal.intake.described import DESCRIBED, Described
from commonweal.intake.source import Licence, Source, register
from commonweal.sector.loading import depends, organisations
from commonweal.sector.models import Mapping

PREFIX = "sheet-"


def source_name(mapping: str) -> str:
    """What the source of a mapping is called."""
    return f"{PREFIX}{slugify(mapping)[:34]}"


def source_of(mapping: Mapping) -> Source:
    """The source of one mapping, as it is described now."""
    return Source(
        name=source_name(mapping.name),
        title=mapping.name,
        publisher=mapping.owner,
        homepage="",
        licence=Licence(
            name=mapping.licence, address="", attribution=f"Contains data of {mapping.owner}."
        ),
        brings="organisations",
        refreshed="when its keeper sends it",
        accepts=(".csv", ".xlsx"),
        precedence=100,
        depends=depends,
        keeps_rows=True,
        loader=organisations("commonweal.sector.sources.spreadsheet_shapes.read"),
    )


LISTS_HERE = Described(
    together="spreadsheet",
    prefix=PREFIX,
    model=Mapping,
    source_of=source_of,
    option="mapping",
    what="list",
    first="Choose the columns on the staff desk first.",
)
SOURCE = register(
    Source(
        name=LISTS_HERE.together,
        title="Lists of local organisations",
        publisher="Whoever keeps the list",
        homepage="",
        licence=Licence(name="As its keeper says", address="", attribution=""),
        brings="organisations",
        refreshed="when its keeper sends it",
        accepts=(".csv", ".xlsx"),
        precedence=100,
        notes="Each list is a source of its own, by the name of its mapping.",
        loader=LISTS_HERE.loader,
    )
)
DESCRIBED[SOURCE.name] = LISTS_HERE
