"""What people of Saltwold ask for, and what they say of it afterwards."""

from __future__ import annotations

from typing import NamedTuple


class Call(NamedTuple):
    """What somebody says on the telephone."""

    name: str
    street: str
    need: str
    details: str
    urgency: str


CALLS = (
    Call("Mavis Thurlow", "Rope Walk", "prescription",
         "Tablets from the pharmacy before it closes on Friday.", "today"),
    Call("Joan Pettitt", "Staithe Lane", "shopping", "Milk, bread, eggs and cat food.", "days"),
    Call("Alfred Nudd", "Quay Row", "lift-health", "To the eye clinic and home again.", "days"),
    Call("Shabnam Iqbal", "Lantern Street", "odd-jobs", "The handle of the back door is off.",
         "days"),
    Call("Hollis Brandt", "The Drift", "befriending", "Somebody to play draughts with.", "days"),
    Call("Peggy Amis", "Mill Lane", "shopping", "Potatoes and a newspaper; cannot carry now.",
         "days"),
    Call("Ruth Calver", "Church Loke", "lift-health", "To her sister in the next village.", "days"),
    Call("Winston Grey", "Marsh Road", "odd-jobs", "A light bulb on the stairs.", "days"),
)  # fmt: skip
# Name, how they get about, miles, tasks in a week.
HELPERS = (
    ("Tom Reed", "car", 8, 3), ("Bashir Amin", "bike", 4, 2), ("Kitty Sayer", "foot", 2, 2),
    ("Ken Bullard", "car", 10, 4), ("Dilwen Price", "car", 6, 2), ("Aoife Lynch", "bus", 5, 1),
    ("Peter Gooch", "foot", 2, 3), ("Samia Khan", "car", 7, 2), ("Len Tooley", "van", 12, 2),
    ("Grace Womack", "foot", 1, 1), ("Ivo Petrov", "bike", 5, 2), ("Nell Mobbs", "car", 6, 1),
)  # fmt: skip
SAID = (
    "Came on time and stayed for a cup of tea.", "All well; would ask again.",
    "Could not have been kinder.", "The right things, and the change to the penny.",
    "Glad not to have had to ask the family.",
)  # fmt: skip
# A task at the door, with no money of the person's and nobody taken anywhere: it needs no check.
AT_THE_DOOR = {
    "whom": ["adult"], "done": ["errand"], "because": False, "money": False,
    "takes_them": "no", "supervised": False, "how_often": "seldom", "overnight": False,
}  # fmt: skip
