"""Write the snapshots anew."""

import os
import subprocess
import sys

from tests.house.snapshots import WRITE

SHOWN = ("tests/house/test_snapshots.py", "src/commonweal/help/tests/test_matrix.py")

if sys.argv[1:] != ["--write"]:
    sys.exit("Usage: python -m tests.house.snapshots --write")
sys.exit(
    subprocess.run(
        [sys.executable, "-m", "pytest", *SHOWN],
        env={**os.environ, WRITE: "1"},
        check=False,
    ).returncode
)
