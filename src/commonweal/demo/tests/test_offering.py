"""Services of the demonstration are told the same for the same seed, with hours that can be."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from commonweal.demo.block import generator
from commonweal.demo.catalogue.services import OFFERS, Offer
from commonweal.demo.county import saltwold
from commonweal.demo.offering import hours_of, told_of
from commonweal.sector.models import Organisation
from commonweal.sector.needs import listed
from commonweal.sector.offering import tidy_service
from commonweal.sector.opening import in_words

TODAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize("one", OFFERS, ids=lambda o: o.name)
class TestAnOffer:
    def test_can_be_kept_and_is_the_same_for_the_same_seed(self, one: Offer) -> None:
        county = saltwold(1)
        spot = county.spots[100]
        owner = Organisation(ref="GB-CHC-9000001", ward=spot.ward, district=spot.district)

        def told(seed: int):
            return told_of(one, owner, county, rng=generator(seed, 50), today=TODAY, at=1)

        assert tidy_service(told(1), today=TODAY).name == one.name
        assert told(1) == told(1)
        assert told(1).terms
        assert set(told(1).terms) <= {(row.scheme, row.code) for row in listed()}

    def test_can_read_its_hours_in_words(self, one: Offer) -> None:
        for spec in one.hours:
            said = [in_words(told.hours) for told in hours_of(spec, one, 1)]

            assert len(said) == 1
            assert re.search(r"\d(:\d\d)?[ap]m|midday", said[0]), spec
