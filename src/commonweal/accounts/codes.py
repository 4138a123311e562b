"""Sign-in codes: only so many letters go to one address, yet nobody is locked out by a stranger."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from commonweal.core.limits import Limit, next_use

LETTERS_TO_ONE_ADDRESS = Limit("sign-in-code", times=5, seconds=15 * 60)
# As RFC 8628, section 6.1, has it: no vowels, so no words, and nothing taken for something else.
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
LENGTH = 8


class SentBefore(str):
    """A code that is in a letter already sent, so that none need be sent again."""


def next_code(email: str) -> str:
    """The next code for an address: a new one, or from the sixth in a quarter of an hour the fifth.

    Anybody may ask for a code in anybody's name. Who asks after a stranger used up the letters
    finds the code in the last of them, and signs in with it.
    """
    who = email.strip().lower()[:254]
    use = next_use(LETTERS_TO_ONE_ADDRESS, who)
    code = made_from(f"{who}:{use.window}:{min(use.number, LETTERS_TO_ONE_ADDRESS.times)}")
    return SentBefore(code) if use.number > LETTERS_TO_ONE_ADDRESS.times else code


def made_from(words: str) -> str:
    """A code that only this installation's secret key can make from these words."""
    made = salted_hmac("commonweal.accounts.codes", words, algorithm="sha256").digest()
    number = int.from_bytes(made)
    drawn = []
    for _ in range(LENGTH):
        number, letter = divmod(number, len(LETTERS))
        drawn.append(LETTERS[letter])
    half = LENGTH // 2
    return "".join([*drawn[:half], "-", *drawn[half:]])
