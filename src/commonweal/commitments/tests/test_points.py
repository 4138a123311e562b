"""Gathering what people said into points, deciding on them, and publishing what came of it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from commonweal.commitments import actions
from commonweal.commitments.models import PointComment, Submission
from commonweal.commitments.reports import left_of, what_came_of
from commonweal.commitments.tests.asked import (
    BECAUSE,
    NOT_STEWARDS,
    closed,
    point_of,
    reported,
    said,
    steward,
)
from commonweal.commitments.tests.factories import (
    ActionFactory,
    ParagraphFactory,
    ParagraphVersionFactory,
    PointFactory,
)
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.core.tests.given import given

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return closed()


def take_back(comment):
    with given():
        Submission.objects.filter(pk=comment.submission_id).update(taken_back_at="2026-05-01T00Z")


class TestWhoMayDoIt:
    @pytest.mark.parametrize("somebody", NOT_STEWARDS, ids=lambda a: a.label)
    def test_is_for_stewards_alone(self, asked, somebody):
        comment, point = said(asked), PointFactory(consultation=asked)
        doing, paragraph = ActionFactory(), ParagraphFactory()

        for attempt in (
            lambda: actions.begin_point(by=somebody, consultation=asked, title="Buses"),
            lambda: actions.change_point(by=somebody, point=point, title="Buses"),
            lambda: actions.put_into_point(by=somebody, point=point, comments=[comment]),
            lambda: actions.take_out_of_point(by=somebody, point=point, comments=[comment]),
            lambda: actions.merge_points(by=somebody, point=point, into=point),
            lambda: actions.drop_point(by=somebody, point=point),
            lambda: actions.sign_off_point(by=somebody, point=point),
            lambda: actions.decide_point(by=somebody, point=point, decision="no", **BECAUSE),
            lambda: actions.tie_point_to_paragraph(by=somebody, point=point, paragraph=paragraph),
            lambda: actions.untie_point_from_paragraph(
                by=somebody, point=point, paragraph=paragraph
            ),
            lambda: actions.tie_point_to_action(by=somebody, point=point, doing=doing),
            lambda: actions.untie_point_from_action(by=somebody, point=point, doing=doing),
            lambda: actions.gather_the_rest(by=somebody, consultation=asked, **BECAUSE),
            lambda: actions.publish_points(by=somebody, consultation=asked),
        ):
            with pytest.raises(PermissionDenied):
                attempt()
        assert not PointComment.objects.exists()


class TestBegin:
    def test_numbers_points_and_holds_the_comments_that_say_it(self, asked):
        first = actions.begin_point(by=steward, consultation=asked, title="  Buses \n missing ")
        comment = said(asked)
        second = actions.begin_point(
            by=steward, consultation=asked, title="Halls", comments=[comment]
        )

        assert (first.number, second.number) == (1, 2)
        assert first.title == "Buses missing"
        held = second.holds.get()
        assert (held.comment, held.confirmed_by) == (comment, "Ada the steward")

    def test_keeps_no_words_of_anybody_in_the_journal(self, asked):
        actions.begin_point(
            by=steward, consultation=asked, title="Buses", comments=[said(asked, "Jo Wyke did")]
        )

        assert not [e for e in JournalEntry.objects.all() if "Wyke" in str(e.detail)]

    @pytest.mark.parametrize("title", ["", "   ", "x" * 201])
    def test_takes_a_title_of_some_length(self, asked, title):
        with pytest.raises(Refused, match="title|sentence"):
            actions.begin_point(by=steward, consultation=asked, title=title)

    def test_takes_no_endless_summary(self, asked):
        with pytest.raises(Refused, match="5,000"):
            actions.begin_point(
                by=steward, consultation=asked, title="Buses", summary="x" * 200_000
            )

    @pytest.mark.parametrize("standing", ["draft", "reported"])
    def test_waits_for_the_opening_and_ends_with_the_report(self, standing):
        with pytest.raises(Refused, match="opened|published"):
            actions.begin_point(by=steward, consultation=closed(standing=standing), title="Buses")


class TestPutIn:
    def test_takes_no_comment_of_another_consultation_and_leaves_nothing_half_done(self, asked):
        point, mine, theirs = PointFactory(consultation=asked), said(asked), said(closed())

        with pytest.raises(Refused, match="another consultation"):
            actions.put_into_point(by=steward, point=point, comments=[mine, theirs])

        assert not point.holds.exists()

    def test_takes_none_that_was_taken_back(self, asked):
        point, comment = PointFactory(consultation=asked), said(asked)
        take_back(comment)

        with pytest.raises(Refused, match="taken back"):
            actions.put_into_point(by=steward, point=point, comments=[comment])

    def test_of_what_was_suggested_confirms_it(self, asked):
        point, comment = PointFactory(consultation=asked), said(asked)
        actions.put_into_point(by=steward, point=point, comments=[comment], confirmed=False)
        assert point.holds.get().confirmed_at is None

        actions.put_into_point(by=steward, point=point, comments=[comment])

        assert point.holds.get().confirmed_by == "Ada the steward"

    def test_never_makes_a_suggestion_of_what_was_confirmed(self, asked):
        point, comment = PointFactory(consultation=asked), said(asked)
        actions.put_into_point(by=steward, point=point, comments=[comment])

        actions.put_into_point(by=steward, point=point, comments=[comment], confirmed=False)

        assert point.holds.get().confirmed_at

    def test_lets_a_comment_say_two_things(self, asked):
        comment = said(asked, "No bus, and the roof leaks.")
        for title in ("Buses", "Roofs"):
            actions.begin_point(by=steward, consultation=asked, title=title, comments=[comment])

        assert comment.in_points.count() == 2
        assert left_of(asked).unplaced == 0


class TestSignOff:
    def test_is_by_name_once_every_comment_is_confirmed(self, asked):
        point, sure, maybe = PointFactory(consultation=asked), said(asked), said(asked)
        actions.put_into_point(by=steward, point=point, comments=[sure])
        actions.put_into_point(by=steward, point=point, comments=[maybe], confirmed=False)
        with pytest.raises(Refused, match="only suggested"):
            actions.sign_off_point(by=steward, point=point)

        actions.take_out_of_point(by=steward, point=point, comments=[maybe])
        signed = actions.sign_off_point(by=steward, point=point)

        assert signed.signed_by == "Ada the steward"

    def test_is_not_of_nothing(self, asked):
        with pytest.raises(Refused, match="no comment"):
            actions.sign_off_point(by=steward, point=PointFactory(consultation=asked))

    @pytest.mark.parametrize(
        "change",
        [
            lambda p, c: actions.change_point(by=steward, point=p, title="Something else"),
            lambda p, c: actions.put_into_point(by=steward, point=p, comments=[c]),
            lambda p, c: actions.take_out_of_point(
                by=steward, point=p, comments=[h.comment for h in p.holds.all()]
            ),
            lambda p, c: actions.merge_points(
                by=steward,
                point=actions.begin_point(
                    by=steward, consultation=p.consultation, title="The same", comments=[c]
                ),
                into=p,
            ),
        ],
    )
    def test_is_over_once_the_point_is_another(self, asked, change):
        point = point_of(asked, said(asked))

        change(point, said(asked))

        point.refresh_from_db()
        assert (point.signed_by, point.signed_at) == ("", None)

    def test_stays_where_nothing_is_changed(self, asked):
        comment = said(asked)
        point = point_of(asked, comment)

        actions.put_into_point(by=steward, point=point, comments=[comment])
        actions.change_point(by=steward, point=point, title=point.title, summary=point.summary)
        actions.take_out_of_point(by=steward, point=point, comments=[said(asked)])

        point.refresh_from_db()
        assert point.signed_by == "Ada the steward"


class TestMerge:
    def test_moves_all_that_one_holds_into_the_other(self, asked):
        both, only = said(asked), said(asked)
        paragraph = ParagraphFactory(document=asked.document)
        change = ParagraphVersionFactory(paragraph=paragraph, edition=2)
        kept = actions.begin_point(by=steward, consultation=asked, title="Buses", comments=[both])
        gone = actions.begin_point(
            by=steward, consultation=asked, title="Coaches", comments=[both, only]
        )
        actions.tie_point_to_paragraph(by=steward, point=gone, paragraph=paragraph, version=change)

        actions.merge_points(by=steward, point=gone, into=kept)

        assert {h.comment for h in kept.holds.all()} == {both, only}
        assert list(kept.paragraphs.all()) == [paragraph]
        change.refresh_from_db()
        assert change.point == kept
        assert asked.points.count() == 1

    def test_loses_no_decision(self, asked):
        point, into = point_of(asked, said(asked)), PointFactory(consultation=asked)

        with pytest.raises(Refused, match="never lost"):
            actions.merge_points(by=steward, point=point, into=into)

    def test_takes_two_of_one_consultation(self, asked):
        point = PointFactory(consultation=asked)
        for other in (point, PointFactory(consultation=closed())):
            with pytest.raises(Refused):
                actions.merge_points(by=steward, point=point, into=other)


class TestDrop:
    def test_takes_away_what_is_empty_and_undecided(self, asked):
        full, empty = point_of(asked, said(asked)), PointFactory(consultation=asked)
        actions.drop_point(by=steward, point=empty)
        with pytest.raises(Refused, match="comments out"):
            actions.drop_point(by=steward, point=full)
        full.holds.get()
        actions.take_out_of_point(
            by=steward, point=full, comments=[h.comment for h in full.holds.all()]
        )
        with pytest.raises(Refused, match="never lost"):
            actions.drop_point(by=steward, point=full)


class TestDecide:
    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"decision": "maybe"}, "decision"),
            ({"reason": "  "}, "reason"),
            ({"reason": "x" * 200_000}, "reason"),
            ({"decided_by": ""}, "decided_by"),
        ],
    )
    def test_needs_a_decision_a_reason_and_somebody(self, asked, change, field):
        point = PointFactory(consultation=asked)

        with pytest.raises(Refused) as refusal:
            actions.decide_point(
                by=steward, point=point, **({"decision": "no", **BECAUSE} | change)
            )

        assert refusal.value.field == field
        assert not point.decisions.exists()

    def test_anew_after_the_report_keeps_the_first_to_be_read(self, asked):
        point = point_of(asked, said(asked))
        reported(asked)

        actions.decide_point(
            by=steward, point=point, decision="taken-up", reason="Money came.", decided_by="Board"
        )

        (told,) = what_came_of(asked)
        assert told.decided.reason == "Money came."
        assert [d.reason for d in told.earlier] == [BECAUSE["reason"]]


class TestTies:
    def test_take_paragraphs_and_actions_of_what_was_consulted_on(self, asked):
        point = PointFactory(consultation=asked)
        for attempt in (
            lambda: actions.tie_point_to_paragraph(
                by=steward, point=point, paragraph=ParagraphFactory()
            ),
            lambda: actions.tie_point_to_action(by=steward, point=point, doing=ActionFactory()),
        ):
            with pytest.raises(Refused, match="not of what was consulted on"):
                attempt()

    def test_are_not_to_an_action_that_was_taken_out(self, asked):
        doing = ActionFactory(document=asked.document, taken_out_at=asked.opened_at)
        with pytest.raises(Refused, match="taken out"):
            actions.tie_point_to_action(
                by=steward, point=PointFactory(consultation=asked), doing=doing
            )

    def test_take_no_change_from_another_point(self, asked):
        mine, theirs = PointFactory(consultation=asked), PointFactory(consultation=asked)
        change = ParagraphVersionFactory(paragraph__document=asked.document, point=theirs)

        with pytest.raises(Refused, match="another point"):
            actions.tie_point_to_paragraph(
                by=steward, point=mine, paragraph=change.paragraph, version=change
            )
        with pytest.raises(Refused, match="another paragraph"):
            actions.tie_point_to_paragraph(
                by=steward, point=theirs, version=change,
                paragraph=ParagraphFactory(document=asked.document),
            )  # fmt: skip

    def test_can_be_undone_until_it_is_published(self, asked):
        doing = ActionFactory(document=asked.document)
        change = ParagraphVersionFactory(paragraph__document=asked.document)
        point = point_of(asked, said(asked))
        tie = {"by": steward, "point": point}
        actions.tie_point_to_action(**tie, doing=doing)
        actions.tie_point_to_paragraph(**tie, paragraph=change.paragraph, version=change)

        actions.untie_point_from_action(**tie, doing=doing)
        actions.untie_point_from_paragraph(**tie, paragraph=change.paragraph)

        change.refresh_from_db()
        assert change.point is None
        assert not point.actions.exists()
        assert not point.paragraphs.exists()
        reported(asked)
        with pytest.raises(Refused, match="published"):
            actions.untie_point_from_action(**tie, doing=doing)


class TestTheRest:
    def test_goes_into_a_last_point_with_one_reason(self, asked):
        point_of(asked, said(asked))
        rest = {said(asked, "The map is upside down."), said(asked, "Well done.")}

        last = actions.gather_the_rest(by=steward, consultation=asked, **BECAUSE)

        assert last.title == "Other things said"
        assert {h.comment for h in last.holds.all()} == rest
        assert last.decisions.get().decision == "no"
        assert left_of(asked).sentences() == ("1 point is not signed off.",)

    def test_goes_into_the_same_point_when_more_is_left(self, asked):
        said(asked, "First.")
        first = actions.gather_the_rest(by=steward, consultation=asked, **BECAUSE)
        said(asked, "Second.")

        assert actions.gather_the_rest(by=steward, consultation=asked, **BECAUSE) == first

    def test_needs_something_left_and_a_reason(self, asked):
        with pytest.raises(Refused, match="already"):
            actions.gather_the_rest(by=steward, consultation=asked, **BECAUSE)
        said(asked)
        with pytest.raises(Refused, match="reason"):
            actions.gather_the_rest(
                by=steward, consultation=asked, reason="", decided_by="The group"
            )
        assert not asked.points.exists()


class TestPublish:
    def test_shows_every_point_and_closes_the_reading(self, asked):
        point_of(asked, said(asked))

        reported(asked)

        assert asked.standing == "reported"
        assert asked.points.get().published_at == asked.reported_at
        with pytest.raises(Refused, match="published"):
            actions.put_into_point(by=steward, point=asked.points.get(), comments=[])

    @pytest.mark.parametrize("standing", ["draft", "open", "reported"])
    def test_waits_until_it_has_closed_and_is_done_once(self, standing):
        consultation = closed(standing=standing)
        PointFactory(consultation=consultation)
        with pytest.raises(Refused):
            actions.publish_points(by=steward, consultation=consultation)

    def test_needs_a_point(self, asked):
        with pytest.raises(Refused, match="no point yet"):
            actions.publish_points(by=steward, consultation=asked)

    def test_says_everything_that_is_left(self, asked):
        point_of(asked, said(asked))
        said(asked, standing="waiting")
        said(asked)
        PointFactory(consultation=asked)
        suggested = PointFactory(consultation=asked)
        actions.put_into_point(by=steward, point=suggested, comments=[said(asked)], confirmed=False)

        with pytest.raises(Refused) as refusal:
            actions.publish_points(by=steward, consultation=asked)

        assert refusal.value.sentence == (
            "Not yet. 1 comment waits to be read by a moderator. 3 comments are in no point. "
            "1 comment is only suggested for a point, and by nobody confirmed. "
            "1 point holds no comment. 2 points are not signed off. 2 points are not decided."
        )

    def test_waits_for_none_that_was_taken_back_or_has_no_words(self, asked):
        point_of(asked, said(asked))
        take_back(said(asked, standing="waiting"))
        said(asked, "", answer="Yes")

        assert reported(asked).reported_at
