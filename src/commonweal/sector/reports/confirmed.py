"""What the public is told of who confirmed an entry, and when, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonweal.sector.asking import rules_on
from commonweal.sector.choices import Kind, Side, Told
from commonweal.sector.freshness import Sort, Stage, within_term
from commonweal.sector.gathering import FEEDS, HERE
from commonweal.sector.models import Service
from commonweal.sector.reports.profile import Profile
from commonweal.ui.words import long_day

BY_THEM = frozenset({Told.LINK, Told.SIGNED_IN, Told.TELEPHONE})


@dataclass(frozen=True)
class Confirmed:
    """One sentence on how fresh an entry is; and where it is greyed, one that warns of it."""

    words: str
    fresh: bool
    warning: str = ""


def confirmed(profile: Profile, keeper: str, today: dt.date) -> Confirmed:
    """How fresh an organisation's entry is. One query.

    That a register was read lately is told elsewhere: it says nothing of what nobody told it.
    """
    sort = Sort.GROUP if is_group(profile) else Sort.ORGANISATION
    told_here = sort is Sort.GROUP and only_told_here(profile)
    told_on = min((s.seen for s in profile.sources if s.name == HERE and s.seen), default=None)
    last = profile.confirmed_on or (told_on if told_here else None)
    fresh = within_term(last, rules_on(today)[sort], today)
    who = "them" if profile.confirmed_how in BY_THEM else (keeper or "whoever keeps this register")
    words = in_words(profile.confirmed_on, who, told_on if told_here else None, fresh=fresh)
    greyed = profile.stage == Stage.GREYED
    return Confirmed(words, fresh, warning_of(last, told_here=told_here) if greyed else "")


def is_group(profile: Profile) -> bool:
    """Whether it is an informal group."""
    return profile.kind == Kind.GROUP and profile.side == Side.SECTOR


def only_told_here(profile: Profile) -> bool:
    """Whether no register or list states it."""
    standing = {s.name for s in profile.sources if not s.gone and not s.name.startswith(FEEDS)}
    return standing == {HERE}


def in_words(on: dt.date | None, who: str, told_on: dt.date | None, *, fresh: bool) -> str:
    """The sentence."""
    if on is not None and fresh:
        return f"Confirmed by {who} on {long_day(on)}."
    if on is not None:
        return f"Not confirmed since {long_day(on)}, when it was confirmed by {who}."
    if told_on is not None:
        return f"Told to us on {long_day(told_on)}{'' if fresh else ', and not confirmed since'}."
    return "As the register has it; not confirmed by the organisation itself."


def warning_of(last: dt.date | None, *, told_here: bool) -> str:
    """What is said at the top of a greyed entry."""
    if not told_here:
        return "We asked them whether this is still right, and nobody has answered."
    since = f" since {long_day(last)}" if last else ""
    return f"Nobody has confirmed this{since}, though we asked. Ask before you rely on it."


def confirmed_service(service: Service) -> str:
    """What is said at the top of a service that is greyed; nothing of others."""
    if service.stage != Stage.GREYED or service.source != HERE:
        return ""
    return warning_of(service.assured_on, told_here=True)


def not_confirmed(stage: str, on: dt.date | None) -> str:
    """In a list, beside a greyed entry: that nobody has confirmed it, and since when."""
    if stage != Stage.GREYED:
        return ""
    return f"Not confirmed since {long_day(on)}" if on else "Not confirmed"
