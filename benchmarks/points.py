"""Suggesting which of 5,000 comments say the same, beside the plain way: every pair by its words.

The plain way is what one writes first: the share of words that two comments have in common
(Jaccard), for every pair, and whoever is like somebody in a group is in it. ``limit`` is reading
the words of each once, which any way must do.
"""

from __future__ import annotations

from benchmarks.common import Result, timed

SIZES = {True: 1_000, False: 5_000}
SEED = 6
PLAINLY_ALIKE = 0.3


def plain_groups(texts: list[str]) -> list[list[int]]:
    """Groups by the words that pairs have in common."""
    from commonweal.commitments.grouping import words_of

    words = [frozenset(words_of(text)) for text in texts]
    leads = list(range(len(texts)))

    def lead(n: int) -> int:
        while leads[n] != n:
            leads[n] = leads[leads[n]]
            n = leads[n]
        return n

    for a, left in enumerate(words):
        for b in range(a):
            both = len(left & words[b])
            if both and both / (len(left) + len(words[b]) - both) >= PLAINLY_ALIKE:
                leads[lead(a)] = lead(b)
    found: dict[int, list[int]] = {}
    for n in range(len(texts)):
        found.setdefault(lead(n), []).append(n)
    return [places for places in found.values() if len(places) > 1]


def run(quick: bool) -> list[Result]:
    """Seconds, and how right both are, with themes that no threshold was chosen with."""
    from commonweal.commitments.grouping import groups, words_of
    from commonweal.commitments.tests.invented import comments, told_apart

    texts, themes = comments(SIZES[quick], seed=SEED)
    ours = timed(lambda: groups(texts))
    peer = timed(lambda: plain_groups(texts), runs=1)
    limit = timed(lambda: [words_of(text) for text in texts])
    precision, recall = told_apart([g.places for g in groups(texts)], themes)
    plain_precision, plain_recall = told_apart(plain_groups(texts), themes)
    return [
        Result(
            f"Comments that say the same, of {len(texts):,}", ours, limit, peer,
            goal="under 5 s", met=ours < 5,
            note=f"precision {precision:.2f}, recall {recall:.2f}; the plain way "
            f"{plain_precision:.2f} and {plain_recall:.2f}; invented comments",
        ),
        Result(
            "Precision of pairs put together", precision, unit="", peer=plain_precision,
            goal="at least 0.9", met=precision >= 0.9, more_is_better=True,
        ),
        Result("Recall of pairs that belong together", recall, unit="", peer=plain_recall,
               more_is_better=True, note="a person finds the rest in the reading room"),
    ]  # fmt: skip
