"""What people of Netherhithe said of the draft, and what came of it. All of it is invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """One comment: by which way, of which priority area (its code; blank is the whole), by whom."""

    way: str
    of: str
    text: str
    name: str = ""
    body: str = ""
    point: int = 0


SAID = (
    Said(
        "web",
        "2",
        "Nothing in here is about buses. The last one from the quays leaves at ten "
        "past six, so nobody from our estate can come to anything in the evening.",
        point=1,
    ),
    Said(
        "paper",
        "2",
        "I am 81 and cannot drive. If you want people to mix, start with how they "
        "get there and home again.",
        "Pauline Wetherlow",
        point=1,
    ),
    Said(
        "telephone",
        "2",
        "The community bus is full every day it runs. Two more days would let "
        "the lunch club open on Mondays.",
        point=1,
    ),
    Said(
        "event",
        "2",
        "Several at the table said that transport decides who is in the room.",
        point=1,
    ),
    Said(
        "web",
        "4",
        "Tenders come out in July and are due back in August, when our three staff "
        "are running the holiday club. Tell us in spring what is coming.",
        body="Quayside Youth",
        point=2,
    ),
    Said(
        "web",
        "4",
        "We were asked for ten years of accounts. We are four years old.",
        body="Net Loft Makers",
        point=2,
    ),
    Said(
        "paper", "4", "Small contracts should not need the same forty pages as big ones.", point=2
    ),
    Said(
        "web",
        "5",
        "One-year grants mean redundancy notices every January. Three years, please.",
        "Imran Farrowby",
        "Harbour Advice",
        point=3,
    ),
    Said(
        "telephone",
        "5",
        "Core costs are never fundable. Somebody has to pay for the heating.",
        point=3,
    ),
    Said(
        "web",
        "6",
        "A passport for volunteers would save our new people waiting five weeks for "
        "the same check again.",
        point=4,
    ),
    Said(
        "web",
        "7",
        "The hall in Lantern Street could be ours if anybody would answer a letter about it.",
        "Grace Eze",
        "Lantern Street Residents",
        point=5,
    ),
    Said("paper", "7", "Give the old library to the people who run it already.", point=5),
    Said(
        "web",
        "1",
        "Newsletters are not the same as being asked. Ask us before, not after.",
        point=6,
    ),
    Said("web", "3", "The Compact should say what happens when it is broken.", point=6),
    Said("web", "", "It is a good draft. Please keep it this short.", point=7),
)


@dataclass(frozen=True)
class Came:
    """A point: what several said, what was decided, why, and where it can be seen."""

    title: str
    decision: str
    reason: str
    changes: str = ""
    adds: str = ""
    action: str = ""


CAME = (
    Came(
        "Evening transport decides who can take part", "partly",
        "It is an action now, with the community bus and two of its neighbours. We did not make "
        "it a priority of its own, because no group here can own the timetable.",
        changes="2",
        adds="People can only meet where they can get to. Every event that this strategy pays "
        "for says how to get there and home without a car.",
        action="Two more days of the community bus, and one evening",
    ),
    Came(
        "Say earlier what will be put to tender, and ask for less paper", "taken-up",
        "The Council agrees to publish a forward plan each quarter, and a short form for "
        "contracts below £25,000.",
        changes="4",
        adds="A plan of what will be bought is published each quarter, at least three months "
        "ahead, and small contracts use a form of four pages.",
        action="A forward plan of tenders, each quarter",
    ),
    Came(
        "Fund for three years, and what it costs to be there", "taken-up",
        "Four funders of the city have said that they will.",
        changes="5",
        adds="Grants run for three years wherever that adds value, and cover a fair share of "
        "rent, heating and pay.",
        action="A pledge of funders to three years and full costs",
    ),
    Came(
        "One check for a volunteer, good everywhere", "partly",
        "Checks cannot be passed on in law for every role. Training and references can, and "
        "from this autumn they are.",
        action="A passport for volunteers' training and references",
    ),
    Came(
        "Answer those who want to take on a building", "taken-up",
        "One named officer, and an answer within six weeks.",
        changes="7",
        adds="Whoever asks to take on a building has a named officer and an answer within six "
        "weeks.",
        action="A register of halls at risk, with a named officer",
    ),
    Came(
        "Ask before, and say what happens when a promise is broken", "taken-up",
        "The Compact is being written again with steps for disputes and a yearly review.",
        changes="3",
        adds="The Compact says what happens, step by step, when it is not kept.",
    ),
    Came(
        "Keep it short", "no",
        "We wanted to. What you asked for has made it two pages longer, and we think it was "
        "worth it.",
    ),
)  # fmt: skip
