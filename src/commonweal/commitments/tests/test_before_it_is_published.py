"""What is written in something adopted, before its next version: nobody but staff reads it."""

from __future__ import annotations

import datetime as dt

import pytest

from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments import actions
from commonweal.commitments.models import Commitment
from commonweal.commitments.tests.factories import ParagraphVersionFactory
from commonweal.commitments.tests.publishing import published, written

pytestmark = pytest.mark.django_db
UNSEEN = "Unseen so far"
AHEAD = dt.date(2999, 5, 4)


@pytest.fixture
def steward():
    return UserFactory(roles=["steward"])


@pytest.fixture
def wind():
    """A strategy that is adopted, with an action towards its promise."""
    document = written(ends_on=dt.date(2999, 12, 31))
    document.actions.update(commitment=document.commitments.get())
    for paragraph in document.paragraphs.all():
        ParagraphVersionFactory(paragraph=paragraph)
    return published(document).document


def addresses(document):
    promise = Commitment.objects.get(document=document)
    here = f"/promises/{document.slug}/"
    return {
        "progress": f"{here}progress/", "promise": f"{here}promise/{promise.uuid}/",
        "document": here, "feed": f"{here}news.xml", "calendar": f"{here}dates.ics",
        "text": f"{here}{document.slug}.txt", "whole": f"{here}{document.slug}.json",
        "api": f"/api/v1/promises/{document.slug}",
    }  # fmt: skip


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode().replace("\r\n ", "")


def begin(steward, document, **told):
    """An action begun since the last version, and how it stands."""
    doing = actions.add_action(
        by=steward, document=document, title=f"{UNSEEN}: new", text=UNSEEN, owner=UNSEEN,
        paragraph=document.paragraphs.get(code="1.1"), commitment=document.commitments.get(),
        due_on=AHEAD, **told,
    )  # fmt: skip
    actions.say_how_action_stands(
        by=steward, action=doing, standing="under-way", reason=UNSEEN,
        due_on=AHEAD + dt.timedelta(days=30),
    )  # fmt: skip
    return doing


class TestBeforeItIsPublished:
    def test_an_action_and_how_it_stands_are_shown_nowhere(self, client, wind, steward):
        begin(steward, wind)
        other = begin(steward, wind)
        actions.say_how_action_stands(by=steward, action=other, standing="done", reason=UNSEEN)

        for name, address in addresses(wind).items():
            shown = read(client, address)

            assert UNSEEN not in shown, name
            assert "2999-05-04" not in shown and "4 May 2999" not in shown, name
        assert "0 of 1 action " in read(client, addresses(wind)["progress"])

    def test_an_action_is_shown_once_it_is(self, client, wind, steward):
        begin(steward, wind)
        published(wind)

        for name in ("progress", "promise", "feed", "calendar"):
            assert UNSEEN in read(client, addresses(wind)[name]), name

    def test_how_a_published_action_stands_is_shown_at_once(self, client, wind, steward):
        actions.say_how_action_stands(
            by=steward, action=wind.actions.get(), standing="done", reason="All 41 are listed."
        )

        shown = read(client, addresses(wind)["progress"])

        assert "1 of 1 action is done" in shown and "All 41 are listed." in shown
        assert "A list of halls, by Ada Byrne: done" in read(client, addresses(wind)["promise"])
        assert "A list of halls: done" in read(client, addresses(wind)["feed"])

    def test_what_was_published_keeps_its_words(self, client, wind, steward):
        doing, part = wind.actions.get(), wind.paragraphs.get(code="1.1")
        actions.change_action(
            by=steward, action=doing,
            changes={"title": f"{UNSEEN}: title", "owner": UNSEEN, "code": "99"},
        )  # fmt: skip
        actions.change_paragraph(
            by=steward, paragraph=part, edition=1, heading=UNSEEN, text=UNSEEN, reason="Better so."
        )
        type(wind).objects.filter(pk=wind.pk).update(title=UNSEEN, ends_on=AHEAD)
        actions.say_how_action_stands(
            by=steward, action=doing, standing="under-way", reason="It is begun."
        )

        for name, address in addresses(wind).items():
            shown = read(client, address)

            assert UNSEEN not in shown, name
            assert "4 May 2999" not in shown, name
        progress = read(client, addresses(wind)["progress"])
        assert "<b>A list of halls</b>: under way" in progress
        assert "1.1. Halls" in progress
        assert "Ada Byrne" in progress
