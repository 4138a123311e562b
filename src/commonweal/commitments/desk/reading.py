"""The reading room: everything that was said, to find, to read, and to put into points."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch
from django.http import QueryDict
from django.urls import reverse

from commonweal.commitments import actions
from commonweal.commitments.desk.points import OfConsultation
from commonweal.commitments.forms.points import Finding
from commonweal.commitments.models import Comment, Consultation, Point, PointComment
from commonweal.commitments.querysets import CommentQuerySet
from commonweal.core.refused import Refused
from commonweal.ui.desk import DeskButton, DeskPage

ON_A_PAGE = 50
FOUND = ("q", "about", "way", "placed")


def keys_of(sent: Iterable[str]) -> set[int]:
    """The keys among what was sent; what can be none is left out."""
    return {int(key) for key in sent if key.isdecimal() and len(key) < 19}


def found_in(consultation: Consultation, asked: QueryDict) -> tuple[Finding, CommentQuerySet]:
    """What was asked for, and the comments that it finds, as they came."""
    form = Finding(asked, consultation=consultation)
    form.is_valid()
    wanted = form.cleaned_data
    rows = Comment.objects.filter(submission__consultation=consultation).counted()
    if words := wanted.get("q"):
        rows = rows.filter(text__icontains=words)
    if way := wanted.get("way"):
        rows = rows.filter(submission__way=way)
    return form, _placed(_about(rows, wanted.get("about", "")), wanted.get("placed", ""))


def _about(rows: CommentQuerySet, about: str) -> CommentQuerySet:
    if about == "whole":
        return rows.filter(paragraph=None, question=None)
    if not about:
        return rows
    return rows.filter(**{"question" if about[0] == "q" else "paragraph": int(about[1:])})


def _placed(rows: CommentQuerySet, placed: str) -> CommentQuerySet:
    held = PointComment.objects.filter(comment=OuterRef("pk"))
    sure = held.filter(confirmed_at__isnull=False)
    if placed == "no":
        return rows.filter(~Exists(sure)).exclude(text="")
    if placed == "yes":
        return rows.filter(Exists(sure))
    return rows.filter(Exists(held.filter(confirmed_at=None))) if placed == "maybe" else rows


class ReadingRoom(OfConsultation, DeskPage):
    """What was said, fifty to a page; those who may analyse tick several into a point at once."""

    permission = "commitments.see_submissions"
    template_name = "commitments/desk/reading.html"
    page_title = "Reading room"
    header_icon = "search"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of it, in as many queries however many there are."""
        form, rows = found_in(self.thing, self.request.GET)
        held = PointComment.objects.select_related("point").order_by("point__number")
        rows = rows.select_related("submission", "paragraph", "question").order_by("pk")
        rows = rows.prefetch_related(Prefetch("in_points", held))
        page = Paginator(rows, ON_A_PAGE).get_page(self.request.GET.get("page"))
        narrowed = {k: v for k in FOUND if (v := self.request.GET.get(k))}
        return super().get_context_data(**kwargs) | {
            "consultation": self.thing, "form": form, "page_of_comments": page,
            "points": self.thing.points.filter(published_at=None).order_by("number"),
            "may_analyse": self.may("commitments.analyse") and not self.thing.reported_at,
            "narrowed": urlencode(narrowed), "here": self.request.GET.urlencode(),
        }  # fmt: skip


class PlaceComments(OfConsultation, DeskButton):
    """Put what was ticked, or all that was found, into a point that is there or begins with it."""

    permission = "commitments.analyse"

    def act(self) -> Point:
        """Put them there."""
        sent = self.request.POST
        comments = self.chosen()
        if not comments:
            raise Refused("Tick at least one comment.")
        if sent.get("title", "").strip():
            point = actions.begin_point(
                by=self.actor, consultation=self.thing, title=sent["title"], comments=comments
            )
        else:
            found = self.thing.points.filter(pk__in=keys_of([sent.get("point", "")])).first()
            if found is None:
                raise Refused("Choose a point, or say what a new one says.")
            point = actions.put_into_point(by=self.actor, point=found, comments=comments)
        self.done_words = f"Put into “{point.title}”: {len(comments):,}."
        return point

    def chosen(self) -> list[Comment]:
        """Those that were ticked, or all that the page's search finds."""
        sent = self.request.POST
        if sent.get("all") == "yes":
            return list(found_in(self.thing, QueryDict(sent.get("here", "")))[1])
        keys = keys_of(sent.getlist("comment"))
        rows = Comment.objects.filter(submission__consultation=self.thing)
        return list(rows.filter(pk__in=keys))

    def back(self, result: Any) -> str:
        """The same page of the reading room."""
        room = reverse("commitments_desk:reading", args=[self.thing.pk])
        here = QueryDict(self.request.POST.get("here", "")).urlencode()
        return f"{room}?{here}" if here else room
