"""What an organisation may choose to show of how it is reached. Pure: knows no database."""

from __future__ import annotations

# What may be shown or kept private by its own choice, in the words of ``withholding``; how that is
# asked. The name, what it does and the district are always shown: without them nobody finds it.
CHOICES: dict[str, str] = {
    "email": "Its e-mail address",
    "telephone": "Its telephone number",
    "website": "Its website",
    "location": "Where it is: its ward, its postcode's first half, and a pin on maps",
}
# What a group that joins may choose besides: it goes into what it says of itself.
MEETING = "meeting"
WHEN_JOINING: dict[str, str] = {
    "email": "The e-mail address",
    "telephone": "The telephone number",
    "location": "Where you are: the ward, the first half of the postcode and a pin on maps. "
    "Without it only the district is shown",
    MEETING: "When and where you meet",
}


def said_of_itself(does: str, meets: str, *, show_meeting: bool) -> str:
    """What a group says of itself, with when and where it meets if that may be shown."""
    told = meets.strip().rstrip(".")
    return f"{does}\n\nMeets: {told}." if told and show_meeting else does
