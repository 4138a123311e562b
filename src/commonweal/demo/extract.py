"""Register extracts of any size, in the Charity Commission's own format, all of it invented.

Charity numbers begin at nine million, company numbers with ZZ, postcodes with ZZ99, telephone
numbers are those kept for drama, addresses end in .example: no register holds any of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from commonweal.demo.block import BLOCK, DAY_OF_EXTRACT, Block, generator, make_block
from commonweal.demo.charity_tables import TABLES
from commonweal.demo.ground import Ground, whole_country
from commonweal.demo.rendering import Format, TableFile
from commonweal.demo.tables import tables_of

if TYPE_CHECKING:
    from commonweal.demo.county import County


@dataclass
class Extract:
    """What was written: rows per table, and how the next day differs from the first.

    ``names`` are the charities' in small letters, known only where there is a county.
    """

    folder: Path
    charities: int
    changed: int = 0
    removed: int = 0
    added: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


def write_extract(
    folder: Path,
    *,
    charities: int,
    seed: int,
    fmt: Format = "txt",
    county: County | None = None,
    changed: float = 0.0,
) -> Extract:
    """Write all thirteen tables, a block at a time.

    :param charities: main charities; about one in thirty has linked ones besides.
    :param county: where they are; without one, anywhere, under real authorities' names.
    :param changed: if above nought, the extract of the next day, in which this share of the
        charities differ, a twentieth as many are new and as many again are removed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ground = county.ground() if county else whole_country(generator(seed, 2))
    extract = Extract(folder, charities)
    if changed > 0:
        extract.added = max(1, round(charities * changed / 20))
    files = {table: TableFile(folder, table, fmt) for table in TABLES}
    date = DAY_OF_EXTRACT + (1 if changed > 0 else 0)
    try:
        for block in blocks(charities, extract.added, seed, ground):
            if changed > 0:
                tomorrow(block, changed, seed, extract, len(ground.postcodes))
            if county:
                extract.names.update(name.lower() for name in block.names)
            for table, columns, rows in tables_of(block, ground, date):
                files[table].write(columns, rows)
    finally:
        for file in files.values():
            file.close()
    extract.rows = {table: file.rows for table, file in files.items()}
    return extract


def blocks(charities: int, added: int, seed: int, ground: Ground) -> Iterator[Block]:
    """The same charities whatever is added behind them."""
    seen: set[str] = set()
    for first in range(0, charities, BLOCK):
        names = seen if charities <= BLOCK else set()
        yield make_block(seed, first, min(BLOCK, charities - first), ground, names)
    if added:
        yield make_block(seed, charities, added, ground, seen)


def tomorrow(block: Block, share: float, seed: int, extract: Extract, postcodes: int) -> None:
    """One day later: some say something new, some report other money, some move, a few leave."""
    if block.first >= extract.charities:
        return
    rng = generator(seed, 3, block.first)
    luck = rng.random(block.size)
    active = np.isnat(block.removed)
    leaving = active & (luck < share / 20)
    changing = ~leaving & (luck < share)
    how = rng.integers(0, 3, block.size)
    for at in np.flatnonzero(changing & (how == 0)).tolist():
        block.activities[at] = f"New this year: longer hours. {block.activities[at]}"
    money = changing & (how == 1) & (block.years > 0)
    block.incomes[money, 0] += 101
    moving = changing & ~money & (how > 0)
    block.where[moving] = (block.where[moving] + 1) % postcodes
    block.removed = np.where(leaving, DAY_OF_EXTRACT, block.removed)
    extract.changed += int(changing.sum())
    extract.removed += int(leaving.sum())
