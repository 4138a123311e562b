"""Where the organisations of an extract can be: postcodes, villages and authorities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.demo.words import STREETS, each, place_names, postcodes

# Authorities as the charity register names them, so that a national extract can be matched.
AUTHORITIES = each(
    "Norfolk,Suffolk,Kent,Essex,Surrey,Devon,Cornwall,Dorset,Somerset,Wiltshire,Hampshire,"
    "Oxfordshire,Cambridgeshire,Lincolnshire,Leicestershire,Derbyshire,Nottinghamshire,Lancashire,"
    "Cumbria,North Yorkshire,Hertfordshire,Gloucestershire,Warwickshire,Worcestershire,"
    "Staffordshire,West Sussex,East Sussex,Shropshire,Herefordshire,Rutland,"
    "Kingston Upon Hull City,City Of York,Southampton City,Portsmouth City,Bristol City",
    ",",
)


@dataclass(frozen=True)
class Ground:
    """Parallel lists, one entry a postcode: its village, its town, the authority it is under.

    ``authorities`` are the register's own words for areas of operation; ``share`` is how likely
    an organisation is to be at each postcode.
    """

    county: str
    postcodes: tuple[str, ...]
    villages: tuple[str, ...]
    towns: tuple[str, ...]
    authority_of: tuple[int, ...]
    authorities: tuple[str, ...]
    share: tuple[float, ...]
    county_is_authority: bool = False
    streets: tuple[str, ...] = tuple(STREETS)


def whole_country(rng: np.random.Generator) -> Ground:
    """Nowhere in particular: invented villages under real authorities, for tests of size."""
    codes = postcodes()
    names = place_names(len(codes), rng)
    authority_of = rng.integers(0, len(AUTHORITIES), len(codes))
    return Ground(
        county="the county",
        postcodes=tuple(codes),
        villages=tuple(names),
        towns=tuple(names[(i // 40) * 40] for i in range(len(codes))),
        authority_of=tuple(int(a) for a in authority_of),
        authorities=tuple(AUTHORITIES),
        share=tuple([1.0] * len(codes)),
    )
