"""What mail that came back says, in the forms of several servers, and that nobody can forge one."""

from __future__ import annotations

import io
import time
from email import message_from_bytes, policy

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from hypothesis import example, given
from hypothesis import strategies as st

from commonweal.comms import delivery
from commonweal.comms.actions import clear_bounces, wipe_old_words
from commonweal.comms.bounces import mailbox
from commonweal.comms.bounces.marking import is_ours, mark_of, message_id, return_address
from commonweal.comms.bounces.reading import is_hard, read
from commonweal.comms.bounces.taking import take_in
from commonweal.comms.choices import Standing
from commonweal.comms.delivery import deliver
from commonweal.comms.models import Bounce, Message
from commonweal.comms.outbox import POSTMASTER
from commonweal.comms.reports import bounced_among, can_be_written_to, without_bounced
from commonweal.comms.tests.factories import BounceFactory, MessageFactory
from commonweal.core import clock
from commonweal.core.actors import LinkHolder, Robot, Visitor

MARK = "cw-12-" + "a" * 32
REPORT = """\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: bounces@place.example
Subject: {subject}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Tue, 24 Nov 2026 10:00:00 +0000

{block}

--B
{back}
--B--
"""
WHOLE = """\
Content-Type: message/rfc822

From: register@place.example
To: ann@example.org
Message-ID: <{mark}@place.example>
Subject: Is this still right?

Dear Ann
"""
HEADS = """\
Content-Type: text/rfc822-headers

From: register@place.example
Message-ID: <{mark}@place.example>
"""


def report(block, *, mark=MARK, back=WHOLE, subject="Undelivered Mail Returned to Sender"):
    text = REPORT.format(subject=subject, block=block.strip(), back=back.format(mark=mark))
    return text.replace("\n", "\r\n").encode()


def block(action, status, said="", recipient="ann@example.org"):
    lines = [f"Final-Recipient: rfc822; {recipient}", f"Action: {action}", f"Status: {status}"]
    return "\n".join([*lines, *([f"Diagnostic-Code: smtp; {said}"] if said else [])])


POSTFIX = block("failed", "5.1.1", "550 5.1.1 <ann@example.org>: User unknown")
EXCHANGE = block("failed", "5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found")
GMAIL = block("failed", "5.1.1", "550-5.1.1 The email account that you tried does not exist")
SWITCHED_OFF = block("failed", "5.2.1", "550 5.2.1 The account is disabled")
NO_SUCH_HOST = block("failed", "5.4.4", "Host not found")
PLAIN_550 = block("failed", "5.0.0", "550 No such user here")
FULL = block("failed", "5.2.2", "552 5.2.2 Mailbox full")
GAVE_UP = block("failed", "4.4.1", "connect to mx.example: Connection timed out")
POLICY = block("failed", "5.7.1", "550 5.7.1 Message rejected as spam")
OUR_FAULT = block("failed", "5.1.8", "553 5.1.8 Sender address rejected: domain not found")
LATE = block("delayed", "4.4.7", "451 4.4.7 Try again later")
RELAYED = block("relayed", "2.1.5")
ARRIVED = block("delivered", "2.0.0")


class TestAReport:
    @pytest.mark.parametrize(
        "said", [POSTFIX, EXCHANGE, GMAIL, SWITCHED_OFF, NO_SUCH_HOST, PLAIN_550],
        ids=["postfix", "exchange", "gmail", "switched off", "no such host", "plain 550"],
    )  # fmt: skip
    def test_of_an_address_that_is_gone_is_hard(self, said):
        assert read(report(said)).hard

    @pytest.mark.parametrize(
        "said", [FULL, GAVE_UP, POLICY, OUR_FAULT],
        ids=["full", "gave up", "policy", "our own address"],
    )  # fmt: skip
    def test_of_what_may_pass_or_is_our_fault_is_soft(self, said):
        assert read(report(said)).hard is False

    @pytest.mark.parametrize("said", [LATE, RELAYED, ARRIVED], ids=["late", "relayed", "arrived"])
    def test_of_a_letter_that_may_yet_arrive_is_none(self, said):
        assert read(report(said)) is None

    def test_gives_the_gravest_of_several(self):
        said = read(report(f"{FULL}\n\n{POSTFIX}\n\n{LATE}"))

        assert (said.hard, said.status) == (True, "5.1.1")

    @pytest.mark.parametrize("back", [WHOLE, HEADS], ids=["whole letter", "its headers only"])
    def test_carries_the_mark_of_our_letter(self, back):
        assert read(report(POSTFIX, back=back)).tokens == ((12, "a" * 32),)

    def test_carries_it_in_the_address_it_came_to(self):
        text = report(POSTFIX, back="").replace(
            b"To: bounces@", f"To: bounces+{MARK}@".encode()
        )  # fmt: skip

        assert read(text).tokens == ((12, "a" * 32),)

    def test_keeps_no_address_in_its_words(self):
        assert read(report(POSTFIX)).words == "smtp; 550 5.1.1 <(an address)>: User unknown"

    def test_of_a_server_that_writes_in_small_letters_with_lone_line_ends(self):
        text = report(POSTFIX.replace("Action: failed", "action: Failed")).replace(b"\r\n", b"\n")

        assert read(text).hard


QMAIL = f"""\
Return-Path: <>
From: MAILER-DAEMON@old.example
To: bounces@place.example
Subject: failure notice

Hi. This is the qmail-send program at old.example.

<ann@example.org>:
192.0.2.1 does not like recipient.
Remote host said: 550 5.1.1 User unknown

--- Below this line is a copy of the message.

Message-ID: <{MARK}@place.example>
Subject: Is this still right?
"""
AWAY = f"""\
From: Ann <ann@example.org>
To: register@place.example
Subject: Out of office: Is this still right?
Auto-Submitted: auto-replied
In-Reply-To: <{MARK}@place.example>

I am away until 550 people have visited. Error 5.1.1.
"""
PERSON = f"""\
From: Ann <ann@example.org>
To: register@place.example
Subject: Re: Is this still right?
References: <{MARK}@place.example>

550 5.1.1 User unknown, said the old address. Use this one.
"""


class TestOtherMail:
    def test_of_a_server_that_sends_no_report_is_told_by_its_words(self):
        said = read(QMAIL.encode())

        assert (said.hard, said.status, said.tokens) == (True, "5.1.1", ((12, "a" * 32),))

    @pytest.mark.parametrize("text", [AWAY, PERSON], ids=["an absence notice", "a person"])
    def test_is_no_bounce(self, text):
        assert read(text.encode()) is None

    @pytest.mark.parametrize(
        "raw",
        [b"", b"\x00\xff\xfe", b"Content-Type: multipart/report; boundary=B\n\n--B\n--B--",
         report("no such block"), report(block("failed", "banana")).replace(b"Status", b"St\xff")],
    )  # fmt: skip
    def test_that_is_nonsense_hurts_nobody(self, raw):
        said = read(raw)

        assert said is None or not said.hard

    @given(st.binary(max_size=400))
    @example(b"Content-Type: multipart/report; boundary=\n\n")
    @example(b"Content-Type: =?utf-8?q?=FF?=; charset=\xff\n\n5.1.1")
    def test_whatever_it_is_never_fails(self, raw):
        read(raw)
        read(b"Return-Path: <>\nContent-Type: multipart/report; boundary=B\n\n--B\n" + raw)

    def test_of_endless_parts_ends(self):
        parts = "--B\nContent-Type: text/plain\n\nx\n" * 5_000
        text = f"From: mailer-daemon@x\nContent-Type: multipart/mixed; boundary=B\n\n{parts}--B--"

        assert read(text.encode()) is None


class TestAStatus:
    @pytest.mark.parametrize(
        ("status", "words", "hard"),
        [
            ("5.1.1", "", True), ("5.1.2", "", True), ("5.1.7", "", False), ("5.2.2", "", False),
            ("5.5.0", "Mailbox unavailable", True), ("5.5.0", "Too many errors", False),
            ("5.4.1", "Recipient address rejected: Access denied", True),
            ("550", "User unknown", True), ("550", "blocked by policy", False),
            ("4.1.1", "User unknown", False), ("421", "", False), ("", "", False),
        ],
    )  # fmt: skip
    def test_tells_an_address_that_is_gone(self, status, words, hard):
        assert is_hard(status, words) is hard


@pytest.mark.django_db
class TestTakingIn:
    def test_notes_whose_letter_it_was(self):
        letter = MessageFactory(to="Ann@Example.org")

        noted = take_in(report(POSTFIX, mark=mark_of(letter.pk)))

        assert (noted.address, noted.status, noted.hard) == ("ann@example.org", "5.1.1", True)
        assert noted.message == letter

    def test_believes_the_letter_and_not_what_the_report_says_of_whom_it_was_for(self):
        letter = MessageFactory(to="ann@example.org")
        about_bob = block("failed", "5.1.1", recipient="bob@example.org")

        noted = take_in(report(about_bob, mark=mark_of(letter.pk)))

        assert noted.address == "ann@example.org"
        assert bounced_among(["bob@example.org"]) == frozenset()

    def test_believes_no_mark_that_we_did_not_make(self):
        letter, other = MessageFactory(), MessageFactory()
        true = mark_of(letter.pk)
        forged = true.replace(f"-{letter.pk}-", f"-{other.pk}-")

        assert take_in(report(POSTFIX, mark=forged)) is None
        assert take_in(report(POSTFIX, mark=MARK)) is None
        assert take_in(report(POSTFIX, mark="cw-99999999999999999999-" + "a" * 32)) is None
        assert not Bounce.objects.exists()

    def test_notes_the_same_report_once(self):
        raw = report(POSTFIX, mark=mark_of(MessageFactory().pk))

        assert take_in(raw) == take_in(raw)
        assert Bounce.objects.count() == 1

    def test_forgets_no_letter_that_is_gone_from_the_outbox(self):
        letter = MessageFactory()
        raw = report(POSTFIX, mark=mark_of(letter.pk))
        Message.objects.all().delete()

        assert take_in(raw) is None

    def test_from_a_mail_alias_ends_well_whatever_came(self, monkeypatch):
        letter, said = MessageFactory(), io.StringIO()
        for raw in (report(POSTFIX, mark=mark_of(letter.pk)), b"\xff nonsense"):
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
            call_command("take_bounce", stdout=said)

        assert said.getvalue().splitlines() == [
            "Noted: it came back for good (5.1.1).", "This is about no letter of ours.",
        ]  # fmt: skip


class AMailbox:
    """Stands in for an IMAP server: hands over what is unread."""

    def __init__(self, unread):
        self.unread, self.seen = dict(enumerate(unread, 1)), []

    def uid(self, word, *words):
        if word == "SEARCH":
            return "OK", [b" ".join(str(n).encode() for n in self.unread if n not in self.seen)]
        number = int(words[0])
        if word == "FETCH":
            return "OK", [(b"1 (BODY[]<0>", self.unread[number]), b")"]
        self.seen.append(number)
        return "OK", []

    def __enter__(self):
        return self

    def __exit__(self, *problem): ...


@pytest.mark.django_db
class TestTheMailbox:
    def test_is_read_to_its_end_and_only_once(self, settings, monkeypatch):
        settings.BOUNCE_MAILBOX = {"host": "mail.example"}
        letter = MessageFactory()
        box = AMailbox([AWAY.encode(), report(POSTFIX, mark=mark_of(letter.pk)), b"\xff"])
        monkeypatch.setattr(mailbox, "connected", lambda where: box)

        assert (mailbox.empty_mailbox(), mailbox.empty_mailbox()) == (1, 0)
        assert box.seen == [1, 2, 3]

    def test_leaves_unread_what_could_not_be_taken_in_and_goes_on(self, settings, monkeypatch):
        settings.BOUNCE_MAILBOX = {"host": "mail.example"}
        box, real = AMailbox([b"first", b"second"]), take_in
        monkeypatch.setattr(mailbox, "connected", lambda where: box)
        monkeypatch.setattr(
            mailbox, "take_in", lambda raw: real(raw) if raw == b"second" else 1 / 0
        )

        assert mailbox.empty_mailbox() == 0
        assert box.seen == [2]

    def test_that_cannot_be_reached_stops_nothing(self, settings, monkeypatch):
        settings.BOUNCE_MAILBOX = {"host": "mail.example"}

        def away(where):
            raise ConnectionRefusedError

        monkeypatch.setattr(mailbox, "connected", away)

        assert mailbox.empty_mailbox() == 0

    def test_is_none_until_one_is_set(self, settings):
        settings.BOUNCE_MAILBOX = None

        assert mailbox.empty_mailbox() == 0


class Refusing(Exception):
    pass


@pytest.mark.django_db
class TestSending:
    def test_puts_the_mark_on_every_letter(self, server, settings):
        settings.BOUNCES_TO = "bounces@place.example"
        settings.DEFAULT_FROM_EMAIL = "Saltwold <register@place.example>"
        letter, taken = MessageFactory(), server().taken

        deliver()

        mail = message_from_bytes(taken[0].message().as_bytes(), policy=policy.default)
        assert mail["Message-ID"] == f"<{mark_of(letter.pk)}@place.example>"
        assert mail["From"] == "Saltwold <register@place.example>"
        assert taken[0].from_email == f"bounces+{mark_of(letter.pk)}@place.example"

    def test_notes_an_address_that_is_refused_for_good(self, server):
        letter = MessageFactory(to="ann@example.org")
        server(delivery.smtplib.SMTPRecipientsRefused(
            {"ann@example.org": (550, b"5.1.1 User unknown")}
        ))  # fmt: skip

        deliver()

        letter.refresh_from_db()
        assert letter.standing == Standing.FAILED
        assert bounced_among(["ANN@example.org"]) == {"ann@example.org"}

    def test_tries_again_where_the_server_says_another_time(self, server):
        letter = MessageFactory(to="ann@example.org")
        server(delivery.smtplib.SMTPRecipientsRefused(
            {"ann@example.org": (450, b"4.2.0 Greylisted")}
        ))  # fmt: skip

        deliver()

        letter.refresh_from_db()
        assert (letter.standing, Bounce.objects.count()) == (Standing.WAITING, 0)

    def test_of_a_letter_that_cannot_be_made_hinders_no_other(self, server):
        odd, other = MessageFactory(to="ann@exámple.org"), MessageFactory()
        made = server()
        take = made.send_messages

        def refuses_the_odd_one(mails):
            mails[0].to[0].encode("ascii")
            return take(mails)

        made.send_messages = refuses_the_odd_one

        deliver()

        odd.refresh_from_db()
        other.refresh_from_db()
        assert (odd.standing, other.standing) == (Standing.FAILED, Standing.SENT)
        assert not Bounce.objects.exists()

    def test_does_not_blame_the_address_for_a_policy(self, server):
        MessageFactory(to="ann@example.org")
        server(delivery.smtplib.SMTPRecipientsRefused(
            {"ann@example.org": (554, b"5.7.1 Relay access denied")}
        ))  # fmt: skip

        deliver()

        assert bounced_among(["ann@example.org"]) == frozenset()


@pytest.mark.django_db
class TestAnAddressThatBounces:
    def test_is_one_that_came_back_for_good_or_three_times_for_a_while(self):
        BounceFactory(address="gone@x.org")
        BounceFactory(address="full@x.org", hard=False)
        for _ in range(3):
            BounceFactory(address="always-full@x.org", hard=False)

        asked = ["Gone@x.org", "full@x.org", "always-full@x.org", "fine@x.org"]
        bounced = bounced_among(asked)

        assert bounced == {"gone@x.org", "always-full@x.org"}
        assert without_bounced(asked, bounced) == ("full@x.org", "fine@x.org")

    def test_is_written_to_again_once_staff_clear_it(self, django_user_model):
        bounce = BounceFactory()
        steward = Robot("x")

        for stranger in (Visitor(), steward, LinkHolder("sector.reminder:1")):
            with pytest.raises(PermissionDenied):
                clear_bounces(by=stranger, bounce=bounce)
        from commonweal.core.actors import Operator

        assert clear_bounces(by=Operator(), bounce=bounce) == 1
        assert bounced_among([bounce.address]) == frozenset()

    def test_is_forgotten_after_two_years(self):
        BounceFactory(at=clock.now().replace(year=2020))

        wipe_old_words(by=POSTMASTER)

        assert not Bounce.objects.exists()


class TestAnAddress:
    @pytest.mark.parametrize("address", ["ann@example.org", "o'brien+x@mail.example.co.uk"])
    def test_can_be_written_to(self, address):
        assert can_be_written_to(address)

    @pytest.mark.parametrize(
        "address",
        ["", "01603 111222", "ann@x", "a@x.org; b@x.org", "a@x.org\nBcc: b@y", "a@x.org b@y.org",
         "Ann <a@x.org>", "a@x.org,b@x.org", "@x.org", "a@x.", "a" * 250 + "@x.org"],
    )  # fmt: skip
    def test_is_not_one_that_is_none_or_two(self, address):
        assert not can_be_written_to(address)


class TestAMark:
    def test_holds_for_its_own_letter_only(self, settings):
        number, _, mark = mark_of(7).removeprefix("cw-").partition("-")

        assert is_ours(int(number), mark)
        assert not is_ours(8, mark)
        settings.SECRET_KEY = "another"
        assert not is_ours(7, mark)

    def test_fits_in_an_address(self, settings):
        settings.BOUNCES_TO = "bounces@place.example"
        settings.DEFAULT_FROM_EMAIL = "a@place.example"

        assert len(return_address(10**12).partition("@")[0]) <= 64
        assert message_id(7) == f"<{mark_of(7)}@place.example>"


class TestHostileMail:
    @pytest.mark.parametrize(
        "raw",
        [
            b"Subject: " + b"=?utf-8?q?a?= " * 60_000 + b"\r\nFrom: x@y.example\r\n\r\n5.1.1",
            b"From: " + b"(" * 200_000 + b"\r\n\r\n5.1.1",
            b"Content-Type: message/rfc822\r\n\r\n" * 3_000,
            b"From: " + b"<a@b.example>," * 50_000 + b"\r\n\r\n5.1.1",
            b"From: mailer-daemon@x\r\n\r\n5.1.1 " + b"a" * 900_000,
        ],
        ids=["coded words", "comments", "mails within mails", "addresses", "one long word"],
    )
    def test_is_read_in_a_moment_and_stops_nothing(self, raw):
        begun = time.process_time()

        read(raw)

        assert time.process_time() - begun < 5

    def test_in_coded_words_is_understood(self):
        away = "Subject: =?utf-8?q?Out_of_the_office?=\nFrom: postmaster@x.example\n\n5.1.1"

        assert read(away.encode()) is None
        assert read(away.replace("Out_of_the_office", "Undelivered").encode()).status == "5.1.1"
