"""What the worker does once an hour."""

from __future__ import annotations

import datetime as dt

import pytest

from commonweal.comms.models import Message
from commonweal.config import working
from commonweal.sector.models import RelayLetter, Suggestion
from commonweal.sector.tests.factories import (
    ApplicationFactory,
    MemberFactory,
    OrganisationFactory,
    RelayLetterFactory,
    SuggestedChangeFactory,
    SuggestionFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db
LONG_AGO = dt.datetime(2020, 1, 31, tzinfo=dt.UTC)


class TestTidy:
    def test_tells_keepers_and_keeps_what_was_promised(self, monkeypatch):
        monkeypatch.setattr(working, "refresh_if_due", lambda *, now: [])
        monkeypatch.setattr(working, "close_old_connections", lambda: None)
        club = OrganisationFactory()
        MemberFactory(organisation=club)
        SuggestedChangeFactory(suggestion=SuggestionFactory(about=club))
        old = SuggestionFactory(at=LONG_AGO, decided_at=LONG_AGO)
        waiting = SuggestionFactory(at=LONG_AGO, email="jo@example.org")
        version = VersionFactory(at=LONG_AGO)

        working.tidy()

        assert "suggested a change" in Message.objects.get().subject
        assert not Suggestion.objects.filter(pk=old.pk).exists()
        waiting.refresh_from_db()
        version.refresh_from_db()
        assert waiting.email == ""
        assert version.after["name"] == "The Mill Lane Lot"

    def test_lapses_and_forgets_what_is_over(self, monkeypatch):
        monkeypatch.setattr(working, "refresh_if_due", lambda *, now: [])
        monkeypatch.setattr(working, "close_old_connections", lambda: None)
        waiting = ApplicationFactory(lapses_at=LONG_AGO)
        RelayLetterFactory(expires_at=LONG_AGO)

        working.tidy()

        waiting.refresh_from_db()
        assert waiting.standing == "lapsed"
        assert not RelayLetter.objects.exists()
