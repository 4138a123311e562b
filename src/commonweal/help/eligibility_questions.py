"""What is asked of a task to know which check it may have, in plain words. Pure."""

from __future__ import annotations

from dataclasses import dataclass

ADULT, CHILD = "adult", "child"
SHOPPING, ERRAND, CALLS, COMPANY = "shopping", "errand", "calls", "company"
PERSONAL_CARE, HEALTH_CARE, SOCIAL_WORK = "personal_care", "health_care", "social_work"
AFFAIRS, TEACHING, LOOKING_AFTER, ADVISING = "affairs", "teaching", "looking_after", "advising"
PRACTICAL, ANIMALS = "practical", "animals"
TO_NOWHERE, TO_CARE, TO_ELSEWHERE = "no", "care", "elsewhere"
ONCE, SELDOM, WEEKLY, FOUR_DAYS = "once", "seldom", "weekly", "four_days"
# How often counts as regular: the "period condition" of the 2006 Act.
REGULAR = frozenset({WEEKLY, FOUR_DAYS})


@dataclass(frozen=True)
class Question:
    """One question, with help and the answers there are; ``many`` may be chosen at once.

    Of many, at least one is ``needed`` unless this says otherwise.
    """

    name: str
    asks: str
    help: str
    options: tuple[tuple[str | bool, str], ...]
    many: bool = False
    needed: bool = True

    @property
    def values(self) -> tuple[str | bool, ...]:
        """The answers as they are kept."""
        return tuple(value for value, _ in self.options)


YES_NO: tuple[tuple[bool, str], ...] = ((True, "Yes"), (False, "No"))
QUESTIONS = (
    Question(
        "whom",
        "Whom does the helper do this with or for?",
        "Choose both if it may be either. Choose neither if the helper meets nobody.",
        ((ADULT, "Somebody of 18 or over"), (CHILD, "Somebody under 18")),
        many=True,
        needed=False,
    ),
    Question(
        "done",
        "What does the helper do?",
        "Choose all that may happen, also what happens seldom.",
        (
            (SHOPPING, "Shopping for the person"),
            (ERRAND, "Fetching or bringing something, such as a prescription, to the door"),
            (CALLS, "Ringing the person for a chat or to see that all is well"),
            (COMPANY, "Keeping the person company, at home or out"),
            (PERSONAL_CARE, "Help with eating, drinking, washing, dressing or the toilet"),
            (HEALTH_CARE, "Health care, by a professional or as one directs it"),
            (SOCIAL_WORK, "Social work"),
            (AFFAIRS, "Acting for the person, for example by a power of attorney"),
            (TEACHING, "Teaching, training or coaching"),
            (LOOKING_AFTER, "Looking after or supervising the person"),
            (ADVISING, "Advice or guidance on the person's health, feelings or schooling"),
            (PRACTICAL, "Jobs in the house or garden, forms, computers"),
            (ANIMALS, "Walking or feeding an animal, without being with the person"),
        ),
        many=True,
    ),
    Question(
        "because",
        "Is it because of age, illness or disability that the person cannot do this alone?",
        "Being busy, having no car or being new here is none of these.",
        YES_NO,
    ),
    Question(
        "money",
        "Does the helper handle the person's money?",
        "Cash, a payment for them, a bill. Shopping that the person pays for is shopping, whoever "
        "holds the purse.",
        YES_NO,
    ),
    Question(
        "takes_them",
        "Does the helper drive or go with the person?",
        "To or from a hospital, surgery, day centre or care home is one answer; anywhere else, "
        "such as a shop or a friend's house, is another.",
        (
            (TO_NOWHERE, "No"),
            (TO_CARE, "Yes, to or from health care, personal care or social care"),
            (TO_ELSEWHERE, "Yes, to other places only"),
        ),
    ),
    Question(
        "supervised",
        "Is somebody with them all the time who is answerable for the helper?",
        "It counts with children only, and only if that person may do this work themselves, is "
        "there every time and can step in.",
        YES_NO,
    ),
    Question(
        "how_often",
        "How often does the same helper do this?",
        "Choose what will be so in most months.",
        (
            (ONCE, "Once"),
            (SELDOM, "Now and then, less than once a week"),
            (WEEKLY, "Once a week or more"),
            (FOUR_DAYS, "On four days or more in some stretch of 30 days"),
        ),
    ),
    Question(
        "overnight",
        "Is any of it between 2 and 6 in the morning?",
        "Only if the helper may be face to face with the person then.",
        YES_NO,
    ),
)
