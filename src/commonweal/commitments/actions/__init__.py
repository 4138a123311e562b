"""Every change to promises, one function each."""

from collections.abc import Callable

from commonweal.commitments.actions.asking_councillors import ask_councillors
from commonweal.commitments.actions.councillors import (
    MOST_WORDS as MOST_UPDATE_WORDS,
)
from commonweal.commitments.actions.councillors import (
    join_party,
    leave_office,
    take_office,
    update_councillor,
)
from commonweal.commitments.actions.files import keep_file
from commonweal.commitments.actions.freezing_answers import freeze_call, freeze_calls
from commonweal.commitments.actions.independence import (
    not_before_an_election,
    only_the_independent,
)
from commonweal.commitments.actions.results import Applied, enter_result, import_results
from commonweal.commitments.actions.revealing import (
    CORRECTABLE,
    address_to_answer,
    correct_call,
    hold_call,
    release_call,
    withhold_words,
)
from commonweal.commitments.actions.spending import log_spend

# What the worker does once an hour, each called with ``by`` a robot.
HOURLY: tuple[Callable[..., object], ...] = (ask_councillors,)
# What it does in every round, because people were told an hour at which it happens.
PUNCTUAL: tuple[Callable[..., object], ...] = (freeze_calls,)

__all__ = [
    "CORRECTABLE", "HOURLY", "MOST_UPDATE_WORDS", "PUNCTUAL", "Applied", "address_to_answer",
    "ask_councillors", "correct_call",
    "enter_result", "freeze_call", "freeze_calls", "hold_call", "import_results", "join_party",
    "keep_file", "leave_office", "log_spend", "not_before_an_election", "only_the_independent",
    "release_call", "take_office", "update_councillor", "withhold_words",
]  # fmt: skip
