"""The optimiser: held against trying everything, and against another solver."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.help.matching import (
    Helper,
    Memory,
    Reason,
    Task,
    Weights,
    best,
    greedy,
    pairs,
    propose,
)
from commonweal.help.matching.columns import Columns
from commonweal.help.matching.pairs import feasible
from commonweal.help.matching.proposing import distance, stretch
from commonweal.help.matching.rules import broken, weight
from commonweal.help.tests import neighbours
from commonweal.help.tests.neighbours import by_trying_all, county, plain, weighed, willing

many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
few = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def pairs_of(plan, tasks, helpers):
    """Who goes where, as tasks and helpers."""
    task_of, helper_of = {t.key: t for t in tasks}, {h.key: h for h in helpers}
    return [(task_of[m.task], helper_of[m.helper]) for m in plan.matches]


class TestBest:
    @many
    @given(neighbours.tasks(), neighbours.helpers(), st.integers(1, 3))
    def test_is_what_trying_everything_finds(self, tasks, helpers, k):
        plan = best(tasks, helpers, k=k)

        assert (len(plan.matches), plan.cost) == by_trying_all(tasks, helpers, Weights())
        assert plan.proven

    @few
    @given(neighbours.tasks(most=12), neighbours.helpers(most=8), st.integers(1, 8))
    def test_breaks_no_rule(self, tasks, helpers, k):
        plan = best(tasks, helpers, k=k)

        pairs = pairs_of(plan, tasks, helpers)
        assert all(broken(task, helper) == () for task, helper in pairs)
        assert len({task.key for task, _ in pairs}) == len(pairs)
        for helper in helpers:
            assert sum(1 for _, h in pairs if h is helper) <= max(helper.capacity, 0)
        told = [m.task for m in plan.matches] + [u.task for u in plan.unserved]
        assert sorted(told) == sorted(task.key for task in tasks)
        assert plan.cost == weighed(pairs, Weights())

    @few
    @given(neighbours.tasks(most=12), neighbours.helpers(most=8), st.randoms())
    def test_does_not_depend_on_the_order_of_anything(self, tasks, helpers, chance):
        plan = best(tasks, helpers)

        chance.shuffle(tasks)
        chance.shuffle(helpers)

        assert best(tasks, helpers) == plan

    @few
    @given(neighbours.tasks(most=10), neighbours.helpers(most=6), st.data())
    def test_ranks_nobody_in_need(self, tasks, helpers, data):
        others = [
            replace(t, urgency=data.draw(st.integers(0, 9)), waited=data.draw(st.integers(0, 999)))
            for t in tasks
        ]

        assert best(others, helpers).matches == best(tasks, helpers).matches

    @pytest.mark.parametrize("k", [1, 4, 16])
    def test_weighs_what_another_solver_finds(self, k):
        from scipy.optimize import linear_sum_assignment

        tasks, helpers = county(400, seed=7)
        helpers = helpers[:150]

        plan = best(tasks, helpers, k=k)

        seats = [(h, n) for h in helpers for n in range(h.capacity)]
        none = 10**9
        table = np.full((len(tasks), len(seats) + len(tasks)), none, dtype=np.int64)
        for i, task in enumerate(tasks):
            for j, (helper, already) in enumerate(seats):
                if not broken(task, helper):
                    table[i, j] = weighed([(task, helper)], Weights())
                    if already:
                        table[i, j] += 400 * already + 20 * min(
                            60 if helper.rested is None else helper.rested, 60
                        )
        rows, columns = linear_sum_assignment(table)
        chosen = table[rows, columns]
        served = chosen[chosen < none]
        assert (len(plan.matches), plan.cost) == (len(served), int(served.sum()))
        assert plan.proven
        assert plan.unserved

    def test_reaches_the_bound_of_the_relaxed_problem(self):
        from scipy.optimize import linprog
        from scipy.sparse import coo_array

        tasks, helpers = county(300, seed=3)
        fair = Weights(again=0, day=0, asked=0)
        plan = best(tasks, helpers, weights=fair)

        worth = 10**6
        pairs = [
            (i, j, weight(t, h, fair))
            for i, t in enumerate(tasks)
            for j, h in enumerate(helpers)
            if not broken(t, h)
        ]
        i, j, c = (np.array(x) for x in zip(*pairs, strict=True))
        n = np.arange(len(pairs))
        one = np.ones(len(pairs))
        rows = np.concatenate([i, j + len(tasks)])
        limits = [1] * len(tasks) + [h.capacity for h in helpers]
        uses = coo_array((np.tile(one, 2), (rows, np.tile(n, 2))))
        found = linprog(c - worth, A_ub=uses, b_ub=limits, bounds=(0, 1))
        assert found.fun == pytest.approx(plan.cost - worth * len(plan.matches))

    @pytest.mark.parametrize("k", [1, 2, 4])
    def test_is_as_light_however_few_helpers_it_begins_with(self, k):
        tasks, helpers = county(1_500, seed=11)

        plan, widely = best(tasks, helpers, k=k), best(tasks, helpers, k=64)

        assert plan.proven
        assert (len(plan.matches), plan.cost) == (len(widely.matches), widely.cost)

    def test_says_so_where_there_is_too_much_to_look_at_for_a_proof(self, monkeypatch):
        monkeypatch.setattr(pairs, "MOST", 10)
        tasks, helpers = county(300)

        assert not best(tasks, helpers, k=2).proven

    def test_looks_further_where_the_nearest_would_leave_somebody_alone(self):
        tasks = [plain("t1"), plain("t2"), plain("t3")]
        helpers = [willing("h1", 10), willing("h2", 20_000), willing("h3", 30_000)]

        plan = best(tasks, helpers, k=1)

        assert len(plan.matches) == 3
        assert plan.proven

    def test_helps_as_many_as_can_be_however_far_all_of_them_must_move(self):
        tasks = [plain(f"t{n}", 1_000 * n) for n in range(60)]
        helpers = [willing(f"h{n}", 1_000 * n + 400, reach=700) for n in range(1, 60)]
        near = willing("h0", -100, reach=100)

        plan = best(tasks, [*helpers, near])

        assert len(plan.matches) == 60

    def test_shares_tasks_out(self):
        tasks = [plain(f"t{n}") for n in range(4)]
        helpers = [willing("h1", 10, capacity=4), willing("h2", 20, capacity=4)]

        plan = best(tasks, helpers)

        assert sorted(m.helper for m in plan.matches) == ["h1", "h1", "h2", "h2"]

    def test_prefers_who_is_known_to_who_is_a_little_nearer(self):
        known = plain("t1", known={"h2": 3})

        plan = best([known], [willing("h1", 100), willing("h2", 1_900)])

        assert plan.matches == (("t1", "h2", 1_900, 3),)

    def test_prefers_who_has_not_been_asked_for_long(self):
        helpers = [willing("h1", 100, rested=1), willing("h2", 900, rested=50)]

        assert best([plain("t1")], helpers).matches[0].helper == "h2"

    def test_says_which_key_comes_twice(self):
        with pytest.raises(ValueError, match="t1"):
            best([plain("t1"), plain("t1")], [])

    def test_says_who_is_nowhere(self):
        with pytest.raises(ValueError, match="h1"):
            best([plain("t1")], [willing("h1", float("nan"))])

    def test_asks_nobody_where_nobody_asks(self):
        plan = best([], [willing("h1")])

        assert (plan.matches, plan.unserved, plan.cost, plan.proven) == ((), (), 0, True)


class TestNotWith:
    def test_holds_when_the_person_says_so(self):
        plan = best([plain("t1", never=frozenset(["h1"]))], [willing("h1")])

        assert plan.matches == ()

    def test_holds_when_the_helper_says_so(self):
        task = plain("t1")

        plan = best([task], [willing("h1", never=frozenset([task.person]))])

        assert plan.matches == ()

    def test_holds_against_being_known_and_named(self):
        task = plain("t1", never=frozenset(["h1"]), only=frozenset(["h1"]), known={"h1": 9})

        assert best([task], [willing("h1")]).matches == ()

    def test_is_not_told(self):
        plan = best([plain("t1", never=frozenset(["h1"]))], [willing("h1")])

        assert [str(why) for why in plan.unserved[0].reasons] == ["nobody else can go"]


def relaxed(task: Task, helper: Helper, reasons) -> tuple[Task, Helper]:
    """The pair as it would be if these reasons were gone."""
    nothing = frozenset()
    for reason in reasons:
        if reason == Reason.FAR:
            helper = replace(helper, reach=10**9)
        if reason == Reason.SKILL:
            task = replace(task, skills=nothing)
        if reason == Reason.LANGUAGE:
            task = replace(task, languages=nothing)
        if reason == Reason.MEANS:
            task = replace(task, means=nothing)
        if reason == Reason.CHECK:
            task = replace(task, checks=nothing)
        if reason == Reason.TIME:
            task = replace(task, windows=(), minutes=0)
            helper = replace(helper, times=())
        if reason == Reason.EXCLUDED:
            task, helper = (
                replace(task, never=nothing, only=nothing),
                replace(helper, never=nothing),
            )
        if reason == Reason.FULL:
            helper = replace(helper, capacity=max(1, helper.capacity))
    return task, helper


class TestReasons:
    @few
    @given(neighbours.tasks(most=6), neighbours.helpers(most=4))
    def test_are_true_and_no_more_than_are_needed(self, tasks, helpers):
        plan = best(tasks, helpers)

        task_of = {task.key: task for task in tasks}
        taken = {
            m.helper: sum(1 for x in plan.matches if x.helper == m.helper) for m in plan.matches
        }
        for unserved in plan.unserved:
            task, why = task_of[unserved.task], unserved.reasons
            if why == (Reason.EMPTY,):
                assert not helpers
                continue
            if why == (Reason.TAKEN,):
                able = [h for h in helpers if not broken(task, h)]
                assert able
                assert all(taken[h.key] == h.capacity for h in able)
                continue
            assert any(broken(*relaxed(task, h, why)) == () for h in helpers)
            assert all(len(broken(task, h)) >= len(why) for h in helpers)

    @pytest.mark.parametrize(
        ("reason", "asked", "held"),
        [
            (Reason.FAR, {}, {"reach": 10}),
            (Reason.SKILL, {"skills": frozenset(["lift"])}, {}),
            (Reason.LANGUAGE, {"languages": frozenset(["pl"])}, {}),
            (Reason.MEANS, {"means": frozenset(["car"])}, {}),
            (Reason.CHECK, {"checks": frozenset(["enhanced"])}, {}),
            (Reason.TIME, {"windows": ((0, 60),)}, {"times": ((1, 90),)}),
            (Reason.EXCLUDED, {"only": frozenset(["h7"])}, {}),
            (Reason.FULL, {}, {"capacity": 0}),
        ],
    )
    def test_name_the_one_rule_that_is_in_the_way(self, reason, asked, held):
        plan = best([plain("t1", 50, **asked)], [willing("h1", **held)])

        assert plan.unserved == (("t1", (reason,)),)

    def test_say_when_others_need_all_who_could_go(self):
        plan = best([plain("t1"), plain("t2", 50)], [willing("h1")])

        assert plan.unserved == (("t2", (Reason.TAKEN,)),)

    def test_come_in_the_order_that_people_set(self):
        tasks = [plain("a", waited=5), plain("b", urgency=2), plain("c", waited=9)]

        assert [u.task for u in best(tasks, []).unserved] == ["b", "c", "a"]


class TestFeasible:
    @few
    @given(neighbours.tasks(most=8), neighbours.helpers(most=8))
    def test_keeps_the_same_rules_as_one_pair_at_a_time(self, tasks, helpers):
        columns = Columns(tasks, helpers, Weights())

        pairs = feasible(columns, k=50)

        found = {
            (columns.tasks[i].key, columns.helpers[j].key): c
            for i, j, c in zip(pairs.tasks, pairs.helpers, pairs.weights, strict=True)
        }
        turns = columns.turns(np.arange(len(helpers)), 0)
        turn_of = {h.key: turns[n] for n, h in enumerate(columns.helpers)}
        assert len(found) == len(pairs)
        assert {k: c + turn_of[k[1]] for k, c in found.items()} == {
            (t.key, h.key): weight(t, h, Weights())
            for t in tasks
            for h in helpers
            if not broken(t, h)
        }

    @few
    @given(neighbours.tasks(most=6), neighbours.helpers(most=8), st.integers(1, 3))
    def test_leaves_out_nobody_nearer_than_the_horizon(self, tasks, helpers, k):
        columns = Columns(tasks, helpers, Weights())

        pairs = feasible(columns, k)

        there = set(zip(pairs.tasks.tolist(), pairs.helpers.tolist(), strict=True))
        for i, task in enumerate(columns.tasks):
            for j, helper in enumerate(columns.helpers):
                away = np.hypot(task.easting - helper.easting, task.northing - helper.northing)
                if not broken(task, helper) and away < pairs.horizon[i] - 1e-6:
                    assert (i, j) in there


class TestPropose:
    @few
    @given(neighbours.tasks(most=3), neighbours.helpers(most=6))
    def test_names_first_whom_the_plan_would_send(self, tasks, helpers):
        for task in tasks:
            named, plan = propose(task, helpers), best([task], helpers)

            assert bool(named) == bool(plan.matches)
            if named:
                assert named[0].weight == plan.cost

    def test_says_why_in_a_sentence(self):
        task = plain("t1", known={"h1": 4})

        named = propose(task, [willing("h1", 2_000, rested=36), willing("h2", 600, rested=None)])

        assert [proposal.why for proposal in named] == [
            "2 km away, has been to see this person 4 times, has not been asked for 5 weeks",
            "600 m away, has never been asked",
        ]

    @pytest.mark.parametrize(
        ("way", "said"),
        [
            (0, "Less than 100 m"),
            (149, "100 m"),
            (940, "900 m"),
            (960, "1 km"),
            (12_340, "12.3 km"),
        ],
    )
    def test_tells_a_distance_as_people_do(self, way, said):
        assert distance(way) == said

    @pytest.mark.parametrize(("days", "said"), [(1, "1 day"), (13, "13 days"), (36, "5 weeks")])
    def test_tells_a_time_as_people_do(self, days, said):
        assert stretch(days) == said

    def test_names_three_at_most(self):
        assert len(propose(plain("t1"), [willing(f"h{n}") for n in range(9)])) == 3


class TestGreedy:
    @few
    @given(neighbours.tasks(most=10), neighbours.helpers(most=6))
    def test_never_betters_the_plan_and_keeps_its_rules(self, tasks, helpers):
        plan, plainly = best(tasks, helpers), greedy(tasks, helpers, k=50)

        pairs = pairs_of(plainly, tasks, helpers)
        assert all(broken(task, helper) == () for task, helper in pairs)
        assert plainly.cost == weighed(pairs, Weights())
        assert (-len(plan.matches), plan.cost) <= (-len(plainly.matches), plainly.cost)


class TestMemory:
    def test_solves_again_only_where_something_changed(self):
        tasks = [plain(f"{z} {n}", z * 1_000_000 + n * 100) for z in range(3) for n in range(200)]
        helpers = [
            willing(f"{z} {n}", z * 1_000_000 + n * 100, reach=30_000)
            for z in range(3)
            for n in range(200)
        ]
        memory = Memory()
        before = best(tasks, helpers, k=150, memory=memory)
        first = memory.solved

        after = best(tasks[:-1], helpers, k=150, memory=memory)

        assert (first, memory.solved, len(memory.known)) == (3, 4, 3)
        assert after == best(tasks[:-1], helpers, k=150)
        assert len(before.matches) == 600

    def test_changes_no_plan(self):
        memory, chance = Memory(), random.Random(5)
        tasks, helpers = county(500)

        for _ in range(4):
            tasks = chance.sample(tasks, len(tasks) - 20)
            helpers = [replace(h, capacity=chance.randint(0, 3)) for h in helpers]

            plan, anew = best(tasks, helpers, memory=memory), best(tasks, helpers)

            assert (plan.cost, len(plan.matches)) == (anew.cost, len(anew.matches))
