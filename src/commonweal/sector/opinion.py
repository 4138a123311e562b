"""A second opinion on whether two are one: Splink on DuckDB, which learns from the rows. Pure.

Splink is an extra (``pip install commonweal[second-opinion]``). Everything here says so in a
sentence where it is not installed. It knows nothing of ``matching`` but how names are tidied.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from commonweal.sector.likeness import Face, plain_telephone, plain_website
from commonweal.sector.matching.names import spell
from commonweal.sector.matching.places import spot

# Words that more names have than this bring too many pairs together.
CROWD = 400
SAMPLED = 2e7
MEMORY = "5GB"
LEAST = 0.01
# Fewer values than this are too few to learn from.
FEW = 50
NOT_INSTALLED = (
    "Splink is not installed, so there is no second opinion. "
    "Install the extra: pip install 'commonweal[second-opinion]'."
)


class NoOpinion(Exception):
    """Splink cannot be asked. The message is a sentence."""


class Scored(NamedTuple):
    """Pairs of keys, and how likely each is one body, from 0 to 1."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    chance: NDArray[np.float64]


def tidied(rows: Sequence[Face]) -> pa.Table:
    """Rows as Splink is to see them; what is not known is null."""
    spelt = [spell(row.name) for row in rows]
    spots = [spot(row.postcode) for row in rows]
    return pa.table({
        "unique_id": pa.array(range(len(rows)), pa.int64()),
        "key": pa.array([row.id for row in rows], pa.int64()),
        "name": [s.key for s in spelt],
        "sorted": [s.sorted for s in spelt],
        "words": pa.array([list(s.words) for s in spelt], pa.list_(pa.string())),
        "whole": pa.array([s.whole or None for s in spots], pa.string()),
        "district": pa.array([s.district or None for s in spots], pa.string()),
        "area": pa.array([s.area or None for s in spots], pa.string()),
        "website": pa.array([plain_website(r.website) or None for r in rows], pa.string()),
        "email": pa.array([r.email.strip().lower() or None for r in rows], pa.string()),
        "telephone": pa.array([plain_telephone(r.telephone) or None for r in rows], pa.string()),
    })  # fmt: skip


def with_rare_words(tables: Sequence[pa.Table]) -> list[pa.Table]:
    """Each table with the words of its names that few names of the last table have."""
    every = tables[-1]["words"].combine_chunks().flatten()
    counted = pc.value_counts(every).to_pylist()
    rare = {row["values"] for row in counted if row["counts"] <= CROWD}
    found = []
    for table in tables:
        column = [[w for w in row if w in rare] for row in table["words"].to_pylist()]
        found.append(table.append_column("rare", pa.array(column, pa.list_(pa.string()))))
    return found


def scored(*tables: pa.Table, seed: int = 7) -> Scored:
    """Pairs that may be one, of two tables or within one, and how likely Splink takes each to be.

    :raises NoOpinion: when Splink is not installed.
    """
    try:
        from splink import DuckDBAPI, Linker
    except ImportError as problem:
        raise NoOpinion(NOT_INSTALLED) from problem
    logging.getLogger("splink").setLevel(logging.ERROR)
    connection = duckdb.connect(config={"memory_limit": MEMORY})
    try:
        api = DuckDBAPI(connection=connection)
        rows = with_rare_words(tables)
        frames = [api.register(table, table_name=f"rows_{n}") for n, table in enumerate(rows)]
        linker = Linker(frames, settings(tables), log_level=logging.ERROR)
        learn(linker, sum(len(t) for t in tables), seed)
        pairs = linker.inference.predict(threshold_match_probability=LEAST)
        sql = f"SELECT key_l, key_r, match_probability FROM {pairs.physical_name}"  # noqa: S608
        found = connection.execute(sql).fetchnumpy()
    except Exception as problem:  # What a library that learns may raise, no list holds.
        raise NoOpinion(f"Splink could not learn from these rows: {problem}") from problem
    finally:
        connection.close()
    return Scored(found["key_l"], found["key_r"], found["match_probability"])


def settings(tables: Sequence[pa.Table]) -> Any:
    """What Splink compares, and which pairs it looks at."""
    from splink import SettingsCreator, block_on

    return SettingsCreator(
        link_type="dedupe_only" if len(tables) == 1 else "link_only",
        blocking_rules_to_generate_predictions=[
            block_on("name"), block_on("whole"),
            block_on("rare", arrays_to_explode=["rare"]),
            *(block_on(column) for column in reaches(tables)),
        ],
        comparisons=comparisons(tables),
        additional_columns_to_retain=["key"],
        retain_intermediate_calculation_columns=False,
    )  # fmt: skip


def comparisons(tables: Sequence[pa.Table]) -> list[Any]:
    """Name, its words, the postcode; website, e-mail and telephone where the rows have any."""
    import splink.comparison_library as cl

    postcode = cl.CustomComparison(
        output_column_name="postcode",
        comparison_levels=[
            {"sql_condition": "area_l IS NULL OR area_r IS NULL", "is_null_level": True,
             "label_for_charts": "unknown"},
            {"sql_condition": "whole_l = whole_r", "label_for_charts": "whole"},
            {"sql_condition": "district_l = district_r", "label_for_charts": "district"},
            {"sql_condition": "area_l = area_r", "label_for_charts": "area"},
            {"sql_condition": "ELSE", "label_for_charts": "elsewhere"},
        ],
    )  # fmt: skip
    return [
        cl.JaroWinklerAtThresholds("sorted", [0.97, 0.93, 0.88, 0.8]).configure(
            term_frequency_adjustments=True
        ),
        cl.ArrayIntersectAtSizes("rare", [3, 2, 1]),
        postcode,
        *(cl.ExactMatch(column) for column in reaches(tables)),
    ]


def reaches(tables: Sequence[pa.Table]) -> list[str]:
    """Which ways to reach somebody every table has some of."""
    kinds = ("website", "email", "telephone")
    return [k for k in kinds if all(len(t) - t[k].null_count >= FEW for t in tables)]


def learn(linker: Any, size: int, seed: int) -> None:
    """How often each agrees by chance, and how often for one body, learnt from the rows."""
    from splink import block_on

    train = linker.training
    train.estimate_probability_two_random_records_match([block_on("name", "whole")], recall=0.6)
    train.estimate_u_using_random_sampling(max_pairs=min(SAMPLED, 100.0 * size), seed=seed)
    for rule in (block_on("whole"), block_on("name")):
        train.estimate_parameters_using_expectation_maximisation(rule)
