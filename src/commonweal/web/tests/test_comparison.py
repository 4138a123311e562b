"""A map, its key, its table and its file say the same of every area, by every measure."""

from __future__ import annotations

import csv
import io
import re
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client

from commonweal.core import clock
from commonweal.places.models import Area
from commonweal.places.tests.factories import DeprivationFactory, FitFactory
from commonweal.sector import comparing
from commonweal.sector.tests.factories import (
    AreaFactory,
    ClassificationFactory,
    OrganisationFactory,
    PlaceFactory,
    TermFactory,
)
from commonweal.web import areas

pytestmark = pytest.mark.django_db
COUNTY, DISTRICT = "E10990001", "E07990001"
WARDS = 8


def square(column: int) -> dict[str, Any]:
    west = 1 + column * 0.1
    ring = [[west, 52], [west + 0.1, 52], [west + 0.1, 52.1], [west, 52.1], [west, 52]]
    outline = {"type": "Polygon", "coordinates": [ring]}
    return {"outline": outline, "west": west, "south": 52, "east": west + 0.1, "north": 52.1}


@pytest.fixture
def district() -> Area:
    """A district of eight wards: the first has nobody and no known people, the last has most."""
    PlaceFactory(name="Saltwold", codes=[COUNTY], fictional=True)
    TermFactory(scheme="what", code="105", title="Poverty")
    for at in range(WARDS):
        code = f"E0599{at:04d}"
        AreaFactory(
            code=code, kind="ward", name=f"Ward {at}", parent=DISTRICT, population=at * 900 or None,
            population_year=2024 if at else None, **square(at),
        )  # fmt: skip
        for which in range(at):
            one = OrganisationFactory(
                ward=code, district=DISTRICT, kind="group" if which % 2 else "charity",
                income=None if which == 5 else 3_000 * 4**which, registered_on=clock.today(),
            )  # fmt: skip
            if which % 3 == 0:
                ClassificationFactory(organisation=one, scheme="what", code="105")
        if at:
            FitFactory(code=f"E0199{at:04d}", kind="ward", within=code)
            DeprivationFactory(code=f"E0199{at:04d}", edition=2025, decile=at)
    return AreaFactory(code=DISTRICT, kind="district", name="Marram", parent=COUNTY, **square(0))


def keys_of(district: Area) -> list[str]:
    today = clock.today()
    wards = comparing.areas_within(district, today)
    return [m.key for m in areas.compared(wards, "", today).measures]


class TestTheMeasures:
    def test_are_of_every_sort(self, district: Area) -> None:
        keys = keys_of(district)

        assert {
            "organisations", "per-1000", "deprivation", "income", "median-income", "change",
            "kind-group", "size-micro", "size-medium", "cause-105",
        } <= set(keys)  # fmt: skip

    def test_are_offered_on_the_page_by_family(self, district: Area, client: Client) -> None:
        page = client.get(f"/areas/{DISTRICT}/?shade=cause-105").content.decode()

        assert '<optgroup label="By cause">' in page
        assert '<option value="cause-105" selected>Poverty</option>' in page
        assert "Organisations based there: Poverty, by ward" in page

    def test_of_a_cause_that_nobody_knows_is_the_first(
        self, district: Area, client: Client
    ) -> None:
        page = client.get(f"/areas/{DISTRICT}/?shade=cause-%3Cb%3E").content.decode()

        assert "Organisations based there, by ward" in page


class TestTheMap:
    def test_agrees_with_its_key_and_its_table(self, district: Area) -> None:
        today = clock.today()
        wards = comparing.areas_within(district, today)
        for key in keys_of(district):
            shown = areas.compared(wards, key, today)

            assert shown.measure.key == key
            by_class: dict[int, list[float]] = {}
            for shape, row in zip(shown.drawing.shapes, shown.rows, strict=True):
                assert [line.words for line in shape.lines] == [str(row.number)]
                shade = int(re.sub(r"\D", "", shape.style) or -1)
                if row.value is None:
                    assert "hush" in shape.style, (key, row.name)
                else:
                    by_class.setdefault(shade, []).append(row.value)
            classes = [by_class[shade] for shade in sorted(by_class)]
            assert [entry.shade for entry in shown.key] == sorted(by_class), key
            for lower, higher in pairwise(classes):
                assert max(lower) < min(higher), key

    def test_agrees_with_the_words_of_its_key(self, district: Area) -> None:
        today = clock.today()
        shown = areas.compared(comparing.areas_within(district, today), "organisations", today)
        words = {entry.shade: entry.words for entry in shown.key}

        for shape, row in zip(shown.drawing.shapes, shown.rows, strict=True):
            said = words[int(re.sub(r"\D", "", shape.style))]
            numbers = [float(n) for n in re.findall(r"[\d.]+", said)]
            value = row.value or 0
            if said.startswith("under"):
                assert value < numbers[0]
            elif said.endswith("and over"):
                assert value >= numbers[0]
            else:
                assert numbers[0] <= value <= numbers[-1], said


class TestTheFile:
    def test_holds_every_measure_that_the_map_offers(self, district: Area, client: Client) -> None:
        body = client.get(f"/areas/{DISTRICT}.csv")
        text = b"".join(body.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        rows = list(csv.DictReader(io.StringIO(text)))
        assert len(rows) == WARDS
        today = clock.today()
        wards = comparing.areas_within(district, today)

        for key, column in (
            ("organisations", "organisations"),
            ("kind-group", "by kind: informal group"),
            ("size-micro", "by yearly income: under £10,000"),
            ("cause-105", "by cause: poverty"),
        ):
            shown = areas.compared(wards, key, today)
            assert [float(r[column]) for r in rows] == [r.value for r in shown.rows], key
