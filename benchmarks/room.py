"""The locked room: its board at thousands of open requests, asking many, rounds, chain of looks.

Beside the plain ways. For the board: the same requests, asking the database for each about its
person, need, owner, helper and offers. For rounds: always to the nearest stop that is left. For the
chain ``limit`` is the digests alone, of words that are in memory already.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
import uuid
from itertools import pairwise
from math import dist

from benchmarks.common import Result, timed

OPEN = {True: 300, False: 3_000}
LOOKS = {True: 2_000, False: 50_000}
ASKED = {True: 100, False: 3_000}
ONE_BY_ONE = 50
STOPS = 60
MOMENT = dt.datetime(2026, 11, 25, 11, 15, tzinfo=dt.UTC)


def board(size: int) -> Result:
    """The board of a scheme with so many open requests."""
    from commonweal.core.tests.given import given
    from commonweal.help.choices import OfferAnswer
    from commonweal.help.models import Request
    from commonweal.help.reports.board import MOST, board_of, job_of
    from commonweal.help.tests.factories import ClientFactory, RequestFactory

    first = RequestFactory()
    same = {n: getattr(first, n) for n in ("scheme", "asking", "need", "owner")}
    people = [ClientFactory(scheme=first.scheme) for _ in range(50)]
    with given():
        Request.objects.bulk_create(
            RequestFactory.build(**same, client=people[n % 50], uuid=uuid.uuid4())
            for n in range(size - 1)
        )

    def row_by_row(most: int) -> None:
        for request in Request.objects.of(first.scheme).open().order_by("next_on", "pk")[:most]:
            request.standing_matches = list(request.matches.standing())
            request.waiting_offers = list(request.offers.filter(answer=OfferAnswer.WAITING))
            job_of(request, MOMENT, None)

    ours = timed(lambda: board_of(first.scheme, MOMENT))
    least = timed(lambda: list(Request.objects.of(first.scheme).open().values_list("pk")[:MOST]))
    naive = timed(lambda: row_by_row(MOST))
    every = timed(lambda: row_by_row(size), 1)
    return Result(
        f"Board with {size:,} open requests", ours * 1000, least * 1000, naive * 1000, unit="ms",
        goal="quicker than row by row", met=ours < naive,
        note=f"peer: the same {MOST}; row by row of all, {every * 1000:,.0f} ms; limit: keys alone",
    )  # fmt: skip


def asking(size: int) -> Result:
    """Asking the helpers of a matching run, each by a letter with a private link."""
    from commonweal.core import clock
    from commonweal.core.tests.given import given
    from commonweal.help.actions import agree_run, offer
    from commonweal.help.models import Helper, MatchRun, Request
    from commonweal.help.tests.factories import (
        HelperFactory,
        MatchRunFactory,
        RequestFactory,
        SchemeMemberFactory,
    )

    first, helper = RequestFactory(), HelperFactory()
    helper.scheme = first.scheme
    lead = SchemeMemberFactory(scheme=first.scheme, part="lead").person
    same = {n: getattr(first, n) for n in ("scheme", "client", "asking", "need", "owner")}
    first.client.spot, helper.needs = helper.spot, [first.need.code]
    told = {f.attname: getattr(helper, f.attname) for f in Helper._meta.concrete_fields[1:]}
    with given():
        first.client.save()
        asked = Request.objects.bulk_create(
            RequestFactory.build(**same, uuid=uuid.uuid4()) for _ in range(size + ONE_BY_ONE)
        )
        able = Helper.objects.bulk_create(
            Helper(**told | {"uuid": uuid.uuid4()}) for _ in range(size + ONE_BY_ONE)
        )
    pairs = list(zip(asked, able, strict=True))
    run = MatchRunFactory(scheme=first.scheme, at=clock.now(), proposed=[
        {"request": r.pk, "helper": h.pk, "why": "near"} for r, h in pairs[ONE_BY_ONE:]
    ])  # fmt: skip
    offer(by=lead, request=first, helper=able[-1], way="email")  # templates and addresses read
    naive = timed(
        lambda: [offer(by=lead, request=r, helper=h, way="email") for r, h in pairs[:ONE_BY_ONE]], 1
    )
    ours = timed(lambda: agree_run(by=lead, run=MatchRun.objects.get(pk=run.pk)), 1) / size
    return Result(
        f"Asking {size:,} helpers of one run, each", ours * 1000, peer=naive / ONE_BY_ONE * 1000,
        unit="ms", goal="4 times quicker than one by one", met=ours * 4 <= naive / ONE_BY_ONE,
        note=f"all of them {ours * size:.1f} s; peer: an offer each, {ONE_BY_ONE} of them",
    )  # fmt: skip


def rounds() -> Result:
    """Metres of four cars' rounds through sixty stops."""
    from commonweal.help.rounds import Car, Stop, plan

    chance = random.Random(1)
    points = [(chance.uniform(0, 9_000), chance.uniform(0, 9_000)) for _ in range(STOPS)]
    home = (4_500.0, 4_500.0)
    stops = [Stop(n, p, 1) for n, p in enumerate(points)]
    cars = [Car(n, home, STOPS // 4) for n in range(4)]
    took = timed(lambda: plan(stops, cars), 1)
    ours, left, nearest = plan(stops, cars).metres, list(points), 0.0
    for _ in cars:
        way = [home]
        for _ in range(STOPS // 4):
            way.append(min(left, key=lambda p: dist(way[-1], p)))
            left.remove(way[-1])
        nearest += sum(dist(a, b) for a, b in pairwise([*way, home]))
    return Result(
        "Four rounds through sixty stops", ours, peer=nearest, unit="m", goal="shorter",
        met=ours < nearest, note=f"{took:.2f} s; peer: always to the nearest",
    )  # fmt: skip


def chain(size: int) -> Result:
    """Verifying so many looks."""
    from commonweal.core.actors import Robot
    from commonweal.core.tests.given import given
    from commonweal.help.actions.looks import add_to_chain
    from commonweal.help.models import Scheme
    from commonweal.help.reports.looks import verify_looks

    scheme = Scheme.objects.all()[0]
    with given():
        add_to_chain(
            [uuid.uuid4() for _ in range(size)], by=Robot("benchmark"), scheme=scheme,
            kind="record", purpose="measuring", role="house",
        )  # fmt: skip
    words = [json.dumps([n, "2026-11-25T11:15:00", "x" * 90, "0" * 64]) for n in range(size)]
    least = timed(lambda: [hashlib.sha256(w.encode()).hexdigest() for w in words])
    ours = timed(verify_looks, 1)
    return Result(
        f"Verifying {size:,} looks", ours, least, goal="10,000 a second",
        met=verify_looks().whole and size / ours >= 10_000,
    )  # fmt: skip


def run(quick: bool) -> list[Result]:
    """The board, the rounds, asking many and the chain."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return [rounds(), board(OPEN[quick]), asking(ASKED[quick]), chain(LOOKS[quick])]
