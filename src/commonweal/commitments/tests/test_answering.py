"""A candidate answers by their link, or tells staff; nobody else does, and nobody sees it."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.urls import reverse

from commonweal.commitments import actions
from commonweal.commitments.actions.answering import Said, last_answers
from commonweal.commitments.choices import AnswerWay
from commonweal.commitments.models import Answer, CandidateLink
from commonweal.commitments.tests.callings import (
    A_DAY,
    A_SECOND,
    CLOSE,
    INVITE,
    at,
    calling,
    holder,
    tokens_to,
    worker,
)
from commonweal.commitments.tests.factories import (
    CandidateFactory,
    CandidateLinkFactory,
    InterestFactory,
    ParagraphFactory,
)
from commonweal.comms.models import Message
from commonweal.core.actors import LinkHolder
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of
from commonweal.sector.tests.people import OTHERS, administrator, steward

pytestmark = pytest.mark.django_db
DURING = INVITE + A_DAY
CODE = "BCDF-GHJK-LMNP-QRST"


@pytest.fixture
def c():
    return calling()


@pytest.fixture
def link(c):
    return CandidateLinkFactory(call=c.call, candidate=c.grace, digest=digest_of(CODE))


def answer(c, link, told=None, moment=DURING, by=None):
    told = told or {c.asks[0].pk: Said("support", "Yes, for three years.")}
    with at(moment):
        return actions.answer_call(
            by=by or holder(link), call=c.call, candidate=c.grace, answers=told
        )


class TestALink:
    def test_lets_its_candidate_answer_and_change_it(self, c, link):
        answer(c, link)
        answer(c, link, {c.asks[0].pk: Said("in-part", "Perhaps.")})

        assert [a.stance for a in Answer.objects.order_by("pk")] == ["support", "in-part"]
        assert last_answers(c.call, c.grace)[c.asks[0].pk].words == "Perhaps."

    def test_sent_twice_counts_once(self, c, link):
        answer(c, link)

        assert answer(c, link) == []
        assert Answer.objects.count() == 1

    def test_counts_to_the_second(self, c, link):
        answer(c, link, moment=CLOSE - A_SECOND)
        for moment in (CLOSE, CLOSE + A_SECOND):
            with pytest.raises(Refused, match="Answers closed at 12:00 on 24 April 2026"):
                answer(c, link, {c.asks[0].pk: Said("not")}, moment=moment)
        with pytest.raises(Refused, match="not open yet"):
            answer(c, link, {c.asks[0].pk: Said("not")}, moment=INVITE - A_SECOND)

        assert Answer.objects.count() == 1

    def test_of_another_candidate_answers_for_nobody_else(self, c):
        other = CandidateLinkFactory(call=c.call, candidate=c.omar)

        with pytest.raises(PermissionDenied):
            answer(c, other)

    def test_to_another_call_answers_nothing_in_this(self, c):
        elsewhere = CandidateLinkFactory(candidate=c.grace)

        with pytest.raises(PermissionDenied):
            answer(c, elsewhere)

    def test_that_was_revoked_answers_nothing(self, c, link):
        with at(DURING):
            actions.revoke_link(by=steward, link=link, because="Passed on")

        with pytest.raises(PermissionDenied):
            answer(c, link)

    def test_that_was_made_up_answers_nothing(self, c, link):
        for thing in ("", "commitments.candidatelink:999", "commitments.candidate:1",
                      "commitments.candidatelink:x", f"sector.reminder:{link.pk}"):  # fmt: skip
            with pytest.raises(PermissionDenied):
                answer(c, link, by=LinkHolder(thing))

    @pytest.mark.parametrize("somebody", [steward, administrator, *OTHERS], ids=lambda w: w.label)
    def test_is_needed_by_everybody(self, c, link, somebody):
        with pytest.raises(PermissionDenied):
            answer(c, link, by=somebody)

    def test_lets_words_that_are_withheld_be_sent_again_once_and_nothing_else(self, c, link):
        answer(c, link)
        later = CLOSE + 5 * A_DAY
        Answer.objects.update(withheld="Counsel", withheld_at=CLOSE, resubmit_by=later)
        anew = {c.asks[0].pk: Said("support", "In other words.")}

        with pytest.raises(Refused, match="not any more"):
            answer(c, link, {c.asks[1].pk: Said("not")}, moment=later - A_SECOND)
        with pytest.raises(Refused, match="Answers closed"):
            answer(c, link, anew, moment=later)
        (kept,) = answer(c, link, anew, moment=later - A_SECOND)

        assert kept.after_deadline
        with pytest.raises(Refused, match="Answers closed"):
            answer(c, link, {c.asks[0].pk: Said("not")}, moment=later - A_SECOND)

    def test_of_who_withdrew_is_told_so(self, c, link):
        type(c.grace).objects.update(standing="withdrawn")

        with pytest.raises(Refused, match="no longer stand"):
            answer(c, link)

    def test_goes_on_to_the_new_deadline_of_a_poll_put_off(self, c, link):
        answer(c, link)
        later = CLOSE + 30 * A_DAY
        type(c.ballot).objects.update(closes_at=later, standing="countermanded")
        c.grace.refresh_from_db()

        answer(c, link, {c.asks[1].pk: Said("not")}, moment=later - A_SECOND)

        assert set(last_answers(c.call, c.grace)) == {a.pk for a in c.asks}

    @pytest.mark.parametrize(
        ("said", "why"),
        [
            (Said("perhaps"), "Choose one"), (Said(""), "Choose one"),
            (Said("support", "one two three four five six seven eight nine ten eleven"),
             "take out 1 word"),
            (Said("support", "x" * 200_000), "200,000 characters"),
        ],
    )  # fmt: skip
    def test_keeps_nothing_that_cannot_be_kept(self, c, link, said, why):
        good = Said("support", "Yes.")
        with pytest.raises(Refused, match=why) as no:
            answer(c, link, {c.asks[0].pk: good, c.asks[1].pk: said})

        assert no.value.field.endswith(f"_{c.asks[1].pk}")
        assert not Answer.objects.exists()

    def test_answers_only_what_is_asked(self, c, link):
        with pytest.raises(Refused, match="not asked"):
            answer(c, link, {ParagraphFactory(kind="ask").pk: Said("support")})

    def test_keeps_words_as_they_were_written(self, c, link):
        words = "“Yes” — and\nno <b>tags</b> are ours."
        answer(c, link, {c.asks[0].pk: Said("support", words)})

        assert Answer.objects.get().words == words

    def test_leaves_nothing_said_in_the_journal(self, c, link):
        answer(c, link)

        assert "three years" not in repr(list(JournalEntry.objects.values()))


class TestTheCopy:
    def test_goes_to_the_candidate_as_it_will_be_shown_and_is_wiped(self, c, link):
        answer(c, link)

        letter = Message.objects.get(to="grace@example.org", subject__startswith="What you told us")
        assert "Yes, for three years." in letter.body
        assert "If this was not you" in letter.body
        assert letter.secret

    def test_goes_to_nobody_for_what_changed_nothing(self, c, link):
        answer(c, link)
        answer(c, link)

        assert Message.objects.count() == 1


class TestToldToStaff:
    def enter(self, c, by=steward, way=AnswerWay.TELEPHONE, **how):
        with at(how.pop("moment", DURING)):
            return actions.enter_answer(
                by=by, call=c.call, candidate=c.omar, way=way,
                answers={c.asks[0].pk: Said("support", "Yes.")}, **how,
            )  # fmt: skip

    def test_by_telephone_is_read_back(self, c):
        with pytest.raises(Refused, match="Read it back"):
            self.enter(c)
        (kept,) = self.enter(c, read_back=True)

        assert (kept.way, kept.read_back, kept.by) == ("telephone", True, steward.label)

    def test_by_letter_counts_the_same(self, c):
        assert self.enter(c, way=AnswerWay.LETTER)[0].way == "letter"

    def test_never_counts_as_by_their_link(self, c):
        with pytest.raises(Refused):
            self.enter(c, way=AnswerWay.LINK)

    def test_closes_at_the_same_second(self, c):
        self.enter(c, read_back=True, moment=CLOSE - A_SECOND)
        with pytest.raises(Refused, match="Answers closed"):
            self.enter(c, way=AnswerWay.LETTER, moment=CLOSE)

    def test_is_written_down_by_who_declared_to_be_independent(self, c):
        InterestFactory(call=c.call, person_key=administrator.key, public_body=True)
        for somebody in (administrator, *OTHERS):
            with pytest.raises(PermissionDenied):
                self.enter(c, by=somebody, read_back=True)

    def test_is_refused_to_a_steward_who_came_to_work_for_a_public_body(self, c):
        with at(DURING):
            actions.declare_interest(by=steward, call=c.call, public_body=True)

        with pytest.raises(PermissionDenied):
            self.enter(c, read_back=True)

    def test_of_a_candidate_elsewhere_is_refused(self, c):
        with at(DURING), pytest.raises(Refused, match="another election"):
            actions.enter_answer(
                by=steward, call=c.call, candidate=CandidateFactory(), way=AnswerWay.LETTER,
                answers={c.asks[0].pk: Said("support")},
            )  # fmt: skip


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_are_both_kept_in_order_and_the_same_thing_once(self, c, link):
        start, wrong = threading.Barrier(2), []

        def save():
            try:
                start.wait(timeout=10)
                actions.answer_call(
                    by=holder(link), call=c.call, candidate=c.grace,
                    answers={c.asks[0].pk: Said("support", "Same.")},
                )  # fmt: skip
            except Exception as problem:
                wrong.append(problem)
            finally:
                connections.close_all()

        with at(DURING):
            both = [threading.Thread(target=save) for _ in range(2)]
            for one in both:
                one.start()
            for one in both:
                one.join(timeout=30)

        assert Answer.objects.count() == 1
        assert wrong == [] or connection.vendor == "sqlite"


class TestThePage:
    def address(self, token=CODE):
        return reverse("answer_call", args=[token])

    def test_opened_however_often_uses_nothing_up(self, client, c, link):
        with at(DURING):
            for _ in range(3):
                assert client.get(self.address()).status_code == 200
            client.head(self.address())
            sent = client.post(self.address(), {f"stance_{c.asks[0].pk}": "support"})

        assert sent.status_code == 302
        assert Answer.objects.get().stance == "support"

    def test_is_told_to_no_cache_no_search_and_no_other_site(self, client, c, link):
        with at(DURING):
            page = client.get(self.address())

        assert page["Cache-Control"] == "no-store"
        assert page["Referrer-Policy"] == "same-origin"
        assert page["X-Robots-Tag"] == "noindex"

    def test_shows_the_same_whoever_looks_for_a_link_that_is_none(self, client, c, link):
        revoked = CandidateLinkFactory(
            call=c.call, candidate=c.omar, digest=digest_of("revoked"), revoked_at=INVITE
        )
        assert revoked.pk
        with at(DURING):
            answers = [client.get(self.address(t)) for t in ("guessed", "revoked", "x" * 200)]

        assert [a.status_code for a in answers] == [404] * 3
        assert len({a.content.decode().split("<main")[1][:300] for a in answers}) == 1
        assert "This link does not work" in answers[0].content.decode()

    def test_takes_a_code_however_it_is_typed(self, client, c, link):
        with at(DURING):
            found = client.post(reverse("type_answer_code"), {"code": " bcdf ghjk lmnp-qrst "})
            wrong = client.post(reverse("type_answer_code"), {"code": "BCDF-GHJK"})

        assert found["Location"] == self.address()
        assert wrong.status_code == 422
        assert "No letter has this code" in wrong.content.decode()

    def test_lets_nobody_try_codes_for_long(self, client, c, link):
        with at(DURING):
            said = [
                client.post(reverse("type_answer_code"), {"code": "X"}).status_code
                for _ in range(21)
            ]

        assert said[-1] == 429

    def test_saves_one_ask_alone_and_keeps_what_was_typed_at_the_others(self, client, c, link):
        first, second = c.asks
        with at(DURING):
            page = client.post(self.address(), {
                "only": str(first.pk), f"stance_{first.pk}": "support",
                f"words_{second.pk}": "Half a thought " + "x " * 50,
            })  # fmt: skip

        assert page.status_code == 200
        assert [a.ask for a in Answer.objects.all()] == [first]
        text = page.content.decode()
        assert "Half a thought" in text
        assert "Saved: Ask 1. You have answered 1 of 2 asks" in text

    def test_leaves_asks_for_later(self, client, c, link):
        with at(DURING):
            sent = client.post(self.address(), {f"stance_{c.asks[1].pk}": "not"}, follow=True)

        assert "You have answered 1 of 2 asks" in sent.content.decode()

    def test_says_at_every_ask_what_is_wrong_and_keeps_what_was_typed(self, client, c, link):
        long = "so many words " * 4
        told = {f"words_{a.pk}": long for a in c.asks} | {f"stance_{c.asks[0].pk}": "support"}
        with at(DURING):
            page = client.post(self.address(), told)

        text = page.content.decode()
        assert page.status_code == 422
        assert text.count("take out 2 words or more") == 4  # twice in the summary, twice beside
        assert "Choose one of the three" in text
        assert text.count(long) == 2
        assert not Answer.objects.exists()

    def test_keeps_200_000_characters_on_the_page_and_nowhere_else(self, client, c, link):
        told = {f"stance_{c.asks[0].pk}": "support", f"words_{c.asks[0].pk}": "y" * 200_000}
        with at(DURING):
            page = client.post(self.address(), told)

        assert page.status_code == 422
        assert "y" * 200_000 in page.content.decode()
        assert not Answer.objects.exists()

    def test_shows_the_candidate_what_will_be_shown(self, client, c, link):
        answer(c, link, {c.asks[0].pk: Said("in-part", "First line\nsecond <script>")})
        with at(DURING):
            text = client.get(self.address()).content.decode()

        shown = text.split('id="shown"')[1]
        assert "Support in part" in shown
        assert "&ldquo;First line<br>second &lt;script&gt;" in shown
        assert "Not answered yet" in shown

    def test_once_closed_shows_what_was_said_and_no_form(self, client, c, link):
        answer(c, link)
        with at(CLOSE):
            text = client.get(self.address()).content.decode()
            sent = client.post(self.address(), {f"stance_{c.asks[1].pk}": "not"})

        assert "Answers closed at 12:00 on 24 April 2026" in text
        assert "Yes, for three years." in text
        assert "No answer received by the deadline." in text
        assert "<form" not in text.split("<main")[1]
        assert sent.status_code == 422
        assert Answer.objects.count() == 1

    def test_of_who_withdrew_says_so_neutrally(self, client, c, link):
        answer(c, link)
        type(c.grace).objects.update(standing="withdrawn")
        with at(DURING):
            text = client.get(self.address()).content.decode()

        assert "You no longer stand in this election, so nothing more is asked of you." in text

    def test_refuses_an_ask_that_is_none(self, client, c, link):
        with at(DURING):
            assert client.post(self.address(), {"only": "999999"}).status_code == 404

    def test_never_shows_one_candidates_answer_to_another(self, client, c, link):
        answer(c, link)
        CandidateLinkFactory(call=c.call, candidate=c.omar, digest=digest_of("omars"))
        with at(DURING):
            text = client.get(self.address("omars")).content.decode()

        assert "three years" not in text

    def test_costs_the_same_however_many_stand(
        self, client, c, link, django_assert_max_num_queries
    ):
        answer(c, link)
        for _ in range(20):
            CandidateFactory(ballot=c.ballot)
        with at(DURING), django_assert_max_num_queries(14):
            client.get(self.address())


class TestFromInvitationToAnswer:
    def test_the_link_in_the_letter_is_the_one_that_works(self, client, c):
        with at(INVITE):
            actions.keep_to_time(by=worker)
        (token,) = tokens_to("grace@example.org")
        with at(DURING):
            client.post(reverse("answer_call", args=[token]), {f"stance_{c.asks[0].pk}": "not"})

        kept = Answer.objects.get()
        assert (kept.candidate, kept.way, kept.by) == (c.grace, "link", "the candidate")

    def test_nobody_sees_it_before_the_hour(self, c, link):
        answer(c, link)
        hour = c.call.reveal_at

        assert not Answer.objects.public(hour - dt.timedelta(seconds=1)).exists()
        assert Answer.objects.public(hour).exists()
        assert CandidateLink.objects.count() == 1
