"""What is due to be forgotten on a day, one question for each job."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Length
from django.utils import timezone

from commonweal.commitments.dates import months_after
from commonweal.core import clock
from commonweal.help.choices import HelperStanding, RightStanding, State, WorryStanding
from commonweal.help.keeping import A_WEEK_DAYS, LOOKS_DAYS, RULES
from commonweal.help.models import (
    AdviceContact,
    Alert,
    Asking,
    Check,
    Client,
    Duty,
    Expense,
    Given,
    Ground,
    HeldList,
    HelpComplaint,
    Helper,
    HouseholdSecret,
    Listed,
    Look,
    Match,
    MatchRun,
    MoneyHandled,
    Plan,
    Request,
    RightsRequest,
    RingCall,
    Round,
    Scheme,
    SchemeMember,
    Stop,
    WarmReferral,
    WayIn,
    Worry,
)
from commonweal.help.parcels import months_kept


def before(today: dt.date, model: str) -> dt.date:
    """The last day that is long enough ago for a model, by its rule."""
    return months_after(today, -(RULES[model].months or 0))


def moment(day: dt.date) -> dt.datetime:
    """The end of a day here."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.max))


def people(today: dt.date) -> QuerySet[Client]:
    """People to whom nothing is owed and nothing happened for the months their scheme keeps."""
    due = Q(pk__in=[])
    for months in Scheme.objects.values_list("keep_months", flat=True).distinct():
        last = months_after(today, -months)
        due |= Q(scheme__keep_months=months) & _nothing_since(last)
    return Client.objects.filter(due, forgotten_on=None).exclude(_still_needed(today))


def _nothing_since(last: dt.date) -> Q:
    """Nothing was asked, given, advised or closed after a day."""
    mine = OuterRef("pk")
    asked = Request.objects.filter(client=mine).exclude(
        state=State.CLOSED, state_since__lte=moment(last)
    )
    given = Given.objects.filter(client=mine, on__gt=last)
    advised = AdviceContact.objects.filter(client=mine, on__gt=last)
    plans = Plan.objects.filter(client=mine).filter(Q(closed_on=None) | Q(closed_on__gt=last))
    told = WarmReferral.objects.filter(client=mine, at__gt=moment(last))
    happened = Exists(asked) | Exists(given) | Exists(advised) | Exists(plans) | Exists(told)
    return Q(begun_at__lte=moment(last)) & ~Q(happened)


def _still_needed(today: dt.date) -> Q:
    """Somebody still works with the record: a list in use, or a right, complaint or worry open."""
    mine = OuterRef("pk")
    listed = Listed.objects.filter(client=mine, left_at=None, list__ended_on=None)
    standing = [RightStanding.OPEN, RightStanding.PAUSED]
    rights = RightsRequest.objects.filter(client=mine, standing__in=standing)
    complaints = HelpComplaint.objects.filter(client=mine, answered_on=None)
    worries = Worry.objects.filter(client=mine).exclude(standing=WorryStanding.CLOSED)
    return Q(Exists(listed) | Exists(rights) | Exists(complaints) | Exists(worries))


def matches(today: dt.date) -> QuerySet[Match]:
    """Who helped whom, once the person is forgotten and neither money nor an alert is kept."""
    kept = Q(visits__money__isnull=False) | Q(visits__alerts__isnull=False)
    ended = Match.objects.filter(request__forgotten_on__isnull=False, ended_at__isnull=False)
    return ended.exclude(pk__in=Match.objects.filter(kept).values("pk"))


def helpers(today: dt.date) -> QuerySet[Helper]:
    """Helpers who left long enough ago, or asked to help and never did."""
    last = before(today, "Helper")
    left = Q(standing=HelperStanding.LEFT, left_on__lte=last)
    never = Q(standing=HelperStanding.APPLIED, joined_at__lte=moment(last), matches=None)
    standing = [RightStanding.OPEN, RightStanding.PAUSED]
    asking = RightsRequest.objects.filter(helper=OuterRef("pk"), standing__in=standing)
    worries = Worry.objects.filter(helper=OuterRef("pk")).exclude(standing=WorryStanding.CLOSED)
    found = Helper.objects.filter(left | never, forgotten_on=None)
    return found.exclude(Q(Exists(asking) | Exists(worries)))


def grounds(today: dt.date) -> QuerySet[Ground]:
    """Grounds that ended or ran out six years ago."""
    last = before(today, "Ground")
    over = Q(ended_at__lte=moment(last)) | Q(expires_on__lte=last)
    return Ground.objects.filter(over, plans=None, referrals=None)


def checks(today: dt.date) -> QuerySet[Check]:
    """Checks that ended, or whose helper left, six months ago."""
    last = before(today, "Check")
    left = Q(helper__standing=HelperStanding.LEFT, helper__left_on__lte=last)
    return Check.objects.filter(Q(ended_at__lte=moment(last)) | left)


def secrets(today: dt.date) -> QuerySet[HouseholdSecret]:
    """Secrets of months by which no household need be known again."""
    return HouseholdSecret.objects.exclude(month__in=months_kept(today))


def drafts(today: dt.date) -> QuerySet[Asking]:
    """What was begun a week ago and never sent."""
    last = moment(today - dt.timedelta(days=A_WEEK_DAYS))
    return Asking.objects.filter(sent_at=None, begun_at__lte=last, requests=None)


def sameness(today: dt.date) -> QuerySet[Asking]:
    """What was sent more than an hour ago and is still known by what was sent."""
    last = clock.now() - dt.timedelta(hours=1)
    return Asking.objects.filter(sent_at__lte=last).exclude(sameness="")


def match_runs(today: dt.date) -> QuerySet[MatchRun]:
    """Proposals made a month ago."""
    return MatchRun.objects.filter(at__lte=moment(before(today, "MatchRun")))


def alerts(today: dt.date) -> QuerySet[Alert]:
    """Alerts of two years ago."""
    return Alert.objects.filter(at__lte=moment(before(today, "Alert")))


def money(today: dt.date) -> QuerySet[MoneyHandled]:
    """Money handled six years ago."""
    return MoneyHandled.objects.filter(at__lte=moment(before(today, "MoneyHandled")))


def expenses(today: dt.date) -> QuerySet[Expense]:
    """What helpers asked back six years ago."""
    return Expense.objects.filter(on__lte=before(today, "Expense"))


def _letters(*names: str) -> Coalesce:
    """How much is kept in sealed fields: nought when all are empty."""
    first, *rest = (Length(name, output_field=IntegerField()) for name in names)
    return Coalesce(sum(rest, first), 0, output_field=IntegerField())


def stops(today: dt.date) -> QuerySet[Stop]:
    """Doors of rounds a month ago that still say whose they were."""
    every = Stop.objects.filter(round__on__lte=before(today, "Stop"))
    told = every.annotate(letters=_letters("items", "allergens", "door", "note"))
    return told.filter(Q(letters__gt=0) | Q(client__isnull=False) | Q(request__isnull=False))


def rounds(today: dt.date) -> QuerySet[Round]:
    """Rounds of a month ago that still say who drove, or from where."""
    every = Round.objects.filter(on__lte=before(today, "Round")).annotate(letters=_letters("spot"))
    return every.filter(Q(letters__gt=0) | Q(driver__isnull=False) | Q(digest__isnull=False))


def given(today: dt.date) -> QuerySet[Given]:
    """What was given six months ago and still says to whom."""
    every = Given.objects.filter(on__lte=before(today, "Given"))
    told = every.annotate(letters=_letters("diet", "allergens"))
    whose = Q(client__isnull=False) | Q(request__isnull=False)
    return told.filter(whose | Q(letters__gt=0) | ~Q(mark=""))


def lists(today: dt.date) -> QuerySet[HeldList]:
    """Lists that ended a year ago."""
    return HeldList.objects.filter(ended_on__lte=before(today, "HeldList"))


def listed(today: dt.date) -> QuerySet[Listed]:
    """People who left a list a year ago."""
    return Listed.objects.filter(left_at__lte=moment(before(today, "Listed")))


def ring_calls(today: dt.date) -> QuerySet[RingCall]:
    """Who was rung in ring-rounds that closed three months ago."""
    last = moment(before(today, "RingCall"))
    return RingCall.objects.filter(part__ring_round__closed_at__lte=last)


def worries(today: dt.date) -> QuerySet[Worry]:
    """Closed worries whose day has come."""
    return Worry.objects.filter(standing=WorryStanding.CLOSED, forget_on__lte=today)


def ways_in(today: dt.date) -> QuerySet[WayIn]:
    """Emergencies of two years ago."""
    return WayIn.objects.filter(until__lte=moment(before(today, "WayIn")))


def rights(today: dt.date) -> QuerySet[RightsRequest]:
    """What was answered two years ago."""
    return RightsRequest.objects.filter(answered_on__lte=before(today, "RightsRequest"))


def complaints(today: dt.date) -> QuerySet[HelpComplaint]:
    """Complaints answered two years ago."""
    return HelpComplaint.objects.filter(answered_on__lte=before(today, "HelpComplaint"))


def members(today: dt.date) -> QuerySet[SchemeMember]:
    """Parts that ended two years ago."""
    return SchemeMember.objects.filter(ended_at__lte=moment(before(today, "SchemeMember")))


def duties(today: dt.date) -> QuerySet[Duty]:
    """Duties of two years ago."""
    return Duty.objects.filter(ends_at__lte=moment(before(today, "Duty")))


def looks(today: dt.date) -> QuerySet[Look]:
    """The old end of the chain: what was looked at more than two years ago."""
    return Look.objects.filter(at__lte=moment(today - dt.timedelta(days=LOOKS_DAYS)))
