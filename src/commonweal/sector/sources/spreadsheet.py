"""Lists that local organisations keep: each is a source of its own, by the name of its mapping."""

from __future__ import annotations

from django.utils.text import slugify

from commonweal.core.refused import Refused
from commonweal.intake.job import Counts, Job, Staged, Unusable
from commonweal.intake.source import SOURCES, Licence, Source, register
from commonweal.sector.loading import depends, organisations
from commonweal.sector.models import Mapping

PREFIX = "sheet-"


def source_name(mapping: str) -> str:
    """What the source of a mapping is called."""
    return f"{PREFIX}{slugify(mapping)[:34]}"


def know_sheet(mapping: Mapping) -> Source:
    """Make the source of one mapping known, as its mapping describes it now."""
    name = source_name(mapping.name)
    SOURCES.pop(name, None)
    return register(
        Source(
            name=name,
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
    )


def know_sheets() -> None:
    """Make the source of every mapping known. One query."""
    for mapping in Mapping.objects.all():
        know_sheet(mapping)


def list_named(name: str) -> str:
    """The source of the list whose mapping has this name.

    :raises Refused: when there is none; the sentence names those there are.
    """
    mapping = Mapping.objects.filter(name=name).first()
    if mapping is None:
        names = ", ".join(Mapping.objects.order_by("name").values_list("name", flat=True))
        there = f"There are: {names}." if names else "Choose the columns on the staff desk first."
        raise Refused(f"Say which list it is, as --mapping NAME. {there}")
    return know_sheet(mapping).name


class Unnamed:
    """A list can be read only by a mapping, and then as a source of its own."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def stage(self) -> Staged:
        """Say what is missing.

        :raises Unusable: always.
        """
        raise Unusable("Say which list it is, as --mapping NAME.")

    def apply(self) -> Counts:
        """Never reached."""
        raise Unusable("Say which list it is, as --mapping NAME.")


SOURCE = register(
    Source(
        name="spreadsheet",
        title="Lists of local organisations",
        publisher="Whoever keeps the list",
        homepage="",
        licence=Licence(name="As its keeper says", address="", attribution=""),
        brings="organisations",
        refreshed="when its keeper sends it",
        accepts=(".csv", ".xlsx"),
        precedence=100,
        notes="Each list is a source of its own, by the name of its mapping.",
        loader=Unnamed,
    )
)
