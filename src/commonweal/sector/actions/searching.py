"""Making the search index afresh."""

from __future__ import annotations

from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.sector.searching import reindex_all


@action(permission="sector.keep_register")
def rebuild_search(*, by: Actor) -> int:
    """Make the whole search index afresh, as when the names of areas have changed.

    Returns how many organisations are in it.
    """
    return reindex_all()
