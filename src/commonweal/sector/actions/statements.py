"""Says again what sources state of organisations, when other organisations have arrived."""

from __future__ import annotations

import datetime as dt

from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.intake.folders import folder_of
from commonweal.intake.models import SourceState
from commonweal.sector.models import Organisation
from commonweal.sector.sources.stating import compare, write
from commonweal.sector.sources.suggesting import suggest_tags

# Sources whose statements apply to whoever is here. Tags are suggested last, from final words.
STATING = ("charity-links", "mergers", "icnptso")


@action(permission="sector.keep_register", keeps=("since",))
def say_again(*, by: Actor, since: dt.datetime | None = None) -> int:
    """Apply what was stated of organisations to those here now; how many it touched.

    :param since: suggest tags only for organisations that changed since then; for all, if none.
    """
    touched: set[int] = set()
    states = SourceState.objects.filter(source__in=STATING).select_related("applied")
    for state in sorted(states, key=lambda s: STATING.index(s.source)):
        if state.applied is not None and folder_of(state.applied).is_dir():
            differences = compare(state.source, folder_of(state.applied))
            touched |= write(differences, run_id=state.applied.pk)
    changed = Organisation.objects.all()
    if since is not None:
        changed = changed.filter(changed_at__gte=since)
    return len(touched) + suggest_tags(changed.values_list("pk", flat=True))
