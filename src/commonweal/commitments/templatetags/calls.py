"""Moments and money in templates about calls to candidates."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django import template

from commonweal.commitments import moments
from commonweal.ui.templatetags.look import local

register = template.Library()


@register.filter
def moment(value: dt.datetime | None) -> str:
    """``9 am on Monday 27 April 2026``, by the clock here."""
    return moments.moment(local(value)) if value else "an hour that is not set yet"


@register.filter
def pence(value: Decimal | None) -> str:
    """Pounds and pence: ``£84.20``."""
    return "not known" if value is None else f"£{value:,.2f}"
