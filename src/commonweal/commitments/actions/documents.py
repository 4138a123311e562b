"""Beginning a document, from nothing or from a preset, and describing it."""

from __future__ import annotations

import datetime as dt

from django.utils.text import slugify

from commonweal.commitments.actions.freezing import open_to_writing
from commonweal.commitments.actions.from_presets import build
from commonweal.commitments.actions.writing import Overtaken
from commonweal.commitments.choices import DocumentStanding, Face
from commonweal.commitments.models import Document, StandingChange
from commonweal.commitments.presets import PRESETS
from commonweal.commitments.wording import as_kept, one_line
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.places.models import Area


@action(permission="commitments.write", keeps=("face", "preset"))
def begin_document(
    *, by: Actor, face: str, title: str, slug: str = "", area: str = "", preset: str = ""
) -> Document:
    """Begin a strategy, Compact, Covenant or call, as a draft that nobody outside sees.

    ``preset`` names a shape to begin from: all its parts, promises and actions are there at once,
    to be changed.

    :raises Refused: when it has no title, its address is taken, or the preset is of another face.
    """
    shape = PRESETS.get(preset)
    if preset and shape is None:
        raise Refused("There is no such shape to begin from.", field="preset")
    if face not in Face.values:
        raise Refused("Choose what it is.", field="face")
    if shape and shape.face != face:
        raise Refused(f"That shape is of another sort: {shape.face.label}.", field="preset")
    name = one_line(title, "title", 200)
    if not name:
        raise Refused("Give it a title.", field="title")
    document = Document.objects.create(
        slug=free_slug(slug, name), face=face, title=name, area=known_area(area),
        summary=shape.summary if shape else "", begun_at=clock.now(),
    )  # fmt: skip
    StandingChange.objects.create(
        document=document, standing=DocumentStanding.DRAFT, at=clock.now(), by=by.label
    )
    if shape:
        build(document, shape, by=by)
    return document


@action(permission="commitments.write", about="document", keeps=("edition", "reason"))
def describe_document(
    *,
    by: Actor,
    document: Document,
    edition: int,
    title: str,
    summary: str = "",
    foreword: str = "",
    foreword_by: str = "",
    area: str = "",
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    reason: str = "",
) -> Document:
    """Say what it is called, about what, for which years, and write its foreword.

    :raises Overtaken: when somebody else has changed that since it was read.
    :raises Refused: when it has no title, ends before it begins, or may not be written in.
    """  # fmt: skip
    now = open_to_writing(document, reason=reason)
    if now.edition != edition:
        raise Overtaken(
            "Somebody else has changed this while you were writing. Nothing of yours is lost: "
            "look at both, put yours together with theirs, and save again."
        )
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused("It ends before it begins.", field="ends_on")
    now.title = one_line(title, "title", 200)
    if not now.title:
        raise Refused("Give it a title.", field="title")
    now.summary = one_line(summary, "summary", 400)
    now.foreword = as_kept(foreword, "foreword")
    now.foreword_by = one_line(foreword_by, "foreword_by", 200)
    if now.foreword and not now.foreword_by:
        raise Refused("Say who writes the foreword.", field="foreword_by")
    now.area, now.starts_on, now.ends_on = known_area(area), starts_on, ends_on
    now.edition += 1
    now.save()
    return now


def known_area(code: str) -> str:
    """The code of an area that is known here, or nothing.

    :raises Refused: when there is no such area.
    """
    code = code.strip().upper()
    if code and not Area.objects.filter(code=code).exists():
        raise Refused("There is no area of this code here.", field="area")
    return code


def free_slug(wanted: str, title: str) -> str:
    """An address that nothing else has: the one that is wanted, or one made from the title.

    :raises Refused: when the one that is wanted is taken, or is none.
    """
    if wanted:
        if wanted != slugify(wanted) or len(wanted) > 80:
            raise Refused("Use small letters, digits and dashes.", field="slug")
        if Document.objects.filter(slug=wanted).exists():
            raise Refused("Something else has this address.", field="slug")
        return wanted
    stem = slugify(title)[:70].strip("-") or "promises"
    known = set(Document.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    tries = (stem if n == 1 else f"{stem}-{n}" for n in range(1, len(known) + 2))
    return next(slug for slug in tries if slug not in known)
