"""The rules of help are arithmetic: they need no Django, no database and no clock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import commonweal

PURE = (
    "clock", "eligibility", "eligibility_questions", "hidden", "lone", "parcels", "rights",
    "rounds", "touring", "tries",
)  # fmt: skip


class TestTheRules:
    def test_need_no_django(self):
        imports = "; ".join(f"import commonweal.help.{name}" for name in PURE)
        code = f"import sys; {imports}; print('django' in sys.modules)"

        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=Path(commonweal.__path__[0]).parent,
            capture_output=True,
            text=True,
            check=True,
        )

        assert done.stdout.strip() == "False"
