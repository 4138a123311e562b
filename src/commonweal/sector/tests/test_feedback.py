"""What people say of how a service treated them."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core.actors import LinkHolder, Operator, Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.core.suppression import LEAST_BASE
from commonweal.core.tests.given import given
from commonweal.sector import actions
from commonweal.sector.models import Feedback, FeedbackRelease
from commonweal.sector.reports.feedback import figures_of, published_feedback
from commonweal.sector.tests.factories import (
    FeedbackFactory,
    MemberFactory,
    OrganisationFactory,
    ServiceFactory,
)
from commonweal.sector.views.feedback import SayHowItWas

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 25)
HOUSEKEEPING = Robot("housekeeping")
YES = {"respect": "yes", "reached": "yes", "helped": "yes"}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(dt.datetime(2026, 11, 25, 12, 0, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def lunch():
    return ServiceFactory(name="Lunch club", organisation=OrganisationFactory(name="Bread for All"))


def said(service, many, **more):
    with given():
        return [
            FeedbackFactory(service=service, on=dt.date(2026, 10, 1), **more) for _ in range(many)
        ]


def member(service, role):
    with given():
        return MemberFactory(organisation=service.organisation, role=role).person


class TestSayHowItWas:
    def test_needs_no_name_and_no_account(self, lunch):
        feedback, token = actions.say_how_it_was(
            by=Visitor(),
            service=lunch,
            answers={"respect": "no"},
            words="  Nobody\u200b looked up. ",
        )

        assert (feedback.respect, feedback.helped) == ("no", "")
        assert feedback.words == "Nobody looked up."
        assert feedback.on == TODAY
        assert token not in feedback.digest

    def test_leaves_nothing_of_it_in_the_journal(self, lunch):
        actions.say_how_it_was(by=Visitor(), service=lunch, answers=YES, words="A secret")

        entry = JournalEntry.objects.get()
        assert entry.thing == f"sector.service:{lunch.pk}"
        assert entry.detail == {}

    @pytest.mark.parametrize(
        ("answers", "words", "sentence"),
        [
            ({}, "  ", "Answer one of the questions"),
            ({"respect": "five stars"}, "", "yes, partly or no"),
            (YES, "x" * 1001, "1,000|1000"),
        ],
    )
    def test_refuses_what_says_nothing_or_too_much(self, lunch, answers, words, sentence):
        with pytest.raises(Refused, match=sentence):
            actions.say_how_it_was(by=Visitor(), service=lunch, answers=answers, words=words)

        assert not Feedback.objects.exists()

    def test_ignores_what_was_not_asked(self, lunch):
        feedback, _ = actions.say_how_it_was(
            by=Visitor(), service=lunch, answers={**YES, "set_aside": "x", "stars": "5"}
        )

        assert feedback.set_aside == ""

    def test_is_not_about_what_is_not_shown(self, lunch):
        lunch.organisation.withheld = True
        with given():
            lunch.organisation.save()

        with pytest.raises(PermissionDenied):
            actions.say_how_it_was(by=Visitor(), service=lunch, answers=YES)

    def test_counts_the_same_told_by_telephone(self, lunch):
        with given():
            steward = UserFactory(roles=["steward"])

        note = actions.note_feedback(by=steward, service=lunch, answers=YES, told_by="telephone")

        assert note.digest is None
        with pytest.raises(PermissionDenied):
            actions.note_feedback(by=Visitor(), service=lunch, answers=YES)
        with pytest.raises(Refused, match="by what way"):
            actions.note_feedback(by=steward, service=lunch, answers=YES, told_by="web")


class TestWhoMayDoWhat:
    @pytest.mark.parametrize(
        ("role", "reads", "answers"),
        [("owner", True, True), ("editor", True, True), ("viewer", True, False)],
    )
    def test_goes_by_the_role(self, lunch, role, reads, answers):
        (feedback,) = said(lunch, 1)
        person = member(lunch, role)

        assert may(person, actions.read_feedback, organisation=lunch.organisation) is reads
        assert may(person, actions.reply_to_feedback, feedback=feedback, reply="Sorry") is answers
        assert may(person, actions.answer_in_public, service=lunch, words="Sorry") is answers
        assert may(person, actions.question_feedback, feedback=feedback, reason="x") is answers
        assert not may(person, actions.set_feedback_aside, feedback=feedback, reason="x")
        assert not may(person, actions.let_feedback_stand, feedback=feedback, reason="x")
        assert not may(person, actions.take_back_feedback, feedback=feedback)

    def test_ends_at_the_organisation(self, lunch):
        (feedback,) = said(lunch, 1)
        other = member(ServiceFactory(), "owner")

        for actor in (other, Visitor(), UserFactory(roles=["reader"]), HOUSEKEEPING):
            assert not may(actor, actions.read_feedback, organisation=lunch.organisation)
            assert not may(actor, actions.reply_to_feedback, feedback=feedback, reply="x")
            assert not may(actor, actions.answer_in_public, service=lunch, words="x")

    def test_taking_back_is_for_the_link_to_that_very_thing(self, lunch):
        one, other = said(lunch, 2)

        for actor in (Visitor(), LinkHolder(f"sector.feedback:{other.pk}"), LinkHolder("")):
            assert not may(actor, actions.take_back_feedback, feedback=one)
        actions.take_back_feedback(by=LinkHolder(f"sector.feedback:{one.pk}"), feedback=one)

        assert list(Feedback.objects.all()) == [other]


def may(actor, action, **words):
    try:
        action(by=actor, **words)
    except PermissionDenied:
        return False
    return True


class TestReading:
    def test_is_the_organisations_own(self, lunch):
        said(lunch, 2)
        said(ServiceFactory(), 1)

        assert actions.read_feedback(by=Operator(), organisation=lunch.organisation) == 0
        assert (
            actions.read_feedback(by=member(lunch, "viewer"), organisation=lunch.organisation) == 2
        )
        assert Feedback.objects.unseen().count() == 1

    def test_a_reply_to_what_was_told_to_a_steward_goes_nowhere(self, lunch):
        (feedback,) = said(lunch, 1, digest=None)

        with pytest.raises(Refused, match="no way to pass"):
            actions.reply_to_feedback(by=member(lunch, "owner"), feedback=feedback, reply="Sorry")

    def test_covers_only_what_they_were_shown(self, lunch):
        shown, _ = said(lunch, 2)
        (elsewhere,) = said(ServiceFactory(), 1)
        owner = member(lunch, "owner")

        these = [shown.pk, elsewhere.pk]
        read = actions.read_feedback(by=owner, organisation=lunch.organisation, these=these)

        assert read == 1
        shown.refresh_from_db()
        assert shown.seen_on == TODAY

    def test_a_steward_replies_for_nobody(self, lunch):
        (feedback,) = said(lunch, 1)

        assert not may(Operator(), actions.reply_to_feedback, feedback=feedback, reply="Sorry")


class TestJudging:
    def test_is_asked_for_with_a_reason_and_counts_until_then(self, lunch):
        (feedback,) = said(lunch, 1)
        owner = member(lunch, "owner")
        with pytest.raises(Refused, match="Say why"):
            actions.question_feedback(by=owner, feedback=feedback, reason="  ")

        actions.question_feedback(by=owner, feedback=feedback, reason="It names a volunteer")

        assert list(Feedback.objects.to_judge()) == [feedback]
        assert list(Feedback.objects.standing()) == [feedback]

    def test_sets_aside_and_lets_stand_with_a_reason(self, lunch):
        (feedback,) = said(lunch, 1)
        actions.set_feedback_aside(by=Operator(), feedback=feedback, reason="It names somebody")
        assert not Feedback.objects.standing().exists()

        with pytest.raises(Refused, match="Say why"):
            actions.let_feedback_stand(by=Operator(), feedback=feedback, reason="")
        stands = actions.let_feedback_stand(by=Operator(), feedback=feedback, reason="On reading")

        assert (stands.set_aside, stands.let_stand) == ("", "On reading")
        assert stands.judged_on == TODAY
        assert list(Feedback.objects.standing()) == [feedback]

    def test_is_not_asked_for_twice(self, lunch):
        (feedback,) = said(lunch, 1, questioned="We do not like it")
        actions.let_feedback_stand(by=Operator(), feedback=feedback, reason="It is their view")

        assert not Feedback.objects.to_judge().exists()
        with pytest.raises(Refused, match="It is their view"):
            actions.question_feedback(by=member(lunch, "owner"), feedback=feedback, reason="Again")


class TestRelease:
    def test_waits_for_ten(self, lunch):
        said(lunch, 9)
        assert actions.release_feedback(by=HOUSEKEEPING) == 0

        said(lunch, 1)

        assert actions.release_feedback(by=HOUSEKEEPING) == 1
        assert published_feedback(lunch).people == 10

    def test_waits_until_the_organisation_could_read_it(self, lunch):
        with given():
            for _ in range(10):
                FeedbackFactory(service=lunch, on=TODAY - dt.timedelta(days=13))
        assert actions.release_feedback(by=HOUSEKEEPING) == 0

        with time_machine.travel(dt.datetime(2026, 11, 26, 12, 0, tzinfo=dt.UTC)):
            assert actions.release_feedback(by=HOUSEKEEPING) == 1

    def test_comes_again_only_after_ten_more(self, lunch):
        said(lunch, 10)
        actions.release_feedback(by=HOUSEKEEPING)
        said(lunch, 9)
        with time_machine.travel(dt.datetime(2026, 12, 1, 12, 0, tzinfo=dt.UTC)):
            assert actions.release_feedback(by=HOUSEKEEPING) == 0
            said(lunch, 1)
            assert actions.release_feedback(by=HOUSEKEEPING) == 1
            assert actions.release_feedback(by=HOUSEKEEPING) == 0

        assert FeedbackRelease.objects.count() == 2

    def test_comes_again_when_ten_came_and_ten_fell_out(self, lunch):
        with given():
            for _ in range(10):
                FeedbackFactory(service=lunch, on=dt.date(2024, 12, 10))
        actions.release_feedback(by=HOUSEKEEPING)
        said(lunch, 10, respect="no")

        with time_machine.travel(dt.datetime(2026, 12, 20, 12, 0, tzinfo=dt.UTC)):
            assert actions.release_feedback(by=HOUSEKEEPING) == 1

        assert published_feedback(lunch).measures[0].share == 0

    def test_waits_while_the_difference_would_tell_of_a_few(self, lunch):
        said(lunch, 10)
        actions.release_feedback(by=HOUSEKEEPING)
        with time_machine.travel(dt.datetime(2026, 12, 1, 12, 0, tzinfo=dt.UTC)):
            with given():
                for number in range(10):
                    FeedbackFactory(
                        service=lunch, on=dt.date(2026, 11, 15), helped="no" if number < 4 else ""
                    )
                FeedbackFactory(service=lunch, on=dt.date(2026, 11, 30), helped="no")
            assert actions.release_feedback(by=HOUSEKEEPING) == 0
            owner = member(lunch, "owner")
            actions.read_feedback(by=owner, organisation=lunch.organisation)

        with time_machine.travel(dt.datetime(2026, 12, 2, 12, 0, tzinfo=dt.UTC)):
            assert actions.release_feedback(by=HOUSEKEEPING) == 1

    def test_leaves_out_what_was_set_aside_and_what_answers_nothing(self, lunch):
        said(lunch, 9)
        said(lunch, 5, set_aside="About another service")
        said(lunch, 5, respect="", helped="")

        assert actions.release_feedback(by=HOUSEKEEPING) == 0

    def test_counts_what_an_organisation_does_not_like(self, lunch):
        said(lunch, 10, questioned="We do not like it")

        assert actions.release_feedback(by=HOUSEKEEPING) == 1

    def test_counts_two_years(self, lunch):
        said(lunch, 9)
        with given():
            FeedbackFactory(service=lunch, on=TODAY - dt.timedelta(days=730))

        assert actions.release_feedback(by=HOUSEKEEPING) == 0


class TestFigures:
    def test_hide_what_would_give_somebody_away(self):
        rows = [("yes", "", "yes")] * 15 + [("no", "", "yes")] * 2 + [("partly", "yes", "no")] * 3

        figures = figures_of(rows)

        assert figures["respect"]["counts"] == {"yes": 15, "partly": None, "no": None}
        assert figures["respect"]["share"] == 75
        assert figures["reached"] == {"people": None, "share": None, "counts": {}}
        # Three noes alone would be worked out from the total: the yes is hidden with them.
        assert figures["helped"]["share"] is None
        assert figures["helped"]["counts"]["no"] is None

    def test_say_that_all_did(self):
        figures = figures_of([("yes", "yes", "yes")] * 20)

        assert figures["helped"] == {
            "people": 20,
            "share": 100,
            "counts": {"yes": 20, "partly": 0, "no": 0},
        }

    @pytest.mark.parametrize("rows", [[], [("", "", "")]])
    def test_of_nobody_are_none(self, rows):
        assert figures_of(rows)["helped"]["people"] is None


class TestLetters:
    def test_tell_the_keepers_once(self, lunch):
        owner = member(lunch, "owner")
        said(lunch, 3)

        assert actions.tell_of_feedback(by=HOUSEKEEPING) == 1
        assert actions.tell_of_feedback(by=HOUSEKEEPING) == 0

        letter = Message.objects.get()
        assert letter.to == owner.email
        assert "3 people have said" in letter.body
        assert "They listened" not in letter.body

    def test_go_to_nobody_where_nobody_could_read_it(self, lunch):
        with given():
            lunch.organisation.email = "bread@example.org"
            lunch.organisation.save()
        said(lunch, 1)

        assert actions.tell_of_feedback(by=HOUSEKEEPING) == 0


class TestForgetting:
    def test_wipes_words_after_two_years_and_keeps_the_answers(self, lunch):
        with given():
            old = FeedbackFactory(service=lunch, on=TODAY - dt.timedelta(days=731), reply="Sorry")
            FeedbackFactory(service=lunch, on=TODAY - dt.timedelta(days=731), respect="", helped="")
        (new,) = said(lunch, 1)

        assert actions.forget_feedback_words(by=HOUSEKEEPING) == 2
        assert actions.forget_feedback_words(by=HOUSEKEEPING) == 0

        old.refresh_from_db()
        new.refresh_from_db()
        assert (old.words, old.reply, old.digest, old.respect) == ("", "", None, "yes")
        assert new.words
        assert Feedback.objects.count() == 2


class TestPages:
    def test_take_it_from_anyone_and_lead_to_a_private_page(self, client, lunch):
        address = reverse("say-how-it-was", args=[lunch.uuid])
        assert "How were you treated" in client.get(address).content.decode()

        sent = client.post(address, {"respect": "yes", "words": "Kind <b>people</b>"})

        assert sent.status_code == 302
        page = client.get(sent.url)
        assert "Kind &lt;b&gt;people&lt;/b&gt;" in page.content.decode()
        assert page["Referrer-Policy"] == "same-origin"
        assert page["Cache-Control"] == "no-store"

    def test_let_no_household_make_up_a_figure_by_itself_in_a_day(self, client, lunch, monkeypatch):
        monkeypatch.setattr(SayHowItWas, "limits", ())
        address = reverse("say-how-it-was", args=[lunch.uuid])

        for _ in range(12):
            last = client.post(address, {"respect": "no"})
        other = client.post(address, {"respect": "no"}, REMOTE_ADDR="192.0.2.7")

        assert (last.status_code, other.status_code) == (429, 302)
        assert Feedback.objects.count() < LEAST_BASE

    def test_say_what_to_put_right(self, client, lunch):
        page = client.post(reverse("say-how-it-was", args=[lunch.uuid]), {"words": ""})

        assert page.status_code == 422
        assert "Answer one of the questions" in page.content.decode()

    def test_take_back_at_a_press_only(self, client, lunch):
        sent = client.post(reverse("say-how-it-was", args=[lunch.uuid]), {"respect": "yes"})
        client.get(sent.url)
        client.head(sent.url)
        assert Feedback.objects.count() == 1

        client.post(sent.url)

        assert not Feedback.objects.exists()
        assert client.get(sent.url).status_code == 404

    def test_are_not_there_for_what_is_withheld(self, client, lunch):
        (feedback,) = said(lunch, 1)
        lunch.organisation.withheld = True
        with given():
            lunch.organisation.save()
        owner = member(lunch, "owner")
        client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")

        ref = lunch.organisation.ref
        for address in (
            reverse("say-how-it-was", args=[lunch.uuid]),
            reverse("answer-in-public", args=[lunch.uuid]),
            reverse("organisation-feedback", args=[ref]),
            reverse("reply-to-feedback", args=[ref, feedback.pk]),
        ):
            assert client.get(address).status_code == 404, address

    def test_show_what_was_said_to_the_organisations_people_only(self, client, lunch):
        said(lunch, 1, words="They listened <script>")
        address = reverse("organisation-feedback", args=[lunch.organisation.ref])
        assert client.get(address).status_code == 302

        client.force_login(
            member(ServiceFactory(), "owner"), backend="django.contrib.auth.backends.ModelBackend"
        )
        assert client.get(address).status_code == 403

        client.force_login(
            member(lunch, "viewer"), backend="django.contrib.auth.backends.ModelBackend"
        )
        shown = client.get(address).content.decode()
        assert "They listened &lt;script&gt;" in shown
        assert "Reply" not in shown

    def test_do_not_reach_another_organisations_by_its_key(self, client, lunch):
        (feedback,) = said(ServiceFactory(), 1)
        client.force_login(
            member(lunch, "owner"), backend="django.contrib.auth.backends.ModelBackend"
        )

        for ref in (lunch.organisation.ref, feedback.organisation.ref):
            address = reverse("reply-to-feedback", args=[ref, feedback.pk])
            assert client.post(address, {"words": "x"}).status_code in {403, 404}

        feedback.refresh_from_db()
        assert feedback.reply == ""

    def test_a_reply_reaches_whoever_has_the_link(self, client, lunch):
        sent = client.post(reverse("say-how-it-was", args=[lunch.uuid]), {"respect": "no"})
        feedback = Feedback.objects.get()
        client.force_login(
            member(lunch, "editor"), backend="django.contrib.auth.backends.ModelBackend"
        )
        here = reverse("organisation-feedback", args=[lunch.organisation.ref])
        reply = reverse("reply-to-feedback", args=[lunch.organisation.ref, feedback.pk])

        assert client.post(reply, {"words": "We are sorry."}).url == here
        client.logout()

        assert "We are sorry." in client.get(sent.url).content.decode()

    def test_show_figures_on_the_service_and_never_a_word(self, client, lunch):
        said(lunch, 20, respect="yes", words="They listened")
        actions.release_feedback(by=HOUSEKEEPING)
        actions.answer_in_public(by=Operator(), service=lunch, words="We open at nine now.")

        shown = client.get(reverse("service", args=[lunch.uuid])).content.decode()

        assert "100%" in shown
        assert "were treated with respect" in shown
        assert "We open at nine now." in shown
        assert "They listened" not in shown

    def test_keep_from_the_journal_who_said_it(self, client, lunch):
        client.force_login(
            member(lunch, "owner"), backend="django.contrib.auth.backends.ModelBackend"
        )

        client.post(reverse("say-how-it-was", args=[lunch.uuid]), {"respect": "yes"})

        entry = JournalEntry.objects.get(action="sector.say_how_it_was")
        assert (entry.actor_key, entry.actor_label) == ("visitor", "a visitor")

    def test_show_no_reply_to_a_steward(self, client, lunch):
        said(lunch, 1, reply="Between us", replied_on=TODAY, replied_by="Ann")
        address = reverse("organisation-feedback", args=[lunch.organisation.ref])
        with given():
            steward = UserFactory(roles=["steward"])

        client.force_login(steward, backend="django.contrib.auth.backends.ModelBackend")
        assert "Between us" not in client.get(address).content.decode()
        client.force_login(
            member(lunch, "viewer"), backend="django.contrib.auth.backends.ModelBackend"
        )
        assert "Between us" in client.get(address).content.decode()

    def test_mark_as_read_only_what_was_on_the_page(self, client, lunch):
        shown, _ = said(lunch, 2)
        client.force_login(
            member(lunch, "viewer"), backend="django.contrib.auth.backends.ModelBackend"
        )
        address = reverse("organisation-feedback", args=[lunch.organisation.ref])

        client.post(address, {"seen": [shown.pk, "x", "-1", "9" * 30]})

        assert Feedback.objects.unseen().count() == 1

    def test_tell_the_link_holder_nothing_of_what_is_withheld_since(self, client, lunch):
        sent = client.post(reverse("say-how-it-was", args=[lunch.uuid]), {"words": "Kind"})
        with given():
            Feedback.objects.update(reply="We are glad", replied_on=TODAY, replied_by="Ann")
            lunch.organisation.withheld = True
            lunch.organisation.save()

        page = client.get(sent.url).content.decode()

        assert "Lunch club" not in page
        assert "We are glad" not in page
        assert "Kind" in page
        client.post(sent.url)
        assert not Feedback.objects.exists()

    def test_say_where_a_public_answer_is(self, client, lunch):
        client.force_login(
            member(lunch, "owner"), backend="django.contrib.auth.backends.ModelBackend"
        )
        address = reverse("answer-in-public", args=[lunch.uuid])

        before = client.post(address, {"words": "We open at nine."}, follow=True)
        assert "as soon as there are figures" in before.content.decode()
        assert "We open at nine." not in before.content.decode()
        said(lunch, 10)
        actions.release_feedback(by=HOUSEKEEPING)

        after = client.post(address, {"words": "We open at eight."}, follow=True)
        assert "It is on the page of the service." in after.content.decode()
        gone = client.post(address, {"words": ""}, follow=True)
        assert "We open at" not in gone.content.decode()
