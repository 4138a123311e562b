"""What an event shows of an undertaking: the vectors of the domain reference, 7.2, in sentences."""

from __future__ import annotations

import datetime as dt

import pytest

from commonweal.commitments.choices import EventKind, ReviewedBy
from commonweal.commitments.presets import PRESETS
from commonweal.commitments.showing import ASKS, BEARINGS, Happened, shown, what_is_read

DAY = dt.date
CONSULTED = {"kind": "consultation", "opened_on": DAY(2026, 1, 5)}
ENDED = {"kind": "funding-ended", "notice_on": DAY(2026, 11, 30)}


def fact(how, words, needed=None, **what):
    return shown(how, words, needed, Happened(**what))


class TestAConsultation:
    WORDS = "A formal consultation is open for twelve weeks."

    @pytest.mark.parametrize(
        ("closes", "reason", "says"),
        [
            (DAY(2026, 3, 30), "", "84 of 84 days."),
            (DAY(2026, 3, 16), "", "70 of 84 days; no reason filed."),
            (DAY(2026, 3, 16), "An election is near.", "70 of 84 days; a reason is filed."),
        ],
    )
    def test_is_counted_in_days(self, closes, reason, says):
        found = fact("min-days", self.WORDS, 84, **CONSULTED, closes_on=closes, reason=reason)

        assert (found.says, found.known) == (says, True)

    def test_by_the_days_that_the_undertaking_names(self):
        found = fact("min-days", self.WORDS, 42, **CONSULTED, closes_on=DAY(2026, 2, 16))

        assert found.says == "42 of 42 days."

    def test_without_its_days_is_not_computed(self):
        found = fact("min-days", self.WORDS, 84, **CONSULTED)

        assert not found.known
        assert "lacks" in found.says


class TestNotice:
    WORDS = "Three months' notice in writing."

    def test_is_counted_in_calendar_months(self):
        found = fact(
            "min-months", self.WORDS, 3, **ENDED, ends_on=DAY(2027, 2, 15), rationale="Savings."
        )

        assert "2 of 3 months; the earliest end was 28 February 2027" in found.says

    def test_without_a_written_rationale_says_so_however_long_it_was(self):
        found = fact("min-months", self.WORDS, 3, **ENDED, ends_on=DAY(2027, 6, 30))

        assert "no written rationale" in found.says

    def test_long_enough_with_its_rationale_is_a_plain_fact(self):
        found = fact(
            "min-months", self.WORDS, 3, **ENDED, ends_on=DAY(2027, 2, 28), rationale="Savings."
        )

        assert found.says == "3 months."


class TestAGrant:
    def test_of_three_years_is_more_than_one(self):
        found = fact("share", "More than one year.", 50, kind="grant", months=36)

        assert found.says == "36 months: more than a year."

    def test_of_one_year_is_not(self):
        found = fact("share", "More than one year.", 50, kind="grant", months=12)

        assert found.says == "12 months: a year or less; no reason filed."

    def test_says_whether_payment_in_advance_was_considered_or_that_nobody_said(self):
        words = "Payment in advance is considered."

        assert fact("yes-no", words, kind="grant", in_advance="yes").says.endswith(": yes.")
        assert "no; no reason filed" in fact("yes-no", words, kind="grant", in_advance="no").says
        assert not fact("yes-no", words, kind="grant").known


class TestAnEvent:
    def test_bears_on_nothing_whose_words_do_not_speak_of_it(self):
        assert fact("min-days", "We pay within 30 days.", 30, kind="consultation") is None
        assert fact("min-months", "Notice of three months.", 3, kind="grant", months=3) is None
        assert fact("narrative", "We consult.", None, kind="consultation") is None

    @pytest.mark.parametrize("kind", EventKind.values)
    def test_never_judges(self, kind):
        words = "consult notice year in advance full cost in writing"
        for how in ReviewedBy.values:
            found = fact(
                how, words, 3, kind=kind, opened_on=DAY(2026, 1, 5), closes_on=DAY(2026, 1, 6),
                notice_on=DAY(2026, 1, 5), ends_on=DAY(2026, 1, 6), months=1, in_advance="no",
                full_costs="no", in_writing="no",
            )  # fmt: skip
            assert found is None or not any(
                word in found.says.lower() for word in ("met", "kept", "broke", "fail", "breach")
            )


def undertakings(part):
    yield from part.promises
    for below in part.parts:
        yield from undertakings(below)


@pytest.mark.parametrize("name", ["compact", "covenant"])
class TestAnAgreementToBeginWith:
    def test_has_undertakings_of_both_sides(self, name):
        sides = {p.side for part in PRESETS[name].parts for p in undertakings(part)}

        assert sides == {"partner", "sector"}

    def test_has_codes_that_are_each_used_once(self, name):
        def codes(parts):
            for part in parts:
                yield from filter(None, [part.code])
                yield from codes(part.parts)

        found = list(codes(PRESETS[name].parts))
        assert len(found) == len(set(found))

    def test_has_words_from_which_every_count_can_be_computed(self, name):
        counted = ("min-days", "min-months", "share")
        for part in PRESETS[name].parts:
            for promise in undertakings(part):
                if promise.reviewed_by in counted:
                    read = [what_is_read(promise.reviewed_by, promise.words, k) for k in
                            EventKind.values]  # fmt: skip
                    assert any(read), promise.words
                    assert promise.threshold


class TestTheCompact:
    def test_has_five_outcomes_and_the_figures_of_2010(self):
        preset = PRESETS["compact"]
        principles = [p for p in preset.parts if p.kind == "principle"]
        tested = {p.reviewed_by: p.threshold for part in preset.parts for p in undertakings(part)}

        assert len(principles) == 5
        assert (tested["min-days"], tested["min-months"]) == (84, 3)

    def test_lets_each_kind_of_fact_be_computed(self):
        promises = [p for part in PRESETS["compact"].parts for p in undertakings(part)]
        read = {
            what_is_read(p.reviewed_by, p.words, kind)
            for p in promises
            for kind in EventKind.values
        }

        assert read >= {"days", "months", "length", "in_advance", "full_costs", "in_writing"}
        assert set(ASKS) <= {what for *_, what in BEARINGS}


class TestTheCovenant:
    def test_has_four_principles(self):
        assert len([p for p in PRESETS["covenant"].parts if p.kind == "principle"]) == 4
