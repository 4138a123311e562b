"""Schemes, people, requests, helpers and what belongs to them, for tests."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.tokens import digest_of
from commonweal.help import models
from commonweal.help.eligibility import RULESET
from commonweal.sector.models import Term
from commonweal.sector.tests.factories import OrganisationFactory

THEN = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = THEN.date()
BY = "Ines Walker"


class NeedFactory(DjangoModelFactory[Term]):
    """A need, as the register lists them."""

    class Meta:
        model = Term
        django_get_or_create = ("scheme", "code")

    scheme = "need"
    code = "shopping"
    title = "Shopping"
    parent = "care"


class SchemeFactory(DjangoModelFactory[models.Scheme]):
    class Meta:
        model = models.Scheme

    organisation = factory.SubFactory(OrganisationFactory)
    slug = factory.Sequence(lambda n: f"lantern-{n}")
    name = "Lantern Good Neighbours"
    standing = "open"
    phone = "01632 960001"
    hours = [[day, "09:00", "17:00"] for day in ("mo", "tu", "we", "th", "fr")]
    begun_at = THEN


class SchemeChangeFactory(DjangoModelFactory[models.SchemeChange]):
    class Meta:
        model = models.SchemeChange

    scheme = factory.SubFactory(SchemeFactory)
    standing = "open"
    at = THEN
    by = BY


class SchemeAreaFactory(DjangoModelFactory[models.SchemeArea]):
    class Meta:
        model = models.SchemeArea

    scheme = factory.SubFactory(SchemeFactory)
    code = "E05000001"


class SchemeNeedFactory(DjangoModelFactory[models.SchemeNeed]):
    """A need whose task takes no check, as a person confirmed."""

    class Meta:
        model = models.SchemeNeed

    scheme = factory.SubFactory(SchemeFactory)
    term = factory.SubFactory(NeedFactory)
    ruleset = RULESET
    confirmed_by = BY
    confirmed_at = THEN


class NeedRuleFactory(DjangoModelFactory[models.NeedRule]):
    class Meta:
        model = models.NeedRule
        django_get_or_create = ("term",)

    term = factory.SubFactory(NeedFactory)


class HelpLineFactory(DjangoModelFactory[models.HelpLine]):
    class Meta:
        model = models.HelpLine

    name = "Emergency services"
    number = "999"
    when = "somebody's life is in danger"
    emergency = True


class SchemeMemberFactory(DjangoModelFactory[models.SchemeMember]):
    class Meta:
        model = models.SchemeMember

    scheme = factory.SubFactory(SchemeFactory)
    person = factory.SubFactory(UserFactory)
    part = "coordinator"
    since = THEN
    by = BY


class SchemeKeyFactory(DjangoModelFactory[models.SchemeKey]):
    class Meta:
        model = models.SchemeKey

    scheme = factory.SubFactory(SchemeFactory)
    name = "The hospital's discharge desk"
    digest = factory.Sequence(lambda n: digest_of(f"key {n}"))
    start = "abcdef"
    made_at = THEN
    made_by = BY


class DutyPoolFactory(DjangoModelFactory[models.DutyPool]):
    class Meta:
        model = models.DutyPool

    name = "The Broads telephone"
    begun_at = THEN


class PoolSchemeFactory(DjangoModelFactory[models.PoolScheme]):
    class Meta:
        model = models.PoolScheme

    pool = factory.SubFactory(DutyPoolFactory)
    scheme = factory.SubFactory(SchemeFactory)
    agreed_at = THEN
    agreed_by = BY


class DutyFactory(DjangoModelFactory[models.Duty]):
    class Meta:
        model = models.Duty

    scheme = factory.SubFactory(SchemeFactory)
    person = factory.SubFactory(UserFactory)
    starts_at = THEN
    ends_at = THEN + 8 * HOUR
    by = BY


class ClientFactory(DjangoModelFactory[models.Client]):
    class Meta:
        model = models.Client

    scheme = factory.SubFactory(SchemeFactory)
    name = "Olive Marsh"
    called = "Olive"
    phone = "01632 960123"
    address = "3 Staithe Lane, Lantern"
    postcode = "NR1 1AA"
    spot = {"easting": 623000, "northing": 308000}
    area = "E05000001"
    begun_at = THEN


class ClientMarkFactory(DjangoModelFactory[models.ClientMark]):
    class Meta:
        model = models.ClientMark

    client = factory.SubFactory(ClientFactory)
    kind = "name"
    mark = "0" * 32


class KeyholderFactory(DjangoModelFactory[models.Keyholder]):
    class Meta:
        model = models.Keyholder

    client = factory.SubFactory(ClientFactory)
    name = "June Marsh"
    phone = "01632 960124"
    relation = "daughter"
    at = THEN


class GroundFactory(DjangoModelFactory[models.Ground]):
    class Meta:
        model = models.Ground

    client = factory.SubFactory(ClientFactory)
    purpose = "help"
    basis = "consent"
    given_by = "herself"
    way = "phone"
    at = THEN
    by = BY


class AskingFactory(DjangoModelFactory[models.Asking]):
    class Meta:
        model = models.Asking

    reference = factory.Sequence(lambda n: f"HELP-{n:06d}")
    digest = factory.Sequence(lambda n: digest_of(f"asking {n}"))
    way = "phone"
    begun_at = THEN
    sent_at = THEN


class RequestFactory(DjangoModelFactory[models.Request]):
    """A request that is being looked at, with a coordinator of its scheme as its owner."""

    class Meta:
        model = models.Request

    scheme = factory.SubFactory(SchemeFactory)
    client = factory.SubFactory(ClientFactory, scheme=factory.SelfAttribute("..scheme"))
    asking = factory.SubFactory(AskingFactory)
    need = factory.SubFactory(NeedFactory)
    details = "Milk, bread and cat food."
    state = "triage"
    state_since = THEN
    asked_at = THEN
    due_at = THEN + 72 * HOUR
    owner = factory.SubFactory(UserFactory)
    next_on = THEN + 24 * HOUR
    area = "E05000001"


class TransitionFactory(DjangoModelFactory[models.Transition]):
    class Meta:
        model = models.Transition

    request = factory.SubFactory(RequestFactory)
    number = factory.Sequence(lambda n: n + 1)
    before = "consented"
    after = "triage"
    at = THEN
    by_key = "user:1"
    by = BY


class OwningFactory(DjangoModelFactory[models.Owning]):
    class Meta:
        model = models.Owning

    request = factory.SubFactory(RequestFactory)
    owner = factory.SelfAttribute("request.owner")
    at = THEN
    by = BY


class TryFactory(DjangoModelFactory[models.Try]):
    class Meta:
        model = models.Try

    request = factory.SubFactory(RequestFactory)
    at = THEN
    by = BY
    way = "phone"
    outcome = "no_answer"


class NoteFactory(DjangoModelFactory[models.Note]):
    class Meta:
        model = models.Note

    request = factory.SubFactory(RequestFactory)
    at = THEN
    by = BY
    words = "Her sister visits on Sundays."


class HandOverFactory(DjangoModelFactory[models.HandOver]):
    class Meta:
        model = models.HandOver

    request = factory.SubFactory(RequestFactory)
    to_scheme = factory.SubFactory(SchemeFactory)
    begun_at = THEN
    begun_by = BY


class HelperFactory(DjangoModelFactory[models.Helper]):
    class Meta:
        model = models.Helper

    scheme = factory.SubFactory(SchemeFactory)
    name = "Tom Reed"
    phone = "07700 900123"
    email = "tom@example.org"
    postcode = "NR1 1AB"
    spot = {"easting": 623500, "northing": 308400}
    means = ["foot", "car"]
    needs = ["shopping"]
    languages = ["en"]
    times = [[day, "09:00", "18:00"] for day in ("mo", "tu", "we", "th", "fr")]
    standing = "ready"
    joined_at = THEN


class HelperChangeFactory(DjangoModelFactory[models.HelperChange]):
    class Meta:
        model = models.HelperChange

    helper = factory.SubFactory(HelperFactory)
    standing = "ready"
    at = THEN
    by = BY


class CheckFactory(DjangoModelFactory[models.Check]):
    class Meta:
        model = models.Check

    helper = factory.SubFactory(HelperFactory)
    level = "enhanced_adults"
    issued_on = DAY
    last4 = "1234"
    renew_on = DAY.replace(year=DAY.year + 3)
    seen_at = THEN
    seen_by = BY


class TrainingFactory(DjangoModelFactory[models.Training]):
    class Meta:
        model = models.Training

    helper = factory.SubFactory(HelperFactory)
    title = "Safe and well"
    on = DAY
    by = BY


class ApartFactory(DjangoModelFactory[models.Apart]):
    class Meta:
        model = models.Apart

    helper = factory.SubFactory(HelperFactory)
    client = factory.SubFactory(ClientFactory, scheme=factory.SelfAttribute("..helper.scheme"))
    at = THEN
    by = BY


class TaskRuleFactory(DjangoModelFactory[models.TaskRule]):
    class Meta:
        model = models.TaskRule

    helper = factory.SubFactory(HelperFactory)
    term = factory.SubFactory(NeedFactory)
    allowed = True
    reason = "Goes along with her buddy."
    at = THEN
    by = BY


class MatchRunFactory(DjangoModelFactory[models.MatchRun]):
    class Meta:
        model = models.MatchRun

    scheme = factory.SubFactory(SchemeFactory)
    at = THEN
    by = BY


class OfferFactory(DjangoModelFactory[models.Offer]):
    class Meta:
        model = models.Offer

    request = factory.SubFactory(RequestFactory)
    helper = factory.SubFactory(HelperFactory, scheme=factory.SelfAttribute("..request.scheme"))
    at = THEN
    by = BY
    way = "email"
    digest = factory.Sequence(lambda n: digest_of(f"offer {n}"))
    expires_at = THEN + 24 * HOUR


class MatchFactory(DjangoModelFactory[models.Match]):
    class Meta:
        model = models.Match

    request = factory.SubFactory(RequestFactory, state="assigned")
    helper = factory.SubFactory(HelperFactory, scheme=factory.SelfAttribute("..request.scheme"))
    at = THEN
    by = BY


class VisitFactory(DjangoModelFactory[models.Visit]):
    class Meta:
        model = models.Visit

    match = factory.SubFactory(MatchFactory)
    starts_at = THEN + 5 * HOUR
    minutes = 60
    expected_end = THEN + 6 * HOUR
    password = "heron"


class AlertFactory(DjangoModelFactory[models.Alert]):
    class Meta:
        model = models.Alert

    visit = factory.SubFactory(VisitFactory)
    step = "text"
    due_at = THEN + 6 * HOUR + dt.timedelta(minutes=15)
    at = THEN + 6 * HOUR + dt.timedelta(minutes=15)
    to = "the helper"


class MoneyHandledFactory(DjangoModelFactory[models.MoneyHandled]):
    class Meta:
        model = models.MoneyHandled

    visit = factory.SubFactory(VisitFactory)
    taken = 2000
    spent = 1240
    returned = 760
    receipt = "R 14"
    at = THEN
    by = BY


class ExpenseFactory(DjangoModelFactory[models.Expense]):
    class Meta:
        model = models.Expense

    helper = factory.SubFactory(HelperFactory)
    on = DAY
    what = "To the chemist and back"
    miles = Decimal("6.0")
    pence_a_mile = 45
    pence = 270


class ThanksFactory(DjangoModelFactory[models.Thanks]):
    class Meta:
        model = models.Thanks

    helper = factory.SubFactory(HelperFactory)
    words = "Thank you for the cat food."
    at = THEN
    by = "somebody you helped"


class HouseholdSecretFactory(DjangoModelFactory[models.HouseholdSecret]):
    class Meta:
        model = models.HouseholdSecret

    scheme = factory.SubFactory(SchemeFactory)
    month = "2026-03"
    secret = "5e" * 32


class RoundFactory(DjangoModelFactory[models.Round]):
    class Meta:
        model = models.Round

    scheme = factory.SubFactory(SchemeFactory)
    number = factory.Sequence(lambda n: n + 1)
    on = DAY
    name = "Monday, river side"


class StopFactory(DjangoModelFactory[models.Stop]):
    class Meta:
        model = models.Stop

    round = factory.SubFactory(RoundFactory)
    client = factory.SubFactory(ClientFactory, scheme=factory.SelfAttribute("..round.scheme"))
    position = factory.Sequence(lambda n: n + 1)


class GivenFactory(DjangoModelFactory[models.Given]):
    class Meta:
        model = models.Given

    scheme = factory.SubFactory(SchemeFactory)
    kind = "parcel"
    on = DAY
    adults = 2
    children = 3
    basis = "people"
    days = 3
    by = BY
    at = THEN


class AdviceContactFactory(DjangoModelFactory[models.AdviceContact]):
    class Meta:
        model = models.AdviceContact

    scheme = factory.SubFactory(SchemeFactory)
    on = DAY
    way = "phone"
    at = THEN
    by = BY


class AdviceIssueFactory(DjangoModelFactory[models.AdviceIssue]):
    class Meta:
        model = models.AdviceIssue

    contact = factory.SubFactory(AdviceContactFactory)
    code = "BEN"


class HeldListFactory(DjangoModelFactory[models.HeldList]):
    class Meta:
        model = models.HeldList

    scheme = factory.SubFactory(SchemeFactory)
    title = "People alone in a cold spell"
    purpose = "reach"
    basis = "consent"
    basis_why = "Asked at the lunch club."
    source = "the lunch club's own members"
    owner = factory.SubFactory(UserFactory)
    begun_on = DAY
    review_on = DAY + dt.timedelta(days=365)


class ListedFactory(DjangoModelFactory[models.Listed]):
    class Meta:
        model = models.Listed

    list = factory.SubFactory(HeldListFactory)
    client = factory.SubFactory(ClientFactory, scheme=factory.SelfAttribute("..list.scheme"))
    at = THEN
    by = BY


class RingRoundFactory(DjangoModelFactory[models.RingRound]):
    class Meta:
        model = models.RingRound

    scheme = factory.SubFactory(SchemeFactory)
    title = "The cold week"
    why = "Frost is forecast for a week."
    standing = "open"
    opens_on = DAY
    closes_on = DAY + dt.timedelta(days=7)
    begun_at = THEN


class RingPartFactory(DjangoModelFactory[models.RingPart]):
    class Meta:
        model = models.RingPart

    ring_round = factory.SubFactory(RingRoundFactory)
    scheme = factory.SubFactory(SchemeFactory)
    list = factory.SubFactory(HeldListFactory, scheme=factory.SelfAttribute("..scheme"))
    asked_at = THEN
    joined_at = THEN


class RingCallFactory(DjangoModelFactory[models.RingCall]):
    class Meta:
        model = models.RingCall

    part = factory.SubFactory(RingPartFactory)
    client = factory.SubFactory(ClientFactory, scheme=factory.SelfAttribute("..part.scheme"))


class RingCountFactory(DjangoModelFactory[models.RingCount]):
    class Meta:
        model = models.RingCount

    part = factory.SubFactory(RingPartFactory)
    outcome = "fine"
    count = 12


class PlanFactory(DjangoModelFactory[models.Plan]):
    class Meta:
        model = models.Plan

    client = factory.SubFactory(ClientFactory)
    ground = factory.SubFactory(
        GroundFactory, client=factory.SelfAttribute("..client"), purpose="plan", basis="explicit"
    )
    mode = "reenable"
    strengths = "Walks every day; knows everybody in the lane."
    begun_on = DAY
    review_on = DAY + dt.timedelta(days=42)
    by = BY


class GoalFactory(DjangoModelFactory[models.Goal]):
    class Meta:
        model = models.Goal

    plan = factory.SubFactory(PlanFactory)
    position = 1
    words = "To get to choir by myself again."
    before = 4


class StepFactory(DjangoModelFactory[models.Step]):
    class Meta:
        model = models.Step

    goal = factory.SubFactory(GoalFactory)
    words = "Take the bus together once."
    who = "Tom"


class PlanReviewFactory(DjangoModelFactory[models.PlanReview]):
    class Meta:
        model = models.PlanReview

    plan = factory.SubFactory(PlanFactory)
    on = DAY
    by = BY
    words = "Going well."


class WarmReferralFactory(DjangoModelFactory[models.WarmReferral]):
    class Meta:
        model = models.WarmReferral

    client = factory.SubFactory(ClientFactory)
    ground = factory.SubFactory(
        GroundFactory, client=factory.SelfAttribute("..client"), purpose="share"
    )
    to_name = "Staithe Advice"
    tells = "Would like help with a heating bill."
    at = THEN
    by = BY
    digest = factory.Sequence(lambda n: digest_of(f"referral {n}"))
    expires_at = THEN + 14 * 24 * HOUR


class WorryFactory(DjangoModelFactory[models.Worry]):
    class Meta:
        model = models.Worry

    scheme = factory.SubFactory(SchemeFactory)
    words = "She had not eaten."
    raised_at = THEN
    raised_by_key = "user:1"
    raised_by = BY


class WorryStepFactory(DjangoModelFactory[models.WorryStep]):
    class Meta:
        model = models.WorryStep

    worry = factory.SubFactory(WorryFactory)
    standing = "looked_into"
    at = THEN
    by = BY
    words = "Rang her daughter."


class LookFactory(DjangoModelFactory[models.Look]):
    class Meta:
        model = models.Look

    number = factory.Sequence(lambda n: n + 1)
    at = THEN
    actor_key = "user:1"
    actor = BY
    role = "coordinator"
    kind = "view"
    subject = factory.Faker("uuid4")
    scheme = 1
    purpose = "help"
    before = "0" * 64
    digest = "1" * 64


class LookEndFactory(DjangoModelFactory[models.LookEnd]):
    class Meta:
        model = models.LookEnd

    number = 1
    digest = "0" * 64
    at = THEN


class WayInFactory(DjangoModelFactory[models.WayIn]):
    class Meta:
        model = models.WayIn

    scheme = factory.SubFactory(SchemeFactory)
    person = factory.SubFactory(UserFactory)
    reason = "Flood; nobody of the scheme answers."
    at = THEN
    until = THEN + 4 * HOUR


class RightsRequestFactory(DjangoModelFactory[models.RightsRequest]):
    class Meta:
        model = models.RightsRequest

    scheme = factory.SubFactory(SchemeFactory)
    kind = "access"
    received_on = DAY
    due_on = DAY + dt.timedelta(days=31)


class HelpComplaintFactory(DjangoModelFactory[models.HelpComplaint]):
    class Meta:
        model = models.HelpComplaint

    scheme = factory.SubFactory(SchemeFactory)
    words = "Nobody rang back."
    received_on = DAY
    acknowledge_by = DAY + dt.timedelta(days=7)
    by = BY


class ForgettingFactory(DjangoModelFactory[models.Forgetting]):
    class Meta:
        model = models.Forgetting

    at = THEN
    by = BY
    dry = True


class TotalFactory(DjangoModelFactory[models.Total]):
    class Meta:
        model = models.Total

    scheme = factory.SubFactory(SchemeFactory)
    month = DAY.replace(day=1)
    what = "requests"
    count = 120
    at = THEN
    by = BY
