"""What a mile is paid with, free of tax. Pure.

Approved mileage rates of HM Revenue and Customs, which hold for volunteers too: 45 pence for the
first 10,000 miles of a tax year in a car or van and 25 pence after, unchanged since 6 April 2011;
20 pence on a bicycle. Source: GOV.UK, "Travel: mileage and fuel rates and allowances"; the miles
count over everybody for whom somebody drives. When they change add a row to ``RATES``, with the day
from which it holds; COMMONWEAL_MILEAGE does the same without a new version.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MANY = Decimal(10_000)
CAR, BIKE = "car", "bike"


@dataclass(frozen=True)
class Rate:
    """What a mile is worth in pence, from a day on: the first miles of a year, and those after."""

    since: dt.date
    first: int
    after: int
    bike: int = 20


RATES: tuple[Rate, ...] = (Rate(dt.date(2011, 4, 6), first=45, after=25),)


def read_rates(words: str) -> tuple[Rate, ...]:
    """Rates as a setting writes them: ``2027-04-06=50/30/22``, several with commas between.

    :raises ValueError: when they cannot be read.
    """
    found = []
    for part in filter(None, (p.strip() for p in words.split(","))):
        day, _, numbers = part.partition("=")
        first, after, *bike = (int(n) for n in numbers.split("/"))
        found.append(Rate(dt.date.fromisoformat(day.strip()), first, after, *bike[:1]))
    return tuple(found)


def rate_on(day: dt.date, rates: tuple[Rate, ...] = RATES) -> Rate:
    """What holds on a day.

    :raises ValueError: before there were any.
    """
    held = [rate for rate in rates if rate.since <= day]
    if not held:
        raise ValueError("No rate is known for so long ago.")
    return max(held, key=lambda rate: rate.since)


def tax_year(day: dt.date) -> dt.date:
    """The 6 April on which the tax year of a day began."""
    begins = dt.date(day.year, 4, 6)
    return begins if day >= begins else begins.replace(year=day.year - 1)


def pence_for(
    miles: Decimal, *, by: str, on: dt.date, before: Decimal, rates: tuple[Rate, ...] = RATES
) -> int:
    """What miles are worth, when so many were claimed before them in the same tax year."""
    rate = rate_on(on, rates)
    if by == BIKE:
        pence = miles * rate.bike
    else:
        full = max(min(MANY - before, miles), Decimal(0))
        pence = full * rate.first + (miles - full) * rate.after
    return int(pence.quantize(Decimal(1), ROUND_HALF_UP))
