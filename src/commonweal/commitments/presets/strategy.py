"""The shape of a city-wide strategy of the voluntary sector, with seven priority areas.

The seven areas are those of published strategies of city liaison groups; the words are our own.
"""

from __future__ import annotations

from commonweal.commitments.choices import Face
from commonweal.commitments.choices import ParagraphKind as K
from commonweal.commitments.presets.shape import Preset, PresetAction, PresetPart
from commonweal.commitments.presets.strategy_priorities import PRIORITIES


def aim(heading: str, text: str) -> PresetPart:
    """An aim for the whole of the sector."""
    return PresetPart(K.AIM, heading, text)


STRATEGY = Preset(
    name="City-wide strategy, seven priority areas",
    says=(
        "For a strategy that the whole sector of a place writes together: a vision, three aims, "
        "seven priority areas with objectives, and actions to begin with."
    ),
    face=Face.STRATEGY,
    title="A strategy for the voluntary sector of {place}",
    summary=(
        "What voluntary groups, charities and social enterprises in {place} want to do together "
        "in the coming years, who does it, and how everybody can see how far it has come."
    ),
    parts=(
        PresetPart(
            K.SECTION,
            "Why we write this",
            "Most of what holds {place} together is done by people who were not told to do it. "
            "They run lunch clubs, advice desks, choirs, food banks and football teams; they visit "
            "neighbours and speak up for them. Much of it is small, and little of it is joined "
            "up.\n\n"
            "This strategy says what we want to do *together* that none of us can do alone. It "
            "belongs to all who take part in it, whatever their size. It asks public bodies and "
            "businesses to work with us as partners, and says what we offer in return.",
        ),
        PresetPart(
            K.VISION,
            "Our vision",
            "Everybody in {place} can find help, give help and be heard, close to home; and those "
            "who make that possible are known, trusted and paid fairly for what they are asked to "
            "do.",
        ),
        aim(
            "A sector that lasts",
            "Groups of every size have the skills, the rooms, the people and the money to do next "
            "year what they did well this year.",
        ),
        aim(
            "A sector that is heard",
            "Decisions that touch our members are made with us, early enough for it to matter, and "
            "we are told what came of what we said.",
        ),
        aim(
            "A sector that reaches everybody",
            "We know who is not yet reached, say so openly, and change what we do until they are.",
        ),
        *PRIORITIES,
        PresetPart(
            K.SECTION,
            "How we keep to it",
            "Each action has an owner and a day. Twice a year the owners say how it stands and "
            "why. Once a year we look at the whole in public, with what slipped first.\n\n"
            "What changes is changed openly: every version stays where anybody can read it.",
            actions=(
                PresetAction(
                    "Look at the whole strategy in public, once a year",
                    "Owners report; anybody may ask. What was said is published within a month.",
                ),
            ),
        ),
    ),
)
