"""Plans of support, which belong to the person: their strengths, their goals, their words.

A plan stands on their own, explicit agreement and ends with it.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from commonweal.commitments.dates import months_after
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions.lists import agree, ground_of
from commonweal.help.actions.requests import words_of
from commonweal.help.choices import Basis, Mode, Purpose
from commonweal.help.models import Client, Goal, Plan, PlanReview, Step
from commonweal.help.parcels import SCALE

LONGEST = 12  # months until a plan is looked through
MOST_GOALS, MOST_STEPS = 12, 20
WITHDRAWN = "They no longer agree to a plan."


def stands(plan: Plan) -> bool:
    """Whether a plan is open and its person still agrees to it."""
    ground, today = plan.ground, clock.today()
    agreed = ground.ended_at is None and (ground.expires_on is None or ground.expires_on >= today)
    return plan.closed_on is None and agreed and plan.client.forgotten_on is None


def held_plan(plan: Plan, edition: int | None = None) -> Plan:
    """The plan as it is now, kept until the action ends.

    :raises Refused: when it is over, its person no longer agrees, or somebody changed it meanwhile.
    """
    rows = Plan.objects.select_for_update(of=("self",)).select_related("ground", "client")
    now: Plan = rows.get(pk=plan.pk)
    if not stands(now):
        raise Refused("This plan is over." if now.closed_on else WITHDRAWN)
    if edition is not None and edition != now.edition:
        raise Refused("Somebody changed this while you had it open. Look at it again first.")
    return now


def changed(plan: Plan) -> Plan:
    """The plan in its next edition."""
    plan.edition += 1
    plan.save()
    return plan


def check_review(review_on: dt.date) -> dt.date:
    """The day on which a plan is looked through together.

    :raises Refused: when it is not to come, or more than twelve months off.
    """
    if not clock.today() < review_on <= months_after(clock.today(), LONGEST):
        raise Refused("Choose a day to come, at most twelve months off.", field="review_on")
    return review_on


def scaled(number: int | None, field: str) -> int | None:
    """How far somebody feels they are, if they want to say.

    :raises Refused: when it is not from 1 to 10.
    """
    if number is not None and number not in SCALE:
        raise Refused("The scale is from 1 to 10.", field=field)
    return number


@action(permission="help.keep_plans", about="client", keeps=("mode", "review_on"))
def begin_plan(
    *,
    by: Actor,
    client: Client,
    mode: str,
    review_on: dt.date,
    strengths: str = "",
    matters: str = "",
    given_by: str = "",
    way: str = "",
) -> Plan:
    """Begin a plan with somebody who agreed to one in so many words; that is written down if new.

    :raises Refused: when they did not, have one already, or are forgotten.
    """
    person: Client = Client.objects.select_for_update().get(pk=client.pk)
    if person.forgotten_on:
        raise Refused("This record was forgotten.")
    if mode not in Mode.values:
        raise Refused("Say what the plan is for.", field="mode")
    if any(stands(p) for p in person.plans.filter(closed_on=None).select_related("ground")):
        raise Refused("They have a plan already.")
    ground = ground_of(person, Purpose.PLAN)
    if ground is None and not given_by.strip():
        raise Refused("They must agree in so many words first. Say who agreed.", field="given_by")
    if ground is not None and ground.basis != Basis.EXPLICIT:
        raise Refused("They agreed, but not in so many words. Ask them, and write that down first.")
    ground = ground or agree(
        person, Purpose.PLAN, by=by, basis=Basis.EXPLICIT, given_by=given_by, way=way
    )
    return Plan.objects.create(
        client=person, ground=ground, mode=mode, begun_on=clock.today(), by=by.label,
        review_on=check_review(review_on), strengths=words_of(strengths, "strengths"),
        matters=words_of(matters, "matters"),
    )  # fmt: skip


@action(permission="help.keep_plans", about="plan", keeps=("mode",))
def change_plan(
    *, by: Actor, plan: Plan, mode: str, strengths: str, matters: str, edition: int | None = None
) -> Plan:
    """Change what a plan is for, what somebody can do and what matters to them."""
    mine = held_plan(plan, edition)
    if mode not in Mode.values:
        raise Refused("Say what the plan is for.", field="mode")
    mine.mode, mine.strengths = mode, words_of(strengths, "strengths")
    mine.matters = words_of(matters, "matters")
    return changed(mine)


@action(permission="help.keep_plans", about="plan")
def add_goal(
    *,
    by: Actor,
    plan: Plan,
    words: str,
    barrier: str = "",
    before: int | None = None,
    edition: int | None = None,
) -> Goal:
    """Add what they want, in their own words, and how far they feel they are if they say."""
    mine = held_plan(plan, edition)
    last = mine.goals.order_by("-position").first()
    if mine.goals.filter(left_on=None).count() >= MOST_GOALS:
        raise Refused(f"A plan has at most {MOST_GOALS} goals. Leave one first.")
    goal = Goal.objects.create(
        plan=mine, position=last.position + 1 if last else 1,
        words=words_of(words, "words", needed="Write what they want, in their words."),
        barrier=words_of(barrier, "barrier"), before=scaled(before, "before"),
    )  # fmt: skip
    changed(mine)
    return goal


@action(permission="help.keep_plans", about="goal")
def say_of_goal(
    *,
    by: Actor,
    goal: Goal,
    after: int | None = None,
    reached: bool = False,
    left: bool = False,
    edition: int | None = None,
) -> Goal:
    """Say how far they feel they are with a goal now, that it is reached, or that they leave it.

    :raises Refused: when it is both, or was ended before.
    """
    mine = held_plan(goal.plan, edition)
    row: Goal = Goal.objects.select_for_update().get(pk=goal.pk)
    if reached and left:
        raise Refused("A goal is reached or left, not both.", field="reached")
    if row.reached_on or row.left_on:
        raise Refused("This goal is over.")
    row.after = row.after if after is None else scaled(after, "after")
    row.reached_on = clock.today() if reached else None
    row.left_on = clock.today() if left else None
    row.save()
    changed(mine)
    return row


@action(permission="help.keep_plans", about="goal", keeps=("by_when",))
def add_step(
    *,
    by: Actor,
    goal: Goal,
    words: str,
    who: str,
    by_when: dt.date | None = None,
    edition: int | None = None,
) -> Step:
    """Add something to be done for a goal: by whom, and by when."""
    mine = held_plan(goal.plan, edition)
    if goal.steps.count() >= MOST_STEPS:
        raise Refused(f"A goal has at most {MOST_STEPS} steps.")
    step = Step.objects.create(
        goal=goal, words=words_of(words, "words", needed="Write what is to be done."),
        who=words_of(who, "who", needed="Say who does it.", most=120), by_when=by_when,
    )  # fmt: skip
    changed(mine)
    return step


@action(permission="help.keep_plans", about="step")
def do_step(*, by: Actor, step: Step, edition: int | None = None) -> Step:
    """A step was done."""
    mine = held_plan(step.goal.plan, edition)
    row: Step = Step.objects.select_for_update().get(pk=step.pk)
    row.done_on = row.done_on or clock.today()
    row.save()
    changed(mine)
    return row


@action(permission="help.keep_plans", about="plan", keeps=("review_on",))
def review_plan(
    *, by: Actor, plan: Plan, words: str, review_on: dt.date, edition: int | None = None
) -> PlanReview:
    """Write down that the plan was looked through together, and when it is next.

    :raises Refused: when nothing is written, or the next day is not to come.
    """
    mine = held_plan(plan, edition)
    mine.review_on = check_review(review_on)
    review = PlanReview.objects.create(
        plan=mine, on=clock.today(), by=by.label,
        words=words_of(words, "words", needed="Write what you found together."),
    )  # fmt: skip
    changed(mine)
    return review


@action(permission="help.keep_plans", about="plan")
def close_plan(*, by: Actor, plan: Plan, why: str, edition: int | None = None) -> Plan:
    """Close a plan, with the reason."""
    mine = held_plan(plan, edition)
    mine.closed_why = words_of(why, "why", needed="Say why it ends.")
    mine.closed_on = clock.today()
    return changed(mine)


@action(permission="help.keep_watch")
def end_plans_without_ground(*, by: Actor) -> int:
    """Close plans whose person no longer agrees; give how many."""
    today = clock.today()
    over = Q(ground__ended_at__isnull=False) | Q(ground__expires_on__lt=today)
    plans = Plan.objects.select_for_update(of=("self",)).filter(over, closed_on=None)
    ended = list(plans.order_by("pk"))
    for plan in ended:
        plan.closed_on, plan.closed_why = today, WITHDRAWN
        changed(plan)
    return len(ended)


PUNCTUAL = (end_plans_without_ground,)
