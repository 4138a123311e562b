"""Bringing in 25,000 candidates: beside a bare reading and bulk insert, and beside the usual way.

The limit reads the file with the csv module and puts its rows into the table with nothing checked,
compared or told. The usual way asks the database for every row whether it is there
(``get_or_create``); it is timed on a part of the file and reckoned up.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.common import Result, timed

COLUMNS = (
    "person_id", "person_name", "election_id", "ballot_paper_id", "election_date",
    "election_current", "party_name", "party_id", "post_label", "cancelled_poll",
    "seats_contested", "gss", "organisation_name", "email",
)  # fmt: skip
ON_A_BALLOT = 5
GOAL = 20.0


def write_file(path: Path, rows: int) -> None:
    """A file of invented candidates, five to a ballot."""
    with path.open("w", newline="", encoding="utf-8") as out:
        table = csv.writer(out)
        table.writerow(COLUMNS)
        for n in range(rows):
            ward = n // ON_A_BALLOT
            table.writerow((
                n, f"Given{n % 97} Family{n % 1009}", "local.2026-05-07",
                f"local.place.ward-{ward}.2026-05-07", "2026-05-07", "True",
                f"Party {n % 11}", f"PP{n % 11}", f"Ward {ward}", "False", 3,
                f"E05{ward:06d}", "Place Council", f"c{n}@example.org",
            ))  # fmt: skip


def emptied() -> None:
    """No elections."""
    from commonweal.commitments.models import Ballot, Candidate, Election

    for model in (Candidate, Ballot, Election):
        model.objects.all().delete()


def bare(path: Path) -> Callable[[], None]:
    """The least: read, and put into the table."""
    from commonweal.commitments.models import Ballot, Candidate, Election

    def go() -> None:
        emptied()
        election = Election.objects.create(slug="e", name="E", on="2026-05-07")
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        codes = dict.fromkeys(row["ballot_paper_id"] for row in rows)
        made = Ballot.objects.bulk_create(
            [Ballot(election=election, code=code, name=code) for code in codes], batch_size=1000
        )
        known = {ballot.code: ballot for ballot in made}
        Candidate.objects.bulk_create(
            [
                Candidate(
                    ballot=known[row["ballot_paper_id"]], person=row["person_id"],
                    name=row["person_name"], surname=row["person_name"], party=row["party_name"],
                )
                for row in rows
            ],
            batch_size=1000,
        )  # fmt: skip

    return go


def row_by_row(path: Path) -> Callable[[], None]:
    """The usual way."""
    from commonweal.commitments.models import Ballot, Candidate, Election

    def go() -> None:
        emptied()
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                election, _ = Election.objects.get_or_create(
                    slug="e", defaults={"name": "E", "on": row["election_date"]}
                )
                ballot, _ = Ballot.objects.get_or_create(
                    code=row["ballot_paper_id"],
                    defaults={"election": election, "name": row["post_label"]},
                )
                Candidate.objects.get_or_create(
                    ballot=ballot, person=row["person_id"],
                    defaults={"name": row["person_name"], "surname": row["person_name"],
                              "party": row["party_name"]},
                )  # fmt: skip

    return go


def run(quick: bool) -> list[Result]:
    """The first import, and the same file again."""
    from django.core.management import call_command
    from django.db import transaction

    from commonweal.commitments.actions import import_candidates
    from commonweal.core.actions import door
    from commonweal.core.actors import Operator

    call_command("migrate", verbosity=0)
    count, part = (5_000, 500) if quick else (25_000, 2_500)
    with tempfile.TemporaryDirectory() as folder:
        path, sample = Path(folder) / "candidates.csv", Path(folder) / "sample.csv"
        write_file(path, count)
        write_file(sample, part)

        def ours() -> None:
            import_candidates(by=Operator(), path=path, election="local.2026-05-07")

        def fresh() -> None:
            with door("benchmark"):
                emptied()
            ours()

        def within(work: Callable[[], None]) -> Callable[[], None]:
            def go() -> None:
                with door("benchmark"), transaction.atomic():
                    work()

            return go

        runs = 1 if quick else 3
        least = timed(within(bare(path)), runs=runs)
        usual = timed(within(row_by_row(sample)), runs=1) * count / part
        first = timed(fresh, runs=runs)
        again = timed(ours, runs=runs)
    note = f"{count:,} rows; the usual way timed on {part:,} and reckoned up; emptying is in all"
    return [
        Result("candidates: first import", first, least, usual, goal=f"under {GOAL:.0f} s",
               met=first < GOAL, note=note),
        Result("candidates: the same file again", again, least, usual, goal=f"under {GOAL:.0f} s",
               met=again < GOAL, note="reads, compares, finds nothing to change"),
    ]  # fmt: skip
