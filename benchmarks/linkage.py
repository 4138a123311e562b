"""Matching names to organisations: how fast and how well, beside Splink and a plain fuzzy match.

100,000 grant recipients against 380,000 organisations, and 10,000 names against 350,000 asked a
hundred at a time as OpenRefine does. Each way runs in a process of its own, on the same rows.
Quality is measured on the second half of the known pairs (``truth``); our weights were learnt on
the first. Splink learns from the rows themselves and sees no truth. It gets our own tidied names.
Where a threshold is swept to find the best F1, it is swept for every way alike.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.common import Result, alone
from benchmarks.truth import SECOND, World, world

FULL, QUICK = (380_000, 100_000), (40_000, 4_000)
RECONCILED, AT_ONCE = (350_000, 10_000), 100
PLAIN = 300
UNDECIDABLE = frozenset({"aliases", "mergers"})


def run(quick: bool) -> list[Result]:
    """Every way on the same rows; the plain fuzzy match on a sample, because it takes an hour."""
    if not os.environ.get("COMMONWEAL_REAL_DATA"):
        return [Result("linkage: needs COMMONWEAL_REAL_DATA", 0.0, note="not measured")]
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "world.pickle"
        known = world(*(QUICK if quick else FULL))
        rows.write_bytes(pickle.dumps(known))
        told = {
            name: measured(name, rows)
            for name in ("our_way", "splink_way", "plain_way", "asked_in_lots")
        }
    return results(told, known)


def measured(name: str, rows: Path) -> dict[str, Any]:
    """One way in a process of its own: what it said, and the most memory it held."""
    code = f"import sys\nfrom benchmarks.linkage import {name}\n{name}(sys.argv[1])"
    done = alone(code, str(rows))
    said: dict[str, Any] = json.loads(done.output.strip().splitlines()[-1])
    return {**said, "megabytes": done.megabytes - said.get("before", 0.0)}


def loaded(path: str) -> World:
    """The rows that all ways get."""
    known: World = pickle.loads(Path(path).read_bytes())
    return known


def held_now() -> float:
    """The most memory held until now, in MB: the rows themselves."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def our_way(path: str) -> None:
    """The cascade: laying out the register, then all questions at once."""
    from commonweal.sector.matching.candidates import Questions
    from commonweal.sector.matching.cascade import ENOUGH, judge
    from commonweal.sector.matching.index import Index

    known, before = loaded(path), held_now()
    began = time.perf_counter()
    index = Index.of(known.entries).ready()
    laid, worked = time.perf_counter(), time.process_time()
    questions = Questions.of(index, [case.asked for case in known.cases])
    answers = judge(index, questions)
    ended, worked = time.perf_counter(), time.process_time() - worked
    size = len(known.cases)
    best, score, sure = np.zeros(size, int), np.zeros(size), np.zeros(size, bool)
    ids = np.array([entry.id for entry in known.entries])
    for judged, places in answers:
        order = np.argsort(judged.score, kind="stable")
        at = places[judged.weighed.asked[order]]
        best[at] = ids[judged.weighed.owners[order]]
        score[at] = judged.score[order]
        sure[at] = judged.doubt[order] == ENOUGH
    taken = {"seconds": ended - laid, "laying": laid - began, "cpu": worked}
    say(known, best, score, before, taken, sure=sure)


def splink_way(path: str) -> None:
    """Splink on DuckDB: learning from the rows, then predicting."""
    from commonweal.sector.likeness import Face
    from commonweal.sector.opinion import scored, tidied

    known, before = loaded(path), held_now()
    asked = [Face(n, case.asked.name, case.asked.postcode) for n, case in enumerate(known.cases)]
    held = [Face(e.id, name, e.postcode) for e in known.entries for name in e.names]
    left, right = tidied(asked), tidied(held)
    began, worked = time.perf_counter(), time.process_time()
    pairs = scored(left, right)
    taken = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - worked}
    best, score = np.zeros(len(known.cases), int), np.zeros(len(known.cases))
    order = np.argsort(pairs.chance, kind="stable")
    best[pairs.left[order]] = pairs.right[order]
    score[pairs.left[order]] = pairs.chance[order]
    say(known, best, score, before, taken)


def plain_way(path: str) -> None:
    """The likest of all names, by the usual score of a fuzzy match, for a sample of the rows."""
    from rapidfuzz.fuzz import token_sort_ratio
    from rapidfuzz.process import cdist
    from rapidfuzz.utils import default_process

    known, before = loaded(path), held_now()
    half = [n for n, case in enumerate(known.cases) if case.half == SECOND]
    chosen = half[:: max(1, len(half) // PLAIN)][:PLAIN]
    names = [(e.id, default_process(name)) for e in known.entries for name in e.names]
    began = time.perf_counter()
    best, score = np.zeros(len(known.cases), int), np.zeros(len(known.cases))
    for start in range(0, len(chosen), 20):
        lot = chosen[start : start + 20]
        asked = [default_process(known.cases[n].asked.name) for n in lot]
        table = cdist(asked, [n for _, n in names], scorer=token_sort_ratio, workers=-1)
        for n, row in zip(lot, table, strict=True):
            at = int(row.argmax())
            best[n], score[n] = names[at][0], row[at]
    seconds = time.perf_counter() - began
    taken = {"seconds": seconds * len(known.cases) / len(chosen)}
    say(known, best, score, before, taken, only=chosen)


def asked_in_lots(path: str) -> None:
    """Ten thousand names against 350,000, a hundred at a time, with all evidence in words."""
    from commonweal.sector.matching import Index, match

    known, before = loaded(path), held_now()
    index = Index.of(known.entries[: RECONCILED[0]]).ready()
    asked = [case.asked for case in known.cases[: RECONCILED[1]]]
    taken = []
    for start in range(0, len(asked), AT_ONCE):
        began = time.perf_counter()
        match(index, asked[start : start + AT_ONCE])
        taken.append(time.perf_counter() - began)
    slow = sorted(taken)[int(len(taken) * 0.95)]
    print(json.dumps({
        "seconds": sum(taken), "names": len(asked), "p95": slow, "before": before,
    }))  # fmt: skip


def say(
    known: World, best: np.ndarray, score: np.ndarray, before: float, taken: dict[str, float],
    *, sure: np.ndarray | None = None, only: list[int] | None = None,
) -> None:  # fmt: skip
    """Print what a way found, as quality by kind of question on the second half."""
    seen = [n for n, case in enumerate(known.cases) if case.half == SECOND]
    seen = seen if only is None else only
    told: dict[str, Any] = {**taken, "before": before, "quality": {}, "sure": {}}
    kinds = sorted({case.kind for case in known.cases})
    groups: dict[str, Callable[[str], bool]] = {
        "all": lambda kind: True, "decidable": lambda kind: kind not in UNDECIDABLE,
        "real": lambda kind: kind in {"clubs", "recipients", "known"},
        **{kind: lambda k, kind=kind: k == kind for kind in kinds},
    }  # fmt: skip
    for group, belongs in groups.items():
        at = np.array([n for n in seen if belongs(known.cases[n].kind)], dtype=int)
        truth = np.array([known.cases[n].truth for n in at])
        told["quality"][group] = quality(best[at], score[at], truth)
        if sure is not None:
            told["sure"][group] = of_the_sure(best[at], sure[at], truth)
    print(json.dumps(told))


def quality(best: np.ndarray, score: np.ndarray, truth: np.ndarray) -> dict[str, float]:
    """The best F1 over all thresholds, and the most that is found at a precision of 0.99."""
    order = np.argsort(-score, kind="stable")
    order = order[best[order] > 0]
    right = np.cumsum((best == truth)[order] & (truth[order] > 0))
    given, wanted = np.arange(1, len(order) + 1), max(int((truth > 0).sum()), 1)
    if not len(order):
        return {"f1": 0.0, "recall99": 0.0}
    # A threshold takes all of one score or none.
    last = np.append(score[order][1:] != score[order][:-1], True)
    precision, recall = (right / given)[last], (right / wanted)[last]
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    fine = recall[precision >= 0.99]
    return {"f1": float(f1.max()), "recall99": float(fine.max()) if len(fine) else 0.0}


def of_the_sure(best: np.ndarray, sure: np.ndarray, truth: np.ndarray) -> dict[str, float]:
    """How many are sure, and how many of those are right: at the threshold of the product."""
    right = int((sure & (best == truth) & (truth > 0)).sum())
    wanted = max(int((truth > 0).sum()), 1)
    return {
        "precision": right / max(int(sure.sum()), 1), "recall": right / wanted,
        "sure": int(sure.sum()),
    }  # fmt: skip


def results(told: dict[str, dict[str, Any]], known: World) -> list[Result]:
    """Each promise: speed, memory, F1 and recall beside Splink; the plain way; lots."""
    ours, splink, plain = told["our_way"], told["splink_way"], told["plain_way"]
    size = f"{len(known.cases):,} names to {len(known.entries):,}"
    times = splink["seconds"] / ours["seconds"]
    cold = splink["seconds"] / (ours["seconds"] + ours["laying"])
    found = [
        Result(
            f"linkage {size}", ours["seconds"], peer=splink["seconds"],
            goal=">= 25 x Splink", met=times >= 25,
            note=f"with the register held; laying it out takes {ours['laying']:.1f} s "
            f"more, {cold:.1f} x Splink with it; "
            f"{len(known.cases) / ours['seconds']:,.0f} names a second; "
            f"processor {ours['cpu']:.1f} s, Splink {splink['cpu']:.1f} s",
        ),
        Result(
            "linkage memory beside the rows", ours["megabytes"], peer=splink["megabytes"],
            unit="MB", goal="<= 0.3 x Splink",
            met=ours["megabytes"] <= 0.3 * splink["megabytes"],
        ),
        Result(
            "linkage beside a plain fuzzy match", ours["seconds"], peer=plain["seconds"],
            note=f"the plain way was measured on {PLAIN} names and scaled",
        ),
    ]  # fmt: skip
    found += [better(group, ours, splink, plain) for group in ("all", "decidable", "real")]
    found += [
        Result(
            f"linkage recall at precision 0.99, {group}", ours["quality"][group]["recall99"],
            peer=splink["quality"][group]["recall99"], unit="", more_is_better=True,
            goal=">= Splink",
            met=ours["quality"][group]["recall99"] >= splink["quality"][group]["recall99"],
            note=f"plain {plain['quality'][group]['recall99']:.3f}",
        )
        for group in ("all", "decidable", "real")
    ]  # fmt: skip
    found += [sure_of(kind, figures) for kind, figures in ours["sure"].items()]
    lots, held = told["asked_in_lots"], min(RECONCILED[0], len(known.entries))
    plainly = plain["seconds"] / len(known.cases) * lots["names"] * held / len(known.entries)
    found.append(
        Result(
            f"reconciliation {lots['names']:,} names to {held:,}", lots["seconds"], peer=plainly,
            note=f"the plain way scaled from {PLAIN} names; "
            f"{lots['names'] / lots['seconds']:,.0f} names/s with evidence in words, "
            f"{AT_ONCE} at a time, p95 {lots['p95'] * 1000:.0f} ms; {lots['megabytes']:,.0f} MB",
        )
    )  # fmt: skip
    return found


def better(
    group: str, ours: dict[str, Any], splink: dict[str, Any], plain: dict[str, Any]
) -> Result:
    """The best F1 of a group of questions, beside Splink's."""
    mine, theirs = ours["quality"][group]["f1"], splink["quality"][group]["f1"]
    return Result(
        f"linkage best F1, {group}", mine, peer=theirs, unit="", more_is_better=True,
        goal=">= Splink", met=mine >= theirs,
        note=f"plain {plain['quality'][group]['f1']:.3f}",
    )  # fmt: skip


def sure_of(kind: str, figures: dict[str, float]) -> Result:
    """How much of a kind is sure at the product's own threshold, and how right that is."""
    return Result(
        f"linkage sure, {kind}",
        figures["recall"],
        unit="",
        note=f"{figures['sure']:,.0f} sure, precision {figures['precision']:.4f}",
    )


if __name__ == "__main__":
    run("--quick" in sys.argv)
