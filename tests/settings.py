"""Settings for tests: as in use, but with nothing slow and nothing that leaves the machine."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("COMMONWEAL_HOME", tempfile.mkdtemp(prefix="commonweal-tests-"))
os.environ.setdefault("SECRET_KEY", "only-for-tests-and-never-anywhere-else-0123456789")

from commonweal.config.settings import *  # noqa: F403
from commonweal.config.settings import DATABASES, LOGGING

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, so that several connections see it and --reuse-db can keep it.
    kept = Path(__file__).resolve().parent.parent / "var"
    kept.mkdir(exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": str(kept / "tests.sqlite3")}

# pytest gathers what is logged; nothing is written beside its own report.
LOGGING["root"]["handlers"] = []

# A test's changes are taken back without a trace, so that no kept page would notice.
KEEP_PAGES = False
