"""Warm referrals: a person is brought to somebody who says whether they take them on.

Nothing leaves before the person agreed, and then only the words they agreed to. Whoever is asked
answers by a private link, or on their own board if they are a scheme here.
"""

from __future__ import annotations

import datetime as dt

from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.core.tokens import new_token
from commonweal.help.actions import life
from commonweal.help.actions.handing import TO_BE_RUNG, copy_of
from commonweal.help.actions.looks import add_to_chain
from commonweal.help.actions.requests import by_when, words_of
from commonweal.help.choices import (
    Basis,
    LookKind,
    Purpose,
    ReferralAnswer,
    SchemeStanding,
    State,
    Urgency,
)
from commonweal.help.models import (
    Client,
    Ground,
    NeedRule,
    Plan,
    Request,
    Scheme,
    WarmReferral,
)
from commonweal.sector.models import Term

OPEN_FOR = dt.timedelta(days=14)
AGREED = (Basis.CONSENT, Basis.EXPLICIT)


def may_leave(ground: Ground, client: Client) -> bool:
    """Whether a ground lets somebody's words be passed on today: their own, and it stands."""
    return (
        ground.client_id == client.pk
        and ground.purpose == Purpose.SHARE
        and ground.basis in AGREED
        and ground.ended_at is None
        and (ground.expires_on is None or ground.expires_on >= clock.today())
    )


def is_open(referral: WarmReferral) -> bool:
    """Whether a referral may still be read and answered."""
    client = referral.client
    return (
        referral.answer == ReferralAnswer.WAITING
        and referral.expires_at > clock.now()
        and client.forgotten_on is None
        and not client.abuse
        and may_leave(referral.ground, client)
    )


def held_referral(referral: WarmReferral) -> WarmReferral:
    """The referral as it is now, kept until the action ends.

    :raises Refused: when it can no longer be answered.
    """
    rows = WarmReferral.objects.select_for_update(of=("self",))
    now: WarmReferral = rows.select_related("client", "ground").get(pk=referral.pk)
    if not is_open(now):
        raise Refused("This can no longer be answered.")
    return now


@action(permission="help.keep_plans", about="client", keeps=("to_scheme",))
def refer_warmly(
    *,
    by: Actor,
    client: Client,
    ground: Ground,
    tells: str,
    plan: Plan | None = None,
    to_scheme: Scheme | None = None,
    to_name: str = "",
    to_email: str = "",
) -> WarmReferral:
    """Bring somebody to another organisation, with the words they agreed that it is told.

    :raises Refused: when they did not agree, it goes to nobody, or they must only be put through.
    """
    person: Client = Client.objects.select_for_update().get(pk=client.pk)
    if person.abuse:
        raise Refused("Ring them and put the person through; this is never passed on in writing.")
    if person.forgotten_on or not may_leave(ground, person):
        raise Refused("They have not agreed that this is passed on. Ask them first.")
    if plan is not None and plan.client_id != person.pk:
        raise Refused("That plan is somebody else's.")
    check_addressee(person, to_scheme, to_name, to_email)
    token, digest = new_token()
    referral = WarmReferral.objects.create(
        client=person, plan=plan, ground=ground, to_scheme=to_scheme, by=by.label,
        to_name="" if to_scheme else words_of(to_name, "to_name", most=200),
        to_email="" if to_scheme else to_email.strip(), at=clock.now(), digest=digest,
        expires_at=clock.now() + OPEN_FOR,
        tells=words_of(tells, "tells", needed="Write what they agreed to be told."),
    )  # fmt: skip
    add_to_chain(
        [person.uuid], by=by, scheme=person.scheme, kind=LookKind.SHARE,
        purpose=f"warm referral {referral.pk}", role="",
    )  # fmt: skip
    if to_scheme is None:
        write_letter(
            "help/letters/reaching_referral.txt", by=POSTMASTER, to=referral.to_email, secret=True,
            token=token, scheme=person.scheme, until=referral.expires_at,
        )  # fmt: skip
    return referral


def check_addressee(client: Client, to_scheme: Scheme | None, to_name: str, to_email: str) -> None:
    """Refuse a referral that goes to nobody, to two, or to whoever has them already.

    :raises Refused: when it does.
    """
    if to_scheme is None:
        if not to_name.strip() or "@" not in to_email:
            raise Refused(
                "Say to whom it goes: a scheme here, or a name and an e-mail address.",
                field="to_name",
            )
        return
    if to_scheme.pk == client.scheme_id:
        raise Refused("They are with this scheme already.", field="to_scheme")
    if to_scheme.standing != SchemeStanding.OPEN or to_scheme.totals_only:
        raise Refused(f"{to_scheme} takes no requests now.", field="to_scheme")


def answer_it(referral: WarmReferral, answer: str, words: str, who: str) -> WarmReferral:
    """Keep the answer of whoever was asked."""
    needed = "" if answer == ReferralAnswer.ACCEPTED else "Say why, so that they can be told."
    referral.answer_words = words_of(words, "words", needed=needed)
    referral.answer, referral.answered_at, referral.answered_by = answer, clock.now(), who
    referral.save()
    return referral


@action(permission="help.answer_referral", about="referral", keeps=("answer",))
def answer_referral(
    *, by: Actor, referral: WarmReferral, answer: str, words: str = "", who: str = ""
) -> WarmReferral:
    """Whoever was asked outside takes the person on or does not, by link or by telephone.

    :raises Refused: when it is a scheme here that must answer, or it can no longer be.
    """
    row = held_referral(referral)
    if row.to_scheme_id is not None:
        raise Refused("The scheme it went to answers on its own board.")
    if answer not in (ReferralAnswer.ACCEPTED, ReferralAnswer.REFUSED):
        raise Refused("Say whether they are taken on.", field="answer")
    named = words_of(who, "who", needed="Say who answers.", most=150)
    return answer_it(row, answer, words, named)


@action(permission="help.answer_referral", about="to_scheme")
def take_referral(
    *,
    by: Actor,
    referral: WarmReferral,
    to_scheme: Scheme,
    need: Term | None,
    urgency: str = Urgency.DAYS,
    words: str = "",
) -> Request:
    """A scheme here takes them on: a record and a request of its own, with who answers for it.

    It is given their name and how to reach them safely, with the words they agreed to; it asks
    them for the rest.

    :raises Refused: when it is meant for another, can no longer be, or no need is named.
    """
    row = held_referral(referral)
    if row.to_scheme_id != to_scheme.pk:
        raise Refused("It is meant for another scheme.")
    if to_scheme.standing != SchemeStanding.OPEN:
        raise Refused("Your scheme takes no requests now.")
    if need is None:
        raise Refused("Say what they need.", field="need")
    if urgency not in Urgency.values or urgency == Urgency.PLANNED:
        raise Refused("Choose how soon somebody must be reached.", field="urgency")
    now, client = clock.now(), copy_of(row.client, to_scheme, TO_BE_RUNG)
    asked = Request.objects.create(
        scheme=to_scheme, client=client, need=need, details=row.tells, urgency=urgency,
        urgency_by=by.label, state=State.CONSENTED, state_since=now, asked_at=row.at,
        essential=NeedRule.objects.filter(term=need, essential=True).exists(),
        due_at=by_when(urgency, now), owner=life.answerer(to_scheme), next_on=now + life.SOON,
        next_what="Referred to us", area=client.area, district=client.district,
    )  # fmt: skip
    life.write_down(asked, "", State.CONSENTED, by=by, reason="Referred to us")
    Ground.objects.create(
        client=client, purpose=Purpose.HELP, basis=Basis.CONSENT, given_by="the person",
        way=row.ground.way, at=now, by=by.label,
    )  # fmt: skip
    answer_it(row, ReferralAnswer.ACCEPTED, words, by.label)
    return asked


@action(permission="help.answer_referral", about="to_scheme")
def refuse_referral(
    *, by: Actor, referral: WarmReferral, to_scheme: Scheme, words: str
) -> WarmReferral:
    """A scheme here does not take them on, and says why."""
    row = held_referral(referral)
    if row.to_scheme_id != to_scheme.pk:
        raise Refused("It is meant for another scheme.")
    return answer_it(row, ReferralAnswer.REFUSED, words, by.label)


@action(permission="help.keep_plans", about="referral")
def take_back_referral(*, by: Actor, referral: WarmReferral) -> WarmReferral:
    """Take a referral back before it is answered; its link shows nothing from now on."""
    row: WarmReferral = WarmReferral.objects.select_for_update().get(pk=referral.pk)
    if row.answer != ReferralAnswer.WAITING:
        raise Refused("It was answered already.")
    row.answer, row.answered_at = ReferralAnswer.TAKEN_BACK, clock.now()
    row.answered_by = by.label
    row.save()
    return row
