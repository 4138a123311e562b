"""Structured text in templates."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils.safestring import SafeString, mark_safe

from commonweal.commitments.prose import as_html

register = template.Library()


@register.filter
def prose(text: str) -> SafeString:
    """The text as HTML. All that could be HTML in it is escaped by the reader itself."""
    return mark_safe(as_html(text))  # noqa: S308


@register.filter
def iso_day(text: str) -> dt.date | None:
    """An ISO day as a day, or nothing."""
    return dt.date.fromisoformat(text) if text else None
