"""Questions about runs, as words that chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from commonweal.intake.choices import UNFINISHED, Standing

if TYPE_CHECKING:
    from commonweal.intake.models import Run  # noqa: F401


class RunQuerySet(models.QuerySet["Run"]):
    """The words for runs."""

    def unfinished(self) -> RunQuerySet:
        """Under way, waiting, or left lying when a process died. A source has at most one."""
        return self.filter(standing__in=UNFINISHED)

    def waiting(self) -> RunQuerySet:
        """Waiting for a person to confirm or drop."""
        return self.filter(standing=Standing.WAITING)

    def newest_first(self) -> RunQuerySet:
        """The latest start first."""
        return self.order_by("-started_at", "-pk")
