"""Plans of support: the pages on which one is kept together with its person."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from commonweal.core.gates import GatedView
from commonweal.help.actions import plans
from commonweal.help.choices import LookKind
from commonweal.help.forms import plans as shapes
from commonweal.help.models import Goal, Plan, Step
from commonweal.help.parcels import travelled
from commonweal.help.reports.finding import found_people
from commonweal.help.views.reaching import InsideRoom
from commonweal.ui.acting import FormPage, Press


class Plans(InsideRoom, GatedView, TemplateView):
    """The plans of a scheme, and how far the people in them have come."""

    permission = "help.keep_plans"
    template_name = "help/plans.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Those that stand, by the day on which they are looked through."""
        rows = Plan.objects.filter(client__scheme=self.scheme, closed_on=None)
        kept = rows.select_related("client", "ground").order_by("review_on", "pk")[:200]
        open_ones = [plan for plan in kept if plans.stands(plan)]
        words = self.request.GET.get("q", "").strip()[:100]
        found = found_people(self.scheme, words) if words else []
        self.saw([p.client for p in open_ones] + found, purpose="plans")
        told = Goal.objects.filter(
            plan__client__scheme=self.scheme, before__isnull=False, after__isnull=False
        )
        return super().get_context_data(**kwargs) | {
            "plans": open_ones, "words": words, "found": found,
            "travel": travelled((g.before, g.after) for g in told if g.before and g.after),
        }  # fmt: skip


class OfPerson(InsideRoom):
    """Loads a person of the scheme."""

    def load(self) -> Any:
        """The person."""
        super().load()
        self.client = self.person()
        return self.client

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whom it is about."""
        self.saw([self.client], purpose="a plan of support")
        who = self.client.name or "Somebody"
        return super().get_context_data(**kwargs) | {"lede": who}


class BeginPlan(OfPerson, FormPage, GatedView):
    """Begin a plan with somebody."""

    permission = "help.keep_plans"
    title, form_class = "Begin a plan of support", shapes.BeginForm

    def act(self, answers: dict[str, Any]) -> Any:
        """Begin it."""
        answers.pop("edition", None)
        return plans.begin_plan(by=self.actor, client=self.client, **answers)

    def back(self, result: Any = None) -> str:
        """To the new plan."""
        return self.at("plan", result.pk)


class OnPlan(InsideRoom):
    """Loads one plan of the scheme; of one whose person no longer agrees nothing is shown."""

    purpose = "a plan of support"

    def load(self) -> Any:
        """The plan."""
        super().load()
        rows = Plan.objects.filter(client__scheme=self.scheme, client__forgotten_on=None)
        self.plan = self.one(rows.select_related("client__scheme", "ground"))
        return self.plan

    @property
    def agreed(self) -> bool:
        """Whether its ground still stands, so that it may be read."""
        return plans.stands(self.plan) or (
            self.plan.closed_on is not None and self.plan.ground.ended_at is None
        )

    def back(self, result: Any = None) -> str:
        """Back to the plan."""
        return self.at("plan", self.plan.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The plan, and whose."""
        kind = LookKind.PRINT if self.purpose == "a printed plan" else LookKind.VIEW
        self.saw([self.plan.client], kind=kind, purpose=self.purpose)
        return super().get_context_data(**kwargs) | {
            "plan": self.plan, "lede": self.plan.client.name or "Somebody", "agreed": self.agreed,
            "stands": plans.stands(self.plan),
        }  # fmt: skip


class OnePlan(OnPlan, GatedView, TemplateView):
    """One plan, as it is kept."""

    permission = "help.keep_plans"
    template_name = "help/plan.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Goals with their steps, reviews and referrals."""
        context = super().get_context_data(**kwargs)
        if not self.agreed:
            return context
        goals = self.plan.goals.prefetch_related("steps").order_by("position", "pk")
        return context | {
            "goals": goals, "reviews": self.plan.reviews.order_by("-on", "-pk"),
            "referrals": self.plan.referrals.select_related("to_scheme").order_by("-at"),
        }  # fmt: skip


class PlanChanging(OnPlan, FormPage, GatedView):
    """A form about a plan; what somebody else changed meanwhile is told."""

    permission = "help.keep_plans"

    def get_initial(self) -> dict[str, Any]:
        """The edition that was read."""
        return super().get_initial() | {"edition": self.plan.edition}


class ChangePlan(PlanChanging):
    """Change what stands at its head."""

    title, form_class = "Change the plan", shapes.PlanForm

    def get_initial(self) -> dict[str, Any]:
        """As it stands, while it may be read."""
        kept = ("mode", "strengths", "matters") if self.agreed else ()
        return super().get_initial() | {name: getattr(self.plan, name) for name in kept}

    def act(self, answers: dict[str, Any]) -> Any:
        """Change it."""
        return plans.change_plan(by=self.actor, plan=self.plan, **answers)


class AddGoal(PlanChanging):
    """What they want."""

    title, form_class = "Add a goal", shapes.GoalForm

    def act(self, answers: dict[str, Any]) -> Any:
        """Add it."""
        return plans.add_goal(by=self.actor, plan=self.plan, **answers)


class OnGoal(PlanChanging):
    """Loads one goal of the plan."""

    def load(self) -> Any:
        """The plan; and which goal."""
        super().load()
        goals = Goal.objects.filter(plan__client__scheme=self.scheme, plan_id=self.kwargs["pk"])
        self.goal = self.one(goals.select_related("plan"), pk=self.kwargs["goal"])
        return self.plan


class SayFar(OnGoal):
    """How far they are with it."""

    title, form_class = "How far are they?", shapes.FarForm

    def act(self, answers: dict[str, Any]) -> Any:
        """Write it down."""
        return plans.say_of_goal(by=self.actor, goal=self.goal, **answers)


class AddStep(OnGoal):
    """What is to be done for it."""

    title, form_class = "Add a step", shapes.StepForm

    def act(self, answers: dict[str, Any]) -> Any:
        """Add it."""
        return plans.add_step(by=self.actor, goal=self.goal, **answers)


class DoStep(OnPlan, Press):
    """A step was done."""

    permission = "help.keep_plans"
    done_words = "Done."

    def load(self) -> Any:
        """The plan; and which step."""
        super().load()
        steps = Step.objects.filter(
            goal__plan__client__scheme=self.scheme, goal__plan_id=self.kwargs["pk"]
        )
        self.step = self.one(steps.select_related("goal__plan"), pk=self.kwargs["step"])
        return self.plan

    def act(self) -> Any:
        """Write it down."""
        return plans.do_step(by=self.actor, step=self.step)


class ReviewPlan(PlanChanging):
    """Look through it together."""

    title, form_class = "You looked through it together", shapes.ReviewForm

    def act(self, answers: dict[str, Any]) -> Any:
        """Write it down."""
        return plans.review_plan(by=self.actor, plan=self.plan, **answers)


class ClosePlan(PlanChanging):
    """End it."""

    title, form_class = "End this plan", shapes.CloseForm
    send_words = "End it"

    def act(self, answers: dict[str, Any]) -> Any:
        """Close it."""
        return plans.close_plan(by=self.actor, plan=self.plan, **answers)
