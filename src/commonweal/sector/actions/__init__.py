"""Every change to the register, one function each."""

from commonweal.sector.actions.answering import (
    decide_suggestion,
)
from commonweal.sector.actions.choosing import (
    choose_what_is_shown,
    let_senders_write_again,
    send_link_to_choices,
    take_letters,
)
from commonweal.sector.actions.claims import (
    ask_for_letter,
    claim_page,
    confirm_claim,
    decide_claim,
    enter_code,
    make_letter,
    withdraw_claim,
)
from commonweal.sector.actions.confirming import (
    answer_no,
    answer_with_changes,
    confirm_entry,
    note_call,
    note_confirmation,
    set_freshness_rule,
    settle_answer,
)
from commonweal.sector.actions.corrections import (
    correct_organisation,
    lift_withholding,
    withdraw_correction,
    withhold,
)
from commonweal.sector.actions.doubts import (
    find_doubts,
)
from commonweal.sector.actions.feedback import (
    answer_in_public,
    forget_feedback_words,
    let_feedback_stand,
    note_feedback,
    question_feedback,
    read_feedback,
    reply_to_feedback,
    say_how_it_was,
    set_feedback_aside,
    take_back_feedback,
    tell_of_feedback,
)
from commonweal.sector.actions.feeds import (
    save_feed,
)
from commonweal.sector.actions.forgetting import (
    forget_old_contacts,
)
from commonweal.sector.actions.forgetting_groups import (
    forget_groups,
)
from commonweal.sector.actions.forgetting_members import (
    forget_old_members,
)
from commonweal.sector.actions.identity import (
    add_identifier,
    decide_doubt,
    merge_by_identifier,
    merge_organisations,
    raise_doubt,
    remove_identifier,
    undo_merge,
)
from commonweal.sector.actions.imports import (
    bring_in,
    confirm_bringing,
    locate_organisations,
    reconsider_place,
)
from commonweal.sector.actions.joining import (
    answer_question,
    ask_to_join,
    prove_application,
    take_application_back,
    take_application_down,
)
from commonweal.sector.actions.locating import (
    locate_services,
)
from commonweal.sector.actions.matching import (
    choose_columns,
    decide_rows,
    forget_lists,
    give_list,
    give_up_on_list,
    match_list,
    take_list_away,
)
from commonweal.sector.actions.members import (
    accept_invitation,
    change_role,
    end_membership,
    invite_member,
    leave_organisation,
    withdraw_invitation,
)
from commonweal.sector.actions.needs import (
    set_out_needs,
)
from commonweal.sector.actions.nominations import (
    nominate_company,
    withdraw_nomination,
)
from commonweal.sector.actions.opinions import (
    ask_second_opinion,
)
from commonweal.sector.actions.organisations import (
    NewOrganisation,
    add_group,
    add_groups,
    add_name,
    add_partner,
    remove_name,
    set_areas_served,
)
from commonweal.sector.actions.relaying import (
    pass_letter_on,
    send_letter,
    stop_sender,
    write_to_organisation,
)
from commonweal.sector.actions.releasing import (
    release_feedback,
)
from commonweal.sector.actions.reminding import (
    ask_after_entries,
)
from commonweal.sector.actions.restoring import (
    forget_old_versions,
    restore_fact,
    restore_version,
)
from commonweal.sector.actions.searching import (
    rebuild_search,
)
from commonweal.sector.actions.services import (
    add_service,
    assure_service,
    change_service,
    set_service_status,
)
from commonweal.sector.actions.suggestions import (
    forget_suggestions,
    suggest,
    tell_keepers,
)
from commonweal.sector.actions.vouching import (
    answer_vouch,
    ask_question,
    ask_to_vouch,
    lapse_applications,
    look_at_no,
    refuse_application,
    take_vouch_back,
    vouch_as_steward,
)

__all__ = [
    "NewOrganisation",
    "accept_invitation",
    "add_group",
    "add_groups",
    "add_identifier",
    "add_name",
    "add_partner",
    "add_service",
    "answer_in_public",
    "answer_no",
    "answer_question",
    "answer_vouch",
    "answer_with_changes",
    "ask_after_entries",
    "ask_for_letter",
    "ask_question",
    "ask_second_opinion",
    "ask_to_join",
    "ask_to_vouch",
    "assure_service",
    "bring_in",
    "change_role",
    "change_service",
    "choose_columns",
    "choose_what_is_shown",
    "claim_page",
    "confirm_bringing",
    "confirm_claim",
    "confirm_entry",
    "correct_organisation",
    "decide_claim",
    "decide_doubt",
    "decide_rows",
    "decide_suggestion",
    "end_membership",
    "enter_code",
    "find_doubts",
    "forget_feedback_words",
    "forget_groups",
    "forget_lists",
    "forget_old_contacts",
    "forget_old_members",
    "forget_old_versions",
    "forget_suggestions",
    "give_list",
    "give_up_on_list",
    "invite_member",
    "lapse_applications",
    "leave_organisation",
    "let_feedback_stand",
    "let_senders_write_again",
    "lift_withholding",
    "locate_organisations",
    "locate_services",
    "look_at_no",
    "make_letter",
    "match_list",
    "merge_by_identifier",
    "merge_organisations",
    "nominate_company",
    "note_call",
    "note_confirmation",
    "note_feedback",
    "pass_letter_on",
    "prove_application",
    "question_feedback",
    "raise_doubt",
    "read_feedback",
    "rebuild_search",
    "reconsider_place",
    "refuse_application",
    "release_feedback",
    "remove_identifier",
    "remove_name",
    "reply_to_feedback",
    "restore_fact",
    "restore_version",
    "save_feed",
    "say_how_it_was",
    "send_letter",
    "send_link_to_choices",
    "set_areas_served",
    "set_feedback_aside",
    "set_freshness_rule",
    "set_out_needs",
    "set_service_status",
    "settle_answer",
    "stop_sender",
    "suggest",
    "take_application_back",
    "take_application_down",
    "take_back_feedback",
    "take_letters",
    "take_list_away",
    "take_vouch_back",
    "tell_keepers",
    "tell_of_feedback",
    "undo_merge",
    "vouch_as_steward",
    "withdraw_claim",
    "withdraw_correction",
    "withdraw_invitation",
    "withdraw_nomination",
    "withhold",
    "write_to_organisation",
]
