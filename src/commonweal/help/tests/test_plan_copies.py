"""A person has their own copy of their plan, by the way that is safe for them and no other."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core.actors import Visitor
from commonweal.core.refused import Refused
from commonweal.help.actions import plan_copies
from commonweal.help.models import Client, Look
from commonweal.help.tests.factories import (
    ClientFactory,
    DutyFactory,
    GoalFactory,
    GroundFactory,
    PlanFactory,
    SchemeFactory,
    SchemeMemberFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def scheme():
    return SchemeFactory()


@pytest.fixture
def lead(scheme):
    return SchemeMemberFactory(scheme=scheme, part="lead").person


@pytest.fixture
def plan(scheme):
    client = ClientFactory(scheme=scheme, email="olive@example.org")
    plan = PlanFactory(client=client, ground=GroundFactory(client=client, purpose="plan"))
    GoalFactory(plan=plan, words="To get to choir by myself.")
    return plan


def address_in(letter):
    return re.search(r"/my-plan/[\w-]+/", letter.body).group()


class TestSendPlan:
    def test_reaches_its_person_by_a_link_that_names_nothing(self, client, plan, lead):
        plan_copies.send_plan(by=lead, plan=plan)

        [letter] = Message.objects.all()
        page = client.get(address_in(letter))
        assert (letter.to, "choir" in letter.subject + letter.body) == ("olive@example.org", False)
        assert "To get to choir by myself." in page.content.decode()
        assert "no-store" in page["Cache-Control"]
        assert list(Look.objects.order_by("number").values_list("kind", "role")) == [
            ("share", ""), ("view", "whoever has their link"),
        ]  # fmt: skip

    @pytest.mark.parametrize("how", ["closed", "sent again", "withdrawn", "over", "unsafe now"])
    def test_shows_nothing_by_a_link_that_is_closed_or_over(self, client, plan, lead, now, how):
        plan_copies.send_plan(by=lead, plan=plan)
        address = address_in(Message.objects.get())

        if how == "closed":
            plan_copies.close_plan_link(by=lead, plan=plan)
        elif how == "sent again":
            plan_copies.send_plan(by=lead, plan=plan)
        elif how == "withdrawn":
            plan.client.grounds.update(ended_at=NOW)
        elif how == "over":
            now.shift(15 * DAY)
        else:
            Client.objects.update(abuse=True)

        page = client.get(address)
        assert (page.status_code, "choir" in page.content.decode()) == (404, False)

    @pytest.mark.parametrize("what", [
        {"abuse": True}, {"do_not_contact": True}, {"safe": {"shared": True}}, {"email": ""},
        {"safe": {"way": "phone"}},
    ])  # fmt: skip
    def test_is_refused_where_it_is_not_safe(self, plan, lead, what):
        for name, value in what.items():
            setattr(plan.client, name, value)
        plan.client.save()

        with pytest.raises(Refused):
            plan_copies.send_plan(by=lead, plan=plan)
        assert not Message.objects.exists()

    def test_is_for_those_who_keep_plans_here(self, plan):
        others = (
            Visitor(), UserFactory(), SchemeMemberFactory(part="lead").person,
            DutyFactory(scheme=plan.client.scheme).person,
        )  # fmt: skip
        for actor in others:
            with pytest.raises(PermissionDenied):
                plan_copies.send_plan(by=actor, plan=plan)


class TestALetter:
    def test_is_written_down_once_posted_and_refused_where_it_is_not_safe(self, plan, lead):
        plan_copies.note_plan_posted(by=lead, plan=plan)
        Client.objects.update(abuse=True)

        with pytest.raises(Refused, match="by hand"):
            plan_copies.note_plan_posted(by=lead, plan=plan)
        assert Look.objects.filter(kind="share").count() == 1


class TestTheCopy:
    def test_says_by_which_way_it_may_go(self, client, plan, lead):
        client.force_login(lead)
        address = reverse("plan_copy", args=[plan.client.scheme.slug, plan.pk])

        free = client.get(address).content.decode()
        Client.objects.update(abuse=True)
        unsafe = client.get(address).content.decode()

        assert "Send them a link" in free
        assert "I posted it" in free
        assert "Send them a link" not in unsafe
        assert "3 Staithe Lane" not in unsafe
