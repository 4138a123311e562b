"""The staff desk's screens of what came in: reading it before others do, who is still missing."""

from __future__ import annotations

import csv
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.ui.tables import Column, TitleColumn

from commonweal.commitments import actions
from commonweal.commitments.desk import consulting_forms as forms
from commonweal.commitments.desk.consulting import CONSULT, About
from commonweal.commitments.desk.reading import keys_of
from commonweal.commitments.models import Comment, Submission
from commonweal.commitments.reports.heard import meter, unheard
from commonweal.core.refused import Refused
from commonweal.sector.models import Organisation
from commonweal.sector.reports import find_by_org_id
from commonweal.ui.desk import DeskButton, DeskForm, DeskList, DeskPage, OnTheDesk
from commonweal.ui.downloads import csv_safe
from commonweal.ui.words import day

ON_A_PAGE = 50
GROUPS = ("kind", "size", "cause", "area")
SEEN_BY = "commitments.see_submissions"


class ToRead(DeskPage):
    """Comments of all consultations that wait for a moderator, the oldest first."""

    permission = "commitments.moderate"
    template_name = "commitments/desk/to_read.html"
    page_title = "Comments to read"
    header_icon = "comment"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of them."""
        rows = Comment.objects.to_read().select_related(
            "submission__consultation__document", "paragraph", "question"
        )
        page = Paginator(rows.order_by("pk"), ON_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {"page": page}


class LetBeSeen(DeskButton):
    """Let everybody read what was ticked."""

    permission = "commitments.moderate"

    def act(self) -> int:
        """Let them be seen, of each consultation its own."""
        keys = keys_of(self.request.POST.getlist("comment"))
        if not keys:
            raise Refused("Tick what everybody may read.")
        rows = Comment.objects.counted().filter(pk__in=keys)
        by_consultation: dict[Any, list[Comment]] = {}
        for comment in rows.select_related("submission__consultation").order_by("pk"):
            by_consultation.setdefault(comment.submission.consultation, []).append(comment)
        seen = sum(
            actions.let_be_seen(by=self.actor, consultation=c, comments=comments)
            for c, comments in by_consultation.items()
        )
        self.done_words = f"{seen} can be read by everybody now."
        return seen

    def back(self, result: Any) -> str:
        """The rest."""
        return reverse("commitments_desk:to_read")


class KeepFromView(DeskForm):
    """Keep one comment from view, for a reason its author reads."""

    permission = "commitments.moderate"
    form_class = forms.KeepFromViewForm
    template_name = "commitments/desk/keep_from_view.html"
    page_title = "Keep it from view"
    header_icon = "view"
    send_words = "Do not show it"
    done_words = "It is not shown. Its author is told why, where there is a way to."
    thing: Comment

    def load(self) -> Comment:
        """The comment."""
        rows = Comment.objects.counted().select_related("submission__consultation")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def act(self, answers: dict[str, Any]) -> Any:
        """Keep it from view."""
        reason = " ".join(filter(None, [answers["because"], answers["more"]]))
        return actions.keep_from_view(by=self.actor, comment=self.thing, reason=reason)

    def back(self, result: Any) -> str:
        """The rest."""
        return reverse("commitments_desk:to_read")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it says."""
        return super().get_context_data(**kwargs) | {"comment": self.thing}


class Heard(About, DeskPage):
    """Who was heard, and who not yet, against the register."""

    permission = SEEN_BY
    template_name = "commitments/desk/heard.html"
    page_title = "Who has not been heard"
    header_icon = "group"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The meter."""
        return super().get_context_data(**kwargs) | {
            "consultation": self.thing, "meter": meter(self.thing), "may_invite": self.may(CONSULT),
        }  # fmt: skip


class Unheard(About, DeskPage):
    """Organisations of a group that were not heard, to be asked."""

    permission = CONSULT
    template_name = "commitments/desk/unheard.html"
    page_title = "Ask those who are missing"
    header_icon = "mail"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of them, narrowed to a group."""
        asked = {name: self.request.GET.get(name, "")[:20].replace("\0", "") for name in GROUPS}
        page = Paginator(unheard(self.thing, **asked), ON_A_PAGE)
        narrowed = "".join(f"{urlencode({name: value})}&" for name, value in asked.items() if value)
        return super().get_context_data(**kwargs) | {
            "consultation": self.thing, "narrowed": narrowed,
            "page": page.get_page(self.request.GET.get("page")),
            "invited": self.thing.invited.count(),
        }  # fmt: skip


class Invite(About, DeskButton):
    """Write to those who were ticked."""

    permission = CONSULT

    def act(self) -> int:
        """Write to each, once."""
        keys = keys_of(self.request.POST.getlist("organisation"))
        if not keys:
            raise Refused("Tick whom to ask.")
        asked = Organisation.objects.filter(pk__in=keys)
        n = actions.invite(by=self.actor, consultation=self.thing, organisations=asked)
        self.done_words = f"{n} were written to."
        return n

    def back(self, result: Any) -> str:
        """The meter."""
        return reverse("commitments_desk:heard", args=[self.thing.pk])


class Submissions(About, DeskList):
    """All that came in, by whom and by which way."""

    permission = SEEN_BY
    model = Submission
    page_title = "What came in"
    header_icon = "comment"
    verbose_name_plural = "answers"
    is_searchable = True
    columns = [
        TitleColumn(
            "who", label="Who", accessor=lambda s: s.organisation_name or s.name or "No name",
            get_url=lambda s: reverse("commitments_desk:of_organisation", args=[s.pk]),
        ),
        Column("way", label="Way", accessor="get_way_display"),
        Column("said", label="Said on", accessor=lambda s: day(s.said_on)),
        Column("organisation", label="In the register", accessor=lambda s: s.organisation or ""),
    ]  # fmt: skip

    @property
    def index_url(self) -> str:
        """Its own address."""
        return reverse("commitments_desk:submissions", args=[self.thing.pk])

    def get_index_url(self) -> str:
        """Its own address."""
        return self.index_url

    def get_index_results_url(self) -> str:
        """The part that is replaced."""
        return reverse("commitments_desk:submissions_results", args=[self.thing.pk])

    def get_base_queryset(self) -> QuerySet[Any]:
        """What nobody took back, the newest first."""
        rows = Submission.objects.filter(consultation=self.thing, taken_back_at=None)
        return rows.select_related("organisation").order_by("-pk")

    def found(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By a part of a name."""
        return queryset.filter(organisation_name__icontains=words) | queryset.filter(
            name__icontains=words
        )


class OfOrganisation(DeskForm):
    """Say for which organisation of the register something was said."""

    permission = SEEN_BY
    form_class = forms.OfOrganisationForm
    template_name = "commitments/desk/submission.html"
    page_title = "One answer"
    header_icon = "comment"
    thing: Submission

    def load(self) -> Submission:
        """The answer."""
        rows = Submission.objects.filter(taken_back_at=None)
        rows = rows.select_related("consultation__document", "organisation")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        """As it is now."""
        return {"ref": self.thing.organisation.ref if self.thing.organisation else ""}

    def act(self, answers: dict[str, Any]) -> Submission:
        """Say it."""
        found = None
        if answers["ref"]:
            found = find_by_org_id(answers["ref"])
            if found is None or found.withheld:
                raise Refused("No organisation of the register has this number.", field="ref")
        return actions.name_organisation_of_submission(
            by=self.actor, submission=self.thing, organisation=found
        )

    def back(self, result: Any) -> str:
        """All that came in."""
        return reverse("commitments_desk:submissions", args=[self.thing.consultation_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was said, and the files."""
        comments = self.thing.comments.select_related("paragraph", "question").order_by("pk")
        return super().get_context_data(**kwargs) | {
            "submission": self.thing, "comments": comments, "files": self.thing.files.all(),
        }  # fmt: skip


HEADINGS = (
    "number", "way", "said on", "speaks as", "organisation", "org-id", "area", "of", "answer",
    "text", "shown",
)  # fmt: skip


class CommentsFile(About, OnTheDesk):
    """Every comment as a file, without names of people and addresses."""

    permission = SEEN_BY

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """CSV, safe to open."""
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        name = f"{self.thing.document.slug}-{self.thing.number}-comments.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response.write("\ufeff")
        writer = csv.writer(response)
        writer.writerow(HEADINGS)
        rows = Comment.objects.counted().filter(submission__consultation=self.thing)
        rows = rows.select_related("submission__organisation", "paragraph", "question")
        for c in rows.order_by("pk").iterator(chunk_size=1000):
            s = c.submission
            row = (
                c.pk, s.get_way_display(), s.said_on.isoformat(), s.get_speaks_as_display(),
                s.organisation_name, s.organisation.ref if s.organisation else "", s.area,
                c.paragraph or c.question or "", c.answer, c.text, c.get_standing_display(),
            )  # fmt: skip
            writer.writerow([csv_safe(str(value)) for value in row])
        return response
