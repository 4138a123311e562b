"""Messages wait in the outbox, go once, and their words do not stay."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage, send_mail

from commonweal.comms import actions
from commonweal.comms.choices import Standing
from commonweal.comms.models import Message
from commonweal.comms.tests.factories import MessageFactory
from commonweal.core.actors import Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused

pytestmark = pytest.mark.django_db
POSTMAN = Robot("postmaster")


@pytest.fixture(autouse=True)
def outbox(settings):
    settings.EMAIL_BACKEND = "commonweal.comms.outbox.Outbox"


class TestPostMessage:
    def test_puts_what_django_sends_into_the_outbox(self):
        send_mail("Hello", "Words.", None, ["ann@example.org"])

        message = Message.objects.get()
        assert (message.to, message.subject, message.body) == ("ann@example.org", "Hello", "Words.")
        assert message.standing == Standing.WAITING

    def test_writes_one_for_each_person(self):
        mail = EmailMessage("Hello", "Words.", to=["a@example.org"], bcc=["b@example.org"])

        mail.send()

        assert set(Message.objects.values_list("to", flat=True)) == {
            "a@example.org",
            "b@example.org",
        }

    def test_keeps_no_words_in_the_journal(self):
        send_mail("Your code is XYZ", "XYZ", None, ["ann@example.org"])

        entry = JournalEntry.objects.get()
        assert "XYZ" not in f"{entry.thing} {entry.detail}"
        assert "ann@" not in f"{entry.thing} {entry.detail}"

    @pytest.mark.parametrize(
        "forged", [{"to": "a@b.org\nBcc: c@d.org"}, {"subject": "Hi\r\nBcc: c@d.org"}]
    )
    def test_refuses_a_forged_line(self, forged):
        words = {"to": "a@example.org", "subject": "Hello", "body": "", **forged}

        with pytest.raises(Refused):
            actions.post_message(by=POSTMAN, **words)

    def test_of_many_are_put_in_together_or_none(self):
        first = actions.NewMessage(to="a@example.org", subject="Hello", body="", about="x:1")
        forged = actions.NewMessage(to="a@b.org\nBcc: c@d.org", subject="Hello", body="")

        assert actions.post_messages(by=POSTMAN, messages=[first, first]) == 2
        with pytest.raises(Refused):
            actions.post_messages(by=POSTMAN, messages=[first, forged])

        assert set(Message.objects.values_list("to", "about")) == {("a@example.org", "x:1")}
        assert Message.objects.count() == 2
        assert JournalEntry.objects.get().thing == "2"

    def test_of_many_are_not_for_a_visitor(self):
        with pytest.raises(PermissionDenied):
            actions.post_messages(by=Visitor(), messages=[])

    def test_is_not_for_a_visitor(self):
        with pytest.raises(PermissionDenied):
            actions.post_message(by=Visitor(), to="a@example.org", subject="x", body="x")


class TestASecret:
    def test_is_kept_until_it_went(self):
        message = actions.post_message(
            by=POSTMAN, to="a@example.org", subject="Your link", body="/x/y", secret=True
        )
        assert message.body == "/x/y"

        actions.note_sent(by=POSTMAN, message=message)

        message.refresh_from_db()
        assert (message.subject, message.body) == ("Your link", "")

    def test_is_not_kept_when_it_can_never_go(self):
        message = MessageFactory(secret=True)

        actions.note_failure(by=POSTMAN, message=message, problem="Busy")
        assert Message.objects.get().body

        actions.note_failure(by=POSTMAN, message=message, problem="No such box", for_good=True)
        assert not Message.objects.get().body

    def test_is_what_django_sends(self):
        send_mail("Your code", "XYZ", None, ["ann@example.org"])

        assert Message.objects.get().secret


class TestTakeDue:
    def test_gives_a_message_to_one_worker_only(self):
        message = MessageFactory()

        assert actions.take_due(by=POSTMAN) == [message.pk]
        assert actions.take_due(by=POSTMAN) == []

    def test_gives_it_again_when_that_worker_died(self):
        message = MessageFactory()
        actions.take_due(by=POSTMAN)

        with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=11)):
            assert actions.take_due(by=POSTMAN) == [message.pk]


class TestNoteFailure:
    def test_waits_longer_each_time_and_then_gives_up(self):
        message = MessageFactory()
        waits = []

        while message.standing == Standing.WAITING:
            now = dt.datetime.now(dt.UTC)
            actions.note_failure(by=POSTMAN, message=message, problem="Nobody home")
            if message.next_try_at:
                waits.append(round((message.next_try_at - now).total_seconds() / 60))

        assert waits == [1, 5, 30, 120, 720]
        assert message.standing == Standing.FAILED


class TestWipeOldWords:
    def test_wipes_after_thirty_days_and_forgets_after_two_years(self):
        now = dt.datetime.now(dt.UTC)
        new = MessageFactory(standing=Standing.SENT, written_at=now - dt.timedelta(days=29))
        old = MessageFactory(standing=Standing.SENT, written_at=now - dt.timedelta(days=31))
        MessageFactory(standing=Standing.SENT, written_at=now - dt.timedelta(days=731))

        actions.wipe_old_words(by=POSTMAN)

        kept = {m.pk: m.body for m in Message.objects.all()}
        assert kept == {new.pk: new.body, old.pk: ""}

    def test_wipes_to_whom_a_secret_one_went_after_a_week(self):
        now, day = dt.datetime.now(dt.UTC), dt.timedelta(days=1)
        given = {"standing": Standing.SENT, "written_at": now - 9 * day}
        new = MessageFactory(**given, secret=True, sent_at=now - 6 * day)
        old = MessageFactory(**given, secret=True, sent_at=now - 8 * day)
        other = MessageFactory(**given, sent_at=now - 8 * day)

        actions.wipe_old_words(by=POSTMAN)

        kept = dict(Message.objects.values_list("pk", "to"))
        assert kept == {new.pk: new.to, old.pk: "", other.pk: other.to}

    def test_deletes_a_secret_one_that_nobody_sent_for_a_month(self):
        now, day = dt.datetime.now(dt.UTC), dt.timedelta(days=1)
        given_up = MessageFactory(
            secret=True, standing=Standing.FAILED, written_at=now - 31 * day, channel="text"
        )
        MessageFactory(secret=True, written_at=now - 31 * day)
        waiting = MessageFactory(secret=True, written_at=now - 29 * day)

        actions.wipe_old_words(by=POSTMAN)

        kept = dict(Message.objects.values_list("pk", "to"))
        assert kept == {given_up.pk: "", waiting.pk: waiting.to}


class TestAPrivateMessage:
    def test_names_nobody_once_it_went(self):
        message = MessageFactory(secret=True, private=True)

        actions.note_sent(by=POSTMAN, message=message)

        message.refresh_from_db()
        assert (message.to, message.subject, message.body) == ("", "", "")
        assert message.standing == Standing.SENT

    def test_names_nobody_once_it_was_given_up(self):
        message = MessageFactory(private=True)

        actions.note_failure(by=POSTMAN, message=message, problem="No.", for_good=True)

        message.refresh_from_db()
        assert message.to == ""

    def test_keeps_its_address_while_it_is_tried_again(self):
        message = MessageFactory(private=True)

        actions.note_failure(by=POSTMAN, message=message, problem="Busy.")

        message.refresh_from_db()
        assert message.to

    def test_leaves_others_as_they_were(self):
        message = MessageFactory(secret=True)

        actions.note_sent(by=POSTMAN, message=message)

        message.refresh_from_db()
        assert message.to
