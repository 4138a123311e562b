"""Where a need goes, and when somebody reads it: vectors, and what holds for any facts."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.help.reading_hours import next_read, when_read
from commonweal.help.routing import ELSEWHERE, FULL, UNKNOWN, UNSERVED, Choice, Facts, choose

NOON = dt.datetime(2026, 11, 26, 12, 0, tzinfo=dt.UTC)  # a Thursday
WARD, DISTRICT, COUNTY = "E05000001", "E07000001", "E10000001"
HERE = (WARD, DISTRICT, COUNTY)


def scheme(key, *, areas=(WARD,), needs=("shopping",), room=None, reads=NOON, door=False):
    return Facts(key, frozenset(areas), frozenset(needs), room, reads, door)


DOOR = scheme(9, areas=(), needs=(), door=True)


class TestChoosing:
    def test_takes_whoever_serves_both_need_and_area(self):
        others = [scheme(1, needs=["pets"]), scheme(2, areas=["E05000002"])]

        assert choose(["shopping"], HERE, [*others, scheme(3), DOOR]) == Choice(3)

    def test_takes_the_narrowest_area_first(self):
        wide, near = scheme(1, areas=[COUNTY]), scheme(2, areas=[DISTRICT])

        assert choose(["shopping"], HERE, [wide, near, DOOR]).scheme == 2

    def test_takes_whoever_reads_soonest_then_has_most_room(self):
        late = scheme(1, reads=NOON + dt.timedelta(hours=1))
        full, roomy = scheme(2, room=1), scheme(3, room=4)

        assert choose(["shopping"], HERE, [late, full, roomy, DOOR]).scheme == 3

    def test_knows_that_a_group_holds_its_needs(self):
        assert choose(["shopping", "food"], HERE, [scheme(1, needs=["food"]), DOOR]).scheme == 1

    @pytest.mark.parametrize(("schemes", "areas", "why"), [
        ([scheme(1, room=0)], HERE, FULL),
        ([scheme(1, areas=["E05000002"])], HERE, ELSEWHERE),
        ([scheme(1, needs=["pets"])], HERE, UNSERVED),
        ([scheme(1)], (), UNKNOWN),
    ])  # fmt: skip
    def test_goes_to_the_front_door_and_says_why(self, schemes, areas, why):
        assert choose(["shopping"], areas, [*schemes, DOOR]) == Choice(9, why)

    def test_is_nowhere_without_a_front_door(self):
        assert choose(["shopping"], HERE, []).scheme is None

    @given(st.permutations([scheme(n, room=n % 3) for n in range(1, 7)]))
    def test_does_not_depend_on_the_order_of_the_schemes(self, schemes):
        assert choose(["shopping"], HERE, schemes).scheme == 2


LATE = [["sa", "09:00", "12:30"]]
WEEK = [["th", "09:00", "12:30"], ["th", "14:00", "16:00"], ["fr", "09:00", "12:30"]]


class TestWhenSomebodyReads:
    @pytest.mark.parametrize(("hour", "closed", "said"), [
        (9, [], "Somebody reads this today before 12:30."),
        (13, [], "Nobody is there now. Somebody reads this today at 14:00."),
        (17, [], "Nobody is there now. Somebody reads this tomorrow at 09:00."),
        (17, ["2026-11-27"],
         "Nobody is there now. Somebody reads this on Thursday 3 December at 09:00."),
    ])  # fmt: skip
    def test_is_told_truthfully(self, hour, closed, said):
        assert when_read(WEEK, closed, NOON.replace(hour=hour)) == said

    def test_is_now_while_somebody_is_on_duty(self):
        said = when_read([], [], NOON, NOON + dt.timedelta(hours=2))

        assert said == "Somebody is there now, until 14:00, and reads this first."

    @pytest.mark.parametrize(("hours", "said"), [
        ([], "tomorrow at 12:00"), (WEEK, "tomorrow at 09:00"), (LATE, "tomorrow at 12:00"),
    ])  # fmt: skip
    def test_is_when_somebody_is_next_on_duty_unless_it_is_read_before(self, hours, said):
        closed = ["2026-11-26"]
        tomorrow = NOON + dt.timedelta(days=1)

        assert said in when_read(hours, closed, NOON, None, tomorrow)

    def test_is_not_promised_when_nobody_knows(self):
        assert "do not know" in when_read([], [], NOON)
        assert "do not know" in when_read([["th", "noon", "12"], ["xx"]], [], NOON)

    @given(st.integers(0, 366 * 24 * 60))
    def test_is_never_in_the_past(self, minutes):
        now = NOON + dt.timedelta(minutes=minutes)

        begin, end = next_read(WEEK, [], now)

        assert end > now
        assert end > begin
