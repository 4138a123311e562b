"""Every candidate is written to alike: same words, same hour, once, and on the log."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections

from commonweal.commitments import actions
from commonweal.commitments.actions.inviting import as_typed
from commonweal.commitments.choices import CandidateStanding, ContactKind, ContactWay
from commonweal.commitments.models import CandidateLink, Contact
from commonweal.commitments.reports.asked import letters_owed, owed
from commonweal.commitments.tests.callings import (
    A_DAY,
    A_SECOND,
    CHECKED,
    CLOSE,
    INVITE,
    at,
    calling,
    tokens_to,
    worker,
)
from commonweal.commitments.tests.factories import (
    AnswerFactory,
    BallotFactory,
    CallFactory,
    CandidateFactory,
    InterestFactory,
)
from commonweal.comms.models import Message
from commonweal.comms.tests.factories import BounceFactory
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of
from commonweal.sector.tests.people import OTHERS, administrator, steward

pytestmark = pytest.mark.django_db


def on_time(moment):
    with at(moment):
        actions.keep_to_time(by=worker)


def names(rows):
    return [one.candidate.name for one in rows]


class TestTheInvitation:
    def test_goes_at_the_hour_and_not_a_second_before(self):
        calling()
        on_time(INVITE - A_SECOND)
        assert not Message.objects.exists()

        on_time(INVITE)

        assert [m.to for m in Message.objects.all()] == ["grace@example.org"]
        (contact,) = Contact.objects.all()
        assert (contact.kind, contact.way) == ("invitation", "email")
        assert contact.due_at == contact.at == INVITE

    def test_is_the_same_text_for_all_but_for_name_and_link(self):
        c = calling()
        other = CandidateFactory(ballot=c.ballot, name="Ines Costa", email="ines@example.org")
        on_time(INVITE)

        grace, ines = (Message.objects.get(to=a) for a in ("grace@example.org", other.email))
        plain = [
            m.body.replace(tokens_to(m.to)[0], "LINK").replace(n, "NAME")
            for m, n in ((grace, "Grace Nwosu"), (ines, "Ines Costa"))
        ]
        assert plain[0] == plain[1]
        assert grace.subject == ines.subject
        assert len(set(Contact.objects.values_list("text_digest", flat=True))) == 1
        assert tokens_to("grace@example.org") != tokens_to("ines@example.org")

    def test_says_what_is_the_same_for_all_who_puts_it_and_who_pays(self):
        calling()
        on_time(INVITE)

        body = Message.objects.get().body
        for words in (
            "24 April 2026", "10 words", "27 April 2026",
            "supports no party", "Paid for by", "Published by", "do not pass this on",
        ):  # fmt: skip
            assert words in body, words

    def test_wipes_the_link_once_it_went(self):
        calling()
        on_time(INVITE)

        assert Message.objects.get().secret
        token = tokens_to("grace@example.org")[0]
        assert CandidateLink.objects.get().digest == digest_of(token)
        assert token not in repr(list(JournalEntry.objects.values()))

    def test_goes_once_however_often_the_worker_comes(self):
        calling()
        for minute in range(3):
            on_time(INVITE + dt.timedelta(minutes=minute))

        assert Message.objects.count() == 1

    def test_leaves_nothing_half_done_where_a_worker_dies(self, monkeypatch):
        c = calling()
        CandidateFactory(ballot=c.ballot, name="Ines Costa", email="ines@example.org")
        sent = []

        def dies(*args, **how):
            sent.append(how)
            if len(sent) == 2:
                raise SystemExit
            return real(*args, **how)

        from commonweal.commitments.actions import inviting

        real = inviting.write_letter
        monkeypatch.setattr(inviting, "write_letter", dies)
        with pytest.raises(SystemExit):
            on_time(INVITE)
        assert (Message.objects.count(), Contact.objects.count()) == (0, 0)

        monkeypatch.setattr(inviting, "write_letter", real)
        on_time(INVITE)
        assert (Message.objects.count(), Contact.objects.count()) == (2, 2)

    def test_waits_for_the_check_and_then_goes_at_once_with_the_same_deadline(self):
        c = calling()
        type(c.ballot).objects.update(checked_at=None, checked_by="")
        on_time(INVITE)
        assert not Message.objects.exists()

        type(c.ballot).objects.update(checked_at=INVITE, checked_by="Ada")
        on_time(INVITE + A_DAY)

        (contact,) = Contact.objects.all()
        assert (contact.due_at, contact.at) == (INVITE, INVITE + A_DAY)
        assert "24 April 2026" in Message.objects.get().body

    @pytest.mark.parametrize("standing", ["withdrawn", "died", "not-nominated"])
    def test_goes_to_nobody_who_does_not_stand(self, standing):
        c = calling()
        type(c.grace).objects.filter(pk=c.grace.pk).update(standing=standing)
        on_time(INVITE)

        assert not Message.objects.exists()

    def test_goes_to_those_whom_nobody_opposes_too(self):
        c = calling()
        type(c.ballot).objects.update(standing="uncontested")
        on_time(INVITE)

        assert Message.objects.count() == 1

    def test_of_a_call_that_nobody_opened_goes_to_nobody(self):
        calling(opened_at=None)
        on_time(INVITE)

        assert not Message.objects.exists()

    def test_goes_to_nobody_after_the_deadline(self):
        calling()
        on_time(CLOSE)

        assert not Message.objects.exists()

    def test_writes_nothing_while_nothing_is_due(self):
        calling()
        on_time(INVITE)
        before = JournalEntry.objects.count()

        on_time(INVITE + A_DAY)

        assert JournalEntry.objects.count() == before

    def test_is_sent_by_the_house_alone(self):
        c = calling()
        for send in (
            actions.send_invitations, actions.send_reminders, actions.send_new_deadlines,
            actions.note_returned_mail,
        ):  # fmt: skip
            with at(INVITE), pytest.raises(PermissionDenied):
                send(by=steward, call=c.call)

    def test_asks_as_many_questions_for_many_as_for_few(self, django_assert_max_num_queries):
        c = calling()
        for n in range(30):
            CandidateFactory(ballot=c.ballot, email=f"c{n}@example.org")
        with django_assert_max_num_queries(7):
            assert len(owed(c.call, INVITE)) == 32


@pytest.mark.django_db(transaction=True)
class TestTwoWorkers:
    def test_invite_everybody_once(self):
        calling()
        start, wrong = threading.Barrier(2), []

        def work():
            try:
                start.wait(timeout=10)
                actions.keep_to_time(by=worker)
            except Exception as problem:
                wrong.append(problem)
            finally:
                connections.close_all()

        with at(INVITE):
            both = [threading.Thread(target=work) for _ in range(2)]
            for one in both:
                one.start()
            for one in both:
                one.join(timeout=30)

        assert Message.objects.count() == 1
        assert Contact.objects.count() == 1
        assert wrong == [] or connection.vendor == "sqlite"


class TestReminders:
    def test_go_on_the_days_for_all_to_those_who_have_not_answered_every_ask(self):
        c = calling()
        ines = CandidateFactory(ballot=c.ballot, name="Ines Costa", email="ines@example.org")
        on_time(INVITE)
        for ask in c.asks:
            AnswerFactory(call=c.call, candidate=ines, ask=ask)
        AnswerFactory(call=c.call, candidate=c.grace, ask=c.asks[0])

        on_time(CLOSE - 7 * A_DAY)

        reminders = Contact.objects.filter(kind="reminder")
        assert [(r.candidate, r.number) for r in reminders] == [(c.grace, 7)]
        body = Message.objects.filter(to="grace@example.org").last().body
        assert "You have not answered every ask." in body

    def test_leave_the_first_link_working(self):
        calling()
        on_time(INVITE)
        on_time(CLOSE - 7 * A_DAY)

        assert len(tokens_to("grace@example.org")) == 2
        assert CandidateLink.objects.good().count() == 2

    def test_that_are_late_go_as_the_last_one_alone(self):
        calling()
        on_time(INVITE)
        on_time(CLOSE - A_DAY)

        assert [r.number for r in Contact.objects.filter(kind="reminder")] == [2]

    def test_do_not_follow_an_invitation_that_came_later(self):
        calling()
        on_time(CLOSE - 5 * A_DAY)
        on_time(CLOSE - 5 * A_DAY + A_SECOND)

        assert not Contact.objects.filter(kind="reminder").exists()


class TestAPollPutOff:
    def test_gives_all_of_the_ballot_one_new_deadline_and_tells_them_once(self):
        c = calling()
        elsewhere = BallotFactory(election=c.call.election, checked_at=CHECKED, checked_by="Ada")
        CandidateFactory(ballot=elsewhere, email="far@example.org")
        on_time(INVITE)
        with at(INVITE + A_DAY):
            actions.countermand_ballot(
                by=steward, ballot=c.ballot, poll_on=dt.date(2026, 6, 11), reason="A death.",
                closes_at=CLOSE + 30 * A_DAY, reveal_at=CLOSE + 31 * A_DAY,
            )  # fmt: skip
        on_time(INVITE + A_DAY)
        assert not Contact.objects.filter(kind="moved").exists()  # not checked again yet

        type(c.ballot).objects.filter(pk=c.ballot.pk).update(checked_at=CHECKED, checked_by="A")
        for _ in range(2):
            on_time(CLOSE + A_DAY)

        assert [m.candidate for m in Contact.objects.filter(kind="moved")] == [c.grace]
        last = Message.objects.filter(to="grace@example.org").last()
        assert "24 May 2026" in last.body
        assert last.subject.startswith("New deadline")
        assert Message.objects.filter(to="far@example.org").count() == 1

    def test_tells_a_new_candidate_by_the_invitation_alone(self):
        c = calling()
        type(c.ballot).objects.update(
            standing="countermanded", closes_at=CLOSE + 30 * A_DAY, poll_on=dt.date(2026, 6, 11)
        )
        for _ in range(2):
            on_time(CLOSE + A_DAY)

        assert [x.kind for x in Contact.objects.all()] == ["invitation"]


class TestLetters:
    def test_are_owed_to_those_without_an_address_that_mail_reaches(self):
        c = calling()
        ines = CandidateFactory(ballot=c.ballot, name="Ines Costa", email="no address")

        assert set(names(letters_owed(c.call, INVITE))) == {"Omar Haddad", ines.name}
        assert letters_owed(c.call, INVITE - A_SECOND) == []

    def test_are_owed_once_an_email_came_back(self):
        c = calling()
        on_time(INVITE)
        BounceFactory(address="grace@example.org", hard=True, message=Message.objects.get())
        on_time(INVITE + A_DAY)

        assert Contact.objects.get().failed_at == INVITE + A_DAY
        assert "Grace Nwosu" in names(letters_owed(c.call, INVITE + A_DAY))
        assert Message.objects.count() == 1

    def test_have_the_same_text_and_a_code_to_type(self):
        c = calling()
        on_time(INVITE)
        with at(INVITE):
            (letter,) = actions.print_letters(by=steward, call=c.call)
            contact = actions.note_contact(
                by=steward, call=c.call, candidate=c.omar, kind=ContactKind.INVITATION,
                way=ContactWay.LETTER,
            )  # fmt: skip

        assert letter.candidate == c.omar
        assert contact.text_digest == Contact.objects.get(candidate=c.grace).text_digest
        link = CandidateLink.objects.by_link(as_typed(letter.code.lower().replace("-", " ")))
        assert link.get().candidate == c.omar
        assert letters_owed(c.call, INVITE) == []

    def test_printed_anew_have_a_new_code_and_the_old_one_stops(self):
        c = calling()
        with at(INVITE):
            (first,) = [p for p in actions.print_letters(by=steward, call=c.call)
                        if p.candidate == c.omar]  # fmt: skip
            actions.print_letters(by=steward, call=c.call)

        assert not CandidateLink.objects.by_link(first.code).exists()
        assert CandidateLink.objects.good().filter(candidate=c.omar).count() == 1

    def test_leave_a_letter_that_was_posted_alone(self):
        c = calling()
        with at(INVITE):
            (first,) = [p for p in actions.print_letters(by=steward, call=c.call)
                        if p.candidate == c.omar]  # fmt: skip
        with at(INVITE + A_SECOND):
            actions.note_contact(by=steward, call=c.call, candidate=c.omar,
                                 kind=ContactKind.INVITATION, way=ContactWay.LETTER)  # fmt: skip
        with at(CLOSE - 7 * A_DAY):
            printed = [p for p in actions.print_letters(by=steward, call=c.call)
                       if p.candidate == c.omar]  # fmt: skip

        assert [(p.kind, p.number) for p in printed] == [("reminder", 7)]
        assert CandidateLink.objects.by_link(first.code).exists()

    def test_are_noted_once_and_only_when_owed(self):
        c = calling()
        how = {"by": steward, "call": c.call, "candidate": c.omar, "way": ContactWay.TELEPHONE}
        with at(INVITE):
            with pytest.raises(Refused, match="owed nothing"):
                actions.note_contact(**how, kind=ContactKind.REMINDER, number=7)
            actions.note_contact(**how, kind=ContactKind.INVITATION)
            with pytest.raises(Refused, match="owed nothing"):
                actions.note_contact(**how, kind=ContactKind.INVITATION)
            with pytest.raises(Refused, match="by the site itself"):
                actions.note_contact(**how | {"way": ContactWay.EMAIL}, kind=ContactKind.INVITATION)


class TestLinks:
    @pytest.mark.parametrize("somebody", [*OTHERS, administrator], ids=lambda who: who.label)
    def test_are_made_and_letters_printed_by_who_declared_to_be_independent(self, somebody):
        c = calling()
        InterestFactory(call=c.call, person_key=administrator.key, public_body=True)
        tries = [
            lambda: actions.make_link(by=somebody, call=c.call, candidate=c.omar),
            lambda: actions.print_letters(by=somebody, call=c.call),
            lambda: actions.send_link_anew(by=somebody, call=c.call, candidate=c.grace),
            lambda: actions.note_contact(
                by=somebody, call=c.call, candidate=c.omar, kind=ContactKind.INVITATION,
                way=ContactWay.LETTER,
            ),
        ]  # fmt: skip
        for attempt in tries:
            with at(INVITE), pytest.raises(PermissionDenied):
                attempt()

    def test_stop_working_when_revoked_for_a_reason(self):
        c = calling()
        with at(INVITE):
            link, code = actions.make_link(by=steward, call=c.call, candidate=c.omar)
            with pytest.raises(Refused):
                actions.revoke_link(by=steward, link=link, because=" ")
            actions.revoke_link(by=steward, link=link, because="Passed on")
            with pytest.raises(Refused, match="stopped before"):
                actions.revoke_link(by=steward, link=link, because="Again")

        assert not CandidateLink.objects.by_link(code).exists()

    def test_sent_anew_stop_all_before_and_settle_what_came_back(self):
        c = calling()
        on_time(INVITE)
        Contact.objects.update(failed_at=INVITE)
        with at(INVITE + A_DAY):
            actions.send_link_anew(by=steward, call=c.call, candidate=c.grace)

        old, new = tokens_to("grace@example.org")
        assert not CandidateLink.objects.by_link(old).exists()
        assert CandidateLink.objects.by_link(new).exists()
        assert names(letters_owed(c.call, INVITE + A_DAY)) == ["Omar Haddad"]

    def test_are_made_for_nobody_before_the_hour_nor_who_withdrew_nor_elsewhere(self):
        c = calling()
        far = CandidateFactory()
        for candidate, moment in ((c.omar, INVITE - A_SECOND), (far, INVITE)):
            with at(moment), pytest.raises(Refused):
                actions.make_link(by=steward, call=c.call, candidate=candidate)
        with at(INVITE):
            actions.withdraw_candidate(
                by=steward, candidate=c.omar, standing=CandidateStanding.WITHDRAWN,
                on=INVITE.date(),
            )  # fmt: skip
            with pytest.raises(Refused, match="does not stand"):
                actions.make_link(by=steward, call=c.call, candidate=c.omar)

    def test_of_another_call_are_not_mixed_up(self):
        c, other = calling(), CallFactory()

        assert letters_owed(other, INVITE) == []
        assert c.call.pk != other.pk
