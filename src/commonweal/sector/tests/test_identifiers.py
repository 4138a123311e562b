"""Identifiers of organisations."""

import csv
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.sector.choices import Scheme
from commonweal.sector.identifiers import (
    RULES,
    normalise,
    org_id,
    parse,
    register_address,
)

WRITTEN = [
    ("GB-CHC", "1090095", "1090095"),
    ("GB-CHC", " 1 090 095 ", "1090095"),
    ("GB-CHC", "0200051", "200051"),
    ("GB-CHC", "GB-CHC-1090095", "1090095"),
    ("GB-CHC", "1090095-0", "1090095"),
    ("GB-CHC", "1090095-02", "1090095-2"),
    ("GB-CHC", 1090095, "1090095"),
    ("GB-CHC", "12345", None),
    ("GB-CHC", "99999999", None),
    ("GB-CHC", "109009a", None),
    ("GB-CHC", "١٠٩٠٠٩٥", None),
    ("GB-COH", "2534141.0", "02534141"),
    ("GB-COH", "sc1234", "SC001234"),
    ("GB-COH", "IP10002R", "IP10002R"),
    ("GB-COH", "SP10BENS", "SP10BENS"),
    ("GB-COH", "R0000123", "R0000123"),
    ("GB-COH", "CE008706", "CE008706"),
    ("GB-COH", "00000000", None),
    ("GB-COH", "123456789", None),
    ("GB-COH", "IPIP1234", None),
    ("GB-SC", "SC007427", "SC007427"),
    ("GB-SC", "7427", "SC007427"),
    ("GB-SC", "sc 7427", "SC007427"),
    ("GB-SC", "SC0074270", None),
    ("GB-NIC", "NIC100019", "100019"),
    ("GB-NIC", "200019", None),
    ("GB-MPR", "235c", "235C"),
    ("GB-MPR", "IP031455", "IP031455"),
    ("GB-MPR", "IP10002R", "10002R"),
    ("GB-MPR", "RS", None),
    ("GB-CASC", "DF679063", "df679063"),
    ("GB-CASC", "df67906", None),
    ("GB-PPON", "pwhn7463jtvd", "PWHN-7463-JTVD"),
    ("GB-UKPRN", "10000346", "10000346"),
    ("XX-VCSE", "Holt-0123ABC", "holt-0123abc"),
    ("GB-NONE", "1", None),
    ("GB-CHC", None, None),
    ("GB-CHC", "", None),
]


class TestNormalise:
    @pytest.mark.parametrize(("scheme", "written", "known"), WRITTEN)
    def test_takes_what_people_write_and_nothing_else(self, scheme, written, known):
        assert normalise(scheme, written) == known

    @pytest.mark.parametrize("scheme", RULES)
    def test_accepts_the_example_of_each_register(self, scheme):
        example = RULES[scheme].example

        assert normalise(scheme, example) == example
        assert parse(f"{scheme}-{example}") == (scheme, example)

    @given(scheme=st.sampled_from(sorted(RULES)), text=st.text(max_size=40))
    def test_never_fails_and_never_changes_what_it_once_accepted(self, scheme, text):
        known = normalise(scheme, text)

        assert known is None or normalise(scheme, known) == known
        assert known is None or re.fullmatch(r"[A-Za-z0-9-]+", known)

    @given(
        scheme=st.sampled_from(sorted(RULES)),
        text=st.from_regex(r"\A[A-Za-z]{0,4}[0-9]{1,9}[A-Za-z]{0,4}(-[0-9])?\Z"),
    )
    def test_an_org_id_reads_back_as_what_it_was_made_of(self, scheme, text):
        made = org_id(scheme, text)

        assert made is None or parse(made) == (scheme, normalise(scheme, text))


class TestSchemes:
    def test_every_scheme_we_keep_has_its_rule(self):
        assert set(RULES) == set(Scheme.values)


class TestParse:
    @pytest.mark.parametrize("text", ["", None, "GB-CHC", "GB-CHC-", "1090095", "GB-XYZ-1", "a b"])
    def test_knows_what_is_not_an_org_id(self, text):
        assert parse(text) is None

    def test_takes_small_letters_and_spaces(self):
        assert parse(" gb-coh-sc 1234 ") == ("GB-COH", "SC001234")


class TestRegisterAddress:
    def test_leads_to_the_body_on_its_register(self):
        assert register_address("GB-CHC", "1090095-2") == (
            "https://register-of-charities.charitycommission.gov.uk/charity-details/"
            "?regid=1090095&subid=2"
        )
        assert str(register_address("GB-COH", "9506232")).endswith("/company/09506232")

    def test_is_nothing_where_the_register_has_no_pages_or_the_number_is_wrong(self):
        assert register_address("GB-CASC", "df679063") is None
        assert register_address("GB-COH", "javascript:alert(1)") is None
        assert register_address("GB-NONE", "1") is None


class TestRealNumbers:
    @pytest.mark.parametrize(
        ("file", "columns", "wrong"),
        [
            ("charity-company-numbers.csv", ("org_id_a", "org_id_b"), 0),
            ("mutual-companies.csv", ("mutual_id", "company_id"), 20),
        ],
    )
    def test_are_nearly_all_as_written(self, real_data, file, columns, wrong):
        path = real_data / "registers/lookups" / file

        with path.open(encoding="utf-8-sig", newline="") as handle:
            refs = [row[c] for row in csv.DictReader(handle) for c in columns]

        odd = [ref for ref in refs if parse(ref) is None]
        assert len(odd) <= wrong, odd[:20]
