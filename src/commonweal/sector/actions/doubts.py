"""Looks for organisations that may be one, for a person to decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.sector.choices import Status
from commonweal.sector.likeness import Face, alike
from commonweal.sector.models import Doubtful, Identifier, Organisation


@action(permission="sector.keep_register")
def find_doubts(*, by: Actor, organisation_ids: Iterable[int]) -> int:
    """Raise the doubtful pairs that these organisations belong to, and say how many are new.

    Nothing is merged, and a pair that was ever raised is not raised again. What is withheld is
    not compared, so no evidence can give it away.
    """
    likenesses = alike(faces(), frozenset(organisation_ids))
    before = Doubtful.objects.count()
    now = clock.now()
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
            for pair in likenesses
        ),
        ignore_conflicts=True,
        batch_size=100,
    )
    return Doubtful.objects.count() - before


def faces() -> Iterator[Face]:
    """What is published of every organisation that could be one of a pair. Two queries."""
    schemes: dict[int, set[str]] = defaultdict(set)
    for owner, scheme in Identifier.objects.values_list("organisation", "scheme").iterator():
        schemes[owner].add(scheme)
    rows = Organisation.objects.published().filter(status=Status.ACTIVE)
    columns = ("id", "name", "postcode", "website", "email", "telephone")
    for row in rows.values_list(*columns).iterator():
        yield Face(
            **dict(zip(columns, row, strict=True)), schemes=frozenset(schemes.get(row[0], ()))
        )
