"""All that was changed of an organisation and its services, for those who keep it and for staff."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q

from commonweal.core.actors import Actor
from commonweal.core.permissions import allowed
from commonweal.places.models import Area
from commonweal.sector.choices import NameKind, Scheme, VersionOf
from commonweal.sector.facts import WORDS
from commonweal.sector.models import Correction, Merge, Organisation, Service, Term, Version
from commonweal.sector.models import Withholding as Withheld
from commonweal.sector.needs import AUDIENCE, NEED
from commonweal.sector.precedence import empty
from commonweal.sector.publishing import as_kept
from commonweal.sector.reports.stating import in_words
from commonweal.sector.retelling import from_plain
from commonweal.sector.retention import CONTACT
from commonweal.sector.withholding import WITHHOLDABLE, hidden_by
from commonweal.sector.wording import TITLES, said_of
from commonweal.ui.differing import Piece, pieces

MADE, WITHDRAWN, VERSION, WITHHELD, LIFTED, MERGED, UNDONE = (
    "correction", "withdrawal", "version", "withholding", "lifting", "merge", "undoing",
)  # fmt: skip
PUT_BACK = {MADE, WITHDRAWN, VERSION}
AT_A_TIME = 20
# What says where a service is, in the words of ``wording.TITLES``.
WHEREABOUTS = ("places", "hours")


@dataclass(frozen=True)
class Difference:
    """One thing that changed: its title, the words before and after, and the two run into one."""

    title: str
    before: str
    after: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Word by word."""
        return pieces(self.before, self.after)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One change: when, by whom, what and why. ``key`` names it in the address of putting it back;
    blank where that cannot be, and ``cannot`` says why."""

    at: dt.datetime
    by: str
    what: str
    why: str = ""
    differences: tuple[Difference, ...] = ()
    key: str = ""
    cannot: str = ""
    service: Service | None = None


@dataclass(frozen=True)
class Sight:
    """What whoever looks may see: what is withheld, and addresses that are not public."""

    organisation: Organisation
    withheld: bool
    keeps: bool
    hidden: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, organisation: Organisation, viewer: Actor) -> Sight:
        """What this viewer may see of an organisation's history."""
        withheld = allowed(viewer, "sector.see_withheld", organisation)
        keeps = allowed(viewer, "sector.correct_organisation", organisation)
        facts = organisation.withholdings.filter(lifted_at=None).values_list("fact", flat=True)
        hidden = frozenset() if withheld else hidden_by(list(facts))
        private = frozenset() if keeps or organisation.address_public else {"street", "postcode"}
        return cls(organisation, withheld, keeps, hidden | private)

    @cached_property
    def terms(self) -> dict[tuple[str, str], str]:
        """What needs are called, read once."""
        return need_titles()


Moment = tuple[dt.datetime, int, str]


def moments_of(organisation: Organisation, sight: Sight, service: Service | None) -> list[Moment]:
    """When something changed, and which row tells of it; the newest first."""
    mine = Q(service__organisation=organisation) | Q(about=organisation)
    versions = Version.objects.filter(Q(service=service) if service else mine)
    found = [(at, pk, VERSION) for at, pk in versions.values_list("at", "pk")]
    if service is None:
        found += _of_rows(Correction.objects.filter(organisation=organisation), MADE, "at")
        found += _of_withdrawals(organisation)
        merges = Merge.objects.filter(kept=organisation)
        if not sight.withheld:
            merges = merges.filter(absorbed__withheld=False)
        found += _of_rows(merges, MERGED, "at")
        found += _of_rows(merges.exclude(undone_at=None), UNDONE, "undone_at")
        if sight.withheld:
            kept_back = Withheld.objects.filter(organisation=organisation)
            found += _of_rows(kept_back, WITHHELD, "at")
            found += _of_rows(kept_back.exclude(lifted_at=None), LIFTED, "lifted_at")
    return sorted(found, reverse=True)


def _of_rows(rows: Any, kind: str, when: str) -> list[Moment]:
    return [(at, pk, kind) for at, pk in rows.values_list(when, "pk")]


def _of_withdrawals(organisation: Organisation) -> list[Moment]:
    """Those that left nothing in their place; what was replaced is told of by what replaced it."""
    rows = Correction.objects.filter(organisation=organisation)
    made = set(rows.values_list("fact", "at"))
    gone = rows.exclude(withdrawn_at=None).values_list("fact", "withdrawn_at", "pk")
    return [(at, pk, WITHDRAWN) for fact, at, pk in gone if at and (fact, at) not in made]


def entry_of(moment: Moment, sight: Sight) -> Entry:
    """What a row tells, as this viewer may see it."""
    _, pk, kind = moment
    return _TELL[kind](pk, sight)


def find_entry(
    organisation: Organisation, key: str, sight: Sight, service: Service | None = None
) -> tuple[str, Any] | None:
    """The row that a key names, if it is one of this organisation's that may be put back."""
    kind, _, number = key.partition("-")
    if kind not in PUT_BACK or not number.isdecimal() or len(number) > 18:
        return None
    moments = moments_of(organisation, sight, service)
    found = next((m for m in moments if (m[1], m[2]) == (int(number), kind)), None)
    if found is None or not entry_of(found, sight).key:
        return None
    model: Any = Version if kind == VERSION else Correction
    return kind, model.objects.get(pk=found[1])


def before_correction(correction: Correction, *, withdrawal: bool) -> tuple[bool, Any]:
    """Whether the fact was put right here before, and what it said: ours, or the sources' word."""
    if withdrawal:
        return True, correction.value
    earlier = Correction.objects.filter(
        organisation=correction.organisation_id, fact=correction.fact, withdrawn_at=correction.at
    ).exclude(pk=correction.pk)
    before = earlier.order_by("-pk").first()
    return (False, correction.replaced) if before is None else (True, before.value)


def _correction(pk: int, sight: Sight, *, withdrawal: bool) -> Entry:
    row = Correction.objects.select_related("organisation").get(pk=pk)
    _, before = before_correction(row, withdrawal=withdrawal)
    after = row.replaced if withdrawal else row.value
    forgotten = row.value is None and row.fact in CONTACT
    hidden = row.fact in sight.hidden
    title = WORDS.get(row.fact, row.fact)
    words = (fact_in_words(row.fact, value) for value in (before, after))
    told = Difference(title, *words)
    doing = "no longer put right here" if withdrawal else "put right"
    can = sight.keeps and not hidden and not forgotten
    return Entry(
        at=(row.withdrawn_at or row.at) if withdrawal else row.at,
        by=row.withdrawn_by if withdrawal else row.by,
        why=row.withdrawn_why if withdrawal else row.reason,
        what=f"{title}: {doing}", differences=() if hidden or forgotten else (told,),
        key=f"{WITHDRAWN if withdrawal else MADE}-{pk}" if can else "",
        cannot="What it said is forgotten." if forgotten else "Not shown." if hidden else "",
    )  # fmt: skip


def fact_in_words(fact: str, value: Any) -> str:
    """A fact's value as people read it."""
    return "" if empty(value) else in_words(fact, as_kept(fact, value))


def _version(pk: int, sight: Sight) -> Entry:
    row = Version.objects.select_related("service", "about").get(pk=pk)
    what, told = _WORDS_OF[VersionOf(row.kind)](row, sight)
    can = sight.keeps and not row.forgotten
    first = row.kind == VersionOf.ADDED or (row.kind == VersionOf.SERVICE and row.before is None)
    return Entry(
        at=row.at, by=row.by, why=row.reason, what=what, differences=told, service=row.service,
        key=f"{VERSION}-{pk}" if can and not first else "",
        cannot="How to reach it is forgotten in this." if row.forgotten else "",
    )  # fmt: skip


def _of_service(row: Version, sight: Sight) -> tuple[str, tuple[Difference, ...]]:
    before, after = (
        in_full(said, whole=sight.keeps, terms=sight.terms) for said in (row.before, row.after)
    )
    assert row.service is not None
    if not sight.keeps and is_hidden_somewhere(row.service):
        before, after = (said | dict.fromkeys(WHEREABOUTS, "") for said in (before, after))
    doing = "added" if row.before is None else "changed"
    return f"{row.service.name}: {doing}", differences_of(before, after)


def is_hidden_somewhere(service: Service) -> bool:
    """Whether it has a place whose address is not public now, and may have been before."""
    return service.at.filter(location__address_public=False).exists()


def in_full(
    said: Mapping[str, Any] | None, *, whole: bool, terms: Mapping[tuple[str, str], str]
) -> dict[str, str]:
    """A service as it was told then, in words."""
    if said is None:
        return dict.fromkeys(TITLES, "")
    return said_of(from_plain(dict(said)), whole=whole, terms=terms)


def need_titles() -> dict[tuple[str, str], str]:
    """What needs and audiences are called, by scheme and code."""
    rows = Term.objects.filter(scheme__in=(NEED, AUDIENCE))
    return {(t.scheme, t.code): t.title for t in rows}


def differences_of(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Difference, ...]:
    """Those of a service's texts that are not as they were."""
    return tuple(
        Difference(title, before[name], after[name])
        for name, title in TITLES.items()
        if before[name] != after[name]
    )


def _of_areas(row: Version, sight: Sight) -> tuple[str, tuple[Difference, ...]]:
    told = (Difference("Areas told here", area_names(row.before), area_names(row.after)),)
    return "Areas it serves: changed", told


def area_names(codes: Iterable[str] | None) -> str:
    """Areas by their names, one below the other."""
    named = dict(Area.objects.filter(code__in=list(codes or [])).values_list("code", "name"))
    return "\n".join(sorted(named.get(code, code) for code in codes or []))


def _of_row(row: Version, sight: Sight) -> tuple[str, tuple[Difference, ...]]:
    doing = "noted" if row.before is None else "taken away"
    title = row.get_kind_display()
    words = (version_in_words(row.kind, said) for said in (row.before, row.after))
    return f"{title}: {doing}", (Difference(title, *words),)


def version_in_words(kind: str, said: Mapping[str, Any] | None) -> str:
    """A name with its kind, or a number with its register's; blank where there was none."""
    if not said:
        return ""
    if kind == VersionOf.NAME:
        return f"{said['name']} ({NameKind(said['kind']).label.lower()})"
    return f"{Scheme(said['scheme']).label}: {said['value']}"


def _of_entry(row: Version, sight: Sight) -> tuple[str, tuple[Difference, ...]]:
    return "Told to us, and added to the register", ()


def _withholding(pk: int, sight: Sight, *, lifted: bool) -> Entry:
    row = Withheld.objects.get(pk=pk)
    what = WITHHOLDABLE.get(row.fact, (row.fact,))[0]
    if lifted:
        assert row.lifted_at is not None
        return Entry(at=row.lifted_at, by=row.lifted_by, what=f"{what}: shown again")
    return Entry(at=row.at, by=row.by, what=f"{what}: withheld", why=row.reason)


def _merge(pk: int, sight: Sight, *, undone: bool) -> Entry:
    row = Merge.objects.select_related("absorbed").get(pk=pk)
    if undone:
        assert row.undone_at is not None
        return Entry(
            at=row.undone_at, by=row.undone_by, what=f"{row.absorbed.name}: made its own again"
        )
    return Entry(
        at=row.at, by=row.by, why=row.reason, what=f"{row.absorbed.name}: merged into this"
    )


_WORDS_OF: dict[VersionOf, Callable[[Version, Sight], tuple[str, tuple[Difference, ...]]]] = {
    VersionOf.SERVICE: _of_service, VersionOf.AREAS: _of_areas, VersionOf.NAME: _of_row,
    VersionOf.NUMBER: _of_row, VersionOf.ADDED: _of_entry,
}  # fmt: skip
_TELL: dict[str, Callable[[int, Sight], Entry]] = {
    MADE: lambda pk, sight: _correction(pk, sight, withdrawal=False),
    WITHDRAWN: lambda pk, sight: _correction(pk, sight, withdrawal=True),
    VERSION: _version,
    WITHHELD: lambda pk, sight: _withholding(pk, sight, lifted=False),
    LIFTED: lambda pk, sight: _withholding(pk, sight, lifted=True),
    MERGED: lambda pk, sight: _merge(pk, sight, undone=False),
    UNDONE: lambda pk, sight: _merge(pk, sight, undone=True),
}
