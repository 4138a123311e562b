"""No note says how to get into a home or at somebody's money; other notes are kept."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.help.hidden import CARD, KEY, PIN, UNDER_THE_MAT, why_refused

CODES = [
    "key safe 1234",
    "Keysafe code C1234Y",
    "KEY-SAFE: 1234",
    "The key safe number is 4 5 7 9",
    "Key safe by the back door, code 0451",
    "key safe is one two three four",
    "Keysafe’s C12Y34.",
    "key safe 1234 2 pints of milk please",
    "Code for the door is 1234",
    "The code to the main door is 1234#",
    "door code: 5821",
    "Front door code 5821, flat 3",
    "gate code is 1999",
    "combination 1066",
    "4821 is the door code",
    "4821 opens the key safe",
    "C4821Y for the keysafe",
    "Passcode 448812",
    "lockbox 7788",
    "keypad - 7788",
    "Gate: 1234#",
    "key safe １２３４",
    "key s\u200bafe 1234",
    "Ring 01603 123456, key safe 9182",
]
PINS = [
    "PIN 1234",
    "her pin is 1234",
    "PIN number: 0 4 4 1",
    "pin's 1234",
    "use my card, 1234 is the pin",
    "pin code one two three four",
    "CVV 123",
    "security code 987",
    "the three digits on the back are 123",
]
CARDS = [
    "4111 1111 1111 1111",
    "card 4111111111111111 exp 12/27",
    "5555-5555-5555-4444",
    "3782 822463 10005",
    "2223003122003222",
    "6011111111111117",
]
MATS = [
    "The key is under the mat",
    "key's behind the flower pot",
    "Spare key left under a brick",
]
FINE = [
    "",
    "12 High Street, NR3 1AB",
    "145 High Street, Norwich",
    "Ring 01603 123456 or 07700 900123",
    "Ring 07700 900123 for the code",
    "+44 7700 900123 / +44 1603 123 456",
    "07700 900123 07700 900456",
    "meet at 1430",
    "Meet at 14:30 by the key safe",
    "Arrive 1430, key safe by the door",
    "There is a key safe. Ask her for the code.",
    "Key safe by the door of 145 High Street",
    "Key safe to the left, 100m down the lane",
    "Key safe fitted in March 2024",
    "The door code is on file with the lead.",
    "Her postcode is NR31 1AB",
    "area code 01603",
    "discount code 12345",
    "Sort code and account number were not taken",
    "Two pints of milk, three loaves, one dozen eggs",
    "Pension Credit: £1,234.56 on 26/11/2026",
    "Order 4111 1111 1111 1112 did not arrive",
    "Reference 1234567890123456",
    "NHS number 943 476 5919",
    "pin the notice to the board at 1430",
    "He keeps pins and needles in the tin",
    "Ping 1234 people",
    "Bus 25 from stop 1234",
    "She is safe at home since 2019",
    "The key worker is Ann, 01603 765432",
    "Key stage 2, room 101",
    "The key to the shed is with the neighbour at 14",
    "Dog is called Pin, aged 12",
]


class TestANote:
    @pytest.mark.parametrize("text", CODES)
    def test_has_no_code_of_a_door(self, text):
        assert why_refused(text) == KEY

    @pytest.mark.parametrize("text", PINS)
    def test_has_no_pin(self, text):
        assert why_refused(text) == PIN

    @pytest.mark.parametrize("text", CARDS)
    def test_has_no_number_of_a_card(self, text):
        assert why_refused(text) == CARD

    @pytest.mark.parametrize("text", MATS)
    def test_says_of_no_key_where_it_is(self, text):
        assert why_refused(text) == UNDER_THE_MAT

    @pytest.mark.parametrize("text", FINE)
    def test_is_kept_otherwise(self, text):
        assert why_refused(text) == ""

    @given(st.integers(0, 9999), st.sampled_from(["key safe", "Keysafe code", "door code is"]))
    def test_has_no_code_whatever_it_is(self, number, words):
        assert why_refused(f"Side gate, then {words} {number:04}. Thank you") == KEY

    @given(st.integers(10**14, 10**15 - 1), st.sampled_from("3456"), st.sampled_from(["", " "]))
    def test_has_no_card_whatever_its_number(self, middle, first, gap):
        fifteen = f"{first}{middle}"[:15]
        check = next(c for c in "0123456789" if _luhn(fifteen + c))
        whole = fifteen + check

        written = gap.join(whole[i : i + 4] for i in range(0, 16, 4))
        wrong = fifteen + str((int(check) + 1) % 10)

        assert why_refused(f"Card {written}, thank you") == CARD
        assert why_refused(wrong) == ""

    @given(st.from_regex(r"0[1-9]\d{2} ?\d{3} ?\d{4}|0[1-9]\d{3} ?\d{6}", fullmatch=True))
    def test_may_have_any_telephone_number(self, number):
        assert why_refused(f"Ring {number} before you come") == ""

    @given(st.text(max_size=300))
    def test_of_any_kind_is_read(self, text):
        assert why_refused(text) in {"", KEY, PIN, CARD, UNDER_THE_MAT}

    @pytest.mark.parametrize("filler", ["the ", "1 ", "key safe ", "- ", "one ", "1234 is the "])
    def test_is_read_at_once_however_long(self, filler):
        # A pattern that tries every way to split a text would take hours.
        began = time.process_time()

        why = why_refused("code " + filler * 4000 + "!")

        assert why in {"", KEY}
        assert time.process_time() - began < 2


def _luhn(number: str) -> bool:
    """The check as published, by another way than ours."""
    table = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
    odd = sum(int(c) for c in number[-1::-2])
    return (odd + sum(table[int(c)] for c in number[-2::-2])) % 10 == 0
