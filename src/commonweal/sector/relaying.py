"""What a letter must be to be passed on, and one key for each sender."""

from __future__ import annotations

import re

from django.utils.crypto import salted_hmac

from commonweal.sector.vouching import person_of

LONGEST = 3_000
MOST_LINKS = 2
FEWEST_WORDS = 4
_LINK = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|(?<![\w@.])[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|info|uk|ru|xyz|top|shop|site|link|biz|io|co)"
    r"(?![\w@])(?:/\S*)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")


def sender_key(address: str) -> str:
    """A keyed hash of whose address this is, so that no list of senders is kept."""
    return salted_hmac(
        "commonweal.sector.relaying", person_of(address), algorithm="sha256"
    ).hexdigest()


def what_is_wrong(words: str) -> str:
    """Why a letter is not passed on, as a sentence; empty when nothing is wrong.

    Links are not letters: what is mostly links, or has more than two, is not passed on.
    """
    links = _LINK.findall(words)
    own = _WORD.findall(_LINK.sub(" ", words))
    if len(links) > MOST_LINKS:
        return f"A letter may have {MOST_LINKS} web addresses at most. Leave the others out."
    if len(own) < FEWEST_WORDS:
        return "Write a sentence or two: what would you like to ask?"
    if links and len(own) < FEWEST_WORDS * 2 * len(links):
        return "This is mostly a web address. Say in words what it is about."
    return ""


def has_link(text: str) -> bool:
    """Whether a text holds a web address, as no name does."""
    return bool(_LINK.search(text))


def without_links(text: str) -> str:
    """A text in which no web address can be pressed: a stranger's words in a letter of ours."""
    return _LINK.sub("(a web address)", text)
