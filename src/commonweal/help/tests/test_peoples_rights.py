"""People see what is kept of them, have it put right or erased, and complain, within their days."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core.actors import Visitor
from commonweal.core.refused import Refused
from commonweal.help.actions import complaints, rights
from commonweal.help.models import Client, HelpComplaint, Look, RightsRequest
from commonweal.help.tests import factories as make

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 10, 10, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def lead():
    return make.SchemeMemberFactory(part="lead", scheme__complaint_days=30).person


@pytest.fixture
def scheme(lead):
    return lead.scheme_parts.get().scheme


@pytest.fixture
def person(scheme):
    return make.ClientFactory(scheme=scheme)


def received(lead, person, kind="access", on=dt.date(2026, 3, 10), **more):
    return rights.receive_right(
        by=lead, scheme=person.scheme, client=person, kind=kind, received_on=on, **more
    )


class TestTheClock:
    def test_gives_a_month_by_the_calendar(self, lead, person):
        right = received(lead, person, on=dt.date(2026, 1, 31))
        assert right.due_on == dt.date(2026, 2, 28)

    def test_stops_while_they_are_asked_and_begins_anew_when_they_say(self, lead, person, now):
        right = received(lead, person)
        now.shift(2 * DAY)
        right = rights.ask_back(by=lead, right=right)
        assert right.standing == "paused"
        now.shift(8 * DAY)

        right = rights.told_back(by=lead, right=right)

        assert (right.standing, right.due_on) == ("open", dt.date(2026, 4, 20))
        with pytest.raises(Refused):
            rights.ask_back(by=lead, right=right)
        with pytest.raises(Refused):
            rights.told_back(by=lead, right=right)

    def test_is_made_longer_once_within_the_month_and_with_a_reason(self, lead, person, now):
        right = received(lead, person)
        with pytest.raises(Refused):
            rights.extend_right(by=lead, right=right, why=" ")
        right = rights.extend_right(by=lead, right=right, why="Four volumes of paper.")
        assert right.due_on == dt.date(2026, 6, 10)
        with pytest.raises(Refused):
            rights.extend_right(by=lead, right=right, why="More.")
        late = received(lead, person, "correction")
        now.shift(40 * DAY)
        with pytest.raises(Refused):
            rights.extend_right(by=lead, right=late, why="We forgot.")

    def test_is_for_leads_alone(self, lead, person):
        right = received(lead, person)
        for nobody in (make.SchemeMemberFactory(scheme=person.scheme).person, Visitor(),
                       make.SchemeMemberFactory(part="lead").person,
                       UserFactory(roles=["administrator", "steward"])):  # fmt: skip
            for change in (rights.ask_back, rights.told_back):
                with pytest.raises(PermissionDenied):
                    change(by=nobody, right=right)
            with pytest.raises(PermissionDenied):
                rights.answer_right(by=nobody, right=right, standing="done", answer="Done.")

    def test_is_of_one_record_of_this_scheme(self, lead, scheme, person):
        told = {"by": lead, "scheme": scheme, "kind": "access", "received_on": NOW.date()}
        for wrong in ({}, {"client": make.ClientFactory()}, {"client": person, "kind": "x"},
                      {"client": person, "received_on": (NOW + DAY).date()}):  # fmt: skip
            with pytest.raises(Refused):
                rights.receive_right(**(told | wrong))


class TestErasure:
    def test_wipes_the_record_and_lets_go_of_it(self, lead, person):
        right = received(lead, person, "erasure")

        right = rights.answer_right(by=lead, right=right, standing="done", answer="It is gone.")

        person.refresh_from_db()
        assert (person.name, person.forgotten_on) == ("", NOW.date())
        assert (right.client, right.standing) == (None, "done")
        assert Look.objects.get().kind == "erase"

    def test_is_refused_while_something_is_owed_to_them(self, lead, person):
        make.RequestFactory(scheme=person.scheme, client=person)
        right = received(lead, person, "erasure")

        with pytest.raises(Refused, match="still open"):
            rights.answer_right(by=lead, right=right, standing="done", answer="It is gone.")

        person.refresh_from_db()
        right.refresh_from_db()
        assert (person.name, right.standing) == ("Olive Marsh", "open")
        rights.answer_right(by=lead, right=right, standing="refused", answer="It is still open.")

    def test_leaves_a_worry_where_it_is_and_does_not_tell_of_it(self, lead, person):
        worry = make.WorryFactory(scheme=person.scheme, client=person, about="Olive Marsh")
        right = received(lead, person, "erasure")

        assert rights.why_not_erased(right) == ""
        rights.answer_right(by=lead, right=right, standing="done", answer="It is gone.")

        worry.refresh_from_db()
        assert (worry.about, worry.client) == ("Olive Marsh", None)

    def test_of_a_helper_waits_until_they_left(self, lead, scheme):
        helper = make.HelperFactory(scheme=scheme)
        right = rights.receive_right(
            by=lead, scheme=scheme, helper=helper, kind="erasure", received_on=NOW.date()
        )
        with pytest.raises(Refused):
            rights.answer_right(by=lead, right=right, standing="done", answer="Gone.")
        type(helper).objects.update(standing="left", left_on=NOW.date())
        right = RightsRequest.objects.get()

        rights.answer_right(by=lead, right=right, standing="done", answer="Gone.")

        helper.refresh_from_db()
        assert (helper.name, helper.forgotten_on) == ("", NOW.date())


class TestObjection:
    def test_stops_all_but_the_help_they_asked_for(self, lead, person):
        for purpose in ("help", "reach", "news"):
            make.GroundFactory(client=person, purpose=purpose, at=NOW - DAY)
        right = received(lead, person, "objection")

        rights.answer_right(by=lead, right=right, standing="done", answer="We stopped.")

        person.refresh_from_db()
        assert person.do_not_contact
        assert [g.purpose for g in person.grounds.filter(ended_at=None)] == ["help"]


class TestWhatIsKept:
    @pytest.fixture
    def right(self, lead, person, scheme):
        request = make.RequestFactory(scheme=scheme, client=person, owner=lead)
        helper = make.HelperFactory(scheme=scheme, name="Tom Hidden")
        make.MatchFactory(request=request, helper=helper)
        make.NoteFactory(request=request, words="Her sister Vera drinks.")
        make.TryFactory(request=request, note="She was in the garden.", by="Ines Hidden")
        make.KeyholderFactory(client=person, name="June Hidden")
        make.WorryFactory(scheme=scheme, client=person, words="A hidden worry.")
        make.GivenFactory(scheme=scheme, client=person, allergens="Nuts")
        plan = make.PlanFactory(client=person, ground=make.GroundFactory(
            client=person, purpose="plan"))  # fmt: skip
        make.GoalFactory(plan=plan, words="To walk to the church.")
        return received(lead, person)

    def test_is_theirs_and_nobody_elses(self, lead, right, scheme, client):
        client.force_login(lead)
        address = reverse("right_export", args=[scheme.slug, right.pk])
        note = right.client.requests.get().notes.get()
        assert "Her sister Vera drinks." in client.get(address).content.decode()

        answer = client.post(address, {"leave": [f"note:{note.pk}"], "form": "json"})

        told = answer.content.decode()
        for mine in ("Olive Marsh", "Milk, bread", "in the garden", "Nuts", "To walk", "daughter",
                     "was left out"):  # fmt: skip
            assert mine in told
        for others in ("Hidden", "hidden", "Vera", "worry", lead.name):
            assert others not in told
        assert json.loads(told)["kept by"] == scheme.name
        assert "no-store" in answer["Cache-Control"]
        assert Look.objects.latest("number").kind == "export"

    def test_can_be_printed(self, lead, right, scheme, client):
        client.force_login(lead)
        address = reverse("right_export", args=[scheme.slug, right.pk])

        page = client.post(address, {"form": "page"}).content.decode()

        assert "Olive Marsh" in page
        assert "answers for it" in page

    def test_goes_by_its_pages(self, lead, person, scheme, client):
        client.force_login(lead)
        add = reverse("right_add", args=[scheme.slug, person.uuid])
        client.post(add, {"kind": "erasure", "received_on": "2026-03-10"})
        right = RightsRequest.objects.get()
        one = reverse("right", args=[scheme.slug, right.pk])
        assert "10 April 2026" in client.get(one).content.decode()
        for name in ("right_clock", "right_clock"):
            client.post(reverse(name, args=[scheme.slug, right.pk]))
        client.post(reverse("right_extend", args=[scheme.slug, right.pk]), {"words": "Paper."})
        assert "To have it erased" in client.get(
            reverse("rights", args=[scheme.slug])).content.decode()  # fmt: skip
        done = {"standing": "done", "answer": "Gone."}
        client.post(reverse("right_answer", args=[scheme.slug, right.pk]), done)
        assert Client.objects.get().forgotten_on
        assert client.get(one).status_code == 200


class TestComplaints:
    def test_are_made_by_anybody_and_acknowledged_in_time(self, lead, scheme, client):
        address = reverse("complain", args=[scheme.slug])
        assert "30 days" in client.get(address).content.decode()

        client.post(address, {"words": "Nobody came.", "name": "Olive", "reach": "01632 960123"})

        made = HelpComplaint.objects.get()
        assert made.acknowledge_by == dt.date(2026, 4, 9)
        letter = Message.objects.get()
        assert (letter.to, letter.secret) == (lead.email, True)
        for hidden in ("Olive", "Nobody came", scheme.name):
            assert hidden not in letter.subject + letter.body
        client.force_login(lead)
        one = reverse("complaint", args=[scheme.slug, made.pk])
        assert "Nobody came." in client.get(one).content.decode()
        client.post(reverse("complaint_next", args=[scheme.slug, made.pk]))
        client.post(reverse("complaint_answer", args=[scheme.slug, made.pk]), {"words": "Sorry."})
        client.post(reverse("complaint_next", args=[scheme.slug, made.pk]))
        made.refresh_from_db()
        assert (made.standing, made.answer, made.acknowledged_on) == (
            "taken_on", "Sorry.", NOW.date(),
        )  # fmt: skip

    def test_are_refused_empty_twice_and_to_others(self, lead, scheme):
        with pytest.raises(Refused):
            complaints.complain(by=Visitor(), scheme=scheme, words=" ")
        with pytest.raises(Refused):
            complaints.complain(
                by=Visitor(), scheme=scheme, words="No.", client=make.ClientFactory()
            )
        made = complaints.complain(by=Visitor(), scheme=scheme, words="Nobody came.")
        with pytest.raises(Refused):
            complaints.take_complaint_on(by=lead, complaint=made)
        complaints.answer_complaint(by=lead, complaint=made, words="Sorry.")
        for change in (complaints.acknowledge_complaint,):
            with pytest.raises(Refused):
                change(by=lead, complaint=made)
        with pytest.raises(Refused):
            complaints.answer_complaint(by=lead, complaint=made, words="Again.")
        for nobody in (Visitor(), make.SchemeMemberFactory(scheme=scheme).person,
                       make.SchemeMemberFactory(part="lead").person):  # fmt: skip
            with pytest.raises(PermissionDenied):
                complaints.take_complaint_on(by=nobody, complaint=made)

    def test_can_be_sent_ten_times_an_hour(self, scheme, client):
        address = reverse("complain", args=[scheme.slug])
        for _ in range(10):
            assert client.post(address, {}).status_code == 422
        assert client.post(address, {}).status_code == 429
