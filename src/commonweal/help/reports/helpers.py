"""Helpers as their scheme reads them, and as they read of themselves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from commonweal.core import clock
from commonweal.help.choices import HelperStanding, MatchEnd, Means
from commonweal.help.models import (
    Apart,
    Check,
    Helper,
    HelperChange,
    Match,
    Scheme,
    TaskRule,
    Thanks,
    Training,
)
from commonweal.help.reports.may_do import weigh
from commonweal.help.sealing import name_words, phone_digits
from commonweal.help.week import in_words
from commonweal.places.models import Area
from commonweal.sector.languages import language
from commonweal.sector.models import Term

LONG_UNASKED = dt.timedelta(days=28)
MILE = 1_609.344
THANKS = 20


@dataclass(frozen=True)
class MayDo:
    """A task of the scheme's, and whether a helper may do it."""

    title: str
    may: bool
    why: str


@dataclass(frozen=True)
class OneHelper:
    """All that a scheme's people read of a helper."""

    helper: Helper
    facts: tuple[tuple[str, str], ...]
    tasks: tuple[Match, ...]
    may_do: tuple[MayDo, ...]
    checks: tuple[Check, ...]
    trainings: tuple[Training, ...]
    rules: tuple[TaskRule, ...]
    apart: tuple[Apart, ...]
    changes: tuple[HelperChange, ...]
    same: tuple[Helper, ...]


def helpers_of(scheme: Scheme, standing: str = "", name: str = "") -> list[int]:
    """The keys of a scheme's helpers, those who wait for an answer first, then by name.

    Names are sealed, so they are read one by one: thousands take a second.
    """
    ours = Helper.objects.of(scheme)
    if standing in HelperStanding.values:
        ours = ours.filter(standing=standing)
    elif not name:
        ours = ours.exclude(standing=HelperStanding.LEFT)
    wanted = set(name_words(name))
    rows = [(h.standing != HelperStanding.APPLIED, h.name.casefold(), h.pk)
            for h in ours.only("pk", "name", "standing")]  # fmt: skip
    if wanted:
        rows = [r for r in rows if all(any(w.startswith(x) for w in name_words(r[1]))
                                       for x in wanted)]  # fmt: skip
    return [key for _, _, key in sorted(rows)]


def page_of(keys: list[int]) -> list[Helper]:
    """These helpers in this order, each with how many tasks they have now as ``now``."""
    standing = Count("matches", filter=Q(matches__ended_at__isnull=True))
    rows = {h.pk: h for h in Helper.objects.filter(pk__in=keys).annotate(now=standing)}
    return [rows[key] for key in keys]


def titles_of(codes: list[str]) -> list[str]:
    """What needs are called, by their codes."""
    terms = dict(Term.objects.filter(scheme="need", code__in=codes).values_list("code", "title"))
    return [terms.get(code, code) for code in codes]


def area_name(code: str) -> str:
    """What a ward is called; nothing of none."""
    row = Area.objects.filter(code=code).order_by("pk").first() if code else None
    return row.name if row else ""


def ways_of(means: list[str]) -> str:
    """``On foot, by car``."""
    words = ", ".join(Means(m).label.lower() for m in means if m in Means.values)
    return words[:1].upper() + words[1:]


def in_full(day: dt.date | None) -> str:
    """``16 December 2026``; nothing of no day."""
    return f"{day.day} {day:%B %Y}" if day else ""


def facts_of(helper: Helper) -> tuple[tuple[str, str], ...]:
    """What a helper said, in words, in the order in which it is asked."""
    rows = (
        ("Telephone", helper.phone),
        ("E-mail", helper.email),
        ("Starts from", ", ".join(filter(None, (helper.postcode, area_name(helper.area))))),
        ("Goes up to", f"{helper.reach / MILE:.1f} miles"),
        ("Gets about", ways_of(helper.means)),
        ("Would do", ", ".join(titles_of(helper.needs))),
        ("When", "; ".join(in_words(helper.times))),
        ("Tasks a week, at most", str(helper.weekly_limit)),
        ("Languages", ", ".join(language(c) for c in helper.languages)),
        ("Also can", ", ".join(helper.skills)),
        ("Likes", helper.interests),
        ("Cannot, or would rather not", helper.limits),
        ("Insured as a driver until",
         in_full(helper.insured_until)),
    )  # fmt: skip
    return tuple((title, words) for title, words in rows if words)


def perhaps_again(helper: Helper) -> tuple[Helper, ...]:
    """Helpers of the same scheme who may be this one: same number or e-mail. A person looks."""
    digits, email = phone_digits(helper.phone), helper.email.casefold()
    others = Helper.objects.of(helper.scheme).exclude(pk=helper.pk).order_by("pk")
    return tuple(
        other
        for other in others.only("uuid", "name", "phone", "email", "standing", "scheme")
        if (digits and phone_digits(other.phone) == digits)
        or (email and other.email.casefold() == email)
    )


def what_they_may_do(helper: Helper, on: dt.date) -> tuple[MayDo, ...]:
    """Every task of the scheme, and whether this helper may do it."""
    checks = list(helper.checks.filter(ended_at=None))
    rules = {r.term_id: r for r in helper.task_rules.all()}
    needs = helper.scheme.needs.select_related("term").order_by("term__title")
    return tuple(
        MayDo(n.term.title, *weigh(helper, n, on, checks=checks, rule=rules.get(n.term_id)))
        for n in needs
    )


def one_helper(helper: Helper, on: dt.date, *, all_of_it: bool) -> OneHelper:
    """All of a helper that whoever looks may read, in a fixed number of questions.

    To a coordinator who is this helper, and to a phone holder, nothing is said of whom they are
    kept apart from, nor why anything was decided about them: that is not ``all_of_it``.
    """
    hidden = not all_of_it
    tasks = helper.matches.standing().select_related("request__client", "request__need")
    apart = helper.apart.select_related("client").order_by("-at")
    return OneHelper(
        helper=helper, facts=facts_of(helper), tasks=tuple(tasks.order_by("at", "pk")),
        may_do=what_they_may_do(helper, on),
        checks=tuple(helper.checks.order_by("-issued_on", "-pk")),
        trainings=tuple(helper.trainings.order_by("-on", "-pk")),
        rules=() if hidden else tuple(helper.task_rules.select_related("term").order_by("pk")),
        apart=() if hidden else tuple(apart),
        changes=() if hidden else tuple(helper.changes.order_by("-at", "-pk")[:30]),
        same=() if hidden else perhaps_again(helper),
    )  # fmt: skip


@dataclass(frozen=True)
class OwnTask:
    """A task as the helper who has it may read it: first name, area and task, no more."""

    match: Match
    called: str
    area: str
    task: str
    on: str


@dataclass(frozen=True)
class OwnHelping:
    """What helpers read of their own helping."""

    helper: Helper
    facts: tuple[tuple[str, str], ...]
    tasks: tuple[OwnTask, ...]
    checks: tuple[Check, ...]
    trainings: tuple[Training, ...]
    thanks: tuple[Thanks, ...]
    done: int
    buddy: str
    unasked_since: dt.date | None


def unasked_since(helper: Helper, now: dt.datetime) -> dt.date | None:
    """Since when somebody who is ready has not been asked, once it is four weeks."""
    if helper.standing != HelperStanding.READY:
        return None
    last = helper.last_asked_at or helper.joined_at
    return clock.day_of(last) if now - last >= LONG_UNASKED else None


def own_helping(helper: Helper, now: dt.datetime) -> OwnHelping:
    """What a helper reads of their own helping, in a fixed number of questions."""
    standing = helper.matches.standing().select_related("request__client", "request__need")
    matches = list(standing.order_by("at", "pk"))
    codes = {m.request.area for m in matches}
    names = dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
    tasks = tuple(
        OwnTask(
            m, m.request.client.called, names.get(m.request.area, ""), m.request.need.title,
            str(m.request.wanted.get("on", "")),
        )
        for m in matches
    )  # fmt: skip
    return OwnHelping(
        helper=helper, facts=facts_of(helper), tasks=tasks,
        checks=tuple(helper.checks.filter(ended_at=None).order_by("-issued_on", "-pk")),
        trainings=tuple(helper.trainings.order_by("-on", "-pk")),
        thanks=tuple(helper.thanks.order_by("-at", "-pk")[:THANKS]),
        done=helper.matches.filter(end="completed").count(),
        buddy=helper.buddy.name if helper.buddy else "",
        unasked_since=unasked_since(helper, now),
    )  # fmt: skip


def end_of(match: Match) -> str:
    """Why a helper no longer has a task, as they may read it: never that somebody was worried."""
    unsaid = {MatchEnd.HELD, MatchEnd.SUSPENDED}
    return "It went back to the scheme" if match.end in unsaid else match.get_end_display()


def kept_of(helper: Helper, now: dt.datetime) -> dict[str, Any]:
    """What is kept of a helper, for themselves to take away: plain values.

    Nothing of anybody else: no names of whom they helped, nor whom they are kept apart from.
    """
    own = own_helping(helper, now)
    offers = helper.offers.order_by("at", "pk").values_list("at", "answer", "answered_at")
    tasks = helper.matches.order_by("at", "pk").select_related("request__need")
    return {
        "scheme": helper.scheme.name,
        "name": helper.name,
        "standing": helper.get_standing_display(),
        "joined": helper.joined_at.isoformat(),
        "said": dict(own.facts),
        "checks": [
            {"level": c.get_level_display(), "issued": c.issued_on.isoformat(), "last4": c.last4,
             "renew": c.renew_on.isoformat(), "seen_by": c.seen_by}
            for c in own.checks
        ],
        "training": [{"title": t.title, "on": t.on.isoformat()} for t in own.trainings],
        "asked": [{"at": at.isoformat(), "answer": answer} for at, answer, _ in offers],
        "tasks": [
            {"task": m.request.need.title, "from": m.at.isoformat(), "end": end_of(m)}
            for m in tasks
        ],
        "thanks": [t.words for t in own.thanks],
        "expenses": [
            {"on": e.on.isoformat(), "what": e.what, "pence": e.pence,
             "stands": e.get_standing_display()}
            for e in helper.expenses.order_by("on", "pk")
        ],
        "rights": [
            {"on": r.received_on.isoformat(), "what": r.get_kind_display(),
             "words": r.words, "answer": r.answer}
            for r in helper.rights.order_by("received_on", "pk")
        ],
        "standings": [
            {"standing": c.get_standing_display(), "at": c.at.isoformat()}
            for c in helper.changes.order_by("at", "pk")
        ],
    }  # fmt: skip


def kept_to_read(helper: Helper, now: dt.datetime) -> dict[str, list[dict[str, Any]]]:
    """The same under headings, for somebody to read on paper."""
    kept = kept_of(helper, now)
    plain = {name: kept[name] for name in ("name", "standing", "joined")}
    rows = {"Who you are": [plain], "What you said": [kept["said"]]}
    rows |= {title: kept[name] for name, title in HEADINGS.items()}
    rows["Thanks"] = [{"words": words} for words in kept["thanks"]]
    return {
        heading: [{n: in_day(v) if n in DAYS else v for n, v in row.items()} for row in found]
        for heading, found in rows.items()
        if any(found)
    }


def in_day(kept: str) -> str:
    """The day of a moment, or a day, as people write it."""
    at = dt.datetime.fromisoformat(kept)
    return f"{clock.day_of(at) if at.tzinfo else at:%-d %B %Y}"


DAYS = frozenset({"joined", "issued", "renew", "on", "at", "from"})
HEADINGS = {
    "checks": "Checks that were seen", "training": "Training", "asked": "When you were asked",
    "tasks": "What you did", "standings": "How you stood",
}  # fmt: skip
