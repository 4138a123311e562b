"""What candidates said, as pages, files and feeds show it: nothing of a ballot before its hour."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commonweal.commitments.choices import (
    AnswerWay,
    BallotStanding,
    CandidateStanding,
    Order,
    ParagraphKind,
)
from commonweal.commitments.models import Answer, Ballot, Call, Candidate, Election, Paragraph
from commonweal.commitments.ordering import Stands, in_order
from commonweal.commitments.reports.hours import closing_of_ballot, hour_of, is_shown
from commonweal.ui.words import long_day

NO_ANSWER = "No answer received by the deadline"
# Whoever is not on the Statement of Persons Nominated does not stand and is shown nowhere.
SHOWN = (CandidateStanding.STANDING, CandidateStanding.WITHDRAWN, CandidateStanding.DIED)


@dataclass(frozen=True)
class Ask:
    """One ask of a call, by its number on the page."""

    pk: int
    key: str
    number: int
    heading: str
    text: str


@dataclass(frozen=True)
class Said:
    """What one candidate said to one ask; ``stance`` is blank where no answer came.

    ``words`` are theirs exactly. ``withheld`` says that they are not shown on legal advice.
    ``again`` says that they were sent after answers closed, as the correction log tells.
    """

    stance: str = ""
    stance_words: str = NO_ANSWER
    words: str = ""
    way: str = ""
    withheld: bool = False
    again: bool = False
    key: str = ""
    at: dt.datetime | None = None


@dataclass(frozen=True)
class Line:
    """One candidate on a page. ``note`` says in neutral words why they no longer stand."""

    pk: int
    number: str
    filed: str
    name: str
    party: str
    note: str
    elected: bool | None
    votes: int | None
    in_office: bool
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Paper:
    """One ballot: who stands, in their order, and what they said, once it is shown.

    ``hour`` is when it is; none while the poll is put off without a new hour.
    """

    ballot: Ballot
    closes: dt.datetime | None
    hour: dt.datetime | None
    shown: bool
    lines: tuple[Line, ...]

    @property
    def put_off(self) -> bool:
        """Whether the poll was put off."""
        return self.ballot.standing == BallotStanding.COUNTERMANDED

    @property
    def uncontested(self) -> bool:
        """Whether there is nobody to vote between."""
        return self.ballot.standing == BallotStanding.UNCONTESTED


def calls_to(election: Election) -> tuple[Call, ...]:
    """The calls that were put to the candidates of an election, the first first."""
    opened = election.calls.filter(opened_at__isnull=False).select_related("document", "election")
    return tuple(opened.order_by("opened_at", "pk"))


def call_to(election: Election) -> Call | None:
    """The first call that was put to the candidates of an election, if one was."""
    return next(iter(calls_to(election)), None)


def asks_of(call: Call | None) -> tuple[Ask, ...]:
    """What everybody was asked, in order."""
    if call is None:
        return ()
    rows = Paragraph.objects.standing().in_order()
    asked = rows.filter(document_id=call.document_id, kind=ParagraphKind.ASK)
    return tuple(
        Ask(p.pk, str(p.key), n, p.heading or p.text, p.text if p.heading else "")
        for n, p in enumerate(asked, 1)
    )


def papers(
    call: Call | None, ballots: Iterable[Ballot], asks: Sequence[Ask], now: dt.datetime
) -> list[Paper]:
    """Ballots with who stands and what they said, in two queries however many there are.

    Whoever asks, there is no answer in it before its hour. Candidates are named once somebody has
    checked them against the Statement of Persons Nominated.
    """
    held = list(ballots)
    checked = [b.pk for b in held if b.checked_at is not None]
    rows = Candidate.objects.filter(ballot__in=checked, standing__in=SHOWN)
    people: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in rows.order_by("pk"):
        people[candidate.ballot_id].append(candidate)
    shown = {b.pk for b in held if call is not None and is_shown(call, b, now)}
    said = answers_of(call, [c.pk for b in shown for c in people[b]], now)
    return [
        Paper(
            ballot=b,
            closes=closing_of_ballot(call, b) if call else None,
            hour=hour_of(call, b) if call else None,
            shown=b.pk in shown,
            lines=tuple(
                line_of(c, asks, said) if b.pk in shown else line_of(c, (), {})
                for c in ordered(call, people[b.pk])
            ),
        )
        for b in held
    ]


def answers_of(
    call: Call | None, candidates: Sequence[int], now: dt.datetime
) -> dict[tuple[int, int], Said]:
    """What was said, by candidate and ask."""
    if call is None or not candidates:
        return {}
    rows = Answer.objects.public(now).counting().filter(call=call)
    if len(candidates) <= 500:
        rows = rows.filter(candidate__in=candidates)
    return {(a.candidate_id, a.ask_id): said_in(a) for a in rows}


def said_in(answer: Answer) -> Said:
    """One answer as it is shown."""
    withheld = answer.withheld_at is not None
    return Said(
        stance=answer.stance, stance_words=str(answer.get_stance_display()),
        words="" if withheld else answer.words, withheld=withheld, again=answer.after_deadline,
        way="" if answer.way == AnswerWay.LINK else str(answer.get_way_display()),
        key=str(answer.uuid), at=answer.at,
    )  # fmt: skip


def ordered(call: Call | None, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Candidates of one ballot as they stand everywhere."""
    seed = call.seed if call is not None and call.order == Order.SEED else ""
    by_number = {c.person: c for c in candidates}
    those = [Stands(c.surname, c.forenames, c.person) for c in candidates]
    return [by_number[one.number] for one in in_order(those, seed=seed)]


def line_of(candidate: Candidate, asks: Sequence[Ask], said: dict[tuple[int, int], Said]) -> Line:
    """One candidate on a page. Of who no longer stands there is no answer, only why."""
    c, note = candidate, note_on(candidate)
    answers = () if note else tuple(said.get((c.pk, ask.pk), Said()) for ask in asks)
    return Line(
        pk=c.pk, number=c.person, filed=filed(c), name=c.name, party=c.description or c.party,
        note=note, elected=c.elected, votes=c.votes, said=answers,
        in_office=c.office_from is not None and c.office_to is None,
    )  # fmt: skip


def filed(candidate: Candidate) -> str:
    """A name as it is filed: ``Akhtar, Imran``."""
    return ", ".join(filter(None, [candidate.surname, candidate.forenames]))


def note_on(candidate: Candidate) -> str:
    """Why somebody no longer stands, in neutral words; blank of who does."""
    if candidate.standing == CandidateStanding.STANDING:
        return ""
    on = f" on {long_day(candidate.standing_on)}" if candidate.standing_on else ""
    return f"{candidate.get_standing_display()}{on}"
