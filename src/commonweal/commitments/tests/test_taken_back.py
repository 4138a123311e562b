"""A draft that was put out is taken back: whoever has its address reads when and why."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from commonweal.commitments import actions
from commonweal.commitments.models import Submission
from commonweal.commitments.reports.dates import dates_of
from commonweal.commitments.tests.test_consulting import (  # noqa: F401
    LAST,
    NOW,
    draft,
    moderator,
    opened,
    prepared,
    say,
    steward,
)
from commonweal.commitments.tests.test_consulting_pages import (  # noqa: F401
    SAYS,
    _then,
    address,
    desk,
    signed_in,
)
from commonweal.core.refused import Refused

pytestmark = pytest.mark.django_db
WHY = "The map in it was of another town."
LATER = dt.datetime(2026, 9, 21, 10, 0, tzinfo=dt.UTC)
OVER = dt.datetime(2026, 12, 3, 10, 0, tzinfo=dt.UTC)


def take_back(by, consultation, moment=LATER, reason=WHY):
    with time_machine.travel(moment, tick=False):
        actions.change_standing(
            by=by, document=consultation.document, standing="draft", reason=reason
        )
    consultation.refresh_from_db()
    return consultation


@pytest.fixture
def answered(opened, moderator):  # noqa: F811
    submission, token = say(opened, text="More buses at night.")
    comments = list(submission.comments.all())
    actions.let_be_seen(by=moderator, consultation=opened, comments=comments)
    return opened, token


class TestADraftTakenBackWhilePeopleAnswer:
    def test_ends_the_consultation_and_keeps_what_was_said(self, steward, answered):  # noqa: F811
        consultation, _ = answered

        take_back(steward, consultation)

        assert (consultation.standing, consultation.closed_at, consultation.closes_on) == (
            "closed", LATER, LAST,
        )  # fmt: skip
        assert Submission.objects.get().comments.get().text == "More buses at night."

    def test_needs_a_reason(self, steward, opened):  # noqa: F811
        with pytest.raises(Refused, match="they read it"):
            take_back(steward, opened, reason=" ")

        opened.refresh_from_db()
        assert (opened.standing, opened.document.standing) == ("open", "consulting")

    def test_says_so_at_its_address_with_the_day_and_the_reason(self, client, steward, answered):  # noqa: F811
        consultation, _ = answered
        assert "Nothing yet." in client.get(address("consultation", consultation)).content.decode()

        with time_machine.travel(take_back(steward, consultation).closed_at, tick=False):
            page = client.get(address("consultation", consultation)).content.decode()
            written = client.get(f"/promises/{consultation.document.slug}/")

        assert "taken back on <b>21 September 2026</b>" in page and WHY in page
        assert "Say what you think" not in page
        assert "Nothing yet." not in page, "the draft itself is nobody's to read now"
        assert written.status_code == 200
        assert WHY in written.content.decode() and "21 September 2026" in written.content.decode()
        assert "Nothing yet." not in written.content.decode()

    def test_leaves_every_link_of_its_page_whole(self, client, steward, answered):  # noqa: F811
        consultation, _ = answered
        take_back(steward, consultation)

        with time_machine.travel(LATER, tick=False):
            page = client.get(address("consultation", consultation)).content.decode()
            links = [part.split('"')[0] for part in page.split('href="/')[1:]]
            ours = [link for link in links if link.startswith(("consultations", "promises"))]
            found = {link: client.get(f"/{link}").status_code for link in ours}

        assert found and set(found.values()) == {200}, found

    def test_shows_answers_given_and_takes_no_more(self, client, steward, answered):  # noqa: F811
        consultation, token = answered
        take_back(steward, consultation)

        with time_machine.travel(LATER, tick=False):
            given = client.get(address("comments", consultation)).content.decode()
            mine = client.get(f"/said/{token}/").content.decode()
            late = client.post(address("say_it", consultation), SAYS)
            paper = client.get(address("consultation_on_paper", consultation))
            listed = client.get("/consultations/").content.decode()

        assert "More buses at night." in given and "More buses at night." in mine
        assert "when the draft was taken back" in mine
        assert late.status_code == 422 and "taken back" in late.content.decode()
        assert paper["Location"] == address("consultation", consultation)
        assert "Ended 21 September 2026: the draft was taken back." in listed
        assert Submission.objects.count() == 1

    def test_can_be_put_out_anew_with_another_consultation(self, client, steward, answered):  # noqa: F811
        first, _ = answered
        take_back(steward, first)
        with time_machine.travel(LATER, tick=False):
            second = prepared(
                steward, first.document, opens_on=LATER.date(), closes_on=dt.date(2026, 12, 20)
            )
            actions.open_consultation(by=steward, consultation=second)
            old = client.get(address("consultation", first)).content.decode()
            new = client.get(address("consultation", second)).content.decode()

        assert WHY in old and "It can be read here again once" not in old
        assert WHY not in new and "Say what you think" in new

    def test_is_not_in_calendars_as_a_last_day_any_more(self, steward, answered):  # noqa: F811
        consultation, _ = answered
        take_back(steward, consultation)
        document = consultation.document
        with time_machine.travel(LATER, tick=False):
            actions.adopt_document(by=steward, document=document, on=LATER.date())

        keys = {one.key for one in dates_of(document)}

        assert keys == {f"consultation-{consultation.pk}-opens"}


class TestADraftTakenBackOnceItClosed:
    def test_says_so_and_that_it_closed_on_its_last_day(self, client, steward, opened):  # noqa: F811
        with time_machine.travel(OVER, tick=False):
            actions.close_consultation(by=steward, consultation=opened)
        take_back(steward, opened, OVER)

        with time_machine.travel(OVER, tick=False):
            page = client.get(address("consultation", opened)).content.decode()

        assert "closed at the end of 30 November 2026" in page
        assert "taken back on <b>3 December 2026</b>" in page and WHY in page


class TestADraftNeverPutOut:
    def test_is_not_known_at_its_address(self, client, draft):  # noqa: F811
        assert client.get(f"/promises/{draft.slug}/").status_code == 404


class TestTheDesk:
    def test_says_that_the_reason_is_read_by_everybody(self, steward, answered):  # noqa: F811
        consultation, _ = answered
        client = signed_in(steward)
        screen = desk("back_to_draft", consultation.document_id)
        assert "Everybody who has the address" in client.get(screen).content.decode()

        client.post(screen, {"reason": WHY})

        page = client.get(desk("consultation", consultation.pk)).content.decode()
        assert "when the draft was taken back" in page
        assert "Give more time" not in page
