from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.ui import words


class TestMoney:
    @pytest.mark.parametrize(
        ("pounds", "said"),
        [
            (86_050, "£86,050"), (0, "£0"), (-1_200, "-£1,200"), (None, "not known"),
        ],
    )  # fmt: skip
    def test_is_said_to_the_pound(self, pounds, said):
        assert words.money(pounds) == said

    @pytest.mark.parametrize(
        ("pounds", "said"),
        [
            (950, "£950"), (8_640, "£8,600"), (86_050, "£86,000"), (999_600, "£1 million"),
            (1_240_000, "£1.2 million"), (3_000_000_000, "£3 billion"), (-86_050, "-£86,000"),
            (None, "not known"),
        ],
    )  # fmt: skip
    def test_can_be_said_shortly(self, pounds, said):
        assert words.money_short(pounds) == said


class TestCount:
    @pytest.mark.parametrize(
        ("value", "noun", "said"),
        [
            (0, "organisation", "no organisations"), (1, "charity", "1 charity"),
            (2, "charity", "2 charities"), (3512, "organisation", "3,512 organisations"),
            (2, "choir of men,choirs of men", "2 choirs of men"), (2, "church", "2 churches"),
        ],
    )  # fmt: skip
    def test_agrees_with_its_noun(self, value, noun, said):
        assert words.count(value, noun) == said


class TestDays:
    def test_are_written_as_people_write_them(self):
        assert words.day(dt.date(2026, 9, 2)) == "2 Sept 2026"
        assert words.long_day(dt.date(2026, 9, 2)) == "2 September 2026"
        assert words.month(dt.date(2026, 9, 2)) == "Sept 2026"
        assert words.day(None) == "date not known"

    @pytest.mark.parametrize(
        ("days", "said"),
        [
            (0, "today"), (1, "yesterday"), (5, "5 days ago"), (14, "2 weeks ago"),
            (61, "2 months ago"), (800, "2 years ago"), (-1, "in 1 day"),
        ],
    )  # fmt: skip
    def test_say_how_long_ago(self, days, said):
        today = dt.date(2026, 11, 23)

        assert words.ago(today - dt.timedelta(days=days), today) == said


class TestMiles:
    @pytest.mark.parametrize(
        ("km", "said"),
        [
            (0.05, "under 0.1 miles"), (0.65, "0.4 miles"), (1.609344, "1 mile"),
            (20.0, "12 miles"), (None, "distance not known"),
        ],
    )  # fmt: skip
    def test_are_made_of_kilometres(self, km, said):
        assert words.miles(km) == said


class TestSentenceCase:
    def test_calms_a_text_in_capitals_and_keeps_names(self):
        text = "TO RELIEVE POVERTY IN MILL LANE. TO HELP NORWICH."

        calm = words.sentence_case(text, keep=["Norwich", "Mill Lane"])

        assert calm == "To relieve poverty in Mill Lane. To help Norwich."

    def test_leaves_any_other_text_alone(self):
        assert words.sentence_case("We help. RSPB too.") == "We help. RSPB too."


class TestShare:
    @given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
    def test_is_always_a_length_between_nought_and_all(self, part, whole):
        share = words.share(part, whole)

        assert share.endswith("%")
        assert 0 <= float(share[:-1]) <= 100


class TestDialled:
    def test_keeps_digits_and_a_leading_plus_only(self):
        assert words.dialled("+44 (0)1603 '><script> 12+3") == "+44016031 23".replace(" ", "")


class TestReach:
    @pytest.mark.parametrize(
        ("distance", "unit", "said"),
        [(3, "miles", "3 miles (4.8 km)"), (1, "miles", "1 mile (1.6 km)"),
         (0.5, "miles", "0.5 miles (0.8 km)"), (50, "miles", "50 miles (80 km)"),
         (5, "km", "5 km (3.1 miles)"), (1.609344, "km", "1.6 km (1 mile)"),
         (500, "miles", "500 miles (805 km)"), (0.01, "miles", "0.01 miles (0.02 km)")],
    )  # fmt: skip
    def test_is_said_in_miles_and_in_kilometres(self, distance, unit, said):
        assert words.reach(distance, unit) == said
