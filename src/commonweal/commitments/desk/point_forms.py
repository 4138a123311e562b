"""The staff desk's forms about one point."""

from __future__ import annotations

from typing import Any

from commonweal.commitments import actions
from commonweal.commitments.desk.point_pages import OfPoint
from commonweal.commitments.forms.points import (
    ActionForm,
    DecideForm,
    MergeForm,
    ParagraphForm,
    PointWords,
)
from commonweal.commitments.models import Paragraph, ParagraphVersion, Point, PointDecision
from commonweal.ui.desk import DeskForm


class ChangePoint(OfPoint, DeskForm):
    """Say it otherwise."""

    permission = "commitments.analyse"
    form_class = PointWords
    page_title = "Say it otherwise"
    header_icon = "edit"
    done_words = "Changed."

    def get_initial(self) -> dict[str, Any]:
        """As it is said now."""
        return {"title": self.thing.title, "summary": self.thing.summary}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What that does to a signature."""
        signed = f"Signed off by {self.thing.signed_by}: changing it opens it again."
        intro = signed if self.thing.signed_at else ""
        return super().get_context_data(**kwargs) | {"intro": intro}

    def act(self, answers: dict[str, Any]) -> Point:
        """Change it."""
        return actions.change_point(by=self.actor, point=self.thing, **answers)


class Decide(OfPoint, DeskForm):
    """What was decided on it, and why."""

    permission = "commitments.analyse"
    form_class = DecideForm
    page_title = "What was decided?"
    header_icon = "tick"
    send_words = "Write it down"
    done_words = "Written down."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who reads it."""
        intro = "The decision and its reason go to every comment in this point."
        if self.thing.published_at:
            intro += " It is shown at once; what was decided before stays to be read below it."
        return super().get_context_data(**kwargs) | {"intro": intro}

    def act(self, answers: dict[str, Any]) -> PointDecision:
        """Write it down."""
        return actions.decide_point(by=self.actor, point=self.thing, **answers)


class Merge(OfPoint, DeskForm):
    """Make one of two that say the same."""

    permission = "commitments.analyse"
    form_class = MergeForm
    page_title = "Merge it into another point"
    header_icon = "link"
    send_words = "Merge them"
    done_words = "Merged."

    def get_form_kwargs(self) -> dict[str, Any]:
        """The other points."""
        others = self.consultation.points.exclude(pk=self.thing.pk).order_by("number")
        return super().get_form_kwargs() | {"others": others}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What becomes of this one."""
        intro = "All that this point holds goes into the other one, and this one is gone."
        return super().get_context_data(**kwargs) | {"intro": intro}

    def act(self, answers: dict[str, Any]) -> Point:
        """Merge them."""
        return actions.merge_points(by=self.actor, point=self.thing, into=answers["into"])

    def back(self, result: Point) -> str:
        """The point that is left."""
        self.thing = result
        return super().back(result)


class TieParagraph(OfPoint, DeskForm):
    """Which paragraph was changed for it."""

    permission = "commitments.analyse"
    form_class = ParagraphForm
    page_title = "The paragraph that was changed"
    header_icon = "doc-full"
    done_words = "Tied to it."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Every paragraph of the document, also what was taken out."""
        rows = Paragraph.objects.filter(document=self.consultation.document_id).in_order()
        return super().get_form_kwargs() | {"paragraphs": rows}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which change is shown."""
        intro = (
            "Its last change since people were asked is shown as made for this point, unless it "
            "was made for another; then it is shown as people were asked about it and as it is now."
        )
        return super().get_context_data(**kwargs) | {"intro": intro}

    def act(self, answers: dict[str, Any]) -> Point:
        """Tie it, and its last change if that is nobody else's."""
        paragraph = answers["paragraph"]
        return actions.tie_point_to_paragraph(
            by=self.actor, point=self.thing, paragraph=paragraph, version=self.change_of(paragraph)
        )

    def change_of(self, paragraph: Paragraph) -> ParagraphVersion | None:
        """Its last change since the consultation opened, where that was for no other point."""
        last = paragraph.versions.order_by("edition").last()
        opened = self.consultation.opened_at
        if last is None or last.edition == 1 or (opened and last.at <= opened):
            return None
        return last if last.point_id in (None, self.thing.pk) else None


class TieAction(OfPoint, DeskForm):
    """Which action comes of it."""

    permission = "commitments.analyse"
    form_class = ActionForm
    page_title = "The action that comes of it"
    header_icon = "list-ul"
    done_words = "Tied to it."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Every action of the document."""
        document = self.consultation.document
        rows = document.actions.filter(taken_out_at=None).order_by("position", "pk")
        return super().get_form_kwargs() | {"doings": rows}

    def act(self, answers: dict[str, Any]) -> Point:
        """Tie it."""
        return actions.tie_point_to_action(by=self.actor, point=self.thing, doing=answers["doing"])
