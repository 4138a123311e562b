"""What every test may use: both databases, a browser where there is one, the real data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REAL_DATA = Path(os.environ.get("COMMONWEAL_REAL_DATA", "../shared/data"))
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}


def need(missing: str) -> None:
    """Skip by name, aloud; in CI fail, because there nothing may be missing."""
    if IN_CI:
        pytest.fail(f"{missing} is missing, and CI must have it.")
    pytest.skip(f"{missing} is missing here.")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real public data, read in place."""
    if not REAL_DATA.is_dir():
        need(f"the real data at {REAL_DATA}")
    return REAL_DATA
