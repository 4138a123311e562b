"""The words for needs and audiences: set out once, and kept by the place from then on."""

from __future__ import annotations

from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.sector.actions.service_parts import say_changed
from commonweal.sector.models import Term
from commonweal.sector.needs import listed


@action(permission="sector.keep_register")
def set_out_needs(*, by: Actor) -> int:
    """Give a register that has none the list of needs and audiences; how many rows were added.

    A scheme that has any row is left as it is: what a place has changed or taken out stays so.
    """
    rows = listed()
    schemes = {row.scheme for row in rows}
    kept = set(Term.objects.filter(scheme__in=schemes).values_list("scheme", flat=True))
    new = [
        Term(scheme=r.scheme, code=r.code, title=r.title, parent=r.parent, expression=r.also)
        for r in rows
        if r.scheme not in kept
    ]
    Term.objects.bulk_create(new)
    say_changed()
    return len(new)
