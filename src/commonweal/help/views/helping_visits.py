"""A helper's visits, by their private link or their account: for one thumb, and without script."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.actors import LinkHolder
from commonweal.core.gates import GatedView
from commonweal.core.tokens import digest_of
from commonweal.help.actions import expenses, money, thanks, visits
from commonweal.help.actions.looks import note_look
from commonweal.help.choices import VisitStanding
from commonweal.help.forms import visits as shapes
from commonweal.help.models import Client, Helper, Match, Visit
from commonweal.help.permissions import is_the_helper
from commonweal.help.reports.addresses import address_for
from commonweal.help.views.sharing import PlansVisit
from commonweal.ui.acting import FormPage, Press


class AsHelper:
    """Loads the helper whose link, or whose account, it is. To everybody else nothing is here."""

    actor: Any
    kwargs: dict[str, Any]
    request: HttpRequest

    def load(self) -> Any:
        """The helper, who neither was suspended nor left."""
        self.helper = self.found_helper()
        return self.helper

    def found_helper(self) -> Helper:
        """By the digest of the link; or by its plain name, for the account it belongs to."""
        token = self.kwargs["token"]
        helpers = Helper.objects.filter(forgotten_on=None).select_related("scheme")
        found = helpers.filter(digest=digest_of(token)).first()
        if found is not None:
            self.actor = LinkHolder(thing=f"help.helper:{found.pk}", label="the helper")
        elif (key := as_uuid(token)) is not None:
            found = helpers.filter(uuid=key).first()
        if found is None or not is_the_helper(self.actor, found):
            raise Http404
        return found

    def at(self, route: str, *args: Any) -> str:
        """The address of another of their pages."""
        return reverse(route, args=[self.kwargs["token"], *args])

    def saw(self, client: Client, purpose: str) -> None:
        """Write down that the helper read somebody's address."""
        note_look(
            by=self.actor, scheme=self.helper.scheme, subjects=[client.uuid], purpose=purpose,
            role="helper",
        )  # fmt: skip

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, of which nothing is kept on the way, and whose address goes to nobody."""
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        patch_cache_control(response, no_store=True, private=True)
        response["Referrer-Policy"] = "same-origin"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The helper and their scheme, for every page."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {"helper": self.helper, "scheme": self.helper.scheme, "own_page": self.own_page(),
                "token": self.kwargs["token"], **context}  # fmt: skip

    def own_page(self) -> str:
        """The address of their own page, by the way they came."""
        if isinstance(self.actor, LinkHolder):
            return reverse("helping", args=[self.kwargs["token"]])
        return reverse("helping_signed_in", args=[self.helper.scheme.slug])


def as_uuid(text: str) -> uuid.UUID | None:
    """The plain name of a helper's page, if it can be one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


class MyVisits(AsHelper, GatedView, TemplateView):
    """What a helper has before them, and what was said to them."""

    permission = "help.keep_own_helping"
    template_name = "help/visits_mine.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Visits, tasks without one, thanks and claims."""
        mine = (
            Match.objects.standing()
            .filter(helper=self.helper)
            .select_related("request__client", "request__need")
        )
        said = list(self.helper.thanks.order_by("-at")[:20])
        if any(t.read_at is None for t in said):
            thanks.read_thanks(by=self.actor, helper=self.helper)
        return super().get_context_data(**kwargs) | {
            "visits": visits.helpers_visits(self.helper), "matches": list(mine.order_by("at")[:50]),
            "thanks": said, "claims": list(self.helper.expenses.order_by("-on", "-pk")[:20]),
        }  # fmt: skip


class OnMyVisit(AsHelper):
    """Loads one visit of the helper."""

    def load(self) -> Any:
        """The visit."""
        super().load()
        mine = Visit.objects.filter(match__helper=self.helper).select_related(
            "match__helper__scheme", "match__request__client", "match__request__need"
        )
        found = mine.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.visit = found
        return found

    def back(self, result: Any = None) -> str:
        """Back to the visit, or to the one that goes on after it."""
        pk = result.pk if isinstance(result, Visit) else self.visit.pk
        return self.at("my_visit", pk)


class MyVisit(OnMyVisit, GatedView, TemplateView):
    """One visit: when, where, the word, and one big button for what comes next."""

    permission = "help.keep_visit"
    template_name = "help/visits_my_one.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The address only while it may be read, and then that is written down."""
        visit, now = self.visit, clock.now()
        open_ones = (VisitStanding.PLANNED, VisitStanding.UNDER_WAY)
        may_read = address_for(self.actor, visit.match, now).open
        if may_read:
            self.saw(visit.match.request.client, purpose=f"visit {visit.pk}")
        return super().get_context_data(**kwargs) | {
            "visit": visit, "client": visit.match.request.client, "may_read": may_read,
            "open": visit.standing in open_ones,
            "planned": visit.standing == VisitStanding.PLANNED,
            "under_way": visit.standing == VisitStanding.UNDER_WAY,
            "late": visit.standing == VisitStanding.UNDER_WAY and visit.expected_end < now,
            "time_came": visit.starts_at <= now,
            "longer": shapes.LongerForm(), "money": list(visit.money.order_by("pk")),
        }  # fmt: skip


class MyPress(OnMyVisit, Press):
    """One press of the helper's."""

    permission = "help.keep_visit"

    def act(self) -> Any:
        """What the last word of the address says."""
        act = {"in": visits.begin_visit, "call-off": visits.call_off_visit}[self.kwargs["what"]]
        return act(by=self.actor, visit=self.visit)

    @property
    def done_words(self) -> str:  # type: ignore[override]
        """What was done."""
        if self.kwargs["what"] == "in":
            return "Somebody watches over you now. Say here when you are back."
        return "The visit is called off."


class MyBack(OnMyVisit, FormPage, GatedView):
    """I am back: pressed on the visit, with a note if there is anything to say."""

    permission = "help.keep_visit"
    title, form_class, send_words = "I am back", shapes.BackForm, "I am back and safe"

    def act(self, answers: dict[str, Any]) -> Any:
        """End it."""
        self.wrote = answers["report"].strip()
        return visits.say_back(by=self.actor, visit=self.visit, **answers)

    def said(self, result: Any) -> str:
        """Good; and what was not kept."""
        if self.wrote and not result.report:
            return "Good that you are back. What you wrote looks like a code, so it was not kept."
        return "Good that you are back. Thank you."


class MyLonger(OnMyVisit, FormPage, GatedView):
    """I stay longer."""

    permission = "help.keep_visit"
    title, form_class, send_words = "I stay longer", shapes.LongerForm, "I am safe and stay longer"

    def act(self, answers: dict[str, Any]) -> Any:
        """Expect them later."""
        return visits.stay_longer(by=self.actor, visit=self.visit, **answers)


class MyMoney(OnMyVisit, FormPage, GatedView):
    """Money I handled."""

    permission = "help.keep_visit"
    title, form_class = "Money I handled", shapes.MoneyForm

    def act(self, answers: dict[str, Any]) -> Any:
        """Write it down."""
        return money.note_money(by=self.actor, visit=self.visit, **answers)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How much at most."""
        most = money.pounds(self.helper.scheme.money_limit)
        lede = f"At most {most} at once. Never take a card, and never let anybody tell you a PIN."
        return super().get_context_data(**kwargs) | {"lede": lede}


class MyChange(OnMyVisit, FormPage, GatedView):
    """Another time for my visit."""

    permission = "help.keep_visit"
    title, form_class = "Another time", shapes.VisitForm

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return {"starts_at": self.visit.starts_at, "minutes": self.visit.minutes}

    def act(self, answers: dict[str, Any]) -> Any:
        """Change it."""
        return visits.change_visit(by=self.actor, visit=self.visit, **answers)


class MyPlan(PlansVisit, AsHelper, FormPage, GatedView):
    """Plan my visit for a task I have."""

    permission = "help.keep_visit"
    title = "Plan your visit"

    def load(self) -> Any:
        """The task."""
        super().load()
        return self.match_in(Match.objects.filter(helper=self.helper))

    def back(self, result: Any = None) -> str:
        """To the visit."""
        return self.at("my_visit", result.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """For whom, by first name only."""
        asked = self.match.request
        lede = f"{asked.client.called or 'Somebody'}: {asked.need}"
        return super().get_context_data(**kwargs) | {"lede": lede}


class MyExpense(AsHelper, FormPage, GatedView):
    """Ask back what I paid, or miles I drove."""

    permission = "help.keep_own_helping"
    title, form_class, send_words = "Ask back what you paid", shapes.ExpenseForm, "Ask it back"
    done_words = "The scheme looks at it."

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": clock.today()}

    def act(self, answers: dict[str, Any]) -> Any:
        """Claim it."""
        return expenses.claim_expense(by=self.actor, helper=self.helper, **answers)

    def back(self, result: Any = None) -> str:
        """To their visits and claims."""
        return self.at("my_visits")
