"""A person's own copy of their plan: printed, posted, or read by them on a private link."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.actors import LinkHolder
from commonweal.core.gates import GatedView
from commonweal.core.tokens import digest_of
from commonweal.help.actions import plan_copies
from commonweal.help.actions.looks import note_look
from commonweal.help.models import Plan
from commonweal.help.views.plans import OnePlan, OnPlan
from commonweal.ui.acting import Press


class PlanCopy(OnePlan):
    """The person's own copy: large, plain, to be printed, and sent where that is safe."""

    permission = "help.keep_plans"
    template_name = "help/plan_copy.html"
    purpose = "a printed plan"

    def load(self) -> Any:
        """The plan, while it may be read."""
        super().load()
        if self.actor.key != "visitor" and not self.agreed:
            raise Http404
        return self.plan

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """By which ways it may be sent, and why not by the others."""
        client = self.plan.client
        return super().get_context_data(**kwargs) | {
            "why_no_letter": plan_copies.why_no_letter(client),
            "why_no_link": plan_copies.why_no_link(client),
            "open_now": plan_copies.is_open_to_person(self.plan, clock.now()),
        }


class OfCopy(OnPlan, Press):
    """Something done with somebody's own copy."""

    permission = "help.keep_plans"

    def back(self, result: Any = None) -> str:
        """Back to the copy."""
        return self.at("plan_copy", self.plan.pk)

    def edition(self) -> int | None:
        """The edition that was read, if the press says so."""
        typed = self.request.POST.get("edition", "")
        return int(typed) if typed.isdecimal() and len(typed) < 10 else None


class SendPlan(OfCopy):
    """Send them a link to it."""

    permission = "help.keep_plans"
    done_words = "On its way to their e-mail address. The link ends after two weeks."

    def act(self) -> Any:
        """Send it."""
        return plan_copies.send_plan(by=self.actor, plan=self.plan, edition=self.edition())


class PlanPosted(OfCopy):
    """It was posted."""

    permission = "help.keep_plans"
    done_words = "Written down that it was posted."

    def act(self) -> Any:
        """Write it down."""
        return plan_copies.note_plan_posted(by=self.actor, plan=self.plan, edition=self.edition())


class ClosePlanLink(OfCopy):
    """Close their link."""

    permission = "help.keep_plans"
    done_words = "Closed. Nothing is shown there any more."

    def act(self) -> Any:
        """Close it."""
        return plan_copies.close_plan_link(by=self.actor, plan=self.plan)


class MyPlan(GatedView, TemplateView):
    """What its person reads by their private link. Opening it uses nothing up."""

    permission: ClassVar[str | None] = None
    template_name = "help/plan_mine.html"
    thing: Plan | None

    def load(self) -> Plan | None:
        """The plan of that link, while it is open to them."""
        rows = Plan.objects.filter(digest=digest_of(self.kwargs["token"]))
        found = rows.select_related("client__scheme", "ground").first()
        if found is None or not plan_copies.is_open_to_person(found, clock.now()):
            return None
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Their copy; else the page that says nothing, for what was guessed, closed or is over."""
        if self.thing is None:
            response = render(request, "help/reaching_link_over.html", status=404)
        else:
            response = super().get(request, *args, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        response["Referrer-Policy"] = "same-origin"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Their goals; that it was read is written down."""
        assert self.thing is not None
        client = self.thing.client
        note_look(
            by=LinkHolder(f"help.plan:{self.thing.pk}"), scheme=client.scheme,
            subjects=[client.uuid], purpose="their own plan", role="whoever has their link",
        )  # fmt: skip
        goals = self.thing.goals.prefetch_related("steps").order_by("position", "pk")
        return super().get_context_data(**kwargs) | {"plan": self.thing, "goals": goals}
