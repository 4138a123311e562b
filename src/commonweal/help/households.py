"""By what a household is known again at the door, and no longer than it must be. Pure."""

from __future__ import annotations

Told = tuple[str, str, str]


def house_of(address: str) -> str:
    """The number or name of a house: ``12a`` of ``Flat 2, 12a Mill Lane`` is ``flat 2 12a``.

    What stands before the street: all words as far as the last of the first two parts that holds
    a figure; where there is none, the first part.
    """
    parts = [part.strip() for part in address.casefold().split(",") if part.strip()][:2]
    words = " ".join(parts).split()
    figures = [at for at, word in enumerate(words) if any(c.isdigit() for c in word)]
    if figures:
        return " ".join(words[: figures[-1] + 1])
    return parts[0] if parts else ""


def surname_of(name: str) -> str:
    """The last word of a name."""
    words = name.split()
    return words[-1] if words else ""


def household_told(postcode: str, house: str, surname: str) -> Told | None:
    """What makes it this household and no other; nothing when something is blank."""
    told = (postcode.replace(" ", ""), house_of(house), surname_of(surname))
    known = all(any(c.isalnum() for c in part) for part in told)
    return told if known else None
