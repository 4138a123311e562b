"""A ground to bring registers into, and a way to do so, for the tests that ask for them."""

from __future__ import annotations

from itertools import count

import pytest

from commonweal.core.actions import door
from commonweal.intake.models import Run
from commonweal.places.models import Area, Postcode
from commonweal.sector.tests.bringing import HULL, NORFOLK, bring, place_is
from commonweal.sector.tests.extracts import write_extract

numbered = count()


@pytest.fixture
def ground(settings, tmp_path, db):
    """Norfolk with two postcodes, Hull with one; the place is everywhere."""
    settings.KEEP_IMPORTS = tmp_path / "imports"
    settings.HOME = tmp_path
    with door("test"):
        Area.objects.create(code=NORFOLK, kind="county", name="Norfolk")
        Area.objects.create(code="E07000148", kind="district", name="Norwich", parent=NORFOLK)
        Area.objects.create(code=HULL, kind="district", name="Hull")
        norwich = {"county": NORFOLK, "district": "E07000148", "ward": "E05012915"}
        Postcode.objects.create(postcode="NR1 1AA", latitude=52.6, longitude=1.3, **norwich)
        Postcode.objects.create(postcode="HU1 1AA", latitude=53.7, longitude=-0.3, district=HULL)
    place_is()


@pytest.fixture
def extract(tmp_path, ground):
    """Writes an extract into a new folder and brings it in."""

    def write_and_bring(charities, *, trial=False, write=write_extract, **tables) -> Run:
        return bring(write(tmp_path / f"x{next(numbered)}", charities, **tables), trial=trial)

    return write_and_bring
