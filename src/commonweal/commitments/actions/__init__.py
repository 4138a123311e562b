"""Every change to promises, one function each."""

from collections.abc import Callable

from commonweal.commitments.actions.concerns import (
    Told,
    close_concern,
    date_concern,
    forget_concern_contacts,
    link_concern,
    move_concern,
    raise_concern,
)
from commonweal.commitments.actions.disclosures import (
    agree_disclosure,
    ask_disclosure,
    note_agreement,
    publish_disclosure,
    put_to_partner,
    refuse_disclosure,
    reply_to_disclosure,
    take_back_disclosure,
)
from commonweal.commitments.actions.event_facts import note_facts
from commonweal.commitments.actions.event_replies import (
    ask_about_event,
    give_reason,
    publish_event,
    reply_to_event,
)
from commonweal.commitments.actions.events import (
    change_event,
    keep_change,
    log_event,
    withdraw_event,
)
from commonweal.commitments.actions.files import keep_file
from commonweal.commitments.actions.yearly import (
    ask_both_sides,
    begin_year_review,
    publish_year_review,
    speak_in_year,
)

# What the worker does once an hour, each called with ``by`` a robot.
HOURLY: tuple[Callable[..., object], ...] = (forget_concern_contacts,)
# What it does in every round, because people were told an hour at which it happens.
PUNCTUAL: tuple[Callable[..., object], ...] = ()

__all__ = [
    "HOURLY", "PUNCTUAL", "Told", "agree_disclosure", "ask_about_event", "ask_both_sides",
    "ask_disclosure", "begin_year_review", "change_event", "close_concern", "date_concern",
    "forget_concern_contacts", "give_reason", "keep_change", "keep_file", "link_concern",
    "log_event", "move_concern", "note_agreement", "note_facts", "publish_disclosure",
    "publish_event", "publish_year_review", "put_to_partner", "raise_concern",
    "refuse_disclosure", "reply_to_disclosure", "reply_to_event", "speak_in_year",
    "take_back_disclosure", "withdraw_event",
]  # fmt: skip
