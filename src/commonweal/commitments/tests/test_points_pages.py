"""What everybody reads of what came of it, and what whoever said something reads and changes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonweal.commitments import actions
from commonweal.commitments.models import Submission
from commonweal.commitments.tests.asked import (
    TOKEN,
    closed,
    linked,
    point_of,
    reported,
    robot,
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
)
from commonweal.core import clock
from commonweal.core.tests.given import given

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return closed(title="What should we do first?")


@pytest.fixture
def whole(asked):
    """A point with a quote, a change and an action, published; and the comment it began with."""
    paragraph = ParagraphFactory(document=asked.document, heading="Getting about")
    ParagraphVersionFactory(paragraph=paragraph, text="Nothing on buses.")
    change = ParagraphVersionFactory(
        paragraph=paragraph, edition=2, text="A night bus.", at=THEN + dt.timedelta(days=90)
    )
    doing = ActionFactory(document=asked.document, title="A night bus", due_on=dt.date(2026, 9, 30))
    ActionStatusFactory(action=doing, due_on=dt.date(2027, 2, 28), reason="The driver left.")
    mine = said(asked, "No bus at night.", name="Jo Wyke", email="jo@example.org")
    point = point_of(
        asked, mine, said(asked, "Kept from view.", standing="withheld"),
        said(asked, "Somebody else's words.", name="Ann Other", named=True, way="paper"),
        title="Buses are missing",
    )  # fmt: skip
    actions.tie_point_to_paragraph(by=steward, point=point, paragraph=paragraph, version=change)
    actions.tie_point_to_action(by=steward, point=point, doing=doing)
    linked(mine)
    reported(asked)
    return mine


def we_did(consultation):
    return reverse("we_did", args=[consultation.document.slug, consultation.number])


def mine(name="said", token=TOKEN):
    return reverse(name, args=[token])


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


class TestWeAskedYouSaidWeDid:
    def test_tells_each_point_from_what_was_said_to_how_its_action_stands(
        self, client, asked, whole
    ):
        shown = text(client.get(we_did(asked)))

        for words in (
            "Buses are missing", "3 of you said so: 2 on the web and 1 on paper.",
            "No bus at night.", "Ann Other", "1 comment of 3", "Taken up in part",
            "It is an action now.", "The steering group", "taken out: ", "Nothing", "A night bus",
            "slipped to 28 February 2027", "The driver left.",
        ):  # fmt: skip
            assert words in shown, words
        assert "Kept from view." not in shown
        assert "Jo Wyke" not in shown
        assert "jo@example.org" not in shown

    def test_before_the_report_tells_nothing_of_it(self, client, asked):
        point_of(asked, said(asked, "Not yet to be read."), title="Not yet to be told")

        shown = text(client.get(we_did(asked)))

        assert "is being read" in shown
        assert "Not yet to be" not in shown
        point = reverse("point", args=[asked.document.slug, 1, asked.points.get().number])
        assert client.get(point).status_code == 404

    def test_while_it_is_open_says_so(self, client):
        going = closed(standing="open", closes_on=clock.today())
        assert "People may still answer." in text(client.get(we_did(going)))

    def test_is_not_there_for_a_draft(self, client):
        assert client.get(we_did(closed(standing="draft"))).status_code == 404

    def test_asks_the_database_as_often_for_ten_points_as_for_one(self, client):
        few, many = closed(), closed()
        point_of(few, said(few))
        for n in range(10):
            point_of(many, *(said(many) for _ in range(8)), title=f"Point {n}")
        asked_of = []
        for one in (few, many):
            client.get(we_did(reported(one)))
            with CaptureQueriesContext(connection) as queries:
                client.get(we_did(one))
            asked_of.append(len(queries))

        assert asked_of[0] == asked_of[1] < 30

    def test_lets_nobodys_words_act_as_html(self, client, asked):
        point_of(asked, said(asked, "<script>alert(1)</script>"), title="<b>Bold</b>")
        reported(asked)

        shown = text(client.get(we_did(asked)))

        assert "<script>alert" not in shown
        assert "<b>Bold" not in shown


class TestAPoint:
    def test_shows_all_that_may_be_read_a_page_at_a_time(self, client, asked):
        point_of(asked, *(said(asked, f"Words {n}.") for n in range(60)))
        reported(asked)
        address = reverse("point", args=[asked.document.slug, 1, asked.points.get().number])

        first, second = text(client.get(address)), text(client.get(f"{address}?page=2"))

        assert "Words 49." in first
        assert "Words 50." not in first
        assert "Words 59." in second


class TestYourPage:
    def test_shows_what_you_said_and_what_came_of_it(self, client, asked, whole):
        answer = client.get(mine())

        shown = text(answer)
        for words in (
            "No bus at night.", "Shown to everybody", "Buses are missing", "You are one of them.",
            "Taken up in part", "It is an action now.", "taken out: ", "slipped to",
        ):  # fmt: skip
            assert words in shown, words
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex"

    def test_shows_nothing_of_anybody_else(self, client, asked, whole):
        shown = text(client.get(mine()))

        for words in ("Somebody else", "Ann Other", "Kept from view."):
            assert words not in shown

    def test_says_why_a_comment_is_not_shown(self, client, asked):
        comment = said(asked, "Jo is rude.", standing="withheld")
        ModerationFactory(comment=comment, standing="withheld", reason="It names somebody.")
        linked(comment)

        assert "It names somebody." in text(client.get(mine()))

    @pytest.mark.parametrize("token", ["guessed-guessed-guessed-guessed", "x", TOKEN[:-1]])
    def test_is_not_there_by_a_guessed_link(self, client, whole, token):
        for name in ("said", "said_name", "said_follow", "said_stop", "said_take_back"):
            assert client.get(mine(name, token)).status_code == 404
            assert client.post(mine(name, token), {"named": "yes"}).status_code == 404
        whole.refresh_from_db()
        assert whole.text

    def test_is_not_there_by_the_digest_that_the_database_keeps(self, client, whole):
        digest = Submission.objects.get(pk=whole.submission_id).digest
        assert client.get(mine(token=digest)).status_code == 404

    def test_is_over_once_who_said_it_was_forgotten(self, client, whole):
        with given():
            type(whole.submission.consultation).objects.update(
                reported_at=THEN - dt.timedelta(days=1_000)
            )
        actions.forget_submitters(by=robot)

        assert client.get(mine()).status_code == 404

    def test_lets_you_be_named_and_not(self, client, asked, whole):
        answer = client.post(mine("said_name"), {"named": "yes"}, follow=True)
        assert "Everybody may read that it was said by" in text(answer)
        assert "Jo Wyke" in text(client.get(we_did(asked)))

        client.post(mine("said_name"), {"named": "no"})

        assert "Jo Wyke" not in text(client.get(we_did(asked)))

    def test_changes_nothing_by_being_opened(self, client, whole):
        """Programs that look through post open every link in it."""
        for name in ("said", "said_name", "said_follow", "said_stop", "said_take_back"):
            assert client.get(mine(name)).status_code == 200

        whole.refresh_from_db()
        assert whole.text
        assert not whole.submission.named
        assert whole.submission.taken_back_at is None

    def test_takes_back_after_saying_what_that_does(self, client, asked, whole):
        asks = text(client.get(mine("said_take_back")))
        assert "The counts stay as they are" in asks

        after = text(client.post(mine("said_take_back"), follow=True))

        assert "Taken back" in after
        assert "No bus at night." not in after
        everybodys = text(client.get(we_did(asked)))
        assert "No bus at night." not in everybodys
        assert "3 of you said so" in everybodys
        again = client.post(mine("said_take_back"))
        assert again.status_code == 422
        assert "already" in again.content.decode()

    def test_before_the_report_taking_back_counts_nowhere(self, client, asked):
        comment = said(asked)
        linked(comment)
        assert "counts nowhere" in text(client.get(mine("said_take_back")))

    def test_can_be_pressed_only_so_often(self, client, whole):
        for _ in range(30):
            client.post(mine("said_name"), {"named": "no"})
        assert client.post(mine("said_name"), {"named": "no"}).status_code == 429
