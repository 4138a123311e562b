"""How a service stands: still right, closed for now, running again, ended."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from commonweal.sector import actions
from commonweal.sector.choices import ServiceStatus
from commonweal.sector.desk.lists import page_of
from commonweal.sector.desk.pages import About
from commonweal.sector.desk.service_row import a_day, text
from commonweal.sector.models import Organisation, Service
from commonweal.sector.reports import may_see
from commonweal.ui.desk import DeskButton, DeskForm
from commonweal.ui.form_words import say_it_our_way


class OfService:
    """Loads a service, as if there were none for who may not know its organisation."""

    actor: Any
    kwargs: dict[str, Any]
    thing: Service

    def load(self) -> Service:
        """The service."""
        rows = Service.objects.select_related("organisation")
        service = get_object_or_404(rows, pk=self.kwargs["pk"])
        if not may_see(service.organisation, self.actor):
            raise Http404
        return service

    @cached_property
    def organisation(self) -> Organisation:
        """Whose it is."""
        return self.thing.organisation

    def back(self, result: Any) -> str:
        """The organisation's services."""
        return f"{page_of(self.organisation)}#services"


class AssureService(OfService, DeskButton):
    """Say that all of it is still right."""

    permission = "sector.keep_services"
    done_words = "Noted: still right today."

    def act(self) -> Service:
        """Note it."""
        return actions.assure_service(by=self.actor, service=self.thing)


class ResumeService(OfService, DeskButton):
    """Let it run again."""

    permission = "sector.keep_services"
    done_words = "It runs again."

    def act(self) -> Service:
        """Set how it stands."""
        return actions.set_service_status(
            by=self.actor, service=self.thing, status=ServiceStatus.ACTIVE
        )


class TurnForm(forms.Form):
    """Why it does not run."""

    reason = text(
        "Why?", 500, "Everybody can read this, such as: the hall is being repaired. "
        "Leave it empty if there is nothing to say."
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_it_our_way(self)


class PauseForm(TurnForm):
    """Why it does not run, and when it does again."""

    back_on = a_day("Back on", "Everybody can read this too. Leave it empty if it is not known.")


class PauseService(OfService, About, DeskForm):
    """Close it for now. Asked first on a page of its own, by which nothing is done."""

    permission = "sector.keep_services"
    form_class: type[TurnForm] = PauseForm
    header_icon = "clipboard-list"
    page_title = "Close a service for now?"
    send_words = "Close it for now"
    done_words = "Closed for now."
    intro = (
        "Nobody who looks for help finds it until you say that it runs again. Its own page stays, "
        "and says that it is closed for now."
    )
    turn, status = "pause", ServiceStatus.PAUSED

    def get_page_subtitle(self) -> str:
        """Which, and whose."""
        return f"{self.thing.name}, {self.organisation.name}"

    def act(self, answers: dict[str, Any]) -> Service:
        """Set how it stands."""
        return actions.set_service_status(
            by=self.actor, service=self.thing, status=self.status, **answers
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it means, and where it is sent."""
        sent_to = reverse(f"sector_desk:{self.turn}_service", args=[self.thing.pk])
        return super().get_context_data(**kwargs) | {"intro": self.intro, "action_url": sent_to}


class EndService(PauseService):
    """Say that it has ended."""

    permission = "sector.keep_services"
    form_class = TurnForm
    page_title = "Has this service ended?"
    send_words = "Yes, it has ended"
    done_words = "It has ended."
    intro = (
        "Nobody who looks for help finds it any more. Its own page says that it has ended, and two "
        "years later it is removed for good."
    )
    turn, status = "end", ServiceStatus.DEFUNCT
