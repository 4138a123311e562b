"""Who may do what with people and the staff desk."""

import rules

from commonweal.core.permissions import holds

is_administrator = holds("administrator")
is_staff = holds("administrator", "steward", "editor", "reader")

rules.add_perm("accounts.manage_people", is_administrator)
rules.add_perm("accounts.see_desk", is_staff)
# Wagtail asks for this name before it opens the staff desk.
rules.add_perm("wagtailadmin.access_admin", is_staff)
