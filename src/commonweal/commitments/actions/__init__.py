"""Every change to promises, one function each."""

from collections.abc import Callable

from commonweal.commitments.actions.files import keep_file
from commonweal.commitments.actions.following import (
    ask_again,
    confirm_following,
    follow,
    forget_followers,
    send_digests,
    stop_following,
)

# What the worker does once an hour, each called with ``by`` a robot.
HOURLY: tuple[Callable[..., object], ...] = (forget_followers, send_digests, ask_again)
# What it does in every round, because people were told an hour at which it happens.
PUNCTUAL: tuple[Callable[..., object], ...] = ()

__all__ = [
    "HOURLY",
    "PUNCTUAL",
    "ask_again",
    "confirm_following",
    "follow",
    "forget_followers",
    "keep_file",
    "send_digests",
    "stop_following",
]
