"""Writes one strategy, Compact, Covenant or call to a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from commonweal.commitments.models import Document
from commonweal.commitments.printing import Edition, as_json, as_text, edition_of, pdf
from commonweal.commitments.reports import whole_of
from commonweal.core import clock
from commonweal.core.refused import Refused
from commonweal.places.reports import the_place
from commonweal.sector.exports import whole_or_not_at_all

ENDINGS = (".pdf", ".txt", ".json")


class Command(BaseCommand):
    """``export document SLUG PATH.pdf|.txt|.json``"""

    help = (
        "Write a strategy, Compact, Covenant or call whole to a file (.pdf, .txt, .json): its last "
        "published version, or with --draft as it is written now."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which one, and where to."""
        parser.add_argument("slug", help="the last part of its address: /promises/SLUG/")
        parser.add_argument("path", type=Path, help="the file; its ending says what is written")
        parser.add_argument(
            "--draft", action="store_true", help="as it is written now, published or not"
        )

    def handle(
        self, *args: Any, slug: str, path: Path, draft: bool = False, **options: Any
    ) -> None:
        """Write it whole, or leave what was there.

        :raises Refused: when there is no such document, version or ending, or no writing there.
        """
        ending = path.suffix.lower()
        if ending not in ENDINGS:
            raise Refused(f"A file that ends in {', '.join(ENDINGS)} can be written.")
        document = Document.objects.filter(slug=slug).first()
        if document is None:
            raise Refused(f"There is nothing at /promises/{slug}/. Give the last part, as there.")
        edition = written_now(document) if draft else last_published(document)
        write = {".pdf": pdf, ".txt": in_bytes(as_text), ".json": in_bytes(as_json)}[ending]
        with whole_or_not_at_all(path) as beside:
            beside.write_bytes(write(edition))
        self.stderr.write(f"{document.title} ({edition.name}) written to {path}")


def in_bytes(write: Any) -> Any:
    """The same, in UTF-8."""
    return lambda edition: write(edition).encode()


def last_published(document: Document) -> Edition:
    """The last version.

    :raises Refused: when the public sees none.
    """
    version = None
    if Document.objects.public().filter(pk=document.pk).exists():
        version = document.versions.order_by("-number").first()
    if version is None:
        raise Refused(f"{document.title} is not published. To write the draft, add --draft.")
    return edition_of(version)


def written_now(document: Document) -> Edition:
    """The document as it is written now, which nobody published."""
    return Edition(
        whole=whole_of(document), name="draft", at=clock.now(), place=the_place(),
        site=settings.SITE_ADDRESS,
    )  # fmt: skip
