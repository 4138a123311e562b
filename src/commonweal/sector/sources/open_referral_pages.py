"""Fetches a neighbour's services from an address that answers in pages, one file for each page.

Both versions list services at ``/services`` by page and give each whole at ``/services/{id}``.
What is asked is bounded, and asked slowly: it is somebody else's server.
"""

from __future__ import annotations

import ipaddress
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from commonweal.intake.downloading import (
    LONGEST_WAIT,
    TRIES,
    Broken,
    Got,
    Mark,
    NotFetched,
    NotThere,
    check,
    plainly,
)
from commonweal.intake.fetching import addresses_of, setting_of
from commonweal.intake.source import Source
from commonweal.sector.sources.open_referral_values import line

Say = Callable[[str, int, int], None]
PER_PAGE = 50
MOST_PAGES = 2_000
MOST_SERVICES = 50_000
MOST_BYTES = 10_000_000  # of one answer
PAUSE = 0.1  # seconds between two questions
FRESH = 86_400  # seconds for which a page that came before a break is gone on from
INSIDE = frozenset({"localhost", "local", "internal", "lan", "intranet", "corp", "arpa"})
MOST_MISSING = 0.02  # the share of listed services that may be gone when they are asked for


def fetch_pages(
    client: httpx.Client, source: Source, folder: Path, last: Path | None, say: Say
) -> list[Got]:
    """Every page of every address of a feed; without files, if all is as in the last edition.

    :raises NotFetched: in a sentence, when it cannot be had whole.
    """
    if not os.environ.get(setting_of(source.name)):
        client.event_hooks["request"].append(refuse_inside)
    got: list[Got] = []
    for number, address in enumerate(addresses_of(source), 1):
        got += Directory(client, address, folder, number, say).fetch()
    if last and same_as(last, [g.path for g in got if g.path]):
        return [Got(None, g.mark, 0) for g in got]
    return got


def same_as(edition: Path, paths: list[Path]) -> bool:
    """Whether these files are those of an edition, byte for byte."""
    names = {path.name for path in edition.glob("*-page-*.json")}
    return names == {path.name for path in paths} and all(
        (edition / path.name).read_bytes() == path.read_bytes() for path in paths
    )


def is_inside(address: str) -> bool:
    """Whether an address can only lead into a network of one's own: by its numbers or its name."""
    host = (urlsplit(address).hostname or "").rstrip(".")
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        last = host.rpartition(".")[2]
        return "." not in host or last in INSIDE or last.isdigit()


def refuse_inside(request: httpx.Request) -> None:
    """Only what is on the open web is asked, so that no address leads into our own network.

    :raises NotFetched: for anything else, also where a server sends us on to it.
    """
    host = request.url.host
    try:
        found = {str(row[4][0]) for row in socket.getaddrinfo(host, None)}
    except OSError as problem:
        raise NotFetched(f"There is no server called {host}.") from problem
    if not all(ipaddress.ip_address(ip.partition("%")[0]).is_global for ip in found):
        raise NotFetched(f"{host} is not on the open web, so it is not asked.")


class Directory:
    """One address of a feed, page by page."""

    def __init__(
        self, client: httpx.Client, address: str, folder: Path, number: int, say: Say
    ) -> None:
        self.client, self.address, self.folder = client, address.rstrip("/"), folder
        self.number, self.say = number, say
        self.seen: set[str] = set()
        self.missing = 0
        self.resumed = False

    def fetch(self) -> list[Got]:
        """All its pages, as files.

        :raises NotFetched: when it says it has more than it gives.
        """
        got = []
        promised = 0
        for number, page, keys in self.pages():
            promised = max(promised, total_of(page))
            path = self.folder / f"{self.number}-page-{number:04}.json"
            self.keep(path, keys, promised)
            got.append(
                Got(path, Mark(self.address), path.stat().st_size, resumed=self.resumed)
            )  # fmt: skip
        few = max(2, MOST_MISSING * max(promised, len(self.seen)))
        if promised - len(self.seen) > few or self.missing > few:
            raise NotFetched(
                f"{self.address} says that it has {promised:,} services, and gave "
                f"{len(self.seen) - self.missing:,}."
            )
        return got

    def pages(self) -> Iterator[tuple[int, dict[str, Any], list[str]]]:
        """Every page in turn: its number, what it says of itself, and the services it names."""
        number = 1
        for turn in range(1, MOST_PAGES + 2):
            page = self.page(number)
            if turn == 1 and said(page, "first_page", "first") is False:
                number, page = 0, self.page(0)  # it counts its pages from nought
            keys = [key for key in keys_of(page) if key not in self.seen]
            self.seen |= set(keys)
            if turn > MOST_PAGES or len(self.seen) > MOST_SERVICES:
                raise NotFetched(f"{self.address} does not come to an end. Nothing was kept.")
            if keys or turn == 1:
                yield turn, page, keys
            if not keys or said(page, "last_page", "last") is True:
                return
            number += 1

    def page(self, number: int) -> dict[str, Any]:
        """One page of the list."""
        found = self.ask(f"{self.address}/services?page={number}&per_page={PER_PAGE}")
        if isinstance(found, list):
            found = {"contents": found, "last_page": True}
        if not isinstance(found, dict) or not isinstance(said(found, "contents", "content"), list):
            raise NotFetched(f"{self.address}/services is not a page of services.")
        return found

    def keep(self, path: Path, keys: list[str], promised: int) -> None:
        """Write the services of a page whole, or go on from where that was done before a break."""
        if came_before(path) == keys:
            self.resumed = True
            return
        bodies = []
        for key in keys:
            try:
                bodies.append(self.ask(f"{self.address}/services/{quote(key, safe='')}"))
            except NotThere:
                self.missing += 1
            self.say("services", len(self.seen) - len(keys) + len(bodies), promised)
        whole = {"keys": keys, "contents": [b for b in bodies if isinstance(b, dict)]}
        fresh = path.with_suffix(".part")
        fresh.write_text(json.dumps(whole, ensure_ascii=True, sort_keys=True), encoding="utf-8")
        fresh.replace(path)

    def ask(self, url: str) -> Any:
        """One answer, asked for again with longer and longer waits.

        :raises NotThere: when there is none at that address.
        :raises NotFetched: when it cannot be had, or is not JSON.
        """
        problem: Exception = Broken("")
        for attempt in range(TRIES):
            time.sleep(PAUSE if attempt == 0 else min(LONGEST_WAIT, 0.5 * 2**attempt))
            try:
                return json.loads(self.answer(url))
            except (ValueError, RecursionError) as garbled:
                raise NotFetched(f"{url} does not answer in JSON.") from garbled
            except (Broken, httpx.TransportError) as broken:
                problem = broken
        raise NotFetched(
            f"{url} could not be fetched after {TRIES} tries: {plainly(problem)}. "
            "What came so far is kept; fetch again to go on from there."
        )

    def answer(self, url: str) -> bytes:
        """What a server answers, up to a size."""
        with self.client.stream("GET", url, headers={"Accept": "application/json"}) as response:
            check(response)
            parts, size = [], 0
            for block in response.iter_bytes():
                parts.append(block)
                size += len(block)
                if size > MOST_BYTES:
                    raise NotFetched(f"{url} sends more than {MOST_BYTES:,} bytes.")
        return b"".join(parts)


def came_before(path: Path) -> list[str] | None:
    """The services of a page that came before a break not long ago, if it did."""
    if not path.exists() or time.time() - path.stat().st_mtime > FRESH:
        return None
    keys: list[str] = json.loads(path.read_text(encoding="utf-8"))["keys"]
    return keys


def said(page: dict[str, Any], *names: str) -> Any:
    """What a page says under the first of these names that it has: version 3's, then 1's."""
    return next((page[name] for name in names if name in page), None)


def keys_of(page: dict[str, Any]) -> list[str]:
    """The services that a page names, each once."""
    rows = said(page, "contents", "content")
    keys = (line(row.get("id")) for row in rows if isinstance(row, dict))
    return list(dict.fromkeys(key for key in keys if key))


def total_of(page: dict[str, Any]) -> int:
    """How many services a page says there are."""
    total = said(page, "total_items", "totalElements")
    return total if isinstance(total, int) and 0 <= total <= 10 * MOST_SERVICES else 0
