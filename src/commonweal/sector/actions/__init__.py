"""Every change to the register, one function each."""

from commonweal.sector.actions.claims import (
    ask_for_letter,
    claim_page,
    confirm_claim,
    decide_claim,
    enter_code,
    make_letter,
    withdraw_claim,
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
from commonweal.sector.actions.forgetting_members import forget_old_members
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
from commonweal.sector.actions.members import (
    accept_invitation,
    change_role,
    end_membership,
    invite_member,
    leave_organisation,
    withdraw_invitation,
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
from commonweal.sector.actions.searching import rebuild_search
from commonweal.sector.actions.services import (
    add_service,
    assure_service,
    change_service,
    set_service_status,
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
    "ask_for_letter",
    "assure_service",
    "bring_in",
    "change_role",
    "change_service",
    "claim_page",
    "confirm_bringing",
    "confirm_claim",
    "correct_organisation",
    "decide_claim",
    "decide_doubt",
    "end_membership",
    "enter_code",
    "find_doubts",
    "forget_old_contacts",
    "forget_old_members",
    "invite_member",
    "leave_organisation",
    "lift_withholding",
    "locate_organisations",
    "locate_services",
    "make_letter",
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
    "undo_merge",
    "withdraw_claim",
    "withdraw_correction",
    "withdraw_invitation",
    "withdraw_nomination",
    "withhold",
]
