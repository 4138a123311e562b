"""Which organisations are one: identifiers, doubtful pairs, merges and their undoing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.sector import identifiers
from commonweal.sector.actions.corrections import standing
from commonweal.sector.actions.organisations import touch
from commonweal.sector.actions.remembering import keep_version
from commonweal.sector.choices import Doubt, NameKind, Scheme, VersionOf
from commonweal.sector.gathering import HERE
from commonweal.sector.models import (
    BodyLink,
    Doubtful,
    Identifier,
    Merge,
    Name,
    Organisation,
    SourceRecord,
)
from commonweal.sector.moving import copy_withholdings_since, move_all, move_back
from commonweal.sector.publishing import republish


@action(permission="sector.keep_numbers", about="organisation", keeps=("scheme", "value"))
def add_identifier(*, by: Actor, organisation: Organisation, scheme: str, value: str) -> Identifier:
    """Note a number that a register gives to it; that register's record will then join it.

    :raises Refused: when it is not such a number, or is another organisation's.
    """
    if scheme not in Scheme.values or scheme == Scheme.OURS:
        raise Refused("Choose which register the number is from.", field="scheme")
    number = identifiers.normalise(scheme, value)
    if number is None:
        example = identifiers.RULES[scheme].example
        raise Refused(
            f"{str(value)[:40]} is not a {Scheme(scheme).label.lower()}, such as {example}.",
            field="value",
        )
    held = standing(organisation)
    _refuse_anothers(held, scheme, number)
    try:
        with transaction.atomic():
            made = Identifier.objects.create(
                organisation=held, scheme=scheme, value=number, source=HERE
            )
    except IntegrityError as problem:
        raise Refused("Somebody noted this number a moment ago.", field="value") from problem
    keep_version(held, VersionOf.NUMBER, None, {"scheme": scheme, "value": number}, by=by)
    touch(held)
    return made


def _refuse_anothers(organisation: Organisation, scheme: str, number: str) -> None:
    taken = Identifier.objects.filter(scheme=scheme, value=number).select_related("organisation")
    for other in taken:
        if other.organisation_id == organisation.pk:
            raise Refused(f"{organisation.name} has this number already.", field="value")
        raise Refused(
            f"{number} is the number of {other.organisation.name}. If the two are one, merge them.",
            field="value",
        )


@action(permission="sector.keep_numbers", about="organisation")
def remove_identifier(*, by: Actor, organisation: Organisation, identifier: Identifier) -> None:
    """Take away a number that was noted here.

    :raises Refused: when a register states it, or it is the number we gave.
    """
    held = standing(organisation)
    noted = identifier.source == HERE and identifier.scheme != Scheme.OURS
    if not noted or identifier.organisation_id != held.pk or identifier.org_id == held.ref:
        raise Refused(f"{identifier.org_id} was not noted here, so it cannot be removed here.")
    before = {"scheme": identifier.scheme, "value": identifier.value}
    keep_version(held, VersionOf.NUMBER, before, None, by=by)
    identifier.delete()
    touch(held)


@action(permission="sector.merge", about="kept", keeps=("absorbed",))
def merge_organisations(
    *, by: Actor, kept: Organisation, absorbed: Organisation, reason: str
) -> Merge:
    """Make two organisations one. Everything of the absorbed one moves, and can move back.

    What is withheld of either stays withheld.

    :raises Refused: when either was merged before, or they are one already.
    """
    return _merge(by, kept, absorbed, reason)


@action(permission="sector.keep_register", about="kept", keeps=("absorbed", "shared"))
def merge_by_identifier(
    *, by: Actor, kept: Organisation, absorbed: Organisation, shared: str
) -> Merge:
    """Make two organisations one because registers state that they are: a number both have.

    ``shared`` is that number as an org-id: a number of one of them, which a published statement
    (``BodyLink``) or the other's own record gives to the other too.

    :raises Refused: when nothing states it, or a person has said that they are not the same or
        undone their merge.
    """
    if not _stated(kept, absorbed, shared):
        raise Refused(f"No register states that {shared} is the number of both.")
    left, right = in_order(kept, absorbed)
    if Doubtful.objects.filter(left=left, right=right, standing=Doubt.DIFFERENT).exists():
        raise Refused(f"Somebody decided that {left.name} and {right.name} are not the same.")
    both = [left.pk, right.pk]
    undone = Merge.objects.filter(kept__in=both, absorbed__in=both).exclude(undone_at=None)
    if undone.exists():
        raise Refused(f"Somebody undid the merge of {left.name} and {right.name}.")
    return _merge(by, kept, absorbed, f"Registers give both the number {shared}")


def _stated(kept: Organisation, absorbed: Organisation, shared: str) -> bool:
    held = {
        i.org_id: i.organisation_id
        for i in Identifier.objects.filter(organisation__in=[kept, absorbed])
    }
    if shared not in held:
        return False
    other = absorbed if held[shared] == kept.pk else kept
    numbers = [number for number, owner in held.items() if owner == other.pk]
    pairs = Q(left=shared, right__in=numbers) | Q(right=shared, left__in=numbers)
    if BodyLink.objects.filter(pairs).exists():
        return True
    stated = other.records.values_list("raw", "facts")
    scheme, value = shared[: shared.index("-", 3)], shared.split("-", 2)[2]
    said = (v for raw, facts in stated for v in [*raw.values(), *facts.values()])
    return any(identifiers.normalise(scheme, v) == value for v in said)


def _merge(by: Actor, kept: Organisation, absorbed: Organisation, reason: str) -> Merge:
    if kept.pk == absorbed.pk:
        raise Refused("An organisation cannot be merged into itself.")
    if not reason.strip():
        raise Refused("Say why they are the same.", field="reason")
    hold(kept.pk, absorbed.pk)
    left, right = (standing(o) for o in in_order(kept, absorbed))
    kept, absorbed = (left, right) if left.pk == kept.pk else (right, left)
    now = clock.now()
    moved = move_all(absorbed, kept) | {"made": _keep_name(absorbed, kept)}
    Organisation.objects.filter(pk=absorbed.pk).update(same_as=kept, changed_at=now)
    remember(by, left, right, Doubt.SAME, reason)
    merge = Merge.objects.create(
        kept=kept, absorbed=absorbed, moved=moved, reason=reason[:500], at=now, by=by.label
    )
    Organisation.objects.filter(pk=kept.pk).update(changed_at=now)
    republish([kept.pk, absorbed.pk], now=now)
    return merge


def _keep_name(absorbed: Organisation, kept: Organisation) -> list[int]:
    """The name people may still look for it by, if the kept one does not have it."""
    name = absorbed.name
    if name == kept.name or kept.names.filter(name=name).exists():
        return []
    made = Name.objects.create(organisation=kept, name=name, kind=NameKind.ALSO, source=HERE)
    return [made.pk]


@action(permission="sector.merge", about="merge", keeps=("different",))
def undo_merge(*, by: Actor, merge: Merge, reason: str = "", different: bool = False) -> Merge:
    """Make one organisation two again, as they were, with what registers said of each since.

    :param different: whether they are not the same, which is then remembered; else the pair goes
        back to the review list. Either way no robot merges them again.

    :raises Refused: when it was undone before, or something has happened since that must be
        undone first.
    """
    hold(merge.kept_id, merge.absorbed_id)
    held = Merge.objects.select_for_update().get(pk=merge.pk)
    if held.undone_at is not None:
        raise Refused(f"This merge was undone before, by {held.undone_by}.")
    kept = standing(held.kept)
    absorbed = Organisation.objects.get(pk=held.absorbed_id)
    _refuse_later_merges(held, kept)
    moved, now = held.moved, clock.now()
    known = {*moved["had"]["withholdings"], *moved["moved"]["withholdings"]}
    copy_withholdings_since(absorbed, kept, known)
    Name.objects.filter(pk__in=moved.get("made", [])).delete()
    for source in sorted(move_back(absorbed, kept, moved)):
        _write_again(source, kept, absorbed)
    Organisation.objects.filter(pk__in=[absorbed.pk]).update(same_as=None)
    Organisation.objects.filter(pk__in=[kept.pk, absorbed.pk]).update(changed_at=now)
    held.undone_at, held.undone_by = now, by.label
    held.save(update_fields=["undone_at", "undone_by"])
    why, pair = reason or "The merge was undone", in_order(kept, absorbed)
    if different:
        remember(by, *pair, Doubt.DIFFERENT, why)
    else:
        _ask_again(by, *pair, why)
    republish([kept.pk, absorbed.pk], now=now)
    return held


def _write_again(source: str, *organisations: Organisation) -> None:
    """What a source says of each of these, from what was read of it last."""
    # The engine takes a second to import, and merges are seldom undone.
    from commonweal.sector.loading.rewriting import write_again

    records = SourceRecord.objects.filter(source=source, gone_run=None)
    homes = records.filter(organisation__in=organisations).values_list("key", "organisation")
    write_again(source, dict(homes), [o.pk for o in organisations])


def _ask_again(by: Actor, left: Organisation, right: Organisation, why: str) -> None:
    """Put a pair back on the review list, undecided."""
    asked = {"raised_at": clock.now(), "raised_by": by.label}
    undecided = {"decided_at": None, "decided_by": "", "decided_why": "", "standing": Doubt.OPEN}
    Doubtful.objects.update_or_create(
        left=left,
        right=right,
        defaults=asked | undecided,
        create_defaults=asked | undecided | {"reason": why[:250]},
    )


def _refuse_later_merges(merge: Merge, kept: Organisation) -> None:
    later = Merge.objects.filter(kept=kept, undone_at=None, pk__gt=merge.pk)
    newest = later.select_related("absorbed").order_by("-pk").first()
    if newest:
        raise Refused(
            f"{newest.absorbed.name} was merged into {kept.name} later. Undo that merge first."
        )


@action(permission="sector.keep_register", keeps=("left", "right"))
def raise_doubt(
    *,
    by: Actor,
    left: Organisation,
    right: Organisation,
    reason: str,
    evidence: Mapping[str, Any],
) -> Doubtful:
    """Ask a person whether two organisations are one. A pair is asked about once, ever.

    :raises Refused: when they are one already.
    """
    if left.pk == right.pk:
        raise Refused("An organisation is itself beyond doubt.")
    older, newer = in_order(left, right)
    asked = {"reason": reason[:250], "evidence": dict(evidence)}
    doubt, _ = Doubtful.objects.get_or_create(
        left=older,
        right=newer,
        defaults={**asked, "raised_at": clock.now(), "raised_by": by.label},
    )
    return doubt


@action(permission="sector.decide_doubt", about="doubt", keeps=("same",))
def decide_doubt(
    *, by: Actor, doubt: Doubtful, same: bool, keep: Organisation | None = None, why: str = ""
) -> Doubtful:
    """Decide a doubtful pair: they are one, and ``keep`` is the one that stays; or they are not.

    The decision is remembered, so the pair is not asked about again.

    :raises Refused: when somebody decided it meanwhile, or ``keep`` is neither of the two.
    """
    hold(doubt.left_id, doubt.right_id)
    held = Doubtful.objects.select_for_update().get(pk=doubt.pk)
    if held.standing != Doubt.OPEN:
        raise Refused(f"{held.decided_by} decided this already: {held.get_standing_display()}.")
    if not same:
        return remember(by, held.left, held.right, Doubt.DIFFERENT, why)
    if keep is None or keep.pk not in {held.left_id, held.right_id}:
        raise Refused("Choose which of the two is kept.", field="keep")
    absorbed = held.right if keep.pk == held.left_id else held.left
    merge_organisations(by=by, kept=keep, absorbed=absorbed, reason=why or held.reason)
    held.refresh_from_db()
    return held


def hold(*ids: int) -> None:
    """Lock organisations, always in the same order, so that no two people wait for ever."""
    list(Organisation.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def in_order(one: Organisation, other: Organisation) -> tuple[Organisation, Organisation]:
    """The older first, which is also the order in which they are locked."""
    return (one, other) if one.pk < other.pk else (other, one)


def remember(
    by: Actor, left: Organisation, right: Organisation, decision: Doubt, why: str
) -> Doubtful:
    """Keep what was decided about a pair, whether or not it was ever asked about."""
    now = clock.now()
    doubt, _ = Doubtful.objects.update_or_create(
        left=left,
        right=right,
        defaults={
            "standing": decision,
            "decided_at": now,
            "decided_by": by.label,
            "decided_why": why[:500],
        },
        create_defaults={
            "reason": why[:250] or decision.label,
            "raised_at": now,
            "raised_by": by.label,
            "standing": decision,
            "decided_at": now,
            "decided_by": by.label,
            "decided_why": why[:500],
        },
    )
    return doubt
