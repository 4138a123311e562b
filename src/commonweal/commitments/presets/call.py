"""The shape of a county leadership group's call to candidates: four asks.

Facts of the practice, the four subjects among them, follow a county group of voluntary
organisations in 2021; the sentences are our own.
"""

from __future__ import annotations

from commonweal.commitments.choices import Face, ParagraphKind
from commonweal.commitments.presets.shape import Preset, PresetPart

ONE_OF_MANY = (
    "One councillor cannot bind a council. We ask what you would speak and vote for yourself."
)
ASK = ParagraphKind.ASK

CALL = Preset(
    name="A call to candidates",
    says="For the elections of a county, a district or a city: four asks, the same to everybody.",
    face=Face.CALL,
    title="A call to candidates",
    summary=(
        "Voluntary, community and social enterprise organisations ask everybody who stands for "
        "the council the same four things. Their answers are shown word for word."
    ),
    parts=(
        PresetPart(
            ASK, "Funding that is flexible and lasts", code="1",
            text=(
                "Will you support funding of voluntary and community groups that they can count "
                "on for several years, that covers what the work costs as a whole, and that "
                "leaves them free to change how they work when people's needs change?\n\n"
                f"{ONE_OF_MANY}"
            ),
        ),
        PresetPart(
            ASK, "Working together from the start", code="2",
            text=(
                "Will you support bringing voluntary and community groups in while a question is "
                "still open, before plans are drawn up, and working them out together with those "
                f"whom they concern?\n\n{ONE_OF_MANY}"
            ),
        ),
        PresetPart(
            ASK, "Every part of our community well served and heard", code="3",
            text=(
                "Will you support services that reach everybody here equally well, ways of being "
                "heard that everybody can use, and a wider range of people among those who sit "
                f"where decisions are made?\n\n{ONE_OF_MANY}"
            ),
        ),
        PresetPart(
            ASK, "Help that fits the person", code="4",
            text=(
                "Will you support help for people in difficulty that starts from each person and "
                "what they can do: that prevents trouble, puts them in charge, and helps them "
                f"stand on their own feet again?\n\n{ONE_OF_MANY}"
            ),
        ),
    ),
)  # fmt: skip
