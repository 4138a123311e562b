"""Tells from what went wrong that a disk is full, and says so in a sentence."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# The engine and the databases say it in words only.
WORDS = re.compile(
    r"no space left|disk quota exceeded|file too large|disk is full|out of disk|not enough disk",
    re.IGNORECASE,
)
MEGABYTE = 1024**2


def chain(problem: BaseException | None) -> Iterator[BaseException]:
    """What went wrong, and what lay behind it."""
    while problem is not None:
        yield problem
        problem = problem.__cause__ or problem.__context__


def no_room(problem: BaseException, folder: Path) -> str:
    """A sentence, if what went wrong is that the disk of this folder is full; else nothing."""
    if not any(
        getattr(one, "errno", None) in FULL or WORDS.search(str(one)) for one in chain(problem)
    ):
        return ""
    there = next(f for f in (folder, *folder.parents) if f.exists())
    free = shutil.disk_usage(there).free // MEGABYTE
    return (
        f"There is no room to write on the disk of {there} ({free:,} MB are free). "
        "Make room there, then try again."
    )
