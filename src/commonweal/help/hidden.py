"""What must not stand in a note: how to get into a home, and how to get at somebody's money. Pure.

Codes of key safes and doors, numbers of bank cards, PINs, and where a key is hidden. It finds what
people write without thinking; whoever means to hide a code from it can. Addresses, telephone
numbers, times, dates and sums are let through.
"""

from __future__ import annotations

import re
import unicodedata

from commonweal.core.unseen import seen

KEY = (
    "This looks like the code of a key safe or a door. Everybody who reads the note could go in, "
    "so leave it out. The person can tell it by telephone to whoever comes."
)
UNDER_THE_MAT = (
    "This says where a key is hidden. Everybody who reads the note could go in, so leave it out. "
    "The person can tell it by telephone to whoever comes."
)
CARD = "This looks like the number of a bank card. Nobody here may have it, so leave it out."
PIN = "This looks like a PIN or security code. Nobody here may have it, so leave it out."

DIGITS = dict(
    zip(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
        "0123456789",
        strict=True,
    )
) | {"oh": "0", "nought": "0"}
_WORD = "|".join(DIGITS)
_SPELT = re.compile(rf"\b(?:{_WORD})(?:[\s,-]+(?:{_WORD})\b){{2,}}")

_CARD = re.compile(r"(?<![\d+])(?<!\d[ -])(?:\d[ -]?){12,18}\d(?![ -]?\d)")
# What has digits and is no secret. Taken out, so that it is not read as a code.
_HARMLESS = re.compile(
    r"(?:\+44|\b0)(?:[ -]?\(?\d\)?){9,10}(?!\d)"  # a telephone number
    r"|\b[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}\b"  # a postcode
    r"|\b\d{1,2}[:.]\d{2}\b(?!\.?\d)|\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b"  # a time, a date
    r"|£\s?[\d,.]+|\b\d+(?:am|pm|st|nd|rd|th|m|metres|yards|yds|miles|km|kg|g|ml|l|mg|cm|mm|p)\b"
    r"|\b(?:at|by|before|after|until|till|from|around|about|between|arrives?|meet|come)\s+\d{3,4}\b"
    r"(?!\s*#)"
    r"|\b(?:post|area|dialling|dialing|zip|error|discount|voucher|sort|product|qr|bar|dress|tax)"
    r"[\s-]?codes?\b"
)

_CODE = r"(?:(?=[a-z]*\d[a-z]*\d[a-z]*\d)[a-z\d]{3,10}|\d(?:[ -]\d){2,7})(?![a-z\d])"
# A few little words between; bounded, so that a long text is read in one go.
_LITTLE = (
    r"(?:\W|\b(?:is|are|was|s|the|a|for|to|of|on|in|into|it|its|his|her|their|my|number|no|code|"
    r"combination|combo|key|safe|door|front|back|side|main|outside|outer|communal|gate|flat|entry|"
    r"building|house|lock|box|pad|keypad|use|enter|press|type|dial|set|currently|now)\b){0,24}?"
)
_SAFE = r"key\W{0,2}safes?|key\W?box|lock\W?box|key\W?pad|door\W?entry"
_KEY = re.compile(
    rf"\b(?:{_SAFE}|(?:pass|door|key)?codes?|combination|combo)\b{_LITTLE}\b{_CODE}"
    rf"|\b{_CODE}\W+(?:(?:is|for|opens?|unlocks|works|on|into?|gets|you|the|to|his|her|their|my|a|"
    rf"door|gate|front|back)\W+){{1,6}}(?:{_SAFE}|(?:door|gate)?\W?code\b)"
    rf"|\b(?:door|gate)\W*(?:is|:|=|number)*\W*\d{{3,8}}\s*#"
)
_PIN = re.compile(
    rf"\b(?:pins?(?:\W?(?:number|no|code))?|cvv2?|cvc|security\W(?:code|number)|digits on the back)"
    rf"\b{_LITTLE}\b(?:\d{{3,6}}|\d(?:[ -]\d){{2,5}})(?![a-z\d])"
    rf"|\b(?:\d{{4,6}})\W+(?:is|as|for)\W+(?:(?:the|his|her|their|my|card)\W+){{0,2}}pin\b"
)
_MAT = re.compile(
    r"\bkeys?\b(?:\W+(?:is|are|s|will|be|left|kept|hidden|always|usually|spare)){0,4}\W+"
    r"(?:under|underneath|beneath|behind|in|inside)\W+(?:(?:the|a|his|her|their|front|back)\W+){0,3}"
    r"(?:door\W?mat|mat|flower\W?pot|plant\W?pot|pot|stone|brick|gnome|bin|water\W?butt)\b"
)


def why_refused(text: str) -> str:
    """Why a note may not be kept as it is, in a sentence; nothing where it may."""
    plain = unicodedata.normalize("NFKC", seen(text)).casefold()
    plain = _SPELT.sub(_in_figures, plain.replace("’", "'"))
    if any(_is_card(found[0]) for found in _CARD.finditer(plain)):
        return CARD
    plain = _HARMLESS.sub(" ~harmless~ ", plain)
    for pattern, why in ((_PIN, PIN), (_KEY, KEY), (_MAT, UNDER_THE_MAT)):
        if pattern.search(plain):
            return why
    return ""


def _in_figures(spelt: re.Match[str]) -> str:
    """``one two three four`` is ``1234``."""
    return "".join(DIGITS[word] for word in re.findall(_WORD, spelt[0]))


def _is_card(run: str) -> bool:
    """Whether digits are a bank card's: they begin as one does, and their check digit is right.

    The check is Luhn's: ISO/IEC 7812-1, annex B.
    """
    digits = [int(c) for c in run if c.isdigit()]
    if digits[0] not in range(2, 7) or len(set(digits)) == 1:
        return False
    doubled = [n if i % 2 == 0 else sum(divmod(2 * n, 10)) for i, n in enumerate(digits[::-1])]
    return sum(doubled) % 10 == 0
