"""The dispute ladder and the limits of the law: pure, by the vectors of the domain reference."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.commitments.choices import Rung
from commonweal.commitments.ladder import (
    CHAMPION,
    COMPLAINT,
    COURT,
    FORMAL,
    INFORMAL,
    MEDIATION,
    SAYS,
    Came,
    due_on,
    may_come,
    steps,
)
from commonweal.commitments.limits import NOT_ADVICE, limits_of

DAY = dt.date


class TestTheLadder:
    def test_has_the_steps_that_a_concern_can_come_to(self):
        assert list(SAYS) == list(Rung.values)
        assert list(Rung.values) == [INFORMAL, FORMAL, CHAMPION, MEDIATION, COMPLAINT, COURT]

    @pytest.mark.parametrize(
        ("rung", "on", "due"),
        [
            (FORMAL, DAY(2026, 3, 2), DAY(2026, 3, 16)),
            (CHAMPION, DAY(2026, 3, 2), DAY(2026, 3, 30)),
            (
                FORMAL,
                DAY(2026, 12, 18),
                DAY(2027, 1, 6),
            ),  # three bank holidays
            (INFORMAL, DAY(2026, 3, 2), None),
            (MEDIATION, DAY(2026, 3, 2), None),
        ],
    )
    def test_counts_working_days(self, rung, on, due):
        assert due_on(rung, on) == due

    def test_has_no_seventh_step(self):
        with pytest.raises(ValueError, match="no step 7"):
            due_on(7, DAY(2026, 3, 2))

    def test_says_where_a_concern_is_and_whether_its_answer_is_late(self):
        came = [Came(INFORMAL, DAY(2026, 2, 1)), Came(FORMAL, DAY(2026, 3, 2))]

        on_time = steps(came, today=DAY(2026, 3, 16))
        late = steps(came, today=DAY(2026, 3, 17))

        assert [s.now for s in on_time] == [False, True, False, False, False, False]
        assert on_time[1].due_on == DAY(2026, 3, 16)
        assert (on_time[1].late, late[1].late) == (False, True)

    def test_is_not_late_at_a_step_that_was_left(self):
        came = [Came(FORMAL, DAY(2026, 3, 2)), Came(CHAMPION, DAY(2026, 6, 1))]

        assert not steps(came, today=DAY(2026, 6, 2))[1].late

    def test_goes_up_only_and_mediates_only_where_both_agree(self):
        assert may_come(FORMAL, INFORMAL, both_agree=False) == ""
        assert may_come(COURT, INFORMAL, both_agree=False) == ""
        assert "already" in may_come(FORMAL, FORMAL, both_agree=True)
        assert "already" in may_come(INFORMAL, CHAMPION, both_agree=True)
        assert "both sides" in may_come(MEDIATION, CHAMPION, both_agree=False)
        assert may_come(MEDIATION, CHAMPION, both_agree=True) == ""


def last_days(decided, knew, *, procurement=False):
    found = limits_of(decided, knew, procurement=procurement, today=DAY(2026, 3, 3))
    return {limit.what.split()[0]: limit.last for limit in found}


class TestTheLimitsOfTheLaw:
    def test_run_from_the_decision_and_from_when_it_was_known(self):
        found = last_days(DAY(2026, 3, 2), DAY(2026, 3, 10), procurement=True)

        assert found == {
            "A": DAY(2026, 4, 8), "Judicial": DAY(2026, 6, 2), "Local": DAY(2027, 3, 9),
        }  # fmt: skip

    def test_clamp_to_the_end_of_the_month(self):
        assert last_days(DAY(2026, 11, 30), None)["Judicial"] == DAY(2027, 2, 28)

    def test_name_procurement_only_where_it_is_one(self):
        assert "A" not in last_days(DAY(2026, 3, 2), None)

    def test_take_the_earlier_day_where_only_one_is_known(self):
        assert last_days(None, DAY(2026, 3, 2))["Judicial"] == DAY(2026, 6, 2)
        assert last_days(DAY(2026, 3, 2), None)["Local"] == DAY(2027, 3, 1)

    def test_are_unknown_without_a_day_and_not_said_to_have_passed(self):
        for limit in limits_of(None, None, procurement=True, today=DAY(2026, 3, 2)):
            assert limit.last is None
            assert not limit.passed
            assert limit.days_left(DAY(2026, 3, 2)) is None

    def test_have_passed_on_the_day_after_the_last(self):
        on_the_last = limits_of(DAY(2026, 3, 2), None, procurement=False, today=DAY(2026, 6, 2))[0]
        after = limits_of(DAY(2026, 3, 2), None, procurement=False, today=DAY(2026, 6, 3))[0]

        assert (on_the_last.passed, on_the_last.days_left(DAY(2026, 6, 2))) == (False, 1)
        assert (after.passed, after.days_left(DAY(2026, 6, 3))) == (True, None)

    def test_say_that_this_is_no_advice_and_where_to_get_it(self):
        assert "not legal advice" in NOT_ADVICE
        assert "solicitor" in NOT_ADVICE

    @given(st.dates(DAY(2000, 1, 1), DAY(2100, 1, 1)), st.integers(0, 400))
    def test_never_end_before_they_begin(self, decided, later):
        knew = decided + dt.timedelta(days=later)

        for limit in limits_of(decided, knew, procurement=True, today=decided):
            assert limit.last > decided
