"""Words that are read aloud or shown before somebody tells us of themselves. Pure.

Each has a version, so that it is known later what was said. Whoever changes the words gives them a
new version.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Script:
    """Words and their version."""

    version: str
    sentences: tuple[str, ...]


NOTICE = Script(
    "2026-11",
    (
        "We write down what you tell us, so that somebody can find you the help you ask for.",
        "Only the people of the group that helps you read it. A helper sees your first name, your "
        "area and the task, and your address only after saying yes.",
        "We may use it because it is in your interest and ours that you get help. The law calls "
        "that legitimate interests. What you say of your health is used only if you agree.",
        "We keep it for a year after your last request, unless the group tells you another time, "
        "and then forget who you are.",
        "You can ask to see it, have it put right or have it erased, and you can tell us to stop, "
        "here or by telephone, as easily as you asked.",
        "If somebody's life or safety is in danger, we may have to tell those who can help, and "
        "we tell you first where that is safe.",
    ),
)
NOT_YET_TOLD = Script(
    "2026-11",
    (
        "Somebody was concerned for you and asked us to get in touch. You need not say yes.",
        "We have your name, how to reach you and what they thought would help. Nothing is done "
        "with it unless you agree.",
        *NOTICE.sentences[1:],
    ),
)
HEALTH = "I agree that what I say of my health is used to find the right help."
KEEP_IN_TOUCH = "You may get in touch with me from time to time, for a year, to ask how I am."
