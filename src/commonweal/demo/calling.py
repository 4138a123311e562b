"""A call to candidates in the county's elections: put, answered, shown, and followed since."""

from __future__ import annotations

import datetime as dt

from commonweal.commitments.actions import (
    add_ballot,
    add_candidate,
    add_election,
    answer_call,
    begin_document,
    check_ballot,
    declare_interest,
    describe_document,
    enter_answer,
    enter_result,
    freeze_calls,
    join_party,
    keep_to_time,
    make_link,
    note_contact,
    open_call,
    set_out_call,
    take_office,
    update_councillor,
)
from commonweal.commitments.actions.answering import Said
from commonweal.commitments.actions.calls import CallTerms, asks_of
from commonweal.commitments.actions.elections import as_listed, seen_of
from commonweal.commitments.choices import AnswerWay, ContactKind, ContactWay
from commonweal.commitments.models import Ballot, Call, Candidate, Document, Election
from commonweal.core import clock
from commonweal.core.actors import Actor, LinkHolder, Robot
from commonweal.demo.call_words import PARTIES, WARDS, Stood
from commonweal.demo.county import County

HOUSEKEEPING = Robot("housekeeping")
SLUG = "call-to-candidates"
HOST = "Saltwold Voluntary Action"
# Days ago: set out, invited, answers closed, answers shown, the poll (on the Thursday before).
SET_OUT, INVITED, CLOSED, SHOWN, POLL = 236, 230, 216, 213, 203
IN_OFFICE, UPDATED = 198, 30
INVITATION = (
    "We write to everybody who stands for Saltwold Council, in the same words and at the same "
    "hour, and ask the same four things. Your answers will be shown to everybody, word for word, "
    "at the hour named below. You need not answer; if you do not, the page says only that no "
    "answer was received."
)
REMINDER = "A week is left to answer. We remind everybody who has not answered yet, alike."
INDEPENDENCE = (
    "Saltwold Voluntary Action is a charity. It supports no party and no candidate, and was paid "
    "for this by nobody who does."
)
IMPRINT = (
    "Published and promoted by Saltwold Voluntary Action, 3 Staithe Street, Netherhithe, on its "
    "own behalf."
)
FOREWORD = (
    "In one year the groups of this county answered 61,000 requests for help and gave out 22,000 "
    "parcels of food. Councillors decide much of what lets them. So we ask everybody who stands "
    "the same four things, and come back to those who are elected, whatever they said."
)
UPDATE = (
    "The advice contracts now run for three years. Letting groups move money between headings is "
    "with the finance committee, which meets in January."
)


def call_on_candidates(*, by: Actor, county: County) -> None:
    """Let it all happen once, in the past eight months."""
    if Document.objects.filter(slug=SLUG).exists():
        return
    with clock.put_back(SET_OUT):
        call = set_out(by, county)
    with clock.put_back(just_after_ten(INVITED)):
        invite(by, call)
    with clock.put_back((INVITED + CLOSED) // 2):
        answer(by, call)
    with clock.put_back(CLOSED - 1):
        freeze_calls(by=HOUSEKEEPING)
    after_the_poll(by, call)


def at_ten(days_ago: int) -> dt.datetime:
    """Ten in the morning, by the place's clock, so many days ago."""
    day = clock.today() - dt.timedelta(days=days_ago)
    return clock.here(clock.now()).replace(
        year=day.year, month=day.month, day=day.day, hour=10, minute=0, second=0, microsecond=0
    )


def just_after_ten(days_ago: int) -> float:
    """How many days to put the clock back so that it stands at five past ten on that day."""
    then = at_ten(days_ago) + dt.timedelta(minutes=5)
    return (clock.now() - then) / dt.timedelta(days=1)


def set_out(by: Actor, county: County) -> Call:
    """The election, its wards, who stands, and how the call is put; as it was then."""
    ago = SET_OUT  # the clock stands at that day, so what is to come lies ahead of it
    poll = clock.today() + dt.timedelta(days=ago - POLL)
    poll -= dt.timedelta(days=(poll.weekday() - 3) % 7)
    election = add_election(
        by=by, name=f"Saltwold Council elections, {poll:%B %Y}", on=poll, slug="saltwold-council",
        notice_on=clock.today() - dt.timedelta(days=7),
    )  # fmt: skip
    document = begin_document(
        by=by, face="call", title="A call to candidates", slug=SLUG, preset="call"
    )
    document = describe_document(
        by=by, document=document, edition=document.edition, title=document.title,
        summary=document.summary, foreword=FOREWORD, foreword_by="The trustees of " + HOST,
        starts_on=poll,
    )  # fmt: skip
    call = set_out_call(
        by=by, document=document, election=election,
        terms=CallTerms(
            invite_at=at_ten(INVITED - ago), closes_at=at_ten(CLOSED - ago),
            reveal_at=at_ten(SHOWN - ago), invitation=INVITATION, reminder=REMINDER,
            remind_days=(7,), host=HOST, funder="Its members, by their yearly fees",
            independence=INDEPENDENCE, imprint=IMPRINT,
        ),
    )  # fmt: skip
    declare_interest(by=by, call=call, public_body=False, words="I work for the charity alone.")
    wards = [a for a in county.of_kind("ward") if a.parent == district_code(county)]
    for ward, stood in zip(wards, WARDS, strict=False):
        ballot_of(by, election, ward.code, ward.name, stood, electors=int(ward.population * 0.74))
    return open_call(by=by, call=call)


def district_code(county: County) -> str:
    """The code of the largest town's district."""
    return next(a.code for a in county.of_kind("district") if a.name == "Netherhithe")


def ballot_of(
    by: Actor, election: Election, area: str, name: str, stood: tuple[Stood, ...], *, electors: int
) -> Ballot:
    """A ward's ballot with who stands on it, checked against the statement."""
    ballot = add_ballot(
        by=by, election=election, name=name, council="Saltwold Council", area=area, seats=1,
        electors=electors,
    )  # fmt: skip
    for at, one in enumerate(stood):
        told = {
            "name": f"{one.forenames} {one.surname}", "surname": one.surname,
            "forenames": one.forenames, "party": PARTIES[one.party],
        }  # fmt: skip
        if one.email:
            told["email"] = f"{one.surname.lower().replace(chr(39), '')}@candidate.example"
        else:
            told["address"] = f"{12 + at} Chapel Street, Netherhithe"
        add_candidate(by=by, ballot=ballot, told=told)
    return check_ballot(
        by=by, ballot=ballot, statement_url="https://saltwold.example/persons-nominated",
        seen=seen_of(as_listed(ballot)),
    )  # fmt: skip


def invite(by: Actor, call: Call) -> None:
    """All at one hour: by e-mail, or by a letter posted the same day."""
    keep_to_time(by=HOUSEKEEPING)
    for candidate in Candidate.objects.filter(email="").order_by("pk"):
        note_contact(
            by=by, call=call, candidate=candidate, kind=ContactKind.INVITATION,
            way=ContactWay.LETTER,
        )  # fmt: skip


def answer(by: Actor, call: Call) -> None:
    """What each says: by their link, or by telephone, read back."""
    asks = asks_of(call.document)
    stood = {(s.forenames, s.surname): s for ward in WARDS for s in ward}
    for candidate in Candidate.objects.order_by("pk"):
        one = stood[candidate.forenames, candidate.surname]
        said = {
            ask.pk: Said(stance, words)
            for ask, (stance, words) in zip(asks, one.answers, strict=False)
        }
        if not said:
            continue
        if not candidate.email:
            enter_answer(
                by=by, call=call, candidate=candidate, answers=said, way=AnswerWay.TELEPHONE,
                read_back=True,
            )  # fmt: skip
            continue
        link, _ = make_link(by=by, call=call, candidate=candidate)
        answer_call(
            by=LinkHolder(f"commitments.candidatelink:{link.pk}"), call=call, candidate=candidate,
            answers=said,
        )  # fmt: skip


def after_the_poll(by: Actor, call: Call) -> None:
    """Who was elected, what one of them says since, and one who has left their party."""
    votes = {(s.forenames, s.surname): s for ward in WARDS for s in ward}
    with clock.put_back(POLL - 2):
        for ballot in Ballot.objects.filter(election=call.election).order_by("pk"):
            there = {c.pk: votes[c.forenames, c.surname] for c in ballot.candidates.all()}
            enter_result(
                by=by, ballot=ballot, elected=[pk for pk, one in there.items() if one.elected],
                votes={pk: one.votes for pk, one in there.items()},
            )  # fmt: skip
    with clock.put_back(IN_OFFICE):
        elected = take_office(by=by, election=call.election, on=clock.today())
    with clock.put_back(UPDATED):
        first = elected[0]
        link, _ = make_link(by=by, call=call, candidate=first)
        update_councillor(
            by=LinkHolder(f"commitments.candidatelink:{link.pk}"), candidate=first, call=call,
            words=UPDATE,
        )  # fmt: skip
        join_party(
            by=by, candidate=elected[1], party="Independent", since=clock.today(),
            source="Saltwold Council, list of councillors",
        )  # fmt: skip
