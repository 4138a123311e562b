"""Dates as a calendar (RFC 5545) and news as a feed (RSS 2.0)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.utils.feedgenerator import Rss201rev2Feed
from icalendar import Calendar, Event

from commonweal.commitments import addresses
from commonweal.commitments.reports.dates import Date
from commonweal.commitments.reports.news import News
from commonweal.core.unseen import seen


def calendar_of(title: str, dates: Iterable[Date]) -> bytes:
    """The calendar, as it is sent. Days are whole days; hours are given in UTC."""
    calendar = Calendar()
    calendar.add("prodid", "-//Commonweal//Promises//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", seen(title))
    calendar.add("x-wr-calname", seen(title))
    calendar.add("refresh-interval", dt.timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for one in dates:
        calendar.add_component(event_of(one))
    return bytes(calendar.to_ical())


def event_of(one: Date) -> Event:
    """One date. Its identifier stays the same, so a calendar moves it and does not double it."""
    event = Event()
    host = settings.SITE_ADDRESS.partition("://")[2] or "commonweal"
    event.add("uid", f"{one.key}@{host}")
    event.add("summary", seen(one.title))
    if one.says:
        event.add("description", seen(one.says))
    event.add("url", f"{settings.SITE_ADDRESS}{one.address}")
    on = one.on
    if isinstance(on, dt.datetime):
        on = on.astimezone(dt.UTC)
        event.add("dtstamp", on)
        event.add("dtstart", on)
    else:
        event.add("dtstamp", dt.datetime(on.year, on.month, on.day, tzinfo=dt.UTC))
        event.add("dtstart", on)
        event.add("dtend", on + dt.timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    return event


def feed_of(title: str, slug: str, told: Iterable[News]) -> bytes:
    """The feed, as it is sent."""
    site = settings.SITE_ADDRESS
    here = addresses.of_document(slug) if slug else "/promises/"
    feed = Rss201rev2Feed(
        title=seen(title), link=f"{site}{here}", description="What is new.", language="en-gb",
        feed_url=f"{site}{here}news.xml",
    )  # fmt: skip
    for one in told:
        feed.add_item(
            title=seen(one.title), link=f"{site}{one.address}", description=seen(one.says),
            unique_id=one.key, unique_id_is_permalink=False, pubdate=one.at,
        )  # fmt: skip
    written: str = feed.writeString("utf-8")
    return written.encode()
