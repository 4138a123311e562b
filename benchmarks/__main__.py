"""``make bench``: every benchmark in turn. ``--quick`` takes smaller sizes; names choose some."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

import benchmarks
from benchmarks.common import Result, machine, table

NOT_BENCHMARKS = {"__main__", "common", "learning", "rowwise", "truth"}


def modules() -> list[str]:
    """The benchmarks there are, by name."""
    names = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return sorted(name for name in names if name not in NOT_BENCHMARKS)


def prepare() -> None:
    """Django, in a home of its own: a benchmark never touches anybody's register."""
    home = Path(tempfile.mkdtemp(prefix="commonweal-bench-"))
    os.environ["COMMONWEAL_HOME"] = str(home)
    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("SECRET_KEY", "for-measuring-only-for-measuring-only-0123456789")
    os.environ["DJANGO_SETTINGS_MODULE"] = "commonweal.config.settings"
    import django

    django.setup()


def measure(name: str, quick: bool) -> list[Result]:
    """One benchmark's results; one that breaks says so and the rest go on."""
    began = time.perf_counter()
    print(f"{name} ...", file=sys.stderr, flush=True)
    try:
        module = importlib.import_module(f"benchmarks.{name}")
        if not hasattr(module, "run"):
            return []
        results: list[Result] = module.run(quick)
    except Exception as problem:
        print(f"{name} broke: {problem!r}", file=sys.stderr)
        return [Result(f"{name} (broke)", 0.0, goal="to run", met=False, note=repr(problem)[:300])]
    print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
    return results


def apart(name: str, quick: bool) -> list[Result]:
    """One benchmark in a process of its own, with a home and a memory of its own."""
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "results.json"
        words = [sys.executable, "-m", "benchmarks", name, "--json", str(said)]
        subprocess.run([*words, *(["--quick"] if quick else [])], stdout=sys.stderr, check=False)
        if not said.exists():
            return [Result(f"{name} (broke)", 0.0, goal="to run", met=False)]
        return [Result(**row) for row in json.loads(said.read_text())]


def main() -> int:
    """Run them, print the machine, the table and what was promised. Fails if a goal is not met."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of: {', '.join(modules())}")
    parser.add_argument("--quick", action="store_true", help="smaller sizes, fewer runs")
    parser.add_argument("--json", type=Path, help="also write the results here")
    options = parser.parse_args()
    unknown = set(options.names) - set(modules())
    if unknown:
        parser.error(f"there is no benchmark called {', '.join(sorted(unknown))}")
    names = options.names or modules()
    results: list[Result] = []
    if len(names) == 1:
        prepare()
        results = measure(names[0], options.quick)
    else:
        for name in names:
            results += apart(name, options.quick)
    print(f"\n{machine()}\n\n{table(results)}")
    goals = [r for r in results if r.met is not None]
    met = sum(1 for r in goals if r.met)
    print(f"{met} of {len(goals)} goals met.")
    if options.json:
        options.json.write_text(json.dumps([asdict(r) for r in results], indent=1))
    return 0 if met == len(goals) else 1


if __name__ == "__main__":
    sys.exit(main())
