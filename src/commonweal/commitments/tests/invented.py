"""Invented comments whose groups are known, to see what ``grouping`` finds of them.

Each theme is said in many ways, with words that other themes use too; some comments are of no
theme. The same seed gives the same comments.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence

THEMES: dict[str, tuple[str, ...]] = {
    "buses": (
        "There is no {bus} in the evening, so nobody from the {place} can come to meetings.",
        "Rural transport is missing. {who} cannot reach the {thing} without a car.",
        "The last {bus} leaves at five and {who} are stuck.",
        "Nothing here is about buses.",
        "Community transport drivers need paying, or the {bus} stops for good.",
    ),
    "halls": (
        "Our {hall} has a leaking roof and {who} cannot find the money for repairs.",
        "Help with the repair of the {hall}, before it is closed for good.",
        "The roof and the boiler of the {hall} are older than I am.",
        "Buildings come first: a {hall} with no heating is no use to {who}.",
    ),
    "funding": (
        "Grants for one year are no use. We need core funding for at least three years.",
        "Longer funding please: {who} spend every winter writing bids for grants.",
        "Three year grants would let us keep our staff.",
        "Core costs are never funded, only new projects, and {who} are tired of it.",
    ),
    "volunteers": (
        "We cannot find volunteers any more, the ones we have in the {place} are over seventy.",
        "Volunteering should be easier for young people with jobs.",
        "Volunteers wait months for a check before they may begin.",
        "Nobody thanks the volunteers who run the {thing}.",
    ),
    "procurement": (
        "Tenders are too large for {who}: break the contracts into smaller lots.",
        "Commissioning is done behind closed doors and the tender asks for turnover we lack.",
        "Small charities cannot bid for contracts of that size.",
        "Pay invoices on contracts within fourteen days.",
    ),
    "words": (
        "The draft is full of jargon. Write it in plain English.",
        "I did not understand half of it, the language is for officers and not for {who}.",
        "Plain words and an easy read version, please, the jargon hides what you mean.",
        "Too long and too much jargon.",
    ),
    "youth": (
        "Young people are hardly mentioned; the youth club in the {place} closed in spring.",
        "Ask teenagers themselves what the youth club should do.",
        "Youth work was cut by half and {who} pick up the pieces.",
        "There is nowhere for teenagers to go since the youth centre shut.",
    ),
    "minds": (
        "Waiting lists for mental health are a year long and {who} fill the gap.",
        "Loneliness and mental health should be a priority of their own.",
        "Befriending keeps lonely people well; the counselling waiting list does not.",
        "Mental health support for carers is missing.",
    ),
    "digital": (
        "Broadband in the {place} is so slow that online forms do not load.",
        "Not everyone is online. Keep paper forms and the telephone.",
        "Digital skills classes for older people at the library, please.",
        "Everything is online now and {who} have no computer.",
    ),
    "green": (
        "Climate and nature are left out, though {who} plant trees every winter.",
        "Say something on nature: hedges, trees, the river.",
        "The climate will change all of this and the draft is silent about nature.",
        "Rivers are filthy. Put the environment into it.",
    ),
    "allotments": (
        "Give the disused land behind the {place} to an allotment society.",
        "Food growing on allotments helps with the price of vegetables.",
        "The waiting list for an allotment is nine years.",
        "Community gardens and allotments feed the food bank.",
    ),
    "boards": (
        "We are never told what the boards decide. Send notes to {who}.",
        "Representatives on the board should report back to the sector.",
        "Who chose our representative on the health board? Hold an election.",
        "Seats on boards always go to the same three charities; let representatives rotate.",
    ),
}  # fmt: skip
ALONE = (
    "Well done on a thorough piece of work.", "The map on page nine is upside down.",
    "My dog was not allowed in.", "Why is the cover orange?", "See my letter of March.",
    "The church clock is wrong too.", "I agree with my husband.", "No comment at present.",
)  # fmt: skip
FILLERS: dict[str, Sequence[str]] = {
    "bus": ("bus", "bus service", "minibus", "buses"),
    "place": ("village", "estate", "parish", "market town"),
    "hall": ("village hall", "community centre", "hall", "scout hut"),
    "who": ("small groups", "older people", "our members", "people in villages", "carers"),
    "thing": ("lunch club", "meeting", "day centre", "surgery"),
    "n": [str(n) for n in range(21, 99)],
    "name": ("Bellwood", "Crane", "Akhtar", "Tully", "Nwosu", "Wyke", "Rahman", "Osei", "Hart"),
}  # fmt: skip
ROUND = (
    "I have lived here for {n} years.", "Our group has run since 19{n}.",
    "Thank you for asking.", "Page {n} says nothing of it.", "I told councillor {name} already.",
    "It was the same in {n} strategies before.", "{name} and I said so at the event in March.",
)  # fmt: skip


LEARNT_FROM = sorted(THEMES)[::2]  # the thresholds were chosen with these themes
MEASURED_WITH = sorted(THEMES)[1::2]  # and what they find is measured with these


def comments(
    how_many: int, seed: int = 1, themes_of: Sequence[str] = MEASURED_WITH
) -> tuple[list[str], list[str]]:
    """So many comments, and of each the theme it is of; one in ten is of none (blank)."""
    chance = random.Random(seed)
    texts, themes = [], []
    for _ in range(how_many):
        theme = "" if chance.random() < 0.1 else chance.choice(themes_of)
        said = _said(theme, chance) if theme else [chance.choice(ALONE)]
        said += [_filled(w, chance) for w in chance.sample(ROUND, chance.choice((0, 0, 1)))]
        chance.shuffle(said)
        texts.append(" ".join(said))
        themes.append(theme)
    return texts, themes


def _said(theme: str, chance: random.Random) -> list[str]:
    ways = chance.sample(THEMES[theme], chance.choice((1, 1, 2)))
    return [_filled(way, chance) for way in ways]


def _filled(words: str, chance: random.Random) -> str:
    return words.format(**{k: chance.choice(v) for k, v in FILLERS.items()})


def told_apart(groups: Iterable[Sequence[int]], themes: Sequence[str]) -> tuple[float, float]:
    """Precision and recall of pairs: of those put together the share that belongs together, and of
    those that belong together the share that is.

    Pairs of the same words that are of no theme are left out of both.
    """
    together = right = 0
    for places in groups:
        held: dict[str, int] = defaultdict(int)
        for place in places:
            held[themes[place]] += 1
        size = sum(held.values())
        blank = held.pop("", 0)
        together += size * (size - 1) // 2 - blank * (blank - 1) // 2
        right += sum(n * (n - 1) // 2 for n in held.values())
    whole: dict[str, int] = defaultdict(int)
    for theme in filter(None, themes):
        whole[theme] += 1
    belong = sum(n * (n - 1) // 2 for n in whole.values())
    return right / together if together else 1.0, right / belong if belong else 1.0
