"""What waits goes to the mail server; what cannot go is tried again."""

from __future__ import annotations

import smtplib

import pytest

from commonweal.comms.choices import Standing
from commonweal.comms.delivery import Delivered, deliver
from commonweal.comms.tests.factories import MessageFactory

pytestmark = pytest.mark.django_db


class TestDeliver:
    def test_sends_each_message_once(self, server):
        message, taken = MessageFactory(to="ann@example.org"), server().taken

        assert (deliver(), deliver()) == (Delivered(sent=1), Delivered())
        message.refresh_from_db()
        assert message.standing == Standing.SENT
        assert [m.to for m in taken] == [["ann@example.org"]]

    def test_says_where_an_answer_goes(self, server):
        MessageFactory(reply_to="sam@writer.example")
        MessageFactory()
        taken = server().taken

        deliver()

        assert [m.reply_to for m in taken] == [["sam@writer.example"], []]

    def test_keeps_no_address_to_answer_to_of_a_secret_one(self, server):
        message = MessageFactory(reply_to="sam@writer.example", secret=True)
        server()

        deliver()

        message.refresh_from_db()
        assert message.reply_to == ""

    def test_lets_mail_programs_show_a_button_that_stops_letters(self, server):
        MessageFactory(stop_address="https://a.example/following/secret/stop/")
        MessageFactory()
        taken = server().taken

        deliver()

        one, other = (m.extra_headers for m in taken)
        assert one["List-Unsubscribe"] == "<https://a.example/following/secret/stop/>"
        assert one["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert "List-Unsubscribe" not in other

    def test_keeps_no_address_that_stops_letters_of_a_secret_one(self, server):
        message = MessageFactory(stop_address="https://a.example/stop/", secret=True)
        server()

        deliver()

        message.refresh_from_db()
        assert message.stop_address == ""

    def test_tries_again_when_the_server_is_away(self, server):
        message = MessageFactory()
        server(ConnectionRefusedError())

        assert deliver() == Delivered(failed=1)
        message.refresh_from_db()
        assert (message.standing, message.tries) == (Standing.WAITING, 1)
        assert message.problem == "ConnectionRefusedError"

    def test_does_not_try_again_at_an_address_that_was_refused(self, server):
        message = MessageFactory()
        server(smtplib.SMTPRecipientsRefused({}))

        deliver()

        message.refresh_from_db()
        assert message.standing == Standing.FAILED

    def test_leaves_all_waiting_without_a_server(self, settings):
        settings.MAIL_SERVER = None
        message = MessageFactory()

        assert deliver() == Delivered()
        message.refresh_from_db()
        assert (message.standing, message.tries) == (Standing.WAITING, 0)
