"""Nothing of ours saves outside an action: read from the source, beside the watch at run time."""

from __future__ import annotations

import ast

from tests.house.code import ours

SAVING = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "delete",
    "aupdate",
    "acreate",
    "asave",
    "adelete",
}
# Modules beside the actions that save, and why. Every one is called by an action only.
BESIDE_THE_ACTIONS: dict[str, str] = {
    "core/limits.py": "callers are counted, not journalled",
    "intake/progress.py": "a running import says how far it is; the watch sees that one is open",
    "intake/running.py": "the life of a run, called by import_file and its like",
    "places/logos.py": "saves a picture into memory, not a row",
    "sector/loading/applying.py": "the import remembers what the codes it brings mean",
    "sector/loading/feed_organisations.py": "organisations a feed brings, in its run's transaction",
    "sector/loading/feeding.py": "services a feed brings, in its run's transaction",
    "sector/moving.py": "what a merge moves and an undoing moves back",
    "sector/searching/writing.py": "the search index follows the register",
    "sector/sources/keeping.py": "bulk statements of the import, called by apply",
}


def is_saving(call: ast.Call) -> bool:
    """Whether a call looks like one that saves: ``x.save()``, ``rows.update(name=...)``."""
    if not isinstance(call.func, ast.Attribute):
        return False
    if call.func.attr == "update":
        # A dict or a hash is updated with something; a queryset only with names.
        return bool(call.keywords) and not call.args and all(k.arg for k in call.keywords)
    return call.func.attr in SAVING


def saving_lines() -> dict[str, list[int]]:
    """Where our own code saves, outside the modules of actions."""
    found = {}
    for name, tree in ours().items():
        if "/actions" in name:
            continue
        lines = [n.lineno for n in ast.walk(tree) if isinstance(n, ast.Call) and is_saving(n)]
        if lines:
            found[name] = lines
    return found


class TestOurCode:
    def test_saves_in_actions_and_in_what_actions_call(self):
        elsewhere = {k: v for k, v in saving_lines().items() if k not in BESIDE_THE_ACTIONS}

        assert elsewhere == {}, "Move it into an action, or name the module here with a reason."

    def test_needs_every_exception_it_names(self):
        assert set(BESIDE_THE_ACTIONS) <= set(saving_lines())
