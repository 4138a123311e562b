"""Following by e-mail: nothing before consent, nothing after it, and nobody learns who does."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from commonweal.commitments import actions
from commonweal.commitments.actions import following
from commonweal.commitments.models import Follower, Version
from commonweal.commitments.tests.factories import (
    CommitmentFactory,
    DocumentFactory,
    EvidenceFactory,
    FollowerFactory,
    SubmissionFactory,
)
from commonweal.commitments.tests.publishing import published
from commonweal.comms.models import Bounce, Message
from commonweal.core.actions import name_of
from commonweal.core.actors import LinkHolder, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of
from commonweal.sector.tests.letterbox import letters_to
from commonweal.sector.tests.people import robot, steward

pytestmark = pytest.mark.django_db
ADA = "ada@example.org"
SPRING = dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC)


def token() -> str:
    """The secret in Ada's newest letter."""
    found = re.findall(r"/following/([\w-]{20,})/", letters_to(ADA)[-1].body)
    return found[0]


def holder(follower: Follower) -> LinkHolder:
    return LinkHolder(thing=name_of(follower))


def ask(version: Version, email: str = ADA) -> Follower:
    actions.follow(by=Visitor(), document=version.document, email=email)
    return Follower.objects.get(document=version.document, email=email.strip().lower())


def confirmed(version: Version) -> Follower:
    follower = ask(version)
    return actions.confirm_following(by=holder(follower), follower=follower)


def news(version: Version, at: dt.datetime, says: str = "It was open for 84 days.") -> None:
    promise = version.document.commitments.first() or CommitmentFactory(document=version.document)
    EvidenceFactory(commitment=promise, says=says, published_at=at)


def hourly() -> None:
    for job in (actions.forget_followers, actions.send_digests, actions.ask_again):
        job(by=robot)


@pytest.fixture
def clock():
    with time_machine.travel(SPRING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def version(clock) -> Version:
    return published()


class TestAsking:
    def test_sends_one_letter_that_asks_and_nothing_else(self, version, clock):
        ask(version)
        news(version, SPRING + dt.timedelta(days=1))

        clock.move_to(SPRING + dt.timedelta(days=6))
        hourly()

        assert [m.subject for m in letters_to(ADA)] == ["Do you wish to follow A fair wind?"]
        assert "84 days" not in letters_to(ADA)[0].body

    def test_again_leads_to_the_same_link(self, version):
        ask(version)
        first = token()

        ask(version, " ADA@example.org ")

        assert token() == first
        assert Follower.objects.count() == 1

    def test_of_an_address_that_follows_writes_to_nobody(self, version):
        confirmed(version)
        Message.objects.all().delete()

        ask(version)

        assert not Message.objects.exists()

    def test_keeps_the_address_out_of_the_journal(self, version):
        follower = confirmed(version)
        actions.stop_following(by=holder(follower), follower=follower)

        told = str(list(JournalEntry.objects.values()))

        assert ADA not in told
        assert "commitments.follow" in told

    def test_is_refused_for_what_is_no_address_or_not_published(self, version):
        with pytest.raises(Refused, match="e-mail address"):
            ask(version, "nobody")
        with pytest.raises(PermissionDenied):
            actions.follow(by=Visitor(), document=DocumentFactory(), email=ADA)
        assert not Follower.objects.exists()

    def test_is_forgotten_when_nobody_confirms_it_within_a_week(self, version, clock):
        follower = ask(version)

        clock.move_to(SPRING + dt.timedelta(days=7))
        with pytest.raises(Refused, match="no longer good"):
            actions.confirm_following(by=holder(follower), follower=follower)
        hourly()

        assert not Follower.objects.exists()


class TestFromWhatSomebodySaid:
    def test_is_tied_to_an_address_that_its_holder_confirms(self, version):
        said = SubmissionFactory(consultation__document=version.document)

        actions.follow(by=Visitor(), document=version.document, email=ADA, submission=said)

        assert Follower.objects.get().submission == said

    def test_is_never_tied_to_an_address_that_follows_already(self, version):
        confirmed(version)
        said = SubmissionFactory(consultation__document=version.document)

        actions.follow(by=Visitor(), document=version.document, email=ADA, submission=said)

        assert Follower.objects.get().submission is None

    def test_shows_its_page_nothing_of_an_address_before_it_is_confirmed(self, version, client):
        said = SubmissionFactory(consultation__document=version.document, digest=digest_of("mine"))
        client.post("/said/mine/follow/", {"email": ADA})
        page = client.get("/said/mine/").content.decode().partition("<main")[2]
        follower = Follower.objects.get(submission=said)

        assert "Tell me by e-mail what comes of it" in page
        actions.confirm_following(by=holder(follower), follower=follower)
        assert "We tell you by e-mail" in client.get("/said/mine/").content.decode()


class TestWhoMay:
    @pytest.mark.parametrize("change", [actions.confirm_following, actions.stop_following])
    def test_is_whoever_holds_this_very_link(self, version, change):
        follower = ask(version)
        other = FollowerFactory()

        for nobody in (Visitor(), steward, robot, holder(other)):
            with pytest.raises(PermissionDenied):
                change(by=nobody, follower=follower)

    @pytest.mark.parametrize(
        "job", [actions.send_digests, actions.ask_again, actions.forget_followers]
    )
    def test_carry_out_the_hourly_work_is_the_robot(self, job):
        for nobody in (Visitor(), steward):
            with pytest.raises(PermissionDenied):
                job(by=nobody)


class TestTheDigest:
    def test_tells_what_is_new_once_a_month(self, version, clock):
        confirmed(version)
        Message.objects.all().delete()
        news(version, SPRING + dt.timedelta(days=3))

        clock.move_to(SPRING + dt.timedelta(days=20))
        hourly()
        assert not letters_to(ADA)
        clock.move_to(SPRING + dt.timedelta(days=31))
        hourly()
        hourly()
        clock.move_to(SPRING + dt.timedelta(days=32))
        news(version, SPRING + dt.timedelta(days=31, hours=1), "More.")
        hourly()

        (letter,) = letters_to(ADA)
        assert letter.subject == "New: A fair wind"
        assert "84 days" in letter.body
        assert "More." not in letter.body
        assert letter.secret
        assert letter.stop_address in letter.body

    def test_tells_the_next_month_what_came_after_and_nothing_twice(self, version, clock):
        confirmed(version)
        news(version, SPRING + dt.timedelta(days=3))
        clock.move_to(SPRING + dt.timedelta(days=31))
        hourly()
        news(version, SPRING + dt.timedelta(days=40), "The second thing.")

        clock.move_to(SPRING + dt.timedelta(days=63))
        hourly()

        last = letters_to(ADA)[-1].body
        assert "The second thing." in last
        assert "84 days" not in last

    def test_is_not_written_when_nothing_is_new(self, version, clock):
        confirmed(version)
        Message.objects.all().delete()

        for days in (31, 62, 93):
            clock.move_to(SPRING + dt.timedelta(days=days))
            hourly()

        assert not Message.objects.exists()

    def test_leaves_nobody_out_or_twice_when_the_worker_dies(self, version, clock, monkeypatch):
        confirmed(version)
        FollowerFactory(
            document=version.document, email="bo@example.org", confirmed_at=SPRING,
            until=dt.date(2027, 4, 1), told_until=SPRING,
        )  # fmt: skip
        Message.objects.all().delete()
        news(version, SPRING + dt.timedelta(days=3))
        clock.move_to(SPRING + dt.timedelta(days=32))
        write, died = following.write, []

        def dies(letter, follower, **words):
            written = write(letter, follower, **words)
            if len(died) == 0 and follower.email == "bo@example.org":
                died.append(follower)
                raise KeyboardInterrupt
            return written

        monkeypatch.setattr(following, "write", dies)
        with pytest.raises(KeyboardInterrupt):
            actions.send_digests(by=robot)
        hourly()
        hourly()

        assert died
        assert sorted(Message.objects.values_list("to", flat=True)) == [ADA, "bo@example.org"]

    def test_tells_nothing_that_is_not_published(self, version, clock):
        confirmed(version)
        Message.objects.all().delete()
        EvidenceFactory(commitment=version.document.commitments.get(), says="Not yet.")

        clock.move_to(SPRING + dt.timedelta(days=32))
        hourly()

        assert not Message.objects.exists()

    def test_goes_to_no_address_that_sends_our_letters_back(self, version, clock):
        confirmed(version)
        Message.objects.all().delete()
        news(version, SPRING + dt.timedelta(days=3))
        clock.move_to(SPRING + dt.timedelta(days=32))
        from commonweal.core.tests.given import given

        with given():
            Bounce.objects.create(address=ADA, at=SPRING, hard=True, key="x")
        hourly()

        assert not Message.objects.exists()


class TestTheYear:
    def test_ends_in_silence_when_nobody_says_yes_again(self, version, clock):
        confirmed(version)
        Message.objects.all().delete()

        clock.move_to(dt.datetime(2027, 3, 5, 9, tzinfo=dt.UTC))
        hourly()
        hourly()
        assert [m.subject for m in letters_to(ADA)] == ["Do you still wish to follow A fair wind?"]
        clock.move_to(dt.datetime(2027, 4, 1, 9, tzinfo=dt.UTC))
        hourly()
        assert Follower.objects.exists()
        news(version, dt.datetime(2027, 4, 1, 10, tzinfo=dt.UTC))
        clock.move_to(dt.datetime(2027, 4, 2, 9, tzinfo=dt.UTC))
        actions.send_digests(by=robot)
        hourly()

        assert len(letters_to(ADA)) == 1
        assert not Follower.objects.exists()

    def test_begins_anew_for_who_says_yes(self, version, clock):
        follower = confirmed(version)
        clock.move_to(dt.datetime(2027, 3, 5, 9, tzinfo=dt.UTC))
        hourly()

        again = actions.confirm_following(by=holder(follower), follower=follower)

        assert again.until == dt.date(2028, 3, 5)
        clock.move_to(dt.datetime(2028, 2, 10, 9, tzinfo=dt.UTC))
        Message.objects.all().delete()
        hourly()
        assert len(letters_to(ADA)) == 1


class TestStopping:
    def test_deletes_the_address_and_takes_back_what_has_not_gone(self, version, clock):
        follower = confirmed(version)
        news(version, SPRING + dt.timedelta(days=3))
        clock.move_to(SPRING + dt.timedelta(days=32))
        hourly()
        assert letters_to(ADA)

        actions.stop_following(by=holder(follower), follower=follower)
        hourly()

        assert not Follower.objects.exists()
        assert not letters_to(ADA)

    def test_takes_back_no_letter_of_somebody_else(self, version):
        follower = ask(version)
        ask(version, "bo@example.org")

        actions.stop_following(by=holder(follower), follower=follower)

        assert list(Message.objects.values_list("to", flat=True)) == ["bo@example.org"]


class TestThePages:
    def test_answer_alike_whether_an_address_follows_or_not(self, version, client):
        confirmed(version)
        address = f"/promises/{version.document.slug}/follow/"

        known = client.post(address, {"email": ADA}, follow=True)
        unknown = client.post(address, {"email": "bo@example.org"}, follow=True)

        assert known.redirect_chain == unknown.redirect_chain
        assert known.content == unknown.content

    def test_do_nothing_when_they_are_opened(self, version, client):
        follower = ask(version)

        for _ in range(3):
            page = client.get(f"/following/{token()}/")
            assert client.get(f"/following/{token()}/stop/").status_code == 200

        follower.refresh_from_db()
        assert follower.confirmed_at is None
        assert page["Cache-Control"] == "no-store"
        assert ADA in page.content.decode()

    def test_confirm_and_stop_with_one_press_each(self, version, client):
        ask(version)
        secret = token()

        page = client.post(f"/following/{secret}/", follow=True).content.decode()
        assert "until 1 April 2027" in page
        assert client.post(f"/following/{secret}/stop/").url == "/following/stopped/"

        assert not Follower.objects.exists()
        assert client.get(f"/following/{secret}/").status_code == 404
        assert client.post(f"/following/{secret}/stop/").url == "/following/stopped/"

    def test_take_the_button_of_a_mail_program(self, version):
        from django.test import Client

        ask(version)
        strict = Client(enforce_csrf_checks=True)

        answer = strict.post(f"/following/{token()}/stop/", {"List-Unsubscribe": "One-Click"})

        assert answer.content == b"Stopped."
        assert not Follower.objects.exists()

    @pytest.mark.parametrize("guess", ["x", "0" * 48, "..%2F"])
    def test_know_no_guessed_link(self, version, client, guess):
        ask(version)

        assert client.get(f"/following/{guess}/").status_code == 404
        assert client.post(f"/following/{guess}/").status_code == 404
        assert Follower.objects.count() == 1

    def test_say_what_to_put_right(self, version, client):
        page = client.post(f"/promises/{version.document.slug}/follow/", {"email": "nobody"})

        assert page.status_code == 422
        assert "Write an e-mail address, such as" in page.content.decode()

    def test_do_not_let_one_address_be_written_to_over_and_over(self, version, client):
        address = f"/promises/{version.document.slug}/follow/"

        answers = [client.post(address, {"email": ADA}).status_code for _ in range(6)]

        assert answers == [302, 302, 302, 302, 429, 429]
        assert len(letters_to(ADA)) == 4

    def test_know_of_no_draft(self, client):
        draft = DocumentFactory()

        assert client.get(f"/promises/{draft.slug}/follow/").status_code == 404
