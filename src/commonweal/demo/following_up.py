"""What became of the strategy of Netherhithe: promises, what is done, what people make of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from commonweal.commitments.actions import (
    add_commitment,
    add_evidence,
    ask_for_reply,
    change_action,
    judge,
    publish_review,
    reply_to_review,
    say_how_action_stands,
)
from commonweal.commitments.choices import ActionStanding, Judged, Promiser, ReviewedBy
from commonweal.commitments.models import Action, Commitment, Document, ProgressReview
from commonweal.core import clock
from commonweal.core.actors import Actor
from commonweal.demo.said_words import CAME
from commonweal.impact.actions import add_measure, record_observation
from commonweal.impact.choices import Better
from commonweal.impact.models import Measure
from commonweal.sector.models import Organisation

TO_REPLY = dt.timedelta(days=21)
TENDERS = (
    "We publish what we are going to buy each quarter, at least three months before it is put to "
    "tender."
)
BUILDINGS = "We answer whoever asks to take on a building of ours within six weeks."
BUS = "We pay for the community bus on five days a week and one evening."
# Days ago when the quarter ended, and how many journeys the bus made after six in the evening.
# Those before the strategy were counted when it was adopted.
COUNTED = 168
JOURNEYS = ((470, 41), (379, 38), (288, 52), (197, 117), (106, 164))
# Which of the actions that came of points; days ago; how it stood; why; by how many days it slips.
STOOD = (
    (1, 150, ActionStanding.UNDER_WAY, "The first plan is being written.", 0),
    (0, 140, ActionStanding.UNDER_WAY, "Two drivers have been found; a third is wanted.", 0),
    (3, 120, ActionStanding.UNDER_WAY, "", 0),
    (1, 96, ActionStanding.DONE, "The plan for the next quarter is on the council's website.", 0),
    (0, 75, ActionStanding.UNDER_WAY,
     "The second bus failed its test, and the repair waits for a part. The evening begins in "
     "spring.", 110),
    (2, 60, ActionStanding.DONE, "Four funders have signed.", 0),
)  # fmt: skip
# Of the actions that the strategy began with: its number, who does it, within how many days.
BEGAN_WITH = (
    ("A1.1", "Saltwold Voluntary Action", 300),
    ("A1.2", "Saltwold Voluntary Action", 400),
    ("A2.1", "The ward forums", 330),
    ("A6.1", "The volunteer centre", 360),
)


@dataclass(frozen=True)
class Keepers:
    """Who writes down how it goes; whose promises they are, and who else has a part in it."""

    by: Actor
    officer: Actor
    council: Organisation
    bodies: list[Organisation]


def promise(keepers: Keepers, strategy: Document) -> None:
    """What the council promises in it, word for word; one is counted by a measure."""
    measure = add_measure(
        by=keepers.by, slug="evening-journeys", name="Evening journeys of the community bus",
        how="Passengers who board after six, from the drivers' sheets, for each quarter.",
        better=Better.HIGHER,
    )  # fmt: skip
    promised(keepers, strategy, "2", BUS, measure=measure)
    promised(keepers, strategy, "4", TENDERS, threshold=3)
    promised(keepers, strategy, "7", BUILDINGS)
    for code, owner, days in BEGAN_WITH:
        for doing in Action.objects.filter(document=strategy, code=code):
            due = clock.today() + dt.timedelta(days=days)
            change_action(by=keepers.by, action=doing, changes={"owner": owner, "due_on": due})


def promised(
    keepers: Keepers,
    strategy: Document,
    code: str,
    words: str,
    *,
    measure: Measure | None = None,
    threshold: int | None = None,
) -> Commitment:
    """One promise of the council, in the part of that number."""
    return add_commitment(
        by=keepers.by, document=strategy, words=words, promised_by=Promiser.PARTNER,
        promiser=keepers.council.name, organisation=keepers.council,
        promised_to="the voluntary sector of Netherhithe", code=f"{code}a",
        paragraph=strategy.paragraphs.standing().get(code=code), measure=measure,
        reviewed_by=ReviewedBy.MIN_MONTHS if threshold else ReviewedBy.NARRATIVE,
        threshold=Decimal(threshold) if threshold else None, starts_on=clock.today(),
    )  # fmt: skip


def follow_up(keepers: Keepers, strategy: Document) -> None:
    """Figures, how each action stands, and two promises that a named person has judged."""
    measure = Measure.objects.get(slug="evening-journeys")
    for ago, value in JOURNEYS:
        noted = min(ago - 12, COUNTED)
        with clock.put_back(noted):
            ends = clock.today() - dt.timedelta(days=ago - noted)
            record_observation(
                by=keepers.by, measure=measure, starts_on=ends - dt.timedelta(days=90),
                ends_on=ends, value=value, source="Netherhithe Community Transport",
            )  # fmt: skip
    titles = [came.action for came in CAME if came.action]
    for which, ago, standing, why, slips in STOOD:
        doing = Action.objects.get(document=strategy, title=titles[which])
        with clock.put_back(ago):
            due = doing.due_on + dt.timedelta(days=slips) if slips and doing.due_on else None
            say_how_action_stands(
                by=keepers.by, action=doing, standing=standing, reason=why, due_on=due
            )
    review_tenders(keepers, strategy)
    review_buildings(keepers, strategy)


def review_tenders(keepers: Keepers, strategy: Document) -> None:
    """Evidence, a judgement, the council's reply beside it."""
    with clock.put_back(70):
        review = judged(
            keepers, strategy, TENDERS, Judged.PARTLY,
            reason="The plan is there and is good. Two of nine tenders were not in it in time.",
            says="Seven of nine tenders stood in the plan three months before; two, one month.",
            source="Contracts Finder, read beside the council's plan",
        )  # fmt: skip
    with clock.put_back(61):
        review = reply_to_review(
            by=keepers.officer, review=review, name="Leonard Quayle, partnerships officer",
            reply="Both were urgent repairs. We will mark such ones in the plan as soon as we know "
            "of them.",
        )  # fmt: skip
    with clock.put_back(55):
        publish_review(by=keepers.by, review=review)


def review_buildings(keepers: Keepers, strategy: Document) -> None:
    """The council was asked, and had three weeks; no reply came."""
    with clock.put_back(68):
        review = judged(
            keepers, strategy, BUILDINGS, Judged.NOT_MET,
            reason="Of three groups that asked, one had an answer within six weeks.",
            says="Three groups asked to take on a building. They were answered after 5, 11 and 14 "
            "weeks.",
            source="The groups' own letters, with their leave",
        )  # fmt: skip
    with clock.put_back(40):
        publish_review(by=keepers.by, review=review)


def judged(
    keepers: Keepers,
    strategy: Document,
    words: str,
    judgement: Judged,
    *,
    reason: str,
    says: str,
    source: str,
) -> ProgressReview:
    """A judgement over one piece of evidence, sent to whoever promised for their reply."""
    commitment = strategy.commitments.get(words=words)
    evidence = add_evidence(
        by=keepers.by, commitment=commitment, on=clock.today() - dt.timedelta(days=6),
        says=says, source=source,
    )  # fmt: skip
    review = judge(
        by=keepers.by, commitment=commitment, judged=judgement, reason=reason, evidence=[evidence]
    )
    return ask_for_reply(by=keepers.by, review=review, reply_by=clock.today() + TO_REPLY)
