"""News as a feed."""

from __future__ import annotations

import datetime as dt

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed

from commonweal.core.gates import GatedView
from commonweal.places.reports import the_place
from commonweal.web.models import NewsPage


class News(Feed):
    """The news, newest first, thirty pieces."""

    feed_type = Rss201rev2Feed
    link = "/pages/news/"
    feed_url = "/news.xml"

    def title(self) -> str:
        """Whose news it is."""
        return f"News from {the_place().name}"

    def description(self) -> str:
        """What it holds."""
        return f"What is new for the organisations that look after {the_place().name}."

    def items(self) -> list[NewsPage]:
        """The pieces."""
        return list(NewsPage.objects.live().public().order_by("-day", "-pk")[:30])

    def item_title(self, item: NewsPage) -> str:
        """Its heading."""
        return item.title

    def item_description(self, item: NewsPage) -> str:
        """Its summary."""
        return item.summary

    def item_link(self, item: NewsPage) -> str:
        """Its page."""
        return item.url or "/pages/news/"

    def item_pubdate(self, item: NewsPage) -> dt.datetime:
        """The morning of its day."""
        return timezone.make_aware(dt.datetime.combine(item.day, dt.time(9)))


class NewsFeed(GatedView):
    """The feed, through the gate."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Send it."""
        return News()(request)
