"""What is told of points: to everybody, to whoever said something, and from what changed back."""

from __future__ import annotations

import datetime as dt

import pytest

from commonweal.commitments import actions
from commonweal.commitments.reports import (
    news_of_points,
    points_behind_actions,
    points_behind_paragraph,
    said_by,
    told_of,
    what_came_of,
)
from commonweal.commitments.reports.points import said_in_all
from commonweal.commitments.tests.asked import (
    closed,
    linked,
    point_of,
    reported,
    said,
    steward,
)
from commonweal.commitments.tests.factories import (
    THEN,
    ActionFactory,
    ActionStatusFactory,
    ModerationFactory,
    ParagraphFactory,
    ParagraphVersionFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db
LATER = THEN + dt.timedelta(days=90)
EVER = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def asked():
    return closed()


def words(pieces, *kinds):
    return "".join(p.text for p in pieces if p.kind in kinds)


def changed(consultation, **kwargs):
    """A paragraph as people were asked about it, and changed since."""
    paragraph = ParagraphFactory(document=consultation.document, heading="Buses", text="None.")
    ParagraphVersionFactory(paragraph=paragraph, text="Nothing on buses.")
    change = ParagraphVersionFactory(
        paragraph=paragraph, edition=2, text="Something on buses.", at=LATER, **kwargs
    )
    return paragraph, change


class TestWhatCameOfIt:
    def test_counts_people_by_their_ways_all_the_same(self, asked):
        first = said(asked)
        again = said(asked)
        type(again).objects.filter(pk=again.pk).update(submission=first.submission)
        point_of(asked, first, again, said(asked, way="paper"), said(asked, way="telephone"))

        (told,) = what_came_of(reported(asked))

        assert told.heard.people == 3
        assert told.heard.comments == 4
        assert told.heard.sentence == (
            "3 of you said so: 1 on paper, 1 by telephone and 1 on the web."
        )

    def test_quotes_what_is_shown_and_only_counts_the_rest(self, asked):
        point_of(asked, said(asked, "Shown."), said(asked, "Kept from view.", standing="withheld"))

        (told,) = what_came_of(reported(asked))

        assert [q.text for q in told.quotes] == ["Shown."]
        assert (told.heard.people, told.heard.hidden) == (2, 1)

    def test_names_only_who_chose_to_be_named(self, asked):
        point_of(
            asked,
            said(asked, "One.", name="Jo Wyke", organisation_name="Bread", named=True),
            said(asked, "Two.", name="Ann Other"),
        )

        (told,) = what_came_of(reported(asked))

        assert [q.who for q in told.quotes] == ["Jo Wyke, Bread", ""]

    def test_is_nothing_before_it_was_published(self, asked):
        point_of(asked, said(asked))
        assert what_came_of(asked) == ()

    def test_says_how_many_answered_in_all(self, asked):
        assert said_in_all(asked) == "Nobody said anything."
        said(asked)
        said(asked, way="paper")
        assert said_in_all(asked) == "2 answers came: 1 on paper and 1 on the web."

    def test_asks_the_database_as_often_for_many_points_as_for_one(
        self, asked, django_assert_num_queries
    ):
        for n in range(3):
            point = point_of(asked, *(said(asked) for _ in range(6)), title=f"Point {n}")
            paragraph, change = changed(asked)
            doing = ActionFactory(document=asked.document)
            actions.tie_point_to_action(by=steward, point=point, doing=doing)
            actions.tie_point_to_paragraph(
                by=steward, point=point, paragraph=paragraph, version=change
            )
        reported(asked)
        points = list(asked.points.select_related("consultation__document"))

        with django_assert_num_queries(9):
            told = told_of(points)

        assert [len(t.quotes) for t in told] == [4, 4, 4]
        assert all(t.changes or t.doings for t in told)


class TestTheDifference:
    def test_is_the_change_that_was_made_for_the_point(self, asked):
        paragraph, change = changed(asked)
        ParagraphVersionFactory(paragraph=paragraph, edition=3, text="Quite other.", at=LATER)
        point = point_of(asked, said(asked))
        actions.tie_point_to_paragraph(by=steward, point=point, paragraph=paragraph, version=change)

        (told,) = what_came_of(reported(asked))

        (difference,) = told.changes
        assert words(difference.text, "same", "gone") == "Nothing on buses."
        assert words(difference.text, "same", "new") == "Something on buses."

    def test_without_one_is_as_asked_and_as_now(self, asked):
        paragraph, _ = changed(asked)
        point = point_of(asked, said(asked))
        actions.tie_point_to_paragraph(by=steward, point=point, paragraph=paragraph)

        (told,) = what_came_of(reported(asked))

        assert words(told.changes[0].text, "gone") == "Nothing"
        assert not told.changes[0].tied

    def test_of_what_was_taken_out_is_all_of_it(self, asked):
        paragraph, change = changed(asked, taken_out=True)
        point = point_of(asked, said(asked))
        actions.tie_point_to_paragraph(by=steward, point=point, paragraph=paragraph, version=change)

        (told,) = what_came_of(reported(asked))

        assert words(told.changes[0].text, "gone") == "Nothing on buses."
        assert told.changes[0].taken_out

    def test_shows_no_draft_that_was_written_after_the_report(self, asked):
        paragraph, _ = changed(asked)
        point = point_of(asked, said(asked))
        reported(asked)
        written = asked.reported_at + dt.timedelta(days=1)
        draft = ParagraphVersionFactory(
            paragraph=paragraph, edition=3, text="A secret draft.", at=written, point=point
        )

        (before,) = what_came_of(asked)
        (for_staff,) = told_of([asked.points.get()], public=False)
        VersionFactory(document=asked.document, at=written)
        (after,) = what_came_of(asked)

        assert before.changes == ()
        assert [c.edition for c in for_staff.changes] == [draft.edition]
        assert [c.edition for c in after.changes] == [draft.edition]


class TestTheAction:
    def test_is_told_as_it_stands_now_and_how_it_slipped(self, asked):
        doing = ActionFactory(document=asked.document, due_on=dt.date(2026, 9, 30))
        ActionStatusFactory(action=doing, due_on=dt.date(2027, 2, 28), reason="The surveyor left.")
        ActionStatusFactory(action=doing, standing="done", reason="At last.")
        point = point_of(asked, said(asked))
        actions.tie_point_to_action(by=steward, point=point, doing=doing)

        (told,) = what_came_of(reported(asked))

        (now,) = told.doings
        assert (now.label, now.reason, now.due_on) == ("Done", "At last.", dt.date(2027, 2, 28))
        assert now.slipped

    def test_begun_since_the_report_is_told_once_a_version_holds_it(self, asked):
        point = point_of(asked, said(asked))
        reported(asked)
        begun = asked.reported_at + dt.timedelta(days=1)
        doing = ActionFactory(document=asked.document, begun_at=begun)
        point.actions.add(doing)

        (before,) = what_came_of(asked)
        (for_staff,) = told_of([asked.points.get()], public=False)
        VersionFactory(document=asked.document, at=begun)
        (after,) = what_came_of(asked)

        assert before.doings == ()
        assert [now.action for now in for_staff.doings] == [doing]
        assert [now.action for now in after.doings] == [doing]

    def test_has_not_begun_where_nobody_said_anything_of_it(self, asked):
        point = point_of(asked, said(asked))
        actions.tie_point_to_action(
            by=steward, point=point, doing=ActionFactory(document=asked.document)
        )

        (told,) = what_came_of(reported(asked))

        assert told.doings[0].label == "Not begun"
        assert not told.doings[0].slipped


class TestFromWhatChanged:
    def test_leads_back_to_the_points_and_how_many_said_them(self, asked):
        paragraph, _ = changed(asked)
        doing = ActionFactory(document=asked.document)
        point = point_of(asked, said(asked), said(asked))
        actions.tie_point_to_paragraph(by=steward, point=point, paragraph=paragraph)
        actions.tie_point_to_action(by=steward, point=point, doing=doing)

        assert points_behind_paragraph(paragraph) == ()
        assert points_behind_actions([doing]) == {}
        (for_staff,) = points_behind_paragraph(paragraph, public=False)
        assert for_staff.comments == 2
        reported(asked)
        assert points_behind_paragraph(paragraph)[0].point == point
        assert points_behind_actions([doing])[doing.pk][0].comments == 2

    def test_also_where_the_change_alone_names_the_point(self, asked):
        point = point_of(asked, said(asked))
        paragraph, _ = changed(asked, point=point)

        assert points_behind_paragraph(paragraph, public=False)[0].point == point


class TestWhatOnePersonReads:
    def test_is_their_comments_with_moderation_points_and_decisions(self, asked):
        comment = said(asked, "Jo is rude.", standing="withheld")
        ModerationFactory(comment=comment, standing="withheld", reason="It names somebody.")
        point_of(asked, comment, said(asked, "Somebody else's words."))

        (before,) = said_by(comment.submission)
        reported(asked)
        (after,) = said_by(comment.submission)

        assert before.points == ()
        assert after.moderation.reason == "It names somebody."
        (told,) = after.points
        assert told.decided.label == "Taken up in part"
        assert told.quotes == ()

    def test_leaves_out_points_that_were_only_suggested(self, asked):
        comment = said(asked)
        point = point_of(asked, comment)
        reported(asked)
        point.holds.update(confirmed_at=None)

        assert said_by(comment.submission)[0].points == ()


class TestNews:
    def test_is_the_report_with_ones_own_points_for_whoever_said_something(self, asked):
        mine = said(asked)
        point_of(asked, mine, title="Buses")
        point_of(asked, said(asked), title="Halls")
        reported(asked)

        (theirs,) = news_of_points(asked.document, THEN, EVER, mine.submission)
        (everybodys,) = news_of_points(asked.document, THEN, EVER)

        assert theirs.words == "Buses: taken up in part."
        assert everybodys.words == "What people said came to 2 points, each with its decision."

    def test_is_of_an_action_that_came_of_what_they_said(self, asked):
        mine, other = said(asked), said(asked)
        point = point_of(asked, mine)
        point_of(asked, other)
        doing = ActionFactory(document=asked.document, title="A night bus")
        actions.tie_point_to_action(by=steward, point=point, doing=doing)
        reported(asked)
        since = asked.reported_at
        for standing in ("under-way", "done"):
            ActionStatusFactory(
                action=doing, standing=standing, at=since + dt.timedelta(days=1), reason="It runs."
            )

        (news,) = news_of_points(asked.document, since, EVER, mine.submission)

        assert news.title == "Done: A night bus"
        assert "It runs." in news.words
        assert list(news_of_points(asked.document, since, EVER, other.submission)) == []

    def test_is_of_a_decision_that_was_changed_since(self, asked):
        point = point_of(asked, said(asked))
        reported(asked)
        since = asked.reported_at
        actions.decide_point(
            by=steward, point=point, decision="no", reason="No money.", decided_by="Board"
        )

        (news,) = news_of_points(asked.document, since, EVER)

        assert news.words == "Not taken up. No money."

    def test_is_told_once(self, asked):
        point_of(asked, said(asked))
        reported(asked)
        at = asked.reported_at
        a_moment = dt.timedelta(microseconds=1)

        assert list(news_of_points(asked.document, at, EVER)) == []
        assert len(list(news_of_points(asked.document, at - a_moment, at))) == 1


class TestWhatWasTakenBackAfterTheReport:
    def test_is_counted_as_published_and_quoted_nowhere(self, asked):
        comment = said(asked, "My words.", name="Jo", named=True)
        point_of(asked, comment, said(asked, "Other words."))
        reported(asked)

        actions.take_back_submission(by=linked(comment), submission=comment.submission)

        (told,) = what_came_of(asked)
        assert [q.text for q in told.quotes] == ["Other words."]
        assert told.heard.people == 2
