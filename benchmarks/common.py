"""What every benchmark shares: timing, memory, and how a result is told.

A module of this folder with a function ``run(quick: bool) -> list[Result]`` is a benchmark.
"""

from __future__ import annotations

import gc
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Result:
    """One promise, measured. Times are seconds, unless ``unit`` says otherwise.

    ``limit`` is the least that any way could take on this machine; ``peer`` is the usual way.
    ``met`` is None where there is no goal. With ``more_is_better`` the figures are rates.
    """

    job: str
    ours: float
    limit: float | None = None
    peer: float | None = None
    unit: str = "s"
    goal: str = ""
    met: bool | None = None
    note: str = ""
    more_is_better: bool = False

    @property
    def times_the_limit(self) -> float | None:
        """Our cost as a multiple of the least: 1 is the best there can be."""
        if not self.limit or not self.ours:
            return None
        return self.limit / self.ours if self.more_is_better else self.ours / self.limit

    @property
    def times_the_peer(self) -> float | None:
        """How many times better than the usual way."""
        if not self.peer or not self.ours:
            return None
        return self.ours / self.peer if self.more_is_better else self.peer / self.ours


def timed(function: Callable[[], object], runs: int = 3) -> float:
    """The middle of several runs, in seconds; rubbish is collected before, not during."""
    taken = []
    for _ in range(runs):
        gc.collect()
        gc.disable()
        try:
            began = time.perf_counter()
            function()
            taken.append(time.perf_counter() - began)
        finally:
            gc.enable()
    return statistics.median(taken)


def each_timed(functions: Sequence[Callable[[], object]]) -> list[float]:
    """How long each of many calls took, in milliseconds."""
    taken = []
    for function in functions:
        began = time.perf_counter()
        function()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of them stay under."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


@dataclass(frozen=True)
class Alone:
    """A program run on its own: seconds, the most memory it held (MB), what it said."""

    seconds: float
    megabytes: float
    output: str


def alone(code: str, *arguments: str, environment: dict[str, str] | None = None) -> Alone:
    """Run Python code in a process of its own, so that its memory is its own.

    :raises RuntimeError: with what it said, if it failed.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    wrapped = (
        "import resource as _r, sys as _s, atexit as _a\n"
        "_a.register(lambda: print('\\nPEAK', _r.getrusage(_r.RUSAGE_SELF).ru_maxrss,"
        " file=_s.stderr))\n" + code
    )
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", wrapped, *arguments],
        capture_output=True, text=True, check=False, env={**os.environ, **(environment or {})},
    )  # fmt: skip
    seconds = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(done.stderr[-4000:])
    peaks = [int(line.split()[1]) for line in done.stderr.splitlines() if line.startswith("PEAK ")]
    return Alone(seconds, (peaks[-1] if peaks else before) / 1024, done.stdout)


def machine() -> str:
    """What this was measured on, in a line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    name = platform.processor() or platform.machine()
    cpu = Path("/proc/cpuinfo")
    if cpu.exists():
        models = [x for x in cpu.read_text().splitlines() if x.startswith("model name")]
        name = models[0].partition(":")[2].strip() if models else name
    load = f"{os.getloadavg()[0]:.1f}"
    return (
        f"{os.cpu_count()} cores ({name}), {memory:.0f} GB, Python {platform.python_version()}, "
        f"{platform.system()} {platform.release()}, load {load}"
    )


def shown(value: float | None, unit: str) -> str:
    """A figure of three digits or so."""
    if value is None:
        return ""
    if value >= 100:
        return f"{value:,.0f} {unit}"
    return f"{value:.3g} {unit}"


def table(results: Sequence[Result]) -> str:
    """All results, one a line, with ratios and whether the goal was met."""
    header = ("job", "ours", "limit", "peer", "x limit", "x peer", "goal", "met")
    lines = [header]
    for r in results:
        lines.append(
            (
                r.job,
                shown(r.ours, r.unit),
                shown(r.limit, r.unit),
                shown(r.peer, r.unit),
                f"{r.times_the_limit:.2f}" if r.times_the_limit else "",
                f"{r.times_the_peer:.1f}" if r.times_the_peer else "",
                r.goal,
                {True: "yes", False: "NO", None: ""}[r.met],
            )
        )
    widths = [max(len(line[i]) for line in lines) for i in range(len(header))]
    rows = [" | ".join(cell.ljust(w) for cell, w in zip(x, widths, strict=True)) for x in lines]
    rows.insert(1, "-|-".join("-" * width for width in widths))
    notes = [f"  {r.job}: {r.note}" for r in results if r.note]
    return "\n".join([*rows, "", *notes])
