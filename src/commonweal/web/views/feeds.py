"""What is new, as feeds: news, organisations, services."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, knock_in_passing
from commonweal.places.reports import the_place
from commonweal.sector.choices import Kind
from commonweal.sector.finding_services import Question, find_keys
from commonweal.sector.models import Organisation, Service
from commonweal.web import seeking
from commonweal.web.models import NewsPage
from commonweal.web.views.services import asked


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


FEEDS = Limit("feeds", 120, 600)
MOST = 50


class Organisations(Feed):
    """Who is new in the register, the last to come first."""

    feed_type = Rss201rev2Feed
    link = "/search/"
    feed_url = "/organisations.xml"

    def title(self) -> str:
        """Of which place."""
        return f"New in the register of {the_place().name}"

    def description(self) -> str:
        """What it holds."""
        return f"Organisations that came into the register lately, {MOST} at most."

    def items(self) -> list[Organisation]:
        """Those that still go on, the last to come first."""
        shown = Organisation.objects.published().active().of_the_sector()
        return list(shown.order_by("-added_at", "-pk")[:MOST])

    def item_title(self, item: Organisation) -> str:
        """What it is called."""
        return item.name

    def item_description(self, item: Organisation) -> str:
        """What it is, and what it does."""
        return ". ".join(filter(None, [str(Kind(item.kind).label), item.description]))

    def item_link(self, item: Organisation) -> str:
        """Its page."""
        return reverse("organisation", args=[item.ref])

    def item_pubdate(self, item: Organisation) -> dt.datetime:
        """When it came."""
        return item.added_at


class Services(Feed):
    """What is new or changed among the services that a question finds."""

    feed_type = Rss201rev2Feed
    item_guid_is_permalink = False

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Question:
        """The question that the address asks."""
        question, _ = asked(request)
        return question

    def title(self, obj: Question) -> str:
        """What was asked."""
        return f"New and changed: {seeking.name_of(obj)}"

    def link(self, obj: Question) -> str:
        """The finder with the question."""
        return seeking.address_of_question(obj)

    def feed_url(self, obj: Question) -> str:
        """This feed."""
        said = obj.to_address()
        return reverse("services-feed") + (f"?{said}" if said else "")

    def description(self, obj: Question) -> str:
        """What it holds."""
        return f"Services in {the_place().name}, those that changed last first, {MOST} at most."

    def items(self, obj: Question) -> list[Service]:
        """Those found that changed last."""
        shown = Service.objects.published().select_related("organisation")
        if not obj.asks_nothing:
            shown = shown.filter(pk__in=find_keys(obj, now=clock.now()))
        return list(shown.order_by("-changed_at", "-pk")[:MOST])

    def item_title(self, item: Service) -> str:
        """What it is called, and whether it is new."""
        new = item.changed_at == item.added_at
        return f"{'New' if new else 'Changed'}: {item.name}, {item.organisation.name}"

    def item_description(self, item: Service) -> str:
        """What it is."""
        return item.description

    def item_link(self, item: Service) -> str:
        """Its page."""
        return reverse("service", args=[item.uuid])

    def item_guid(self, item: Service) -> str:
        """Another for each change, so that readers show it again."""
        return f"urn:uuid:{item.uuid}:{item.changed_at:%Y%m%dT%H%M%S}"

    def item_pubdate(self, item: Service) -> dt.datetime:
        """When it changed."""
        return item.changed_at


class OrganisationsFeed(GatedView):
    """The feed, through the gate."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Send it."""
        knock_in_passing(request, FEEDS)
        return Organisations()(request)


class ServicesFeed(GatedView):
    """The feed, through the gate."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Send it."""
        knock_in_passing(request, FEEDS)
        return Services()(request)
