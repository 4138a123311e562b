"""Asking on the website, page by page, and the page that says how it is."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.help.forms.calls import CallForm
from commonweal.help.models import Asking, Client, Ground, Look, Request
from commonweal.help.tests.asking_given import TOLD, a_place, a_scheme
from commonweal.help.tests.factories import (
    ClientFactory,
    DutyFactory,
    GroundFactory,
    RequestFactory,
    SchemeMemberFactory,
)
from commonweal.places.models import Place
from commonweal.sector.models import Term

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
ANSWERS = {
    "who": {"knows": "self"},
    "what": {"groups": ["care"]},
    "which": {"needs": ["shopping"]},
    "details": {"details": "Milk and bread."},
    "where": {"postcode": "nr11aa"},
    "when": {"wanted_soon": "days", "wanted_times": ["morning"]},
    "reach": {"name": "Olive Marsh", "phone": "01632 960123", "email": "olive@example.org"},
    "language": {"language": "pl", "safe_interpreter": "Polish"},
    "access": {"access": "Two steps."},
    "privacy": {"agree": "on", "health": "on"},
}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def near():
    a_place()
    Term.objects.get_or_create(scheme="need", code="care", defaults={"title": "Caring"})
    return a_scheme("Lantern neighbours", needs=("shopping", "pets"))


def begin(client):
    response = client.post(reverse("help_ask"), {"danger": "no"})
    return response["Location"].split("/")[3]


def walk(client, token, **changes):
    """Answer every page as it comes; the page before the sending."""
    answers = {**ANSWERS, **changes}
    address = reverse("help_page", args=[token, "who"])
    for _ in range(16):
        page = address.split("/")[4]
        if page == "check":
            return address
        response = client.post(address, answers[page])
        assert response.status_code == 302, (page, response.context["form"].errors)
        address = response["Location"]
    raise AssertionError("It never ends.")


def send(client, **changes):
    token = begin(client)
    return token, client.post(walk(client, token, **changes))


class TestTheDoor:
    def test_says_what_to_ring_and_when_it_is_read(self, client, near):
        page = client.get(reverse("help")).content.decode()

        assert "Ask for help" in page
        assert "before 17:00" in page

    def test_says_so_when_nobody_takes_requests(self, client):
        page = client.get(reverse("help")).content.decode()

        assert "Nobody takes requests" in page
        assert client.post(reverse("help_ask"), {"danger": "no"}).status_code == 422

    def test_shows_999_to_whoever_is_in_danger_before_anything_is_kept(self, client, near):
        page = client.post(reverse("help_ask"), {"danger": "yes"})

        assert "Ring now" in page.content.decode()
        assert not Asking.objects.exists()
        on = client.post(reverse("help_ask"), {"danger": "yes", "on": "yes"})
        assert on.status_code == 302


class TestAsking:
    def test_takes_one_question_a_page_and_reaches_the_scheme(self, client, near):
        _, response = send(client)

        request = Request.objects.get()
        page = response.content.decode()
        assert (request.scheme, request.client.language) == (near, "pl")
        assert request.wanted["windows"][0] == ["mo", "09:00", "12:00"]
        assert request.client.safe["interpreter"] == "Polish"
        assert Ground.objects.get().basis == "explicit"
        assert request.asking.reference in page
        assert "before 17:00" in page
        assert near.name not in page

    def test_shows_all_answers_and_what_becomes_of_them_before_it_is_sent(self, client, near):
        token = begin(client)

        page = client.get(walk(client, token)).content.decode()

        for words in ("Milk and bread.", "NR1 1AA", "Olive Marsh", "Polish", "before 17:00"):
            assert words in page
        assert not Request.objects.exists()

    def test_says_truthfully_that_nobody_serves_a_need(self, client, near):
        token = begin(client)

        page = client.get(walk(client, token, which={"needs": ["forms"]})).content.decode()

        assert "No group here does this yet" in page

    def test_keeps_a_draft_and_comes_back_to_the_first_open_page(self, client, near):
        token = begin(client)
        who = reverse("help_page", args=[token, "who"])
        later = client.post(who, {"knows": "self", "later": "yes"})

        assert "come_back" not in later["Location"]
        assert (
            reverse("help_come_back", args=[token])
            in client.get(later["Location"]).content.decode()
        )
        back = client.get(reverse("help_come_back", args=[token]))
        assert back["Location"].endswith("/what/")

    def test_sends_the_link_to_come_back_and_says_nothing_in_it(self, client, near):
        token = begin(client)

        client.post(reverse("help_later", args=[token]), {"email": "olive@example.org"})

        message = Message.objects.get()
        assert (message.secret, message.private) == (True, True)
        assert "help with" not in message.subject.lower()
        assert token in message.body

    def test_goes_back_to_the_check_from_a_changed_answer(self, client, near):
        token = begin(client)
        walk(client, token)

        response = client.post(
            reverse("help_page", args=[token, "details"]) + "?again", {"details": "Eggs."}
        )

        assert response["Location"].endswith("/check/")

    def test_asks_who_asks_when_it_is_for_another(self, client, near):
        _, response = send(
            client, who={"knows": "not"},
            asker={"asker_name": "June", "asker_phone": "01632 960124", "asker_relation": "niece"},
        )  # fmt: skip

        request = Request.objects.get()
        assert response.status_code == 200
        assert (request.may_match, request.asking.asker["name"]) == (False, "June")

    def test_tells_kindly_whoever_lives_outside_and_keeps_it_only_if_they_wish(self, client, near):
        Place.objects.update_or_create(pk=1, defaults={"name": "There", "codes": ["E07000099"]})
        token = begin(client)

        _, sent = send(client, outside={"keep": "yes"})
        walked = client.post(reverse("help_page", args=[token, "where"]), {"postcode": "NR1 1AA"})
        wiped = client.post(walked["Location"], {"keep": "no"})

        assert sent.status_code == 200
        assert Request.objects.get().scheme.front_door
        assert wiped["Location"] == reverse("help")
        assert Asking.objects.count() == 1

    @pytest.mark.parametrize(("page", "answers", "said"), [
        ("who", {}, "Choose from what is offered"),
        ("which", {}, "Choose from what is offered"),
        ("where", {"postcode": ""}, "would rather not say"),
        ("where", {"postcode": "NR1"}, "first half"),
        ("details", {"details": "x" * 2_001}, "2000"),
        ("reach", {"name": "Olive"}, "Give a number"),
        ("reach", {"name": "Olive", "unsafe": "on", "safe_shared": "on", "phone": "01632 960123"},
         "safe to ring"),
        ("privacy", {}, "Tick that you have read"),
    ])  # fmt: skip
    def test_says_in_a_sentence_what_is_to_be_put_right(self, client, near, page, answers, said):
        token = begin(client)
        walk(client, token)

        response = client.post(reverse("help_page", args=[token, page]), answers)

        assert response.status_code == 422
        assert said in response.content.decode()

    def test_may_leave_out_where_they_live(self, client, near):
        send(client, where={"rather_not": "on"})

        request = Request.objects.get()
        assert request.scheme.front_door
        assert request.client.postcode == ""

    def test_sent_twice_is_one(self, client, near):
        token = begin(client)
        check = walk(client, token)

        first, second = client.post(check), client.post(check)

        assert Request.objects.count() == 1
        assert Asking.objects.get().reference in second.content.decode()
        assert re.search("[BCDFGHJKLMNPQRSTVWXZ]{4}-", first.content.decode())

    def test_by_one_caller_too_often_is_given_a_telephone_number(self, client, near):
        for _ in range(20):
            client.post(reverse("help_ask"), {"danger": "no"})

        response = client.post(reverse("help_ask"), {"danger": "no"})

        assert response.status_code == 429
        assert "01632 960001" in response.content.decode()

    @pytest.mark.parametrize("token", ["none-such", "x" * 32])
    def test_of_a_guessed_link_is_not_there(self, client, near, token):
        for name in ("help_come_back", "help_later", "help_status"):
            assert client.get(reverse(name, args=[token])).status_code == 404

    def test_of_an_old_draft_is_not_there(self, client, near, now):
        token = begin(client)
        now.shift(8 * 24 * 3600)

        assert client.get(reverse("help_page", args=[token, "who"])).status_code == 404

    def test_is_kept_by_no_browser(self, client, near):
        response = client.get(reverse("help_page", args=[begin(client), "who"]))

        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "same-origin"


class TestAbuseAtHome:
    SAFELY = {"name": "Olive", "safe_number": "01632 960177", "safe_says": "Say it is the library."}

    def test_asks_little_signposts_and_leaves_no_page(self, client, near):
        token, response = send(client, which={"needs": ["abuse"]}, safely=self.SAFELY)

        request, page = Request.objects.get(), response.content.decode()
        assert request.client.abuse
        assert request.client.safe["says"] == "Say it is the library."
        assert request.asking.reference not in page
        assert client.get(reverse("help_status", args=[token])).status_code == 404
        assert client.get(reverse("help_come_back", args=[token])).status_code == 404
        assert not Message.objects.exists()

    def test_signposts_as_soon_as_it_is_chosen(self, client, near):
        token = begin(client)
        for page, answers in (("who", ANSWERS["who"]), ("what", ANSWERS["what"])):
            client.post(reverse("help_page", args=[token, page]), answers)
        after = client.post(reverse("help_page", args=[token, "which"]), {"needs": ["abuse"]})

        assert after["Location"].endswith("/safely/")
        assert "0808 2000 247" in client.get(after["Location"]).content.decode()


class TestStoppingHere:
    def test_may_be_done_on_a_page_that_was_not_answered(self, client, near):
        token = begin(client)

        sent = client.post(reverse("help_page", args=[token, "who"]), {"later": "yes"})

        assert sent["Location"] == reverse("help_later", args=[token])


class TestHowItIs:
    def opened(self, client, near):
        token, response = send(client)
        code = re.search(r"<b>([B-Z]{4}-[B-Z]{4})</b></p><p><a", response.content.decode())[1]
        return reverse("help_status", args=[token]), code

    def test_says_nothing_before_the_second_check(self, client, near):
        address, _ = self.opened(client, near)

        page = client.get(address).content.decode()

        for words in ("hopping", "NR1", "Lantern", "Olive", Asking.objects.get().reference):
            assert words not in page

    @pytest.mark.parametrize(
        "typed", ["", "wrong", "960123", "01632 960123", "+44 1632 960123", "NR1 1AA", "BBBB-BBBB"]
    )
    def test_stays_shut_to_what_is_wrong(self, client, near, typed):
        address, _ = self.opened(client, near)

        response = client.post(address, {"typed": typed})

        assert response.status_code == 422
        assert "hopping" not in response.content.decode()

    def test_opens_with_the_code_however_it_is_typed(self, client, near):
        address, code = self.opened(client, near)

        for typed in (code, code.lower(), code.replace("-", " ")):
            assert (
                "Nobody has read it yet" in client.post(address, {"typed": typed}).content.decode()
            )
        assert near.name not in client.post(address, {"typed": code}).content.decode()

    def test_does_not_open_to_a_number_that_somebody_else_may_hold(self, client, near):
        token, _ = send(client, reach={**ANSWERS["reach"], "safe_shared": "on"})

        response = client.post(reverse("help_status", args=[token]), {"typed": "01632 960123"})

        assert response.status_code == 422
        assert not Message.objects.exists()

    def test_shows_who_looked_by_role_and_writes_down_that_they_did(self, client, near):
        address, code = self.opened(client, near)
        record = Client.objects.get()

        client.post(address, {"typed": code})
        page = client.post(address, {"typed": code}).content.decode()

        assert "the person themselves" in page
        assert Look.objects.at_record(record.uuid).count() == 2

    def test_tells_whoever_asked_for_another_how_it_is_and_no_more(self, client, near):
        token, sent = send(
            client, who={"knows": "agreed"},
            asker={"asker_name": "June", "asker_phone": "01632 960124"},
        )  # fmt: skip

        address = reverse("help_status", args=[token])
        page = client.post(address, {"typed": sent.context["code"]}).content.decode()

        assert "Nobody has read it yet" in page
        assert "Who looked" not in page
        assert "Take it back" not in page

    def test_takes_back_after_asking_once_more(self, client, near):
        address, code = self.opened(client, near)
        passed = client.post(address, {"typed": code}).context["pass_"]

        sure = client.post(address, {"pass": passed, "do": "sure"}).content.decode()
        assert Request.objects.get().state == "consented"
        client.post(address, {"pass": passed, "do": "back"})

        assert "Yes, take it back" in sure
        assert Request.objects.get().state == "withdrawn"

    def test_adds_and_stops_uses(self, client, near):
        address, code = self.opened(client, near)
        passed = client.post(address, {"typed": code}).context["pass_"]

        client.post(address, {"pass": passed, "do": "add", "words": "Oat milk."})
        client.post(address, {"pass": passed, "do": "end", "ground": Ground.objects.get().pk})

        assert Request.objects.get().notes.get().words == "Oat milk."
        assert Ground.objects.get().ended_way == "web"

    @pytest.mark.parametrize("word", ["", "forged", "MQ:1abc:xyz"])
    def test_does_nothing_for_a_forged_word(self, client, near, word):
        address, _ = self.opened(client, near)

        client.post(address, {"pass": word, "do": "back"})

        assert Request.objects.get().state == "consented"

    def test_is_shut_again_after_a_quarter_of_an_hour(self, client, near, now):
        address, code = self.opened(client, near)
        passed = client.post(address, {"typed": code}).context["pass_"]
        now.shift(16 * 60)

        client.post(address, {"pass": passed, "do": "back"})

        assert Request.objects.get().state == "consented"

    def test_is_gone_when_it_becomes_a_case_of_abuse(self, client, near):
        address, _ = self.opened(client, near)
        Client.objects.update(abuse=True)

        assert client.get(address).status_code == 404


def a_rule(code):
    return SimpleNamespace(term=SimpleNamespace(code=code, title=code.title()))


class TestTakingACall:
    CALL = {
        "read": "on", "knows": "self", "name": "Olive Marsh", "phone": "01632 960123",
        "postcode": "NR1 1AA", "needs": ["shopping", "pets"], "details": "Milk.",
        "urgency": "hours", "language": "en",
    }  # fmt: skip

    @pytest.fixture
    def phone_holder(self, near, client):
        person = DutyFactory(scheme=near, starts_at=NOW - HOUR, ends_at=NOW + HOUR).person
        client.force_login(person)
        return person

    def test_is_one_page_with_the_words_to_read(self, client, near, phone_holder):
        address = reverse("take_call", args=[near.slug])

        page = client.get(address).content.decode()
        response = client.post(address, self.CALL, follow=True)

        assert page.index("How soon") < page.index("Read this to them") < page.index("I read the")
        assert Request.objects.count() == 2
        assert Request.objects.first().asking.reference in response.content.decode()

    def test_folds_what_was_not_said_and_loses_nothing_when_refused(self, phone_holder):
        told = {**self.CALL, "name": "", "wanted_on": "soon", "keyholder_name": "June"}
        groups = [SimpleNamespace(title="Food", needs=[a_rule("shopping")])]
        groups += [SimpleNamespace(title="Home", needs=[a_rule("pets"), a_rule("garden")])]

        form = CallForm(told, about={"groups": groups, "served": ("shopping",)})

        assert not form.is_valid()
        assert [n for n, p in form.parts.items() if p.open and p.title] == ["when", "keyholder"]
        assert [b.data["value"] for b in form.needs_here] == ["shopping", "pets"]
        assert [(t, len(b)) for t, b in form.needs_elsewhere] == [("Home", 1)]
        shown = {f.name for part in form.parts.values() for f in part.fields} | {"needs"}
        assert shown == set(form.fields)

    def test_asks_whether_it_is_somebody_known_here_only(self, client, near, phone_holder):
        address = reverse("take_call", args=[near.slug])
        client.post(address, self.CALL)
        ClientFactory(name="Olive Marsh", phone="01632 960123")

        again = client.post(address, {**self.CALL, "details": "Eggs."})
        assert again.status_code == 422
        [known] = near.clients.all()
        client.post(address, {**self.CALL, "details": "Eggs.", "client": str(known.uuid)})

        assert near.clients.count() == 1
        assert Request.objects.filter(client=known).count() == 4

    def test_is_not_there_for_others(self, client, near):
        for somebody in (UserFactory(), SchemeMemberFactory(part="lead").person):
            client.force_login(somebody)
            assert client.get(reverse("take_call", args=[near.slug])).status_code == 404


class TestReferring:
    FORM = {
        **TOLD, "asker_organisation": "The surgery",
        "asker_name": "Dr Reed", "asker_relation": "nurse", "asker_phone": "01632 960140",
        "knows": "agreed",
    }  # fmt: skip

    def test_is_open_to_professionals(self, client, near):
        response = client.post(reverse("help_refer"), self.FORM)

        assert response.status_code == 200
        assert Request.objects.get().asking.way == "referral"
        assert near.name not in response.content.decode()

    def test_says_what_is_missing(self, client, near):
        response = client.post(reverse("help_refer"), {**self.FORM, "asker_organisation": ""})

        assert response.status_code == 422


class TestGroundsOnTheRequestPage:
    @pytest.fixture
    def asked(self, near, client):
        lead = near.members.get().person
        client.force_login(lead)
        return RequestFactory(scheme=near, owner=lead, next_on=NOW + HOUR)

    def test_are_shown_noted_and_ended(self, client, asked):
        where = [asked.scheme.slug, asked.uuid]
        ground = GroundFactory(client=asked.client)

        page = client.get(reverse("request_grounds", args=where)).content.decode()
        noted = client.post(reverse("request_ground_add", args=where), {
            "purpose": "reach", "basis": "consent", "given_by": "herself", "way": "phone",
            "read": "on", "expires_on": "2027-01-01",
        })  # fmt: skip
        client.post(reverse("request_ground_end", args=[*where, ground.pk]), {"way": "phone"})

        assert "They agreed" in page
        assert noted.status_code == 302
        assert Ground.objects.get(purpose="reach").script
        assert Ground.objects.get(pk=ground.pk).ended_way == "phone"

    def test_of_another_person_cannot_be_ended_here(self, client, asked):
        other = GroundFactory(client=ClientFactory(scheme=asked.scheme))

        where = [asked.scheme.slug, asked.uuid, other.pk]
        assert client.post(reverse("request_ground_end", args=where)).status_code == 404

    def test_are_seen_with_a_look_written_down(self, client, asked):
        client.get(reverse("request_grounds", args=[asked.scheme.slug, asked.uuid]))

        assert Look.objects.at_record(asked.client.uuid).count() == 1


def test_the_pages_ask_the_database_the_same_however_much_there_is(client, near):
    token = begin(client)
    check = walk(client, token)

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(check)
        return len(seen)

    before = asked()
    for n in range(5):
        a_scheme(f"Another {n}", needs=("shopping",))
    assert asked() == before
