"""Visits as whoever is on duty sees them: who is out, who is late, and what to do about it."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.help.actions import alerts, money, visits
from commonweal.help.choices import LookKind, VisitStanding
from commonweal.help.forms import visits as shapes
from commonweal.help.models import Match, Visit
from commonweal.help.reports.late_visits import visits_of_today, what_to_do
from commonweal.help.reports.schemes import area_names
from commonweal.help.views.rooms import InRoom
from commonweal.help.views.sharing import PlansVisit
from commonweal.ui.acting import FormPage, Press


class Today(InRoom, GatedView, TemplateView):
    """Who is out now, the latest first, and who goes out today."""

    permission = "help.see_requests"
    template_name = "help/visits_today.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each with the numbers to ring; coming visits; helpers with a task and none planned."""
        now = clock.now()
        rows = visits_of_today(self.scheme, now)
        ours = Visit.objects.filter(match__request__scheme=self.scheme)
        ahead = ours.filter(standing=VisitStanding.PLANNED, starts_at__gt=now)
        later = ahead.exclude(pk__in=[r.visit.pk for r in rows]).select_related(
            "match__helper", "match__request__client", "match__request__need"
        )
        matches = Match.objects.standing().filter(request__scheme=self.scheme)
        bare = matches.exclude(visits__standing__in=["planned", "under_way"]).select_related(
            "helper", "request__client", "request__need"
        )
        coming = list(later.order_by("starts_at", "pk")[:50])
        without = list(bare.order_by("at", "pk")[:50])
        shown = [*(r.visit.match for r in rows), *(v.match for v in coming), *without]
        self.saw([m.request.client for m in shown], purpose="today's visits")
        return super().get_context_data(**kwargs) | {
            "rows": rows, "coming": coming, "bare": without, "at": now,
        }  # fmt: skip


class Sheet(Today):
    """Today's visits on paper, for a table beside the telephone."""

    template_name = "help/visits_sheet.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The same, said to have been printed."""
        context = super().get_context_data(**kwargs)
        self.saw(
            [r.visit.match.request.client for r in context["rows"]],
            kind=LookKind.PRINT, purpose="the sheet of today's visits",
        )  # fmt: skip
        names = area_names(r.visit.match.request.area for r in context["rows"])
        context["on_paper"] = [(r, names.get(r.visit.match.request.area)) for r in context["rows"]]
        return context


class OnVisit(InRoom):
    """Loads one visit of the scheme."""

    visit: Visit

    def load(self) -> Any:
        """The visit, of a scheme whoever looks may know of."""
        super().load()
        ours = Visit.objects.filter(match__request__scheme=self.scheme).select_related(
            "match__helper__scheme", "match__request__client", "match__request__need", "watcher"
        )
        found = ours.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.visit = found
        return found

    def back(self, result: Any = None) -> str:
        """Back to the visit, or to the one that goes on after it."""
        pk = result.pk if isinstance(result, Visit) else self.visit.pk
        return self.at("visit", pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The visit, for every page about it; that it was shown is written down."""
        self.saw([self.visit.match.request.client], purpose=f"visit {self.visit.pk}")
        return super().get_context_data(**kwargs) | {"visit": self.visit}


class OneVisit(OnVisit, GatedView, TemplateView):
    """One visit: who, where, until when, whom to ring, and what was done about it."""

    permission = "help.see_requests"
    template_name = "help/visits_one.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All of it, and what may be done."""
        now, visit = clock.now(), self.visit
        taken = tuple(visit.alerts.order_by("due_at"))
        under_way = visit.standing == VisitStanding.UNDER_WAY
        open_ones = [a for a in taken if a.answered_at is None]
        return super().get_context_data(**kwargs) | {
            "alerts": taken, "money": list(visit.money.order_by("pk")),
            "may_run": self.may("help.run_requests", visit),
            "alarm": what_to_do(visit, taken, now) if under_way else "",
            "open_alert": open_ones[-1] if open_ones and under_way else None,
            "under_way": under_way, "planned": visit.standing == VisitStanding.PLANNED,
            "time_came": visit.starts_at <= now, "longer": shapes.LongerForm(),
            "keyholders": list(visit.match.request.client.keyholders.all()),
        }  # fmt: skip


def told_of(visit: Visit) -> str:
    """What a planner still has to do, once a visit is planned."""
    helper = visit.match.helper
    if helper.email:
        return f"Planned. {helper.name} was written to."
    return f"Planned. {helper.name} has no e-mail address: ring them."


class Plan(PlansVisit, InRoom, FormPage, GatedView):
    """Plan a visit for a helper and their task."""

    permission = "help.run_requests"
    title = "Plan a visit"

    def load(self) -> Any:
        """The helper's task, in this scheme."""
        super().load()
        return self.match_in(Match.objects.filter(request__scheme=self.scheme))

    def said(self, result: Any) -> str:
        """Who was told."""
        return told_of(result)

    def back(self, result: Any = None) -> str:
        """To the visit."""
        return self.at("visit", result.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose it is."""
        request = self.match.request
        self.saw([request.client], purpose=f"request {request.pk}")
        lede = f"{self.match.helper.name} for {request.client.called or 'somebody'}: {request.need}"
        return super().get_context_data(**kwargs) | {"lede": lede}


class VisitFormPage(OnVisit, FormPage, GatedView):
    """A form about one visit, for whoever is on duty."""

    permission = "help.run_requests"


class Change(VisitFormPage):
    """Another time for a visit."""

    title, form_class = "Another time", shapes.VisitForm

    def said(self, result: Any) -> str:
        """Who was told."""
        return told_of(result)

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return {"starts_at": self.visit.starts_at, "minutes": self.visit.minutes}

    def act(self, answers: dict[str, Any]) -> Any:
        """Change it."""
        return visits.change_visit(by=self.actor, visit=self.visit, **answers)


class Back(VisitFormPage):
    """The helper told that they are back."""

    title, form_class, send_words = "They are back", shapes.BackForm, "They are back and safe"

    def act(self, answers: dict[str, Any]) -> Any:
        """End it."""
        return visits.say_back(by=self.actor, visit=self.visit, **answers)


class NoteMoney(VisitFormPage):
    """Money that was handled."""

    title, form_class = "Money handled", shapes.MoneyForm
    lede = "Never a card, never a PIN."

    def act(self, answers: dict[str, Any]) -> Any:
        """Write it down."""
        return money.note_money(by=self.actor, visit=self.visit, **answers)


class OnAlert(VisitFormPage):
    """A form about one alert of a visit."""

    def act_on(self, alert: Any, answers: dict[str, Any]) -> Any:
        """Call the action."""
        raise NotImplementedError

    def act(self, answers: dict[str, Any]) -> Any:
        """Find the alert, and act."""
        alert = self.visit.alerts.filter(pk=self.kwargs["alert"]).first()
        if alert is None:
            raise Http404
        return self.act_on(alert, answers)


class Answer(OnAlert):
    """The helper is known to be safe."""

    title, form_class, send_words = "They are safe", shapes.AnswerForm, "They are safe"

    def act_on(self, alert: Any, answers: dict[str, Any]) -> Any:
        """Answer it."""
        return alerts.answer_alert(by=self.actor, alert=alert, **answers)


class NotReached(OnAlert):
    """The helper does not answer."""

    title, form_class, send_words = "No answer", shapes.NotReachedForm, "Go to the next step now"

    def act_on(self, alert: Any, answers: dict[str, Any]) -> Any:
        """Go on to the next step."""
        return alerts.note_not_reached(by=self.actor, alert=alert, **answers)


class VisitPress(OnVisit, Press):
    """One press about a visit."""

    permission = "help.run_requests"

    def act(self) -> Any:
        """What the last word of the address says."""
        act = {
            "begin": visits.begin_visit, "call-off": visits.call_off_visit,
            "missed": visits.note_missed,
        }[self.kwargs["what"]]  # fmt: skip
        return act(by=self.actor, visit=self.visit)


class Longer(VisitFormPage):
    """The helper stays longer."""

    title, form_class, send_words = "They stay longer", shapes.LongerForm, "Watch on"

    def act(self, answers: dict[str, Any]) -> Any:
        """Expect them later."""
        return visits.stay_longer(by=self.actor, visit=self.visit, **answers)
