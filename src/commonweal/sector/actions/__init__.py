"""Every change to the register, one function each."""

from commonweal.sector.actions.corrections import (
    correct_organisation,
    lift_withholding,
    withdraw_correction,
    withhold,
)
from commonweal.sector.actions.doubts import find_doubts
from commonweal.sector.actions.identity import (
    add_identifier,
    decide_doubt,
    merge_by_identifier,
    merge_organisations,
    raise_doubt,
    remove_identifier,
    undo_merge,
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

__all__ = [
    "NewOrganisation",
    "add_group",
    "add_groups",
    "add_identifier",
    "add_name",
    "add_partner",
    "correct_organisation",
    "decide_doubt",
    "find_doubts",
    "lift_withholding",
    "merge_by_identifier",
    "merge_organisations",
    "raise_doubt",
    "remove_identifier",
    "remove_name",
    "set_areas_served",
    "undo_merge",
    "withdraw_correction",
    "withhold",
]
