"""Sources are downloaded into a dated archive, so that what was imported can be looked up again."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings

from commonweal.core import clock
from commonweal.core.refused import Refused
from commonweal.intake.dating import candidates, is_dated, is_edition
from commonweal.intake.described import known
from commonweal.intake.downloading import (
    TIMEOUT,
    Download,
    Got,
    Mark,
    NotFetched,
    NotThere,
    name_of,
    plainly,
)
from commonweal.intake.folders import alone
from commonweal.intake.progress import Say
from commonweal.intake.reading.unpacking import MANIFEST
from commonweal.intake.room import no_room
from commonweal.intake.source import Source

DATED = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Fetched:
    """What came of fetching a source: the folder of the newest edition, and what is in it."""

    source: str
    folder: str
    files: tuple[str, ...]
    bytes: int
    unchanged: bool
    resumed: bool
    removed: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The answer as plain values."""
        return asdict(self)


def setting_of(source: str) -> str:
    """The name of the setting that replaces a source's addresses."""
    return f"COMMONWEAL_ADDRESSES_{source.upper().replace('-', '_')}"


def addresses_of(source: Source) -> tuple[str, ...]:
    """Where a source is downloaded from: the setting's addresses (by comma), else its own."""
    said = os.environ.get(setting_of(source.name), "")
    chosen = tuple(a.strip() for a in said.split(",") if a.strip())
    return chosen or source.addresses


def verified(source: Source) -> bool:
    """Whether every address has been used with success here; until then it is unverified."""
    newest = editions(source.name)[-1:]
    used = {mark.address for folder in newest for mark in marks_of(folder)}
    return bool(newest) and all(any(is_edition(u, a) for u in used) for a in addresses_of(source))


def archive_of(source: str) -> Path:
    """The folder that holds every edition of a source."""
    return Path(settings.HOME) / "archive" / source


def editions(source: str) -> list[Path]:
    """The dated folders of a source, oldest first."""
    folder = archive_of(source)
    if not folder.is_dir():
        return []
    return sorted(f for f in folder.iterdir() if DATED.match(f.name) and (f / MANIFEST).exists())


def marks_of(folder: Path) -> list[Mark]:
    """By what each file of an edition is known at its server."""
    kept = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return [Mark(**mark) for mark in kept["marks"]]


def fetch(source: str, keep: int, say: Say) -> Fetched:
    """Download every file of a source into today's folder; see ``actions.fetch_source``."""
    one = known(source)
    if not addresses_of(one):
        raise Refused(
            f"{one.title} has no address that stays: each edition gets a new one. {by_hand(one)}"
        )
    if keep < 1:
        raise Refused("At least one edition must be kept.")
    with alone(source):
        return _fetch(one, keep, say)


def by_hand(source: Source) -> str:
    """What a person does where no address is known, or none answers."""
    what = source.by_hand or "Download the newest edition."
    return (
        f"Go to {source.homepage or 'its publisher'}. {what} Then: commonweal import {source.name} "
        f"FILE. To let fetch do it, set {setting_of(source.name)} to the address of the file."
    )


def _fetch(one: Source, keep: int, say: Say) -> Fetched:
    source = one.name
    coming = archive_of(source) / "coming"
    coming.mkdir(parents=True, exist_ok=True)
    last = editions(source)[-1:]
    before = {mark.address: mark for folder in last for mark in marks_of(folder)}
    try:
        got = _download(one, coming, before, say)
        if last and all(g.path is None for g in got):
            names = tuple(sorted(f.name for f in last[0].iterdir() if f.name != MANIFEST))
            return Fetched(source, str(last[0]), names, 0, unchanged=True, resumed=False)
        if any(g.path is None for g in got):  # an edition is kept whole, also what did not change
            got = _download(one, coming, {}, say)
        return _keep(source, coming, got, keep)
    except NotFetched as problem:
        raise Refused(str(problem)) from problem
    except (httpx.HTTPError, httpx.InvalidURL) as problem:
        raise Refused(f"{one.title} could not be fetched: {plainly(problem)}.") from problem
    except OSError as problem:
        if sentence := no_room(problem, coming):
            raise Refused(sentence) from problem
        raise


def _download(source: Source, folder: Path, before: dict[str, Mark], say: Say) -> list[Got]:
    headers = {"User-Agent": "Commonweal (register of a place's organisations)"}
    addresses = addresses_of(source)
    names = [name_of(a) for a in addresses]
    got = []
    with httpx.Client(timeout=TIMEOUT, follow_redirects=True, headers=headers) as client:
        if source.pages:
            last = editions(source.name)[-1:]
            return source.pages(client, source, folder, last[0] if last else None, say)
        for n, address in enumerate(addresses):
            alike = n + 1 if names.count(names[n]) > 1 else 0
            download = partial(Download, client, folder=folder, say=say, alike=alike)
            got.append(newest(source, address, before, download))
    return got


def newest(
    source: Source, address: str, before: dict[str, Mark], download: Callable[[str], Download]
) -> Got:
    """The newest edition of a file that there is.

    :raises NotFetched: when none of the addresses it may have holds a file.
    """
    tried = candidates(address, source.dated, clock.today())
    for one in tried:
        try:
            return download(one).fetch(before.get(one))
        except NotThere:
            if not is_dated(address):
                raise
    raise NotFetched(
        f"None of the {len(tried)} addresses that {source.title} may have holds a file, from "
        f"{tried[0]} back to {tried[-1]}. {by_hand(source)}"
    )


def _keep(source: str, coming: Path, got: Sequence[Got], keep: int) -> Fetched:
    """Move what came into today's folder, and remove editions that are too old."""
    folder = archive_of(source) / clock.today().isoformat()
    fresh = coming.with_name(f"{folder.name}.fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    for g in got:
        if g.path:
            g.path.replace(fresh / g.path.name)
    manifest = {"at": clock.now().isoformat(), "marks": [asdict(g.mark) for g in got]}
    (fresh / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.replace(folder)
    shutil.rmtree(coming, ignore_errors=True)
    removed = editions(source)[:-keep]
    for old in removed:
        shutil.rmtree(old)
    names = tuple(sorted(g.path.name for g in got if g.path))
    return Fetched(
        source, str(folder), names, sum(g.size for g in got), unchanged=False,
        resumed=any(g.resumed for g in got), removed=tuple(old.name for old in removed),
    )  # fmt: skip
