"""Every change to promises, one function each."""

from collections.abc import Callable

from commonweal.commitments.actions.deciding_points import (
    decide_point,
    gather_the_rest,
    publish_points,
    tie_point_to_action,
    tie_point_to_paragraph,
    untie_point_from_action,
    untie_point_from_paragraph,
)
from commonweal.commitments.actions.files import keep_file
from commonweal.commitments.actions.points import (
    begin_point,
    change_point,
    drop_point,
    merge_points,
    put_into_point,
    sign_off_point,
    take_out_of_point,
)
from commonweal.commitments.actions.said import (
    choose_naming,
    forget_submitters,
    take_back_submission,
)

# What the worker does once an hour, each called with ``by`` a robot.
HOURLY: tuple[Callable[..., object], ...] = (forget_submitters,)
# What it does in every round, because people were told an hour at which it happens.
PUNCTUAL: tuple[Callable[..., object], ...] = ()

__all__ = [
    "HOURLY", "PUNCTUAL", "begin_point", "change_point", "choose_naming", "decide_point",
    "drop_point", "forget_submitters", "gather_the_rest", "keep_file", "merge_points",
    "publish_points", "put_into_point", "sign_off_point", "take_back_submission",
    "take_out_of_point", "tie_point_to_action", "tie_point_to_paragraph",
    "untie_point_from_action", "untie_point_from_paragraph",
]  # fmt: skip
