"""Downloads one file so that it can be trusted: resumed where it broke off, verified, whole or not.

Knows no database. A download is first ``name.part``; it gets its name only when its length is what
the server said, it is not a page of excuses, and (for a zip) every member's checksum is right.
"""

from __future__ import annotations

import json
import re
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx

TRIES = 6
LONGEST_WAIT = 30.0
TIMEOUT = httpx.Timeout(30.0, read=60.0)
UNHEARD: tuple[tuple[type[Exception], str], ...] = (
    (httpx.TimeoutException, "no answer came in time"),
    (httpx.ConnectError, "no server answers at that address"),
    (httpx.UnsupportedProtocol, "its address does not begin with https://"),
    (httpx.InvalidURL, "its address is none"),
    (httpx.TooManyRedirects, "it sends whoever asks round in a circle"),
    (httpx.TransportError, "the connection broke off"),
)
PAGES = ("text/html", "application/xhtml+xml")
Say = Callable[[str, int, int], None]


class NotFetched(Exception):
    """The file could not be had, or is not what was asked for. The message is a sentence."""


class NotThere(NotFetched):
    """There is no file at this address: it may be another edition's, or have changed."""


class Broken(Exception):
    """The connection broke, or the server is unwell: worth trying again."""


@dataclass(frozen=True)
class Mark:
    """By what a server tells one edition of a file from the next."""

    address: str
    etag: str = ""
    modified: str = ""

    def as_headers(self) -> dict[str, str]:
        """Ask for the file only if it is another one now."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in asked.items() if value}

    @property
    def validator(self) -> str:
        """What If-Range may use: a strong tag, else the date; "" if the server gave neither."""
        return self.modified if self.etag.startswith("W/") or not self.etag else self.etag


@dataclass(frozen=True)
class Got:
    """What came of asking: the file (nothing, if it is unchanged), its mark and its size."""

    path: Path | None
    mark: Mark
    size: int
    resumed: bool = False


class Download:
    """One file on its way.

    ``pause`` waits so many seconds between tries. ``alike`` is a number to put before the name,
    where another address of the source ends in the same one; 0 for none.
    """

    def __init__(
        self, client: httpx.Client, address: str, folder: Path, *, say: Say, alike: int = 0,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self.client, self.address, self.folder = client, address, folder
        self.say, self.pause = say, pause
        self.before_name = f"{alike}-" if alike else ""
        self.stem = self.before_name + re.sub(r"[^A-Za-z0-9._-]+", "-", name_of(address))
        self.part = folder / f"{self.stem}.part"
        self.note = folder / f"{self.stem}.mark"
        self.resumed = False

    def fetch(self, before: Mark | None = None) -> Got:
        """Download it, trying again with longer and longer waits; or find it unchanged.

        :raises NotFetched: when it cannot be had, or is not the file.
        """
        for attempt in range(TRIES):
            try:
                return self._try(before)
            except (Broken, httpx.TransportError) as problem:
                last = problem
                if attempt + 1 < TRIES:
                    self.pause(min(LONGEST_WAIT, 0.5 * 2**attempt))
        raise NotFetched(
            f"{self.address} could not be fetched after {TRIES} tries: {plainly(last)}. "
            "What came so far is kept; fetch again to go on from there."
        )

    def _try(self, before: Mark | None) -> Got:
        have, partial = self._kept()
        headers = {"Accept-Encoding": "identity"}
        if have and partial:
            headers |= {"Range": f"bytes={have}-", "If-Range": partial.validator}
        elif before:
            headers |= before.as_headers()
        with self.client.stream("GET", self.address, headers=headers) as response:
            if response.status_code == httpx.codes.NOT_MODIFIED and before:
                return Got(None, before, 0)
            if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                self._forget()
                raise Broken("it was another file by now")
            check(response)
            mark = Mark(
                self.address,
                response.headers.get("etag", ""),
                response.headers.get("last-modified", ""),
            )
            total = self._receive(response, have, mark)
        return self._accept(response, mark, total)

    def _kept(self) -> tuple[int, Mark | None]:
        """How much of the file is here already, and of which edition."""
        if not self.part.exists() or not self.note.exists():
            return 0, None
        mark = Mark(**json.loads(self.note.read_text(encoding="utf-8")))
        usable = mark.address == self.address and mark.validator
        return (self.part.stat().st_size, mark) if usable else (0, None)

    def _forget(self) -> None:
        self.part.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)

    def _receive(self, response: httpx.Response, have: int, mark: Mark) -> int | None:
        """Write what comes; how long the whole should be, if the server said so."""
        goes_on = response.status_code == httpx.codes.PARTIAL_CONTENT
        if goes_on and begins_at(response) != have:
            self._forget()
            raise Broken("the server went on from another place than was asked")
        self.resumed = self.resumed or goes_on
        start = have if goes_on else 0
        said = response.headers.get("content-length", "")
        total = start + int(said) if said.isdigit() else None
        self.note.write_text(json.dumps(asdict(mark)), encoding="utf-8")
        with self.part.open("ab" if goes_on else "wb") as handle:
            for block in response.iter_raw():  # as it comes: nothing is lost if it breaks off
                handle.write(block)
                self.say(self.stem, handle.tell(), total or 0)
        return total

    def _accept(self, response: httpx.Response, mark: Mark, total: int | None) -> Got:
        """Give the file its name, if it is whole and what it should be."""
        size = self.part.stat().st_size
        if total is not None and size < total:
            raise Broken(f"it broke off at {size:,} of {total:,} bytes")
        fault = fault_of(self.part, self.stem, size, total)
        if fault:
            self._forget()
            raise NotFetched(f"{self.address} {fault}")
        said = file_name(response)
        path = self.folder / (self.before_name + said if said else self.stem)
        self.part.replace(path)
        self.note.unlink(missing_ok=True)
        return Got(path, mark, size, self.resumed)


def check(response: httpx.Response) -> None:
    """Refuse an answer that is no file.

    :raises Broken: when trying again may help.
    :raises NotThere: when it will not.
    """
    status = response.status_code
    if status in {408, 429} or status >= 500:
        raise Broken(f"the server answered {status}")
    if status not in {200, 206}:
        raise NotThere(f"{response.url} answered {status}. The address may have changed.")
    kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind in PAGES:
        raise NotThere(f"{response.url} is a web page, not a file. The address may have changed.")


def plainly(problem: Exception) -> str:
    """What came between, for a person who has not made the program."""
    if isinstance(problem, Broken):
        return str(problem)
    for kind, words in UNHEARD:
        if isinstance(problem, kind):
            return words
    return f"it could not be asked ({type(problem).__name__})"


def begins_at(response: httpx.Response) -> int:
    """Where the part that was sent begins."""
    match = re.match(r"bytes (\d+)-", response.headers.get("content-range", ""))
    return int(match[1]) if match else -1


def fault_of(path: Path, name: str, size: int, total: int | None) -> str:
    """What is wrong with a file that came whole; "" if nothing is."""
    if size == 0:
        return "sent an empty file."
    if total is not None and size > total:
        return f"sent {size:,} bytes where it had said {total:,}."
    with path.open("rb") as handle:
        begins = handle.read(512)
    if re.match(rb"\s*(<!doctype html|<html)", begins, re.IGNORECASE):
        return "is a web page that calls itself a file. The address may have changed."
    if begins.startswith(b"PK\x03\x04") or name.lower().endswith(".zip"):
        return _zip_fault(path)
    return ""


def _zip_fault(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            bad = archive.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError):
        return "sent a zip that is damaged or cut off."
    return f"sent a zip in which {bad} is damaged." if bad else ""


def name_of(address: str) -> str:
    """What to call the file on its way: the end of its address."""
    parts = urlsplit(address)
    return (unquote(parts.path).rstrip("/").rsplit("/", 1)[-1] or parts.hostname or "file")[:80]


def file_name(response: httpx.Response) -> str:
    """What the server calls the file, if that is a plain name; else ""."""
    said = response.headers.get("content-disposition", "")
    match = re.search(r'filename="?([^";/\\]+)"?', said)
    name = re.sub(r"[^A-Za-z0-9._ -]+", "-", match[1]).strip(". ") if match else ""
    return name[:120]
