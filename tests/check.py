"""Checks everything that needs no test run: style, types, who may know whom, migrations, docs."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = sys.executable


def checks() -> dict[str, list[str]]:
    """Each check by name, and the command that makes it."""
    named = {
        "style": [f"{BIN}/ruff", "check", "."],
        "formatting": [f"{BIN}/ruff", "format", "--check", "--quiet", "."],
        "who may know whom": [f"{BIN}/lint-imports"],
        "templates": [f"{BIN}/djlint", "src/commonweal", "--lint", "--quiet"],
        "migrations": [f"{BIN}/django-admin", "makemigrations", "--check", "--dry-run"],
        "configuration": [f"{BIN}/django-admin", "check", "--fail-level", "WARNING"],
        "types": [f"{BIN}/mypy"],
    }
    if (ROOT / "src/commonweal/config/reference.py").exists():
        named["reference"] = [PYTHON, "-m", "commonweal.config.reference", "--check"]
    return named


def passes(name: str, command: list[str], environment: dict[str, str]) -> bool:
    """Make one check; print one line if it holds, and all it said if it does not."""
    began = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    took = time.monotonic() - began
    print(f"{'ok' if done.returncode == 0 else 'NOT':<4}{name} ({took:.0f} s)", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def main() -> int:
    """Make every check, and fail if one does."""
    with tempfile.TemporaryDirectory(prefix="commonweal-check-") as home:
        environment = {
            **os.environ,
            "COMMONWEAL_HOME": home,
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        }
        results = [passes(name, command, environment) for name, command in checks().items()]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
