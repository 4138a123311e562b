"""Looks for organisations that may be one, for a person to decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.sector.choices import Status
from commonweal.sector.likeness import Face, Likeness, across_registers, alike
from commonweal.sector.models import Doubtful, Identifier, Organisation

_BATCH = 500


@action(permission="sector.keep_register")
def find_doubts(*, by: Actor, organisation_ids: Iterable[int]) -> int:
    """Raise the doubtful pairs that these organisations belong to, and say how many are new.

    Nothing is merged, and a pair that was ever raised is not raised again. What is withheld is
    not compared, so no evidence can give it away.
    """
    about = frozenset(organisation_ids)
    if not about:
        return 0
    likely = alike(Faces(), about)
    pairs = across_registers(likely, schemes_of(likely))
    before, now = Doubtful.objects.count(), clock.now()
    Doubtful.objects.bulk_create(
        (
            Doubtful(
                left_id=pair.left,
                right_id=pair.right,
                reason=pair.reason[:250],
                evidence=pair.evidence,
                raised_at=now,
                raised_by=by.label,
            )
            for pair in pairs
        ),
        ignore_conflicts=True,
        batch_size=100,
    )
    return Doubtful.objects.count() - before


class Faces:
    """What is published of every organisation that could be one of a pair, read anew each time."""

    columns = ("id", "name", "postcode", "website", "email", "telephone")

    def __iter__(self) -> Iterator[Face]:
        rows = Organisation.objects.published().filter(status=Status.ACTIVE)
        for row in rows.values_list(*self.columns).iterator():
            yield Face._make(row)


def schemes_of(pairs: Sequence[Likeness]) -> dict[int, set[str]]:
    """Which registers number each organisation of these pairs."""
    ids = sorted({key for pair in pairs for key in (pair.left, pair.right)})
    found: dict[int, set[str]] = defaultdict(set)
    for start in range(0, len(ids), _BATCH):
        held = Identifier.objects.filter(organisation__in=ids[start : start + _BATCH])
        for owner, scheme in held.values_list("organisation", "scheme"):
            found[owner].add(scheme)
    return found
