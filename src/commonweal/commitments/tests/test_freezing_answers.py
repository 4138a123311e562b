"""Answers are frozen when they close, so that anybody can tell that nothing was changed."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.core.exceptions import PermissionDenied

from commonweal.commitments.actions import PUNCTUAL, freeze_call, freeze_calls
from commonweal.commitments.models import Answer, Freeze
from commonweal.commitments.reports.published_answers import answers_as_data
from commonweal.commitments.tests.calling import (
    A_MINUTE,
    A_SECOND,
    CLOSES,
    REVEALS,
    WORDS,
    a_call,
    at,
    from_the_council,
    independent,
    moderator,
)
from commonweal.commitments.tests.factories import AnswerFactory, BallotFactory, CandidateFactory
from commonweal.core.models import JournalEntry
from commonweal.core.tests.given import given
from commonweal.sector.tests.people import robot, stranger

pytestmark = pytest.mark.django_db


def recomputed(frozen, code):
    """A ballot's digest as somebody outside makes it from the published data."""
    plain = json.dumps(
        [frozen["salt"], code, sorted(frozen["lines"])], separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(plain.encode()).hexdigest()


class TestFreezing:
    def test_is_done_by_the_clock(self):
        world = a_call()

        with at(CLOSES - A_SECOND):
            assert freeze_calls(by=robot) == 0
        with at(CLOSES):
            assert freeze_calls(by=robot) == 1

        world.call.refresh_from_db()
        assert world.call.frozen_at == CLOSES
        assert len(world.call.frozen_digest) == 64
        assert freeze_calls in PUNCTUAL

    def test_is_done_once_and_then_writes_nothing(self):
        a_call()
        with at(CLOSES):
            freeze_calls(by=robot)
        entries = JournalEntry.objects.count()

        with at(CLOSES + A_MINUTE):
            assert freeze_calls(by=robot) == 0

        assert Freeze.objects.count() == 1
        assert JournalEntry.objects.count() == entries

    def test_can_be_recomputed_from_what_is_published(self):
        world = a_call()
        other = BallotFactory(election=world.election, checked_at=CLOSES, checked_by="Ines")
        CandidateFactory(ballot=other)
        with at(CLOSES):
            freeze_calls(by=robot)

        world.call.refresh_from_db()
        data = json.loads(json.dumps(answers_as_data(world.call, REVEALS)))

        digests = {b["code"]: b["frozen"]["digest"] for b in data["ballots"]}
        assert {b["code"]: recomputed(b["frozen"], b["code"]) for b in data["ballots"]} == digests
        whole = json.dumps(sorted([c, d] for c, d in digests.items()), separators=(",", ":"))
        assert hashlib.sha256(whole.encode()).hexdigest() == data["frozen"]["digest"]
        line = next(x for b in data["ballots"] for x in b["frozen"]["lines"] if x[3] == "support")
        assert line[5] == hashlib.sha256(WORDS.encode()).hexdigest()

    def test_tells_a_change_that_came_after(self):
        world = a_call()
        with at(CLOSES):
            freeze_calls(by=robot)

        with given():
            Answer.objects.filter(stance="support").update(words="Never.")
        data = answers_as_data(world.call, REVEALS)

        (ballot,) = data["ballots"]
        assert recomputed(ballot["frozen"], ballot["code"]) != ballot["frozen"]["digest"]

    def test_takes_the_last_answer_and_none_that_came_later(self):
        world = a_call()
        who, ask = world.people["Akhtar"], world.asks[0]
        kept = AnswerFactory(call=world.call, candidate=who, ask=ask, at=CLOSES - A_SECOND)
        late = AnswerFactory(
            call=world.call, candidate=who, ask=ask, at=CLOSES + A_SECOND, after_deadline=True
        )
        with at(CLOSES):
            freeze_calls(by=robot)

        (ballot,) = answers_as_data(world.call, REVEALS)["ballots"]

        keys = {line[0] for line in ballot["frozen"]["lines"]}
        assert str(kept.uuid) in keys
        assert str(late.uuid) not in keys
        assert len(keys) == 4

    def test_gives_nothing_away_before_the_hour(self):
        world = a_call()
        with at(CLOSES):
            freeze_calls(by=robot)
        world.call.refresh_from_db()

        (ballot,) = answers_as_data(world.call, REVEALS - A_SECOND)["ballots"]

        assert set(ballot["frozen"]) == {"at", "digest"}
        assert Freeze.objects.get().salt not in json.dumps(ballot)

    def test_of_a_poll_that_was_put_off_is_at_its_own_deadline(self):
        world = a_call()
        own = CLOSES + 30 * 1440 * A_MINUTE
        late = BallotFactory(
            election=world.election, standing="countermanded", closes_at=own,
            reveal_at=own + A_MINUTE, checked_at=CLOSES, checked_by="Ines",
        )  # fmt: skip
        with at(CLOSES):
            freeze_calls(by=robot)
        assert not late.freezes.exists()
        world.call.refresh_from_db()
        before = world.call.frozen_digest

        with at(own):
            assert freeze_calls(by=robot) == 1
        with at(own + A_SECOND):
            assert freeze_calls(by=robot) == 0

        world.call.refresh_from_db()
        assert late.freezes.get().closed_at == own
        assert world.call.frozen_digest == before

    @pytest.mark.parametrize("who", [stranger, moderator, independent, from_the_council])
    def test_is_nobodys_to_bring_forward(self, who):
        world = a_call()

        with at(CLOSES), pytest.raises(PermissionDenied):
            freeze_call(by=who, call=world.call)

    def test_of_a_call_that_was_never_opened_does_not_happen(self):
        world = a_call()
        with given():
            type(world.call).objects.update(opened_at=None)

        with at(CLOSES):
            assert freeze_calls(by=robot) == 0
