"""Sets a document as a PDF: tagged for screen readers (PDF/UA-1) and for keeping (PDF/A-2a)."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from django.conf import settings

from commonweal.commitments.models import Version
from commonweal.commitments.printing.setting import Setter, as_set, long_day
from commonweal.commitments.reports.published import whole_as_shown
from commonweal.commitments.reports.whole import Whole
from commonweal.places.models import Place
from commonweal.places.reports import the_place

STANDARDS: tuple[Literal["ua-1"], Literal["a-2a"]] = ("ua-1", "a-2a")
DRAFT = "Draft: not published, and not for quoting."


@dataclass(frozen=True)
class Edition:
    """A document and what is said of this edition of it: its name, its day, who answers for it.

    ``number`` and ``digest`` are blank of a draft, which nobody published.
    """

    whole: Whole
    name: str
    at: dt.datetime
    place: Place
    site: str
    number: int | None = None
    digest: str = ""

    @property
    def notice(self) -> str:
        """What a reader must know first."""
        invented = "Everything in it is invented." if self.place.fictional else ""
        if self.number is None:
            return f"{DRAFT} {invented}".strip()
        return f"{self.name}. {invented}" if invented else self.name

    @property
    def imprint(self) -> list[str]:
        """Who publishes it, how to reach them, which edition this is and how to check it."""
        place, day = self.place, long_day(self.at.date().isoformat())
        keeper = place.keeper or place.name
        reach = [place.address, place.telephone, place.email]
        lines = [f"Published by {keeper}. {'; '.join(filter(None, reach))}".strip()]
        if self.number is None:
            return [DRAFT, f"Written out on {day}.", f"{keeper} answers for it."]
        lines.append(f"Version {self.number}, {self.name}, of {day}.")
        lines.append(f"{self.site}/promises/{self.whole.slug}/")
        lines.append(
            f"Its SHA-256 is {self.digest}: of its body in the JSON, with sorted keys and no "
            "spaces."
        )
        return lines


def edition_of(version: Version) -> Edition:
    """A version that was published, as anybody may read it."""
    return Edition(
        whole=whole_as_shown(version), name=version.name, at=version.at, place=the_place(),
        site=settings.SITE_ADDRESS, number=version.number, digest=version.digest,
    )  # fmt: skip


def pdf(edition: Edition) -> bytes:
    """The document as a PDF.

    Signs that can each be printed may yet not be printed together (a letter of one font with an
    accent of another): then it is set once more with Latin letters alone.
    """
    import typst

    setter = Setter(edition.site)
    try:
        return compiled(edition, setter)
    except typst.TypstError as problem:
        if "could not be displayed" not in problem.diagnostic:
            raise
        return compiled(edition, replace(setter, plainly=True))


def compiled(edition: Edition, setter: Setter) -> bytes:
    """What typst makes of it. Words reach it as data, never as markup; it reads no other file."""
    import typst

    told = as_set(edition.whole, edition.imprint, edition.notice, setter)
    return bytes(
        typst.compile(
            Path(__file__).with_name("document.typ").read_bytes(),
            sys_inputs={"told": json.dumps(told)}, format="pdf", pdf_standards=list(STANDARDS),
            ignore_system_fonts=True, timestamp=edition.at.replace(microsecond=0),
        )
    )  # fmt: skip
