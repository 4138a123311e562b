"""What people are asked about themselves, if they like, and what of it may be shown. Pure.

The questions follow the harmonised standards of the Government Statistical Service in short form;
each can be left out or answered "Prefer not to say".
"""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.core.suppression import Row, suppress

PREFER_NOT = "Prefer not to say"


@dataclass(frozen=True)
class Topic:
    """One question about oneself, and the answers there are."""

    asks: str
    answers: tuple[str, ...]


TOPICS: dict[str, Topic] = {
    "age": Topic(
        "How old are you?",
        ("Under 18", "18 to 24", "25 to 34", "35 to 49", "50 to 64", "65 to 79", "80 or over",
         PREFER_NOT),
    ),
    "sex": Topic("What is your sex?", ("Female", "Male", PREFER_NOT)),
    "disability": Topic(
        "Does a health condition or illness, lasting a year or more, reduce what you can do in "
        "a day?",
        ("Yes, a lot", "Yes, a little", "Yes, but not what I can do", "No", PREFER_NOT),
    ),
    "ethnic_group": Topic(
        "What is your ethnic group?",
        ("Asian or Asian British", "Black, Black British, Caribbean or African",
         "Mixed or multiple ethnic groups", "White", "Other ethnic group", PREFER_NOT),
    ),
    "religion": Topic(
        "What is your religion?",
        ("No religion", "Christian", "Buddhist", "Hindu", "Jewish", "Muslim", "Sikh",
         "Another religion", PREFER_NOT),
    ),
    "orientation": Topic(
        "Which of these describes you best?",
        ("Straight or heterosexual", "Gay or lesbian", "Bisexual", "Another sexual orientation",
         PREFER_NOT),
    ),
    "carer": Topic(
        "Do you look after somebody because of illness, disability or old age, unpaid?",
        ("No", "Yes, up to 19 hours a week", "Yes, 20 hours a week or more", PREFER_NOT),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """One question with what may be shown of its counts; none for a hidden one."""

    topic: Topic
    rows: tuple[tuple[str, int | None], ...]
    total: int | None


def shown(topic: Topic, counts: dict[str, int]) -> Shown:
    """The counts of one question with the small ones hidden, as nobody can work them out."""
    row: Row = suppress([counts.get(answer, 0) for answer in topic.answers])
    return Shown(topic, tuple(zip(topic.answers, row.counts, strict=True)), row.total)
