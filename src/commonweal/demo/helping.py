"""Help in Saltwold: a helpline, good neighbours and a food bank, some way into their work."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from commonweal.accounts.actions import welcome_person
from commonweal.accounts.models import User
from commonweal.core import clock
from commonweal.core.actors import Operator, Robot
from commonweal.demo.county import County, Spot
from commonweal.demo.help_words import AT_THE_DOOR, CALLS, HELPERS, SAID, Call
from commonweal.help.actions import (
    add_goal,
    add_member,
    add_scheme,
    add_step,
    answer_offer,
    ask_how_it_went,
    ask_scheme,
    begin_list,
    begin_measures,
    begin_plan,
    begin_ring_round,
    begin_triage,
    change_helper_standing,
    change_scheme,
    close_request,
    describe_scheme,
    end_match,
    give,
    join_ring_round,
    join_scheme,
    note_try,
    offer,
    open_ring_round,
    plan_visit,
    push_numbers,
    put_on_duty,
    put_on_list,
    say_what_it_takes,
    serve_areas,
    serve_need,
    set_next,
    set_out_help,
    take_call,
)
from commonweal.help.models import Helper, Offer, Request, Scheme
from commonweal.sector.models import Organisation, Term

OPERATOR = Operator()
KEEPER = "Saltwold Voluntary Action"
EVERY_DAY = [[d, "09:00", "17:00"] for d in ("mo", "tu", "we", "th", "fr")]
BEGUN = 300  # days ago
LEAD, HOLDER = "ines@lantern.example", "dilys@lantern.example"


@dataclass(frozen=True)
class Plan:
    """One scheme as it is set up."""

    slug: str
    name: str
    about: str
    lead: tuple[str, str]
    needs: tuple[str, ...]
    front_door: bool = False
    like: str = ""  # words in the name of the organisation it belongs to


PLANS = (
    Plan(
        "helpline", "Saltwold Helpline", "Answers whoever asks for help and finds who can give it.",
        ("Ngozi Marlow", "ngozi@helpline.example"), (), front_door=True,
        like="Volunteer Centre",
    ),
    Plan(
        "lantern", "Lantern Good Neighbours",
        "Shopping, prescriptions, lifts and company in and round Lantern.",
        ("Ines Walker", LEAD),
        ("shopping", "prescription", "lift-health", "befriending", "odd-jobs"),
        like="Good Neighbours",
    ),
    Plan(
        "food-bank", "Netherhithe Food Bank", "Food for three days, and somebody to talk to.",
        ("Terence Oduya", "terence@foodbank.example"), ("food-bank", "food-home"),
        like="Food Bank",
    ),
)  # fmt: skip


def help_people(*, county: County, seed: int) -> None:
    """Set the schemes up and live through their last months; nothing is made twice."""
    if Scheme.objects.exists():
        return
    with clock.put_back(BEGUN):
        set_out_help(by=OPERATOR)
        begin_measures(by=OPERATOR)
        helpline, lantern, bank = (set_up(plan, county) for plan in PLANS)
        helpers = [join(n, lantern, county) for n in range(len(HELPERS))]
        holder = person("Dilys Hart", HOLDER)
        add_member(by=OPERATOR, scheme=lantern, person=holder, part="phone")
    history(lantern, helpers, county, seed)
    food(bank, seed)
    today(lantern, helpers, county)
    reach(lantern, helpline)
    push_numbers(by=Robot("house"))


def person(name: str, email: str) -> User:
    """An account without a role for the whole place."""
    return welcome_person(by=OPERATOR, email=email, name=name, roles=())


def lead_of(scheme: Scheme) -> User:
    """Who answers for a scheme."""
    found: User = scheme.members.get(part="lead", ended_at=None).person
    return found


def organisation_of(plan: Plan) -> Organisation:
    """Whose scheme it is: the keeper's own, or one that does such work; else any group."""
    every = Organisation.objects.published().active()
    known = Organisation.objects.filter(name=KEEPER).first() if plan.front_door else None
    fitting = every.filter(name__icontains=plan.like).order_by("pk").first()
    groups = every.exclude(pk__in=every.registered().values("pk")).order_by("pk")
    return known or fitting or groups[PLANS.index(plan)]


def near(county: County) -> list[Spot]:
    """The postcodes round Lantern: those of the first ward of the first district."""
    first = county.spots[0]
    return [s for s in county.spots if s.district == first.district]


def set_up(plan: Plan, county: County) -> Scheme:
    """One scheme, opened, with its lead."""
    scheme = add_scheme(
        by=OPERATOR, organisation=organisation_of(plan), slug=plan.slug, name=plan.name,
        lead=person(*plan.lead), front_door=plan.front_door,
    )  # fmt: skip
    at = PLANS.index(plan)
    scheme = describe_scheme(
        by=OPERATOR, scheme=scheme, hours=EVERY_DAY, postcode=near(county)[0].postcode,
        words={
            "about": plan.about, "phone": f"01632 960 14{at + 1}",
            "email": f"{plan.slug}@saltwold.example",
        },
    )  # fmt: skip
    serve_areas(by=OPERATOR, scheme=scheme, codes=[near(county)[0].district])
    offered = Term.objects.filter(scheme="need", help_rule__offered=True).order_by("code")
    for term in offered.filter(code__in=plan.needs) or offered.exclude(parent="")[:4]:
        served = serve_need(by=OPERATOR, scheme=scheme, term=term)
        say_what_it_takes(
            by=lead_of(scheme), scheme_need=served, answers=AT_THE_DOOR, wanted="none"
        )
    return change_scheme(by=OPERATOR, scheme=scheme, standing="open")


def join(number: int, scheme: Scheme, county: County) -> Helper:
    """A helper of the neighbours, spoken with and ready."""
    name, means, miles, limit = HELPERS[number]
    spot = near(county)[number * 7 % len(near(county))]
    lead = lead_of(scheme)
    helper = join_scheme(by=lead, scheme=scheme, told={
        "name": name, "phone": f"07700 9001{number:02d}",
        "email": f"helper{number}@saltwold.example", "postcode": spot.postcode, "miles": miles,
        "means": [means], "needs": list(scheme.needs.values_list("term__code", flat=True)),
        "languages": ["en"], "times": [], "weekly_limit": limit,
    })  # fmt: skip
    return change_helper_standing(by=lead, helper=helper, standing="ready")


def ring_in(call: Call, scheme: Scheme, county: County, number: int) -> Request:
    """Somebody rings, and whoever holds the telephone types it."""
    asked_for = scheme.needs.filter(term__help_rule__offered=True).order_by("pk")
    needs = list(asked_for.values_list("term__code", flat=True))
    spot = near(county)[number * 11 % len(near(county))]
    told: dict[str, Any] = {
        "needs": [call.need if call.need in needs else needs[number % len(needs)]],
        "details": call.details, "name": call.name, "phone": f"01632 9602{number:02d}",
        "address": f"{number + 1} {call.street}", "postcode": spot.postcode, "script": "1",
        "urgency": call.urgency,
    }  # fmt: skip
    return take_call(by=lead_of(scheme), scheme=scheme, told=told)[0]


def match(request: Request, helper: Helper, *, by: User) -> Request:
    """A helper is asked and says yes."""
    begin_triage(by=by, request=request)
    asked: Offer = offer(by=by, request=request, helper=helper, way="phone")
    answer_offer(by=by, offer=asked, yes=True)
    request.refresh_from_db()
    return request


def history(scheme: Scheme, helpers: list[Helper], county: County, seed: int) -> None:
    """What was asked in the last months, helped with, asked about and closed."""
    lead, dice = lead_of(scheme), random.Random(f"{seed} help")  # noqa: S311
    for number in range(24):
        ago = 150 - 6 * number
        call, helper = CALLS[number % len(CALLS)], helpers[dice.randrange(len(helpers) - 2)]
        with clock.put_back(ago):
            request = ring_in(call, scheme, county, number)
            match(request, helper, by=lead)
        with clock.put_back(ago - 1):
            end_match(by=lead, match=request.matches.get(ended_at=None), end="completed")
        with clock.put_back(ago - 3):
            ask_how_it_went(by=lead, request=request)
            note_try(by=lead, request=request, way="phone", outcome="reached")
            close_request(by=lead, request=request, said=SAID[number % len(SAID)])


def food(scheme: Scheme, seed: int) -> None:
    """Parcels and packs of the last months."""
    lead, dice = lead_of(scheme), random.Random(f"{seed} food")  # noqa: S311
    for number in range(90):
        with clock.put_back(180 - 2 * number):
            give(
                by=lead, scheme=scheme, kind="parcel" if number % 5 else "pack",
                on=clock.today(), adults=dice.choice([1, 1, 2]), children=dice.choice([0, 1, 2, 3]),
                basis="people", days=3 if number % 5 else None,
                what="" if number % 5 else "Creativity pack",
            )  # fmt: skip


def today(scheme: Scheme, helpers: list[Helper], county: County) -> None:
    """Today's board: some just in, some waiting, a visit this afternoon, somebody on duty."""
    lead, now = lead_of(scheme), clock.now()
    morning = timezone.localtime(now).replace(hour=8, minute=0, second=0, microsecond=0)
    holder = User.objects.get(email=HOLDER)
    for day in range(7):
        starts = morning + dt.timedelta(days=day)
        if starts + dt.timedelta(hours=12) > now:
            put_on_duty(
                by=lead, scheme=scheme, person=holder, starts_at=starts,
                ends_at=starts + dt.timedelta(hours=12),
            )  # fmt: skip
    for number, call in enumerate(CALLS[:7]):
        with clock.put_back((7 - number) / 6):
            request = ring_in(call, scheme, county, 40 + number)
            if number % 3 == 1:
                begin_triage(by=lead, request=request)
            if number % 3 == 2:
                match(request, helpers[number], by=lead)
    soon = now + dt.timedelta(hours=2)
    standing = Request.objects.filter(scheme=scheme, state="assigned").order_by("pk")
    for request in standing[:1]:
        made = request.matches.get(ended_at=None)
        plan_visit(by=lead, match=made, starts_at=soon, minutes=60)
    for request in standing[1:]:
        set_next(by=lead, request=request, at=now + dt.timedelta(days=1), what="See that they went")


def reach(scheme: Scheme, helpline: Scheme) -> None:
    """A list of its own, a ring-round in the cold, and one person's plan."""
    lead = lead_of(scheme)
    held = begin_list(
        by=lead, scheme=scheme, title="People who like a call in cold weather", purpose="reach",
        basis="consent", basis_why="Each was asked when they first rang.",
        source="those whom we have helped", owner=lead,
        review_on=clock.today() + dt.timedelta(days=300),
    )  # fmt: skip
    each = {str(client.name): client for client in scheme.clients.order_by("-pk")}
    for client in sorted(each.values(), key=lambda client: client.pk):
        put_on_list(
            by=lead, held_list=held, client=client, basis="consent", given_by="themselves",
            way="phone",
        )  # fmt: skip
    ring = begin_ring_round(
        by=lead_of(helpline), scheme=helpline, title="The cold week",
        why="Frost is forecast, and some will not put the heating on.",
        opens_on=clock.today(), closes_on=clock.today() + dt.timedelta(days=10),
    )  # fmt: skip
    part = ask_scheme(by=lead_of(helpline), ring_round=ring, to_scheme=scheme)
    open_ring_round(by=lead_of(helpline), ring_round=ring)
    join_ring_round(by=lead, part=part, held_list=held)
    first = scheme.clients.order_by("pk").first()
    assert first is not None
    plan = begin_plan(
        by=lead, client=first, mode="reenable", review_on=clock.today() + dt.timedelta(days=42),
        strengths="Walks every day, and knows everybody in the lane.", given_by="themselves",
        way="phone",
    )  # fmt: skip
    goal = add_goal(by=lead, plan=plan, words="To get to choir on the bus again.", before=4)
    add_step(by=lead, goal=goal, words="Take the bus together once.", who="Tom")
