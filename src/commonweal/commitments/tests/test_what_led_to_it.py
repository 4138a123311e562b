"""From a part, an action and a promise back to what people said, on the pages everybody reads."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.commitments import actions
from commonweal.commitments.tests.asked import closed, point_of, reported, said, steward
from commonweal.commitments.tests.factories import (
    ActionFactory,
    CommitmentFactory,
    ParagraphFactory,
    ParagraphVersionFactory,
)
from commonweal.commitments.tests.publishing import published

pytestmark = pytest.mark.django_db
LED = "What people said that led to this"
LATER = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def asked():
    return closed()


@pytest.fixture
def part(asked):
    """A part with an action in it and a promise that the action serves."""
    part = ParagraphFactory(document=asked.document, heading="Getting about", code="1")
    promise = CommitmentFactory(document=asked.document, paragraph=part)
    ActionFactory(document=asked.document, paragraph=part, commitment=promise)
    return part


def point_to(asked, part, *, title="Buses are missing", doing=None):
    """A point that was said twice, tied to a part and to an action."""
    point = point_of(asked, said(asked), said(asked), title=title)
    actions.tie_point_to_paragraph(by=steward, point=point, paragraph=part)
    actions.tie_point_to_action(by=steward, point=point, doing=doing or part.actions.get())
    return point


def pages(part):
    """Where it is told, once all of it is published."""
    slug = part.document.slug
    return (
        f"/promises/{slug}/part/{part.key}/",
        f"/promises/{slug}/progress/",
        f"/promises/{slug}/promise/{part.commitments.get().uuid}/",
    )


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


class TestWhatLedToIt:
    def test_is_told_with_a_link_to_the_point(self, client, asked, part):
        point = point_to(asked, part)
        reported(asked)
        published(asked.document)

        for address in pages(part):
            shown = page(client, address)

            link = f"/consultations/{part.document.slug}/1/what-came-of-it/{point.number}/"
            assert LED in shown
            assert f'<a href="{link}">Buses are missing</a>, in 2 comments' in shown
            assert client.get(link).status_code == 200

    def test_is_not_told_before_the_point_is_published(self, client, asked, part):
        point_to(asked, part, title="A secret point")
        published(asked.document)

        for address in pages(part):
            shown = page(client, address)

            assert LED not in shown
            assert "A secret point" not in shown
            assert "what-came-of-it" not in shown

    def test_is_not_told_of_a_change_that_is_still_being_written(self, client, asked, part):
        point = point_of(asked, said(asked), title="Night buses")
        reported(asked)
        published(asked.document)
        ParagraphVersionFactory(paragraph=part, edition=2, text="A draft.", at=LATER, point=point)
        history = pages(part)[0]

        assert "Night buses" not in page(client, history)
        published(asked.document, at=LATER)
        assert "Night buses" in page(client, history)

    def test_asks_the_database_as_often_however_much_there_is(self, client, asked, part):
        point_to(asked, part)
        reported(asked)
        published(asked.document)
        for address in pages(part):  # What is kept between requests is kept now.
            client.get(address)
        few = [self.queries(client, address) for address in pages(part)]
        promise = part.commitments.get()
        for n in range(12):
            other = ParagraphFactory(document=asked.document, heading=f"Part {n}")
            doing = ActionFactory(document=asked.document, paragraph=other, commitment=promise)
            point_to(asked, part, title=f"Point {n}", doing=doing)
        asked.points.filter(published_at=None).update(published_at=asked.reported_at)
        published(asked.document, at=LATER)

        many = [self.queries(client, address) for address in pages(part)]

        assert many == few
        assert page(client, pages(part)[1]).count(LED) == 13

    @staticmethod
    def queries(client, address):
        with CaptureQueriesContext(connection) as made:
            client.get(address)
        return len(made)
