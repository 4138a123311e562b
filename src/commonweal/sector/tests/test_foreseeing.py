"""The preview of a local list says beforehand what the run says afterwards, and what was left."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonweal.core.actors import Operator, Robot
from commonweal.intake.choices import Standing
from commonweal.intake.reading.sheets import read_sheet
from commonweal.intake.source import SOURCES
from commonweal.sector.actions.imports import bring_in, confirm_bringing
from commonweal.sector.actions.sheets import remember_mapping
from commonweal.sector.models import Doubtful, Mapping
from commonweal.sector.reports.foreseeing import Foreseen, Outcome, foresee
from commonweal.sector.reports.imports import asked_after
from commonweal.sector.sources.spreadsheet import source_name
from commonweal.sector.tests.factories import (
    IdentifierFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
)

pytestmark = pytest.mark.django_db
HEADS = "Group,Charity no,Post code,E-mail,Phone,Sort,Notes"
FACTS = {
    "name": ["Group"], "charity": ["Charity no"], "postcode": ["Post code"],
    "email": ["E-mail"], "telephone": ["Phone"], "kind": ["Sort"],
}  # fmt: skip


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    settings.KEEP_IMPORTS = tmp_path / "imports"
    before = dict(SOURCES)
    yield tmp_path
    SOURCES.clear()
    SOURCES.update(before)


@pytest.fixture
def norfolk():
    PlaceFactory()
    PostcodeFactory()


def mapping(*, all_here: bool = False) -> Mapping:
    return remember_mapping(
        by=Operator(), name="Marram list", owner="Voluntary Marram", licence="With leave",
        columns={"facts": FACTS, "key": "", "all_here": all_here},
    )  # fmt: skip


def written(home: Path, *rows: str) -> Path:
    path = home / "list.csv"
    path.write_text("\n".join([HEADS, *rows]) + "\n", encoding="utf-8")
    return path


def foreseen(path: Path, **more: bool) -> Foreseen:
    return foresee(read_sheet(path), mapping(**more))


def brought(path: Path, **more: bool):
    name = source_name(mapping(**more).name)
    return bring_in(by=Robot(name), source=name, path=path)


def counts(found: Foreseen) -> dict[str, int]:
    told = dict(found.tally)
    return {
        "created": told[Outcome.NEW] + told[Outcome.JOINS],
        "updated": told[Outcome.CHANGES],
        "unchanged": told[Outcome.SAME],
        "outside": told[Outcome.OUTSIDE],
        "rejected": told["Rejected"],
        "gone": told["No longer on the list"],
    }


class TestForesee:
    @pytest.mark.parametrize("all_here", [True, False])
    def test_says_beforehand_what_the_run_then_says(self, home, norfolk, all_here):
        first = (
            "Knitters,,NR1 1AA,a@example.org,,group,x", "Choir,12,NR1 1AA,,,,",
            "Rowers,,,,,club,", "Staithe Trust,1090095,ZZ99 4CD,,,trust,",
        )  # fmt: skip
        again = (
            "Knitters,,NR1 1AA,b@example.org,,group,x", "Rowers,,,,,club,",
            "Quilters,,NR1 1AA,,,club,",
        )  # fmt: skip

        for rows in (first, again, again):
            path = written(home, *rows)
            expected = counts(foreseen(path, all_here=all_here))
            run = brought(path, all_here=all_here)
            assert {name: getattr(run, name) for name in expected} == expected, run.notes

            assert (run.standing == Standing.WAITING) == bool(expected["gone"])
            if run.standing == Standing.WAITING:
                confirm_bringing(by=Operator(), run=run)

    def test_names_what_is_left_out_and_why(self, home, norfolk):
        found = foreseen(
            written(
                home, "Knitters,,NR1 1AA,not an e-mail,ask Jo,quango,keep", "--,,,,,,", "=1+1,,,,,,"
            )
        )

        misread = [(row.number, what, text) for row, what, text in found.misread]
        assert misread == [
            (2, "E-mail", "not an e-mail"), (2, "Telephone", "ask Jo"),
            (2, "What kind it is", "quango"),
        ]  # fmt: skip
        assert [(r.number, r.problem) for r in found.rejected] == [(3, "it has no name")]
        assert found.unused == [("Notes", ["keep"])]

    def test_names_the_rows_that_nothing_says_belong_here_as_the_run_does(self, home, norfolk):
        PostcodeFactory(postcode="ZZ99 1AA", county="E10000099", district="", ward="")
        path = written(
            home, "Knitters,,NR1 1AA,,,,", "Quilters,,NOT A POSTCODE,x,,,", "Rowers,,,,,,",
            "Choir,,NR1 9ZZ,,,,", "Ringers,,ZZ99 1AA,,,,",
        )  # fmt: skip

        found = foreseen(path)
        run = brought(path)

        assert [(one.row.number, one.why) for one in found.left_out] == [
            (3, "NOT A POSTCODE is not a postcode, so nothing says where it is"),
            (4, "it has no postcode, so nothing says where it is"),
            (5, "the postcode NR1 9ZZ is not known here, so nothing says where it is"),
            (6, "ZZ99 1AA lies outside the place"),
        ]
        assert found.misread == []
        assert run.outside == 4
        for one in found.left_out:
            said = f"Left out: row {one.row.number}, {one.row.facts['name']}: {one.why}."
            assert said in run.notes

    def test_leaves_nobody_out_when_all_on_the_list_work_here(self, home, norfolk):
        found = foreseen(written(home, "Quilters,,NOT A POSTCODE,,,,"), all_here=True)

        assert found.left_out == []
        assert [(r.number, what) for r, what, _ in found.misread] == [(2, "Postcode")]

    def test_puts_a_row_beside_the_one_whose_number_it_has(self, home, norfolk):
        trust = IdentifierFactory(
            organisation__name="The Staithe Trust", scheme="GB-CHC", value="1090095"
        ).organisation

        found = foreseen(written(home, "Staithe Trust,1090095,NR1 1AA,,,,"))

        pair = found.beside[0]
        assert (pair.certain, pair.organisation) == (True, trust)
        assert ("Name", "Staithe Trust", "The Staithe Trust", False) in pair.facts
        assert found.coming[0].outcome == Outcome.JOINS

    def test_puts_rows_beside_what_looks_like_them_as_the_review_list_then_does(
        self, home, norfolk
    ):
        here = OrganisationFactory(name="Marram Knitters", postcode="NR1 4AB")
        path = written(
            home, "The Marram Knitters,,NR1 1AA,,,,", "Choir,,NR1 1AA,sing@example.org,,,",
            "Singers,,NR1 1AA,sing@example.org,,,",
        )  # fmt: skip

        found = foreseen(path)
        run = brought(path)

        told = {(p.row.facts["name"], p.other.facts["name"] if p.other else p.organisation.name)
                for p in found.beside}  # fmt: skip
        assert told == {("The Marram Knitters", "Marram Knitters"), ("Singers", "Choir")}
        assert not any(p.certain for p in found.beside)
        asked = asked_after(run, withheld=False)
        assert asked.count == Doubtful.objects.count() == 2
        assert {d.reason for d in asked.pairs} == {p.reason for p in found.beside}
        assert here in {asked.pairs[0].left, asked.pairs[1].left}

    def test_knows_a_group_that_another_list_of_the_same_keeper_brought(self, home, norfolk):
        path = written(home, "Knitters,,NR1 1AA,,,,")
        brought(path)
        second = remember_mapping(
            by=Operator(), name="Second list", owner="Voluntary Marram", licence="With leave",
            columns={"facts": FACTS, "key": ""},
        )  # fmt: skip

        found = foresee(read_sheet(path), second)

        assert [c.outcome for c in found.coming] == [Outcome.JOINS]
        assert [p.certain for p in found.beside] == [True]

    def test_does_not_compare_with_what_is_withheld(self, home, norfolk):
        OrganisationFactory(name="Marram Refuge", postcode="NR1 4AB", withheld=True)

        assert not foreseen(written(home, "Marram Refuge,,NR1 1AA,,,,")).beside
