"""How long each thing that help keeps of people stays, and which job forgets it. Pure.

One row for each model. ``job`` names one of the jobs of ``actions/forgetting.py``; where it is
empty, ``why`` says why nothing has to be forgotten. A house-like test holds this table against the
models, and a test of each job against what it leaves.
"""

from __future__ import annotations

from dataclasses import dataclass

A_WEEK_DAYS = 7
LOOKS_DAYS = 732  # two years, and never a day less than the database's own rule


@dataclass(frozen=True)
class Rule:
    """What becomes of one kind of row: by which job, how many months after what, and how."""

    model: str
    job: str = ""
    months: int | None = None
    after: str = ""
    then: str = ""
    why: str = ""


def _with(model: str, job: str, then: str = "erased") -> Rule:
    return Rule(model, job, None, "the record it belongs to is forgotten", then)


def _stays(model: str, why: str) -> Rule:
    return Rule(model, why=why)


COUNTS, SETTING = "it counts, and names nobody", "it describes the scheme, not a person"
STAFF = "it names who acted for the scheme, in public or in office"

RULES = {
    rule.model: rule
    for rule in (
        # People and what they asked.
        Rule("Client", "people", None, "their last request closed (the scheme's own months, 12)",
             "name, address and all that was told is wiped"),
        _with("ClientMark", "people"),
        _with("Keyholder", "people"),
        Rule("Ground", "grounds", 72, "it was last relied on", "erased"),
        Rule("Asking", "drafts", None, "a week as a draft; else with its requests", "erased"),
        _stays("SchemeKey", "it is a key of a scheme's, of which only a digest is kept"),
        Rule("HouseholdSecret", "secrets", None, "six months", "burned"),
        _with("Request", "people", "need, area and month stay"),
        _with("Transition", "people", "the reason is wiped"),
        _with("Owning", "people"),
        _with("Try", "people"),
        _with("Note", "people"),
        _with("HandOver", "people"),
        # Helpers and what they did.
        Rule("Helper", "helpers", 24, "they left", "all that names them is wiped"),
        _with("HelperChange", "helpers", "the reason is wiped"),
        Rule("Check", "checks", 6, "it ended or the helper left", "erased"),
        _with("Training", "helpers"),
        _with("Apart", "people"),
        _with("TaskRule", "helpers"),
        Rule("MatchRun", "match_runs", 1, "it was made", "erased"),
        _with("Offer", "matches"),
        _with("Match", "matches"),
        _with("Visit", "matches"),
        Rule("Alert", "alerts", 24, "it went off", "erased"),
        Rule("MoneyHandled", "money", 72, "the day", "erased"),
        Rule("Expense", "expenses", 72, "the day", "erased"),
        _with("Thanks", "helpers"),
        # Giving out.
        Rule("Round", "rounds", 1, "the day", "who drove, from where, and the link are wiped"),
        Rule("Stop", "stops", 1, "the day", "whose door it was is wiped; that it was stays"),
        Rule("Given", "given", 6, "the day", "whose it was is wiped; what it was stays"),
        _with("AdviceContact", "people", "who it was and the words are wiped"),
        _stays("AdviceIssue", COUNTS),
        # Reaching out.
        Rule("HeldList", "lists", 12, "it ended", "erased, with who was on it"),
        Rule("Listed", "listed", 12, "they left it", "erased"),
        _stays("RingRound", "it names nobody"),
        _stays("RingPart", STAFF),
        Rule("RingCall", "ring_calls", 3, "the ring-round closed", "erased"),
        _stays("RingCount", COUNTS),
        _with("Plan", "people"),
        _with("Goal", "people"),
        _with("Step", "people"),
        _with("PlanReview", "people"),
        _with("WarmReferral", "people"),
        # Protection.
        Rule("Worry", "worries", 84, "it was closed; of a child until they are 25", "erased"),
        _with("WorryStep", "worries"),
        Rule("Look", "looks", 24, "somebody looked", "erased from the old end"),
        _stays("LookEnd", "it is a number and a digest"),
        Rule("WayIn", "ways_in", 24, "it ended", "erased"),
        Rule("RightsRequest", "rights", 24, "it was answered", "erased"),
        Rule("HelpComplaint", "complaints", 24, "it was answered", "erased"),
        _stays("Forgetting", COUNTS),
        _stays("Total", COUNTS),
        # Schemes.
        _stays("Scheme", SETTING),
        _stays("SchemeChange", STAFF),
        _stays("SchemeArea", SETTING),
        _stays("SchemeNeed", SETTING),
        _stays("NeedRule", SETTING),
        _stays("HelpLine", SETTING),
        Rule("SchemeMember", "members", 24, "their part ended", "erased"),
        _stays("DutyPool", SETTING),
        _stays("PoolScheme", STAFF),
        Rule("Duty", "duties", 24, "it ended", "erased"),
    )
}  # fmt: skip
