"""Which organisation each record is about, by shared identifiers and never by name. Pure.

A record's identifiers are org-ids. One organisation has at most one standing record of a source:
when a second lays claim to it, the first keeps it and a person is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Claim:
    """A record says that an identifier names its body. ``via`` is a published pair, if by one."""

    key: str
    ref: str
    via: bool = False


@dataclass(frozen=True)
class Tie:
    """Two bodies that one identifier ties: each an organisation's key, or a record's if new."""

    left: int | str
    right: int | str
    ref: str


@dataclass
class Matched:
    """What came of the claims.

    ``homes``: the organisation of each record that has one already. ``merges``: organisations
    that a record shows to be one. ``doubts``: pairs for a person. ``dropped``: claims not kept.
    """

    homes: dict[str, int] = field(default_factory=dict)
    merges: list[Tie] = field(default_factory=list)
    doubts: list[Tie] = field(default_factory=list)
    dropped: set[tuple[str, str]] = field(default_factory=set)


def match(
    claims: Sequence[Claim],
    *,
    known: Mapping[str, int],
    held: Mapping[str, int],
    occupied: Mapping[int, str],
) -> Matched:
    """Find each record's organisation.

    :param claims: what the records claim. The order does not matter.
    :param known: the organisation of each record that was here before.
    :param held: the organisation that each identifier names now.
    :param occupied: the record of this source that an organisation has already.
    """
    matched = Matched(homes=dict(known))
    takers: dict[str, str] = {}
    lives = {**occupied, **{home: key for key, home in known.items()}}
    for claim in sorted(claims, key=lambda c: (c.key, c.ref != c.key, c.via, c.ref)):
        settle(claim, matched, held, lives)
        share(claim, matched, held, takers)
    return matched


def settle(claim: Claim, matched: Matched, held: Mapping[str, int], lives: dict[int, str]) -> None:
    """Follow one claim to the organisation that has the identifier."""
    other = held.get(claim.ref)
    home = matched.homes.get(claim.key)
    if other is None or other == home:
        return
    if lives.get(other, claim.key) != claim.key:
        matched.doubts.append(Tie(home or claim.key, other, claim.ref))
        drop(claim, matched)
    elif home is None:
        matched.homes[claim.key] = other
        lives[other] = claim.key
    else:
        matched.merges.append(Tie(home, other, claim.ref))
        drop(claim, matched)


def share(claim: Claim, matched: Matched, held: Mapping[str, int], takers: dict[str, str]) -> None:
    """Two records of one file that claim an identifier nobody has yet: the first keeps it."""
    if claim.via or claim.ref in held:
        return
    taker = takers.setdefault(claim.ref, claim.key)
    if taker != claim.key:
        left, right = (matched.homes.get(k, k) for k in (taker, claim.key))
        matched.doubts.append(Tie(left, right, claim.ref))
        drop(claim, matched)


def drop(claim: Claim, matched: Matched) -> None:
    """The record does not get the identifier."""
    if not claim.via:
        matched.dropped.add((claim.key, claim.ref))
