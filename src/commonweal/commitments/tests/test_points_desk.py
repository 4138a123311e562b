"""What staff do with what people said, screen by screen."""

from __future__ import annotations

import re
import time

import pytest
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments import actions
from commonweal.commitments.models import Comment, PointComment, Submission
from commonweal.commitments.tests.asked import closed, point_of, reported, said, steward
from commonweal.commitments.tests.factories import (
    DAY,
    THEN,
    ActionFactory,
    ParagraphFactory,
    ParagraphVersionFactory,
    PointFactory,
    QuestionFactory,
)
from commonweal.commitments.tests.invented import comments
from commonweal.core.tests.given import given

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
READING = {"analysis", "points", "reading", "point"}
OF_ALL = ("points", "reading", "alike", "begin_point", "gather_the_rest", "publish_points")
OF_ONE = ("point", "likely", "change_point", "decide_point", "merge_points", "tie_paragraph",
          "tie_action")  # fmt: skip
BUTTONS = ("sort_comments", "sign_off_point", "drop_point")


@pytest.fixture
def asked():
    return closed(title="What should we do first?")


def signed_in(client, *roles):
    with given():
        person = UserFactory(roles=list(roles), name="Ada Fields")
    client.force_login(person, backend=BACKEND)
    return client


def at(name, *args):
    return reverse(f"commitments_desk:{name}", args=args)


def page(client, *where):
    answer = client.get(where[0] if where[0].startswith("/") else at(*where))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


class TestWhoMayCome:
    def test_moderators_read_and_stewards_do_everything(self, client, asked):
        point = PointFactory(consultation=asked)
        screens = [(n, asked.pk) for n in OF_ALL] + [(n, point.pk) for n in OF_ONE]
        screens.append(("analysis",))
        for roles in ((), ("reader",), ("editor",), ("moderator",), ("steward",)):
            signed_in(client, *roles)
            for screen in screens:
                may = roles == ("steward",) or (roles == ("moderator",) and screen[0] in READING)
                status = client.get(at(*screen)).status_code
                assert (status == 200) is may, (roles, screen, status)

    @pytest.mark.parametrize("roles", [(), ("reader",), ("moderator",)])
    def test_buttons_are_for_stewards(self, client, asked, roles):
        comment = said(asked)
        point = PointFactory(consultation=asked)
        signed_in(client, *roles)
        sent = {"comment": comment.pk, "point": point.pk, "title": "Buses", "keys": comment.pk}

        for address in (
            *(at(name, point.pk) for name in BUTTONS),
            at("place_comments", asked.pk), at("begin_from_alike", asked.pk),
            at("untie_point", point.pk, "paragraph", 1),
        ):  # fmt: skip
            assert client.post(address, sent).status_code in {302, 403, 404}
        assert not PointComment.objects.exists()
        assert asked.points.count() == 1

    def test_nothing_is_there_of_one_that_was_not_opened(self, client):
        draft = closed(standing="draft")
        signed_in(client, "steward")
        for name in OF_ALL:
            assert client.get(at(name, draft.pk)).status_code == 404

    def test_a_moderator_is_shown_no_button_they_may_not_press(self, client, asked):
        point_of(asked, said(asked))
        signed_in(client, "moderator")

        assert "Put these into a point" not in page(client, "reading", asked.pk)
        assert "Take out what is ticked" not in page(client, "point", asked.points.get().pk)


class TestTheList:
    def test_shows_how_much_was_said(self, client, asked):
        said(asked)
        closed(title="Not opened", standing="draft")

        shown = page(signed_in(client, "moderator"), "analysis")

        assert "What should we do first?" in shown
        assert "Not opened" not in shown

    def test_is_searched_by_title(self, client, asked):
        shown = page(signed_in(client, "steward"), at("analysis") + "?q=zzz")
        assert "What should we do first?" not in shown


class TestThePoints:
    def test_say_what_is_left_to_do(self, client, asked):
        said(asked)
        PointFactory(consultation=asked)

        shown = page(signed_in(client, "steward"), "points", asked.pk)

        assert "1 comment is in no point." in shown
        assert "1 point is not decided." in shown
        assert "Publish what came of it" not in shown

    def test_are_published_from_here_once_nothing_is_left(self, client, asked):
        point_of(asked, said(asked))
        signed_in(client, "steward")
        assert "Publish what came of it" in page(client, "points", asked.pk)

        answer = client.post(at("publish_points", asked.pk), follow=True)

        assert "Published." in answer.content.decode()
        asked.refresh_from_db()
        assert asked.standing == "reported"

    def test_say_why_they_are_not_published_yet(self, client, asked):
        point_of(asked, said(asked))
        said(asked)
        answer = signed_in(client, "steward").post(at("publish_points", asked.pk))
        assert "1 comment is in no point." in answer.content.decode()

    def test_that_are_left_over_are_put_aside_with_one_reason(self, client, asked):
        said(asked)
        signed_in(client, "steward")

        assert client.post(at("gather_the_rest", asked.pk), {"reason": ""}).status_code == 200
        client.post(
            at("gather_the_rest", asked.pk), {"reason": "Thank you.", "decided_by": "The group"}
        )

        assert asked.points.get().decisions.get().reason == "Thank you."


class TestTheReadingRoom:
    def test_finds_by_words_paragraph_question_way_and_point(self, client, asked):
        paragraph = ParagraphFactory(document=asked.document)
        question = QuestionFactory(consultation=asked)
        said(asked, "Of a paragraph.", paragraph=paragraph)
        said(asked, "To a question.", question=question)
        said(asked, "On the telephone.", way="telephone")
        point_of(asked, said(asked, "In a point."))
        maybe = said(asked, "Suggested for it.")
        actions.put_into_point(
            by=steward, point=asked.points.get(), comments=[maybe], confirmed=False
        )
        every = {"paragraph", "question", "telephone", "In a point", "Suggested for"}
        signed_in(client, "steward")

        for query, finds in (
            ("", every),
            ("q=TELEPHONE", {"telephone"}),
            (f"about=p{paragraph.pk}", {"paragraph"}),
            (f"about=q{question.pk}", {"question"}),
            ("about=whole", {"telephone", "In a point", "Suggested for"}),
            ("way=telephone", {"telephone"}),
            ("placed=yes", {"In a point"}),
            ("placed=no", every - {"In a point"}),
            ("placed=maybe", {"Suggested for"}),
            ("about=p999999&way=pigeon&placed=x&page=zzz", every),
        ):
            found = page(client, f"{at('reading', asked.pk)}?{query}")
            shown = found[found.index('role="status"') :]
            rows = " ".join(re.findall(r'class="said-of">(.*?)</p>', shown, re.DOTALL))
            assert {words for words in every if words in rows} == finds, query

    def test_leaves_out_what_was_taken_back(self, client, asked):
        comment = said(asked, "My words.")
        with given():
            Submission.objects.filter(pk=comment.submission_id).update(taken_back_at=THEN)
        assert "My words." not in page(signed_in(client, "steward"), "reading", asked.pk)

    def test_puts_several_at_once_into_a_new_point(self, client, asked):
        chosen = [said(asked), said(asked)]
        said(asked)
        signed_in(client, "steward")

        client.post(
            at("place_comments", asked.pk),
            {"comment": [c.pk for c in chosen], "title": "Buses are missing", "here": "way=web"},
        )

        point = asked.points.get()
        assert {h.comment for h in point.holds.all()} == set(chosen)
        assert point.holds.first().confirmed_by == "Ada Fields"

    def test_puts_all_that_it_found_into_a_point_that_is_there(self, client, asked):
        found = {said(asked, f"Bus {n}") for n in range(60)}
        said(asked, "Roof")
        point = PointFactory(consultation=asked)
        signed_in(client, "steward")

        answer = client.post(
            at("place_comments", asked.pk), {"all": "yes", "here": "q=bus", "point": point.pk}
        )

        assert {h.comment for h in point.holds.all()} == found
        assert answer["Location"].endswith("?q=bus")

    def test_goes_nowhere_else_and_minds_no_nonsense(self, client, asked):
        theirs = PointFactory(consultation=closed())
        comment, other = said(asked), said(theirs.consultation)
        signed_in(client, "steward")

        for sent in (
            {}, {"comment": "x" * 99}, {"comment": "9" * 40, "title": "T"},
            {"comment": comment.pk}, {"comment": comment.pk, "point": theirs.pk},
            {"comment": comment.pk, "point": "9" * 40}, {"comment": other.pk, "title": "T"},
        ):  # fmt: skip
            answer = client.post(at("place_comments", asked.pk), sent, follow=True)
            assert re.search("Tick at least|Choose a point", answer.content.decode())
        assert not PointComment.objects.exists()

    def test_shows_a_very_long_comment_folded(self, client, asked):
        said(asked, "x" * 20_000)
        assert "All of it" in page(signed_in(client, "steward"), "reading", asked.pk)

    def test_says_so_where_nothing_is_found(self, client, asked):
        signed_in(client, "steward")
        assert "Nobody has said anything yet." in page(client, "reading", asked.pk)
        said(asked)
        assert "fits all of this" in page(client, f"{at('reading', asked.pk)}?q=zebra")


class TestWithFiveThousandComments:
    @pytest.fixture
    def many(self):
        asked = closed()
        texts, _ = comments(5_000, seed=6)
        with given():
            Submission.objects.bulk_create(
                Submission(consultation=asked, said_on=DAY, at=THEN) for _ in texts
            )
            rows = Submission.objects.filter(consultation=asked).order_by("pk")
            Comment.objects.bulk_create(
                Comment(submission=row, text=text, standing="shown")
                for row, text in zip(rows, texts, strict=True)
            )
        return asked

    def test_pages_ask_the_database_as_often_as_with_few(
        self, client, many, django_assert_max_num_queries
    ):
        signed_in(client, "steward")
        actions.begin_point(
            by=steward, consultation=many, title="All",
            comments=Comment.objects.filter(submission__consultation=many),
        )  # fmt: skip
        began = time.perf_counter()

        for screen in (("reading", many.pk), ("points", many.pk), ("point", many.points.get().pk)):
            with django_assert_max_num_queries(28):
                page(client, *screen)

        assert time.perf_counter() - began < 20

    def test_groups_are_suggested_within_seconds_and_begin_a_point(self, client, many):
        signed_in(client, "steward")
        began = time.perf_counter()
        shown = page(client, "alike", many.pk)
        assert time.perf_counter() - began < 20

        keys = re.search(r'name="keys" value="([\d,]+)"', shown)[1]
        client.post(at("begin_from_alike", many.pk), {"keys": keys, "title": "Minds"})

        point = many.points.get()
        assert point.holds.filter(confirmed_at=None).count() == len(keys.split(",")) > 300


class TestWhatMayBelongTogether:
    def test_is_suggested_with_its_reason_and_confirms_nothing(self, client, asked):
        for text in ("The village hall roof leaks.", "Our village hall has a leaking roof."):
            said(asked, text)
        said(asked, "Something quite different.")
        signed_in(client, "steward")

        shown = page(client, "alike", asked.pk)
        assert re.search("2 that share: .*roof", shown)
        keys = re.search(r'name="keys" value="([\d,]+)"', shown)[1]
        assert "title" in page(client, "alike", asked.pk)
        client.post(at("begin_from_alike", asked.pk), {"keys": keys, "title": "Roofs"})

        point = asked.points.get()
        assert point.holds.filter(confirmed_at=None).count() == 2
        assert "No two of them" in page(client, "alike", asked.pk)
        assert "Shares: " in page(client, "point", point.pk)

    def test_without_a_title_or_comment_begins_nothing(self, client, asked):
        comment = said(asked)
        signed_in(client, "steward")
        for sent in ({"keys": comment.pk, "title": " "}, {"keys": "x,,9", "title": "T"}):
            answer = client.post(at("begin_from_alike", asked.pk), sent)
            assert answer["Location"] == at("alike", asked.pk)
        assert not asked.points.exists()


class TestThePoint:
    def test_has_its_suggestions_confirmed_or_set_aside(self, client, asked):
        point, yes, no = PointFactory(consultation=asked), said(asked), said(asked)
        actions.put_into_point(by=steward, point=point, comments=[yes, no], confirmed=False)
        signed_in(client, "steward")

        client.post(at("sort_comments", point.pk), {"comment": yes.pk, "do": "in"})
        client.post(at("sort_comments", point.pk), {"comment": no.pk, "do": "out"})
        client.post(at("sort_comments", point.pk), {"do": "out"})
        client.post(at("sign_off_point", point.pk))

        point.refresh_from_db()
        assert point.holds.get().comment == yes
        assert point.signed_by == "Ada Fields"

    def test_says_what_it_may_also_hold_and_why(self, client, asked):
        point = PointFactory(consultation=asked)
        actions.put_into_point(
            by=steward, point=point, comments=[said(asked, "The village hall roof leaks.")]
        )
        said(asked, "Our village hall has a leaking roof.")
        said(asked, "Something quite different.")

        shown = page(signed_in(client, "steward"), "likely", point.pk)

        assert "Our village hall" in shown
        assert "quite different" not in shown
        assert re.search("Shares: .*hall", shown)

    def test_is_decided_changed_merged_and_dropped_by_forms(self, client, asked):
        point, other = PointFactory(consultation=asked), PointFactory(consultation=asked)
        signed_in(client, "steward")
        sent = {"decision": "no", "reason": "No money.", "decided_by": "Board"}

        assert client.post(at("decide_point", point.pk), sent | {"reason": ""}).status_code == 200
        client.post(at("decide_point", point.pk), sent)
        client.post(at("change_point", point.pk), {"title": "Said otherwise"})
        answer = client.post(at("merge_points", point.pk), {"into": other.pk})
        assert "never lost" in answer.content.decode()
        client.post(at("merge_points", other.pk), {"into": point.pk})
        client.post(at("drop_point", point.pk))

        point.refresh_from_db()
        assert point.title == "Said otherwise"
        assert point.decisions.get().reason == "No money."
        assert list(asked.points.all()) == [point]

    def test_is_tied_to_the_last_change_of_a_paragraph_and_to_an_action(self, client, asked):
        point = PointFactory(consultation=asked)
        paragraph = ParagraphFactory(document=asked.document)
        ParagraphVersionFactory(paragraph=paragraph, text="Before.")
        change = ParagraphVersionFactory(
            paragraph=paragraph, edition=2, text="After.", at=THEN.replace(month=6)
        )
        doing = ActionFactory(document=asked.document, title="A night bus")
        signed_in(client, "steward")

        client.post(at("tie_paragraph", point.pk), {"paragraph": paragraph.pk})
        client.post(at("tie_action", point.pk), {"doing": doing.pk})

        change.refresh_from_db()
        assert change.point == point
        shown = page(client, "point", point.pk)
        assert "After" in shown
        assert "A night bus" in shown
        client.post(at("untie_point", point.pk, "paragraph", paragraph.pk))
        client.post(at("untie_point", point.pk, "action", doing.pk))
        assert not point.paragraphs.exists()
        assert not point.actions.exists()

    def test_is_tied_to_nothing_of_another_document(self, client, asked):
        point = PointFactory(consultation=asked)
        signed_in(client, "steward")
        for name, field, thing in (
            ("tie_paragraph", "paragraph", ParagraphFactory()),
            ("tie_action", "doing", ActionFactory()),
        ):
            assert client.post(at(name, point.pk), {field: thing.pk}).status_code == 200
        assert not point.paragraphs.exists()
        assert not point.actions.exists()
        elsewhere = at("untie_point", point.pk, "action", ActionFactory().pk)
        assert client.post(elsewhere).status_code == 404

    def test_that_was_published_is_only_read_and_decided_anew(self, client, asked):
        point = point_of(asked, said(asked))
        reported(asked)

        shown = page(signed_in(client, "steward"), "point", point.pk)

        assert "Decide anew" in shown
        assert "Take out what is ticked" not in shown
        assert "Merge it" not in shown
