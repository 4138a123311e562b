"""What is invented is believable: names differ, few say the same, sizes are as the sector's."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from commonweal.demo.block import Block, make_block
from commonweal.demo.catalogue import SORTS
from commonweal.demo.county import saltwold
from commonweal.demo.ground import Ground
from commonweal.demo.people import groups
from commonweal.demo.tags import TAGS
from commonweal.demo.telling import general, name_of, slots, texts
from commonweal.sector.tagging import Tag, readable, suggest


@pytest.fixture(scope="module")
def ground() -> Ground:
    return saltwold(1).ground()


@pytest.fixture(scope="module")
def charities(ground: Ground) -> Block:
    return make_block(1, 0, 2_900, ground)


class TestNames:
    def test_are_had_by_one_alone(self, charities: Block) -> None:
        taken = {name.lower() for name in charities.names}
        assert len(taken) == charities.size

        others = [g.name.lower() for g in groups(1, 3_200, saltwold(1), set(taken))]

        assert len(set(others)) == len(others)
        assert not taken & set(others)

    def test_are_of_one_side_of_the_village_when_its_own_are_used_up(self, ground: Ground) -> None:
        fill = slots(ground, 0, [0] * 14)
        hall = next(sort for sort in SORTS if sort.key == "village-hall")
        seen: set[str] = set()
        names = []

        for _ in range(12):
            names.append(name_of(hall, fill, 0, seen)[0])
            seen.add(names[-1].lower())

        assert len(set(names)) == 12
        assert any(name.startswith("North ") for name in names)


class TestWhatTheySay:
    def test_is_seldom_the_same(self, charities: Block) -> None:
        most = Counter(charities.activities).most_common(1)[0][1]

        assert len(set(charities.activities)) > charities.size * 0.75
        assert most < charities.size / 100

    def test_leaves_no_blank_to_fill(self, charities: Block) -> None:
        for text in (*charities.names, *charities.activities, *charities.objects):
            assert "{" not in text, text

    @pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.key)
    def test_goes_with_the_name(self, sort: object) -> None:
        for name in sort.names:  # type: ignore[attr-defined]
            about = name.partition("|")[2]
            assert not about or int(about) < len(sort.does)  # type: ignore[attr-defined]
        assert general(sort)  # type: ignore[arg-type]

    def test_depends_on_the_draws_alone(self, ground: Ground) -> None:
        draws = [list(range(at, at + 14)) for at in range(5)]
        sorts, where = [0, 1, 2, 3, 4], [0, 9, 99, 999, 5]

        assert texts(ground, sorts, where, draws, set()) == texts(
            ground, sorts, where, draws, set()
        )


class TestSizes:
    def test_are_spread_as_the_real_sector_is(self, charities: Block) -> None:
        on = np.isnat(charities.removed)
        told = charities.incomes[on & (charities.years > 0), 0]
        share = [
            round(float(((told >= low) & (told < high)).sum() / on.sum()), 2)
            for low, high in ((0, 1e4), (1e4, 1e5), (1e5, 1e6), (1e6, 1e12))
        ]

        assert 0.25 <= share[0] <= 0.35
        assert 0.34 <= share[1] <= 0.42
        assert 0.17 <= share[2] <= 0.24
        assert 0.03 <= share[3] <= 0.07

    def test_of_groups_are_small(self) -> None:
        incomes = [
            int(g.facts["income"]) for g in groups(1, 2_000, saltwold(1)) if "income" in g.facts
        ]

        assert max(incomes) < 10_000
        assert 400 < sorted(incomes)[len(incomes) // 2] < 2_000


class TestTags:
    def test_fit_what_the_county_does(self, charities: Block) -> None:
        import ibis

        con = ibis.duckdb.connect()
        tags, notes = readable(
            con, [Tag(code, "", expression, no) for code, _, _, expression, no in TAGS]
        )
        told = [*zip(charities.names, charities.activities, strict=True)]
        told += [(g.name, g.facts["description"]) for g in groups(1, 1_000, saltwold(1))]
        said = [{"id": at, "text": f"{name} {does}"} for at, (name, does) in enumerate(told)]
        found = suggest(con, ibis.memtable(said), tags)
        each = Counter(code for _, code in found)

        assert notes == []
        for code, title, above, *_ in TAGS:
            if above:
                assert 5 <= each[code] < len(told) / 3, title
        assert len({pk for pk, _ in found}) > len(told) / 2

    def test_are_not_the_publishers(self) -> None:
        assert all(code.startswith("Z") for code, *_ in TAGS)
