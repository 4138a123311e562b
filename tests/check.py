"""Checks everything that needs no test run: style, types, who may know whom, migrations, docs.

Two checks are made at once, each in a home of its own; the types, which take longest, begin first.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = sys.executable
AT_ONCE = 2


def checks() -> dict[str, list[str]]:
    """Each check by name, and the command that makes it."""
    named = {
        "types": [f"{BIN}/mypy"],
        "style": [f"{BIN}/ruff", "check", "."],
        "formatting": [f"{BIN}/ruff", "format", "--check", "--quiet", "."],
        "who may know whom": [f"{BIN}/lint-imports"],
        "templates": [f"{BIN}/djlint", "src/commonweal", "--lint", "--quiet"],
        "migrations": [f"{BIN}/django-admin", "makemigrations", "--check", "--dry-run"],
        "configuration": [f"{BIN}/django-admin", "check", "--fail-level", "WARNING"],
    }
    if (ROOT / "src/commonweal/config/reference.py").exists():
        named["reference"] = [PYTHON, "-m", "commonweal.config.reference", "--check"]
    return named


def passes(name: str, command: list[str]) -> bool:
    """Make one check; print one line if it holds, and all it said if it does not."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="commonweal-check-") as home:
        environment = {
            **os.environ,
            "COMMONWEAL_HOME": home,
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        }
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
    took = time.monotonic() - began
    said = f"\n{done.stdout}{done.stderr}\n" if done.returncode else "\n"
    word = "NOT" if done.returncode else "ok"
    print(f"{word:<4}{name} ({took:.0f} s){said}", end="", flush=True)
    return done.returncode == 0


def main() -> int:
    """Make every check, and fail if one does."""
    with ThreadPoolExecutor(AT_ONCE) as hands:
        results = list(hands.map(passes, *zip(*checks().items(), strict=True)))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
