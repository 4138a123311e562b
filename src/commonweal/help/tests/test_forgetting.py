"""What is kept of people is forgotten when its time is over, and not a day before."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.actors import Robot
from commonweal.help.actions.forgetting import HOURLY, JOBS, cut_looks, forget_people
from commonweal.help.actions.looks import digest_of_look, note_look
from commonweal.help.fields import SealedJSON, SealedText
from commonweal.help.keeping import RULES
from commonweal.help.models import Client, Forgetting, Look, LookEnd, Request
from commonweal.help.sealing import seal, unseal
from commonweal.help.tests import factories as make

pytestmark = pytest.mark.django_db
HOUSE = Robot("housekeeping")
THEN = dt.datetime(2026, 3, 2, 10, 0, tzinfo=dt.UTC)
LATER = dt.datetime(2027, 3, 3, 10, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
CANARY = "Quillfeather"
MODELS = {m.__name__: m for m in apps.get_app_config("help").get_models()}
NEVER_ITS_OWN = {"sameness"}  # what belongs to a rule of another name


def sealed_fields(model):
    return [f for f in model._meta.concrete_fields if isinstance(f, SealedText | SealedJSON)]


def told_anywhere():
    """Where the canary can still be read: every sealed column of every table, opened."""
    found = []
    for name, model in MODELS.items():
        for field in sealed_fields(model):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {field.column} FROM {model._meta.db_table}")
                if any(CANARY in unseal(value or "") for (value,) in cursor.fetchall()):
                    found.append(f"{name}.{field.name}")
    return sorted(found)


def with_canary(row):
    """Write the canary into every sealed field of a row."""
    for field in sealed_fields(type(row)):
        told = {"told": CANARY} if isinstance(field, SealedJSON) else CANARY
        setattr(row, field.attname, told)
    type(row).objects.filter(pk=row.pk).update(
        **{f.name: getattr(row, f.attname) for f in sealed_fields(type(row))}
    )
    return row


def forget(at=LATER, **more):
    with time_machine.travel(at, tick=False):
        return forget_people(by=HOUSE, **more)


@pytest.fixture
def scheme():
    return make.SchemeFactory(keep_months=12)


@pytest.fixture
def request_(scheme):
    """A closed request with everything that can hang on one, each with the canary in it."""
    client = with_canary(make.ClientFactory(scheme=scheme))
    helper = make.HelperFactory(scheme=scheme)
    asking = with_canary(make.AskingFactory())
    request = with_canary(make.RequestFactory(
        scheme=scheme, client=client, asking=asking, state="closed", outcome="done",
        state_since=THEN, owner=UserFactory(),
    ))  # fmt: skip
    match = with_canary(make.MatchFactory(
        request=request, helper=helper, ended_at=THEN, end="completed"
    ))  # fmt: skip
    ground = make.GroundFactory(client=client, purpose="share")
    plan = make.PlanFactory(client=client, ground=ground, closed_on=THEN.date())
    goal = make.GoalFactory(plan=plan)
    rows = [
        plan, goal, make.StepFactory(goal=goal), make.PlanReviewFactory(plan=plan),
        make.WarmReferralFactory(client=client, plan=plan, ground=ground, at=THEN),
        make.TransitionFactory(request=request), make.NoteFactory(request=request),
        make.TryFactory(request=request), make.HandOverFactory(request=request),
        make.KeyholderFactory(client=client), make.VisitFactory(match=match),
        make.OfferFactory(request=request, helper=helper),
        make.ApartFactory(client=client, helper=helper),
        make.AdviceContactFactory(scheme=scheme, client=client, on=THEN.date(), mark="m" * 32),
        make.GivenFactory(scheme=scheme, client=client, on=THEN.date(), mark="m" * 32),
        make.StopFactory(client=client, request=request),
    ]  # fmt: skip
    make.ClientMarkFactory(client=client)
    make.OwningFactory(request=request)
    for row in rows:
        with_canary(row)
    return request


class TestTheTable:
    def test_has_a_rule_for_every_model(self):
        assert set(RULES) == set(MODELS)

    @pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
    def test_is_carried_out_by_a_job_or_says_why_not(self, model):
        rule = RULES[model.__name__]

        assert bool(rule.job) != bool(rule.why)
        assert rule.job in {"", "looks", *JOBS}
        if sealed_fields(model) or (rule.months and not rule.why):
            assert rule.job, "What is sealed names somebody, and so is forgotten."

    def test_has_no_job_that_nothing_asks_for(self):
        asked = {r.job for r in RULES.values()} - {""}
        assert set(JOBS) - asked == NEVER_ITS_OWN
        assert asked - set(JOBS) == {"looks"}
        assert cut_looks in HOURLY


class TestForgettingPeople:
    def test_leaves_need_area_and_month_and_nothing_that_was_told(self, request_):
        assert len(told_anywhere()) > 25
        need, area, asked = request_.need, request_.area, request_.asked_at

        forget()

        assert told_anywhere() == []
        request_.refresh_from_db()
        left = (request_.need, request_.area, request_.asked_at, request_.outcome)
        assert left == (need, area, asked, "done")
        assert (request_.asking, request_.owner, request_.wanted) == (None, None, {})
        client = request_.client
        assert (client.name, client.area, client.safe) == ("", "", {})
        assert client.forgotten_on == LATER.date()
        assert not client.marks.exists()
        assert request_.transitions.count() == 1
        assert client.grounds.get().ended_way == "forgotten"

    def test_says_so_in_the_chain_and_breaks_the_thread_to_it(self, request_):
        before = request_.client.uuid

        forget()

        look = Look.objects.get()
        assert (look.kind, look.subject) == ("erase", before)
        assert digest_of_look(look) == look.digest
        assert not Client.objects.filter(uuid=before).exists()

    def test_counts_the_advised_as_one_still(self, scheme):
        client = make.ClientFactory(scheme=scheme)
        for _ in range(2):
            make.AdviceContactFactory(scheme=scheme, client=client, on=THEN.date(), mark="a" * 32)

        forget()

        marks = set(scheme.advice.values_list("mark", flat=True))
        assert len(marks) == 1
        assert marks != {"a" * 32}

    def test_waits_for_the_months_that_the_scheme_keeps(self, request_):
        assert forget(LATER - 2 * DAY).counts.get("people") is None
        assert told_anywhere()
        assert forget(LATER - DAY).counts["people"] == 1

    @pytest.mark.parametrize("more", [
        lambda c: make.RequestFactory(client=c, scheme=c.scheme),
        lambda c: make.RequestFactory(
            client=c, scheme=c.scheme, state="closed", outcome="done", state_since=LATER - 9 * DAY
        ),
        lambda c: make.GivenFactory(client=c, scheme=c.scheme, on=(LATER - DAY).date()),
        lambda c: make.PlanFactory(client=c),
        lambda c: make.ListedFactory(client=c),
        lambda c: make.WorryFactory(client=c, scheme=c.scheme),
        lambda c: make.RightsRequestFactory(client=c, scheme=c.scheme),
        lambda c: make.HelpComplaintFactory(client=c, scheme=c.scheme),
    ])  # fmt: skip
    def test_leaves_whom_somebody_still_works_with(self, request_, more):
        more(request_.client)

        forget()

        request_.client.refresh_from_db()
        assert request_.client.forgotten_on is None

    def test_leaves_a_worry_with_whom_it_was_about(self, request_):
        worry = make.WorryFactory(
            client=request_.client, scheme=request_.scheme, about="Olive Marsh", standing="closed",
            closed_at=THEN, forget_on=dt.date(2033, 3, 2),
        )  # fmt: skip

        counts = forget().counts

        worry.refresh_from_db()
        assert (worry.client, worry.about) == (None, "Olive Marsh")
        assert "worries" not in counts

    def test_keeps_an_asking_until_its_last_request_goes(self, request_):
        other = make.RequestFactory(asking=request_.asking)
        asking = request_.asking

        forget()

        assert type(asking).objects.filter(pk=asking.pk).exists()
        assert Request.objects.get(pk=other.pk).asking == asking

    def test_keeps_money_six_years_without_saying_whose(self, request_):
        money = make.MoneyHandledFactory(visit=request_.matches.get().visits.get(), at=THEN)

        forget()
        assert type(money).objects.exists()
        assert request_.matches.exists()
        forget(LATER + 366 * 6 * DAY)

        assert not type(money).objects.exists()
        forget(LATER + 366 * 6 * DAY)
        assert not request_.matches.exists()


def old(factory, **more):
    return lambda: factory(**more)


DUE = {
    "helpers": lambda: make.HelperFactory(standing="left", left_on=dt.date(2025, 3, 3)),
    "grounds": lambda: make.GroundFactory(
        at=THEN - 4000 * DAY, ended_at=dt.datetime(2021, 3, 3, 12, tzinfo=dt.UTC)
    ),
    "checks": lambda: make.CheckFactory(ended_at=dt.datetime(2026, 9, 3, 12, tzinfo=dt.UTC)),
    "drafts": lambda: make.AskingFactory(sent_at=None, begun_at=LATER - 7 * DAY),
    "sameness": lambda: make.AskingFactory(sent_at=LATER - DAY / 24, sameness="s" * 64),
    "match_runs": lambda: make.MatchRunFactory(at=dt.datetime(2027, 2, 3, 12, tzinfo=dt.UTC)),
    "alerts": lambda: make.AlertFactory(at=dt.datetime(2025, 3, 3, 12, tzinfo=dt.UTC)),
    "money": lambda: make.MoneyHandledFactory(at=dt.datetime(2021, 3, 3, 12, tzinfo=dt.UTC)),
    "expenses": lambda: make.ExpenseFactory(on=dt.date(2021, 3, 3)),
    "stops": lambda: make.StopFactory(
        round=make.RoundFactory(on=dt.date(2027, 2, 3), driver=None, digest=None), door="3"
    ),
    "rounds": lambda: make.RoundFactory(on=dt.date(2027, 2, 3), digest="d" * 64),
    "given": lambda: make.GivenFactory(on=dt.date(2026, 9, 3), mark="m" * 32),
    "lists": lambda: make.HeldListFactory(ended_on=dt.date(2026, 3, 3)),
    "listed": lambda: make.ListedFactory(left_at=dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)),
    "ring_calls": lambda: make.RingCallFactory(
        part=make.RingPartFactory(ring_round=make.RingRoundFactory(
            standing="closed", closed_at=dt.datetime(2026, 12, 3, 12, tzinfo=dt.UTC)
        ))
    ),
    "ways_in": lambda: make.WayInFactory(
        at=dt.datetime(2025, 3, 3, 10, tzinfo=dt.UTC),
        until=dt.datetime(2025, 3, 3, 12, tzinfo=dt.UTC),
    ),
    "rights": lambda: make.RightsRequestFactory(
        standing="done", answered_on=dt.date(2025, 3, 3)
    ),
    "complaints": lambda: make.HelpComplaintFactory(
        standing="answered", answered_on=dt.date(2025, 3, 3)
    ),
    "members": lambda: make.SchemeMemberFactory(
        ended_at=dt.datetime(2025, 3, 3, 12, tzinfo=dt.UTC)
    ),
    "duties": lambda: make.DutyFactory(
        starts_at=dt.datetime(2025, 3, 3, 10, tzinfo=dt.UTC),
        ends_at=dt.datetime(2025, 3, 3, 12, tzinfo=dt.UTC),
    ),
    "worries": lambda: make.WorryFactory(
        standing="closed", closed_at=THEN, forget_on=LATER.date()
    ),
}  # fmt: skip


class TestEachJob:
    @pytest.mark.parametrize("name", DUE)
    def test_forgets_on_its_day_once_and_not_the_day_before(self, name):
        DUE[name]()
        job, today = JOBS[name], LATER.date()
        if name not in {"sameness"}:
            with time_machine.travel(LATER - DAY, tick=False):
                assert job.due(today - DAY).count() == 0
        with time_machine.travel(LATER, tick=False):
            assert job.due(today).count() == 1

        forget()

        with time_machine.travel(LATER, tick=False):
            assert job.due(today).count() == 0

    def test_is_tried_here(self):
        assert set(JOBS) - set(DUE) == {"people", "matches", "secrets"}

    def test_burns_the_secret_of_a_month_when_the_seventh_begins(self):
        make.HouseholdSecretFactory(month="2026-09")
        job = JOBS["secrets"]

        assert job.due(dt.date(2027, 3, 31)).count() == 0
        assert job.due(dt.date(2027, 4, 1)).count() == 1

    def test_wipes_a_helper_but_what_they_are_owed(self):
        helper = with_canary(DUE["helpers"]())
        for row in (make.HelperChangeFactory(helper=helper), make.ThanksFactory(helper=helper),
                    make.TaskRuleFactory(helper=helper)):  # fmt: skip
            with_canary(row)
        expense = make.ExpenseFactory(helper=helper, on=THEN.date())

        forget()

        assert told_anywhere() == []
        assert expense.helper.expenses.exists()


class TestARun:
    def test_that_is_dry_changes_nothing_and_says_how_many(self, request_):
        before = told_anywhere()

        done = forget(dry=True)

        assert done.counts["people"] == 1
        assert told_anywhere() == before
        assert Forgetting.objects.get().dry

    def test_that_finds_nothing_leaves_no_row(self):
        assert forget().counts == {}
        assert not Forgetting.objects.exists()

    def test_is_the_houses(self):
        with pytest.raises(PermissionDenied):
            forget_people(by=UserFactory(roles=["administrator"]))


class TestTheChain:
    def test_loses_its_old_end_and_stays_whole(self):
        part = make.SchemeMemberFactory()
        for at in (THEN - 1100 * DAY, THEN - 1000 * DAY, dt.datetime.now(dt.UTC)):
            with time_machine.travel(at, tick=False):
                note_look(by=part.person, scheme=part.scheme, subjects=[uuid.uuid4()])
        last_old = Look.objects.get(number=2)

        assert cut_looks(by=HOUSE) == 2

        end, left = LookEnd.objects.get(), Look.objects.get()
        assert (end.number, end.digest) == (2, last_old.digest)
        assert left.before == end.digest
        note_look(by=part.person, scheme=part.scheme, subjects=[uuid.uuid4()])
        assert [x.number for x in Look.objects.order_by("number")] == [3, 4]


def test_an_empty_value_is_kept_as_nothing_so_that_what_is_wiped_can_be_told():
    assert seal("") == ""
