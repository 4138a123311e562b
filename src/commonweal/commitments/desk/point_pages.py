"""The staff desk's page of one point, and what is done on it at one press."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from commonweal.commitments import actions
from commonweal.commitments.desk.points import TITLE
from commonweal.commitments.desk.reading import keys_of
from commonweal.commitments.grouping import Texts, likely
from commonweal.commitments.models import Action, Comment, Consultation, Paragraph, Point
from commonweal.commitments.reports.left import unplaced
from commonweal.commitments.reports.points import Heard, decisions_of, heard_of
from commonweal.commitments.reports.trace import changes_of, doings_of
from commonweal.core.refused import Refused
from commonweal.ui.desk import DeskButton, DeskPage

ON_A_PAGE = 50
MOST_LIKELY = 20


class OfPoint:
    """A screen about one point."""

    thing: Point
    kwargs: dict[str, Any]

    def load(self) -> Point:
        """The point."""
        rows = Point.objects.select_related("consultation__document")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def consultation(self) -> Consultation:
        """What it is of."""
        return self.thing.consultation

    def get_page_subtitle(self) -> str:
        """Which."""
        return str(self.thing)

    def between(self) -> list[dict[str, str]]:
        """The list, and the consultation's points."""
        points = reverse("commitments_desk:points", args=[self.consultation.pk])
        return [
            {"url": reverse("commitments_desk:analysis"), "label": TITLE},
            {"url": points, "label": self.consultation.title},
        ]

    def back(self, result: Any) -> str:
        """The point's page."""
        return reverse("commitments_desk:point", args=[self.thing.pk])


class PointPage(OfPoint, DeskPage):
    """One point: what people said, what is only suggested and why, what was decided and changed."""

    permission = "commitments.see_submissions"
    template_name = "commitments/desk/point.html"
    header_icon = "comment"

    def get_page_title(self) -> str:
        """The point itself."""
        return str(self.thing)

    def get_page_subtitle(self) -> str:
        """Nothing more."""
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All of it, in as many queries however much it holds."""
        point, points = self.thing, [self.thing]
        held = point.holds.select_related("comment__submission").order_by("comment")
        sure = held.filter(confirmed_at__isnull=False)
        maybe = Paginator(held.filter(confirmed_at=None), ON_A_PAGE).get_page(1)
        page = Paginator(sure, ON_A_PAGE).get_page(self.request.GET.get("page"))
        may = self.may("commitments.analyse")
        return super().get_context_data(**kwargs) | {
            "point": point, "consultation": self.consultation, "page_of_comments": page,
            "maybe": self.with_reasons([row.comment for row in maybe], page),
            "maybe_count": maybe.paginator.count,
            "heard": heard_of(points).get(point.pk, Heard()),
            "decided": decisions_of(points).get(point.pk, []),
            "changes": changes_of(points)[point.pk],
            "doings": doings_of(points).get(point.pk, ()),
            "paragraphs": point.paragraphs.order_by("pk"),
            "may_analyse": may, "may_gather": may and not point.published_at,
        }  # fmt: skip

    def with_reasons(self, maybe: list[Comment], sure: Any) -> list[tuple[Comment, str]]:
        """What was suggested, and by which words it is like the rest."""
        rest = [row.comment.text for row in sure] or [c.text for c in maybe]
        told = Texts([*rest, *(c.text for c in maybe)])
        middle = told.middle(range(len(rest)))
        return [(c, ", ".join(told.shared(len(rest) + n, middle))) for n, c in enumerate(maybe)]


class LikelyComments(OfPoint, DeskPage):
    """Comments in no point that may say what this one says, the likest first."""

    permission = "commitments.analyse"
    template_name = "commitments/desk/likely.html"
    page_title = "What it may also hold"
    header_icon = "group"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Compare what it holds with what is in no point, now."""
        sure = Comment.objects.filter(
            in_points__point=self.thing, in_points__confirmed_at__isnull=False
        )
        held = list(sure.order_by("pk").values_list("text", flat=True))
        free = list(
            unplaced(self.consultation).exclude(in_points__point=self.thing)
            .select_related("submission")
        )  # fmt: skip
        found = likely(held, [comment.text for comment in free], most=MOST_LIKELY)
        return super().get_context_data(**kwargs) | {
            "point": self.thing, "held": len(held), "compared": len(free),
            "likely": [(free[one.place], ", ".join(one.words)) for one in found],
        }  # fmt: skip


class OnPoint(OfPoint, DeskButton):
    """Something done to a point at one press."""

    permission = "commitments.analyse"

    def chosen(self) -> list[Comment]:
        """The comments that were ticked.

        :raises Refused: where none was.
        """
        keys = keys_of(self.request.POST.getlist("comment"))
        rows = Comment.objects.filter(submission__consultation=self.consultation, pk__in=keys)
        if not (found := list(rows)):
            raise Refused("Tick at least one comment.")
        return found


class SortComments(OnPoint):
    """Confirm what was ticked, or take it out."""

    permission = "commitments.analyse"

    def act(self) -> Point:
        """Do which of the two was pressed."""
        chosen = self.chosen()
        if self.request.POST.get("do") == "out":
            self.done_words = f"Taken out: {len(chosen):,}."
            return actions.take_out_of_point(by=self.actor, point=self.thing, comments=chosen)
        self.done_words = f"Confirmed: {len(chosen):,}."
        return actions.put_into_point(by=self.actor, point=self.thing, comments=chosen)


class SignOff(OnPoint):
    """Say by name that every comment in it was read."""

    permission = "commitments.analyse"
    done_words = "Signed off, in your name."

    def act(self) -> Point:
        """Sign it."""
        return actions.sign_off_point(by=self.actor, point=self.thing)


class Drop(OnPoint):
    """Do away with a point that holds nothing."""

    permission = "commitments.analyse"
    done_words = "The point is gone."

    def act(self) -> bool:
        """Drop it."""
        actions.drop_point(by=self.actor, point=self.thing)
        return True

    def back(self, result: Any) -> str:
        """The other points; the point, where it was refused."""
        return self.between()[-1]["url"] if result else super().back(result)


class Untie(OnPoint):
    """Take back that a paragraph or an action comes of a point."""

    permission = "commitments.analyse"
    done_words = "No longer tied to it."
    tied: Paragraph | Action

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Find which, and untie it."""
        document, key = self.consultation.document, kwargs["tied"]
        if kwargs["what"] == "action":
            self.tied = get_object_or_404(document.actions, pk=key)
        else:
            self.tied = get_object_or_404(document.paragraphs, pk=key)
        return super().post(request, *args, **kwargs)

    def act(self) -> Point:
        """Untie it."""
        if isinstance(self.tied, Paragraph):
            return actions.untie_point_from_paragraph(
                by=self.actor, point=self.thing, paragraph=self.tied
            )
        return actions.untie_point_from_action(by=self.actor, point=self.thing, doing=self.tied)
