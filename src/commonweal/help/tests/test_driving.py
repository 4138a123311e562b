"""A driver's link shows a round while it is open, hears what is said, and then says nothing."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonweal.help.actions.round_sheets import make_driver_link, revoke_driver_link, sign_back
from commonweal.help.models import Given, Helper, Look, Round, Stop
from commonweal.help.tests.factories import (
    ClientFactory,
    HelperFactory,
    RequestFactory,
    RoundFactory,
    SchemeFactory,
    SchemeMemberFactory,
    StopFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
GIFT = {"kind": "parcel", "what": "", "adults": 1, "children": 2, "basis": "people", "days": 3}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def coordinator():
    return SchemeMemberFactory(scheme=SchemeFactory(), part="coordinator").person


@pytest.fixture
def round(coordinator):
    scheme = coordinator.scheme_parts.get().scheme
    driver = HelperFactory(scheme=scheme)
    out = RoundFactory(
        scheme=scheme, on=NOW.date(), driver=driver, standing="out", signed_out_at=NOW
    )
    for position in (1, 2):
        client = ClientFactory(scheme=scheme, access="Uses a frame; hard of hearing")
        StopFactory(
            round=out, client=client, position=position, gives=GIFT, items="A parcel",
            door="3 Staithe Lane", allergens="peanuts",
        )  # fmt: skip
    return out


@pytest.fixture
def token(round, coordinator):
    return make_driver_link(by=coordinator, round=round, until=NOW + 8 * HOUR)


def say(client, token, *said):
    at = reverse("round_said", args=[token])
    body = json.dumps({"said": said})
    return client.post(at, body, content_type="application/json")


def word(stop, outcome="handed", minutes=0, **more):
    said_at = (NOW + dt.timedelta(minutes=minutes)).isoformat()
    return {"key": str(stop.key), "outcome": outcome, "said_at": said_at, **more}


class TestThePage:
    def test_shows_doors_and_allergies_and_nothing_else_of_health(self, client, round, token):
        page = client.get(reverse("round", args=[token]))

        shown = page.content.decode()
        assert "3 Staithe Lane" in shown
        assert "peanuts" in shown
        assert "hard of hearing" not in shown
        assert "Marsh" not in shown
        assert "no-store" in page["Cache-Control"]
        assert page["X-Round-Until"] == (NOW + 8 * HOUR).isoformat()

    @pytest.mark.parametrize("why", ["abuse", "held"])
    def test_shows_no_door_to_which_nobody_may_go_any_more(self, client, round, token, why):
        stop = round.stops.get(position=1)
        Stop.objects.filter(pk=stop.pk).update(door="9 Hidden Row", items="Secret")
        if why == "abuse":
            type(stop.client).objects.filter(pk=stop.client_id).update(abuse=True)
        else:
            asked = RequestFactory(scheme=round.scheme, client=stop.client, held=True)
            Stop.objects.filter(pk=stop.pk).update(request=asked)

        shown = client.get(reverse("round", args=[token])).content.decode()

        assert "9 Hidden Row" not in shown
        assert "Secret" not in shown
        assert "do not go there" in shown
        assert say(client, token).json()["shut"] == [str(stop.key)]
        assert not Look.objects.filter(subject=stop.client.uuid).exists()

    def test_writes_down_whose_doors_it_showed(self, client, round, token):
        client.get(reverse("round", args=[token]))

        looks = Look.objects.filter(role="driver")
        assert {x.subject for x in looks} == {s.client.uuid for s in round.stops.all()}

    def test_asks_as_often_for_many_doors_as_for_two(self, client, round, token):
        at, asked = reverse("round", args=[token]), []
        client.get(at)
        for more in (0, 12):
            for position in range(10, 10 + more):
                person = ClientFactory(scheme=round.scheme)
                StopFactory(round=round, client=person, position=position)
            with CaptureQueriesContext(connection) as queries:
                client.get(at)
            asked.append(len(queries))

        assert asked[0] == asked[1]

    def test_is_the_same_nothing_for_whatever_is_not_open(
        self, client, round, token, coordinator, now
    ):
        nothing = client.get(reverse("round", args=["guessed-token"]))
        expected = nothing.content.decode().replace("guessed-token", token)
        assert nothing.status_code == 404

        def reads_as_nothing():
            page = client.get(reverse("round", args=[token]))
            return page.status_code == 404 and page.content.decode() == expected

        now.move_to(NOW + 8 * HOUR)
        assert reads_as_nothing()
        now.move_to(NOW)
        Helper.objects.filter(pk=round.driver_id).update(standing="suspended")
        assert reads_as_nothing()
        Helper.objects.filter(pk=round.driver_id).update(standing="ready")
        Round.objects.filter(pk=round.pk).update(standing="back")
        assert reads_as_nothing()
        Round.objects.filter(pk=round.pk).update(standing="out")
        assert not reads_as_nothing()
        revoke_driver_link(by=coordinator, round=round)
        assert reads_as_nothing()

    def test_worker_answers_for_its_own_page_only_and_holds_nothing(self, client, token):
        worker = client.get(reverse("round_worker", args=[token]))

        assert worker["Content-Type"] == "text/javascript"
        assert "Service-Worker-Allowed" not in worker
        assert token not in worker.content.decode()

    def test_works_without_script(self, round, token):
        browser = Client(enforce_csrf_checks=True)
        stop = round.stops.get(position=1)
        told = {"key": str(stop.key), "outcome": "neighbour", "note": "Number 5"}

        page = browser.post(reverse("round_said", args=[token]), told, follow=True)

        stop.refresh_from_db()
        assert (stop.outcome, stop.note, stop.said_at) == ("neighbour", "Number 5", NOW)
        assert "Left with a neighbour" in page.content.decode()

    def test_without_script_says_why_a_word_was_not_taken(self, client, round, token):
        told = {"key": str(round.stops.first().key), "outcome": ""}

        page = client.post(reverse("round_said", args=[token]), told, follow=True)

        assert "Choose what happened" in page.content.decode()


class TestWhatATelephoneKept:
    def test_counts_once_however_often_it_is_sent(self, client, round, token):
        first, second = round.stops.order_by("position")
        words = [word(first), word(second, "nobody", 5)]

        answers = [say(client, token, *words).json() for _ in range(3)]

        heard = {str(first.key): "", str(second.key): ""}
        assert answers == [{"over": False, "heard": heard, "shut": []}] * 3
        assert Given.objects.counted().count() == 1

    def test_keeps_the_later_word_when_it_comes_first(self, client, round, token):
        stop = round.stops.first()
        say(client, token, word(stop, "refused", 9))

        say(client, token, word(stop, "handed", 3))

        stop.refresh_from_db()
        assert stop.outcome == "refused"

    def test_takes_what_it_can_and_says_of_each_why_not(self, client, round, token):
        first, second = round.stops.order_by("position")

        told = say(client, token, word(first, "eaten"), word(second)).json()["heard"]

        assert told[str(first.key)].startswith("Choose what happened")
        assert told[str(second.key)] == ""
        assert Stop.objects.get(pk=second.pk).outcome == "handed"

    def test_says_nothing_of_doors_of_other_rounds(self, client, round, token):
        other = StopFactory(round=RoundFactory(standing="out", signed_out_at=NOW), position=1)

        told = say(client, token, word(other)).json()["heard"]

        assert told == {str(other.key): "That door is not on this round."}
        assert Stop.objects.get(pk=other.pk).outcome == "waiting"

    @pytest.mark.parametrize(
        "body",
        [" ", "nonsense", "[]", '{"said": {}}', '{"said": ["x"]}', "[" * 5_000,
         json.dumps({"said": [{}] * 201}), json.dumps({"said": [{"note": "x" * 300_000}]})],
    )  # fmt: skip
    def test_is_refused_in_a_sentence_when_it_cannot_be_read(self, client, round, token, body):
        at = reverse("round_said", args=[token])

        answer = client.post(at, body, content_type="application/json")

        assert answer.status_code == 400
        assert "200 at most" in answer.json()["problem"]

    @pytest.mark.parametrize(
        "wrong",
        [{"key": "x"}, {"key": None}, {"said_at": "soon"}, {"said_at": "2026-03-03T10:00:00"},
         {"said_at": None}, {"said_at": "2026-13-45T10:00:00Z"}],
    )  # fmt: skip
    def test_is_not_taken_when_it_names_no_door_or_no_time(self, client, round, token, wrong):
        told = word(round.stops.first()) | wrong

        answer = say(client, token, told)

        assert answer.status_code == 200
        assert set(answer.json()["heard"].values()) == {"That door is not on this round."}

    def test_is_heard_late_if_it_was_said_in_time_and_shows_nothing(
        self, client, round, token, now
    ):
        first, second = round.stops.order_by("position")
        now.move_to(NOW + 12 * HOUR)

        told = say(client, token, word(first, minutes=60), word(second, minutes=600)).json()

        assert told["over"] is True
        assert told["heard"] == {str(first.key): "", str(second.key): "This link is over."}

    def test_is_told_to_be_over_once_the_sheet_is_back(self, client, round, token, coordinator):
        for stop in round.stops.all():
            say(client, token, word(stop))
        sign_back(by=coordinator, round=round)

        told = say(client, token, word(round.stops.first(), "nobody", 30)).json()

        assert told == {"over": True, "heard": {}}
        assert round.stops.filter(outcome="handed").count() == 2

    def test_of_a_guessed_link_is_heard_by_nobody(self, client, round):
        stop = round.stops.first()

        assert say(client, "guessed", word(stop)).json() == {"over": True, "heard": {}}
        assert Stop.objects.get(pk=stop.pk).outcome == "waiting"

    def test_floods_are_stopped(self, client, round, token):
        codes = {say(client, token).status_code for _ in range(125)}

        assert codes == {200, 429}


class TestPagesOfRounds:
    PAGES = ("round_page", "round_add", "round_driver", "round_sheet", "round_call_off")
    PRESSES = ("round_order", "round_out", "round_back", "round_link", "round_link_close")

    def test_are_there_for_who_runs_the_scheme_and_for_nobody_else(
        self, client, round, coordinator
    ):
        stop, args = round.stops.first(), [round.scheme.slug, round.number]
        of_stop = [reverse(n, args=[*args, stop.pk]) for n in ("round_stop", "round_stop_said")]
        pages = [reverse(name, args=args) for name in self.PAGES] + of_stop
        lists = [reverse(name, args=args[:1]) for name in ("rounds", "round_plan")]
        client.force_login(coordinator)
        assert {client.get(at).status_code for at in (*pages, *lists)} == {200}

        client.force_login(SchemeMemberFactory(part="lead").person)
        assert {client.get(at).status_code for at in (*pages, *lists)} == {404}
        presses = [reverse(name, args=args) for name in self.PRESSES]
        assert {client.post(at).status_code for at in presses} == {404}
        client.logout()
        assert {client.get(at).status_code for at in pages} == {302}

    def test_write_down_what_was_printed(self, client, round, coordinator):
        client.force_login(coordinator)

        sheet = client.get(reverse("round_sheet", args=[round.scheme.slug, round.number]))

        assert "peanuts" in sheet.content.decode()
        assert "hard of hearing" not in sheet.content.decode()
        assert Look.objects.filter(kind="print").count() == 2

    def test_show_the_drivers_link_once(self, client, round, coordinator):
        client.force_login(coordinator)
        args = [round.scheme.slug, round.number]

        made = client.post(reverse("round_link", args=args)).content.decode()

        assert "/round/" in made.partition("shown this once")[2]
        again = client.get(reverse("round_page", args=args)).content.decode()
        assert "shown this once" not in again
        assert "Close the driver" in again

    def test_plan_a_round_from_requests_to_the_sheet(self, client, coordinator):
        scheme = coordinator.scheme_parts.get().scheme
        HelperFactory(scheme=scheme)
        asked = RequestFactory(scheme=scheme, owner=coordinator, next_on=NOW + HOUR)
        client.force_login(coordinator)
        driver = Helper.objects.get()
        told = {"name": "River", "on": "2026-03-03", "driver": driver.pk, "holds": 5, "start": ""}
        page = client.post(reverse("round_plan", args=[scheme.slug]), told, follow=True)
        assert "Olive, 3 Staithe Lane" in page.content.decode()
        args = [scheme.slug, 1]
        told = {"asked": [asked.pk], "items": "A parcel", "load": 1, "edition": 1, **GIFT}
        page = client.post(reverse("round_add", args=args), told, follow=True)
        assert "3 Staithe Lane" in page.content.decode()
        client.post(reverse("round_order", args=args), {"how": "short"})
        client.post(reverse("round_out", args=args))

        stop = Stop.objects.get()
        assert (stop.round.standing, stop.gives["children"]) == ("out", 2)
        client.post(reverse("round_stop_said", args=[*args, stop.pk]), {"outcome": "handed"})
        settle = reverse("round_stop_settle", args=[*args, stop.pk])
        client.post(settle, {"ends": "yes"})
        client.post(reverse("round_back", args=args))
        asked.refresh_from_db()
        assert (asked.state, Round.objects.get().standing) == ("done", "back")
        assert Given.objects.counted().people() == 3
