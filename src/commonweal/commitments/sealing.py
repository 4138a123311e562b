"""What answers looked like when they closed, in one digest that anybody can recompute. Pure.

Of one ballot it is made so:

1. Take each answer that counted when answers closed: for each candidate and ask the last one. Write
   it as a list of six texts: the answer's key, the candidate's number, the ask's key, the stance
   (``support``, ``in-part`` or ``not``), the moment at which it came (UTC, as in
   ``2026-04-20T09:30:00.123456+00:00``), and the SHA-256 of its words (UTF-8, hexadecimal).
2. Sort these lists by their first text.
3. Write ``[salt, code, lists]`` as JSON with no spaces, non-ASCII letters as they are, in UTF-8
   (Python: ``json.dumps(…, separators=(",", ":"), ensure_ascii=False)``). ``code`` is the ballot's.
4. Its SHA-256, in hexadecimal, is the ballot's digest.

The digest of the whole call is the SHA-256 of the JSON, written in the same way, of the lists
``[code, digest]`` of all its ballots that closed then, sorted by code.

The salt is drawn by chance and published with the answers: before their hour a digest can be shown
and gives nothing away, not even whether there are any answers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

Line = tuple[str, str, str, str, str, str]


def digest_of_words(words: str) -> str:
    """The SHA-256 of a promise's or an answer's words in UTF-8."""
    return hashlib.sha256(words.encode()).hexdigest()


def digest_of_ballot(salt: str, code: str, lines: Iterable[Line]) -> str:
    """The digest of one ballot's answers."""
    return _digest([salt, code, sorted([list(line) for line in lines])])


def digest_of_call(ballots: Mapping[str, str]) -> str:
    """The digest of a call, from those of its ballots by code."""
    return _digest(sorted([code, digest] for code, digest in ballots.items()))


def _digest(value: object) -> str:
    plain = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()
