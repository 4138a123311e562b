"""Every change to promises, one function each."""

from collections.abc import Callable

from commonweal.commitments.actions.files import keep_file

# What the worker does once an hour, each called with ``by`` a robot.
HOURLY: tuple[Callable[..., object], ...] = ()
# What it does in every round, because people were told an hour at which it happens.
PUNCTUAL: tuple[Callable[..., object], ...] = ()

__all__ = ["HOURLY", "PUNCTUAL", "keep_file"]
