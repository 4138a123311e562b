"""Telling a service whole: what its form does, on the staff desk and on an organisation's pages.

More rows of the form, and the look at it in words, come by sending it; nothing is saved then.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse

from commonweal.places.models import Postcode
from commonweal.sector import actions
from commonweal.sector.actions.services import Changed, Twice
from commonweal.sector.choices import ServiceStatus
from commonweal.sector.forms.service_rows import ROWS
from commonweal.sector.forms.services import SCHEMES, ServiceForm, initial_of
from commonweal.sector.models import Organisation, Service
from commonweal.sector.offering import MOST_ROWS, ToldService
from commonweal.sector.reports.offering import told_of
from commonweal.ui.acting import ActingForm
from commonweal.ui.words import listed


class Telling(ActingForm):
    """A form that tells a service whole."""

    form_class = ServiceForm
    form: ServiceForm
    actor: Any
    organisation: Organisation
    thing: Any

    def address_of(self, service: Service) -> str:
        """Where a service is changed."""
        raise NotImplementedError

    def before(self) -> ToldService | None:
        """What is told of it now."""
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        """What is told of it now, for the first showing."""
        kwargs = super().get_form_kwargs()
        before = self.before()
        kwargs["rows"] = {part: getattr(before, part) for part in ROWS} if before else {}
        kwargs["initial"] = initial_of(before) if before else {}
        if (part := self.request.POST.get("more", "")) in ROWS:
            kwargs["data"] = with_more(kwargs["data"], part)
        return kwargs

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give more rows, show it in words, or save it."""
        if not {"more", "look"} & set(request.POST):
            return super().post(request, *args, **kwargs)
        form: ServiceForm = self.get_form()  # type: ignore[assignment]
        if "more" in request.POST:
            form.leave_unchecked()
        else:
            form.is_valid()
        return self.render_to_response(self.get_context_data(form=form))

    def said(self, result: Service) -> str:
        """The good news, and which postcodes of it nobody here knows."""
        unknown = unknown_postcodes(result)
        if not unknown:
            return self.done_words
        are = "is not a postcode" if len(unknown) == 1 else "are not postcodes"
        return (
            f"{self.done_words} But {listed(unknown)} {are} that we know. Look whether it is a "
            "slip: until it is known, nobody who looks near a place finds the service there."
        )


def with_more(data: Any, part: str) -> Any:
    """What was sent, with more empty rows of one part."""
    more, count = data.copy(), f"{part}-TOTAL_FORMS"
    have = int(data[count]) if str(data.get(count, "")).isdecimal() else 0
    more[count] = str(min(have + ROWS[part][1], MOST_ROWS))
    return more


def unknown_postcodes(service: Service) -> list[str]:
    """The postcodes of its places that no source of postcodes has told us of."""
    told = set(service.at.values_list("location__postcode", flat=True)) - {""}
    known = Postcode.objects.filter(postcode__in=told).values_list("postcode", flat=True)
    return sorted(told - set(known))


class Adding(Telling):
    """Says that an organisation offers something."""

    done_words = "Added."
    twin: Service | None = None

    def act(self, answers: dict[str, Any]) -> Service:
        """Add it."""
        told = self.form.told(status=ServiceStatus.ACTIVE)
        try:
            return actions.add_service(by=self.actor, organisation=self.organisation, told=told)
        except Twice as refusal:
            self.twin = refusal.service
            raise

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where the same stands already, if it does."""
        context = super().get_context_data(**kwargs)
        if self.twin is None:
            return context
        address = self.address_of(self.twin)
        return context | {"look_at": address, "look_words": f"Look at {self.twin.name}"}


class Changing(Telling):
    """Says a service anew."""

    done_words = "Saved. It counts as said to be right today."
    newer = False

    def before(self) -> ToldService:
        """What is told of it now."""
        return told_of(self.thing)

    def get_form_kwargs(self) -> dict[str, Any]:
        """When it was last changed goes with the form, so that nobody undoes another's change."""
        kwargs = super().get_form_kwargs()
        kwargs["initial"]["seen"] = self.thing.changed_at.isoformat()
        return kwargs

    def act(self, answers: dict[str, Any]) -> Service:
        """Change it; terms that the form does not offer stay."""
        terms = self.thing.terms.exclude(scheme__in=SCHEMES).order_by("pk")
        keep = tuple(terms.values_list("scheme", "code"))
        told = self.form.told(status=self.thing.status, keep=keep)
        try:
            return actions.change_service(
                by=self.actor, service=self.thing, told=told, seen=moment_of(answers["seen"])
            )
        except Changed:
            self.newer = True
            sent: Any = self.form.data
            self.form.data = sent = sent.copy()
            sent["seen"] = self.thing.changed_at.isoformat()
            raise

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where it stands as somebody else has just made it."""
        context = super().get_context_data(**kwargs)
        if not self.newer:
            return context
        return context | {"look_at": self.request.path, "look_words": "Look at it as it is now"}


def moment_of(text: str) -> dt.datetime | None:
    """The moment that a form was made with, if it says one."""
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None
