"""One scheme with one of everything in it, and everybody who might knock at its doors.

``test_matrix.py`` holds every address and every action against everybody here. Whoever adds an
address says below what its parts stand for, if the name before them does not; then
``python -m tests.house.snapshots --write`` renews what was agreed. Read the difference.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern

from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.tests.factories import MessageFactory
from commonweal.core.actors import LinkHolder, Operator, Robot, Visitor
from commonweal.core.permissions import allowed
from commonweal.core.tokens import digest_of
from commonweal.help.tests import factories as make

NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
RESIDENT, BEFORE, AFTER, SUSPENDED, DRIVER = ("r" * 32, "b" * 32, "a" * 32, "s" * 32, "d" * 32)
OFFERED, REFERRED, PLANNED = "o" * 32, "w" * 32, "p" * 32

# The thing that the part of an address after this word stands for, by its name in the world.
STANDS_FOR = {
    "requests": "request", "helpers": "helper", "people": "client", "offered": "hand_over",
    "worries": "worry", "ways-in": "way_in", "rights": "right", "complaints": "complaint",
    "members": "member", "duty": "duty", "duties": "duty", "offers": "offer", "matches": "match",
    "visits": "visit", "alerts": "alert", "rounds": "round", "stops": "stop", "given": "given",
    "advice": "contact", "lists": "list", "ring-rounds": "ring_round", "plans": "plan",
    "goals": "goal", "steps": "step", "referrals": "referral", "grounds": "ground",
    "expenses": "expense", "checks": "check", "runs": "run", "parts": "part", "calls": "call",
    "schemes": "scheme", "begin": "client", "put": "client", "refer": "client", "apart": "apart",
    "keys": "key", "matching": "run", "needs": "scheme_need", "numbers": "line", "plan": "match",
    "pools": "pool", "referred": "referral", "ringing": "part", "rule": "rule", "said": "offer",
    "tasks": "match", "totals": "total", "training": "training", "waiting": "text",
    "check": "check",
}  # fmt: skip
# What else a part of an address is: words, and things that are called what they are.
WORDS = {
    "slug": "here", "page": "danger", "kind": "came", "code": "shopping", "month": "2026-03",
    "what": "call-off",
}  # fmt: skip
# Whose private link an address is for, by the word before it: resident, helper and so on.
LINKS = {
    "status": {"resident": RESIDENT}, "ask": {"resident": RESIDENT},
    "helping": {"helper asked": BEFORE, "helper with the task": AFTER,
                "suspended helper": SUSPENDED},
    "offer": {"helper asked": OFFERED}, "task": {"helper asked": OFFERED},
    "drive": {"driver": DRIVER}, "round": {"driver": DRIVER},
    "referral": {"referred to": REFERRED}, "my-plan": {"whose plan it is": PLANNED},
}  # fmt: skip


def lay_out() -> dict[str, Any]:
    """One of everything in one scheme, by name."""
    here = make.SchemeFactory(slug="here")
    w: dict[str, Any] = {"scheme": here, "to_scheme": here, "slug": "here"}
    w |= people_of(here)
    w |= asked_of(here, w)
    w["match"] = make.MatchFactory(request=w["request"], helper=w["helper"], at=NOW - HOUR)
    w["visit"] = make.VisitFactory(match=w["match"], starts_at=NOW, expected_end=NOW + HOUR)
    w["alert"] = make.AlertFactory(visit=w["visit"])
    w["round"] = make.RoundFactory(
        scheme=here, driver=w["helper"], digest=digest_of(DRIVER), on=NOW.date(),
        expires_at=NOW + 9 * HOUR,
    )  # fmt: skip
    w["stop"] = make.StopFactory(round=w["round"], client=w["client"])
    w["given"] = make.GivenFactory(scheme=here, client=w["client"])
    w["contact"] = make.AdviceContactFactory(scheme=here, client=w["client"])
    make.AdviceIssueFactory(contact=w["contact"])
    w |= reached_of(here, w)
    w["worry"] = make.WorryFactory(scheme=here, client=w["client"])
    w["way_in"] = here.ways_in.get()
    w["right"] = make.RightsRequestFactory(scheme=here, client=w["client"])
    w["complaint"] = make.HelpComplaintFactory(scheme=here, client=w["client"])
    w["front_door"] = make.SchemeFactory(slug="door", front_door=True)
    return w | kept_of(here, w)


def kept_of(here: Any, w: dict[str, Any]) -> dict[str, Any]:
    """What a scheme keeps beside its people: needs, keys, totals, texts."""
    need = make.SchemeNeedFactory(scheme=here)
    pool = make.DutyPoolFactory()
    make.PoolSchemeFactory(pool=pool, scheme=here)
    return {
        "scheme_need": need, "key": make.SchemeKeyFactory(scheme=here), "pool": pool,
        "total": make.TotalFactory(scheme=here), "line": make.HelpLineFactory(),
        "training": make.TrainingFactory(helper=w["helper"]),
        "apart": make.ApartFactory(helper=w["helper"]),
        "rule": make.TaskRuleFactory(helper=w["helper"], term=need.term),
        "text": MessageFactory(channel="text"),
    }  # fmt: skip


def people_of(here: Any) -> dict[str, Any]:
    """The people of a scheme, and some who are not."""
    member = make.SchemeMemberFactory
    lead = member(scheme=here, part="lead").person
    phone_on, phone_off = (member(scheme=here, part="phone").person for _ in range(2))
    duty = make.DutyFactory(
        scheme=here, person=phone_on, starts_at=NOW - HOUR, ends_at=NOW + 8 * HOUR
    )
    make.DutyFactory(scheme=here, person=phone_off, starts_at=NOW - 9 * HOUR, ends_at=NOW - HOUR)
    let_in = UserFactory()
    make.WayInFactory(scheme=here, person=let_in, at=NOW - HOUR, until=NOW + HOUR)
    was_in = UserFactory()
    make.WayInFactory(
        scheme=make.SchemeFactory(slug="elsewhere"), person=was_in, at=NOW - HOUR, until=NOW + HOUR
    )
    return {
        "duty": duty,
        "member": member(scheme=here, part="coordinator"),
        "actors": {
            "visitor": Visitor(),
            "stranger": UserFactory(),
            "lead": lead,
            "coordinator": member(scheme=here, part="coordinator").person,
            "guard": member(scheme=here, part="coordinator", guards="lead").person,
            "phone on duty": phone_on,
            "phone off duty": phone_off,
            "let in": let_in,
            "let in elsewhere": was_in,
            "coordinator elsewhere": member(part="coordinator").person,
            "lead elsewhere": member(part="lead", guards="lead").person,
            "steward": UserFactory(roles=["steward"]),
            "administrator": UserFactory(roles=["administrator"]),
        },
    }


def asked_of(here: Any, w: dict[str, Any]) -> dict[str, Any]:
    """A resident who asked twice, a helper who has one task, one who was asked, one suspended."""
    actors, lead = w["actors"], w["actors"]["lead"]
    helpers = {
        name: make.HelperFactory(
            scheme=here, digest=digest_of(token), standing=standing, person=UserFactory()
        )
        for name, token, standing in (
            ("helper with the task", AFTER, "ready"), ("helper asked", BEFORE, "ready"),
            ("suspended helper", SUSPENDED, "suspended"),
        )
    }  # fmt: skip
    for name, helper in helpers.items():
        actors[name] = helper.person
    client = make.ClientFactory(scheme=here, email="olive@example.org")
    asking = make.AskingFactory(digest=digest_of(RESIDENT))
    more = {"scheme": here, "client": client, "asking": asking, "owner": lead,
            "next_on": NOW + HOUR}  # fmt: skip
    request = make.RequestFactory(state="assigned", **more)
    second = make.RequestFactory(state="triage", **more)
    make.HandOverFactory(request=request)
    offer = make.OfferFactory(
        request=second, helper=helpers["helper asked"], digest=digest_of(OFFERED),
        at=NOW - HOUR, expires_at=NOW + 9 * HOUR,
    )  # fmt: skip
    helper = helpers["helper with the task"]
    return {
        "client": client, "asking": asking, "request": request, "second": second, "offer": offer,
        "helper": helper, "helpers": helpers, "sender": helper,
        "ground": make.GroundFactory(client=client),
        "hand_over": make.HandOverFactory(
            to_scheme=here, request=make.RequestFactory(owner=UserFactory())
        ),
        "check": make.CheckFactory(helper=helper), "run": make.MatchRunFactory(scheme=here),
        "expense": make.ExpenseFactory(helper=helper),
    }  # fmt: skip


def reached_of(here: Any, w: dict[str, Any]) -> dict[str, Any]:
    """A list, a ring-round and a plan."""
    held = make.HeldListFactory(scheme=here)
    listed = make.ListedFactory(list=held, client=w["client"])
    ring = make.RingRoundFactory(scheme=here)
    part = make.RingPartFactory(ring_round=ring, scheme=here, list=held)
    ground = make.GroundFactory(client=w["client"], purpose="plan")
    plan = make.PlanFactory(
        client=w["client"], ground=ground, digest=digest_of(PLANNED), open_until=NOW + 9 * HOUR
    )
    goal = make.GoalFactory(plan=plan)
    return {
        "list": held, "held_list": held, "listed": listed, "ring_round": ring, "part": part,
        "plan": plan, "goal": goal,
        "call": make.RingCallFactory(part=part, client=w["client"]),
        "step": make.StepFactory(goal=goal),
        "referral": make.WarmReferralFactory(
            client=w["client"], ground=ground, digest=digest_of(REFERRED)
        ),
    }  # fmt: skip


def linked(w: dict[str, Any]) -> dict[str, Any]:
    """Who acts by a private link, for what actions ask."""
    helpers = w["helpers"]
    return {
        "resident's link": LinkHolder(f"help.asking:{w['asking'].pk}"),
        "link of the helper with the task": LinkHolder(
            f"help.helper:{helpers['helper with the task'].pk}"
        ),
        "link of the helper asked": LinkHolder(f"help.helper:{helpers['helper asked'].pk}"),
        "link of the offer": LinkHolder(f"help.offer:{w['offer'].pk}"),
        "link of the suspended helper": LinkHolder(f"help.helper:{helpers['suspended helper'].pk}"),
        "link of the round": LinkHolder(f"help.round:{w['round'].pk}"),
        "link of the referral": LinkHolder(f"help.warmreferral:{w['referral'].pk}"),
        "robot": Robot("house"),
        "operator": Operator(),
    }


def filled(pattern: URLPattern, w: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The address of a pattern in this world; with a private link in it, one for each holder.

    :raises LookupError: when nobody said what a part of it stands for.
    """
    route = plain(str(pattern.pattern))
    links: dict[str, str] = {"": ""}
    parts, before = [], ""
    for part in route.split("/"):
        word, _, after = part.partition(">")
        name = word.strip("<").rpartition(":")[2]
        if not part.startswith("<"):
            before = part
            parts.append(part)
        elif name in ("token", "secret"):
            if before not in LINKS:
                raise LookupError(f"Say in LINKS whose link is in {route}")
            links = LINKS[before]
            parts.append("{token}")
        else:
            parts.append(_value(name, before, route, w) + after)
    for who, token in links.items():
        yield who, "/" + "/".join(parts).replace("{token}", token)


def plain(route: str) -> str:
    """A route with only the names of its parts, however it says what they may be."""
    named = re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", route)
    return named.replace("\\", "").strip("^$")


def _value(name: str, before: str, route: str, w: dict[str, Any]) -> str:
    """What a part of an address is in this world."""
    if name in WORDS:
        return WORDS[name]
    if name == "row":
        return str(w["listed"].pk)
    if name in w:
        return str(w[name].pk)
    if (before, name) == ("people", "pk"):
        return str(w["member"].pk)
    thing = w.get(STANDS_FOR.get(before, ""))
    if thing is None or not hasattr(thing, name):
        raise LookupError(f"Say in STANDS_FOR what <{name}> after {before!r} is in {route}")
    return str(getattr(thing, name))


def may(w: dict[str, Any], permission: str, thing: Any) -> list[str]:
    """Who may do what a permission names, to a thing."""
    everybody = {**w["actors"], **linked(w)}
    return [name for name, actor in everybody.items() if allowed(actor, permission, thing)]
