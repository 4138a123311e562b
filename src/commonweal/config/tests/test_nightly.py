"""The nightly refresh."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from commonweal.comms.models import Message
from commonweal.config import nightly, working
from commonweal.core.refused import Refused
from commonweal.intake.models import Run
from commonweal.sector.tests.factories import FeedFactory, OrganisationFactory

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


@pytest.fixture
def bread(settings, tmp_path):
    """A group that is to be asked, and a mail server to ask by."""
    settings.HOME, settings.NIGHTLY_HOUR = tmp_path, 2
    settings.MAIL_SERVER, settings.LETTERS_A_NIGHT = {"host": "mail.example"}, 60
    return OrganisationFactory(email="bread@example.org")


class TestAskIfDue:
    def test_happens_once_a_night(self, bread):
        done = [nightly.ask_if_due(now=at(day, hour)) for day, hour in ((23, 3), (23, 9), (24, 1))]

        assert done == [True, False, False]
        assert nightly.ask_if_due(now=at(24, 2))

    def test_writes_to_whoever_is_due(self, bread):
        nightly.ask_if_due(now=at(23, 3).replace(year=2027))

        assert Message.objects.get().to == "bread@example.org"

    def test_is_done_again_when_it_was_cut_off(self, bread, monkeypatch):
        def dies(**given):
            raise KeyboardInterrupt

        real = nightly.ask_after_entries
        monkeypatch.setattr(nightly, "ask_after_entries", dies)
        with pytest.raises(KeyboardInterrupt):
            nightly.ask_if_due(now=at(23, 3).replace(year=2027))
        monkeypatch.setattr(nightly, "ask_after_entries", real)

        assert nightly.ask_if_due(now=at(23, 4).replace(year=2027))
        assert Message.objects.count() == 1

    def test_holds_nothing_against_anyone_without_a_mail_server(self, bread, settings):
        settings.MAIL_SERVER = None

        assert not nightly.ask_if_due(now=at(23, 3).replace(year=2027))
        bread.refresh_from_db()
        assert bread.stage == "fresh"

    def test_is_part_of_the_workers_tidying(self, bread, monkeypatch):
        done = []
        for job in ("refresh_if_due", "ask_if_due"):
            monkeypatch.setattr(working, job, lambda now, job=job: done.append(job))
        monkeypatch.setattr(working, "empty_mailbox", lambda: done.append("empty_mailbox"))
        monkeypatch.setattr(working, "attempt", lambda job: job())

        working.tidy()

        assert done == ["empty_mailbox", "refresh_if_due", "ask_if_due"]


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
