"""What was changed of an organisation or a service, and putting it back as it was."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from commonweal.core.gates import GatedView
from commonweal.core.permissions import allowed
from commonweal.sector import actions
from commonweal.sector.models import Organisation, Service
from commonweal.sector.reports import find_by_org_id, may_see
from commonweal.sector.reports.history import (
    AT_A_TIME,
    VERSION,
    WITHDRAWN,
    Sight,
    entry_of,
    find_entry,
    moments_of,
)
from commonweal.sector.reports.published import kept_elsewhere
from commonweal.sector.reports.putting_back import foreseen
from commonweal.ui.acting import FormPage


class WithHistory(GatedView):
    """A page about the history of one organisation, or of one service of it."""

    permission = "sector.see_history"
    service: Service | None = None
    thing: Organisation

    def load(self) -> Organisation:
        """The organisation, as if there were none for who may not know of it."""
        if "key" in self.kwargs:
            rows = Service.objects.select_related("organisation")
            self.service = rows.filter(uuid=self.kwargs["key"]).first()
            found = self.service.organisation if self.service else None
        else:
            found = find_by_org_id(self.kwargs["ref"])
        if found is None or found.same_as_id is not None or not may_see(found, self.actor):
            raise Http404
        return found

    @property
    def about(self) -> Organisation | Service:
        """The service, or the organisation."""
        return self.service or self.thing

    def address(self) -> str:
        """The history's own page."""
        if self.service:
            return reverse("service-history", args=[self.service.uuid])
        return reverse("history", args=[self.thing.ref])

    def words(self) -> dict[str, Any]:
        """What both pages say."""
        keeps = allowed(self.actor, "sector.see_members", self.thing)
        about = {"about": self.about, "organisation": self.thing, "service": self.service}
        return about | {"keeps": keeps}


class History(WithHistory, TemplateView):
    """Every change, the newest first, with what differs and the way back."""

    permission = "sector.see_history"
    template_name = "sector/history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of it."""
        sight = Sight.of(self.thing, self.actor)
        moments = moments_of(self.thing, sight, self.service)
        page = Paginator(moments, AT_A_TIME).get_page(self.request.GET.get("page"))
        keeper = next(iter(kept_elsewhere(self.service).values()), "") if self.service else ""
        return super().get_context_data(**kwargs) | self.words() | {
            "page": page, "entries": [entry_of(moment, sight) for moment in page],
            "keeper": keeper, "at": self.address(),
        }  # fmt: skip


class PutBackForm(forms.Form):
    """Why it is put back."""

    reason = forms.CharField(
        label="Why?", required=False, max_length=450,
        help_text="For whoever looks at this in a year. You may leave it empty.",
    )  # fmt: skip


class PutBack(WithHistory, FormPage):
    """One change, what putting back what was before it would do now, and the button that does."""

    permission = "sector.correct_organisation"
    form_class = PutBackForm
    template_name = "sector/put_back.html"
    title = "Put back as it was"
    send_words = "Put it back"
    done_words = "Put back as it was. This too stands in the history, and can be undone there."

    def load(self) -> Organisation:
        """The organisation, where the change is one of its own."""
        found = super().load()
        sight = Sight.of(found, self.actor)
        row = find_entry(found, self.kwargs["entry"], sight, self.service)
        if row is None and allowed(self.actor, "sector.correct_organisation", found):
            raise Http404
        if row is not None:
            self.kind, self.row = row
        return found

    def act(self, answers: dict[str, Any]) -> None:
        """Put it back."""
        if self.kind == VERSION:
            actions.restore_version(by=self.actor, version=self.row, reason=answers["reason"])
            return
        actions.restore_fact(
            by=self.actor, correction=self.row, withdrawal=self.kind == WITHDRAWN,
            reason=answers["reason"],
        )  # fmt: skip

    def back(self, result: None) -> str:
        """The history."""
        return self.address()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """From what is there now to what would be."""
        return super().get_context_data(**kwargs) | self.words() | {
            "differences": foreseen(self.kind, self.row), "at": self.address(),
        }  # fmt: skip
