"""Turning what was told into requests: each need with its scheme and its own record there.

Inner steps: these save, and are called inside an action only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from commonweal.core import clock
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.tokens import new_code, new_token
from commonweal.help import routing
from commonweal.help.actions import life
from commonweal.help.actions.grounds import first_grounds
from commonweal.help.actions.life import CAME
from commonweal.help.actions.people import begin_person
from commonweal.help.actions.requests import by_when
from commonweal.help.actions.waiting_words import take_back_texts_to
from commonweal.help.asked import Ask
from commonweal.help.choices import SchemeStanding, State, Urgency
from commonweal.help.hidden import why_refused
from commonweal.help.models import (
    Asking,
    Client,
    Keyholder,
    NeedRule,
    Request,
    Scheme,
)
from commonweal.help.reading_hours import next_read
from commonweal.help.reports.routing import areas_of_postcode, is_outside, route_all
from commonweal.sector.models import Term

AN_HOUR = dt.timedelta(hours=1)
AT_ONCE = dt.timedelta(minutes=15)
NOBODY = "Nobody can take this here just now. Please ring one of the numbers on this page."
WARM = "Put them through at once, by their safe way only"
TELL_FIRST = "First tell them who asked, and read them the notice"
WHY = {
    routing.UNSERVED: "No scheme here answers this need: find out who can",
    routing.ELSEWHERE: "No scheme answers this where they live: find out who can",
    routing.FULL: "The scheme there is full: decide who takes it",
    routing.UNKNOWN: "We do not know where they live: ask",
    "outside": "They live outside the place: say where to turn",
}


@dataclass(frozen=True)
class Going:
    """A need, how it is handled, which scheme takes it, and why if that is the front door."""

    need: Term
    rule: NeedRule
    scheme: Scheme
    why: str = ""

    @property
    def urgency(self) -> str:
        """How soon, until a person says otherwise: at once, the same day, or within three days."""
        if self.rule.warm_only:
            return Urgency.EMERGENCY
        return Urgency.TODAY if self.rule.essential else Urgency.DAYS


def rules_of(codes: Sequence[str]) -> list[NeedRule]:
    """How each of these needs is handled, in the order asked.

    :raises Refused: when one is not a need that may be asked for.
    """
    rows = NeedRule.objects.filter(term__scheme="need", term__code__in=codes, offered=True)
    found = {rule.term.code: rule for rule in rows.select_related("term")}
    if unknown := [c for c in codes if c not in found]:
        raise Refused(f"“{unknown[0]}” cannot be asked for here.", field="needs")
    return [found[code] for code in codes]


def to_each(ask: Ask, at: dt.datetime) -> list[Going]:
    """Where each need goes, by area served, need, hours and capacity; else to the front door.

    :raises Refused: when there is no scheme that can take it.
    """
    rules = rules_of(ask.needs)
    areas = areas_of_postcode(ask.person["postcode"])
    outside = is_outside(areas)
    routed = route_all([r.term for r in rules], () if outside else areas, at)
    going = []
    for rule, to in zip(rules, routed, strict=True):
        if to.scheme is None:
            raise Refused(NOBODY)
        going.append(Going(rule.term, rule, to.scheme, "outside" if outside else to.why))
    return going


def to_one(ask: Ask, scheme: Scheme) -> list[Going]:
    """All of it to one scheme: the one whose telephone rang, or whose key or sheet it is.

    :raises Refused: when that scheme takes no requests of its own now.
    """
    if scheme.standing != SchemeStanding.OPEN or scheme.totals_only:
        raise Refused(f"{scheme} takes no new requests just now.")
    return [Going(rule.term, rule, scheme) for rule in rules_of(ask.needs)]


def same_digest(ask: Ask, scope: str) -> str:
    """A keyed hash of what was sent, so that the same sent twice is one asking."""
    return salted_hmac(
        "commonweal.help.asking", f"{scope}|{ask.same}", algorithm="sha256"
    ).hexdigest()


def twin_of(digest: str, at: dt.datetime) -> Asking | None:
    """The same, sent within the hour. An older one is one no more, and asking again is new."""
    twin = Asking.objects.filter(sameness=digest).first()
    if twin is None or (twin.sent_at and twin.sent_at > at - AN_HOUR):
        return twin
    twin.sameness = ""
    twin.save()
    return None


def new_asking(*, way: str, language: str = "en", **more: Any) -> tuple[Asking, str]:
    """An asking with a reference that nobody has, and the secret of its private link."""
    token, digest = new_token()
    reference = new_code()[0]
    while Asking.objects.filter(reference=reference).exists():
        reference = new_code()[0]
    asking = Asking(
        way=way, language=language[:8] or "en", reference=reference, digest=digest,
        begun_at=clock.now(), **more,
    )  # fmt: skip
    return asking, token


def check_words(ask: Ask) -> None:
    """See that nothing a helper may read opens a door or an account.

    :raises Refused: naming the field in which it stands.
    """
    who = ask.person
    refuse_codes({
        "details": ask.details, "access": who["access"], "address": who["address"],
        "safe_says": who["safe"].get("says", ""),
        "safe_interpreter": who["safe"].get("interpreter", ""),
        "wanted_prefers": ask.wanted.get("prefers", ""),
        "keyholder_relation": ask.keyholder.get("relation", ""),
    })  # fmt: skip


def refuse_codes(told: Mapping[str, Any]) -> None:
    """See that none of these words, by field, holds a code of a key safe, a card or a PIN.

    :raises Refused: naming the field in which it stands.
    """
    for field, words in told.items():
        if why := why_refused(str(words)):
            raise Refused(why, field=field)


def take_in(
    asking: Asking, ask: Ask, going: Sequence[Going], *, by: Actor, scope: str = ""
) -> list[Request]:
    """Keep what was told as requests; the same sent twice within the hour is the first one's.

    :raises Refused: when its words may not be kept, or nobody could answer for it.
    """
    check_words(ask)
    now = clock.now()
    digest = same_digest(ask, scope)
    twin = twin_of(digest, now)
    if twin is None:
        asking.sameness, asking.sent_at, asking.draft = digest, now, {}
        asking.knows, asking.asker = ask.knows, ask.asker
        asking.language = ask.person["language"]
        try:
            with transaction.atomic():
                asking.save()
        except IntegrityError:
            twin = Asking.objects.get(sameness=digest)
    if twin is not None:
        return list(twin.requests.select_related("asking", "scheme", "client", "need"))
    return requests_of(asking, ask, going, by=by)


def requests_of(asking: Asking, ask: Ask, going: Sequence[Going], *, by: Actor) -> list[Request]:
    """A request for each need, with one record of the person in each scheme."""
    abuse = ask.unsafe or any(g.rule.warm_only for g in going)
    people: dict[int, Client] = {}
    made = []
    for one in going:
        if one.scheme.pk not in people:
            people[one.scheme.pk] = record_in(one.scheme, ask, asking, abuse=abuse, by=by)
        made.append(ask_for(one, ask, asking, people[one.scheme.pk], by=by))
    return made


def record_in(scheme: Scheme, ask: Ask, asking: Asking, *, abuse: bool, by: Actor) -> Client:
    """The person's record in one scheme: a known one that was pointed at, else a new one."""
    if ask.client:
        known = Client.objects.of(scheme).filter(uuid=ask.client).first()
        if known is None:
            raise Refused("That record is not one of this scheme's.", field="client")
        if abuse and not known.abuse:
            take_back_texts_to(known)
            known.abuse, known.safe = True, ask.person["safe"]
            known.edition += 1
            known.save()
        return known
    client = begin_person(scheme, {**ask.person, "abuse": abuse})
    if ask.keyholder.get("phone"):
        Keyholder.objects.create(client=client, at=clock.now(), **ask.keyholder)
    first_grounds(client, ask, way=asking.way, by=by)
    return client


def ask_for(one: Going, ask: Ask, asking: Asking, client: Client, *, by: Actor) -> Request:
    """One request, with somebody who answers for it and a day to come."""
    now = clock.now()
    urgency = one.urgency if one.rule.warm_only or not ask.urgency else ask.urgency
    owner = life.answerer(one.scheme, now)
    wanted: Any = ask.wanted
    request = Request.objects.create(
        asking=asking, scheme=one.scheme, client=client, need=one.need, details=ask.details,
        wanted=wanted, urgency=urgency, urgency_by=by.label if ask.urgency else "",
        essential=one.rule.essential, state=State.CONSENTED, state_since=now, asked_at=now,
        due_at=by_when(urgency, now), owner=owner,
        next_on=look_on(one.scheme, urgency, now), next_what=what_next(one, ask)[:200],
        may_match=ask.may_match, area=client.area, district=client.district,
        held=bool(ask.client) and is_on_hold(client),
    )  # fmt: skip
    life.write_down(request, "", State.CONSENTED, by=by)
    life.first_owner(request, by=by, reason="It came in")
    return request


def is_on_hold(client: Client) -> bool:
    """Whether something of a person's is on hold now: then no helper is sent for anything else."""
    return Request.objects.open().filter(client=client, held=True).exists()


def look_on(scheme: Scheme, urgency: str, now: dt.datetime) -> dt.datetime:
    """By when its owner looks at it first: at once, or an hour after somebody next reads."""
    if urgency == Urgency.EMERGENCY:
        return now + AT_ONCE
    reads = next_read(scheme.hours, scheme.closed_on, clock.here(now))
    if urgency in (Urgency.HOURS, Urgency.TODAY) or reads is None:
        return now + life.SOON
    return max(reads[0], now) + life.SOON


def what_next(one: Going, ask: Ask) -> str:
    """What its owner does first."""
    if one.rule.warm_only:
        return WARM
    told = [] if ask.may_match else [TELL_FIRST]
    told += [WHY[one.why]] if one.why else []
    return ". ".join(told) or CAME
