"""What may belong together: suggested by likeness, and nothing more until somebody confirms it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from commonweal.commitments import actions
from commonweal.commitments.desk.points import OfConsultation
from commonweal.commitments.desk.reading import keys_of
from commonweal.commitments.grouping import groups
from commonweal.commitments.models import Comment, Point
from commonweal.commitments.reports.left import unplaced
from commonweal.core.refused import Refused
from commonweal.ui.desk import DeskButton, DeskPage

MOST_GROUPS = 20
FEW = 4


@dataclass(frozen=True)
class Alike:
    """Comments that may say the same, by which words; a few of them to read, and all by key."""

    words: tuple[str, ...]
    few: tuple[Comment, ...]
    keys: str
    size: int


class AlikeComments(OfConsultation, DeskPage):
    """Groups of comments in no point that may say the same, the largest first."""

    permission = "commitments.analyse"
    template_name = "commitments/desk/alike.html"
    page_title = "What may belong together"
    header_icon = "group"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Compare what is in no point, and has not been suggested for one, now."""
        free = unplaced(self.thing).filter(in_points=None).select_related("submission")
        comments = list(free)
        found = groups([comment.text for comment in comments])
        return super().get_context_data(**kwargs) | {
            "consultation": self.thing, "compared": len(comments), "found": len(found),
            "alike": [self.told(comments, g.places, g.words) for g in found[:MOST_GROUPS]],
        }  # fmt: skip

    def told(
        self, comments: list[Comment], places: tuple[int, ...], words: tuple[str, ...]
    ) -> Alike:
        """One group to show."""
        held = [comments[place] for place in places]
        keys = ",".join(str(comment.pk) for comment in held)
        return Alike(words, tuple(held[:FEW]), keys, len(held))


class BeginFromAlike(OfConsultation, DeskButton):
    """A point for comments that may say the same: each is suggested, none confirmed."""

    permission = "commitments.analyse"
    done_words = "The point has begun. Read what was suggested, and confirm what says it."

    def act(self) -> Point:
        """Begin it."""
        sent = self.request.POST
        keys = keys_of(sent.get("keys", "").split(","))
        rows = Comment.objects.filter(submission__consultation=self.thing).counted()
        comments = list(rows.filter(pk__in=keys))
        if not comments:
            raise Refused("None of these comments is there any more.")
        return actions.begin_point(
            by=self.actor, consultation=self.thing, title=sent.get("title", ""),
            comments=comments, confirmed=False,
        )  # fmt: skip

    def back(self, result: Any) -> str:
        """The new point; what was suggested, where it was refused."""
        if result is None:
            return reverse("commitments_desk:alike", args=[self.thing.pk])
        return super().back(result)
