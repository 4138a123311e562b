"""The parts that a page written at the desk is made of."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

PLAIN = ["bold", "italic", "link", "ol", "ul", "document-link"]


class PictureBlock(ImageBlock):
    """A picture with the words for it, or the word that it only decorates."""

    class Meta:
        template = "web/blocks/picture.html"
        icon = "image"


class CaptionedTable(TableBlock):
    """A table that says what it shows before it shows it."""

    class Meta:
        template = "web/blocks/table.html"
        icon = "table"

    def clean(self, value: Any) -> Any:
        """A table without a caption cannot be understood by ear.

        :raises ValidationError: when it has none.
        """
        cleaned = super().clean(value)
        if cleaned and not (cleaned.get("table_caption") or "").strip():
            raise ValidationError("Give the table a caption that says what it shows.")
        return cleaned


class DownloadBlock(blocks.StructBlock):
    """A file to take away, with its name in plain words."""

    words = blocks.CharBlock(max_length=120, label="What it is")
    document = DocumentChooserBlock()

    class Meta:
        template = "web/blocks/download.html"
        icon = "download"


class CallOutBlock(blocks.StructBlock):
    """Something that must not be missed."""

    heading = blocks.CharBlock(max_length=100)
    text = blocks.RichTextBlock(features=PLAIN)

    class Meta:
        template = "web/blocks/call_out.html"
        icon = "warning"


class Body(blocks.StreamBlock):
    """Everything a page may hold, in the order it is read."""

    heading = blocks.CharBlock(max_length=120, icon="title", template="web/blocks/heading.html")
    text = blocks.RichTextBlock(features=PLAIN, template="web/blocks/text.html")
    image = PictureBlock()
    table = CaptionedTable()
    download = DownloadBlock()
    call_out = CallOutBlock()
