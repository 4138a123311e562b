"""The shape of a Compact: five outcomes, each with undertakings of both sides that can be tested.

The shape and the figures (twelve weeks, three months) are those of the Compact of 2010; the words
are our own.
"""

from __future__ import annotations

from commonweal.commitments.choices import Face, ParagraphKind, ReviewedBy
from commonweal.commitments.presets.shape import Preset, PresetPart, PresetPromise


def partner(
    words: str, how: ReviewedBy = ReviewedBy.NARRATIVE, *, least: int | None = None
) -> PresetPromise:
    """An undertaking of the partners. What is tested may be excused by a reason given in time."""
    tested = how != ReviewedBy.NARRATIVE
    return PresetPromise(words, "partner", how, threshold=least, excused=tested)


def sector(words: str, how: ReviewedBy = ReviewedBy.NARRATIVE) -> PresetPromise:
    """An undertaking of the sector."""
    return PresetPromise(words, "sector", how)


def outcome(code: str, heading: str, text: str, *undertakings: PresetPart) -> PresetPart:
    """One of the five outcomes."""
    kind = ParagraphKind.PRINCIPLE
    return PresetPart(kind, heading, text, code=code, parts=undertakings)


def undertaking(code: str, heading: str, *promises: PresetPromise) -> PresetPart:
    """What is undertaken for an outcome, by one side or by both."""
    return PresetPart(ParagraphKind.UNDERTAKING, heading, code=code, promises=promises)


INDEPENDENT = outcome(
    "1", "A strong, diverse and independent sector",
    "Groups speak for those they serve, and take no orders for the sake of a grant.",
    undertaking(
        "1.1", "Free to speak",
        partner("We respect the right of every group to campaign, to comment on our policies and "
                "to disagree with us, whether or not we pay it."),
        sector("We say what our campaigning rests on, and keep it apart from party politics."),
    ),
    undertaking(
        "1.2", "Somewhere to turn for help",
        partner("We keep an eye on what it takes to run local support for groups, and say each "
                "year what we put towards it."),
        sector("We share what we learn with groups that are smaller than we are."),
    ),
    undertaking(
        "1.3", "Figures in the open",
        partner("We publish what we pay to the sector, at least once a year, as open data.",
                ReviewedBy.YES_NO),
        sector("We keep our own entry in the register right, and say so once a year."),
    ),
)  # fmt: skip

DESIGN = outcome(
    "2", "Policies and services designed together",
    "Those who will be affected are asked early, with time to answer, and hear what came of it.",
    undertaking(
        "2.1", "Asked early",
        partner("We talk with groups before a policy or a service is drafted, so that what they "
                "say can still change it."),
        sector("We tell our members in time, and gather what they say."),
    ),
    undertaking(
        "2.2", "Twelve weeks to answer",
        partner("We keep a formal consultation open for at least twelve weeks, and give our "
                "reasons, when it opens, where it is to be shorter.", ReviewedBy.MIN_DAYS,
                least=84),
        sector("We answer within the time, and say for whom we speak and whom we asked."),
    ),
    undertaking(
        "2.3", "Told what came of it",
        partner("We publish what we heard and what we decided, point by point, with the reason, "
                "and give the decision in writing.", ReviewedBy.YES_NO),
    ),
)  # fmt: skip

PROGRAMMES = outcome(
    "3", "Good programmes, fairly paid",
    "Money comes in time, for long enough, and covers what the work costs.",
    undertaking(
        "3.1", "More than a year at a time",
        partner("We fund for more than one year wherever that adds value, and explain where we "
                "do not.", ReviewedBy.SHARE, least=50),
        sector("We plan for the end of every grant from its beginning."),
    ),
    undertaking(
        "3.2", "Paid before the bills come",
        partner("We consider payment in advance for each grant, where a group asks and says why.",
                ReviewedBy.YES_NO),
        sector("We ask for payment in advance only where we need it, and account for it."),
    ),
    undertaking(
        "3.3", "What it costs",
        partner("We pay the full costs of what we ask for, its fair part of the overheads among "
                "them.", ReviewedBy.YES_NO),
        sector("We know what our work costs, and show how we worked it out."),
    ),
    undertaking(
        "3.4", "No more paper than the sum deserves",
        partner("We ask for forms and reports in proportion to the money, and agree before it "
                "starts what will be counted."),
        sector("We report in time and say openly when something goes wrong."),
    ),
)  # fmt: skip

CHANGES = outcome(
    "4", "Changes that nobody learns of from the newspaper",
    "Before funding ends or changes, both sides have talked, and users have been thought of.",
    undertaking(
        "4.1", "Three months' notice",
        partner("We give at least three months' notice in writing before we end or cut funding, "
                "with a clear rationale.", ReviewedBy.MIN_MONTHS, least=3),
        sector("We tell a funder at once when we cannot deliver what it pays for."),
    ),
    undertaking(
        "4.2", "What it does to people",
        partner("We look at what ending or cutting funding would do to those who use the service, "
                "before we decide, and publish what we found."),
        sector("We help to find out what a change would mean to those we serve."),
    ),
    undertaking(
        "4.3", "A chance to put it right",
        partner("Where a service falls short we agree a timetable for improving it before we "
                "end it."),
    ),
)  # fmt: skip

FAIR = outcome(
    "5", "An equal and fair society",
    "Both sides look for who is left out, and do something about it.",
    undertaking(
        "5.1", "Those who are seldom heard",
        partner("We take care that groups led by those who are seldom heard can be asked, funded "
                "and represented like any other."),
        sector("We look at who sits on our own boards and who does not, and say it."),
    ),
    undertaking(
        "5.2", "What difference a decision makes",
        partner("We ask of each large decision what difference it makes to people who are treated "
                "unequally, and publish the answer."),
        sector("We say what we know of it, and bring those it concerns."),
    ),
)  # fmt: skip

KEEPING = PresetPart(
    ParagraphKind.SECTION, "How we keep it",
    "Both sides meet once a year over a review made from records. Concerns are raised in "
    "confidence, and go up a ladder of steps with set times. Nothing is published of anybody "
    "before they were asked for a reply.",
)  # fmt: skip

COMPACT = Preset(
    name="Compact: five outcomes",
    says="An agreement between public bodies and the sector: five outcomes, with undertakings of "
    "both sides that can be tested.",
    face=Face.COMPACT,
    title="The Compact",
    summary="What public bodies and the sector undertake towards each other.",
    parts=(INDEPENDENT, DESIGN, PROGRAMMES, CHANGES, FAIR, KEEPING),
)
