"""The board shows what needs somebody now; a room is there for its own people only."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.help.actions.people import remark
from commonweal.help.models import Look, Request
from commonweal.help.reports.board import board_of
from commonweal.help.tests.factories import (
    ClientFactory,
    DutyFactory,
    HandOverFactory,
    HelpComplaintFactory,
    HelperFactory,
    NoteFactory,
    RequestFactory,
    SchemeFactory,
    SchemeMemberFactory,
    TryFactory,
)
from commonweal.help.urls.board import urlpatterns

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
OF_ONE = [p.name for p in urlpatterns if p.name.startswith("request")]


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def scheme():
    return SchemeFactory()


@pytest.fixture
def lead(scheme):
    return SchemeMemberFactory(scheme=scheme, part="lead", guards="lead").person


def asked(scheme, lead, **more):
    return RequestFactory(scheme=scheme, owner=lead, **{"next_on": NOW + 30 * HOUR, **more})


def at(name, request):
    return reverse(name, args=[request.scheme.slug, request.uuid])


class TestAWordForWhoeverIsNext:
    def test_stands_on_the_board_for_three_days(self, client, scheme, lead):
        for hours, note in ((1, "Ring Mavis at four."), (80, "Long ago."), (2, "")):
            DutyFactory(scheme=scheme, ends_at=NOW, off_at=NOW - hours * HOUR, note=note,
                        starts_at=NOW - 90 * HOUR)  # fmt: skip
        client.force_login(lead)

        page = client.get(reverse("room", args=[scheme.slug])).content.decode()

        assert "Ring Mavis at four." in page
        assert "Long ago." not in page


class TestWhoeverOfferedToHelp:
    def test_is_there_now_with_their_number_and_one_tap_to_decide(self, client, scheme, lead):
        helper = HelperFactory(scheme=scheme, standing="applied", name="Joan Pike", phone="01632 1")
        HelperFactory(scheme=scheme, standing="ready")
        client.force_login(lead)

        page = client.get(reverse("room", args=[scheme.slug]))

        (job,) = page.context["board"].now
        assert (job.who, job.act.route, job.number) == ("Joan Pike", "helper_standing", "01632 1")
        assert reverse("helper_standing", args=[scheme.slug, helper.uuid]) in page.content.decode()

    def test_is_told_together_when_they_are_many(self, scheme):
        for number in range(8):
            HelperFactory(scheme=scheme, standing="applied", joined_at=NOW - number * HOUR)

        now = board_of(scheme, NOW).now

        assert [job.who for job in now[-1:]] == ["3 more"]
        assert (len(now), now[-1].act.address[-17:]) == (6, "?standing=applied")

    def test_is_told_only_to_those_who_decide(self, client, scheme):
        HelperFactory(scheme=scheme, standing="applied")
        now = board_of(scheme, NOW, may=lambda permission: permission != "help.keep_helpers").now

        assert now == []


class TestTheBoard:
    def test_orders_by_urgency_and_then_by_wait(self, scheme, lead):
        late = {"due_at": NOW - HOUR}
        names = ["second", "first", "third"]
        for name, urgency, hours in zip(names, ["today", "hours", "today"], [9, 1, 2], strict=True):
            client = ClientFactory(scheme=scheme, called=name)
            asked(scheme, lead, client=client, urgency=urgency, asked_at=NOW - hours * HOUR, **late)

        board = board_of(scheme, NOW)

        assert [job.who for job in board.now] == ["first", "second", "third"]

    def test_parts_now_from_today_and_from_waiting(self, scheme, lead):
        asked(scheme, lead, next_on=NOW - HOUR)
        asked(scheme, lead, next_on=NOW + 5 * HOUR, due_at=NOW + 70 * HOUR)
        asked(scheme, lead, state="waiting")
        asked(scheme, lead, due_at=NOW + 70 * HOUR)
        asked(scheme, lead, state="closed", outcome="done")

        board = board_of(scheme, NOW)

        parts = [len(p) for p in (board.now, board.today, board.waiting, board.later)]
        assert (parts, board.open) == ([1, 1, 1, 1], 4)

    def test_asks_a_fixed_number_of_questions(self, scheme, lead, client):
        client.force_login(lead)
        address = reverse("room", args=[scheme.slug])

        def questions():
            with CaptureQueriesContext(connection) as asked_of_it:
                assert client.get(address).status_code == 200
            return len(asked_of_it)

        asked(scheme, lead)
        HandOverFactory(to_scheme=scheme)
        client.get(address)
        few = questions()
        for _ in range(19):
            asked(scheme, lead, next_on=NOW + HOUR)
            HandOverFactory(to_scheme=scheme)

        assert questions() == few

    def test_writes_down_whose_records_it_showed(self, scheme, lead, client):
        client.force_login(lead)
        request = asked(scheme, lead)

        client.get(reverse("room", args=[scheme.slug]))

        assert Look.objects.get().subject == request.client.uuid

    def test_is_kept_by_no_browser(self, scheme, lead, client):
        client.force_login(lead)

        response = client.get(reverse("room", args=[scheme.slug]))

        assert "no-store" in response["Cache-Control"]


class TestARoom:
    @pytest.mark.parametrize("name", ["room", "find_person"])
    @pytest.mark.parametrize("somebody", [
        UserFactory,
        lambda: UserFactory(roles=["reader"]),
        lambda: SchemeMemberFactory(part="lead").person,
    ])  # fmt: skip
    def test_is_not_there_for_anybody_else(self, scheme, client, name, somebody):
        client.force_login(somebody())

        assert client.get(reverse(name, args=[scheme.slug])).status_code == 404

    @pytest.mark.parametrize("role", ["administrator", "steward"])
    def test_shows_no_people_to_the_places_staff(self, scheme, lead, client, role):
        request = asked(scheme, lead)
        client.force_login(UserFactory(roles=[role]))

        for address in (reverse("room", args=[scheme.slug]), at("request", request)):
            assert client.get(address).status_code == 403

    def test_asks_a_visitor_to_sign_in(self, scheme, client):
        assert client.get(reverse("room", args=[scheme.slug])).status_code == 302

    @pytest.mark.parametrize("name", OF_ONE)
    def test_has_no_door_to_another_schemes_request(self, scheme, lead, client, name):
        theirs = RequestFactory()
        client.force_login(lead)
        address = reverse(name, args=[scheme.slug, theirs.uuid])

        assert client.get(address).status_code in {404, 405}
        assert client.post(address).status_code in {404, 405}


class TestFinding:
    @pytest.mark.parametrize("words", ["Marsh", "olive marsh", "01632 960123", "nr1 1aa"])
    def test_finds_people_of_this_scheme_only(self, scheme, lead, client, words):
        mine, other = ClientFactory(scheme=scheme), ClientFactory()
        for each in (mine, other):
            each.called = each.scheme.slug
            with_marks(each)
        client.force_login(lead)

        page = client.get(reverse("find_person", args=[scheme.slug]), {"q": words}).content.decode()

        assert page.count("Olive Marsh") == 1
        assert Look.objects.filter(subject=mine.uuid).exists()
        assert not Look.objects.filter(subject=other.uuid).exists()

    def test_says_when_nobody_is_found(self, scheme, lead, client):
        client.force_login(lead)

        page = client.get(reverse("find_person", args=[scheme.slug]), {"q": "Nobody"})

        assert "Nobody found" in page.content.decode()


def with_marks(person):
    from commonweal.core.tests.given import given

    with given():
        remark(person)


class TestARequestsPage:
    def test_tells_all_that_happened(self, scheme, lead, client):
        request = asked(scheme, lead)
        TryFactory(request=request, note="Her neighbour answered.")
        NoteFactory(request=request, words="The bell is broken.")
        client.force_login(lead)

        page = client.get(at("request", request)).content.decode()

        for words in ("Olive Marsh", "Her neighbour answered.", "The bell is broken.", "Shopping"):
            assert words in page

    def test_of_abuse_shows_the_safe_way_only(self, scheme, lead, client):
        person = ClientFactory(
            scheme=scheme, abuse=True, phone="01632 960999", email="o@example.org",
            safe={"number": "01632 960111", "voicemail": False},
        )  # fmt: skip
        client.force_login(lead)

        page = client.get(at("request", asked(scheme, lead, client=person))).content.decode()

        assert "01632 960111" in page
        assert "01632 960999" not in page
        assert "o@example.org" not in page

    def test_goes_its_way_by_its_forms(self, scheme, lead, client):
        request = asked(scheme, lead, state="consented")
        client.force_login(lead)

        client.post(at("request_begin", request), {"edition": request.edition})
        client.post(at("request_urgency", request), {"urgency": "today"})
        client.post(at("request_try", request), {"way": "phone", "outcome": "reached"})
        client.post(at("request_note", request), {"words": "Ring twice."})
        client.post(at("request_end", request), {"how": "done"})
        client.post(at("request_ask", request))
        client.post(at("request_try", request), {"way": "phone", "outcome": "reached"})
        client.post(at("request_close", request), {"said": "All well."})

        request.refresh_from_db()
        assert (request.state, request.outcome) == ("closed", "done")

    def test_shows_what_is_refused_and_keeps_what_was_typed(self, scheme, lead, client):
        request = asked(scheme, lead)
        client.force_login(lead)

        response = client.post(at("request_end", request), {"how": "withdrawn", "reason": ""})

        assert response.status_code == 422
        assert "Say why" in response.content.decode()
        assert Request.objects.get().state == "triage"

    def test_refuses_a_form_that_was_read_before_somebody_changed_it(self, scheme, lead, client):
        request = asked(scheme, lead)
        client.force_login(lead)
        client.post(at("request_urgency", request), {"urgency": "today"})

        response = client.post(at("request_end", request), {"how": "done", "edition": 1})

        assert response.status_code == 422
        assert "changed this" in response.content.decode()


class TestWaitingBesides:
    def test_names_what_is_owed_to_whoever_may_deal_with_it(self, scheme, lead, client):
        HelpComplaintFactory(scheme=scheme)
        HelpComplaintFactory()
        client.force_login(lead)

        page = client.get(reverse("room", args=[scheme.slug])).content.decode()

        assert "1 complaint to answer" in page
        assert "to decide" not in page
