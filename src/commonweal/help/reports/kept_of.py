"""Everything one scheme keeps of a person, as they may have it: theirs, and nobody else's.

Left out: who else is named (a helper is "a helper", staff is "the scheme"), notes that a person
decided to leave out, and worries about somebody's safety, of which this never says whether there
are any.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from commonweal.help.models import Client, HandOver, Note, Try, Visit
from commonweal.help.reports.looks import looked_by_role

LEFT_OUT = "A note was left out, because it names somebody else or could do harm."


def notes_of(client: Client) -> list[tuple[str, str]]:
    """What was written about somebody in free words, for a person to decide on, with its key."""
    rows: list[tuple[Any, str, str]] = []
    for n in Note.objects.filter(request__client=client).order_by("at", "pk"):
        rows.append((n.at, f"note:{n.pk}", n.words))
    for t in Try.objects.filter(request__client=client).order_by("at", "pk"):
        if t.note:
            rows.append((t.at, f"try:{t.pk}", t.note))
    return [(key, f"{at:%d.%m.%Y}: {words}") for at, key, words in sorted(rows)]


def kept_of(client: Client, leave: Collection[str] = ()) -> dict[str, list[dict[str, Any]]]:
    """What is kept, under headings in plain words; moments are ISO 8601."""
    told = {
        "Who you are": [_record(client)],
        "Why we keep it": [
            {"for": g.get_purpose_display(), "because": g.get_basis_display(), "since": day(g.at),
             "said by": g.given_by, "ended": day(g.ended_at)}
            for g in client.grounds.order_by("at", "pk")
        ],
        "Whom we may ring for you": [{"relation": k.relation} for k in client.keyholders.all()],
        "What you asked for": [_request(r) for r in _requests(client)],
        "What we wrote down": [
            {"words": LEFT_OUT if key in leave else words} for key, words in notes_of(client)
        ],
        "What was given to you": [
            {"on": day(g.on), "what": g.get_kind_display(), "allergies": g.allergens,
             "diet": g.diet}
            for g in client.given.filter(taken_back_at=None).order_by("on", "pk")
        ],
        "When you were advised": [
            {"on": day(a.on), "how": a.get_way_display(), "words": a.note}
            for a in client.advice.order_by("on", "pk")
        ],
        "Your plans": [_plan(p) for p in client.plans.order_by("begun_on", "pk")],
        "Lists you are on": [
            {"list": x.list.title, "why": x.why, "since": day(x.at), "left": day(x.left_at)}
            for x in client.listed.select_related("list").order_by("at", "pk")
        ],
        "When you were rung": [
            {"at": day(c.tried_at), "times": c.tries, "came of it": c.get_outcome_display()}
            for c in client.ring_calls.order_by("pk")
        ],
        **_passed_on(client),
        **_asked_of_us(client),
        "Who looked at your record": [
            {"who": x.who, "did": x.did, "times": x.times, "last": day(x.last)}
            for x in looked_by_role(client, 200)
        ],
    }  # fmt: skip
    return {heading: rows for heading, rows in told.items() if rows}


def day(at: Any) -> str:
    """A day or a moment, or nothing."""
    return at.isoformat() if at else ""


def _passed_on(client: Client) -> dict[str, list[dict[str, Any]]]:
    """To whom something of theirs went, and who came to their door."""
    hand_overs = HandOver.objects.filter(request__client=client).select_related("to_scheme")
    visits = Visit.objects.filter(match__request__client=client).prefetch_related("money")
    return {
        "What we passed on": [
            {"at": day(r.at), "to": str(r.to_scheme or r.to_name), "told": r.tells,
             "answer": r.get_answer_display()}
            for r in client.referrals.select_related("to_scheme").order_by("at", "pk")
        ] + [
            {"at": day(h.begun_at), "to": str(h.to_scheme), "why": h.why,
             "you said": h.get_answer_display(), "taken on": day(h.taken_at)}
            for h in hand_overs.order_by("begun_at", "pk")
        ],
        "When a helper came": [
            {"from": day(v.starts_at), "until": day(v.expected_end),
             "stands": v.get_standing_display(),
             "your money": [
                 {"taken": m.taken, "spent": m.spent, "returned": m.returned}
                 for m in v.money.all()
             ]}
            for v in visits.order_by("starts_at", "pk")
        ],
        "When something was brought to your door": [
            {"on": day(s.round.on), "outcome": s.get_outcome_display(), "allergies": s.allergens}
            for s in client.stops.select_related("round").order_by("round__on", "pk")
        ],
    }  # fmt: skip


def _asked_of_us(client: Client) -> dict[str, list[dict[str, Any]]]:
    """What they complained of, and what they asked by right."""
    return {
        "What you complained of": [
            {"on": day(c.received_on), "words": c.words, "answered": day(c.answered_on),
             "answer": c.answer}
            for c in client.complaints.order_by("received_on", "pk")
        ],
        "What you asked by right": [
            {"on": day(r.received_on), "what": r.get_kind_display(), "words": r.words,
             "by": day(r.due_on), "stands": r.get_standing_display(), "answer": r.answer}
            for r in client.rights.order_by("received_on", "pk")
        ],
    }  # fmt: skip


def _record(client: Client) -> dict[str, Any]:
    return {
        "name": client.name, "called": client.called, "telephone": client.phone,
        "e-mail": client.email, "address": client.address, "postcode": client.postcode,
        "language": client.language, "safe way to reach you": client.safe,
        "to get there and be understood": client.access, "born": client.born,
        "not to be contacted": client.do_not_contact, "since": day(client.begun_at),
    }  # fmt: skip


def _requests(client: Client) -> Any:
    every = client.requests.select_related("need").prefetch_related("transitions", "matches")
    return every.order_by("asked_at", "pk")


def _request(request: Any) -> dict[str, Any]:
    return {
        "need": str(request.need), "in your words": request.details, "wanted": request.wanted,
        "asked": day(request.asked_at), "how soon": request.get_urgency_display(),
        "stands at": request.get_state_display(), "why it ended so": request.outcome_why,
        "went through": [
            {"at": day(t.at), "to": t.get_after_display()}
            for t in sorted(request.transitions.all(), key=lambda t: t.number)
        ],
        "times a helper had it": len(request.matches.all()),
    }  # fmt: skip


def _plan(plan: Any) -> dict[str, Any]:
    return {
        "for": plan.get_mode_display(), "strengths": plan.strengths, "matters": plan.matters,
        "begun": day(plan.begun_on), "goals": [
            {"words": g.words, "in the way": g.barrier, "before": g.before, "after": g.after,
             "steps": [{"words": s.words, "who": s.who} for s in g.steps.order_by("pk")]}
            for g in plan.goals.order_by("position")
        ],
    }  # fmt: skip
