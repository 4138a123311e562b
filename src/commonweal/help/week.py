"""A week in mornings, afternoons and evenings, and the same as stretches of time. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

DAYS = {
    "mo": "Monday", "tu": "Tuesday", "we": "Wednesday", "th": "Thursday", "fr": "Friday",
    "sa": "Saturday", "su": "Sunday",
}  # fmt: skip
PARTS = {
    "morning": ("09:00", "12:00"), "afternoon": ("12:00", "17:00"), "evening": ("17:00", "21:00"),
}  # fmt: skip
SLOTS = tuple(f"{day}-{part}" for day in DAYS for part in PARTS)
Stretch = Sequence[str]


def to_times(slots: Iterable[str]) -> list[list[str]]:
    """The stretches that these parts of the week are; parts that touch become one."""
    chosen, times = set(slots), list[list[str]]()
    for day in DAYS:
        for part, (begins, ends) in PARTS.items():
            if f"{day}-{part}" not in chosen:
                continue
            if times and times[-1][0] == day and times[-1][2] == begins:
                times[-1][2] = ends
            else:
                times.append([day, begins, ends])
    return times


def to_slots(times: Iterable[Stretch]) -> list[str]:
    """The parts of the week in which a stretch lies, or of which it takes a piece."""
    kept = [tuple(row) for row in times]
    return [
        f"{day}-{part}"
        for day in DAYS
        for part, (begins, ends) in PARTS.items()
        if any(d == day and first < ends and last > begins for d, first, last in kept)
    ]


def in_words(times: Iterable[Stretch]) -> list[str]:
    """``Monday 09:00 to 12:00`` and so on, as they stand."""
    return [f"{DAYS.get(day, day)} {first} to {last}" for day, first, last in times]
