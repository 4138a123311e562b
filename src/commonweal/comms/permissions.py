"""Who may write to people, and who carries it out."""

import rules

from commonweal.core.permissions import holds

rules.add_perm("comms.post", holds("administrator", "steward", "editor", "robot"))
rules.add_perm("comms.deliver", holds("administrator", "robot"))
rules.add_perm("comms.see_outbox", holds("administrator"))
rules.add_perm("comms.see_bounces", holds("administrator", "steward"))
rules.add_perm("comms.clear_bounces", holds("administrator", "steward"))
