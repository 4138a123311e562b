"""Says again what sources state of organisations, when other organisations have arrived."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.intake.folders import folder_of
from commonweal.intake.models import SourceState
from commonweal.sector.actions.identity import merge_by_identifier
from commonweal.sector.models import BodyLink, Organisation
from commonweal.sector.sources.keeping import organisations_by_ref

# Sources whose statements apply to whoever is here. Tags are suggested last, from final words.
STATING = ("charity-links", "mergers", "icnptso")


@action(permission="sector.keep_register", keeps=("since",))
def say_again(*, by: Actor, since: dt.datetime | None = None) -> int:
    """Apply what was stated of organisations to those here now; how many it touched.

    :param since: suggest tags only for organisations that changed since then; for all, if none.
    """
    # They read with the engine, which is slow to load and needed only while this runs.
    from commonweal.sector.sources.stating import compare, write
    from commonweal.sector.sources.suggesting import suggest_tags

    touched: set[int] = set()
    states = SourceState.objects.filter(source__in=STATING).select_related("applied")
    for state in sorted(states, key=lambda s: STATING.index(s.source)):
        if state.applied is not None and folder_of(state.applied).is_dir():
            differences = compare(state.source, folder_of(state.applied))
            touched |= write(differences, run_id=state.applied.pk)
    touched |= join_stated_pairs(by)
    changed = Organisation.objects.all()
    if since is not None:
        changed = changed.filter(changed_at__gte=since)
    return len(touched) + suggest_tags(changed.values_list("pk", flat=True))


def join_stated_pairs(by: Actor) -> set[int]:
    """Make organisations one that a published pair of numbers says are one; which stayed.

    A pair of which a person has said that they are not the same stays two.
    """
    here = organisations_by_ref()
    pairs = BodyLink.objects.order_by("left", "right").values_list("left", "right")
    joined: set[int] = set()
    for left, right in pairs.iterator(chunk_size=5_000):
        if left in here and right in here and here[left] != here[right]:
            kept, absorbed = (Organisation.objects.get(pk=here[end]) for end in (left, right))
            try:
                with transaction.atomic():
                    merge_by_identifier(by=by, kept=kept, absorbed=absorbed, shared=right)
            except Refused:
                continue
            joined.add(kept.pk)
            here = {ref: kept.pk if pk == absorbed.pk else pk for ref, pk in here.items()}
    return joined
