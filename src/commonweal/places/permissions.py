"""Who may change which areas this installation serves."""

import rules

from commonweal.core.permissions import holds

rules.add_perm("places.set_place", holds("administrator"))
rules.add_perm("places.keep_areas", holds("administrator", "steward", "robot"))
