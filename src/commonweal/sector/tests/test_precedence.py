"""Which value wins."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from commonweal.sector.choices import FACTS
from commonweal.sector.precedence import Claim, resolve
from commonweal.sector.withholding import WITHHOLDABLE, hidden_by

CHARITY = Claim(source="charity-commission", precedence=10, key="a", facts={
    "name": "Mill Lane", "email": "", "street": "1 Mill Lane", "postcode": "NR1 1AA",
    "address_public": False, "status": "active",
})  # fmt: skip
COMPANY = Claim(source="companies-house", precedence=30, key="b", facts={
    "name": "MILL LANE LIMITED", "email": "a@b.example", "postcode": "NR2 2BB",
    "address_public": True, "status": "dissolved", "status_on": "2020-01-01",
})  # fmt: skip


class TestResolve:
    def test_takes_each_fact_from_the_most_trusted_source_that_says(self) -> None:
        facts = resolve([COMPANY, CHARITY], {}, ())

        assert facts["name"].value == "Mill Lane"
        assert facts["email"].value == "a@b.example"
        assert facts["email"].source == "companies-house"

    def test_never_mixes_two_addresses(self) -> None:
        bare = Claim(source="casc", precedence=1, facts={"postcode": "NR3 3CC"})

        facts = resolve([bare, CHARITY, COMPANY], {}, ())

        assert facts["postcode"].value == "NR3 3CC"
        assert not facts["street"].value
        assert not facts["address_public"].value

    def test_lets_a_correction_win_even_when_it_is_empty(self) -> None:
        facts = resolve([COMPANY], {"email": ""}, ())

        assert facts["email"].value == ""
        assert facts["email"].corrected
        assert facts["email"].differs
        assert facts["email"].stated == "a@b.example"

    def test_says_that_a_correction_no_longer_differs_once_the_register_agrees(self) -> None:
        assert not resolve([COMPANY], {"email": "a@b.example"}, ())["email"].differs

    def test_unsays_the_street_when_the_postcode_is_corrected(self) -> None:
        public = Claim(source="x", facts={**CHARITY.facts, "address_public": True})

        facts = resolve([public], {"postcode": "NR9 9ZZ"}, ())

        assert facts["street"].value == ""
        assert facts["address_public"].value is False

    def test_asks_a_dropped_record_only_when_no_standing_one_says(self) -> None:
        gone = Claim(source="charity-commission", precedence=1, facts=CHARITY.facts, gone=True)

        assert resolve([gone, COMPANY], {}, ())["name"].value == "MILL LANE LIMITED"
        assert resolve([gone], {}, ())["name"].value == "Mill Lane"

    def test_says_removed_when_the_only_register_dropped_it(self) -> None:
        gone = Claim(source="x", facts=CHARITY.facts, gone=True, gone_on=dt.date(2026, 2, 3))

        facts = resolve([gone], {}, ())

        assert facts["status"].value == "removed"
        assert facts["status_on"].value == "2026-02-03"

    def test_keeps_why_it_ended_when_the_register_said_before_dropping_it(self) -> None:
        gone = Claim(source="x", facts=COMPANY.facts, gone=True, gone_on=dt.date(2026, 2, 3))

        assert resolve([gone], {}, ())["status"].value == "dissolved"

    def test_blanks_what_is_withheld_and_still_knows_it(self) -> None:
        fact = resolve([COMPANY], {}, {"email"})["email"]

        assert fact.value is None
        assert fact.withheld
        assert fact.known == "a@b.example"

    def test_hides_a_corrected_value_too(self) -> None:
        assert resolve([COMPANY], {"email": "refuge@c.example"}, {"email"})["email"].value is None

    @given(st.sampled_from(sorted(WITHHOLDABLE)), st.sampled_from(FACTS), st.text(max_size=5))
    def test_never_lets_out_a_withheld_value(self, what: str, fact: str, secret: str) -> None:
        claim = Claim(source="x", facts={fact: secret, "postcode": secret or "x"})

        facts = resolve([claim], {fact: secret}, {what})

        assert all(facts[f].value is None for f in hidden_by({what}) if f in facts)


class TestWithholdingThePostcode:
    def test_hides_the_pin_and_the_small_areas_but_not_the_district(self) -> None:
        hidden = hidden_by({"postcode"})

        assert {"street", "latitude", "longitude", "ward", "lsoa", "msoa"} <= hidden
        assert not {"district", "county", "name"} & hidden
