"""How fresh the demonstration's entries are: some confirmed, some asked, some given up on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from commonweal.comms.actions import note_bounce
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actors import Actor, LinkHolder, Robot
from commonweal.demo.block import generator
from commonweal.sector.actions import answer_no, ask_after_entries, note_call, note_confirmation
from commonweal.sector.choices import Kind, Said, Told
from commonweal.sector.freshness import Stage, months_after
from commonweal.sector.models import Confirmation, Organisation, Reminder

# How long ago the term of each cohort of groups ended, in days: reminded, nudged, nudged twice,
# to be rung, greyed, withdrawn.
COHORTS = (2, 18, 33, 55, 100, 146)
FIRST_NIGHT = 147
A_WEEK = 7
CALLS = ("Rang the secretary.", "The treasurer, by telephone.", "They rang us.")


def keep_fresh(*, by: Actor, seed: int, scale: float) -> None:
    """Do all of it once; a place that is built again keeps what was done."""
    if Confirmation.objects.filter(how=Told.TELEPHONE).exists():
        return
    today = clock.today()
    rng = generator(seed, 70)
    # Who was confirmed since, by what a steward put right, is not asked after again so soon.
    reached = Organisation.objects.filter(kind=Kind.GROUP, confirmed_on=None).exclude(email="")
    groups = shuffled(rng, reached, 400)
    charities = shuffled(rng, Organisation.objects.exclude(kind=Kind.GROUP), 400)
    each = max(2, min(6, round(6 * scale)))
    for at, ago in enumerate(COHORTS):
        told(by, groups[at * each : (at + 1) * each], months_after(today, -12), ago)
    lately = charities[: max(12, min(120, round(120 * scale)))]
    for at, charity in enumerate(lately):
        on = today - dt.timedelta(days=3 * at % 330)
        note_confirmation(by=by, organisation=charity, reason=CALLS[at % len(CALLS)], on=on)
    for ago in range(FIRST_NIGHT, -1, -A_WEEK):
        night = today - dt.timedelta(days=ago)
        ask_after_entries(by=Robot("freshness"), night=night, most=60)
    answers(by, today)


def shuffled(rng: Any, organisations: Any, most: int) -> list[Organisation]:
    """So many published organisations, in an order that the seed decides."""
    shown = organisations.published().active().order_by("ref")[:most]
    every = list(shown)
    return [every[i] for i in rng.permutation(len(every)).tolist()]


def told(by: Actor, groups: Sequence[Organisation], term: dt.date, ago: int) -> None:
    """These groups were last rung so long ago that their term ended ``ago`` days ago."""
    for at, group in enumerate(groups):
        on = term - dt.timedelta(days=ago)
        note_confirmation(by=by, organisation=group, reason=CALLS[at % len(CALLS)], on=on)


def answers(by: Actor, today: dt.date) -> None:
    """A letter came back, one was answered with a no, and somebody was not in."""
    sent = Reminder.objects.unanswered().exclude(message=None).order_by("pk")
    back = sent.filter(organisation__stage=Stage.REMINDED).first()
    if back is not None and back.message is not None:
        note_bounce(
            by=POSTMASTER, message=back.message, status="5.1.1", words="550 User unknown",
            hard=True, key="demonstration",
        )  # fmt: skip
    asked = sent.filter(organisation__stage=Stage.NUDGED).first()
    if asked is not None:
        holder = LinkHolder(f"sector.reminder:{asked.pk}", f"{asked.organisation}, by a link")
        answer_no(by=holder, reminder=asked, said=Said.CLOSED, words="We stopped at Easter.")
    on_the_list = Organisation.objects.filter(stage=Stage.TELEPHONE, answers=None)
    rung = on_the_list.order_by("-pk").first()
    if rung is not None:
        note_call(
            by=by, organisation=rung, said=Said.NO_ANSWER, reason="Rang out twice.",
            again_on=today + dt.timedelta(days=5),
        )  # fmt: skip
