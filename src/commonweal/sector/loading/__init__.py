"""Brings sources of organisations into the register: one way for all of them.

A source says how its tables become ``Shapes``; here it is decided which organisations concern the
place, what has changed since the snapshot that is applied, which organisation each record is
about, and only that is written, with bulk statements.

Declarations of sources name their readers from here; the engine is imported when a run begins.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

from commonweal.intake.source import Named

if TYPE_CHECKING:
    from commonweal.intake.job import Job, Loader
    from commonweal.sector.loading.meaning import Meaning

__all__ = ["depends", "organisations"]

depends = Named("commonweal.sector.loading.loader.depends")


def organisations(read: str, meanings: tuple[Meaning, ...] = ()) -> Callable[[Job], Loader]:
    """The loader of a source of organisations, for its declaration.

    :param read: the dotted name of what turns the files of a job into ``Shapes``.
    :param meanings: the codes of classifications that the source uses, with their titles.
    """

    def loader(job: Job) -> Loader:
        # The engine takes a second and 100 MB to import, so only a run does.
        from commonweal.sector.loading.loader import OrganisationLoader

        return OrganisationLoader(job, import_string(read), meanings)

    return loader
