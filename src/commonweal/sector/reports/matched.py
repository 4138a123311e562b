"""A list that was matched: how many rows are sure, the doubtful ones, what stands beside each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from commonweal.places.models import Area
from commonweal.sector.choices import MatchAnswer
from commonweal.sector.matching_sheets import Result
from commonweal.sector.meant import by_refs
from commonweal.sector.models import Identifier, MatchList, MatchRow, Organisation

AT_ONCE = 500


@dataclass(frozen=True)
class Choice:
    """One organisation that a row may mean, as it is published now."""

    organisation: Organisation
    where: str
    score: float
    why: list[tuple[str, str]]
    unsure: str
    chosen: bool


@dataclass(frozen=True)
class Decision:
    """A row that somebody should look at, with those it may mean."""

    number: int
    said: str
    refused: bool
    undecided: bool
    choices: tuple[Choice, ...]


def answers_of(matched: MatchList) -> dict[str, int]:
    """How many rows there are of each answer, by its name."""
    told = matched.rows.values_list("answer").annotate(n=Count("pk"))
    counted = dict(told)
    looked_at = counted.get(MatchAnswer.CHOSEN, 0) + counted.get(MatchAnswer.REFUSED, 0)
    return {
        "sure": counted.get(MatchAnswer.SURE, 0), "doubtful": counted.get(MatchAnswer.DOUBTFUL, 0),
        "nobody": counted.get(MatchAnswer.NOBODY, 0), "looked_at": looked_at,
        "to_look_at": looked_at + counted.get(MatchAnswer.DOUBTFUL, 0),
    }  # fmt: skip


def decisions(rows: Iterable[MatchRow]) -> list[Decision]:
    """Rows to be looked at. Whoever is no longer published is not among the choices."""
    kept = list(rows)
    here = by_refs({one["ref"] for row in kept for one in row.found})
    codes = {o.district for o in here.values() if o.district}
    areas = dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
    return [decision(row, here, areas) for row in kept]


def decision(row: MatchRow, here: dict[str, Organisation], areas: dict[str, str]) -> Decision:
    """One row to be looked at."""
    choices = []
    for one in row.found:
        if (organisation := here.get(one["ref"])) is not None:
            place = (areas.get(organisation.district, ""), organisation.shown_postcode)
            where = ", ".join(filter(None, place))
            why = [(words, strength) for words, strength in one["why"]]
            chosen = row.chosen == one["ref"]
            choices.append(Choice(organisation, where, one["score"], why, one["unsure"], chosen))
    undecided = row.answer == MatchAnswer.DOUBTFUL
    return Decision(
        row.number, row.said, row.answer == MatchAnswer.REFUSED, undecided, tuple(choices)
    )  # fmt: skip


def results_of(matched: MatchList, root: str) -> Iterator[tuple[int, Result]]:
    """What stands beside each row, as it is published now."""
    rows = list(matched.rows.order_by("number"))
    for start in range(0, len(rows), AT_ONCE):
        lot = rows[start : start + AT_ONCE]
        here = by_refs({row.chosen for row in lot if row.chosen})
        numbers = numbers_of(here.values())
        for row in lot:
            yield row.number, result(row, here.get(row.chosen), numbers, root)


def numbers_of(organisations: Iterable[Organisation]) -> dict[int, list[str]]:
    """All numbers of these."""
    found: dict[int, list[str]] = defaultdict(list)
    held = Identifier.objects.filter(organisation__in=[o.pk for o in organisations])
    for number in held.order_by("scheme", "value"):
        found[number.organisation_id].append(number.org_id)
    return found


def result(
    row: MatchRow, chosen: Organisation | None, numbers: dict[int, list[str]], root: str
) -> Result:
    """What stands beside one row."""
    best = next((one for one in row.found if one["ref"] == row.chosen), None)
    shown = best or (row.found[0] if row.found else None)
    why = "; ".join(words for words, _ in shown["why"]) if shown and row.chosen else ""
    if row.answer == MatchAnswer.DOUBTFUL and shown:
        why = shown["unsure"]
    answer = row.get_answer_display()
    if chosen is None:
        return Result(answer="No longer published" if row.chosen else answer, why=why)
    return Result(
        chosen.ref, chosen.name, "; ".join(n for n in numbers[chosen.pk] if n != chosen.ref),
        root + reverse("organisation", args=[chosen.ref]), best["score"] if best else "",
        answer, why,
    )  # fmt: skip
