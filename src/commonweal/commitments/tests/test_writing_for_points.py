"""Whoever changes a part says, while writing, which point the change answers."""

from __future__ import annotations

import pytest

from commonweal.commitments.models import ParagraphVersion
from commonweal.commitments.reports.trace import changes_of
from commonweal.commitments.tests.asked import closed
from commonweal.commitments.tests.factories import (
    ParagraphFactory,
    ParagraphVersionFactory,
    PointFactory,
)
from commonweal.commitments.tests.test_points_desk import at, page, signed_in

pytestmark = pytest.mark.django_db
ASKS = "This change answers the point"


@pytest.fixture
def asked():
    return closed(title="What should we do first?")


@pytest.fixture
def point(asked):
    return PointFactory(consultation=asked, title="More buses")


@pytest.fixture
def buses(asked):
    paragraph = ParagraphFactory(document=asked.document, heading="Buses", text="One a day.")
    ParagraphVersionFactory(paragraph=paragraph)
    return paragraph


@pytest.fixture
def writes(client):
    return signed_in(client, "steward")


def told(part, **more):
    words = {"edition": part.edition, "heading": part.heading, "code": part.code}
    return words | {"text": "Three a day."} | more


class TestWriting:
    def test_ties_the_change_to_the_point_it_answers(self, writes, point, buses):
        assert "More buses (What should we do first?)" in page(writes, "write_part", buses.pk)

        writes.post(at("write_part", buses.pk), told(buses, point=point.pk))

        (change,) = changes_of([point])[point.pk]
        assert (change.paragraph, change.tied, change.edition) == (buses, True, 2)

    def test_answers_no_point_unless_one_is_chosen(self, writes, point, buses):
        writes.post(at("write_part", buses.pk), told(buses, point=""))

        assert ParagraphVersion.objects.get(paragraph=buses, edition=2).point is None
        assert not changes_of([point])[point.pk]

    def test_offers_no_points_that_were_made_on_something_else(self, writes, point, buses):
        other = PointFactory(title="Fewer buses")
        assert "Fewer buses" not in page(writes, "write_part", buses.pk)

        sent = writes.post(at("write_part", buses.pk), told(buses, point=other.pk))

        assert sent.status_code != 302
        assert not ParagraphVersion.objects.filter(paragraph=buses, edition=2).exists()

    def test_does_not_ask_where_nothing_was_consulted_on(self, writes, buses):
        assert ASKS not in page(writes, "write_part", buses.pk)

    def test_begins_with_the_point_that_one_came_from(self, writes, point, buses):
        point.paragraphs.add(buses)
        address = f"{at('write_part', buses.pk)}?point={point.pk}"
        assert address in page(writes, "point", point.pk)

        assert f'<option value="{point.pk}" selected>' in page(writes, address)

    def test_keeps_the_choice_when_somebody_else_was_quicker(self, writes, point, buses):
        writes.post(at("write_part", buses.pk), told(buses, text="Two a day."))

        shown = writes.post(at("write_part", buses.pk), told(buses, point=point.pk))

        assert "Somebody else has changed this" in shown.content.decode()
        assert f'<option value="{point.pk}" selected>' in shown.content.decode()
