"""Every change to the register, one function each."""

from commonweal.sector.actions.corrections import (
    correct_organisation,
    lift_withholding,
    withdraw_correction,
    withhold,
)
from commonweal.sector.actions.doubts import find_doubts
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
from commonweal.sector.actions.feeds import save_feed
from commonweal.sector.actions.forgetting import forget_old_contacts
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
from commonweal.sector.actions.locating import locate_services
from commonweal.sector.actions.needs import set_out_needs
from commonweal.sector.actions.nominations import nominate_company, withdraw_nomination
from commonweal.sector.actions.organisations import (
    NewOrganisation,
    add_group,
    add_groups,
    add_name,
    add_partner,
    remove_name,
    set_areas_served,
)
from commonweal.sector.actions.releasing import release_feedback
from commonweal.sector.actions.searching import rebuild_search
from commonweal.sector.actions.services import (
    add_service,
    assure_service,
    change_service,
    set_service_status,
)

__all__ = [
    "NewOrganisation",
    "add_group",
    "add_groups",
    "add_identifier",
    "add_name",
    "add_partner",
    "add_service",
    "answer_in_public",
    "assure_service",
    "bring_in",
    "change_service",
    "confirm_bringing",
    "correct_organisation",
    "decide_doubt",
    "find_doubts",
    "forget_feedback_words",
    "forget_old_contacts",
    "let_feedback_stand",
    "lift_withholding",
    "locate_organisations",
    "locate_services",
    "merge_by_identifier",
    "merge_organisations",
    "nominate_company",
    "note_feedback",
    "question_feedback",
    "raise_doubt",
    "read_feedback",
    "rebuild_search",
    "reconsider_place",
    "release_feedback",
    "remove_identifier",
    "remove_name",
    "reply_to_feedback",
    "save_feed",
    "say_how_it_was",
    "set_areas_served",
    "set_feedback_aside",
    "set_out_needs",
    "set_service_status",
    "take_back_feedback",
    "tell_of_feedback",
    "undo_merge",
    "withdraw_correction",
    "withdraw_nomination",
    "withhold",
]
