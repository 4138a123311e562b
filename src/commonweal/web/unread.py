"""What an address asks for that is not understood: said on the page, not left out in silence."""

from __future__ import annotations

from collections.abc import Mapping

from commonweal.sector.finding_services import Question, asking
from commonweal.sector.searching import Query, query

# What each part of a question is called on the two forms.
LABELS = {
    "areas": "Area", "where": "Where it works", "kinds": "Kind", "what": "Cause",
    "who": "Who it helps", "how": "How it helps", "ukcat": "Subject", "icnptso": "Field of work",
    "sizes": "Yearly income", "statuses": "Standing", "side": "Sector or partner",
    "changed": "Its entry changed", "within": "Within", "unit": "Miles or kilometres",
    "sort": "Order of the list", "need": "What you need", "when": "When",
    "evening": "In the evening", "free": "Free", "step_free": "Step-free way in",
    "language": "Language", "age": "For somebody aged", "remote": "Without a place to go to",
}  # fmt: skip

# The part's name on the form, and what was said of it.
Unread = list[tuple[str, str]]
Given = Mapping[str, list[str]]


def unread(given: Given, asked: Query | Question) -> Unread:
    """The parts of this address that its question could not take."""
    every = query.ADDRESS if isinstance(asked, Query) else asking.ADDRESS
    names = {part: short for part, short in every.items() if part in LABELS}
    return [(LABELS[part], said) for part, said in query.unread(given, asked, names).items()]


def notes_of(left_out: Unread) -> list[str]:
    """The same as a note in a file."""
    said = "; ".join(f"{label}: {value}" for label, value in left_out)
    return [f"Not understood, so left out: {said}."] if said else []
