"""Who may change which areas this installation serves, and who may look areas up on the desk."""

import rules

from commonweal.core.permissions import holds

rules.add_perm("places.set_place", holds("administrator"))
rules.add_perm("places.keep_areas", holds("administrator", "steward", "robot"))
rules.add_perm(
    "places.see_areas", holds("administrator", "steward", "editor", "moderator", "reader")
)
