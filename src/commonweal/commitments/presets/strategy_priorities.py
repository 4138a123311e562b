"""The seven priority areas of a city-wide strategy, in our own words."""

from __future__ import annotations

from commonweal.commitments.choices import ParagraphKind as K
from commonweal.commitments.presets.shape import PresetAction, PresetPart


def priority(
    heading: str, text: str, objectives: tuple[PresetPart, ...], *actions: PresetAction
) -> PresetPart:
    """A priority area: why it matters, what is to be reached, what to begin with."""
    return PresetPart(K.PRIORITY, heading, text, actions=actions, parts=objectives)


def objective(heading: str, text: str) -> PresetPart:
    """Something that is to be reached."""
    return PresetPart(K.OBJECTIVE, heading, text)


CAPACITY = priority(
    "Capacity building and communications",
    "A small group should not need to be good at everything. We share what each of us knows, and "
    "make it easy to find out who does what.",
    (
        objective(
            "Help that fits the size of the group",
            "Every group can get help with money, law, safeguarding and its committee from "
            "somebody who knows groups of its size.",
        ),
        objective(
            "One place to find everybody",
            "The register of organisations and services is complete, correct and used by those "
            "who send people to us.",
        ),
        objective(
            "News that reaches everybody",
            "What concerns the sector reaches every group within a week, also those without "
            "e-mail.",
        ),
    ),
    PresetAction(
        "Ask every group what help it needs, and publish what we hear",
        "By telephone and in person where a form would not be answered.",
    ),
    PresetAction("Hold four open meetings a year, each in another part of {place}"),
)
COHESION = priority(
    "Regeneration, community cohesion and engagement",
    "Places change whether or not the people who live in them are asked. We want change that "
    "begins with them, and in which people who seldom meet do meet.",
    (
        objective(
            "Residents in at the beginning",
            "Plans for an area are talked over with those who live there before they are drawn.",
        ),
        objective(
            "People who seldom meet, meet",
            "In every ward something goes on each month that brings together people of different "
            "ages, faiths and backgrounds.",
        ),
        objective(
            "Those not yet heard",
            "For each consultation we know who has not been heard, and go to them.",
        ),
    ),
    PresetAction(
        "Map what goes on in each ward, and where nothing does",
        "From the register, checked with the people of the ward.",
    ),
    PresetAction("Train twenty people to hold conversations in their own community"),
)
COMPACT = priority(
    "The Compact",
    "A Compact says what the sector and public bodies owe each other. It is worth as much as it is "
    "kept; so we note where it is kept, where it is not, and what was learnt.",
    (
        objective(
            "An agreement that both sides know",
            "Those who buy, fund and consult know what they have undertaken, and so do we.",
        ),
        objective(
            "Kept, and seen to be kept",
            "Each undertaking is looked at once a year on evidence, with the other side’s reply "
            "beside it.",
        ),
    ),
    PresetAction("Renew the Compact, and have it signed by both sides"),
    PresetAction(
        "Name a Compact champion in each public body and in the sector",
        "Somebody whom a group can ring before a worry becomes a dispute.",
    ),
)
PROCUREMENT = priority(
    "Procurement and commissioning",
    "Services are bought in ways that shut out those who know the people best. We want contracts "
    "of a size we can bid for, talked over early, and paid at what the work costs.",
    (
        objective(
            "Early conversations",
            "Those who might provide a service are talked to before it is decided what to buy.",
        ),
        objective(
            "Contracts that small groups can bid for",
            "Contracts are split where that serves people, and what is asked for is in "
            "proportion to what is paid.",
        ),
        objective(
            "Bids together",
            "Groups that want to bid together find each other in time, and agree beforehand who "
            "does what.",
        ),
    ),
    PresetAction(
        "Publish a list of contracts that end in the next two years",
        "With the public bodies, from their own registers of contracts.",
    ),
    PresetAction("Write down, once, how groups here bid together"),
)
FUNDING = priority(
    "External funding",
    "Money from outside {place} goes to places that ask for it well. We want to ask more often, "
    "together, and for costs in full.",
    (
        objective(
            "More asked for, and more won",
            "More groups here apply to national funders than do now, and more of them succeed.",
        ),
        objective(
            "Costs in full",
            "Every bid that we help with asks for its share of rent, light, wages and books.",
        ),
        objective(
            "Less that rests on one source",
            "Fewer groups depend on one funder for more than half of their income.",
        ),
    ),
    PresetAction("Send round what can be applied for, every month"),
    PresetAction(
        "Have every first bid read by somebody who has won one",
        "A list of readers, each of whom gives an evening every two months.",
    ),
)
VOLUNTEERING = priority(
    "Volunteering",
    "People offer their time when they are asked in person, when it fits their week and when they "
    "are thanked. We want it to be as easy to offer an hour as a year.",
    (
        objective(
            "Easy to begin",
            "Somebody who wants to help hears from a group within a week.",
        ),
        objective(
            "Open to everybody",
            "Costs are paid back, buildings can be entered, and nobody is kept away by a form.",
        ),
        objective(
            "Well looked after",
            "Those who organise volunteers have somebody to ask, and agree what good looks like.",
        ),
    ),
    PresetAction("Agree one promise to volunteers that all groups can make"),
    PresetAction(
        "Accept each other’s checks and training",
        "So that nobody is trained three times in lifting a chair.",
    ),
)
ASSETS = priority(
    "Use of community assets",
    "Halls, gardens, kitchens and minibuses stand empty for much of the week while groups look for "
    "them. We want what there is to be known, shared, and safe for those who come after us.",
    (
        objective(
            "Known",
            "Every hall and room that can be used is listed, with its cost and who can get in.",
        ),
        objective(
            "Shared",
            "Those who have room lend it, on terms that both can keep.",
        ),
        objective(
            "Kept",
            "Buildings at risk are named early, and groups that want to take one over get help to "
            "judge whether they should.",
        ),
    ),
    PresetAction("Make a list of halls and rooms, and keep it right"),
    PresetAction(
        "Agree with public bodies how buildings pass to groups",
        "What is asked, how long it takes, and who decides.",
    ),
)
PRIORITIES = (CAPACITY, COHESION, COMPACT, PROCUREMENT, FUNDING, VOLUNTEERING, ASSETS)
