"""Signing in, one's own account, and the ways in that must stay shut."""

from __future__ import annotations

import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from commonweal.accounts.codes import next_code
from commonweal.accounts.models import User
from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outbox(settings):
    settings.EMAIL_BACKEND = "commonweal.comms.outbox.Outbox"


@pytest.fixture
def steward():
    return UserFactory(email="steward@example.org", name="Sam", roles=["steward"])


def ask_for_code(client, email, **more):
    return client.post("/account/login/code/", {"email": email}, **more)


def code_sent() -> str:
    return re.search(r"\n\n(\S+)\n\n", Message.objects.latest("pk").body)[1]


class TestSigningInByCode:
    def test_leads_staff_to_the_desk(self, client, steward):
        ask_for_code(client, "Steward@Example.org")

        page = client.post("/account/login/code/confirm/", {"code": code_sent()})

        assert page.url == "/desk/"
        assert client.get("/account/").status_code == 200

    def test_leads_anybody_else_to_their_account(self, client):
        UserFactory(email="friend@example.org")
        ask_for_code(client, "friend@example.org")

        page = client.post("/account/login/code/confirm/", {"code": code_sent()})

        assert page.url == "/account/"

    def test_refuses_a_wrong_code(self, client, steward):
        ask_for_code(client, steward.email)

        page = client.post("/account/login/code/confirm/", {"code": "WRONG-ONE"})

        assert page.status_code == 200
        assert 'class="error-text"' in page.content.decode()
        assert client.get("/account/").status_code == 302

    def test_gives_up_after_five_wrong_codes(self, client, steward):
        ask_for_code(client, steward.email)
        right = code_sent()
        for _ in range(5):
            client.post("/account/login/code/confirm/", {"code": "WRONG-ONE"})

        client.post("/account/login/code/confirm/", {"code": right})

        assert client.get("/account/").status_code == 302

    def test_is_not_for_somebody_switched_off(self, client, steward):
        User.objects.update(is_active=False)

        ask_for_code(client, steward.email)

        assert not Message.objects.exists()

    def test_tells_nobody_who_has_an_account(self, steward):
        pages = []
        for email in ("steward@example.org", "stranger@example.org"):
            client = Client()
            asked = ask_for_code(client, email)
            shown = client.get(asked.url).content.decode().replace(email, "X")
            pages.append((asked.status_code, asked.url, re.sub(r'value="\w{64}"', "", shown)))

        assert pages[0] == pages[1]
        assert Message.objects.count() == 1, "strangers get no mail"

    def test_floods_no_letterbox_and_says_nothing_of_it(self, client, steward):
        pages = [
            ask_for_code(Client(), steward.email, REMOTE_ADDR=f"203.0.113.{n}") for n in range(7)
        ]

        assert {(p.status_code, p.url) for p in pages} == {(302, "/account/login/code/confirm/")}
        assert Message.objects.count() == 5

    def test_locks_nobody_out_when_a_stranger_asked_in_their_name(self, client, steward):
        for n in range(9):
            ask_for_code(Client(), steward.email.upper(), REMOTE_ADDR=f"203.0.113.{n}")

        ask_for_code(client, steward.email)
        page = client.post("/account/login/code/confirm/", {"code": code_sent()})

        assert page.url == "/desk/"

    def test_sends_another_code_each_time_before_that(self, steward):
        for n in range(5):
            ask_for_code(Client(), steward.email, REMOTE_ADDR=f"203.0.113.{n}")

        bodies = Message.objects.values_list("body", flat=True)
        assert len({re.search(r"\n\n(\S+)\n\n", body)[1] for body in bodies}) == 5

    def test_makes_codes_that_look_alike_for_everybody(self):
        assert re.fullmatch(r"[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}", next_code("x"))
        assert next_code("one@example.org") != next_code("two@example.org")

    def test_is_limited_for_one_caller_whoever_they_ask_for(self):
        pages = [ask_for_code(Client(), f"{n}@example.org") for n in range(21)]

        assert pages[-1].status_code == 429
        assert int(pages[-1]["Retry-After"]) <= 900

    def test_says_what_is_wrong_with_an_address(self, client):
        page = ask_for_code(client, "not an address").content.decode()

        assert "not a whole e-mail address" in page

    def test_goes_nowhere_else_afterwards(self, client, steward):
        client.post(
            "/account/login/code/", {"email": steward.email, "next": "https://evil.example/"}
        )

        page = client.post(
            "/account/login/code/confirm/",
            {"code": code_sent(), "next": "https://evil.example/"},
        )

        assert page.url == "/desk/"


class TestWhatIsNotUsed:
    @pytest.mark.parametrize(
        "address",
        [
            "signup/",
            "email/",
            "confirm-email/",
            "reauthenticate/",
            "password/reset/",
            "password/change/",
            "password/set/",
            "password/reset/key/1-abc/",
        ],
    )
    def test_is_not_there(self, client, address):
        assert client.get(f"/account/{address}").status_code == 404
        assert client.post(f"/account/{address}", {"email": "x@example.org"}).status_code == 404

    def test_makes_no_account_for_a_stranger(self, client):
        client.post("/account/signup/", {"email": "stranger@example.org"})
        ask_for_code(client, "stranger@example.org")

        assert not User.objects.exists()


class TestYourAccount:
    def test_sends_a_visitor_to_sign_in(self, client):
        assert client.get("/account/").url == "/account/login/?next=/account/"

    def test_keeps_a_new_name(self, client, steward):
        client.force_login(steward)

        client.post("/account/", {"name": "Sam Steward"})

        assert User.objects.get().name == "Sam Steward"

    def test_says_what_one_may_do(self, client, steward):
        client.force_login(steward)

        assert "keeps the register right" in client.get("/account/").content.decode()

    def test_signs_out_other_devices_and_stays_here(self, client, steward):
        elsewhere = Client()
        client.force_login(steward)
        elsewhere.force_login(steward)

        client.post("/account/sign-out-elsewhere/")

        assert client.get("/account/").status_code == 200
        assert elsewhere.get("/account/").status_code == 302

    def test_cannot_reach_the_passkeys_of_others(self, client, steward):
        from allauth.mfa.models import Authenticator

        theirs = Authenticator.objects.create(user=UserFactory(), type="webauthn", data={})
        client.force_login(steward)

        page = client.post(f"/account/2fa/webauthn/keys/{theirs.pk}/remove/")

        assert page.status_code == 404


class TestTheDesk:
    @pytest.mark.parametrize("role", ["administrator", "steward", "editor", "reader"])
    def test_lets_staff_in(self, client, role):
        client.force_login(UserFactory(roles=[role]))

        assert client.get("/desk/").status_code == 200

    def test_keeps_everybody_else_out(self, client):
        client.force_login(UserFactory())

        assert client.get("/desk/").status_code in {302, 403}

    @pytest.mark.parametrize("address", ["users/", "users/new/", "groups/", "groups/new/"])
    def test_does_not_use_the_framework_s_own_people(self, client, address):
        client.force_login(UserFactory(roles=["administrator"]))

        assert client.get(f"/desk/{address}").status_code in {302, 403, 404}

    @pytest.mark.parametrize("address", ["/desk/", "/desk/register/organisations/"])
    def test_asks_for_a_code_and_never_for_a_password(self, client, address):
        page = client.get(address, follow=True)

        assert page.redirect_chain[-1][0] == f"/account/login/?next={address}"
        assert "password" not in page.content.decode()

    @pytest.mark.parametrize("address", ["pages/add/x/", "no-such-screen/"])
    def test_asks_a_visitor_to_sign_in_even_where_there_is_nothing(self, client, address):
        page = client.get(f"/desk/{address}", follow=True)

        assert page.status_code == 200
        assert page.redirect_chain[-1][0].startswith("/account/login/?next=")

    def test_offers_no_password_to_reset(self, client):
        stranger = client.get("/desk/password_reset/")
        client.force_login(UserFactory())

        assert stranger["Location"].startswith("/account/login/")
        assert client.get("/desk/password_reset/").status_code == 404

    def test_changes_nobody_s_address(self, client):
        reader = UserFactory(roles=["reader"])
        client.force_login(reader)

        client.post("/desk/account/", {"name_email-email": "taken@example.org"})

        assert User.objects.get().email == reader.email


class TestTheAdminCommand:
    def test_welcomes_the_first_administrator(self, capsys):
        call_command("admin", "Ann@Example.org")
        call_command("admin", "ann@example.org")

        assert User.objects.get().roles == {"administrator"}
        assert "ann@example.org is an administrator" in capsys.readouterr().out

    def test_says_how_to_sign_in_here(self, capsys):
        call_command("admin", "ann@example.org")

        told = capsys.readouterr().out
        assert "open http://127.0.0.1:8000/account/login/ and write ann@example.org" in told
        assert "read the code on this machine at http://127.0.0.1:8000/outbox/" in told

    def test_says_what_is_missing_before_anybody_can_sign_in(self, capsys, settings):
        settings.LOOPBACK_ONLY, settings.SITE_ADDRESS = False, "https://norfolk.example.org"

        call_command("admin", "ann@example.org")

        told = capsys.readouterr().out
        assert "https://norfolk.example.org/account/login/" in told
        assert "no code can be sent. Set EMAIL_URL first." in told

    def test_says_what_is_wrong_with_an_address(self):
        with pytest.raises(CommandError, match="is not an e-mail address"):
            call_command("admin", "ann")
