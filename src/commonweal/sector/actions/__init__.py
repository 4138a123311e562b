"""Every change to the register, one function each."""

from commonweal.sector.actions.choosing import (
    choose_what_is_shown,
    let_senders_write_again,
    send_link_to_choices,
    take_letters,
)
from commonweal.sector.actions.corrections import (
    correct_organisation,
    lift_withholding,
    withdraw_correction,
    withhold,
)
from commonweal.sector.actions.doubts import find_doubts
from commonweal.sector.actions.feeds import save_feed
from commonweal.sector.actions.forgetting import forget_old_contacts
from commonweal.sector.actions.forgetting_groups import forget_groups
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
from commonweal.sector.actions.relaying import (
    pass_letter_on,
    send_letter,
    stop_sender,
    write_to_organisation,
)
from commonweal.sector.actions.searching import rebuild_search
from commonweal.sector.actions.services import (
    add_service,
    assure_service,
    change_service,
    set_service_status,
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
    "add_group",
    "add_groups",
    "add_identifier",
    "add_name",
    "add_partner",
    "add_service",
    "answer_question",
    "answer_vouch",
    "ask_question",
    "ask_to_join",
    "ask_to_vouch",
    "assure_service",
    "bring_in",
    "change_service",
    "choose_what_is_shown",
    "confirm_bringing",
    "correct_organisation",
    "decide_doubt",
    "find_doubts",
    "forget_groups",
    "forget_old_contacts",
    "lapse_applications",
    "let_senders_write_again",
    "lift_withholding",
    "locate_organisations",
    "look_at_no",
    "merge_by_identifier",
    "merge_organisations",
    "nominate_company",
    "pass_letter_on",
    "prove_application",
    "raise_doubt",
    "rebuild_search",
    "reconsider_place",
    "refuse_application",
    "remove_identifier",
    "remove_name",
    "save_feed",
    "send_letter",
    "send_link_to_choices",
    "set_areas_served",
    "set_out_needs",
    "set_service_status",
    "stop_sender",
    "take_application_back",
    "take_application_down",
    "take_letters",
    "take_vouch_back",
    "undo_merge",
    "vouch_as_steward",
    "withdraw_correction",
    "withdraw_nomination",
    "withhold",
    "write_to_organisation",
]
