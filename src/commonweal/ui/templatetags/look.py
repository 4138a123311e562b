"""The look in templates: figures and days in words, and the small parts of a page."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from commonweal.core import clock
from commonweal.ui import words
from commonweal.ui.form_words import ALL

register = template.Library()


def local(value: Any) -> Any:
    """A moment in the place's own time; anything else as it is."""
    is_moment = isinstance(value, dt.datetime) and timezone.is_aware(value)
    return timezone.localtime(value) if is_moment else value


@register.filter
def number(value: float | None) -> str:
    """3512 is ``3,512``."""
    return words.number(value)


@register.filter
def money(value: float | None) -> str:
    """Whole pounds: ``£86,050``."""
    return words.money(value)


@register.filter
def money_short(value: float | None) -> str:
    """Pounds as one would say them: ``£1.2 million``."""
    return words.money_short(value)


@register.filter
def count(value: int | None, noun: str) -> str:
    """``{{ 3|count:"charity" }}`` is ``3 charities``; an odd plural follows a comma."""
    return words.count(value, noun)


@register.filter
def day(value: dt.date | None) -> str:
    """``22 Nov 2026``."""
    return words.day(local(value))


@register.filter
def by_then(value: dt.datetime) -> str:
    """``Saturday 28 November, 17:00``; a midnight is ``the end of Saturday 28 November``."""
    return words.by_then(local(value))


@register.filter
def long_day(value: dt.date | None) -> str:
    """``22 November 2026``."""
    return words.long_day(local(value))


@register.filter
def month(value: dt.date | None) -> str:
    """``Nov 2026``."""
    return words.month(local(value))


@register.filter
def iso(value: dt.date | None) -> str:
    """``2026-11-22``, for the datetime attribute."""
    return words.as_day(local(value)).isoformat() if value else ""


@register.filter
def ago(value: dt.date | None) -> str:
    """How long since, in words."""
    return words.ago(local(value), clock.today()) if value else "never"


@register.filter
def miles(kilometres: float | None) -> str:
    """A distance in miles."""
    return words.miles(kilometres)


@register.filter
def rough_miles(kilometres: float | None) -> str:
    """A distance in miles where only the neighbourhood is told."""
    return words.rough_miles(kilometres)


@register.filter
def host(address: str) -> str:
    """The part of a web address that people read."""
    return words.host(address)


@register.filter
def listed(values: Sequence[str]) -> str:
    """``a, b and c``."""
    return words.listed([str(value) for value in values])


@register.filter
def dialled(telephone: str) -> str:
    """A telephone number as a ``tel:`` link takes it: digits and a leading plus, nothing else."""
    return words.dialled(telephone)


@register.simple_tag
def seen(title: str, on: dt.date | None = None, corrected: bool = False) -> str:
    """Where a fact is from: ``From the Charity Commission, seen 20 Nov 2026``."""
    if corrected:
        return f"Corrected here {day(on)}" if on else "Corrected here"
    return f"From {title}, seen {day(on)}" if on else f"From {title}"


@register.simple_tag
def bar(value: float | None, most: float) -> SafeString:
    """One bar of a chart that is a table; hidden from screen readers, the figure stands beside."""
    return format_html(
        '<svg class="bar" aria-hidden="true" focusable="false">'
        '<rect width="{}" height="12"/></svg>',
        words.share(value or 0, most),
    )


@register.simple_tag
def bars(upper: float | None, lower: float | None, most: float) -> SafeString:
    """Two bars, one above the other, as for what came in and what was spent."""
    return format_html(
        '<svg class="bar pair" aria-hidden="true" focusable="false"><rect width="{}" height="7"/>'
        '<rect class="two" y="7" width="{}" height="7"/></svg>',
        words.share(upper or 0, most),
        words.share(lower or 0, most),
    )


@register.inclusion_tag("ui/breadcrumbs.html")
def breadcrumbs(trail: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Where this is: pairs of title and address, the nearest last; no address, no link."""
    return {"trail": trail}


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context: template.Context, page: Page[Any], noun: str = "result") -> dict[str, Any]:
    """``1 to 20 of 23`` with the pages before and after; keeps the rest of the address."""
    return {"page": page, "noun": noun, "request": context.get("request")}


@register.inclusion_tag("ui/field.html")
def field(bound: Any, short: bool = False) -> dict[str, Any]:
    """One field of a form: label, hint, what is wrong with it, and the box."""
    if short:
        bound.field.widget.attrs["class"] = "short"
    return {"field": bound, "several": getattr(bound.field.widget, "input_type", "") == "radio"}


@register.inclusion_tag("ui/errors.html")
def error_summary(form: Any) -> dict[str, Any]:
    """Everything wrong with a form, first on the page, each a link to its field."""
    rows = getattr(form, "row_problems", [])
    how_many = len(rows) + sum(len(found) for found in form.errors.values())
    problems = [
        (bound.id_for_label or bound.auto_id, named(str(bound.label), str(error)))
        for bound in form
        for error in bound.errors
    ]
    return {"form": form, "rows": rows, "how_many": how_many, "problems": problems}


def named(label: str, error: str) -> str:
    """What is wrong, with the name of its field where the words could be of any field."""
    if error not in ALL.values():
        return error
    return f"{label.rstrip('?:')}: {error[0].lower()}{error[1:]}"


@register.filter
def json_ld(value: Any) -> SafeString:
    """Data for machines inside the page. Nothing in it can end the element or begin another."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character, escaped in {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}.items():
        written = written.replace(character, escaped)
    written = written.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return mark_safe(f'<script type="application/ld+json">{written}</script>')  # noqa: S308
