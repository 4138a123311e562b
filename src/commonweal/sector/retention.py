"""How long it stays known how to reach an organisation that has ended. Pure."""

from __future__ import annotations

import datetime as dt

KEPT = dt.timedelta(days=730)
A_YEAR = dt.timedelta(days=365)
CONTACT = ("email", "telephone", "street", "address_public")
