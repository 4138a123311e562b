"""Every change to promises, one function each."""

from collections.abc import (
    Callable,
)

from commonweal.commitments.actions.answering import (
    answer_call,
    enter_answer,
)
from commonweal.commitments.actions.asking import (
    remind_of_replies,
)
from commonweal.commitments.actions.asking_councillors import (
    ask_councillors,
)
from commonweal.commitments.actions.calls import (
    declare_interest,
    open_call,
    set_out_call,
)
from commonweal.commitments.actions.candidates import (
    add_candidate,
    change_candidate,
    forget_candidates_contacts,
    withdraw_candidate,
)
from commonweal.commitments.actions.concerns import (
    Told,
    close_concern,
    date_concern,
    forget_concern_contacts,
    link_concern,
    move_concern,
    raise_concern,
)
from commonweal.commitments.actions.consultations import (
    SetOut,
    add_question,
    begin_consultation,
    close_consultation,
    close_consultations,
    extend_consultation,
    open_consultation,
    set_out_consultation,
    take_out_question,
)
from commonweal.commitments.actions.consulting import (
    count_equality,
    invite,
)
from commonweal.commitments.actions.councillors import (
    join_party,
    leave_office,
    take_office,
    update_councillor,
)
from commonweal.commitments.actions.deciding_points import (
    decide_point,
    gather_the_rest,
    publish_points,
    tie_point_to_action,
    tie_point_to_paragraph,
    untie_point_from_action,
    untie_point_from_paragraph,
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
from commonweal.commitments.actions.documents import (
    begin_document,
    describe_document,
)
from commonweal.commitments.actions.doings import (
    add_action,
    change_action,
    say_how_action_stands,
    take_out_action,
)
from commonweal.commitments.actions.elections import (
    add_ballot,
    add_election,
    change_ballot,
    change_election,
    check_ballot,
    countermand_ballot,
)
from commonweal.commitments.actions.event_facts import (
    note_facts,
)
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
from commonweal.commitments.actions.evidence import (
    add_evidence,
    publish_evidence,
    withdraw_evidence,
)
from commonweal.commitments.actions.files import (
    attach_easy_read,
    keep_file,
)
from commonweal.commitments.actions.following import (
    ask_again,
    confirm_following,
    follow,
    forget_followers,
    send_digests,
    stop_following,
)
from commonweal.commitments.actions.freezing_answers import (
    freeze_call,
    freeze_calls,
)
from commonweal.commitments.actions.importing import (
    import_candidates,
)
from commonweal.commitments.actions.independence import (
    not_before_an_election,
    only_the_independent,
)
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
from commonweal.commitments.actions.judging import (
    ask_for_reply,
    change_review,
    drop_review,
    enter_reply,
    judge,
    publish_review,
    reply_to_review,
)
from commonweal.commitments.actions.moderation import (
    keep_from_view,
    let_be_seen,
)
from commonweal.commitments.actions.parties import (
    add_party,
    leave_document,
    sign_document,
    take_out_party,
)
from commonweal.commitments.actions.points import (
    begin_point,
    change_point,
    drop_point,
    merge_points,
    put_into_point,
    sign_off_point,
    take_out_of_point,
)
from commonweal.commitments.actions.promises import (
    add_commitment,
    change_commitment,
    end_commitment,
    publish_commitment,
    take_out_commitment,
)
from commonweal.commitments.actions.remarks import (
    remark,
    settle_remark,
)
from commonweal.commitments.actions.results import (
    Applied,
    enter_result,
    import_results,
)
from commonweal.commitments.actions.revealing import (
    CORRECTABLE,
    address_to_answer,
    correct_call,
    hold_call,
    release_call,
    withhold_words,
)
from commonweal.commitments.actions.said import (
    choose_naming,
    forget_submitters,
    take_back_submission,
)
from commonweal.commitments.actions.spending import (
    log_spend,
)
from commonweal.commitments.actions.standing import (
    adopt_document,
    change_standing,
    close_document,
    publish_version,
    supersede_document,
)
from commonweal.commitments.actions.submissions import (
    ToldComment,
    ToldSubmission,
    enter_submission,
    name_organisation_of_submission,
    submit,
)
from commonweal.commitments.actions.writing import (
    add_paragraph,
    change_paragraph,
    move_paragraph,
    put_back_paragraph,
    take_out_paragraph,
)
from commonweal.commitments.actions.yearly import (
    ask_both_sides,
    begin_year_review,
    publish_year_review,
    speak_in_year,
)

# What the worker does once an hour, each called with ``by`` a robot.
HOURLY: tuple[Callable[..., object], ...] = (
    forget_concern_contacts,
    forget_candidates_contacts,
    ask_councillors,
    forget_submitters,
    forget_followers,
    send_digests,
    ask_again,
    close_consultations,
    remind_of_replies,
)
# What it does once a minute, because people were told an hour at which it happens.
PUNCTUAL: tuple[Callable[..., object], ...] = (
    keep_to_time,
    freeze_calls,
)

__all__ = [
    "CORRECTABLE", "HOURLY", "PUNCTUAL", "Applied", "SetOut", "Told", "ToldComment",
    "ToldSubmission", "add_action", "add_ballot", "add_candidate", "add_commitment",
    "add_election", "add_evidence", "add_paragraph", "add_party", "add_question",
    "address_to_answer", "adopt_document", "agree_disclosure", "answer_call",
    "ask_about_event", "ask_again", "ask_both_sides", "ask_councillors", "ask_disclosure",
    "ask_for_reply", "attach_easy_read", "begin_consultation", "begin_document",
    "begin_point", "begin_year_review", "change_action", "change_ballot", "change_candidate",
    "change_commitment", "change_election", "change_event", "change_paragraph",
    "change_point", "change_review", "change_standing", "check_ballot", "choose_naming",
    "close_concern", "close_consultation", "close_consultations", "close_document",
    "confirm_following", "correct_call", "count_equality", "countermand_ballot",
    "date_concern", "decide_point", "declare_interest", "describe_document", "drop_point",
    "drop_review", "end_commitment", "enter_answer", "enter_reply", "enter_result",
    "enter_submission", "extend_consultation", "follow", "forget_candidates_contacts",
    "forget_concern_contacts", "forget_followers", "forget_submitters", "freeze_call",
    "freeze_calls", "gather_the_rest", "give_reason", "hold_call", "import_candidates",
    "import_results", "invite", "join_party", "judge", "keep_change", "keep_file",
    "keep_from_view", "keep_to_time", "leave_document", "leave_office", "let_be_seen",
    "link_concern", "log_event", "log_spend", "make_link", "merge_points", "move_concern",
    "move_paragraph", "name_organisation_of_submission", "not_before_an_election",
    "note_agreement", "note_contact", "note_facts", "note_returned_mail",
    "only_the_independent", "open_call", "open_consultation", "print_letters",
    "publish_commitment", "publish_disclosure", "publish_event", "publish_evidence",
    "publish_points", "publish_review", "publish_version", "publish_year_review",
    "put_back_paragraph", "put_into_point", "put_to_partner", "raise_concern",
    "refuse_disclosure", "release_call", "remark", "remind_of_replies", "reply_to_disclosure",
    "reply_to_event", "reply_to_review", "revoke_link", "say_how_action_stands",
    "send_digests", "send_invitations", "send_link_anew", "send_new_deadlines",
    "send_reminders", "set_out_call", "set_out_consultation", "settle_remark",
    "sign_document", "sign_off_point", "speak_in_year", "stop_following", "submit",
    "supersede_document", "take_back_disclosure", "take_back_submission", "take_office",
    "take_out_action", "take_out_commitment", "take_out_of_point", "take_out_paragraph",
    "take_out_party", "take_out_question", "tie_point_to_action", "tie_point_to_paragraph",
    "untie_point_from_action", "untie_point_from_paragraph", "update_councillor",
    "withdraw_candidate", "withdraw_event", "withdraw_evidence", "withhold_words",
]  # fmt: skip
