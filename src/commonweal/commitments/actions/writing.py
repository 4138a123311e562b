"""Writing: the parts of a document, one version after another, none of anybody's words lost."""

from __future__ import annotations

from commonweal.commitments.actions.freezing import open_to_writing
from commonweal.commitments.choices import LIES_IN, ParagraphKind
from commonweal.commitments.models import Document, Paragraph, ParagraphVersion, Point
from commonweal.commitments.numbering import is_code, next_code
from commonweal.commitments.wording import as_kept, one_line
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused


class Overtaken(Refused):
    """Somebody else has changed it since it was read: both texts are to be looked at."""


@action(permission="commitments.write", about="document", keeps=("kind", "code"))
def add_paragraph(
    *,
    by: Actor,
    document: Document,
    kind: str,
    heading: str = "",
    text: str = "",
    code: str | None = None,
    parent: Paragraph | None = None,
    reason: str = "",
) -> Paragraph:
    """Add a part below ``parent``, or at the top, after those that are there.

    It is numbered on from its neighbours where no ``code`` is given.

    :raises Refused: when it says nothing, may not lie there, or its number is taken.
    """  # fmt: skip
    document = open_to_writing(document, reason=reason)
    check_place(document, kind, parent)
    siblings = document.paragraphs.standing().filter(parent=parent)
    if not code:
        above = parent.code if parent else ""
        code = next_code(kind, above, document.paragraphs.values_list("code", flat=True))
    last = siblings.order_by("-position").values_list("position", flat=True).first()
    return written(
        Paragraph(
            document=document, parent=parent, kind=kind, position=(last or 0) + 1,
            code=free_code(document, code), heading=one_line(heading, "heading", 200),
            text=as_kept(text, "text"),
        ),
        by=by, reason=reason,
    )  # fmt: skip


@action(permission="commitments.write", about="paragraph", keeps=("edition", "reason"))
def change_paragraph(
    *,
    by: Actor,
    paragraph: Paragraph,
    edition: int,
    heading: str,
    text: str,
    code: str | None = None,
    reason: str = "",
    point: Point | None = None,
) -> ParagraphVersion:
    """Write a part anew. ``edition`` is the one that was read; no ``code`` leaves its number.

    :raises Overtaken: when somebody else has changed it since: nothing is saved, nothing lost.
    :raises Refused: when it would say nothing, or may not be written in any more.
    """  # fmt: skip
    document = open_to_writing(paragraph.document, reason=reason)
    if point is not None and point.consultation.document_id != document.pk:
        raise Refused("That point was made on something else.", field="point")
    now = read_as(paragraph, edition)
    now.heading, now.text = one_line(heading, "heading", 200), as_kept(text, "text")
    if code is not None and code.strip() != now.code:
        now.code = free_code(document, code)
    return new_version(now, by=by, reason=reason, point=point)


@action(permission="commitments.write", about="paragraph", keeps=("reason",))
def take_out_paragraph(
    *, by: Actor, paragraph: Paragraph, edition: int, reason: str = ""
) -> Paragraph:
    """Take a part out, with all that lies in it. It can be put back.

    :raises Overtaken: when somebody else has changed it since it was read.
    :raises Refused: when something that binds is promised in it.
    """
    document = open_to_writing(paragraph.document, reason=reason)
    now = read_as(paragraph, edition)
    going = [now, *below(document, now)]
    if document.commitments.binding().filter(paragraph__in=going).exists():
        raise Refused("Something is promised here that binds. End that promise first.")
    for one in going:
        one.taken_out_at = clock.now()
        new_version(one, by=by, reason=reason, taken_out=True)
    return now


@action(permission="commitments.write", about="paragraph", keeps=("edition", "reason"))
def put_back_paragraph(
    *, by: Actor, paragraph: Paragraph, version: ParagraphVersion, edition: int, reason: str = ""
) -> ParagraphVersion:
    """Put back an earlier wording, as a new version; what was taken out stands again.

    :raises Overtaken: when somebody else has changed it since it was read.
    :raises Refused: when the wording is another part's, or what it lay in is taken out.
    """
    document = open_to_writing(paragraph.document, reason=reason)
    if version.paragraph_id != paragraph.pk:
        raise Refused("That is the wording of another part.")
    now = read_as(paragraph, edition, also_taken_out=True)
    if now.parent and now.parent.taken_out_at:
        raise Refused(f"It lay in “{now.parent}”, which is taken out. Put that back first.")
    if now.taken_out_at and document.paragraphs.standing().filter(code=now.code).exists():
        now.code = ""
    now.heading, now.text, now.taken_out_at = version.heading, version.text, None
    return new_version(now, by=by, reason=reason or f"As in edition {version.edition}.")


@action(permission="commitments.write", about="paragraph", keeps=("reason",))
def move_paragraph(
    *,
    by: Actor,
    paragraph: Paragraph,
    parent: Paragraph | None,
    before: Paragraph | None = None,
    reason: str = "",
) -> Paragraph:
    """Move a part with all that lies in it: below ``parent``, before another or to the end.

    :raises Refused: when it may not lie there, or would lie in itself.
    """  # fmt: skip
    document = open_to_writing(paragraph.document, reason=reason)
    check_place(document, paragraph.kind, parent)
    if parent and parent.pk in {paragraph.pk, *(p.pk for p in below(document, paragraph))}:
        raise Refused("A part cannot lie in itself.", field="parent")
    rows = list(document.paragraphs.standing().filter(parent=parent).in_order())
    order = [p for p in rows if p.pk != paragraph.pk]
    if before is not None and before not in order:
        raise Refused("What it is to stand before does not lie there.", field="before")
    order.insert(order.index(before) if before is not None else len(order), paragraph)
    for position, one in enumerate(order, start=1):
        if one.pk == paragraph.pk:
            document.paragraphs.filter(pk=one.pk).update(parent=parent, position=position)
        elif one.position != position:
            document.paragraphs.filter(pk=one.pk).update(position=position)
    paragraph.refresh_from_db()
    return paragraph


def written(paragraph: Paragraph, *, by: Actor, reason: str = "") -> Paragraph:
    """A new part, saved with its first version.

    :raises Refused: when it says nothing.
    """
    says_something(paragraph)
    paragraph.save(force_insert=True)
    ParagraphVersion.objects.create(
        paragraph=paragraph, edition=1, heading=paragraph.heading, text=paragraph.text,
        reason=one_line(reason, "reason", 500), at=clock.now(), by=by.label,
    )  # fmt: skip
    return paragraph


def new_version(
    paragraph: Paragraph,
    *,
    by: Actor,
    reason: str,
    point: Point | None = None,
    taken_out: bool = False,
) -> ParagraphVersion:
    """The part as it is now, saved as one edition more.

    :raises Refused: when it says nothing.
    """  # fmt: skip
    says_something(paragraph)
    paragraph.edition += 1
    paragraph.save()
    return ParagraphVersion.objects.create(
        paragraph=paragraph, edition=paragraph.edition, heading=paragraph.heading,
        text=paragraph.text, taken_out=taken_out, reason=one_line(reason, "reason", 500),
        point=point, at=clock.now(), by=by.label,
    )  # fmt: skip


def says_something(paragraph: Paragraph) -> None:
    """Refuse a part without any words."""
    if not paragraph.heading and not paragraph.text:
        raise Refused("Write a heading or a text.", field="text")


def read_as(paragraph: Paragraph, edition: int, *, also_taken_out: bool = False) -> Paragraph:
    """The part as it is kept now, when it is still the edition that was read.

    :raises Overtaken: when it is not.
    :raises Refused: when it was taken out.
    """
    now = Paragraph.objects.select_for_update(of=("self",)).select_related("parent")
    found = now.get(pk=paragraph.pk)
    if found.edition != edition:
        raise Overtaken(
            "Somebody else has changed this while you were writing. Nothing of yours is lost: "
            "look at both, put yours together with theirs, and save again."
        )
    if found.taken_out_at and not also_taken_out:
        raise Refused("This part was taken out. Put it back first.")
    return found


def check_place(document: Document, kind: str, parent: Paragraph | None) -> None:
    """Refuse a place where a part of this kind does not belong."""
    if kind not in ParagraphKind.values:
        raise Refused("Choose what sort of part it is.", field="kind")
    if parent and (parent.document_id != document.pk or parent.taken_out_at):
        raise Refused("What it is to lie in is not there any more.", field="parent")
    within = ParagraphKind(parent.kind) if parent else None
    allowed = LIES_IN[ParagraphKind(kind)]
    if within in allowed:
        return
    places = [k.label.lower() if k else "the top" for k in [None, *ParagraphKind] if k in allowed]
    raise Refused(f"This sort of part lies in: {', '.join(places)}.", field="parent")


def free_code(document: Document, code: str) -> str:
    """The number as it is kept.

    :raises Refused: when it is none, or another part has it.
    """
    code = code.strip()
    if code and not is_code(code):
        raise Refused("A number is like 4, 4.2 or 4.2b.", field="code")
    if code and document.paragraphs.standing().filter(code=code).exists():
        raise Refused(f"Another part is numbered {code}.", field="code")
    return code


def below(document: Document, paragraph: Paragraph) -> list[Paragraph]:
    """All parts that stand below one, in one query."""
    children: dict[int | None, list[Paragraph]] = {}
    for one in document.paragraphs.standing():
        children.setdefault(one.parent_id, []).append(one)
    found, ahead = [], [paragraph.pk]
    while ahead:
        for child in children.get(ahead.pop(), ()):
            found.append(child)
            ahead.append(child.pk)
    return found
