"""What the Commission's codes for what, who and how mean, in plain words."""

from __future__ import annotations

from commonweal.sector.loading.meaning import Meaning

WHAT = (
    "General charitable purposes",
    "Education and training",
    "Health and saving lives",
    "Disability",
    "Preventing or relieving poverty",
    "Overseas aid and famine relief",
    "Housing",
    "Religious activities",
    "Arts, culture, heritage and science",
    "Amateur sport",
    "Animals",
    "Environment, conservation and heritage",
    "Economic and community development, employment",
    "Armed forces and emergency services",
    "Human rights, harmony, equality and diversity",
    "Recreation",
    "Other charitable purposes",
)
WHO = (
    "Children and young people",
    "Older people",
    "People with disabilities",
    "People of a particular ethnic or racial origin",
    "Other charities and voluntary bodies",
    "Other defined groups",
    "Everyone",
)
HOW = (
    "Makes grants to people",
    "Makes grants to organisations",
    "Provides other finance",
    "Provides people's time and skills",
    "Provides buildings, facilities or open space",
    "Provides services",
    "Provides advocacy, advice and information",
    "Sponsors or undertakes research",
    "Acts as an umbrella or resource body",
    "Other charitable activities",
)
# The first code of each scheme; the rest follow in order.
SCHEMES = (("what", 101, WHAT), ("who", 201, WHO), ("how", 301, HOW))

MEANINGS = tuple(
    Meaning(scheme, str(code), title)
    for scheme, first, titles in SCHEMES
    for code, title in enumerate(titles, start=first)
)
