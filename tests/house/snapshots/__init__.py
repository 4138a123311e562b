"""What the house looked like when last somebody agreed to it.

``python -m tests.house.snapshots --write`` writes them anew; read the difference before you commit.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
WRITE = "COMMONWEAL_WRITE_SNAPSHOTS"


def is_as_agreed(name: str, now: str) -> None:
    """Compare with the snapshot; or, when told to, make this the new one.

    :raises AssertionError: naming every line that is new or gone.
    """
    path = FOLDER / name
    if os.environ.get(WRITE):
        path.write_text(now, encoding="utf-8")
        return
    agreed = path.read_text(encoding="utf-8") if path.exists() else ""
    was, becomes = agreed.splitlines(), now.splitlines()
    new = [f"+ {line}" for line in becomes if line not in was]
    gone = [f"- {line}" for line in was if line not in becomes]
    mend = "If so it shall be, run: python -m tests.house.snapshots --write"
    assert not (new or gone), "\n".join([f"{name} changed:", *gone[:40], *new[:40], mend])
