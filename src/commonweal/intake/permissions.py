"""Who may bring data in."""

import rules

from commonweal.core.permissions import holds

may_import = holds("administrator", "steward", "robot")

rules.add_perm("intake.run_import", may_import)
rules.add_perm("intake.confirm_run", holds("administrator", "steward"))
rules.add_perm(
    "intake.see_runs", holds("administrator", "steward", "editor", "moderator", "reader")
)
