"""The pages of consultations: who may come in, what is refused in words, and how often they ask."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments import actions
from commonweal.commitments.models import Comment, EqualityCount, Submission
from commonweal.commitments.tests.factories import ConsultationFactory
from commonweal.commitments.tests.test_consulting import (  # noqa: F401
    NOW,
    draft,
    moderator,
    opened,
    prepared,
    steward,
)
from commonweal.core.actors import Robot
from commonweal.sector.tests.factories import MemberFactory, OrganisationFactory, PlaceFactory

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
AFTER = dt.datetime(2026, 12, 1, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _then():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        PlaceFactory()
        yield


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def address(name, consultation):
    return reverse(name, args=[consultation.document.slug, consultation.number])


def desk(name, *args):
    return reverse(f"commitments_desk:{name}", args=args)


WORDS = (
    "formative", "information", "enough_time", "who_decides", "equality", "information_notice",
)  # fmt: skip
SAYS = {"whole": "More buses.", "speaks_as": "myself"}


class TestThePublic:
    def test_sees_no_consultation_that_is_being_prepared(self, client, steward, draft):  # noqa: F811
        made = prepared(steward, draft)

        for name in ("consultation", "say_it", "comments", "about_you", "consultation_on_paper"):
            assert client.get(address(name, made)).status_code == 404
        assert made.title not in client.get("/consultations/").content.decode()

    def test_reads_how_it_is_done(self, client, opened):  # noqa: F811
        page = client.get(address("consultation", opened)).content.decode()

        assert "84 days; twelve weeks are 84" in page
        assert "The steering group." in page and "20 January 2027" in page
        assert "Buses" in page
        assert opened.title in client.get("/consultations/").content.decode()
        assert (
            "Are these right?"
            in client.get(address("consultation_on_paper", opened)).content.decode()
        )

    def test_says_something_and_gets_a_private_page(self, client, opened):  # noqa: F811
        paragraph = opened.document.paragraphs.get()
        question = opened.questions.get()
        sent = SAYS | {f"p{paragraph.pk}": "None here.", f"a{question.pk}": "No"}

        answer = client.post(address("say_it", opened), sent)

        assert answer.status_code == 302 and "/said/" in answer["Location"]
        assert client.get(answer["Location"]).status_code == 200
        said = {(c.paragraph_id, c.question_id, c.answer, c.text) for c in Comment.objects.all()}
        assert said == {
            (None, None, "", "More buses."), (paragraph.pk, None, "", "None here."),
            (None, question.pk, "No", ""),
        }  # fmt: skip

    def test_keeps_what_it_wrote_when_that_is_too_long(self, client, opened):  # noqa: F811
        page = client.post(address("say_it", opened), SAYS | {"whole": "x" * 200_000})

        assert page.status_code == 422
        assert "x" * 200_000 in page.content.decode()
        assert "room for 5,000" in page.content.decode()
        assert not Submission.objects.exists()

    def test_of_programs_gives_itself_away(self, client, opened):  # noqa: F811
        assert client.post(address("say_it", opened), SAYS | {"fax_number": "1"}).status_code == 422

    def test_may_send_so_often_and_no_more(self, client, opened):  # noqa: F811
        answers = [client.post(address("say_it", opened), SAYS).status_code for _ in range(11)]

        assert answers == [302] * 10 + [429]

    def test_is_led_back_once_it_has_closed(self, client, opened):  # noqa: F811
        with time_machine.travel(AFTER, tick=False):
            assert client.get(address("say_it", opened))["Location"] == address(
                "consultation", opened
            )
            late = client.post(address("say_it", opened), SAYS)

        assert late.status_code == 422 and "closed at the end of" in late.content.decode()

    def test_reads_only_what_was_let_be_seen_and_no_name_unasked(self, client, moderator, opened):  # noqa: F811
        for name, named in (("Ada Lovell", False), ("Pat Tully", True)):
            told = actions.ToldSubmission(
                [actions.ToldComment(f"Said by {named}.")], name=name, named=named
            )
            actions.submit(by=UserFactory(), consultation=opened, told=told)
        page = address("comments", opened)
        assert "Said by" not in client.get(page).content.decode()

        actions.let_be_seen(by=moderator, consultation=opened, comments=Comment.objects.all())

        shown = client.get(page).content.decode()
        assert "Said by True." in shown and "Pat Tully" in shown and "Ada" not in shown

    def test_is_counted_as_it_says_of_itself_and_no_more(self, client, opened):  # noqa: F811
        client.post(address("about_you", opened), {"age": "80 or over"})

        assert EqualityCount.objects.get().count == 1
        assert client.post(address("about_you", opened), {}).status_code == 302
        assert client.post(address("about_you", opened), {"age": "old"}).status_code == 422

    def test_speaks_for_the_organisation_whose_page_it_keeps(self, opened):  # noqa: F811
        member = MemberFactory()
        other = OrganisationFactory()
        client = signed_in(member.person)
        sent = SAYS | {"speaks_as": "organisation", "organisation": member.organisation.pk}

        assert client.post(address("say_it", opened), sent).status_code == 302
        assert Submission.objects.get().organisation == member.organisation
        wrong = client.post(address("say_it", opened), sent | {"organisation": other.pk})
        assert wrong.status_code == 422

    def test_numbers_that_can_be_none_find_nothing(self, client, opened):  # noqa: F811
        slug = opened.document.slug
        assert client.get(f"/consultations/{slug}/{'9' * 30}/").status_code == 404
        assert client.get(address("comments", opened) + "?of=p" + "9" * 30).status_code == 200
        assert client.get(address("comments", opened) + "?page=%00").status_code == 200


class TestTheDesk:
    PAGES = {
        "consultation": "see", "set_out_consultation": "consult", "add_question": "consult",
        "open_consultation": "consult", "extend_consultation": "consult",
        "enter_submission": "enter", "equality": "enter", "heard": "enter", "unheard": "consult",
        "submissions": "enter", "comments_file": "enter",
    }  # fmt: skip
    MAY = {
        "reader": {"see"}, "editor": {"see"}, "moderator": {"see", "enter"},
        "steward": {"see", "enter", "consult"},
    }  # fmt: skip

    @pytest.mark.parametrize("role", sorted(MAY))
    def test_lets_in_who_may(self, opened, role):  # noqa: F811
        client = signed_in(UserFactory(roles=[role]))

        for name, needs in self.PAGES.items():
            found = client.get(desk(name, opened.pk)).status_code
            assert found == (200 if needs in self.MAY[role] else 403), name

    def test_is_shut_to_strangers(self, client, opened):  # noqa: F811
        for name in self.PAGES:
            assert client.get(desk(name, opened.pk)).status_code == 302

    def test_writes_down_a_paper_comment(self, moderator, opened):  # noqa: F811
        client = signed_in(moderator)
        sent = SAYS | {"way": "paper", "said_on": "2026-09-07"}

        assert client.post(desk("enter_submission", opened.pk), sent).status_code == 302
        assert Submission.objects.get().way == "paper"
        wrong = client.post(desk("enter_submission", opened.pk), sent | {"said_on": "2026-09-08"})
        assert "not come yet" in wrong.content.decode()

    def test_reads_shows_and_keeps_from_view(self, moderator, opened):  # noqa: F811
        for words in ("Good.", "Bad words."):
            told = actions.ToldSubmission([actions.ToldComment(words)])
            actions.submit(by=moderator, consultation=opened, told=told)
        client = signed_in(moderator)
        good, bad = Comment.objects.order_by("pk")
        assert "Bad words." in client.get(desk("to_read")).content.decode()

        client.post(desk("let_be_seen"), {"comment": [good.pk]})
        client.post(desk("keep_from_view", bad.pk), {"because": "It abuses or threatens somebody."})

        assert [c.standing for c in Comment.objects.order_by("pk")] == ["shown", "withheld"]

    def test_prepares_and_opens_one(self, steward, draft):  # noqa: F811
        client = signed_in(steward)
        client.post(desk("begin_consultation"), {"document": draft.pk, "title": "Which first?"})
        made = draft.consultations.get()
        assert (
            "To do before it can open" in client.get(desk("consultation", made.pk)).content.decode()
        )
        sent = {
            "title": "Which first?", "closes_on": "2026-11-30", "decides_on": "2027-01-20",
            **dict.fromkeys(WORDS, "Said."),
        }  # fmt: skip
        client.post(desk("set_out_consultation", made.pk), sent)

        client.post(desk("open_consultation", made.pk))

        made.refresh_from_db()
        assert made.standing == "open"

    def test_finds_what_came_in_and_gives_it_as_a_file(self, moderator, opened):  # noqa: F811
        told = actions.ToldSubmission(
            [actions.ToldComment("=HYPERLINK(1)")], name="Ada", organisation_name="=Hall",
            speaks_as="organisation",
        )  # fmt: skip
        actions.submit(by=moderator, consultation=opened, told=told)
        client = signed_in(moderator)

        found = client.get(desk("submissions", opened.pk) + "?q=hall").content.decode()
        none = client.get(desk("submissions", opened.pk) + "?q=zebra").content.decode()
        file = client.get(desk("comments_file", opened.pk)).content.decode()

        assert "=Hall" in found and "=Hall" not in none
        assert ",=" not in file and "Ada" not in file

    def test_shows_counts_of_people_only_once_it_has_closed(self, moderator, opened):  # noqa: F811
        EqualityCount.objects.create(consultation=opened, topic="carer", answer="No", count=31_337)
        client = signed_in(moderator)
        assert "31,337" not in client.get(desk("equality", opened.pk)).content.decode()

        with time_machine.travel(AFTER, tick=False):
            actions.close_consultations(by=Robot("housekeeping"))
            client = signed_in(moderator)
            assert ">31,337<" in client.get(desk("equality", opened.pk)).content.decode()


class TestFiveThousandComments:
    @pytest.fixture
    def many(self, opened):  # noqa: F811
        one = Submission.objects.create(
            consultation=opened, said_on=NOW.date(), at=NOW, name="Ada", named=True
        )
        Comment.objects.bulk_create(
            Comment(submission=one, text=f"Comment {n}.", standing="shown" if n % 2 else "waiting")
            for n in range(5_000)
        )
        return opened

    @pytest.mark.parametrize("name", ["consultation", "comments"])
    def test_ask_the_database_as_often_as_few(
        self, client, many, name, django_assert_max_num_queries
    ):
        client.get(address(name, many))
        with django_assert_max_num_queries(14):
            assert client.get(address(name, many)).status_code == 200

    def test_are_read_a_page_at_a_time(self, moderator, many, django_assert_max_num_queries):  # noqa: F811
        client = signed_in(moderator)
        client.get(desk("to_read"))
        with django_assert_max_num_queries(30):
            page = client.get(desk("to_read")).content.decode()
        assert "2,500 comments to read" in page

    def test_of_a_consultation_over_are_listed_with_it(self, client):
        over = ConsultationFactory(
            standing="closed", opens_on=NOW.date(), closes_on=NOW.date(),
            first_closes_on=NOW.date(),
        )  # fmt: skip
        assert over.title in client.get("/consultations/").content.decode()
