"""One day of one scheme, as its people would live through it: every step a real action.

What has been done already is seen in the database and not done again, so that a day that was
broken off anywhere may be played from its beginning.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import uuid
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.utils import timezone

from commonweal.accounts.models import User
from commonweal.core import clock
from commonweal.core.refused import Refused
from commonweal.demo.county import County
from commonweal.demo.rehearsal.scarcity import (
    A_WEEK,
    GIVES_BACK,
    NEVER_ANSWERS,
    PATIENCE,
    WITHDRAWS,
    dice_of,
    leaves_at,
    said,
    wanted,
)
from commonweal.demo.rehearsal.world import lead_of, needs_here, spots_of
from commonweal.demo.rehearsal.year import DAYS, Year, days
from commonweal.help.actions import (
    agree_run,
    answer_offer,
    ask_how_it_went,
    begin_triage,
    change_helper_standing,
    close_request,
    end_match,
    end_request,
    give,
    note_advice,
    note_try,
    run_matching,
    take_call,
    waiting_for_helpers,
)
from commonweal.help.choices import HelperStanding, OfferAnswer, State
from commonweal.help.matching import Plan, Weights, best
from commonweal.help.models import Match, MatchRun, Offer, Request, Scheme
from commonweal.help.reports import candidates

PLAIN = Weights(known=0, visit=0, visits=0, day=0, days=0, asked=0, again=0)
RECKONED = 4  # one in so many matchings
NOT_SERVED = "No scheme near answers this need."
MORNING = dt.time(10, 0)
KEYS = uuid.UUID("6f6a1d8e-3c1b-5d0a-9b3e-0c0f5c1d2e3f")


def back_to(day: dt.date) -> float:
    """How many days ago that morning was, as the clock is put back."""
    moment = timezone.make_aware(dt.datetime.combine(day, MORNING))
    return (timezone.now() - moment).total_seconds() / 86_400


class Player:
    """Plays days of schemes; ``notes`` is where distances are written for the reckoning."""

    def __init__(self, year: Year, county: County, seed: int, notes: Path) -> None:
        self.year, self.county, self.seed, self.notes = year, county, seed, notes
        self.needs = needs_here()
        leave = ((n, leaves_at(n, seed, DAYS)) for n in range(year.sizes.helpers))
        self.leaving = [(n, at) for n, at in leave if at is not None]

    def play(self, at: int, number: int) -> None:
        """One day of one scheme: in the morning what came in before, then who rings that day."""
        scheme = Scheme.objects.get(slug=f"rehearsal-{number}")
        lead, day = lead_of(scheme), days()[at]
        with clock.put_back(back_to(day)):
            self.part_from(at, number, scheme, lead)
            self.go_on(scheme, lead)
            self.match(scheme, lead)
            self.answer(day, scheme, lead)
            self.give_out(at, number, scheme, lead)
        for n in range(int(self.year.asks[at, number])):
            hours = dice_of(self.seed, "hour", at, number, n).uniform(0.1, 9)
            with clock.put_back(back_to(day) - hours / 24):
                self.ask(at, number, n, scheme, lead)

    def ask(self, at: int, number: int, n: int, scheme: Scheme, lead: User) -> None:
        """Somebody rings: one of the people whom the scheme knows, or somebody new."""
        dice = dice_of(self.seed, at, number, n)
        spot = dice.choice(spots_of(number, self.county))
        who, code = dice.randrange(2_000), dice.choice(self.needs).code
        take_call(by=lead, scheme=scheme, told={
            "needs": [code], "wanted": wanted(code, dice), "details": f"Call {at}-{number}-{n}",
            "name": f"Person {who}", "phone": f"01632 {number % 100:02d}{who:04d}",
            "postcode": spot.postcode, "address": f"{who} {spot.village}", "script": "1",
            "urgency": dice.choice(["today", "days", "days", "days"]),
        })  # fmt: skip

    def part_from(self, at: int, number: int, scheme: Scheme, lead: User) -> None:
        """Let those helpers of a scheme go who leave on this day."""
        schemes = self.year.sizes.schemes
        going = [n // schemes for n, on in self.leaving if on == at and n % schemes == number]
        if not going:
            return
        those = scheme.helpers.order_by("pk")
        for helper in [those[n] for n in going if n < len(those)]:
            if helper.standing == HelperStanding.READY:
                change_helper_standing(by=lead, helper=helper, standing="left", reason="Moved away")

    def go_on(self, scheme: Scheme, lead: User) -> None:
        """Go on with every open request: one step a day, as people do."""
        served = set(scheme.needs.values_list("term", flat=True))
        for request in Request.objects.of(scheme).open().order_by("pk"):
            request.scheme = scheme
            with suppress(Refused):
                self.step(request, lead, served)

    def step(self, request: Request, lead: User, served: Collection[int]) -> None:
        """The next thing for one request, where it stands."""
        about: dict[str, Any] = {"by": lead, "request": request}
        if request.state == State.CONSENTED:
            begin_triage(**about)
        elif request.state == State.TRIAGE:
            self.give_up(request, about, served)
        elif request.state in (State.ASSIGNED, State.IN_PROGRESS):
            self.help(request, lead)
        elif request.state in (State.DONE, State.NOT_POSSIBLE, State.WITHDRAWN):
            ask_how_it_went(**about)
        elif request.state == State.FOLLOW_UP:
            self.follow_up(request, about)

    def give_up(self, request: Request, about: dict[str, Any], served: Collection[int]) -> None:
        """End what nobody wants any more, nobody answers here, or nobody was found for in time."""
        waited = clock.now() - request.asked_at
        if self.dice("withdraws", request).random() < WITHDRAWS:
            end_request(**about, how=State.WITHDRAWN, reason="Their family does it now.")
        elif request.need_id not in served:
            end_request(**about, how=State.NOT_POSSIBLE, reason=NOT_SERVED)
        elif waited > PATIENCE.get(request.urgency, A_WEEK):
            end_request(**about, how=State.NOT_POSSIBLE, reason=why_none(request))

    def follow_up(self, request: Request, about: dict[str, Any]) -> None:
        """Ask how it went; who does not answer is tried on three days."""
        if self.dice("answers", request).random() >= NEVER_ANSWERS:
            note_try(**about, way="phone", outcome="reached")
            close_request(**about, said="Thank you.")
            return
        today = [t for t in request.tries.all() if clock.day_of(t.at) == clock.today()]
        if not today:
            note_try(**about, way="phone", outcome="no_answer")
        close_request(**about)

    def dice(self, what: str, request: Request, *more: object) -> random.Random:
        """Chance for one request, the same whoever plays it."""
        return dice_of(self.seed, what, request.details, *more)

    def help(self, request: Request, lead: User) -> None:
        """The helper went and it is done; or cannot come after all, and gives it back."""
        match = Match.objects.standing().filter(request=request).select_related("helper").first()
        if match is None:
            return
        match.request, match.helper.scheme = request, request.scheme
        stays = self.dice("gives back", request, match.helper.name).random() >= GIVES_BACK
        end_match(by=lead, match=match, end="completed" if stays else "released")

    def match(self, scheme: Scheme, lead: User) -> None:
        """Propose helpers for all who wait, look at who would go without, and ask."""
        waiting = waiting_for_helpers(scheme)
        if not waiting.exists():
            return
        least = self.least(scheme) if self.is_reckoned(scheme) else None
        run = run_matching(by=lead, scheme=scheme)
        try:
            agree_run(by=lead, run=run)
        except Refused:
            return  # somebody else worked it out anew meanwhile, and asks them
        if least is None:
            return
        with self.notes.open("a", encoding="utf-8") as file:
            told = {"metres": run.metres, "least": least.metres, "same": len(least.matches)}
            file.write(json.dumps({**told, "proposed": len(run.proposed)}) + "\n")

    def is_reckoned(self, scheme: Scheme) -> bool:
        """Whether the way is held against the least now: one time in four, as it takes long."""
        return MatchRun.objects.filter(scheme=scheme).count() % RECKONED == 0

    def least(self, scheme: Scheme) -> Plan:
        """The shortest way to help as many."""
        found = candidates(scheme, waiting_for_helpers(scheme), clock.now())
        return best(found.tasks, found.helpers, weights=PLAIN)

    def answer(self, day: dt.date, scheme: Scheme, lead: User) -> None:
        """Most helpers say yes, some nothing; the telephone holder writes it down."""
        offers = Offer.objects.filter(request__scheme=scheme, answer=OfferAnswer.WAITING)
        for offer in offers.select_related("request", "helper").order_by("pk"):
            offer.helper.scheme = offer.request.scheme = scheme
            yes = said(self.dice("says", offer.request, offer.helper.name), day)
            if yes is None:
                continue
            with suppress(Refused):
                answer_offer(by=lead, offer=offer, yes=yes)

    def give_out(self, at: int, number: int, scheme: Scheme, lead: User) -> None:
        """The day's parcels and packs, and whom the scheme advised."""
        day = days()[at]
        for n in range(int(self.year.parcels[at, number])):
            dice = dice_of(self.seed, "parcel", at, number, n)
            give(
                by=lead, scheme=scheme, kind="parcel", on=day, adults=dice.choice([1, 1, 2]),
                children=dice.choice([0, 0, 1, 2, 3]), basis="people", days=3,
                key=uuid.uuid5(KEYS, f"parcel {at} {number} {n}"),
            )  # fmt: skip
        for n in range(int(self.year.packs[at, number])):
            give(
                by=lead, scheme=scheme, kind="pack", on=day, adults=0, children=1,
                basis="people", what="Creativity pack",
                key=uuid.uuid5(KEYS, f"pack {at} {number} {n}"),
            )  # fmt: skip
        for n in range(int(self.year.advised[at, number])):
            issues = dice_of(self.seed, "advice", at, number, n).sample(["BEN", "DEB", "HOU"], 2)
            note_advice(
                by=lead, scheme=scheme, on=day, way="phone", issues=issues,
                key=uuid.uuid5(KEYS, f"advice {at} {number} {n}"),
            )  # fmt: skip


def why_none(request: Request) -> str:
    """Why nobody was found for a request: as the last matching had it, or that nobody said yes."""
    run = MatchRun.objects.filter(scheme=request.scheme).order_by("-pk").first()
    why = {row["request"]: row["why"] for row in run.unserved} if run else {}
    told = str(why.get(request.pk, "those who were asked could not go"))
    return f"{told[:1].upper()}{told[1:]}."
