"""Two calls were put to the candidates of one election: each is shown with its own answers."""

from __future__ import annotations

import pytest

from commonweal.commitments.tests.calling import INVITED, MONDAY, NIGHT, WORDS, a_call, at
from commonweal.commitments.tests.factories import (
    AnswerFactory,
    CallCorrectionFactory,
    CallFactory,
    ParagraphFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return a_call()


@pytest.fixture
def second(world):
    call = CallFactory(
        election=world.election, opened_at=NIGHT, document__slug="buses",
        document__title="A call on buses", host="Riders of Saltwold",
    )  # fmt: skip
    ask = ParagraphFactory(document=call.document, kind="ask", position=1, heading="Bus fares")
    AnswerFactory(
        call=call, candidate=world.people["Nwosu"], ask=ask, stance="not", words="Too dear.",
        at=INVITED,
    )  # fmt: skip
    return call


def read(client, path):
    with at(MONDAY):
        answer = client.get(path)
    return answer.content.decode() if answer.status_code == 200 else answer.status_code


def home(world):
    return f"/elections/{world.election.slug}/"


class TestAnElectionWithTwoCalls:
    def test_shows_the_first_and_leads_to_the_other(self, world, second, client):
        told = read(client, home(world))

        assert "Lasting funding" in told
        assert "Bus fares" not in told
        assert f'href="{home(world)}?call=buses"' in told

    def test_shows_the_other_by_its_own_address_and_keeps_to_it(self, world, second, client):
        told = read(client, f"{home(world)}?call=buses")

        assert "Bus fares" in told
        assert "Lasting funding" not in told
        assert "Riders of Saltwold" in told
        for path in ("ask/1/", f"{world.ballot.code}/", "log/", "corrections/", "answers.csv"):
            assert f'{home(world)}{path}?call=buses"' in told

    def test_shows_each_ones_answers_on_a_ballot(self, world, second, client):
        page = f"{home(world)}{world.ballot.code}/"
        first, other = read(client, page), read(client, f"{page}?call=buses")

        assert WORDS in first
        assert "Too dear." not in first
        assert "Too dear." in other
        assert WORDS not in other
        assert f'href="{page}"' in other
        assert f'href="{home(world)}?call=buses"' in other

    def test_shows_each_ones_corrections_and_files(self, world, second, client):
        CallCorrectionFactory(call=second, candidate=None, what="The fare was wrong.")

        assert "The fare was wrong." not in read(client, f"{home(world)}corrections/")
        assert "The fare was wrong." in read(client, f"{home(world)}corrections/?call=buses")
        assert "Too dear." in read(client, f"{home(world)}answers.json?call=buses")
        assert "Too dear." not in read(client, f"{home(world)}answers.json")

    def test_shows_each_on_a_councillors_page(self, world, second, client):
        grace = world.people["Nwosu"]
        type(grace).objects.filter(pk=grace.pk).update(elected=True)

        assert "Bus fares" not in read(client, f"/councillors/{grace.pk}/")
        assert "Too dear." in read(client, f"/councillors/{grace.pk}/?call=buses")

    @pytest.mark.parametrize("name", ["nothing", "", "%00", "buses%0A"])
    def test_has_no_call_of_another_name(self, world, second, client, name):
        assert read(client, f"{home(world)}?call={name}") == 404

    def test_shows_none_that_was_not_opened(self, world, second, client):
        type(second).objects.filter(pk=second.pk).update(opened_at=None)

        assert read(client, f"{home(world)}?call=buses") == 404
        assert "were put to these candidates" not in read(client, home(world))

    def test_holds_one_back_alone(self, world, second, client):
        type(second).objects.filter(pk=second.pk).update(held_at=NIGHT, held_because="A doubt.")
        page = f"{home(world)}{world.ballot.code}/"

        assert WORDS in read(client, page)
        assert "Too dear." not in read(client, f"{page}?call=buses")


def test_one_call_alone_has_the_addresses_it_had(world, client):
    told = read(client, home(world))

    assert "?call=" not in told
    assert "were put to these candidates" not in told
