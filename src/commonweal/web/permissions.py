"""Who may write for the public site."""

import rules

from commonweal.core.permissions import holds

rules.add_perm("web.write_pages", holds("administrator", "editor"))
rules.add_perm("web.post_notice", holds("administrator", "editor"))
