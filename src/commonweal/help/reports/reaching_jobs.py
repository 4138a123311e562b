"""What reaching out asks of a scheme's people: its jobs for the board, which name nobody."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q

from commonweal.core import clock
from commonweal.help.actions.plans import stands
from commonweal.help.choices import ReferralAnswer, RingStanding
from commonweal.help.models import HeldList, Plan, RingPart, Scheme, WarmReferral
from commonweal.help.reports.board import SOURCES, Act, Job, since_words
from commonweal.help.ringing import STILL_OPEN

Jobs = tuple[list[Job], list[Job]]
LAST = 8  # behind what somebody's request asks, before nothing
TOLD_FOR = dt.timedelta(days=7)


def job(who: str, what: str, why: str, *, since: dt.datetime, at: dt.datetime, act: Act) -> Job:
    """One job of reaching out; it stands behind requests."""
    waited = since_words(at - since)
    return Job(who, "", what, why, waited, act, Act("Open", act.route, act.args), (LAST, since))


def midday(day: dt.date) -> dt.datetime:
    """A day as a moment."""
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)


def ringing_jobs(scheme: Scheme, at: dt.datetime) -> Jobs:
    """Ring-rounds to answer, and those in which somebody is still to be rung. One question."""
    parts = RingPart.objects.filter(scheme=scheme, declined_at=None)
    parts = parts.exclude(ring_round__standing=RingStanding.CLOSED)
    due = Q(calls__next_at=None) | Q(calls__next_at__lte=at)
    left = Count("calls", filter=due & Q(calls__outcome__in=STILL_OPEN))
    today: list[Job] = []
    for part in parts.select_related("ring_round__scheme").annotate(left=left).order_by("pk")[:20]:
        title, args = part.ring_round.title, (scheme.slug, str(part.pk))
        if part.joined_at is None:
            why = f"{part.ring_round.scheme.name} asks whether you ring people you know."
            act = Act("Answer", "ring_part", args)
            today.append(job(title, "Ring-round", why, since=part.asked_at, at=at, act=act))
        elif part.ring_round.standing == RingStanding.OPEN and part.left:
            says = f"{part.left} still to be rung or decided about."
            act = Act("Ring", "ring_part", args)
            today.append(job(title, "Ring-round", says, since=part.joined_at, at=at, act=act))
    return [], today


def list_jobs(scheme: Scheme, at: dt.datetime) -> Jobs:
    """Lists that are past their review."""
    late = HeldList.objects.filter(
        scheme=scheme, ended_on=None, review_on__lt=clock.here(at).date()
    )
    why = "Past its review: it is not used until somebody looked through it."
    return [], [
        job(held.title, "List", why, since=midday(held.review_on), at=at,
            act=Act("Look through it", "held_list", (scheme.slug, str(held.pk)),
                    needs="help.keep_lists"))
        for held in late.order_by("review_on", "pk")[:20]
    ]  # fmt: skip


def plan_jobs(scheme: Scheme, at: dt.datetime) -> Jobs:
    """Plans that are to be looked through together."""
    due = Plan.objects.filter(
        client__scheme=scheme, closed_on=None, review_on__lte=clock.here(at).date()
    )
    rows = due.select_related("client__scheme", "ground").order_by("review_on", "pk")[:50]
    return [], [
        job("Somebody", "Plan of support", "To be looked through together.",
            since=midday(plan.review_on), at=at,
            act=Act("Open the plan", "plan", (scheme.slug, str(plan.pk)),
                    needs="help.keep_plans"))
        for plan in rows if stands(plan)
    ]  # fmt: skip


def referral_jobs(scheme: Scheme, at: dt.datetime) -> Jobs:
    """Referrals to this scheme that wait for its answer, and what came of its own."""
    waiting = WarmReferral.objects.filter(
        to_scheme=scheme, answer=ReferralAnswer.WAITING, expires_at__gt=at
    )
    now = [
        job("Somebody", "Referred to you", f"{r.client.scheme.name} asks whether you take them on.",
            since=r.at, at=at, act=Act("Answer", "referral_here", (scheme.slug, str(r.pk)),
                                       needs="help.answer_referral"))
        for r in waiting.select_related("client__scheme").order_by("at", "pk")[:50]
    ]  # fmt: skip
    mine = WarmReferral.objects.filter(client__scheme=scheme).select_related("to_scheme")
    answered = mine.filter(
        answer__in=(ReferralAnswer.ACCEPTED, ReferralAnswer.REFUSED), answered_at__gt=at - TOLD_FOR
    )
    lapsed = mine.filter(
        answer=ReferralAnswer.WAITING, expires_at__lte=at, expires_at__gt=at - TOLD_FOR
    )
    told = [(r, r.get_answer_display(), r.answered_at or r.at) for r in answered[:50]]
    told += [(r, "No answer in time", r.expires_at) for r in lapsed[:50]]
    return now, [
        job("Somebody", "Warm referral", f"{r.to_scheme or r.to_name}: {says}.",
            since=since, at=at, act=Act("Tell them", "referral_sent", (scheme.slug, str(r.pk)),
                                    needs="help.keep_plans"))
        for r, says, since in told
    ]  # fmt: skip


SOURCES += [ringing_jobs, list_jobs, plan_jobs, referral_jobs]
