"""What each source says of each fact, side by side, for staff."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonweal.core.actions import ACTIONS
from commonweal.core.actors import Actor
from commonweal.core.models import JournalEntry
from commonweal.core.permissions import allowed
from commonweal.sector.choices import FACTS
from commonweal.sector.facts import WORDS
from commonweal.sector.gathering import claim_of, gather
from commonweal.sector.models import Correction, Merge, Organisation, Withholding
from commonweal.sector.publishing import as_kept
from commonweal.sector.reports.sources import last_seen, seen
from commonweal.sector.reports.stating import Sight, in_words, shown
from commonweal.sector.withholding import hidden_by

HIDDEN = "Not shown"


@dataclass(frozen=True)
class Line:
    """One fact: what is published, what was put right, and what each source says.

    ``differs``: the best source says otherwise than the correction. ``changed``: it says otherwise
    than when the correction was made.
    """

    fact: str
    title: str
    published: str
    source_title: str
    correction: Correction | None
    differs: bool
    changed: bool
    withheld: bool
    said: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """The sources as column headings, and a line for every fact that anybody states."""

    sources: tuple[Any, ...]
    lines: tuple[Line, ...]


def compare(organisation: Organisation, viewer: Actor) -> Comparison:
    """Each fact by source. What is withheld, and private addresses, only for those who may see."""
    sight = Sight(
        staff=allowed(viewer, "sector.see_register", organisation),
        withheld=allowed(viewer, "sector.see_withheld", organisation),
    )
    known = gather([organisation])[organisation.pk]
    resolved = known.resolved()
    kept = organisation.records.select_related("gone_run", "changed_run").defer("raw")
    records = sorted(kept, key=lambda r: (r.source, r.key))
    claims = [claim_of(record) for record in records]
    corrections = {c.fact: c for c in organisation.corrections.filter(withdrawn_at=None)}
    private = frozenset() if organisation.address_public else frozenset({"street", "postcode"})
    closed = frozenset() if sight.withheld else hidden_by(known.withheld) | private
    last, lines = last_seen(), []
    for fact in FACTS:
        said = tuple(in_words(fact, as_kept(fact, c.says(fact))) for c in claims)
        value = in_words(fact, shown(organisation, fact, resolved[fact], sight))
        if not any((*said, value, fact in corrections)):
            continue
        lines.append(
            Line(
                fact=fact,
                title=WORDS[fact],
                published=value,
                source_title=last.title_of(resolved[fact].source),
                correction=corrections.get(fact),
                differs=resolved[fact].differs,
                changed=fact in corrections and corrections[fact].replaced != resolved[fact].stated,
                withheld=resolved[fact].withheld,
                said=tuple(HIDDEN if s and fact in closed else s for s in said),
            )
        )
    return Comparison(sources=seen(records, last), lines=tuple(lines))


@dataclass(frozen=True)
class Done:
    """One thing that was done: when, by whom, and what in words."""

    at: dt.datetime
    by: str
    words: str
    detail: dict[str, Any]


def in_plain_words(action: str) -> str:
    """What an action does, as its own first sentence says."""
    declared = ACTIONS.get(action)
    said = (declared.function.__doc__ or "") if declared else ""
    return said.strip().split(".")[0].split("\n")[0] or action


def named(thing: str, services: Mapping[int, str]) -> str:
    """Which service something was done to, if to one."""
    kind, _, key = thing.partition(":")
    return f" ({services[int(key)]})" if kind == "sector.service" else ""


# What people told, asked or wrote is no change of the entry: it has lists of its own, for those who
# may see them. Who keeps a page is for those who may see its members.
TOLD = frozenset({
    "sector.claim_page", "sector.suggest", "sector.say_feedback", "sector.note_feedback",
    "sector.see_feedback", "sector.write_to_organisation", "sector.ask_for_choices",
})  # fmt: skip
OF_MEMBERS = frozenset({"sector.keep_members", "sector.accept_invitation", "sector.leave"})


def not_for(viewer: Actor, organisation: Organisation) -> list[str]:
    """The actions that the history does not tell somebody of, by name."""
    may_see_members = allowed(viewer, "sector.see_members", organisation)
    shut = TOLD if may_see_members else TOLD | OF_MEMBERS
    return [name for name, declared in ACTIONS.items() if declared.permission in shut]


def history(organisation: Organisation, viewer: Actor) -> list[Done]:
    """What was done to it and to what belongs to it, its services too: the newest 100 entries."""
    things = [f"sector.organisation:{organisation.pk}"]
    for model in (Correction, Withholding):
        keys = model.objects.filter(organisation=organisation).values_list("pk", flat=True)
        things += [f"{model._meta.label_lower}:{key}" for key in keys]
    services = dict(organisation.services.values_list("pk", "name"))
    things += [f"sector.service:{key}" for key in services]
    merges = Merge.objects.filter(kept=organisation).values_list("pk", flat=True)
    things += [f"sector.merge:{key}" for key in merges]
    entries = JournalEntry.objects.filter(thing__in=things)
    entries = entries.exclude(action__in=not_for(viewer, organisation)).order_by("-at", "-pk")[:100]
    return [
        Done(
            at=e.at,
            by=e.actor_label,
            detail=e.detail,
            words=in_plain_words(e.action) + named(e.thing, services),
        )
        for e in entries
    ]
