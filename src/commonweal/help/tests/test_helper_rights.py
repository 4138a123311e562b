"""Helpers ask about what is kept of them, on their own page, and their lead answers in time."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core.actors import Visitor
from commonweal.core.tokens import new_token
from commonweal.help.actions import rights
from commonweal.help.actions.own_rights import ask_own_right
from commonweal.help.models import RightsRequest
from commonweal.help.tests import factories as make

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 10, 10, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def lead():
    return make.SchemeMemberFactory(part="lead").person


@pytest.fixture
def helper(lead):
    token, digest = new_token()
    made = make.HelperFactory(scheme=lead.scheme_parts.get().scheme, digest=digest, name="Tom Reed")
    made.token = token
    return made


def ask(client, helper, kind="correction", words="I moved."):
    address = reverse("helping_rights", args=[helper.token])
    return client.post(address, {"kind": kind, "words": words})


class TestAHelper:
    def test_asks_by_private_link_and_reads_by_when_and_what_came_of_it(self, client, helper, lead):
        ask(client, helper)
        right = helper.rights.get()
        mail = Message.objects.get()
        page = client.get(reverse("helping_rights", args=[helper.token])).content.decode()

        assert (right.due_on, right.words) == (dt.date(2026, 4, 10), "I moved.")
        assert mail.to == lead.email
        assert "Tom" not in mail.subject + mail.body
        assert "moved" not in mail.subject + mail.body
        assert "You hear by" in page
        rights.answer_right(by=lead, right=right, standing="done", answer="It is put right.")
        again = client.get(reverse("helping_rights", args=[helper.token])).content.decode()
        assert "It is put right." in again

    def test_asks_signed_in_and_is_asked_once_for_the_same(self, client, helper):
        person = UserFactory()
        helper.person = person
        helper.save()
        client.force_login(person)
        address = reverse("helping_rights_signed_in", args=[helper.scheme.slug])

        client.post(address, {"kind": "access", "words": "On paper."})
        client.post(address, {"kind": "access", "words": "Large print."})

        assert helper.rights.get().words == "On paper.\nLarge print."
        assert Message.objects.count() == 1

    @pytest.mark.parametrize(("kind", "words"), [("", "x"), ("correction", " "), ("all", "x")])
    def test_is_told_what_is_missing(self, client, helper, kind, words):
        assert ask(client, helper, kind, words).status_code == 422
        assert not RightsRequest.objects.exists()

    @pytest.mark.parametrize("standing", ["suspended", "left"])
    def test_who_is_no_more_has_no_page(self, client, helper, standing):
        helper.standing = standing
        helper.save()

        assert ask(client, helper).status_code == 404
        assert not RightsRequest.objects.exists()


class TestTheLead:
    def test_writes_it_down_for_who_left_and_prints_a_copy(self, client, helper, lead):
        helper.standing = "left"
        helper.save()
        client.force_login(lead)
        where = [helper.scheme.slug, helper.uuid]
        client.post(
            reverse("helper_right_add", args=where), {"kind": "access", "received_on": "2026-03-09"}
        )
        right = helper.rights.get()

        copy = client.get(reverse("right_copy", args=[helper.scheme.slug, right.pk]))

        assert right.due_on == dt.date(2026, 4, 9)
        assert "Tom Reed" in copy.content.decode()
        assert copy.context["told"]["Who you are"][0]["joined"].endswith(f" {helper.joined_at:%Y}")
        assert "no-store" in copy["Cache-Control"]

    @pytest.mark.parametrize("part", ["coordinator", "lead of another"])
    def test_alone_does(self, client, helper, lead, part):
        made = rights.receive_right(
            by=lead, scheme=helper.scheme, helper=helper, kind="access", received_on=NOW.date()
        )
        other = {"scheme": helper.scheme} if part == "coordinator" else {}
        member = make.SchemeMemberFactory(part=part.split()[0], **other)
        client.force_login(member.person)

        copy = client.get(reverse("right_copy", args=[helper.scheme.slug, made.pk]))
        add = client.post(reverse("helper_right_add", args=[helper.scheme.slug, helper.uuid]))

        assert {copy.status_code, add.status_code} <= {403, 404}


def test_nobody_asks_for_another(helper):
    with pytest.raises(PermissionDenied):
        ask_own_right(by=Visitor(), helper=helper, kind="access")
