"""Learns the weights of ``sector.matching.weighing`` on the first half of the known pairs.

``python -m benchmarks.learning`` prints them. Nothing here looks at the second half, on which the
benchmark ``linkage`` measures.
"""

from __future__ import annotations

import numpy as np

from benchmarks.truth import FIRST, World, world
from commonweal.sector.matching import weighing
from commonweal.sector.matching.candidates import Questions, candidates
from commonweal.sector.matching.comparing import compare
from commonweal.sector.matching.index import Index

# Made-up questions are many and alike: each counts less than a real one.
SHARE = {"noise": 0.3, "aliases": 0.3, "mergers": 0.3, "nobody": 0.5, "clubs": 2.0}


def figures(known: World) -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray]:
    """The names of the figures, the figures, which pairs are right, and how much each counts."""
    index = Index.of(known.entries)
    cases = [case for case in known.cases if case.half == FIRST]
    questions = Questions.of(index, [case.asked for case in cases])
    compared = compare(index, questions, *candidates(index, questions))
    columns = weighing.of_name(compared)
    step = weighing.steps(index, questions, compared.asked, index.owners[compared.forms])
    for number, name in enumerate(weighing.PLACES):
        columns[name] = (step == number).astype(float)
    ids = np.array([entry.id for entry in known.entries])
    truth = np.array([case.truth for case in cases])
    right = ids[index.owners[compared.forms]] == truth[compared.asked]
    share = np.array([SHARE.get(case.kind, 1.0) for case in cases])[compared.asked]
    return list(columns), np.stack(list(columns.values()), axis=1), right, share


def learn(values: np.ndarray, right: np.ndarray, share: np.ndarray, rounds: int = 30) -> np.ndarray:
    """Logistic regression by Newton's method, with a little pull towards nothing."""
    table = np.hstack([np.ones((len(values), 1)), values])
    weights = np.zeros(table.shape[1])
    pull = np.full(table.shape[1], 1.0)
    pull[0] = 0.0
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (share * (right - chance)) - pull * weights
        bend = (table.T * (share * chance * (1 - chance))) @ table + np.diag(pull)
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def main() -> None:
    """Learn and print."""
    names, values, right, share = figures(world())
    weights = learn(values, right, share)
    print(f"BASE = {weights[0]:.2f}")
    for name, weight in zip(names, weights[1:], strict=True):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
