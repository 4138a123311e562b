"""Consultations: prepared by a checklist, opened for a window, given time, closed by the clock."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments import actions
from commonweal.commitments.actions.submissions import LONGEST
from commonweal.commitments.models import Comment, EqualityCount, Submission, Version
from commonweal.commitments.reports.heard import meter, unheard
from commonweal.commitments.tests.factories import (
    CommentFactory,
    ConsultationFactory,
    DocumentFactory,
    ParagraphFactory,
    ParagraphVersionFactory,
    QuestionFactory,
    SubmissionFactory,
)
from commonweal.comms.models import Message
from commonweal.core.actors import Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.sector.tests.factories import (
    MemberFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
)

pytestmark = pytest.mark.django_db
VISITOR = Visitor()
FIRST, LAST = dt.date(2026, 9, 7), dt.date(2026, 11, 30)
NOW = dt.datetime(2026, 9, 7, 10, 0, tzinfo=dt.UTC)
SAID = {
    "formative": "All but the number of priorities.", "information": "The draft.",
    "enough_time": "Twelve weeks.", "who_decides": "The steering group.",
    "decides_on": dt.date(2027, 1, 20), "equality": "People without cars.",
    "information_notice": "We hold it as a charity; the council may be asked for it.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _then():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def steward():
    return UserFactory(roles=["steward"])


@pytest.fixture
def moderator():
    return UserFactory(roles=["moderator"])


@pytest.fixture
def draft():
    document = DocumentFactory()
    paragraph = ParagraphFactory(document=document, heading="Buses", text="Nothing yet.")
    ParagraphVersionFactory(paragraph=paragraph)
    return document


def prepared(steward, draft, **more):
    made = actions.begin_consultation(by=steward, document=draft, title="What comes first?")
    told = actions.SetOut(
        **{"title": made.title, "opens_on": FIRST, "closes_on": LAST} | SAID | more
    )
    return actions.set_out_consultation(by=steward, consultation=made, told=told)


@pytest.fixture
def opened(steward, draft):
    made = prepared(steward, draft)
    actions.add_question(by=steward, consultation=made, words="Are these right?",
                         options=("Yes", "No"))  # fmt: skip
    return actions.open_consultation(by=steward, consultation=made)


def say(consultation, text="More buses.", **more):
    told = actions.ToldSubmission(comments=[actions.ToldComment(text)], **more)
    return actions.submit(by=VISITOR, consultation=consultation, told=told)


class TestOpening:
    @pytest.mark.parametrize("name", list(SAID))
    def test_waits_until_each_thing_on_the_checklist_is_said(self, steward, draft, name):
        made = prepared(steward, draft, **{name: None if name == "decides_on" else " "})

        with pytest.raises(Refused) as refusal:
            actions.open_consultation(by=steward, consultation=made)

        assert refusal.value.field == name

    def test_publishes_the_draft_and_keeps_the_first_date(self, opened):
        assert (opened.standing, opened.first_closes_on) == ("open", LAST)
        assert opened.document.versions.get() == opened.version
        assert Version.objects.get().body["parts"][0]["heading"] == "Buses"

    def test_for_less_than_twelve_weeks_needs_a_reason(self, steward, draft):
        early = dt.date(2026, 11, 29)
        made = prepared(steward, draft, closes_on=early)
        with pytest.raises(Refused, match="83 of 84"):
            actions.open_consultation(by=steward, consultation=made)

        told = actions.SetOut(
            **{"title": "A", "opens_on": FIRST, "closes_on": early, "short_reason": "A grant."}
            | SAID
        )
        actions.set_out_consultation(by=steward, consultation=made, told=told)

        assert actions.open_consultation(by=steward, consultation=made).standing == "open"

    def test_is_not_in_the_past(self, steward, draft):
        made = prepared(steward, draft, opens_on=dt.date(2026, 9, 6))

        with pytest.raises(Refused, match="has passed"):
            actions.open_consultation(by=steward, consultation=made)

    def test_of_two_on_one_draft_is_refused(self, steward, draft, opened):
        with pytest.raises(Refused, match="Another"):
            actions.open_consultation(by=steward, consultation=prepared(steward, draft))

    def test_freezes_what_is_asked(self, steward, opened):
        with pytest.raises(Refused, match="opened"):
            actions.add_question(by=steward, consultation=opened, words="And?")
        with pytest.raises(Refused, match="opened"):
            actions.set_out_consultation(
                by=steward, consultation=opened, told=actions.SetOut(title="B")
            )

    def test_is_refused_of_what_was_adopted(self, steward):
        document = DocumentFactory(standing="adopted", adopted_on=FIRST)

        with pytest.raises(Refused, match="draft"):
            actions.begin_consultation(by=steward, document=document, title="Late")

    def test_closes_after_it_opens_and_is_decided_after_it_closes(self, steward, draft):
        with pytest.raises(Refused) as first:
            prepared(steward, draft, closes_on=dt.date(2026, 9, 1))
        with pytest.raises(Refused) as second:
            prepared(steward, draft, decides_on=LAST)

        assert (first.value.field, second.value.field) == ("closes_on", "decides_on")

    @pytest.mark.parametrize("role", ["moderator", "editor", "reader"])
    def test_is_for_stewards(self, opened, draft, role):
        person = UserFactory(roles=[role])
        with pytest.raises(PermissionDenied):
            actions.begin_consultation(by=person, document=draft, title="Mine")
        with pytest.raises(PermissionDenied):
            actions.extend_consultation(
                by=person, consultation=opened, closes_on=dt.date(2027, 1, 1), reason="x"
            )


class TestTheWindow:
    def test_gives_more_time_and_shows_the_first_date(self, steward, opened):
        actions.extend_consultation(
            by=steward, consultation=opened, closes_on=dt.date(2026, 12, 14), reason="You asked."
        )

        opened.refresh_from_db()
        assert (opened.closes_on, opened.first_closes_on) == (dt.date(2026, 12, 14), LAST)
        assert opened.extensions.get().reason == "You asked."

    @pytest.mark.parametrize(("day", "reason"), [(LAST, "Why"), (dt.date(2026, 12, 14), " ")])
    def test_is_never_shortened_nor_moved_without_a_reason(self, steward, opened, day, reason):
        with pytest.raises(Refused):
            actions.extend_consultation(
                by=steward, consultation=opened, closes_on=day, reason=reason
            )

    def test_lasts_to_the_end_of_its_last_day(self, opened):
        with time_machine.travel(dt.datetime(2026, 11, 30, 23, 59, tzinfo=dt.UTC), tick=False):
            say(opened)
        with (
            time_machine.travel(dt.datetime(2026, 12, 1, 0, 0, tzinfo=dt.UTC), tick=False),
            pytest.raises(Refused, match="closed at the end of 30 November 2026"),
        ):
            say(opened)

    def test_is_not_closed_before(self, steward, opened):
        with pytest.raises(Refused, match="end of its last day"):
            actions.close_consultation(by=steward, consultation=opened)

    def test_is_closed_by_the_clock(self, opened):
        robot = Robot("housekeeping")
        assert actions.close_consultations(by=robot) == 0

        with time_machine.travel(dt.datetime(2026, 12, 1, 9, 0, tzinfo=dt.UTC), tick=False):
            assert actions.close_consultations(by=robot) == 1
            opened.refresh_from_db()
            assert opened.standing == "closed"

    def test_that_is_to_come_takes_nothing(self, steward, draft):
        made = prepared(steward, draft, opens_on=dt.date(2026, 9, 8), short_reason="One day.")
        actions.open_consultation(by=steward, consultation=made)

        with pytest.raises(Refused, match="opens on 8 September"):
            say(made)

    def test_that_is_over_is_not_lengthened(self, steward, opened):
        with (
            time_machine.travel(dt.datetime(2026, 12, 1, 9, 0, tzinfo=dt.UTC), tick=False),
            pytest.raises(Refused, match="is over"),
        ):
            actions.extend_consultation(
                by=steward, consultation=opened, closes_on=dt.date(2026, 12, 5), reason="Late."
            )


class TestSaying:
    def test_of_a_paragraph_keeps_the_edition_that_was_read(self, steward, opened):
        paragraph = opened.document.paragraphs.get()
        with time_machine.travel(dt.datetime(2026, 9, 9, 9, 0, tzinfo=dt.UTC), tick=False):
            actions.change_paragraph(
                by=steward, paragraph=paragraph, edition=1, heading="Buses", text="Two more."
            )
            late = actions.add_paragraph(
                by=steward, document=opened.document, kind="priority", heading="Boats"
            )
            paragraph.refresh_from_db()
            told = actions.ToldComment("None here.", paragraph=paragraph)
            made, _ = actions.submit(
                by=VISITOR, consultation=opened, told=actions.ToldSubmission(comments=[told])
            )
            with pytest.raises(Refused, match="not in this draft"):
                actions.submit(
                    by=VISITOR, consultation=opened,
                    told=actions.ToldSubmission([actions.ToldComment("x", paragraph=late)]),
                )  # fmt: skip

        assert (paragraph.edition, made.comments.get().paragraph_edition) == (2, 1)

    def test_needs_no_account_and_tells_the_journal_nothing(self, opened):
        submission, token = say(opened, name="Ada", email="ada@example.org")

        assert submission.comments.get().text == "More buses."
        entry = JournalEntry.objects.filter(action="commitments.submit").get()
        assert "Ada" not in str(entry.detail) + entry.actor_label
        assert token in Message.objects.get(to="ada@example.org").body

    def test_of_nothing_is_refused(self, opened):
        with pytest.raises(Refused, match="Say something"):
            say(opened, "  ")

    @pytest.mark.parametrize("long", [LONGEST + 1, 200_000])
    def test_of_too_much_is_refused(self, opened, long):
        with pytest.raises(Refused, match="room for 5,000"):
            say(opened, "x" * long)
        assert not Submission.objects.exists()

    def test_keeps_the_district_and_not_the_postcode(self, opened):
        PostcodeFactory()

        submission, _ = say(opened, postcode="nr11aa")

        assert submission.area == "E07000148"
        assert "NR1" not in str(Submission.objects.values().get())

    def test_keeps_no_name_of_who_may_not_speak_for_it(self, opened):
        hall, member = OrganisationFactory(), MemberFactory()
        told = actions.ToldSubmission(
            comments=[actions.ToldComment("x")], speaks_as="organisation", organisation=hall
        )

        with pytest.raises(Refused, match="do not keep"):
            actions.submit(by=member.person, consultation=opened, told=told)

    def test_is_for_the_organisation_whose_page_one_keeps(self, opened):
        member = MemberFactory()
        told = actions.ToldSubmission(
            comments=[actions.ToldComment("x")], speaks_as="organisation",
            organisation=member.organisation,
        )  # fmt: skip

        submission, _ = actions.submit(by=member.person, consultation=opened, told=told)

        assert submission.organisation == member.organisation

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"named": True}, "name"),
            ({"follows": True}, "email"),
            ({"speaks_as": "partner"}, "organisation_name"),
            ({"speaks_as": "god"}, "speaks_as"),
            ({"postcode": "NR1"}, "postcode"),
        ],
    )
    def test_says_what_is_missing(self, opened, more, field):
        with pytest.raises(Refused) as refusal:
            say(opened, **more)
        assert refusal.value.field == field

    def test_answers_only_what_is_asked_here(self, opened):
        question = opened.questions.get()
        for told in (
            actions.ToldComment(answer="Perhaps", question=question),
            actions.ToldComment("x", question=QuestionFactory()),
            actions.ToldComment("x", paragraph=ParagraphFactory()),
        ):
            with pytest.raises(Refused):
                actions.submit(
                    by=VISITOR, consultation=opened, told=actions.ToldSubmission(comments=[told])
                )

    def test_keeps_files_for_those_who_read(self, opened):
        given = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 x")

        submission, _ = say(opened, files=[given])

        assert not submission.files.get().public

    def test_of_a_program_as_a_picture_is_refused(self, opened):
        with pytest.raises(Refused, match="does not hold"):
            say(opened, files=[SimpleUploadedFile("a.png", b"MZ\x90")])
        assert not Submission.objects.exists()


class TestEntering:
    def told(self, **more):
        return actions.ToldSubmission(
            **{"comments": [actions.ToldComment("Ramps.")], "way": "paper", "said_on": FIRST} | more
        )

    def test_of_paper_counts_like_the_web_and_says_who_did(self, moderator, opened):
        made = actions.enter_submission(by=moderator, consultation=opened, told=self.told())

        assert (made.way, made.entered_by) == ("paper", moderator.label)
        assert Comment.objects.counted().count() == 1

    def test_sends_a_private_address_to_who_left_theirs(self, moderator, opened):
        made = actions.enter_submission(
            by=moderator, consultation=opened, told=self.told(email="pat@example.org", follows=True)
        )

        letters = Message.objects.filter(to="pat@example.org").values_list("body", flat=True)
        assert made.digest and any("/said/" in body for body in letters)
        assert actions.enter_submission(
            by=moderator, consultation=opened, told=self.told()
        ).digest is None  # fmt: skip

    def test_takes_what_was_said_in_time_for_four_weeks_more(self, moderator, opened):
        with time_machine.travel(dt.datetime(2026, 12, 28, 9, 0, tzinfo=dt.UTC), tick=False):
            actions.enter_submission(
                by=moderator, consultation=opened, told=self.told(said_on=LAST)
            )
        with (
            time_machine.travel(dt.datetime(2026, 12, 29, 9, 0, tzinfo=dt.UTC), tick=False),
            pytest.raises(Refused, match="four weeks"),
        ):
            actions.enter_submission(by=moderator, consultation=opened, told=self.told())

    @pytest.mark.parametrize(
        "more",
        [
            {"way": "web"}, {"way": "event"}, {"said_on": dt.date(2026, 9, 6)},
            {"said_on": dt.date(2026, 9, 8)},
        ],
    )  # fmt: skip
    def test_refuses_what_cannot_be(self, moderator, opened, more):
        with pytest.raises(Refused):
            actions.enter_submission(by=moderator, consultation=opened, told=self.told(**more))

    @pytest.mark.parametrize("role", ["reader", "editor"])
    def test_is_for_moderators(self, opened, role):
        with pytest.raises(PermissionDenied):
            actions.enter_submission(
                by=UserFactory(roles=[role]), consultation=opened, told=self.told()
            )


class TestModeration:
    def test_shows_nothing_before_it_was_read(self, opened):
        say(opened)

        assert not Comment.objects.shown().exists()
        assert Comment.objects.to_read().count() == 1

    def test_lets_it_be_seen_once(self, moderator, opened):
        submission, _ = say(opened)

        for _ in range(2):
            actions.let_be_seen(
                by=moderator, consultation=opened, comments=submission.comments.all()
            )

        assert Comment.objects.shown().count() == 1
        assert submission.comments.get().moderations.count() == 1

    def test_of_another_consultation_changes_nothing(self, moderator, opened):
        other = CommentFactory()

        assert not actions.let_be_seen(by=moderator, consultation=opened, comments=[other])

    def test_tells_the_author_why_and_counts_it_all_the_same(self, moderator, opened):
        submission, _ = say(opened, email="ada@example.org")
        comment = submission.comments.get()

        kept = actions.keep_from_view(by=moderator, comment=comment, reason="It names a child.")

        letter = Message.objects.filter(to="ada@example.org").order_by("-pk").first()
        assert "It names a child." in letter.body and kept.told_at is not None
        assert comment.text and comment.text not in letter.body  # the address is proven by nobody
        assert not Comment.objects.shown().exists() and Comment.objects.counted().count() == 1

    def test_writes_once_for_one_reason_and_again_when_it_is_shown(self, moderator, opened):
        submission, _ = say(opened, email="ada@example.org")
        comment = submission.comments.get()
        before = Message.objects.count()

        for _ in range(2):
            actions.keep_from_view(by=moderator, comment=comment, reason="It names a child.")
        actions.let_be_seen(by=moderator, consultation=opened, comments=[comment])

        assert Message.objects.count() == before + 2
        assert "shown" in Message.objects.order_by("-pk").first().subject

    def test_needs_a_reason_and_a_moderator(self, moderator, opened):
        comment = say(opened)[0].comments.get()

        with pytest.raises(Refused):
            actions.keep_from_view(by=moderator, comment=comment, reason=" ")
        with pytest.raises(PermissionDenied):
            actions.keep_from_view(by=UserFactory(roles=["editor"]), comment=comment, reason="x")


class TestEquality:
    def test_is_counted_and_tied_to_nothing(self, opened):
        actions.count_equality(by=VISITOR, consultation=opened, answers={"age": "80 or over"})
        actions.count_equality(by=VISITOR, consultation=opened, answers={"age": "80 or over"})

        row = EqualityCount.objects.get()
        assert row.count == 2
        assert {f.name for f in EqualityCount._meta.fields} == {
            "id", "consultation", "topic", "answer", "count",
        }  # fmt: skip

    @pytest.mark.parametrize("answers", [{"age": "Old"}, {"shoe": "42"}])
    def test_takes_only_what_is_offered(self, opened, answers):
        with pytest.raises(Refused):
            actions.count_equality(by=VISITOR, consultation=opened, answers=answers)

    def test_is_over_with_the_last_day(self, opened):
        with (
            time_machine.travel(dt.datetime(2026, 12, 1, 9, 0, tzinfo=dt.UTC), tick=False),
            pytest.raises(Refused),
        ):
            actions.count_equality(by=VISITOR, consultation=opened, answers={"age": "18 to 24"})


class TestTheMeter:
    def test_says_who_is_missing(self, steward, opened, django_assert_max_num_queries):
        PlaceFactory()
        heard, quiet = OrganisationFactory(kind="charity"), OrganisationFactory(kind="cic")
        SubmissionFactory(consultation=opened, organisation=heard, speaks_as="organisation",
                          organisation_name=heard.name)  # fmt: skip
        SubmissionFactory(
            consultation=opened, organisation=quiet, taken_back_at=NOW, speaks_as="organisation"
        )

        with django_assert_max_num_queries(12):
            found = meter(opened)

        lines = next(lines for key, _, lines in found.divisions if key == "kind")
        kinds = {line.key: (line.heard, line.of) for line in lines}
        assert kinds == {"charity": (1, 1), "cic": (0, 1)}
        assert (found.submissions, found.named) == (1, 1)

    def test_asks_each_of_the_missing_once(self, steward, opened):
        OrganisationFactory(kind="cic", email="")
        quiet = OrganisationFactory(kind="cic", email="hello@quiet.example")
        heard = OrganisationFactory(kind="cic", email="hello@heard.example")
        SubmissionFactory(consultation=opened, organisation=heard)
        OrganisationFactory(kind="cic", email="no@secret.example", withheld=True)
        missing = list(unheard(opened, kind="cic"))

        sent = [
            actions.invite(by=steward, consultation=opened, organisations=missing) for _ in range(2)
        ]

        assert (missing, sent) == ([quiet], [1, 0])
        assert Message.objects.filter(to="hello@quiet.example").count() == 1

    def test_counts_what_staff_name(self, moderator, opened):
        submission, _ = say(opened, speaks_as="organisation", organisation_name="The Hall")
        hall = OrganisationFactory()

        actions.name_organisation_of_submission(
            by=moderator, submission=submission, organisation=hall
        )

        assert meter(opened).named == 1
        with pytest.raises(Refused):
            actions.name_organisation_of_submission(
                by=moderator, submission=submission,
                organisation=OrganisationFactory(withheld=True),
            )  # fmt: skip

    def test_of_a_closed_one_asks_nobody(self, steward):
        closed = ConsultationFactory(
            standing="closed", opens_on=FIRST, closes_on=FIRST, first_closes_on=FIRST
        )
        with pytest.raises(Refused):
            actions.invite(by=steward, consultation=closed, organisations=[])


class TestFollowing:
    def test_who_asks_to_be_told_is_asked_to_confirm_it(self, opened):
        made, _ = say(opened, email="ann@example.org", follows=True)

        follower = opened.document.followers.get()
        assert (follower.email, follower.submission) == ("ann@example.org", made)
        assert follower.confirmed_at is None

    def test_who_gives_an_address_only_follows_nothing(self, opened):
        say(opened, email="ann@example.org")

        assert not opened.document.followers.exists()
