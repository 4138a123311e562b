"""Fetching a neighbour's services, page by page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from commonweal.core.actors import Robot
from commonweal.core.refused import Refused
from commonweal.intake.actions import fetch_source
from commonweal.intake.tests.loopback import Manner, serving_at
from commonweal.sector.actions import bring_in
from commonweal.sector.models import Service
from commonweal.sector.sources import open_referral_pages as pages
from commonweal.sector.tests.factories import FeedFactory, PlaceFactory

pytestmark = pytest.mark.django_db
ROBOT = Robot("feed-a-neighbour")
Manners = dict[str, Manner]


def answer(thing: Any, **manner: Any) -> Manner:
    content = thing if isinstance(thing, bytes) else json.dumps(thing).encode()
    return Manner(content=content, kind="application/json", etag="", **manner)


def body(key: int) -> dict[str, Any]:
    return {"id": str(key), "name": f"Choir {key}", "organization": {"id": "o", "name": "Choirs"}}


def directory(*lots: list[int], v1: bool = False, first: int = 1) -> Manners:
    """A directory whose pages list these services, and give each whole."""
    total, found = sum(map(len, lots)), {}
    for place, lot in enumerate(lots):
        number, rows = place + first, [{"id": str(key)} for key in lot]
        ends = {"first": place == 0, "last": place == len(lots) - 1}
        page = {"totalElements": total, "number": number, "content": rows, **ends}
        if not v1:
            page = {"total_items": total, "page_number": number, "contents": rows,
                    "first_page": ends["first"], "last_page": ends["last"]}  # fmt: skip
        found[f"v/services?page={number}&per_page=50"] = answer(page)
        found |= {f"v/services/{key}": answer(body(key)) for key in lot}
    return found


@pytest.fixture(autouse=True)
def quick(monkeypatch, settings, tmp_path):
    settings.HOME = tmp_path
    monkeypatch.setattr(pages, "PAUSE", 0)
    monkeypatch.setattr(pages, "LONGEST_WAIT", 0)
    PlaceFactory()
    return FeedFactory(address="https://neighbour.example/v")


@pytest.fixture
def fetched(monkeypatch):
    """Fetches from a server here, which whoever runs this machine has named."""

    def fetch(manners: Manners) -> Any:
        with serving_at(manners) as address:
            monkeypatch.setenv("COMMONWEAL_ADDRESSES_FEED_A_NEIGHBOUR", f"{address}/v")
            return fetch_source(by=ROBOT, source="feed-a-neighbour")

    return fetch


def asked(manners: Manners) -> int:
    return sum(len(m.asked) for m in manners.values())


class TestFetching:
    @pytest.mark.parametrize("v1", [False, True])
    @pytest.mark.parametrize("first", [1, 0])
    def test_reads_every_page_and_every_service(self, fetched, v1, first):
        manners = directory([1, 2], [3], v1=v1, first=first)

        got = fetched(manners)
        run = bring_in(by=ROBOT, source="feed-a-neighbour", path=Path(got.folder))

        assert got.files == ("1-page-0001.json", "1-page-0002.json")
        assert (run.created, run.rejected) == (3, 0)
        assert set(Service.objects.values_list("name", flat=True)) == {
            "Choir 1", "Choir 2", "Choir 3"
        }  # fmt: skip

    def test_says_when_nothing_has_changed(self, fetched):
        fetched(directory([1, 2]))

        assert fetched(directory([1, 2])).unchanged
        assert not fetched(directory([1, 3])).unchanged

    def test_tries_again_where_a_server_is_unwell(self, fetched):
        manners = directory([1])
        manners["v/services/1"].statuses = [503, 429]

        assert len(fetched(manners).files) == 1

    def test_goes_on_where_it_broke_off(self, fetched):
        manners = directory([1, 2], [3])
        manners["v/services/3"].statuses = [500] * 6
        with pytest.raises(Refused, match="fetch again"):
            fetched(manners)
        before = len(manners["v/services/1"].asked)

        got = fetched(manners)

        assert got.resumed
        assert len(manners["v/services/1"].asked) == before == 1

    @pytest.mark.parametrize(
        ("page", "sentence"),
        [
            (b"<html>", "does not answer in JSON"),
            (b"[" * 100_000, "does not answer in JSON"),
            (b"{}", "is not a page of services"),
            (b'{"contents": 7}', "is not a page of services"),
            (b'{"total_items": 90, "contents": [], "last_page": true}', "says that it has 90"),
            (b" " * 20_000, "sends more than"),
        ],
    )
    def test_refuses_in_a_sentence_what_is_no_directory(self, fetched, monkeypatch, page, sentence):
        monkeypatch.setattr(pages, "MOST_BYTES", 10_000 if page[:1] == b" " else 10_000_000)

        with pytest.raises(Refused, match=sentence):
            fetched({"v/services?page=1&per_page=50": answer(page)})

    def test_does_not_go_on_for_ever(self, fetched, monkeypatch):
        monkeypatch.setattr(pages, "MOST_PAGES", 3)
        manners = directory(*[[n] for n in range(1, 9)])

        with pytest.raises(Refused, match="does not come to an end"):
            fetched(manners)
        assert asked(manners) <= 8

    def test_ends_where_a_server_gives_the_same_page_again(self, fetched):
        page = {"contents": [{"id": "1"}]}
        manners = {f"v/services?page={n}&per_page=50": answer(page) for n in (1, 2)}

        assert len(fetched({**manners, "v/services/1": answer(body(1))}).files) == 1

    def test_is_refused_where_too_many_are_missing(self, fetched):
        manners = directory([1, 2, 3, 4])
        for key in (1, 2, 3):
            manners[f"v/services/{key}"].statuses = [404]

        with pytest.raises(Refused, match="gave 1"):
            fetched(manners)

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254",
                                      "[::1]", "0.0.0.0"])  # fmt: skip
    def test_asks_nothing_inside_our_own_network(self, quick, host):
        FeedFactory(name="sly", address=f"http://{host}:1/v")

        with pytest.raises(Refused, match="not on the open web"):
            fetch_source(by=ROBOT, source="feed-sly")

    def test_needs_an_address(self):
        FeedFactory(name="sent")

        with pytest.raises(Refused, match="Ask its keeper"):
            fetch_source(by=ROBOT, source="feed-sent")
