"""Lists that anyone may give to be matched: given, matched by the worker, looked at, forgotten."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.intake.reading.sheets import NotASheet, read_sheet
from commonweal.sector.choices import MatchAnswer, Matching
from commonweal.sector.keeping_files import folder_of, kept
from commonweal.sector.matching import Asked
from commonweal.sector.matching_sheets import KEPT, TELLING, rows_of
from commonweal.sector.meant import Meant, who
from commonweal.sector.models import MatchList, MatchRow

AT_A_TIME = 500
# Out of 100: what is less likely than this is not put before a person.
WORTH_A_LOOK = 5
DECIDED = {MatchAnswer.DOUBTFUL, MatchAnswer.NOBODY, MatchAnswer.CHOSEN, MatchAnswer.REFUSED}


@action(permission="sector.keep_register")
def give_list(*, by: Actor, digest: str, folder: str, name: str, total: int) -> MatchList:
    """Keep a list for a day, behind an address that only its giver has."""
    return MatchList.objects.create(
        digest=digest, folder=folder, name=name[:120], total=total, given_at=clock.now()
    )


@action(permission="sector.match_list", about="matched")
def choose_columns(*, by: Actor, matched: MatchList, columns: dict[str, str]) -> None:
    """Say which column holds what, and let the list be matched.

    :raises Refused: when no column tells whom a row means, or it is being matched already.
    """
    chosen = {fact: column for fact, column in columns.items() if fact in TELLING and column}
    if not chosen.get("name"):
        raise Refused("Choose the column that holds the names.", field="name")
    begun = MatchList.objects.filter(pk=matched.pk, standing=Matching.GIVEN).update(
        standing=Matching.WAITING, columns=chosen, done=0
    )
    if not begun:
        raise Refused("This list is being matched, or has been.")


@action(permission="sector.keep_register", about="matched", whole=False)
def match_list(*, by: Actor, matched: MatchList) -> None:
    """Match every row, a lot at a time, so that its giver sees how far it is."""
    waiting = MatchList.objects.filter(pk=matched.pk, standing=Matching.WAITING)
    path = kept(matched.folder)
    try:
        if path is None:
            raise NotASheet("The file is no longer here.")
        rows = list(rows_of(read_sheet(path), matched.columns))
    except NotASheet as problem:
        waiting.update(standing=Matching.FAILED, why=str(problem)[:250])
        return
    MatchRow.objects.filter(matched=matched).delete()
    for start in range(0, len(rows), AT_A_TIME):
        lot = rows[start : start + AT_A_TIME]
        made = list(matched_rows(matched, lot))  # Before the transaction: nobody waits for it.
        with transaction.atomic():
            if not waiting.update(done=min(start + len(lot), matched.total)):
                return  # It was taken away meanwhile.
            MatchRow.objects.bulk_create(made, batch_size=100)
    waiting.update(standing=Matching.READY)


@action(permission="sector.keep_register", about="matched")
def give_up_on_list(*, by: Actor, matched: MatchList, why: str) -> None:
    """Say that a list could not be matched, so that nobody waits for it."""
    waiting = MatchList.objects.filter(pk=matched.pk, standing=Matching.WAITING)
    waiting.update(standing=Matching.FAILED, why=why[:250])


def matched_rows(matched: MatchList, lot: list[tuple[int, Asked]]) -> Iterator[MatchRow]:
    """A lot of rows with whom each may mean."""
    answers = who([asked for _, asked in lot])
    for (number, asked), likely in zip(lot, answers, strict=True):
        found = [one for one in likely if one.found.score >= WORTH_A_LOOK]
        sure = bool(found) and found[0].found.sure
        answer = MatchAnswer.SURE if sure else MatchAnswer.DOUBTFUL if found else MatchAnswer.NOBODY
        yield MatchRow(
            matched=matched, number=number, said=(asked.name or ", ".join(asked.refs))[:300],
            answer=answer, chosen=found[0].organisation.ref if sure else "",
            found=[plain(one) for one in found],
        )  # fmt: skip


def plain(one: Meant) -> dict[str, Any]:
    """One that may be meant, as it is kept with the row."""
    return {
        "ref": one.organisation.ref,
        "score": round(one.found.score, 1),
        "why": [[piece.words, piece.strength] for piece in one.found.evidence],
        "unsure": one.found.unsure_because,
    }


@action(permission="sector.match_list", about="matched")
def decide_rows(*, by: Actor, matched: MatchList, decisions: dict[int, str]) -> int:
    """Settle doubtful rows: the reference of one that was found, or blank for none of them.

    :raises Refused: when a row is not this list's, or the reference was not among those found.
    """
    rows = {row.number: row for row in matched.rows.filter(number__in=decisions)}
    for number, ref in decisions.items():
        row = rows.get(number)
        if row is None or row.answer not in DECIDED:
            raise Refused("That row is not one to be looked at.")
        if ref and ref not in {one["ref"] for one in row.found}:
            raise Refused("Choose one of those that were found for the row.")
        row.chosen, row.answer = ref, MatchAnswer.CHOSEN if ref else MatchAnswer.REFUSED
    MatchRow.objects.bulk_update(rows.values(), ["chosen", "answer"], batch_size=100)
    return len(rows)


@action(permission="sector.match_list", about="matched")
def take_list_away(*, by: Actor, matched: MatchList) -> None:
    """Forget a list now, because its giver is done with it."""
    take_away([matched])


@action(permission="sector.keep_register")
def forget_lists(*, by: Actor) -> int:
    """Forget lists that were given more than a day ago; how many."""
    old = list(MatchList.objects.filter(given_at__lt=clock.now() - KEPT))
    take_away(old)
    return len(old)


def take_away(lists: Iterable[MatchList]) -> None:
    """Delete lists, their rows, and (once that is certain) their files."""
    for one in lists:
        folder = folder_of(one.folder)
        one.delete()
        transaction.on_commit(partial(remove, folder))


def remove(folder: Path | None) -> None:
    """Delete a folder, if there is one."""
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
