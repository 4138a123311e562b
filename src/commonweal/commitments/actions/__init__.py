"""Every change to promises, one function each."""

from collections.abc import Callable

from commonweal.commitments.actions.answering import answer_call, enter_answer
from commonweal.commitments.actions.calls import declare_interest, open_call, set_out_call
from commonweal.commitments.actions.candidates import (
    add_candidate,
    change_candidate,
    forget_candidates_contacts,
    withdraw_candidate,
)
from commonweal.commitments.actions.elections import (
    add_ballot,
    add_election,
    change_ballot,
    change_election,
    check_ballot,
    countermand_ballot,
)
from commonweal.commitments.actions.files import keep_file
from commonweal.commitments.actions.importing import import_candidates
from commonweal.commitments.actions.inviting import (
    keep_to_time,
    make_link,
    note_contact,
    note_returned_mail,
    print_letters,
    revoke_link,
    send_invitations,
    send_link_anew,
    send_new_deadlines,
    send_reminders,
)

# What the worker does once an hour, each called with ``by`` a robot.
HOURLY: tuple[Callable[..., object], ...] = (forget_candidates_contacts,)
# What it does in every round, because people were told an hour at which it happens.
PUNCTUAL: tuple[Callable[..., object], ...] = (keep_to_time,)

__all__ = [
    "HOURLY",
    "PUNCTUAL",
    "add_ballot",
    "add_candidate",
    "add_election",
    "answer_call",
    "change_ballot",
    "change_candidate",
    "change_election",
    "check_ballot",
    "countermand_ballot",
    "declare_interest",
    "enter_answer",
    "forget_candidates_contacts",
    "import_candidates",
    "keep_file",
    "keep_to_time",
    "make_link",
    "note_contact",
    "note_returned_mail",
    "open_call",
    "print_letters",
    "revoke_link",
    "send_invitations",
    "send_link_anew",
    "send_new_deadlines",
    "send_reminders",
    "set_out_call",
    "withdraw_candidate",
]
