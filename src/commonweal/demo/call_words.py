"""Who stood for the county council of Saltwold, and what they said. All of it is invented."""

from __future__ import annotations

from dataclasses import dataclass

PARTIES = (
    "Independent", "Harbour and Hinterland", "Saltwold Together", "Coast Residents",
)  # fmt: skip


@dataclass(frozen=True)
class Stood:
    """A candidate; what they said to each ask in its order (stance and words), or nothing."""

    forenames: str
    surname: str
    party: int
    answers: tuple[tuple[str, str], ...] = ()
    elected: bool = False
    votes: int = 0
    email: bool = True


WARDS: tuple[tuple[Stood, ...], ...] = (
    (
        Stood("Imran", "Akhtar", 0, (
            ("support", "Year-to-year money costs us good people. I would begin with advice."),
            ("support", "I ran a youth club for nine years and heard of every plan from the "
             "newspaper."),
            ("in-part", "Yes to better seats at the table. No to another committee."),
            ("support", "Ask people what would help before you decide what will."),
        ), elected=True, votes=1204),
        Stood("Susan", "Bellwood", 1, (
            ("in-part", "Three years where the budget allows it. I will not promise what the "
             "Treasurer cannot sign."),
            ("support", "We have begun this with the harbour. It works."),
            ("support", ""),
            ("in-part", "Where the law lets us share what we know."),
        ), votes=988),
        Stood("Dafydd", "Crane", 2, (
            ("support", "Yes, and I would let groups move money between headings."),
            ("not", "Too often it delays what everyone already wants."),
            ("support", "Every ward has somebody who is never asked."),
            ("support", ""),
        ), votes=743),
        Stood("Grace", "Nwosu", 0, (), votes=401, email=False),
        Stood("Pat", "Tully", 3, (
            ("not", "The Council must be free to change course each year. I would rather give "
             "more, for one year."),
            ("in-part", "For large schemes, yes."),
            ("support", ""),
            ("in-part", "It must not become a reason to do less."),
        ), votes=655),
    ),
    (
        Stood("Olive", "Dunnage", 3, (), elected=True, votes=1310),
        Stood("Yusuf", "Haile", 2, (
            ("support", "I have filled in the forms myself."),
            ("support", "Nothing about us without us."),
            ("support", "I would publish who sits where, every year."),
            ("support", "Start from what people can do."),
        ), votes=1190, email=False),
        Stood("Malcolm", "O'Farrell", 1, (
            ("in-part", "For services that must not stop. Not for everything."),
            ("in-part", ""),
            ("in-part", "By merit first."),
            ("support", "One person who knows you, not five who do not."),
        ), votes=640),
    ),
    (
        Stood("Vera", "McKettle", 0, (
            ("support", "Small sums, given early, for longer."),
            ("support", ""),
            ("support", "I am deaf. I would like to see one meeting I can follow."),
            ("support", "Yes."),
        ), elected=True, votes=902),
        Stood("Neil", "Rushbrooke", 1, (), votes=877),
    ),
)  # fmt: skip
