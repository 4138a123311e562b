"""What a person may type."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.core.refused import Refused
from commonweal.sector.choices import FACTS
from commonweal.sector.facts import WORDS, tidy

TODAY = dt.date(2026, 11, 23)


class TestTidy:
    @pytest.mark.parametrize(
        ("fact", "typed", "kept"),
        [
            ("name", "  Mill   Lane\tLunch\n", "Mill Lane Lunch"),
            ("email", " a@b.example ", "a@b.example"),
            ("website", "www.mill.example", "https://www.mill.example"),
            ("website", "http://mill.example:8080/a?b=c", "http://mill.example:8080/a?b=c"),
            ("telephone", "+44 (0)1603 123456", "+44 (0)1603 123456"),
            ("telephone", "01603 123 456 ext 12", "01603 123 456 ext 12"),
            ("telephone", "116 123", "116 123"),
            ("postcode", "nr11aa", "NR1 1AA"),
            ("registered_on", "31/3/1999", "1999-03-31"),
            ("registered_on", dt.date(1999, 3, 31), "1999-03-31"),
            ("income", "£12,500", 12_500),
            ("income", "", None),
            ("income", 0, 0),
            ("address_public", "on", True),
            ("address_public", None, False),
            ("kind", "cic", "cic"),
            ("description", "One\r\nTwo\x00", "One\nTwo"),
        ],
    )
    def test_keeps(self, fact: str, typed: Any, kept: Any) -> None:
        assert tidy(fact, typed, today=TODAY) == kept

    @pytest.mark.parametrize(
        ("fact", "typed"),
        [
            ("name", "   "),
            ("name", "\u200b"),
            ("name", "x" * 256),
            ("email", "a@b@c"),
            ("email", "a b@c.example"),
            ("email", "a@b.example\nBcc: everyone@c.example"),
            ("website", "javascript:alert(1)"),
            ("website", "JaVaScRiPt://x.example/%0aalert(1)"),
            ("website", "data:text/html,x"),
            ("website", "ftp://files.example"),
            ("website", "https://me:secret@mill.example"),
            ("website", 'https://mill.example/"onmouseover="x'),
            ("website", "https://mill"),
            ("website", "https://127.0.0.1/"),
            ("website", "https://mill.example:99999/"),
            ("website", "https://[::1"),
            ("telephone", "999999999999999"),
            ("telephone", "ring me"),
            ("telephone", "+1 212 555 0100"),
            ("postcode", "NR1"),
            ("registered_on", "31/2/2020"),
            ("registered_on", "2027-01-01"),
            ("registered_on", "0001-01-01"),
            ("income", "-1"),
            ("income", "1.5"),
            ("income", "9" * 14),
            ("income", True),
            ("income", "١٢"),
            ("kind", "wizard"),
            ("status", ""),
            ("address_public", "maybe"),
            ("withheld", "no"),
            ("ref", "GB-CHC-1"),
        ],
    )
    def test_refuses_naming_the_field(self, fact: str, typed: Any) -> None:
        with pytest.raises(Refused) as refusal:
            tidy(fact, typed, today=TODAY)

        assert refusal.value.field == fact
        assert refusal.value.sentence.endswith((".", "?"))

    def test_has_words_for_every_fact(self) -> None:
        assert set(WORDS) == set(FACTS)

    @given(st.sampled_from(FACTS), st.text() | st.integers() | st.none() | st.floats())
    def test_never_fails_but_by_refusing(self, fact: str, typed: Any) -> None:
        try:
            kept = tidy(fact, typed, today=TODAY)
        except Refused:
            return

        assert kept is None or isinstance(kept, str | int)
        assert tidy(fact, kept, today=TODAY) == kept
