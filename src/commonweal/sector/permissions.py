"""Who may do what with the register."""

import rules

from commonweal.core.permissions import holds

is_steward = holds("administrator", "steward")

rules.add_perm("sector.keep_register", holds("administrator", "steward", "robot"))
rules.add_perm("sector.add_organisation", is_steward)
rules.add_perm("sector.correct_organisation", is_steward)
rules.add_perm("sector.keep_services", is_steward)
rules.add_perm("sector.withhold", is_steward)
rules.add_perm("sector.see_withheld", is_steward)
rules.add_perm("sector.decide_doubt", is_steward)
rules.add_perm("sector.nominate_company", is_steward)
rules.add_perm("sector.merge", is_steward)
rules.add_perm("sector.see_register", holds("administrator", "steward", "editor", "reader"))
