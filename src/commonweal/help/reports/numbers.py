"""What was asked, answered and given, month by month: counts only, worked out by the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.db.models import (
    CharField,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    Window,
)
from django.db.models.functions import Cast, Coalesce, NullIf, RowNumber, TruncMonth
from django.utils import timezone

from commonweal.core.suppression import SMALL
from commonweal.help.choices import CountBasis, GivenKind, HelperStanding, State
from commonweal.help.counted import COUNTED, end_of
from commonweal.help.matching.figures import gini
from commonweal.help.models import (
    AdviceContact,
    AdviceIssue,
    Given,
    HandOver,
    Helper,
    Offer,
    Request,
    Scheme,
    Total,
)

LEAST_HELPERS = 10
Months = dict[str, dict[dt.date, int]]


@dataclass
class Numbers:
    """Counts by what is counted and month, the waits in hours, and how evenly helpers were asked.

    ``waits`` has a month only when more than four people were helped in it; ``asked`` is the gini
    of the whole time, if there are ten helpers or more.
    """

    months: list[dt.date]
    counts: Months
    waits: dict[dt.date, float] = field(default_factory=dict)
    asked: float | None = None

    def of(self, what: str, month: dt.date) -> int:
        """One number of one month."""
        return self.counts[what].get(month, 0)


def moment(day: dt.date) -> dt.datetime:
    """The midnight with which a day begins here."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def counted_once() -> QuerySet[Request]:
    """Requests, but for those never sent, and for those that another scheme took on."""
    went = HandOver.objects.filter(request=OuterRef("pk"), taken_at__isnull=False)
    return Request.objects.exclude(state=State.DRAFT).exclude(Exists(went))


def numbers_of(months: list[dt.date], scheme: Scheme | None = None) -> Numbers:
    """The numbers of these months, which follow each other: of one scheme, or of the whole place.

    A fixed number of questions to the database, whatever is in it.
    """
    since, until = months[0], end_of(months[-1])
    own = Q() if scheme is None else Q(scheme=scheme)
    counts: Months = {what: {} for what in COUNTED}
    _add(counts, "requests", _by_month(counted_once().filter(own), "asked_at", since, until))
    ended = counted_once().filter(own)
    for what, outcome in (("answered", State.DONE), ("unmet", State.NOT_POSSIBLE)):
        _add(counts, what, _by_month(ended.filter(outcome=outcome), "ended_at", since, until))
    _given(counts, own, since, until)
    _advised(counts, scheme, since, until)
    _reported(counts, own, since, until)
    waits = _waits(ended.filter(outcome=State.DONE), since, until)
    return Numbers(months, counts, waits, _asked(own, since, until))


def _within(name: str, since: dt.date, until: dt.date) -> Q:
    after = until + dt.timedelta(days=1)
    return Q(**{f"{name}__gte": moment(since), f"{name}__lt": moment(after)})


def _by_month(
    rows: QuerySet[Any], name: str, since: dt.date, until: dt.date
) -> Iterable[tuple[dt.date, int]]:
    """How many there were in each month."""
    in_time = rows.filter(_within(name, since, until)).annotate(month=TruncMonth(name))
    found = in_time.order_by().values("month").annotate(n=Count("pk"))
    return [(timezone.localtime(r["month"]).date(), r["n"]) for r in found]


def _add(counts: Months, what: str, found: Iterable[tuple[dt.date, int | None]]) -> None:
    for month, count in found:
        counts[what][month] = counts[what].get(month, 0) + (count or 0)


def _given(counts: Months, own: Q, since: dt.date, until: dt.date) -> None:
    parcels, by_people = Q(kind=GivenKind.PARCEL), Q(basis=CountBasis.PEOPLE)
    rows = (
        Given.objects.counted().between(since, until).filter(own).annotate(month=TruncMonth("on"))
        .order_by().values("month")
        .annotate(
            people=Sum(F("adults") + F("children"), filter=parcels & by_people),
            homes=Count("pk", filter=parcels & ~by_people),
            packs=Count("pk", filter=Q(kind=GivenKind.PACK)),
        )
    )  # fmt: skip
    for row in rows:
        for what, name in (("parcels_people", "people"), ("parcels_homes", "homes"),
                           ("packs", "packs")):  # fmt: skip
            _add(counts, what, [(row["month"], row[name])])


def _advised(counts: Months, scheme: Scheme | None, since: dt.date, until: dt.date) -> None:
    """Clients, contacts and issues: three numbers that are never confused."""
    one = AdviceContact.objects.filter(on__gte=since, on__lte=until)
    issues = AdviceIssue.objects.filter(contact__on__gte=since, contact__on__lte=until)
    if scheme is not None:
        one, issues = one.filter(scheme=scheme), issues.filter(contact__scheme=scheme)
    known = Coalesce(NullIf(F("mark"), Value("")), Cast("client_id", CharField()))
    rows = (
        one.annotate(month=TruncMonth("on"), known=known).order_by()
        .values("month", "scheme").annotate(
            contacts=Count("pk"), clients=Count("known", distinct=True),
            unknown=Count("pk", filter=Q(known=None)),
        )
    )  # fmt: skip
    for row in rows:
        _add(counts, "contacts", [(row["month"], row["contacts"])])
        _add(counts, "clients", [(row["month"], row["clients"] + row["unknown"])])
    talked = issues.annotate(month=TruncMonth("contact__on")).order_by().values("month")
    _add(counts, "issues", [(r["month"], r["n"]) for r in talked.annotate(n=Count("pk"))])


def _reported(counts: Months, own: Q, since: dt.date, until: dt.date) -> None:
    """What schemes with systems of their own reported."""
    stand = Total.objects.filter(own, withdrawn_at=None, month__gte=since, month__lte=until)
    rows = stand.filter(scheme__totals_only=True, what__in=COUNTED)
    for row in rows.order_by().values("month", "what").annotate(n=Sum("count")):
        _add(counts, row["what"], [(row["month"], row["n"])])


def _waits(done: QuerySet[Request], since: dt.date, until: dt.date) -> dict[dt.date, float]:
    """The median of the published wait in each month: the one or two in the middle."""
    waited = ExpressionWrapper(F("ended_at") - F("asked_at"), output_field=DurationField())
    rows = done.filter(_within("ended_at", since, until))
    told = rows.annotate(month=TruncMonth("ended_at"), waited=waited).annotate(
        place=Window(RowNumber(), partition_by=F("month"), order_by=F("waited").asc()),
        of=Window(Count("pk"), partition_by=F("month")),
    )
    middle = told.filter(
        Q(place__gte=F("of") / Value(2.0), place__lte=F("of") / Value(2.0) + Value(1.0)),
        of__gt=SMALL,
    )
    found: dict[dt.date, list[float]] = {}
    for month, wait in middle.values_list("month", "waited"):
        day = timezone.localtime(month).date()
        found.setdefault(day, []).append(max(0.0, wait.total_seconds() / 3600))
    return {day: round(median(waits), 1) for day, waits in found.items()}


def _asked(own: Q, since: dt.date, until: dt.date) -> float | None:
    """How unevenly helpers who are ready were asked, from nought to one."""
    ready = Helper.objects.ready().filter(own).values_list("pk", flat=True)
    offers = Offer.objects.filter(_within("at", since, until))
    if own:
        offers = offers.filter(helper__in=ready)
    asked = dict(
        offers.filter(helper__standing=HelperStanding.READY)
        .order_by().values_list("helper").annotate(n=Count("pk"))
    )  # fmt: skip
    everybody = [asked.get(key, 0) for key in ready]
    return round(gini(everybody), 2) if len(everybody) >= LEAST_HELPERS and asked else None


def unmet_by(
    name: str, since: dt.date, until: dt.date, scheme: Scheme | None = None
) -> dict[str, int]:
    """How many could not be met, by the theme of the need or by district: of one scheme, or all.

    :param name: ``theme`` or ``district``.
    """
    own = Q() if scheme is None else Q(scheme=scheme)
    rows = counted_once().filter(
        own, _within("ended_at", since, until), outcome=State.NOT_POSSIBLE
    ).order_by()  # fmt: skip
    if name == "theme":
        theme = Coalesce(NullIf(F("need__parent"), Value("")), F("need__code"))
        rows = rows.annotate(theme=theme)
    return {r[name]: r["n"] for r in rows.values(name).annotate(n=Count("pk")) if r[name]}
