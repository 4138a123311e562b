"""The other registers are in their publishers' form, and hold nobody real."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from commonweal.demo import registers
from commonweal.demo.block import make_block
from commonweal.demo.catalogue import SORTS
from commonweal.demo.charity_tables import MEANINGS
from commonweal.demo.county import saltwold
from commonweal.demo.ground import Ground
from commonweal.demo.people import groups, number_of, partners


@pytest.fixture(scope="module")
def ground() -> Ground:
    return saltwold(1).ground()


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


class TestCompanies:
    @pytest.fixture(scope="class")
    def path(self, ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Path:
        path = tmp_path_factory.mktemp("ch") / "companies.csv"
        charities = make_block(1, 0, 200, ground)
        registers.write_companies(
            path, seed=1, count=40, ground=ground, charities=charities, seen=set()
        )
        return path

    def test_are_headed_as_the_publisher_does(self, path: Path, real_data: Path) -> None:
        theirs = real_data / "registers/companies_house/BasicCompanyData-2020-06-01-part6_7.csv"

        with theirs.open(encoding="utf-8") as handle, path.open(encoding="utf-8") as ours:
            assert next(csv.reader(ours)) == next(csv.reader(handle))

    def test_are_interest_companies_charities_and_others(self, path: Path) -> None:
        found = Counter(row["CompanyCategory"] for row in rows(path))

        assert found["Community Interest Company"] == 40
        assert found[registers.GUARANTEE] > 5
        assert found["Private Limited Company"] == 5

    def test_have_numbers_with_prefixes_that_are_not_used(self, path: Path) -> None:
        assert {row[" CompanyNumber"][:2] for row in rows(path)} == {"ZZ", "ZY", "ZX"}


class TestSocietiesAndClubs:
    def test_societies_have_the_publishers_columns(self, ground: Ground, tmp_path: Path) -> None:
        registers.write_mutuals(tmp_path / "m.csv", seed=1, count=30, ground=ground, seen=set())

        assert tuple(rows(tmp_path / "m.csv")[0]) == registers.MUTUAL_COLUMNS

    def test_clubs_have_numbers_that_no_real_club_has(
        self, ground: Ground, tmp_path: Path, real_data: Path
    ) -> None:
        registers.write_sports_clubs(
            tmp_path / "c.csv", seed=1, count=300, ground=ground, seen=set()
        )

        ours = {row["id"] for row in rows(tmp_path / "c.csv")}
        assert len(ours) == 300
        assert not ours & {row["id"] for row in rows(real_data / "registers/casc/cascs.csv")}


class TestGroups:
    def test_are_the_same_for_the_same_seed(self) -> None:
        county = saltwold(1)

        assert groups(1, 50, county) == groups(1, 50, county)
        assert groups(1, 50, county) != groups(2, 50, county)

    def test_have_numbers_of_their_own(self) -> None:
        numbers = [group.number for group in groups(1, 400, saltwold(1))]

        assert len(set(numbers)) == 400
        assert number_of(1, 0) == numbers[0]

    def test_stand_beside_thirteen_partners(self) -> None:
        assert len(list(partners(saltwold(1)))) == 13


class TestTheCatalogue:
    def test_names_each_sort_once(self) -> None:
        keys = [sort.key for sort in SORTS]

        assert len(set(keys)) == len(keys) >= 48

    @pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.key)
    def test_states_codes_that_mean_something(self, sort: object) -> None:
        assert set(sort.codes) <= set(MEANINGS)  # type: ignore[attr-defined]
        assert len(set(sort.codes)) == len(sort.codes)  # type: ignore[attr-defined]

    def test_names_no_body_that_is_real(self) -> None:
        text = " ".join(name for sort in SORTS for name in sort.names).lower()

        for real in ("age uk", "mind ", "citizens advice", "women's institute", "samaritans",
                     "oxfam", "barnardo", "nspcc", "rnli", "british legion"):  # fmt: skip
            assert real not in text
