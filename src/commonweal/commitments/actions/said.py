"""What whoever said something may do with it afterwards, by their private link; and forgetting."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from django.db import transaction

from commonweal.commitments.actions.following import end_following
from commonweal.commitments.models import File, Follower, PointComment, Submission
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

KEPT_YEARS = 2  # after the report, as Submission's retention promises


@action(permission="commitments.keep_submission", about="submission")
def take_back_submission(*, by: Actor, submission: Submission) -> Submission:
    """Take back all that was said: the words are wiped, and so is who said them.

    Before the report it counts nowhere any more. After it the counts stay as they were published,
    because decisions rest on them; the words are gone from there too.

    :raises Refused: where it was taken back already.
    """
    held = _standing(submission)
    held.taken_back_at = clock.now()
    held.name = held.organisation_name = held.email = held.event = held.area = ""
    held.organisation = None
    held.named = held.follows = False
    held.save()
    held.comments.update(text="", answer="")
    PointComment.objects.filter(
        comment__submission=held, point__published_at=None
    ).delete()  # fmt: skip
    for follower in Follower.objects.filter(submission=held).select_related("document"):
        end_following(follower)
    _throw_away(list(held.files.all()), held)
    return held


@action(permission="commitments.keep_submission", about="submission", keeps=("named",))
def choose_naming(*, by: Actor, submission: Submission, named: bool) -> Submission:
    """Let the public read who said it, or not any more.

    :raises Refused: where it was taken back, or no name was given.
    """
    held = _standing(submission)
    if named and not (held.name or held.organisation_name):
        raise Refused("You gave no name that could be shown.")
    held.named = named
    held.save(update_fields=["named"])
    return held


@action(permission="commitments.keep_house")
def forget_submitters(*, by: Actor) -> int:
    """Forget who sent what in, two years after what came of it was published. How many.

    The words stay, and for whom they were said where that is an organisation.
    """
    day = clock.today()
    before = clock.now() - relativedelta(years=KEPT_YEARS)
    rows = Submission.objects.filter(forgotten_on=None, consultation__reported_at__lt=before)
    keys = list(rows.values_list("pk", flat=True))
    Follower.objects.filter(submission__in=keys).update(submission=None)
    for one in Submission.objects.filter(pk__in=keys, files__isnull=False).distinct():
        _throw_away(list(one.files.all()), one)  # a file may name whoever sent it
    return Submission.objects.filter(pk__in=keys).update(
        name="", email="", digest=None, named=False, follows=False, forgotten_on=day
    )


def _standing(submission: Submission) -> Submission:
    """As it is now, held for as long as the action lasts."""
    held = Submission.objects.select_for_update().get(pk=submission.pk)
    if held.taken_back_at:
        raise Refused("You took this back already. Nothing of it is kept.")
    return held


def _throw_away(files: list[File], submission: Submission) -> None:
    """The files sent with it go too, from the disk once the change is sure."""
    submission.files.clear()
    for one in files:
        if one.submissions.exists():
            continue
        kept: FieldFile = one.file
        transaction.on_commit(partial(kept.storage.delete, str(kept.name)))
        one.delete()
