"""A rehearsed year: its rhythm, days that may be played again, a count that sees losses."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pytest
from django.db.models import Count

from commonweal.core.tests.given import given
from commonweal.demo.county import saltwold
from commonweal.demo.rehearsal import counting, playing
from commonweal.demo.rehearsal.auditing import audit, broken_histories
from commonweal.demo.rehearsal.crew import Crew
from commonweal.demo.rehearsal.playing import Player
from commonweal.demo.rehearsal.world import needs_here, spots_of
from commonweal.demo.rehearsal.year import DAYS, Sizes, Year, days, year
from commonweal.help.models import Given, Helper, Match, Request, SchemeNeed
from commonweal.help.tests.factories import (
    HelperFactory,
    NeedFactory,
    NeedRuleFactory,
    SchemeFactory,
    SchemeMemberFactory,
    SchemeNeedFactory,
)
from commonweal.sector.tests.factories import PostcodeFactory

SEED = 1


class TestAYear:
    def test_has_the_countys_own_numbers(self):
        plan = year(1, SEED)

        assert plan.sizes == Sizes(320, 4_200, 97_000, 35_000, 48_000, 21_000)
        assert (plan.asks.sum(), plan.parcels.sum()) == (97_000, 35_000)
        assert (plan.advised.sum(), plan.packs.sum()) == (48_000, 21_000)

    def test_is_the_same_for_the_same_seed(self):
        assert np.array_equal(year(0.1, 3).asks, year(0.1, 3).asks)
        assert not np.array_equal(year(0.1, 3).asks, year(0.1, 4).asks)

    def test_is_busiest_on_mondays_and_in_winter(self):
        by_day = year(1, SEED).asks.sum(axis=1)
        month = {m: sum(n for d, n in zip(days(), by_day, strict=True) if d.month == m)
                 for m in (1, 7)}  # fmt: skip
        on = [sum(n for d, n in zip(days(), by_day, strict=True) if d.weekday() == w)
              for w in range(7)]  # fmt: skip

        assert month[1] > 1.3 * month[7]
        assert max(on) == on[0]
        assert min(on) == on[6]


def plan_of(counts):
    """So many askings, parcels and packs on each of the first days, in one scheme."""
    asks, some = (np.zeros((DAYS, 1), dtype=int) for _ in range(2))
    asks[: len(counts), 0], some[:3, 0] = counts, 2
    return Year(Sizes(1, 4, sum(counts), 6, 0, 6), asks, some, np.zeros_like(some), some)


@pytest.fixture
def player(db, tmp_path):
    county = saltwold(SEED)
    scheme = SchemeFactory(slug="rehearsal-0")
    SchemeMemberFactory(scheme=scheme, part="lead", guards="lead")
    need = NeedFactory()
    NeedRuleFactory(term=need)
    SchemeNeedFactory(scheme=scheme, term=need)
    near = spots_of(0, county)
    for spot in near:
        PostcodeFactory(
            postcode=spot.postcode, easting=spot.easting, northing=spot.northing,
            ward=spot.ward, district=spot.district,
        )  # fmt: skip
    for n, spot in enumerate(near[:4]):
        HelperFactory(
            scheme=scheme, name=f"Helper {n}", reach=40_000,
            spot={"easting": spot.easting, "northing": spot.northing},
            needs=[need.code], times=[], weekly_limit=5,
        )  # fmt: skip
    with given():
        assert needs_here() == [need]
    return Player(plan_of([2, 1, 0, 2]), county, SEED, tmp_path / "travel.jsonl")


class TestADay:
    def test_played_twice_is_played_once(self, player):
        for at in range(4):
            player.play(at, 0)
            player.play(at, 0)

        assert Request.objects.count() == 5
        assert Given.objects.count() == 12
        assert counting.double_matched() == 0

    def test_helps_asks_afterwards_and_closes(self, player):
        for at in range(14):
            player.play(at, 0)

        told = counting.outcome(player.year, player.notes)
        assert (told.lost, told.double_matched, told.requests) == (0, 0, 5)
        assert told.answered >= 4
        assert told.km_over_optimum >= 1
        assert told.median_wait_hours is not None


class TestScarcity:
    def test_ends_what_nobody_can_do_with_the_reason_and_counts_it_by_theme(self, player):
        with given():
            Helper.objects.update(spot={"easting": 1, "northing": 1}, reach=10)
        for at in range(14):
            player.play(at, 0)

        told = counting.outcome(player.year, player.notes)
        assert (told.lost, told.answered) == (0, 0)
        assert told.unmet_why == {"No helper is near enough.": told.unmet}
        assert told.unmet_themes == {"care": told.unmet}
        assert told.unmet >= 4

    def test_ends_what_no_scheme_near_answers(self, player):
        with given():
            Helper.objects.update(needs=[])
            SchemeNeed.objects.all().delete()
        for at in range(11):
            player.play(at, 0)

        told = counting.outcome(player.year, player.notes)
        assert told.unmet_why == {"No scheme near answers this need.": told.unmet}
        assert told.unmet >= 4
        assert told.lost == 0

    def test_lets_a_helper_go_once_and_their_task_is_looked_at_again(self, player):
        player.leaving = [(0, 2)]
        for at in (0, 1, 2, 2):
            player.play(at, 0)

        first = Helper.objects.order_by("pk")[0]
        assert (first.standing, first.changes.filter(standing="left").count()) == ("left", 1)
        assert Helper.objects.filter(standing="left").count() == 1

    def test_tries_those_who_do_not_answer_on_three_days_and_closes(self, player, monkeypatch):
        monkeypatch.setattr(playing, "NEVER_ANSWERS", 1)
        for at in range(10):
            player.play(at, 0)
            player.play(at, 0)

        closed = Request.objects.filter(state="closed").annotate(n=Count("tries"))
        assert {request.n for request in closed} == {3}


class TestTheCount:
    def test_sees_what_is_lost(self, player):
        for at in range(4):
            player.play(at, 0)
        one = Request.objects.order_by("pk").first()

        Request.objects.filter(pk=one.pk).update(next_on=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))

        assert counting.lost(player.year) >= 1

    def test_sees_who_is_missing_though_another_is_there_twice(self, player):
        player.play(0, 0)
        first, second = Request.objects.order_by("pk")

        with given():
            second.details = first.details
            second.save()

        found = audit(player.year)
        assert (found.missing, found.twice, found.strange) == (4, 1, 0)
        assert counting.lost(player.year) >= 5

    def test_sees_a_request_that_stands_where_no_step_led(self, player):
        player.play(0, 0)

        Request.objects.filter(pk=Request.objects.order_by("pk")[0].pk).update(state="triage")

        assert broken_histories() == 1

    def test_is_told_in_the_ten_figures_that_are_promised(self, player):
        told = json.loads(counting.outcome(player.year, player.notes).as_json())

        assert list(told) == [
            "requests", "answered", "unmet", "lost", "double_matched", "median_wait_hours",
            "km_over_optimum", "asked_gini", "seconds", "peak_mb",
        ]  # fmt: skip

    def test_sees_two_helpers_at_once_though_it_is_over(self, player):
        for at in range(6):
            player.play(at, 0)
        match = Match.objects.exclude(ended_at=None).first()

        with given():
            Match.objects.create(
                request=match.request, helper=match.helper, at=match.at, by="x",
                ended_at=match.ended_at, end="completed",
            )  # fmt: skip

        assert counting.double_matched() == 1

    def test_reads_over_a_line_whose_writer_was_killed(self, tmp_path):
        notes = tmp_path / "travel.jsonl"
        notes.write_text(json.dumps({"metres": 30, "least": 20}) + '\n{"metr', encoding="utf-8")

        assert counting.over_optimum(notes) == 1.5


class Echo(Crew):
    """A crew whose workers only say that they are done, after a moment."""

    def begin(self):
        import subprocess
        import sys

        said = "import sys,time\nfor line in sys.stdin: time.sleep(.02); print('done', flush=True)"
        return subprocess.Popen(
            [sys.executable, "-c", said], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )


class TestACrew:
    def test_plays_all_though_workers_die(self, monkeypatch):
        monkeypatch.setattr("commonweal.demo.rehearsal.crew.USUAL", 0.01)
        crew = Echo([], workers=2, chance=0.4, seed=1)

        crew.play([f"play {n} 0" for n in range(12)])
        crew.rest()

        assert crew.killed > 0
        assert crew.failed == []
        assert crew.todo.empty()
