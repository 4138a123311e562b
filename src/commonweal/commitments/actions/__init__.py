"""Every change to promises, one function each."""

from collections.abc import Callable

from commonweal.commitments.actions.asking import remind_of_replies
from commonweal.commitments.actions.doings import (
    add_action,
    change_action,
    say_how_action_stands,
    take_out_action,
)
from commonweal.commitments.actions.evidence import (
    add_evidence,
    publish_evidence,
    withdraw_evidence,
)
from commonweal.commitments.actions.files import keep_file
from commonweal.commitments.actions.judging import (
    ask_for_reply,
    change_review,
    drop_review,
    enter_reply,
    judge,
    publish_review,
    reply_to_review,
)
from commonweal.commitments.actions.promises import (
    add_commitment,
    change_commitment,
    end_commitment,
    publish_commitment,
    take_out_commitment,
)

# What the worker does once an hour, each called with ``by`` a robot.
HOURLY: tuple[Callable[..., object], ...] = (remind_of_replies,)
# What it does in every round, because people were told an hour at which it happens.
PUNCTUAL: tuple[Callable[..., object], ...] = ()

__all__ = [
    "HOURLY", "PUNCTUAL",
    "add_action", "add_commitment", "add_evidence", "ask_for_reply", "change_action",
    "change_commitment", "change_review", "drop_review", "end_commitment", "enter_reply", "judge",
    "keep_file", "publish_commitment", "publish_evidence", "publish_review", "remind_of_replies",
    "reply_to_review", "say_how_action_stands", "take_out_action", "take_out_commitment",
    "withdraw_evidence",
]  # fmt: skip
