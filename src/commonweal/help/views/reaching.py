"""Lists that a scheme keeps of people it knows."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from commonweal.accounts.models import User
from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.help.actions import lists
from commonweal.help.forms import reaching as shapes
from commonweal.help.models import Client, HeldList, Listed
from commonweal.help.reports import reaching_jobs  # noqa: F401
from commonweal.help.reports.finding import found_people
from commonweal.help.views.rooms import InRoom
from commonweal.ui.acting import FormPage, Press

T = TypeVar("T", bound=models.Model)


class InsideRoom(InRoom):
    """A page about one thing of a scheme, or about the scheme itself."""

    def one(self, rows: models.QuerySet[T], **which: Any) -> Any:
        """The thing that an address names, of these rows; a visitor learns not even that it is.

        :raises Http404: when this scheme has no such thing.
        """
        if self.actor.key == "visitor":
            return self.scheme
        found = rows.filter(**(which or {"pk": self.kwargs["pk"]})).first()
        if found is None:
            raise Http404
        return found

    def person(self) -> Any:
        """The person of this scheme whom an address names."""
        return self.one(Client.objects.of(self.scheme), uuid=self.kwargs["uuid"])


class Lists(InsideRoom, GatedView, TemplateView):
    """The lists of a scheme."""

    permission = "help.keep_lists"
    template_name = "help/reaching_lists.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each with how many are on it, and whether it may be used."""
        rows = HeldList.objects.filter(scheme=self.scheme).select_related("owner")
        counted = rows.annotate(n=Count("people", filter=Q(people__left_at=None)))
        return super().get_context_data(**kwargs) | {
            "lists": counted.order_by("ended_on", "title", "pk"), "today": clock.today(),
        }  # fmt: skip


class BeginList(InsideRoom, FormPage, GatedView):
    """Begin a list."""

    permission = "help.keep_lists"
    title, form_class = "Begin a list", shapes.ListForm
    lede = lists.NO_PROMISE

    def get_form_kwargs(self) -> dict[str, Any]:
        """The people of the scheme, one of whom answers for it."""
        return super().get_form_kwargs() | {"scheme": self.scheme}

    def act(self, answers: dict[str, Any]) -> Any:
        """Begin it."""
        answers["owner"] = get_object_or_404(User, pk=answers["owner"])
        return lists.begin_list(by=self.actor, scheme=self.scheme, **answers)

    def back(self, result: Any = None) -> str:
        """To the new list."""
        return self.at("held_list", result.pk)


class OnList(InsideRoom):
    """Loads one list of the scheme."""

    def load(self) -> Any:
        """The list."""
        super().load()
        self.held = self.one(HeldList.objects.filter(scheme=self.scheme))
        return self.held

    def back(self, result: Any = None) -> str:
        """Back to the list."""
        return self.at("held_list", self.held.pk)


class OneList(OnList, GatedView, TemplateView):
    """One list: what it is for, and who is on it, by name. Nobody comes before anybody."""

    permission = "help.keep_lists"
    template_name = "help/reaching_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The people on it, and those found by a name that was typed."""
        rows = self.held.people.filter(left_at=None).select_related("client")
        people = sorted(rows, key=lambda row: (row.client.name.casefold(), row.pk))
        words = self.request.GET.get("q", "").strip()[:100]
        found = found_people(self.scheme, words) if words else []
        self.saw([row.client for row in people] + found, purpose=f"list {self.held.pk}")
        on = {row.client_id for row in people}
        return super().get_context_data(**kwargs) | {
            "held": self.held, "people": people, "words": words, "promise": lists.NO_PROMISE,
            "found": [(c, c.pk in on) for c in found],
            "usable": not self.held.ended_on and self.held.review_on >= clock.today(),
        }  # fmt: skip


class LookThrough(OnList, FormPage, GatedView):
    """Say that it was looked through."""

    permission = "help.keep_lists"
    title, form_class = "I have looked through this list", shapes.ReviewForm

    def act(self, answers: dict[str, Any]) -> Any:
        """Move its day."""
        return lists.look_through_list(by=self.actor, held_list=self.held, **answers)


class PutOn(OnList, FormPage, GatedView):
    """Put somebody on it."""

    permission = "help.keep_lists"
    title, form_class = "Put somebody on this list", shapes.PutForm

    def load(self) -> Any:
        """The list; and whom."""
        super().load()
        self.client = self.person()
        return self.held

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whom, and onto what."""
        self.saw([self.client], purpose=f"list {self.held.pk}")
        lede = f"{self.client.name or 'Somebody'}, onto “{self.held.title}”. {lists.NO_PROMISE}"
        return super().get_context_data(**kwargs) | {"lede": lede}

    def act(self, answers: dict[str, Any]) -> Any:
        """Put them on."""
        return lists.put_on_list(by=self.actor, held_list=self.held, client=self.client, **answers)


class TakeOff(OnList, Press):
    """Take somebody off it."""

    permission = "help.keep_lists"
    done_words = "They are off the list."

    def load(self) -> Any:
        """The list; and whose row."""
        super().load()
        rows = Listed.objects.filter(list__scheme=self.scheme, list_id=self.kwargs["pk"])
        self.listed = self.one(rows, pk=self.kwargs["row"])
        return self.held

    def act(self) -> Any:
        """Take them off."""
        return lists.take_off(by=self.actor, listed=self.listed)


class EndList(OnList, Press):
    """End it."""

    permission = "help.keep_lists"
    done_words = "The list has ended; nobody is on it now."

    def act(self) -> Any:
        """End it."""
        return lists.end_list(by=self.actor, held_list=self.held)
