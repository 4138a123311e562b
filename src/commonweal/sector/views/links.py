"""Pages that a private link leads to: the link is the gate, and opening one changes nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.core.tokens import digest_of


class ByLink(GatedView):
    """A page that a private link leads to; where it leads nowhere, the page for lost links."""

    permission = None
    kwargs: dict[str, Any]

    def digest(self) -> str:
        """What is kept of the secret in the address."""
        return digest_of(str(self.kwargs["token"]))

    def still(self, until: dt.datetime | None) -> None:
        """Nothing, while the link works.

        :raises Http404: when it has expired.
        """
        if until is not None and until <= clock.now():
            raise Http404
