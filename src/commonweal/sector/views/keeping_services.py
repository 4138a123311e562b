"""Where an organisation's own people keep what it offers: add, change, assure, pause, end."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView
from commonweal.sector import actions
from commonweal.sector.choices import ServiceStatus
from commonweal.sector.forms.service_turns import PauseForm, TurnForm
from commonweal.sector.gathering import HERE
from commonweal.sector.models import Service
from commonweal.sector.reports.offering import offered
from commonweal.sector.views.about import AboutOne
from commonweal.sector.views.telling import Adding, Changing
from commonweal.ui.acting import FormPage, Press

KNOCKS = Limit("keeping-services", times=240, seconds=60 * 60)


class KeepServices(AboutOne, GatedView, TemplateView):
    """What the organisation offers, and how each stands."""

    permission = "sector.keep_services"
    template_name = "sector/keep_services.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The services, those that run first; what a neighbour keeps is changed there."""
        return super().get_context_data(**kwargs) | {"services": offered(self.organisation)}


class BackToServices(AboutOne):
    """Goes back to the list of services."""

    def back(self, *_: Any) -> str:
        """The list."""
        return self.at("keep_services")


class AddOne(LimitedView, BackToServices, Adding, GatedView, FormPage):
    """Say that the organisation offers something."""

    permission = "sector.keep_services"
    limits = (KNOCKS,)
    template_name = "sector/keep_service.html"
    title = "Add a service"

    def address_of(self, service: Service) -> str:
        """Where a service is changed."""
        return self.at("keep_service", service.pk)


class OfOurs(BackToServices):
    """Loads a service of the organisation that the address names, if it is kept here."""

    def load(self) -> Service:
        """The service.

        :raises Http404: when it is another organisation's, or a neighbour keeps it.
        """
        services = super().load().services.select_related("organisation")
        service: Service = get_object_or_404(services, pk=self.kwargs["pk"])
        if service.source != HERE:
            raise Http404
        return service


class ChangeOne(LimitedView, OfOurs, Changing, GatedView, FormPage):
    """Say a service anew."""

    permission = "sector.keep_services"
    limits = (KNOCKS,)
    template_name = "sector/keep_service.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which."""
        return super().get_context_data(**kwargs) | {"title": self.thing.name}


class AssureOne(LimitedView, OfOurs, Press):
    """Say that all of it is still right."""

    permission = "sector.keep_services"
    limits = (KNOCKS,)
    done_words = "Noted: still right today."

    def act(self) -> None:
        """Note it."""
        actions.assure_service(by=self.actor, service=self.thing)


class ResumeOne(LimitedView, OfOurs, Press):
    """Let it run again."""

    permission = "sector.keep_services"
    limits = (KNOCKS,)
    done_words = "It runs again."

    def act(self) -> None:
        """Set how it stands."""
        actions.set_service_status(by=self.actor, service=self.thing, status=ServiceStatus.ACTIVE)


class PauseOne(LimitedView, OfOurs, GatedView, FormPage):
    """Close it for now, after a second thought."""

    permission = "sector.keep_services"
    limits = (KNOCKS,)
    form_class: type[TurnForm] = PauseForm
    template_name = "sector/keeping_form.html"
    send_words = "Close it for now"
    done_words = "Closed for now."
    status = ServiceStatus.PAUSED
    asks = "Close {name} for now?"
    lede = (
        "Nobody who looks for help finds it until you say that it runs again. Its own page stays, "
        "and says that it is closed for now."
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which."""
        title = self.asks.format(name=self.thing.name)
        return super().get_context_data(**kwargs) | {"title": title}

    def act(self, answers: dict[str, Any]) -> Any:
        """Set how it stands."""
        return actions.set_service_status(
            by=self.actor, service=self.thing, status=self.status, **answers
        )


class EndOne(PauseOne):
    """Say that it has ended, after a second thought."""

    permission = "sector.keep_services"
    form_class = TurnForm
    send_words = "Yes, it has ended"
    done_words = "It has ended."
    status = ServiceStatus.DEFUNCT
    asks = "Has {name} ended?"
    lede = (
        "Nobody who looks for help finds it any more. Its own page says that it has ended, and two "
        "years later it is removed for good."
    )
