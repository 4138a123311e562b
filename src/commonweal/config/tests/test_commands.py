"""The words of the command line: they start, serve, work and look the installation over."""

from __future__ import annotations

import json
import socket

import pytest
from django.core.management import CommandError, call_command

from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.comms.tests.factories import MessageFactory
from commonweal.config import cli, serving, working
from commonweal.config.management.commands import start

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind((serving.HERE, 0))
        listener.listen()
        yield listener.getsockname()[1]


class TestAPort:
    def test_that_is_taken_is_told_with_another(self, taken):
        with pytest.raises(CommandError, match=f"Port {taken} is taken.*PORT={taken + 1}"):
            serving.need_free_port(serving.HERE, taken)

    @pytest.mark.parametrize("word", ["serve", "start"])
    def test_that_is_taken_stops_before_anything_is_done(self, taken, word):
        with pytest.raises(CommandError, match="is taken"):
            call_command(word, "--port", str(taken))

    def test_that_is_free_is_used(self, taken):
        with socket.socket() as listener:
            listener.bind((serving.HERE, 0))
            free = listener.getsockname()[1]

        serving.need_free_port(serving.HERE, free)


class TestServing:
    @pytest.fixture(autouse=True)
    def for_no_one(self, monkeypatch, settings):
        settings.SITE_ADDRESS = settings.SITE_ADDRESS  # and so put back afterwards
        monkeypatch.setattr(serving, "need_free_port", lambda host, port: None)
        monkeypatch.setattr(serving.Site, "run", lambda site: None)

    def test_has_letters_lead_to_where_it_listens(self, settings):
        serving.run(serving.Plan(8642))

        assert settings.SITE_ADDRESS == "http://127.0.0.1:8642"

    def test_has_letters_of_the_demonstration_lead_there_too(self, settings, monkeypatch):
        led = []
        monkeypatch.setattr(start, "migrate", lambda: None)
        monkeypatch.setattr(start.Command, "build", lambda _: led.append(settings.SITE_ADDRESS))

        call_command("start", "--port", "8642")

        assert led == ["http://127.0.0.1:8642"]

    def test_leaves_the_public_address_alone(self, settings):
        settings.LOOPBACK_ONLY, settings.SITE_ADDRESS = False, "https://norfolk.example.org"

        serving.run(serving.Plan(8642))

        assert settings.SITE_ADDRESS == "https://norfolk.example.org"


@pytest.mark.django_db(transaction=True)
class TestTheWorker:
    def test_does_what_waits_and_ends(self, settings, monkeypatch):
        settings.MAIL_SERVER = None
        MessageFactory()

        call_command("worker", "--once")

        assert Message.objects.get().standing == "waiting"

    def test_outlives_a_job_that_fails(self, caplog):
        def burn_the_toast():
            raise RuntimeError("burnt")

        working.attempt(burn_the_toast)

        assert "burn_the_toast" in caplog.text

    def test_stops_when_told(self):
        stop = working.Stop()
        stop.set()

        working.work(stop)


class TestTheDoctor:
    def test_says_what_is_well_and_what_is_advised(self, capsys):
        call_command("doctor")

        said = capsys.readouterr().out
        assert "The database answers" in said
        assert "commonweal admin EMAIL" in said

    def test_is_content_with_an_administrator(self, capsys):
        UserFactory(roles=["administrator"])

        call_command("doctor", "--json")

        told = [f["sentence"] for f in json.loads(capsys.readouterr().out)]
        assert "There is one administrator." in told

    def test_names_what_is_no_source_among_those_of_the_night(self, settings, capsys):
        settings.NIGHTLY = ("casc", "nosuch")

        with pytest.raises(CommandError):
            call_command("doctor")

        said = capsys.readouterr().out
        assert "COMMONWEAL_NIGHTLY names 'nosuch', and no source is called so" in said
        assert "'casc'" not in said

    def test_fails_when_the_world_is_served_badly(self, settings, capsys):
        settings.LOOPBACK_ONLY, settings.IS_HTTPS = False, False
        settings.PUBLIC_ADDRESS, settings.MAIL_SERVER = "http://example.org", None

        with pytest.raises(CommandError, match="2 things are to be put right"):
            call_command("doctor")

        assert "nobody can sign in" in capsys.readouterr().out


class TestAWord:
    def test_that_is_not_known_is_told(self, capsys):
        assert cli.main(["dance"]) == 2
        assert "There is no word 'dance'" in capsys.readouterr().err

    def test_is_not_needed_to_see_what_there_is(self, capsys):
        assert cli.main([]) == 0
        assert "commonweal WORD" in capsys.readouterr().out

    def test_fails_in_a_sentence(self, capsys):
        assert cli.main(["admin", "nobody"]) == 2
        assert capsys.readouterr().err == "'nobody' is not an e-mail address.\n"

    @pytest.mark.parametrize("word", sorted(cli.WORDS))
    def test_names_a_command_that_exists(self, word):
        from django.core.management import get_commands

        assert cli.WORDS[word][0] in get_commands()
