"""For what somebody may still thank whoever helped them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Q

from commonweal.help.choices import State
from commonweal.help.models import Request

MOST_THANKS = 5


def may_be_thanked(requests: Sequence[Request]) -> list[Request]:
    """What was done and had a helper, unless thanks were said often already."""
    done = Q(state=State.DONE) | Q(outcome=State.DONE)
    rows = Request.objects.filter(done, pk__in=[r.pk for r in requests]).select_related("need")
    counted = rows.annotate(
        had=Count("matches", distinct=True), said=Count("thanks", distinct=True)
    )
    return list(counted.filter(had__gt=0, said__lt=MOST_THANKS).order_by("pk"))
