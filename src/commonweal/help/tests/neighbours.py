"""Tasks and helpers for tests: a few at random for properties, and many for measuring."""

from __future__ import annotations

import random
from itertools import product

from hypothesis import strategies as st

from commonweal.help.matching import Helper, Task, Weights
from commonweal.help.matching.rules import broken, continuity, metres, turn

SKILLS, MEANS, CHECKS, TONGUES = ("lift", "shop"), ("car",), ("enhanced",), ("en", "pl")


def some(words: tuple[str, ...]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(words), max_size=1)


spans = st.lists(
    st.tuples(st.integers(0, 300), st.integers(30, 300)).map(lambda x: (x[0], x[0] + x[1])),
    max_size=2,
).map(tuple)
places = st.integers(0, 3000)


@st.composite
def tasks(draw, most=4, helpers=4):
    keys = [f"h{n}" for n in range(helpers)]
    return [
        Task(
            key=f"t{n}", person=f"p{n}", easting=draw(places), northing=draw(places),
            skills=draw(some(SKILLS)), means=draw(some(MEANS)), checks=draw(some(CHECKS)),
            languages=draw(some(TONGUES)), windows=draw(spans), minutes=draw(st.integers(0, 90)),
            only=draw(st.one_of(st.just(frozenset()), some(tuple(keys)))),
            never=draw(some(tuple(keys))),
            known=draw(st.dictionaries(st.sampled_from(keys), st.integers(0, 9), max_size=2)),
            urgency=draw(st.integers(0, 3)), waited=draw(st.integers(0, 99)),
        )
        for n in range(draw(st.integers(0, most)))
    ]  # fmt: skip


@st.composite
def helpers(draw, most=4, tasks=4):
    people = tuple(f"p{n}" for n in range(tasks))
    held = st.sampled_from([(), SKILLS[:1], SKILLS, SKILLS])
    return [
        Helper(
            key=f"h{n}", easting=draw(places), northing=draw(places),
            reach=draw(st.sampled_from([500, 1500, 5000])),
            skills=frozenset(draw(held)), means=frozenset(MEANS[: draw(st.integers(0, 1))]),
            checks=frozenset(CHECKS[: draw(st.integers(0, 1))]),
            languages=frozenset(TONGUES[: draw(st.integers(1, 2))]), times=draw(spans),
            capacity=draw(st.integers(0, 2)), rested=draw(st.none() | st.integers(0, 90)),
            asks=draw(st.integers(0, 3)), never=draw(some(people)),
        )
        for n in range(draw(st.integers(0, most)))
    ]  # fmt: skip


def plain(n: str, at: int = 0, **more) -> Task:
    """A task that anybody may do, so many metres east of nowhere."""
    return Task(key=n, person=f"person of {n}", easting=at, northing=0, **more)


def willing(n: str, at: int = 0, **more) -> Helper:
    """A helper who goes anywhere, so many metres east of nowhere, who was asked today."""
    return Helper(
        key=n, easting=at, northing=0, **{"reach": 100_000, "rested": 0, "capacity": 1} | more
    )


def weighed(pairs: list[tuple[Task, Helper]], weights: Weights) -> int:
    """What a plan weighs, told from the rules for one pair at a time."""
    total, already = 0, {}
    for task, helper in pairs:
        total += metres(task, helper) - continuity(task.known.get(helper.key, 0), weights)
        total += turn(helper, already.get(helper.key, 0), weights)
        already[helper.key] = already.get(helper.key, 0) + 1
    return total


def by_trying_all(tasks: list[Task], helpers: list[Helper], weights: Weights) -> tuple[int, int]:
    """How many can be helped at most, and what that weighs at least: every assignment is tried."""
    best = (0, 0)
    ways = [[None, *(h for h in helpers if not broken(task, h))] for task in tasks]
    for way in product(*ways):
        pairs = [(t, h) for t, h in zip(tasks, way, strict=True) if h is not None]
        loads = {h.key: sum(1 for _, x in pairs if x is h) for _, h in pairs}
        if all(loads[h.key] <= h.capacity for _, h in pairs):
            best = min(best, (-len(pairs), weighed(pairs, weights)))
    return -best[0], best[1]


def county(count: int, seed: int = 1) -> tuple[list[Task], list[Helper]]:
    """So many requests and half as many helpers, in villages and between them.

    Eight skills, one to four tasks a week, one to fifteen kilometres, as wide as keeps the density
    of 97,000 in a county of 80 km; a tenth need a check, a fifth a car, a third a time.
    """
    chance = random.Random(seed)
    side = 80_000 * (count / 97_000) ** 0.5
    villages = [
        (chance.uniform(0, side), chance.uniform(0, side)) for _ in range(max(4, count // 1600))
    ]
    size = count // 2

    def place() -> dict[str, int]:
        east, north = chance.choice(villages)
        if chance.random() < 0.4:
            at = chance.uniform(0, side), chance.uniform(0, side)
        else:
            at = chance.gauss(east, 4000), chance.gauss(north, 4000)
        return {"easting": round(at[0]), "northing": round(at[1])}

    return (
        [_request(chance, n, size, place()) for n in range(count)],
        [_neighbour(chance, n, place()) for n in range(size)],
    )


def maybe(chance: random.Random, likely: float, word: str) -> frozenset[str]:
    return frozenset([word]) if chance.random() < likely else frozenset()


def _request(chance: random.Random, n: int, size: int, place: dict[str, int]) -> Task:
    start = 1440 * chance.randrange(7) + chance.choice((540, 780))
    known = f"h{chance.randrange(size):06d}"
    return Task(
        key=f"t{n:06d}", person=f"p{n:06d}", **place,
        skills=frozenset([f"skill {chance.randrange(8)}"]),
        languages=maybe(chance, 0.02, "pl"), means=maybe(chance, 0.2, "car"),
        checks=maybe(chance, 0.1, "enhanced"),
        windows=((start, start + 240),) if chance.random() < 0.3 else (),
        known={known: chance.randint(1, 8)} if chance.random() < 0.3 else {},
        never=maybe(chance, 0.02, f"h{chance.randrange(size):06d}"),
    )  # fmt: skip


def _neighbour(chance: random.Random, n: int, place: dict[str, int]) -> Helper:
    skills = {f"skill {n}" for n in range(8) if chance.random() < 0.3}
    days = [day for day in range(7) if chance.random() < 0.6]
    first, last = chance.choice(((540, 1020), (540, 1020), (1020, 1260)))
    return Helper(
        key=f"h{n:06d}", **place, reach=chance.uniform(1_000, 15_000),
        skills=frozenset(skills | {f"skill {chance.randrange(8)}"}),
        languages=frozenset(["en"]) | maybe(chance, 0.05, "pl"),
        means=maybe(chance, 0.6, "car"), checks=maybe(chance, 0.4, "enhanced"),
        times=tuple((1440 * day + first, 1440 * day + last) for day in days)
        if chance.random() < 0.5 else (),
        capacity=chance.randint(1, 4),
        rested=chance.randrange(90) if chance.random() < 0.8 else None,
        asks=chance.choice((0, 0, 0, 1, 1, 2)),
    )  # fmt: skip
