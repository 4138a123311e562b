"""Which bodies nobody is told of."""

from __future__ import annotations

from commonweal.sector.models import Organisation


def is_hidden(body: Organisation | None) -> bool:
    """Whether an organisation is withheld, or was merged into one that is."""
    if body is None:
        return False
    return body.withheld or (body.same_as is not None and body.same_as.withheld)
