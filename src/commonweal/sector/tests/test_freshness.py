"""How long an entry stays fresh, and what follows, by vectors and by letting the nights pass."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.sector.freshness import (
    SOON,
    USUAL,
    Entry,
    Rule,
    Sort,
    Stage,
    Step,
    due_on,
    latest_due,
    months_after,
    next_step,
    step_due,
    taken,
    tonight,
    within_term,
)

TOLD = dt.date(2026, 5, 3)
DUE = dt.date(2027, 5, 3)
RULE = Rule()


def day(n):
    return dt.timedelta(days=n)


def entry(key=1, owner=1, **how):
    return Entry(**{"key": key, "owner": owner, "sort": Sort.GROUP, "last": TOLD, **how})


class TestATerm:
    @pytest.mark.parametrize(
        ("day", "months", "then"),
        [
            (dt.date(2026, 5, 3), 12, dt.date(2027, 5, 3)),
            (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
            (dt.date(2026, 1, 31), 1, dt.date(2026, 2, 28)),
            (dt.date(2026, 12, 31), 2, dt.date(2027, 2, 28)),
            (dt.date(2026, 11, 30), 1, dt.date(2026, 12, 30)),
        ],
    )
    def test_ends_on_the_same_day_of_the_month(self, day, months, then):
        assert months_after(day, months) == then

    def test_ends_on_its_day_and_not_before(self):
        assert within_term(TOLD, RULE, DUE - day(1))
        assert not within_term(TOLD, RULE, DUE)
        assert not within_term(None, RULE, DUE)

    @given(st.dates(dt.date(1990, 1, 1), dt.date(2200, 1, 1)), st.integers(1, 120))
    def test_is_never_longer_than_its_months_nor_shorter_by_four_days(self, day, months):
        then = months_after(day, months)

        assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
        assert day.day - 3 <= then.day <= day.day


class TestTheLatestDayThatIsDue:
    @pytest.mark.parametrize(
        ("today", "day"),
        [
            (dt.date(2027, 5, 3), dt.date(2026, 5, 3)),
            (dt.date(2025, 2, 28), dt.date(2024, 2, 29)),
            (dt.date(2024, 2, 29), dt.date(2023, 2, 28)),
        ],
    )
    def test_is_a_term_ago(self, today, day):
        assert latest_due(RULE, today) == day

    @given(st.dates(dt.date(1990, 1, 1), dt.date(2200, 1, 1)), st.integers(1, 120))
    def test_parts_what_is_due_from_what_is_not(self, today, months):
        rule = Rule(months=months)
        last = latest_due(rule, today)

        assert not within_term(last, rule, today)
        assert within_term(last + day(1), rule, today)


class TestWhatIsNext:
    @pytest.mark.parametrize(
        ("stage", "since", "step"),
        [
            (Stage.FRESH, None, Step(to=Stage.REMINDED, on=DUE, letter=True)),
            (Stage.REMINDED, DUE, Step(to=Stage.NUDGED, on=DUE + day(14), letter=True)),
            (Stage.NUDGED, DUE, Step(to=Stage.NUDGED_AGAIN, on=DUE + day(14), letter=True)),
            (Stage.NUDGED_AGAIN, DUE, Step(to=Stage.TELEPHONE, on=DUE + day(14))),
            (Stage.TELEPHONE, DUE, Step(to=Stage.GREYED, on=DUE + day(30))),
            (Stage.GREYED, DUE, Step(to=Stage.WITHDRAWN, on=DUE + day(60))),
            (Stage.WITHDRAWN, DUE, None),
        ],
    )
    def test_follows_the_stages_in_turn(self, stage, since, step):
        assert next_step(entry(stage=stage, since=since), RULE) == step

    @pytest.mark.parametrize("stage", [Stage.REMINDED, Stage.NUDGED, Stage.NUDGED_AGAIN])
    def test_is_to_ring_at_once_where_mail_begins_to_bounce(self, stage):
        gone = entry(stage=stage, since=DUE, reachable=False)

        assert next_step(gone, RULE) == Step(to=Stage.TELEPHONE, on=DUE)

    def test_is_to_ring_when_due_where_nobody_can_be_written_to(self):
        assert next_step(entry(reachable=False), RULE) == Step(to=Stage.TELEPHONE, on=DUE)

    def test_is_nothing_more_than_grey_for_what_a_register_states(self):
        stated = entry(here_only=False, stage=Stage.GREYED, since=DUE)

        assert next_step(stated, RULE) is None

    def test_is_to_come_back_for_what_was_withdrawn_before_a_register_stated_it(self):
        found = entry(here_only=False, stage=Stage.WITHDRAWN, since=DUE)

        assert next_step(found, RULE) == Step(to=Stage.GREYED, on=DUE)

    @pytest.mark.parametrize("stage", [Stage.TELEPHONE, Stage.GREYED])
    def test_waits_for_the_day_on_which_somebody_will_ring_again(self, stage):
        later = DUE + day(200)

        assert next_step(entry(stage=stage, since=DUE, not_before=later), RULE).on == later
        assert next_step(entry(stage=stage, since=DUE, not_before=TOLD), RULE).on > DUE

    def test_goes_by_the_rule_of_its_sort(self):
        rules = {**USUAL, Sort.SERVICE: Rule(months=6)}
        service = entry(key=2, sort=Sort.SERVICE)

        night = tonight(
            [entry(), service], rules, {1: ["a@example.org"]}, today=dt.date(2026, 11, 3), most=9
        )

        assert night.steps == ((service, Stage.REMINDED),)


class TestANight:
    def test_writes_one_letter_to_an_address_for_all_its_organisations(self):
        both = [entry(1, 1), entry(2, 2), entry(3, 2, sort=Sort.SERVICE)]

        night = tonight(
            both, USUAL, {1: ["ann@example.org"], 2: ["ann@example.org", "bob@example.org"]},
            today=DUE, most=9,
        )  # fmt: skip

        assert night.letters == {"ann@example.org": (1, 2), "bob@example.org": (2,)}
        assert [e.key for e, _ in night.steps] == [1, 2, 3]

    def test_asks_after_what_falls_due_soon_in_the_same_letter(self):
        soon = entry(2, sort=Sort.SERVICE, last=TOLD + SOON)
        later = entry(3, sort=Sort.SERVICE, last=TOLD + SOON + day(1))

        night = tonight([entry(), soon, later], USUAL, {1: ["a@x.org"]}, today=DUE, most=9)

        assert night.steps == ((entry(), Stage.REMINDED), (soon, Stage.REMINDED))

    def test_tells_an_organisation_from_a_service_of_the_same_number(self):
        service = entry(1, sort=Sort.SERVICE)

        night = tonight([entry(1), service], USUAL, {1: ["a@x.org"]}, today=DUE, most=9)

        assert night.steps == ((entry(1), Stage.REMINDED), (service, Stage.REMINDED))

    def test_writes_no_more_letters_than_it_may_those_due_longest_first(self):
        many = [entry(n, n, last=TOLD - day(n)) for n in range(1, 8)]
        to = {n: [f"{n}@example.org"] for n in range(1, 8)}

        night = tonight(many, USUAL, to, today=DUE, most=3)

        assert list(night.letters) == ["7@example.org", "6@example.org", "5@example.org"]
        assert {e.key for e, _ in night.steps} == {5, 6, 7}

    def test_goes_on_with_those_written_to_before_it_begins_with_others(self):
        begun = entry(9, 9, stage=Stage.REMINDED, since=DUE - day(14))
        to = {1: ["1@example.org"], 9: ["9@example.org"]}

        night = tonight([entry(1, 1, last=TOLD - day(300)), begun], USUAL, to, today=DUE, most=1)

        assert list(night.letters) == ["9@example.org"]

    def test_writes_to_no_address_twice(self):
        night = tonight([entry()], USUAL, {1: ["a@x.org"]}, today=DUE, most=9, written={"a@x.org"})

        assert night == tonight([], USUAL, {}, today=DUE, most=9)

    def test_can_be_told_to_write_none(self):
        assert tonight([entry()], USUAL, {1: ["a@x.org"]}, today=DUE, most=0).letters == {}

    def test_gives_one_of_many_addresses_a_night_of_its_own(self):
        to = {1: ["a@x.org", "b@x.org", "c@x.org"], 2: ["d@x.org"]}

        night = tonight([entry(1, 1), entry(2, 2)], USUAL, to, today=DUE, most=2)

        assert set(night.letters) == set(to[1])


# Letting the nights pass ---------------------------------------------------------------------

ENTRIES = st.builds(
    Entry,
    key=st.integers(1, 10_000), owner=st.integers(1, 4), sort=st.sampled_from(Sort),
    last=st.dates(dt.date(2025, 6, 1), dt.date(2026, 6, 1)), here_only=st.booleans(),
)  # fmt: skip
ADDRESSES = st.sampled_from(["ann@x.org", "bob@x.org", "cy@x.org", "di@x.org"])
WORLD = st.tuples(
    st.lists(ENTRIES, min_size=1, max_size=8, unique_by=lambda e: (e.sort, e.key)),
    st.dictionaries(st.integers(1, 4), st.lists(ADDRESSES, max_size=2, unique=True)),
    st.integers(0, 3),
    st.dictionaries(ADDRESSES, st.integers(0, 700)),
)
RULES = st.builds(
    Rule, months=st.integers(1, 24), nudge_after=st.integers(1, 30),
    telephone_after=st.integers(1, 30), grey_after=st.integers(1, 60),
    withdraw_after=st.integers(1, 90),
)  # fmt: skip
FIRST = dt.date(2026, 6, 1)


def live(world, rule, days=700):
    """Every night of two years: what each did, and each entry's stages with their days."""
    entries, to, most, bounces = world
    standing = {(e.sort, e.key): e for e in entries}
    history = {k: [] for k in standing}
    rules = dict.fromkeys(Sort, rule)
    for night in range(days):
        today = FIRST + day(night)
        usable = {
            owner: [a for a in told if bounces.get(a, days) > night] for owner, told in to.items()
        }
        now = [replace(e, reachable=bool(usable.get(e.owner))) for e in standing.values()]
        done = tonight(now, rules, usable, today=today, most=most)
        for e, stage in done.steps:
            standing[e.sort, e.key] = taken(e, stage, today)
            history[e.sort, e.key].append((today, stage))
        yield done, usable, history


class TestTwoYearsOfNights:
    @settings(max_examples=40, deadline=None)
    @given(WORLD, RULES)
    def test_hurry_nobody_and_lose_nobody(self, world, rule):
        entries, _, most, _ = world

        history = {}
        for done, usable, history in live(world, rule):  # noqa: B007
            flat = [a for told in usable.values() for a in told]
            assert set(done.letters) <= set(flat), "nobody whose address bounced is written to"
            assert len(done.letters) <= max(most, 2 if most else 0)
            touched = [(e.sort, e.key) for e, _ in done.steps]
            assert len(touched) == len(set(touched)), "one step a night"
            for e, stage in done.steps:
                if stage in (Stage.REMINDED, Stage.NUDGED, Stage.NUDGED_AGAIN):
                    assert all(e.owner in done.letters[a] for a in usable[e.owner])
                if stage is Stage.WITHDRAWN:
                    assert e.here_only

        for e in entries:
            stages = history[e.sort, e.key]
            names, days = [s for _, s in stages], [d for d, _ in stages]
            assert names == sorted(set(names), key=list(Stage).index), "in turn, each once"
            if stages:
                assert days[0] >= due_on(e.last, rule) - SOON
            grey = {s: d for d, s in stages}
            if Stage.GREYED in grey:
                assert (grey[Stage.GREYED] - grey[Stage.TELEPHONE]).days >= rule.grey_after
            if Stage.WITHDRAWN in grey:
                kept = (grey[Stage.WITHDRAWN] - grey[Stage.GREYED]).days
                assert kept >= rule.withdraw_after

    @settings(max_examples=25, deadline=None)
    @given(WORLD, RULES.filter(lambda r: r.months < 13))
    def test_withdraw_all_that_only_this_place_states_when_nobody_answers(self, world, rule):
        entries, to, _, bounces = world
        plenty = (entries, to, 50, bounces)

        *_, (_, _, history) = live(plenty, rule, days=1_000)

        for e in entries:
            stages = [stage for _, stage in history[e.sort, e.key]]
            assert stages[-1] is (Stage.WITHDRAWN if e.here_only else Stage.GREYED)


class TestANightThatIsDoneAgain:
    @given(WORLD, RULES)
    def test_does_nothing_more(self, world, rule):
        entries, to, _, _ = world
        rules, today = dict.fromkeys(Sort, rule), FIRST + day(500)
        now = [replace(e, reachable=bool(to.get(e.owner))) for e in entries]
        first = tonight(now, rules, to, today=today, most=50)
        after = {(e.sort, e.key): e for e in now}
        after |= {(e.sort, e.key): taken(e, s, today) for e, s in first.steps}

        again = tonight(
            after.values(), rules, to, today=today, most=50 - len(first.letters),
            written=set(first.letters),
        )  # fmt: skip

        assert again.letters == {}
        assert all(step_due(e, rule, today) is None for e in after.values())
