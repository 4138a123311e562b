"""The evidence of an answer in words, and what keeps it from being sure. Pure."""

from __future__ import annotations

from commonweal.sector.matching.asking import Asked, Entry, Piece
from commonweal.sector.matching.weighing import OTHER_NUMBER, PLACE, PLACES, REACH, USUAL, Weighed

TOLD_REACH = {
    "website": "The same website", "email": "The same e-mail address",
    "telephone": "The same telephone number",
}  # fmt: skip
SAME = 0.9999


def pieces(weighed: Weighed, at: int, asked: Asked, entry: Entry, said: str) -> tuple[Piece, ...]:
    """What speaks for and against one answer, the strongest first.

    ``said`` is the name of the entry that is most like the one asked for.
    """
    place = weighed.pair[at]
    letters = float(weighed.compared.letters[place])
    same, own = bool(weighed.compared.same_key[place]), said == entry.names[0]
    found = []
    if asked.name:
        found.append(name_piece(same, letters, said, own, float(weighed.name[at])))
    bearers = int(weighed.compared.bearers[place])
    if bearers > 1 and asked.name:
        words = f"{bearers:,} organisations here bear this name"
        found.append(Piece("namesakes", words, float(weighed.bearers[at])))
    if (step := int(weighed.step[at])) >= 0:
        found.append(place_piece(PLACES[step], asked, entry))
    for kind, shared in weighed.reach.items():
        if shared[at]:
            found.append(Piece(kind, TOLD_REACH[kind], REACH[kind]))
    if weighed.other_number[at]:
        found.append(Piece("number", "Its number in that register is another", OTHER_NUMBER))
    return tuple(sorted(found, key=lambda piece: -abs(piece.weight)))


def name_piece(same: bool, letters: float, said: str, own: bool, weight: float) -> Piece:
    """How the names compare."""
    if same:
        words = "The same name" if own else f"The same as another name of it, {said}"
    elif letters >= SAME:
        words = "The same words in another order" if own else f"The words of its other name, {said}"
    else:
        share = f"{letters:.0%} of the letters are the same"
        words = f"A like name: {share}" if own else f"Like another name of it, {said}: {share}"
    return Piece("name", words, weight - USUAL)


def place_piece(step: str, asked: Asked, entry: Entry) -> Piece:
    """How near the postcodes are."""
    ours, theirs = asked.postcode.upper().strip(), entry.postcode
    words = {
        "whole": "The same postcode",
        "district": "The same first half of the postcode",
        "area": f"The same post town's area, but {ours} is not {theirs}",
        "elsewhere": f"{ours} is far from {theirs}",
    }[step]
    return Piece("postcode", words, PLACE[step])
