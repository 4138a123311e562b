"""Every change to promises, one function each."""

from collections.abc import Callable

from commonweal.commitments.actions.documents import begin_document, describe_document
from commonweal.commitments.actions.files import attach_easy_read, keep_file
from commonweal.commitments.actions.parties import (
    add_party,
    leave_document,
    sign_document,
    take_out_party,
)
from commonweal.commitments.actions.remarks import remark, settle_remark
from commonweal.commitments.actions.standing import (
    adopt_document,
    change_standing,
    close_document,
    publish_version,
    supersede_document,
)
from commonweal.commitments.actions.writing import (
    add_paragraph,
    change_paragraph,
    move_paragraph,
    put_back_paragraph,
    take_out_paragraph,
)

# What the worker does once an hour, each called with ``by`` a robot.
HOURLY: tuple[Callable[..., object], ...] = ()
# What it does in every round, because people were told an hour at which it happens.
PUNCTUAL: tuple[Callable[..., object], ...] = ()

__all__ = [
    "HOURLY", "PUNCTUAL", "add_paragraph", "add_party", "adopt_document", "attach_easy_read",
    "begin_document", "change_paragraph", "change_standing", "close_document", "describe_document",
    "keep_file", "leave_document", "move_paragraph", "publish_version", "put_back_paragraph",
    "remark", "settle_remark", "sign_document", "supersede_document", "take_out_paragraph",
    "take_out_party",
]  # fmt: skip
