"""Two texts are run into one, in no more time than somebody waits, whatever they hold."""

from __future__ import annotations

import random
import time

import pytest

from commonweal.ui.differing import GONE, MOST_WORDS, NEW, SAME, pieces

WORDS = ("the", "of", "and", "to", "a", "in", "for", "is", "on", "that", "by", "with", "not")


def joined(found, *kinds):
    return "".join(p.text for p in found if p.kind in kinds)


def drawn(of, seed, n=MOST_WORDS):
    return " ".join(random.Random(seed).choices(of, k=n))


SLOW = {
    "one word again and again": ("a " * 1_999, "a " * 1_000 + "b " + "a " * 998),
    "two words by turns": ("a b " * 999, "b a " * 999),
    "two words at random": (drawn("ab", 1), drawn("ab", 2)),
    "full stops": ("." * 1_999, "." * 1_000 + "," + "." * 990),
    "200,000 characters of words": ("w " * 100_000, "w " * 99_999 + "v "),
    "200,000 characters of full stops": ("." * 200_000, "." * 199_999 + ","),
    "200,000 spaces": (" " * 200_000, " " * 199_999 + "v"),
    "one word of 200,000 characters": ("w" * 200_000, "w" * 199_999 + "v"),
    "few words at random": (drawn(WORDS, 1), drawn(WORDS, 2)),
}


class TestTwoTexts:
    @pytest.mark.parametrize("name", SLOW)
    def test_made_to_be_slow_are_compared_or_shown_whole_in_no_time(self, name):
        before, after = SLOW[name]
        began = time.process_time()

        found = pieces(before, after)

        assert time.process_time() - began < 0.5
        assert joined(found, SAME, GONE) == before and joined(found, SAME, NEW) == after

    def test_of_which_one_word_is_another_show_that_word(self):
        before = "The hall is open on Monday. " + drawn(WORDS, 3, 900)
        after = before.replace("Monday", "Tuesday")

        found = pieces(before, after)

        assert [(p.kind, p.words) for p in found if p.kind != SAME] == [
            (GONE, "Monday"), (NEW, "Tuesday"),
        ]  # fmt: skip

    def test_that_share_nothing_stand_one_after_the_other(self):
        found = pieces("Buses at night.", "A hall with heating")

        assert [p.kind for p in found] == [GONE, NEW]
