"""Laying out a document in the shape of a preset."""

from __future__ import annotations

from dataclasses import dataclass, field

from commonweal.commitments.actions.writing import written
from commonweal.commitments.choices import ParagraphKind, Promiser
from commonweal.commitments.models import Action, Commitment, Document, Paragraph
from commonweal.commitments.numbering import next_action_code, next_code
from commonweal.commitments.presets.shape import Preset, PresetPart, PresetPromise
from commonweal.core import clock
from commonweal.core.actors import Actor
from commonweal.places.reports import the_place

BY_SIDE = {Promiser.PARTNER: "the public bodies that sign", Promiser.SECTOR: "the sector"}
OTHER = {Promiser.PARTNER: Promiser.SECTOR, Promiser.SECTOR: Promiser.PARTNER}


def build(document: Document, preset: Preset, *, by: Actor) -> None:
    """Write all parts of a preset, with what is promised and done in each.

    Where its words say ``{place}``, the place's own name stands.
    """
    layer = Layer(document, by, the_place().name)
    document.summary = layer.here(preset.summary)
    document.save(update_fields=["summary"])
    layer.lay(preset.parts, None)


@dataclass
class Layer:
    """Lays the parts of a preset, numbering them as it goes."""

    document: Document
    by: Actor
    place: str
    codes: list[str] = field(default_factory=list)

    def here(self, words: str) -> str:
        """The words, with the place's own name."""
        return words.replace("{place}", self.place)

    def lay(self, parts: tuple[PresetPart, ...], parent: Paragraph | None) -> None:
        """Write parts below another, with all that lies in them."""
        for position, part in enumerate(parts, start=1):
            above = parent.code if parent else ""
            code = part.code or next_code(part.kind, above, self.codes)
            self.codes.append(code)
            paragraph = written(
                Paragraph(
                    document=self.document, parent=parent, kind=part.kind, position=position,
                    code=code, heading=self.here(part.heading), text=self.here(part.text),
                ),
                by=self.by,
            )  # fmt: skip
            for n, promise in enumerate(part.promises):
                self.promise(promise, paragraph, number_of_promise(part, code, n))
            self.do(part, paragraph)
            self.lay(part.parts, paragraph)

    def promise(self, promise: PresetPromise, paragraph: Paragraph, code: str) -> None:
        """Something that is promised in a part, not yet frozen."""
        side = Promiser(promise.side)
        Commitment.objects.create(
            document=self.document, paragraph=paragraph, code=code, promised_by=side,
            words=self.here(promise.words), promiser=BY_SIDE[side].capitalize(),
            promised_to=BY_SIDE[OTHER[side]], reviewed_by=promise.reviewed_by,
            threshold=promise.threshold, excused=promise.excused,
        )  # fmt: skip

    def do(self, part: PresetPart, paragraph: Paragraph) -> None:
        """What is to be done in a part."""
        codes: list[str] = []
        for position, doing in enumerate(part.actions, start=1):
            codes.append(next_action_code(paragraph.code, codes))
            Action.objects.create(
                document=self.document, paragraph=paragraph, title=self.here(doing.title),
                text=self.here(doing.text), code=codes[-1] if paragraph.code else "",
                position=position, begun_at=clock.now(),
            )  # fmt: skip


def number_of_promise(part: PresetPart, code: str, n: int) -> str:
    """An undertaking's promise has its number, or letters where there are several: 2.4a, 2.4b."""
    if not code or (part.kind == ParagraphKind.UNDERTAKING and len(part.promises) == 1):
        return code
    return f"{code}{chr(97 + n)}"
