"""Deciding what becomes of a suggestion. What is taken over is changed by the usual actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied

from commonweal.comms.letters import write_letter
from commonweal.comms.outbox import POSTMASTER
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.permissions import allowed
from commonweal.core.refused import Refused
from commonweal.sector.actions.applications import one_line
from commonweal.sector.actions.corrections import correct_organisation
from commonweal.sector.actions.organisations import add_name, remove_name, set_areas_served
from commonweal.sector.actions.remembering import because
from commonweal.sector.actions.services import change_service, set_service_status
from commonweal.sector.choices import NameKind, ServiceStatus, Status, Verdict
from commonweal.sector.gathering import HERE
from commonweal.sector.models import Organisation, Service, SuggestedChange, Suggestion
from commonweal.sector.offering import TEXTS, ToldService
from commonweal.sector.reports.offering import told_of
from commonweal.sector.reports.published import fields_of, published_of
from commonweal.sector.suggestible import AREAS, CLOSED, NAMES, WORDS, same
from commonweal.ui.words import long_day

TAKEN = {Verdict.ACCEPTED, Verdict.AMENDED}


@dataclass(frozen=True)
class Decision:
    """What becomes of one field. ``value`` is what it is to say, where not as suggested."""

    verdict: Verdict
    value: Any = None


@action(permission="sector.correct_organisation", about="suggestion")
def decide_suggestion(
    *,
    by: Actor,
    suggestion: Suggestion,
    decisions: Mapping[str, Decision],
    reason: str = "",
    looked_at: Mapping[str, Any] | None = None,
    show_address: bool | None = None,
) -> Suggestion:
    """Decide some of a suggestion's fields, or all. Whoever made it is told once all are decided.

    :param looked_at: by field, what was published when it was decided; where that has changed
        since, nothing is done.
    :param show_address: whether an address that is taken over may be shown to everybody; as it
        is kept now, when nothing is said.
    :raises Refused: naming the field, when something cannot be taken over, was decided meanwhile,
        or is declined without a reason. Then nothing is decided.
    """
    held = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if not allowed(by, "sector.correct_organisation", held):
        raise PermissionDenied(f"{by.label} may not do this.")
    why = _why(reason, decisions.values())
    thing = held.service or held.organisation
    changes = _open_changes(held, decisions)
    taken = {f: d for f, d in decisions.items() if d.verdict in TAKEN}
    _refuse_if_changed(thing, taken, looked_at)
    values = {f: changes[f].suggested if d.value is None else d.value for f, d in taken.items()}
    said = f"Suggested on this site on {long_day(clock.day_of(held.at))}. {why}".strip()[:500]
    with because(said):
        if isinstance(thing, Service):
            _change_service(by, thing, values, changes)
        else:
            _change_names_and_areas(by, thing, values, changes)
            _change_facts(by, thing, values, said, show_address)
    _write_down(by, changes, decisions, values, why)
    return _close(held)


def _why(reason: str, decisions: Iterable[Decision]) -> str:
    verdicts = {d.verdict for d in decisions}
    if not verdicts:
        raise Refused("Nothing is decided yet. Choose what becomes of one thing at least.")
    needed = ""
    if verdicts - TAKEN:
        needed = "Say why, in a sentence that whoever suggested it will read."
    return one_line(reason, "reason", 500, needed=needed)


def _open_changes(
    held: Suggestion, decisions: Mapping[str, Decision]
) -> dict[str, SuggestedChange]:
    rows = {change.field: change for change in held.changes.all()}
    for field, decision in decisions.items():
        if field not in rows or decision.verdict not in Verdict.values:
            raise Refused("Nothing of the kind was suggested here.")
        if decision.verdict == Verdict.OPEN:
            raise Refused("What is left for later is not decided.")
        if rows[field].verdict != Verdict.OPEN:
            raise Refused(f"{rows[field].decided_by} has decided this meanwhile.", field=field)
    return {field: rows[field] for field in decisions}


def _refuse_if_changed(
    thing: Organisation | Service,
    taken: Mapping[str, Decision],
    looked_at: Mapping[str, Any] | None,
) -> None:
    if looked_at is None:
        return
    now = published_of(thing)
    for field in taken:
        if not same(now[field], looked_at.get(field)):
            title = fields_of(thing)[field].title
            raise Refused(f"{title} was changed while you decided. Look at it again.", field=field)


def _change_facts(
    by: Actor,
    organisation: Organisation,
    values: Mapping[str, Any],
    why: str,
    show_address: bool | None,
) -> None:
    facts = {f: v for f, v in values.items() if f not in (NAMES, AREAS, CLOSED, WORDS)}
    if CLOSED in values and organisation.status == Status.ACTIVE:
        facts["status"] = Status.CLOSED
        if isinstance(values[CLOSED], str) and values[CLOSED].strip():
            facts["status_on"] = values[CLOSED]
    if show_address is not None and {"street", "postcode"} & facts.keys():
        facts["address_public"] = show_address
    if facts:
        correct_organisation(by=by, organisation=organisation, values=facts, reason=why)


def _change_names_and_areas(
    by: Actor,
    organisation: Organisation,
    values: Mapping[str, Any],
    changes: Mapping[str, SuggestedChange],
) -> None:
    if NAMES in values:
        _change_names(by, organisation, set(values[NAMES]), set(changes[NAMES].seen or ()))
    if AREAS in values:
        _change_areas(by, organisation, set(values[AREAS]), set(changes[AREAS].seen or ()))


def _change_names(by: Actor, organisation: Organisation, wanted: set[str], seen: set[str]) -> None:
    """Add what was added and take away what was taken away; other names stay as they are."""
    there = {name.name: name for name in organisation.names.order_by("source", "pk")}
    for gone in sorted((seen - wanted) & there.keys()):
        if there[gone].source != HERE:
            raise Refused(
                f"{gone} is stated by a register, which keeps it. Leave it in the list.",
                field=NAMES,
            )
        remove_name(by=by, organisation=organisation, name=there[gone])
    for new in sorted(wanted - seen - there.keys() - {organisation.name}):
        add_name(by=by, organisation=organisation, name=new, kind=NameKind.ALSO)


def _change_areas(by: Actor, organisation: Organisation, wanted: set[str], seen: set[str]) -> None:
    """Add and take away areas likewise, among those that were said here."""
    rows = organisation.areas_served.exclude(code="")
    ours = set(rows.filter(source=HERE).values_list("code", flat=True))
    theirs = dict(rows.exclude(source=HERE).values_list("code", "words"))
    stated = (seen - wanted) & theirs.keys()
    if stated:
        named = theirs[min(stated)]
        raise Refused(
            f"{named} is stated by a register, which keeps it. Leave it ticked.", field=AREAS
        )
    new = (wanted - seen) - theirs.keys()
    codes = (ours | new) - (seen - wanted)
    if codes != ours:
        set_areas_served(by=by, organisation=organisation, codes=sorted(codes))


def _change_service(
    by: Actor, service: Service, values: Mapping[str, Any], changes: Mapping[str, SuggestedChange]
) -> None:
    told, now = told_of(service), published_of(service)
    texts: dict[str, Any] = {f: v for f, v in values.items() if f in TEXTS}
    for field in values:
        if field == "costs" and not _in_parts(told):
            texts["fees"] = values[field]
        elif fields_of(service)[field].by_hand and field != WORDS:
            _refuse_if_unchanged(service, field, now, changes[field])
    if texts:
        change_service(by=by, service=service, told=replace(told, **texts))
    if CLOSED in values and service.status != ServiceStatus.DEFUNCT:
        set_service_status(by=by, service=service, status=ServiceStatus.DEFUNCT)


def _in_parts(told: ToldService) -> bool:
    return bool(told.costs or told.free)


def _refuse_if_unchanged(
    service: Service, field: str, now: Mapping[str, Any], change: SuggestedChange
) -> None:
    if same(now[field], change.seen):
        title = fields_of(service)[field].title.removesuffix(", in words")
        raise Refused(
            f"{title}: this is kept in parts, and nothing of it has changed yet. Change the "
            "service first, then accept it here.",
            field=field,
        )


def _write_down(
    by: Actor, changes: Mapping[str, SuggestedChange], decisions: Mapping[str, Decision],
    values: Mapping[str, Any], why: str,
) -> None:  # fmt: skip
    for field, change in changes.items():
        verdict = decisions[field].verdict
        if verdict in TAKEN:
            change.kept = values[field]
            as_said = same(change.kept, change.suggested)
            verdict = Verdict.ACCEPTED if as_said or field == CLOSED else Verdict.AMENDED
        change.verdict, change.reason = verdict, why
        change.decided_at, change.decided_by = clock.now(), by.label
        change.save()


def _close(held: Suggestion) -> Suggestion:
    """The answer goes out with the last of the decisions."""
    if held.changes.filter(verdict=Verdict.OPEN).exists():
        return held
    held.decided_at = clock.now()
    held.save(update_fields=["decided_at"])
    if held.email:
        titles = fields_of(held.service or held.organisation)
        shown = Organisation.objects.published().filter(pk=held.organisation.pk).first()
        write_letter(
            "sector/letters/answered.txt", by=POSTMASTER, to=held.email,
            known=shown.name if shown else "",
            answers=[
                (titles[c.field].title, c.get_verdict_display(), c.reason)
                for c in held.changes.order_by("pk")
            ],
        )  # fmt: skip
    return held
