"""Taking in files that belong to promises."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from commonweal.commitments.filing import kind_of, tidy_name
from commonweal.commitments.models import Document, File
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile


@action(permission="commitments.keep_files")
def keep_file(*, by: Actor, given: UploadedFile, public: bool = False) -> File:
    """Keep a file that staff put beside something.

    :raises Refused: when it is of a sort that is not taken, empty or too large.
    """
    return store(given, by=by, public=public)


@action(permission="commitments.write", about="document")
def attach_easy_read(*, by: Actor, document: Document, given: UploadedFile | None) -> Document:
    """Put an easy-read edition beside a document, or, with none given, take it away.

    The public gets it once they see the document.

    :raises Refused: when it is of a sort that is not taken, empty or too large.
    """
    seen = Document.objects.public().filter(pk=document.pk).exists()
    now = Document.objects.select_for_update(of=("self",)).select_related("easy_read").get(
        pk=document.pk
    )  # fmt: skip
    before = now.easy_read
    now.easy_read = store(given, by=by, public=seen) if given else None
    now.save(update_fields=["easy_read"])
    if before is not None:
        throw_away(before)
    return now


def throw_away(file: File) -> None:
    """A file goes as part of another action, from the disk once the change is sure; not one that
    something else still has."""
    if file.submissions.exists() or file.evidence.exists() or file.easy_read_of.exists():
        return
    kept: FieldFile = file.file
    transaction.on_commit(partial(kept.storage.delete, str(kept.name)))
    file.delete()


def store(given: UploadedFile, *, by: Actor, public: bool = False) -> File:
    """Keep a file as part of another action.

    :raises Refused: when it is of a sort that is not taken, empty or too large.
    """
    name = tidy_name(given.name or "")
    given.seek(0)
    beginning = given.read(4096)
    try:
        kind = kind_of(name, given.size or 0, beginning)
    except ValueError as problem:
        raise Refused(str(problem), field="file") from problem
    digest = hashlib.sha256(beginning)
    for chunk in iter(lambda: given.read(65536), b""):
        digest.update(chunk)
    given.seek(0)
    return File.objects.create(
        file=given, name=name, kind=kind, size=given.size or 0, digest=digest.hexdigest(),
        public=public, at=clock.now(), by=by.label,
    )  # fmt: skip
