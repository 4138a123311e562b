"""The nightly refresh."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from commonweal.config import nightly
from commonweal.core.refused import Refused
from commonweal.intake.models import Run
from commonweal.sector.tests.factories import FeedFactory

pytestmark = pytest.mark.django_db


def at(day: int, hour: int) -> dt.datetime:
    """That hour of November 2026, when the place's time is UTC."""
    return dt.datetime(2026, 11, day, hour, 0, tzinfo=dt.UTC)


@pytest.fixture
def asked(settings, tmp_path, monkeypatch) -> list[str]:
    settings.HOME = tmp_path
    settings.NIGHTLY, settings.NIGHTLY_HOUR = ("charity-commission", "casc"), 2
    names: list[str] = []
    monkeypatch.setattr(nightly, "refresh", names.append)
    return names


class TestRefreshIfDue:
    def test_happens_once_a_night(self, asked):
        for moment in (at(23, 3), at(23, 4), at(23, 23), at(24, 1)):
            nightly.refresh_if_due(now=moment)
        assert asked == ["charity-commission", "casc"]

        nightly.refresh_if_due(now=at(24, 2))
        assert len(asked) == 4

    def test_includes_neighbours_feeds_that_have_an_address(self, asked):
        FeedFactory(address="https://neighbour.example/v3")
        FeedFactory(name="sent-by-mail")

        nightly.refresh_if_due(now=at(23, 3))

        assert asked == ["charity-commission", "casc", "feed-a-neighbour"]

    def test_one_that_is_refused_hinders_no_other(self, asked, monkeypatch):
        def refresh(name: str) -> None:
            asked.append(name)
            raise Refused("It cannot be had.")

        monkeypatch.setattr(nightly, "refresh", refresh)

        assert nightly.refresh_if_due(now=at(23, 3)) == ["charity-commission", "casc"]
        assert asked == ["charity-commission", "casc"]

    def test_a_spoilt_book_is_begun_anew(self, asked):
        nightly.book().write_text("not json")

        assert len(nightly.refresh_if_due(now=at(23, 3))) == 2

    def test_nothing_is_due_where_nothing_was_chosen(self, asked, settings):
        settings.NIGHTLY = ()

        assert nightly.refresh_if_due(now=at(23, 3)) == []


class TestRefresh:
    def test_fetches_then_brings_in_as_the_sources_own_robot(self, monkeypatch, tmp_path):
        done = []

        def fetch(*, by, source):
            done.append(("fetch", by.key, source))
            return SimpleNamespace(folder=tmp_path)

        def bring(*, by, source, path):
            done.append(("bring", by.key, source, path))
            return SimpleNamespace(standing="done")

        monkeypatch.setattr(nightly, "fetch_source", fetch)
        monkeypatch.setattr(nightly, "bring_in", bring)

        nightly.refresh("casc")

        assert not Run.objects.exists()
        assert done == [
            ("fetch", "robot:casc", "casc"),
            ("bring", "robot:casc", "casc", tmp_path),
        ]

    def test_that_cannot_be_had_is_a_failed_run_that_says_why(
        self, monkeypatch, settings, tmp_path
    ):
        settings.HOME, settings.KEEP_IMPORTS = tmp_path, tmp_path / "imports"

        def fetch(*, by, source):
            raise Refused("There is no server called neighbour.example.")

        monkeypatch.setattr(nightly, "fetch_source", fetch)

        with pytest.raises(Refused):
            nightly.refresh("feed-a-neighbour")

        run = Run.objects.get()
        assert (run.source, run.standing, run.actor_key) == (
            "feed-a-neighbour", "failed", "robot:feed-a-neighbour"
        )  # fmt: skip
        assert run.problem == "There is no server called neighbour.example."
        assert run.finished_at is not None
