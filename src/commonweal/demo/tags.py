"""A list of tags of our own, in the form in which UKCAT is published.

The publisher's own list is not copied here: these codes, which it does not use, name what the
organisations of Saltwold are about.
"""

from __future__ import annotations

from pathlib import Path

from commonweal.demo.geography import table

HEADER = (
    "Code", "tag", "Category", "Subcategory", "Level", "Notes", "Related ICNPTSO code",
    "Regular expression", "Exclude regular expression",
)  # fmt: skip
# Code, tag, the tag above it, what tells it in words, and what tells that it is something else.
TAGS: tuple[tuple[str, str, str, str, str], ...] = (
    ("ZA", "Together", "", "", ""),
    ("ZA101", "Halls and rooms", "Together", r"\b(halls?|reading room|parish rooms)\b", "hallmark"),
    ("ZA102", "Older people", "Together", r"\b(over sixties|older people|evergreens?)\b", ""),
    ("ZA103", "Good neighbours", "Together", r"\b(neighbours?|errands|mutual aid)\b", ""),
    ("ZA104", "Residents and tenants", "Together", r"\b(residents|tenants)'? ", ""),
    ("ZB", "Getting by", "", "", ""),
    ("ZB101", "Food", "Getting by", r"\b(food|pantry|larder|community fridge|hot meal)\b", ""),
    ("ZB102", "Money and debt advice", "Getting by", r"\b(debt|benefits|money matters)\b", ""),
    ("ZB103", "Homes", "Getting by", r"\b(almshouses?|tenancy|night shelter|a home)\b", "at home"),
    ("ZB104", "Lifts and buses", "Getting by", r"\b(lifts|minibus(es)?|dial a ride)\b", ""),
    ("ZB105", "Mending and sharing", "Getting by", r"\b(repair|mend it|swap shop|borrow)\b", ""),
    ("ZC", "Growing up", "", "", ""),
    ("ZC101", "Babies and toddlers", "Growing up", r"\b(toddlers?|bab(y|ies)|pre-school)\b", ""),
    ("ZC102", "Scouts, guides and cadets", "Growing up", r"\b(scouts?|guides|brownies|cadets?)\b",
     "scout hut"),
    ("ZC103", "Youth work", "Growing up", r"\b(youth|young people|eleven to nineteens)\b",
     "youth theatre"),
    ("ZD", "Keeping well", "", "", ""),
    ("ZD101", "Mind and mood", "Keeping well", r"\b(counselling|wellbeing|listening ear)\b", ""),
    ("ZD102", "Carers", "Keeping well", r"\b(carers?|looks? after somebody)\b", ""),
    ("ZD103", "Sport", "Keeping well",
     r"\b(football|cricket|bowls|tennis|rugby|swimming|rowing|netball) ?(club)?\b",
     "bowls pavilion|home to"),
    ("ZE", "Arts and the past", "", "", ""),
    ("ZE101", "Singing and music", "Arts and the past", r"\b(choirs?|choral|singers|band)\b",
     "with bells"),
    ("ZE102", "Theatre and film", "Arts and the past", r"\b(theatre|players|pantomime|films)\b",
     ""),
    ("ZE103", "Local history", "Arts and the past", r"\b(heritage|history|museum|windmill)\b", ""),
    ("ZF", "Land and creatures", "", "", ""),
    ("ZF101", "Gardens and plots", "Land and creatures", r"\b(allotments?|orchard|gardeners?)\b",
     ""),
    ("ZF102", "Wildlife", "Land and creatures", r"\b(wildlife|hedge|pond|wild animals)\b", ""),
    ("ZF103", "Warmer and greener", "Land and creatures", r"\b(climate|tree nursery)\b", ""),
)  # fmt: skip


def write_tags(folder: Path) -> Path:
    """The list as a file, in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "ukcat.csv"
    table(
        path,
        HEADER,
        (
            (code, tag, above or tag, "", 3 if above else 1, "", "", expression, exclusion)
            for code, tag, above, expression, exclusion in TAGS
        ),
    )
    return path
