"""``commonweal commitments check-dates``: the vectors, and what it says of days that are none."""

from __future__ import annotations

import json

import pytest

from commonweal.config.cli import main

OPENED, NOTICE = ["--opened", "2026-01-05"], ["--notice-given", "2026-11-30"]


def check(*words):
    return main(["commitments", "check-dates", *words])


def told(capsys, *words):
    assert check(*words, "--json") == 0
    return json.loads(capsys.readouterr().out)


class TestCheckDates:
    def test_counts_the_days_of_a_consultation(self, capsys):
        found = told(capsys, *OPENED, "--closed", "2026-03-16")

        assert (found["days"], found["needed"], found["met"]) == (70, 84, False)
        assert found["why"] == "70 of 84 days; no reason filed."
        assert found["earliest"] == "2026-03-30"
        assert told(capsys, *OPENED, "--closed", "2026-03-30")["met"]

    def test_says_that_a_reason_is_filed_and_does_not_call_it_met(self, capsys):
        found = told(capsys, *OPENED, "--closed", "2026-03-16", "--reason", "An election.")

        assert (found["met"], found["with_reason"]) == (False, True)

    def test_counts_months_of_notice(self, capsys):
        short = told(capsys, *NOTICE, "--ends", "2027-02-15", "--rationale", "Savings.")
        enough = told(capsys, *NOTICE, "--ends", "2027-02-28", "--rationale", "Savings.")
        silent = told(capsys, *NOTICE, "--ends", "2027-06-30")

        assert (short["months"], short["needed"], short["met"]) == (2, 3, False)
        assert enough["met"]
        assert (silent["months"], silent["met"]) == (7, False)
        assert "no written rationale" in silent["why"]

    def test_says_it_in_words_too(self, capsys):
        assert check(*OPENED, "--closed", "2026-03-16") == 0

        said = capsys.readouterr().out
        assert said == "70 of 84 days; no reason filed.\nThe rule is met from 30 March 2026 on.\n"

    @pytest.mark.parametrize(
        "words",
        [
            [*OPENED, "--closed", "2026-13-45"],
            [*OPENED, "--closed", "tomorrow"],
            ["--opened", "9999-12-31", "--closed", "9999-12-31"],
            [*OPENED, "--closed", "2025-01-01"],
            [*NOTICE, "--ends", "2025-01-01"],
            OPENED,
            [],
            [*OPENED, "--ends", "2026-03-16"],
            [*OPENED, "--closed", "2026-03-16", *NOTICE, "--ends", "2027-02-28"],
        ],
    )
    def test_says_in_one_sentence_what_is_wrong(self, capsys, words):
        assert check(*words) == 2

        told = capsys.readouterr()
        assert told.out == ""
        assert told.err.count("\n") == 1
        assert told.err.strip().endswith(".")
