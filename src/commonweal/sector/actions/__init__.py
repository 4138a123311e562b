"""Every change to the register, one function each."""

from commonweal.sector.actions.corrections import (
    correct_organisation,
    lift_withholding,
    withdraw_correction,
    withhold,
)
from commonweal.sector.actions.doubts import find_doubts
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
from commonweal.sector.actions.matching import (
    choose_columns,
    decide_rows,
    forget_lists,
    give_list,
    give_up_on_list,
    match_list,
    take_list_away,
)
from commonweal.sector.actions.needs import set_out_needs
from commonweal.sector.actions.nominations import nominate_company, withdraw_nomination
from commonweal.sector.actions.opinions import ask_second_opinion
from commonweal.sector.actions.organisations import (
    NewOrganisation,
    add_group,
    add_groups,
    add_name,
    add_partner,
    remove_name,
    set_areas_served,
)
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
    "ask_second_opinion",
    "assure_service",
    "bring_in",
    "change_service",
    "choose_columns",
    "confirm_bringing",
    "correct_organisation",
    "decide_doubt",
    "decide_rows",
    "find_doubts",
    "forget_lists",
    "forget_old_contacts",
    "give_list",
    "give_up_on_list",
    "lift_withholding",
    "locate_organisations",
    "match_list",
    "merge_by_identifier",
    "merge_organisations",
    "nominate_company",
    "raise_doubt",
    "rebuild_search",
    "reconsider_place",
    "remove_identifier",
    "remove_name",
    "save_feed",
    "set_areas_served",
    "set_out_needs",
    "set_service_status",
    "take_list_away",
    "undo_merge",
    "withdraw_correction",
    "withdraw_nomination",
    "withhold",
]
