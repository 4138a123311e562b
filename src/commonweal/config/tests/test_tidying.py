"""What the worker does once an hour."""

from __future__ import annotations

import pytest

from commonweal.config import working
from commonweal.sector.models import RelayLetter
from commonweal.sector.tests.factories import LONG_AGO, ApplicationFactory, RelayLetterFactory

pytestmark = pytest.mark.django_db


class TestTidying:
    def test_lapses_and_forgets_what_is_over(self, monkeypatch):
        monkeypatch.setattr(working, "refresh_if_due", lambda *, now: [])
        waiting = ApplicationFactory(lapses_at=LONG_AGO)
        RelayLetterFactory(expires_at=LONG_AGO)

        working.tidy()

        waiting.refresh_from_db()
        assert waiting.standing == "lapsed"
        assert not RelayLetter.objects.exists()
