"""Who may write for the public site."""

import rules

from commonweal.core.permissions import holds

rules.add_perm("web.post_notice", holds("administrator", "editor"))
