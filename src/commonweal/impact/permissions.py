"""Who may keep measures: those who keep the register, and robots that push what they counted."""

import rules

from commonweal.core.permissions import holds

rules.add_perm("impact.keep_measures", holds("administrator", "steward"))
rules.add_perm("impact.record", holds("administrator", "steward", "robot"))
rules.add_perm(
    "impact.see_desk", holds("administrator", "steward", "editor", "moderator", "reader")
)
