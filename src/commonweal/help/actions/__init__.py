"""Every change in the locked room, one function each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# What the worker does once an hour and once a minute, in this order.
HOURLY: tuple[Callable[..., Any], ...] = ()
PUNCTUAL: tuple[Callable[..., Any], ...] = ()
