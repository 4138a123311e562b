"""What somebody may do with what they said, and when who they are is forgotten."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from commonweal.commitments import actions
from commonweal.commitments.models import File, Follower
from commonweal.commitments.reports import left_of
from commonweal.commitments.tests.asked import (
    closed,
    editor,
    linked,
    moderator,
    point_of,
    reader,
    reported,
    robot,
    said,
    steward,
    stranger,
)
from commonweal.commitments.tests.factories import FileFactory, FollowerFactory
from commonweal.core import clock
from commonweal.core.refused import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return closed()


class TestWhoMayDoIt:
    @pytest.mark.parametrize(
        "somebody", [stranger, reader, editor, moderator, steward, robot], ids=lambda a: a.label
    )
    def test_is_whoever_holds_the_link_and_nobody_else(self, asked, somebody):
        submission = said(asked).submission
        for attempt in (
            lambda: actions.take_back_submission(by=somebody, submission=submission),
            lambda: actions.choose_naming(by=somebody, submission=submission, named=True),
        ):
            with pytest.raises(PermissionDenied):
                attempt()

    def test_is_not_the_holder_of_anothers_link(self, asked):
        mine, theirs = said(asked), said(asked)

        with pytest.raises(PermissionDenied):
            actions.take_back_submission(by=linked(mine), submission=theirs.submission)

        theirs.refresh_from_db()
        assert theirs.text


class TestTakingBack:
    def test_wipes_words_and_person_and_counts_nowhere(
        self, asked, django_capture_on_commit_callbacks
    ):
        comment = said(
            asked, name="Jo Wyke", email="jo@example.org", organisation_name="Bread",
            area="E07000148", named=True, follows=True,
        )  # fmt: skip
        one = FileFactory()
        comment.submission.files.add(one)
        FollowerFactory(submission=comment.submission)
        point = point_of(asked, comment, said(asked))

        with django_capture_on_commit_callbacks(execute=True):
            actions.take_back_submission(by=linked(comment), submission=comment.submission)

        comment.refresh_from_db()
        kept = comment.submission
        kept.refresh_from_db()
        assert comment.text == ""
        assert (kept.name, kept.email, kept.organisation_name, kept.area) == ("", "", "", "")
        assert (kept.named, kept.follows) == (False, False)
        assert kept.taken_back_at
        assert not File.objects.exists()
        assert not one.file.storage.exists(one.file.name)
        assert not Follower.objects.exists()
        assert point.holds.count() == 1

    def test_leaves_a_file_that_somebody_else_sent_too(self, asked):
        mine, theirs = said(asked), said(asked)
        shared = FileFactory()
        mine.submission.files.add(shared)
        theirs.submission.files.add(shared)

        actions.take_back_submission(by=linked(mine), submission=mine.submission)

        assert list(theirs.submission.files.all()) == [shared]

    def test_empties_a_point_which_is_then_told_as_left(self, asked):
        comment = said(asked)
        point_of(asked, comment)

        actions.take_back_submission(by=linked(comment), submission=comment.submission)

        assert left_of(asked).sentences() == ("1 point holds no comment.",)

    def test_happens_once(self, asked):
        comment = said(asked)
        holder = linked(comment)
        actions.take_back_submission(by=holder, submission=comment.submission)

        with pytest.raises(Refused, match="already"):
            actions.take_back_submission(by=holder, submission=comment.submission)
        with pytest.raises(Refused, match="already"):
            actions.choose_naming(by=holder, submission=comment.submission, named=False)


class TestNaming:
    def test_can_be_changed_both_ways(self, asked):
        comment = said(asked, name="Jo Wyke")
        for named in (True, False):
            actions.choose_naming(by=linked(comment), submission=comment.submission, named=named)
            comment.submission.refresh_from_db()
            assert comment.submission.named is named

    def test_needs_a_name(self, asked):
        comment = said(asked)
        with pytest.raises(Refused, match="no name"):
            actions.choose_naming(by=linked(comment), submission=comment.submission, named=True)


class TestForgetting:
    def told(self, asked, days):
        comment = said(
            asked, "My words.", name="Jo", email="jo@example.org", named=True, follows=True
        )
        linked(comment)
        follower = FollowerFactory(submission=comment.submission)
        point_of(asked, comment)
        with clock.put_back(days):
            reported(asked)
        return comment, follower

    def test_comes_two_years_after_the_report(self, asked):
        comment, follower = self.told(asked, 732)

        assert actions.forget_submitters(by=robot) == 1

        comment.submission.refresh_from_db()
        kept = comment.submission
        assert (kept.name, kept.email, kept.digest, kept.named) == ("", "", None, False)
        assert kept.forgotten_on == clock.today()
        comment.refresh_from_db()
        assert comment.text == "My words."
        follower.refresh_from_db()
        assert follower.submission is None
        assert actions.forget_submitters(by=robot) == 0

    def test_does_not_come_before(self, asked):
        comment, _ = self.told(asked, 729)

        assert actions.forget_submitters(by=robot) == 0

        comment.submission.refresh_from_db()
        assert comment.submission.name == "Jo"

    def test_does_not_come_without_a_report(self):
        said(closed(opened_at=dt.datetime(2015, 1, 1, tzinfo=dt.UTC)), name="Jo")
        assert actions.forget_submitters(by=robot) == 0

    @pytest.mark.parametrize("somebody", [stranger, reader, moderator, steward])
    def test_is_for_the_clock(self, somebody):
        with pytest.raises(PermissionDenied):
            actions.forget_submitters(by=somebody)

    def test_is_done_each_hour(self):
        assert actions.forget_submitters in actions.HOURLY
