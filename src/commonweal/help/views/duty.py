"""The duty rota of a scheme: a week that prints, who is on it, and telephones that are shared."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from commonweal.accounts.models import User
from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.core.refused import Refused
from commonweal.help.actions import duty
from commonweal.help.forms import schemes as shapes
from commonweal.help.models import Duty, DutyPool, PoolScheme
from commonweal.help.permissions import runs_it
from commonweal.help.querysets import person_of
from commonweal.help.reports.numbers import moment
from commonweal.help.views.rooms import InRoom
from commonweal.help.views.scheme import SchemeForm
from commonweal.ui.acting import Press

A_DAY, A_WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
FURTHEST = dt.timedelta(days=366)


def monday_of(text: str) -> dt.date:
    """The Monday of a week that an address names by any of its days; of this week otherwise."""
    today = clock.today()
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = today
    day = min(max(day, today - FURTHEST), today + FURTHEST)
    return day - dt.timedelta(days=day.weekday())


class Rota(InRoom, GatedView, TemplateView):
    """One week: who is on duty for this scheme, alone or for several."""

    permission = "help.see_requests"
    template_name = "help/schemes_duty.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Seven days with their duties, and the telephones that are shared."""
        monday, now = monday_of(self.request.GET.get("week", "")), clock.now()
        begins, ends = moment(monday), moment(monday + A_WEEK)
        rows = Duty.objects.filter(
            scheme=self.scheme, starts_at__lt=ends, ends_at__gt=begins
        ).select_related("person", "pool")  # fmt: skip
        of_day: dict[dt.date, list[Duty]] = {}
        for row in rows.order_by("starts_at", "pk"):
            day = max(timezone.localtime(row.starts_at).date(), monday)
            of_day.setdefault(day, []).append(row)
        days = [monday + dt.timedelta(days=n) for n in range(7)]
        mine = person_of(self.actor)
        runs = runs_it(self.actor, self.scheme)
        return super().get_context_data(**kwargs) | {
            "days": [(day, of_day.get(day, [])) for day in days], "now": now, "mine": mine,
            "notes": {row.pk for row in rows if row.note and (runs or over_lately(row, now))},
            "monday": monday, "before": monday - A_WEEK, "after": monday + A_WEEK,
            "may_keep": self.may("help.keep_duty"), "may_lead": self.may("help.lead_scheme"),
            "pools": pools_for(self.scheme, shown=runs),
        }  # fmt: skip


def pools_for(scheme: Any, *, shown: bool) -> list[tuple[DutyPool, list[str], bool]]:
    """The shared telephones: each with the schemes that take part, and whether this one does."""
    if not shown:
        return []
    inside = PoolScheme.objects.filter(left_at=None, pool__ended_at=None)
    rows = inside.select_related("scheme", "pool").order_by("pool__name", "scheme__name")
    names: dict[int, list[str]] = {}
    own = set()
    for row in rows:
        names.setdefault(row.pool_id, []).append(row.scheme.name)
        if row.scheme_id == scheme.pk:
            own.add(row.pool_id)
    pools = DutyPool.objects.filter(ended_at=None).order_by("name", "pk")[:100]
    return [(pool, names.get(pool.pk, []), pool.pk in own) for pool in pools]


def over_lately(row: Duty, now: dt.datetime) -> bool:
    """Whether a duty ended in the last day, so that whoever is on now must read what was left."""
    ended = row.off_at or row.ends_at
    return now - A_DAY <= ended <= now


class PutOn(SchemeForm):
    """Put somebody on duty, for this scheme or for all that share its telephone."""

    permission = "help.keep_duty"
    title, form_class = "Put somebody on duty", shapes.DutyForm
    send_words, done_words = "Put them on duty", "They are on the rota."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Of which scheme."""
        return super().get_form_kwargs() | {"scheme": self.scheme}

    def act(self, answers: dict[str, Any]) -> Any:
        """Put them on."""
        person = User.objects.get(pk=answers["person"])
        told = {
            "by": self.actor, "scheme": self.scheme, "person": person,
            "starts_at": answers["starts_at"], "ends_at": answers["ends_at"],
        }  # fmt: skip
        if not answers["pool"]:
            return duty.put_on_duty(**told)
        pool = DutyPool.objects.get(pk=answers["pool"])
        return duty.put_on_shared_duty(**told, pool=pool)

    def back(self, result: Any) -> str:
        """The week."""
        return self.at("scheme_duty")


class OneDuty(InRoom):
    """Loads a duty of the scheme."""

    held: Duty

    def load(self) -> Any:
        """The duty."""
        super().load()
        rows = Duty.objects.filter(scheme=self.scheme).select_related("person", "scheme")
        self.held = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self.held


class GoOff(OneDuty, SchemeForm):
    """Go off duty before its end, with a word for whoever is next."""

    permission = "help.go_off_duty"
    title, form_class = "Go off duty", shapes.OffForm
    lede = "What you answer for goes to whoever is on duty, or to the lead, at this moment."
    send_words, done_words = "Go off duty", "You are off duty. Thank you."

    def act(self, answers: dict[str, Any]) -> Any:
        """Go off. Only whoever runs the scheme takes somebody else off."""
        own = self.held.person_id == person_of(self.actor)
        if not own and not self.may("help.keep_duty"):
            raise Refused("This is somebody else's duty.")
        return duty.go_off_duty(by=self.actor, duty=self.held, **answers)

    def back(self, result: Any) -> str:
        """The schemes that one has a part in: without duty the room may be closed."""
        return reverse("rooms") if not self.may("help.keep_duty") else self.at("scheme_duty")


class CallOff(OneDuty, Press):
    """Take back a duty that has not begun."""

    permission = "help.keep_duty"
    done_words = "Taken off the rota."

    def act(self) -> Any:
        """Take it back."""
        return duty.call_off_duty(by=self.actor, scheme=self.scheme, duty=self.held)

    def back(self) -> str:
        """The week."""
        return self.at("scheme_duty")


class Join(InRoom, Press):
    """Take part in a shared telephone."""

    permission = "help.lead_scheme"
    done_words = "You take part. Whoever holds this telephone sees your requests while on duty."

    def pool(self) -> DutyPool:
        """The shared telephone that the address names."""
        running = Q(ended_at=None)
        return get_object_or_404(DutyPool.objects.filter(running), pk=self.kwargs["pk"])

    def act(self) -> Any:
        """Join."""
        return duty.join_pool(by=self.actor, scheme=self.scheme, pool=self.pool())

    def back(self) -> str:
        """The week."""
        return self.at("scheme_duty")


class Leave(Join):
    """Take part no longer."""

    done_words = "You take part no longer. Duties of people of other schemes have ended here."

    def act(self) -> Any:
        """Leave."""
        return duty.leave_pool(by=self.actor, scheme=self.scheme, pool=self.pool())
