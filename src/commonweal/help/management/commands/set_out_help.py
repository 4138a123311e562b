"""Sets out the needs of help, their rules and the numbers to ring, where a place has none."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from commonweal.core.actors import Operator
from commonweal.help.actions.preset import set_out_help
from commonweal.help.models import HelpLine, NeedRule


class Command(BaseCommand):
    """What ``commonweal migrate`` and ``commonweal start`` do once the tables are there."""

    help = "Set out the needs of help and the numbers to ring, if the place has none."

    def handle(self, *args: Any, **options: Any) -> None:
        """Add them where they are wanting; a place that has them is not written to."""
        if not (NeedRule.objects.exists() and HelpLine.objects.exists()):
            set_out_help(by=Operator())
