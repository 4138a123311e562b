"""Sets out the list of needs and audiences where a register has none."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from commonweal.core.actors import Operator
from commonweal.sector.actions import set_out_needs
from commonweal.sector.models import Term
from commonweal.sector.needs import AUDIENCE, NEED


class Command(BaseCommand):
    """What ``commonweal migrate`` and ``commonweal start`` do once the tables are there."""

    help = "Set out the list of needs and audiences, if the register has none."

    def handle(self, *args: Any, **options: Any) -> None:
        """Add it where it is wanting; a register that has it is not written to."""
        there = Term.objects.filter(scheme__in=(NEED, AUDIENCE)).values("scheme").distinct().count()
        if there < 2:
            set_out_needs(by=Operator())
