"""The shape of a Covenant: four principles, each with undertakings of both sides.

The shape is that of the Civil Society Covenant of 2025; the words are our own.
"""

from __future__ import annotations

from commonweal.commitments.choices import Face, ReviewedBy
from commonweal.commitments.presets.compact import KEEPING, outcome, partner, sector, undertaking
from commonweal.commitments.presets.shape import Preset

VALUE = outcome(
    "1", "Recognition and value",
    "The sector is worth more than the services it sells, and is free to say what it sees.",
    undertaking(
        "1.1", "Independence",
        partner("We protect the right to protest, to campaign and to take us to court, and let no "
                "contract or grant take it away."),
        sector("We use that freedom openly, with facts, and outside party politics."),
    ),
    undertaking(
        "1.2", "Fair money",
        partner("We fund for more than one year wherever that adds value, and say why where we do "
                "not.", ReviewedBy.SHARE, least=50),
        partner("We pay the full costs of what we ask for.", ReviewedBy.YES_NO),
        sector("We account for what we are given, and say what it achieved."),
    ),
)  # fmt: skip

TOGETHER = outcome(
    "2", "Partnership and collaboration",
    "Both sides work on the same thing from the beginning, and tell each other bad news first.",
    undertaking(
        "2.1", "From the beginning",
        partner("We bring groups in while the question is still open, and consult for at least "
                "twelve weeks on what is written, or give our reasons for less.",
                ReviewedBy.MIN_DAYS, least=84),
        sector("We bring what we know in time, and say where we cannot."),
    ),
    undertaking(
        "2.2", "No surprises",
        partner("We give at least three months' notice in writing, with a rationale, before we "
                "end or cut funding.", ReviewedBy.MIN_MONTHS, least=3),
        sector("We warn at once when we can no longer do what we agreed."),
    ),
)  # fmt: skip

INCLUSION = outcome(
    "3", "Participation and inclusion",
    "Those whom a decision concerns have a part in it, and those seldom heard are looked for.",
    undertaking(
        "3.1", "A part in decisions",
        partner("We hold a place for people who use a service wherever it is planned, and pay "
                "what it costs them to come."),
        sector("We bring people to speak for themselves before we speak for them."),
    ),
    undertaking(
        "3.2", "Groups of every size",
        partner("We shape what we fund and buy so that small groups, and those led by the people "
                "they serve, can take part."),
        sector("Larger groups among us share work, money and credit with smaller ones."),
    ),
)  # fmt: skip

OPEN = outcome(
    "4", "Transparency and data",
    "What is decided, spent and learnt can be seen by whoever it concerns.",
    undertaking(
        "4.1", "Reasons in the open",
        partner("We publish decisions that concern the sector, with their reasons and in writing.",
                ReviewedBy.YES_NO),
        sector("We publish who decides among us, and how they came to."),
    ),
    undertaking(
        "4.2", "Shared figures",
        partner("We share figures on need, spending and results in a form that can be used again, "
                "and guard what is personal."),
        sector("We share what we count, in the same spirit and with the same care."),
    ),
)  # fmt: skip

COVENANT = Preset(
    name="Covenant: four principles",
    says="An agreement by four principles, with fewer rules than a Compact, and undertakings of "
    "both sides.",
    face=Face.COVENANT,
    title="The Covenant",
    summary="How public bodies and civil society mean to work together.",
    parts=(VALUE, TOGETHER, INCLUSION, OPEN, KEEPING),
)
