"""Pages for machines: what to crawl, where everything is, whom to tell of a hole."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.sitemaps import GenericSitemap, Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.places.models import Area
from commonweal.places.reports import the_place
from commonweal.sector.models import Organisation, Service
from commonweal.web.areas import SHOWN
from commonweal.web.models import ContentPage, NewsPage

PRIVATE = ("/desk/", "/account/", "/search/", "/parts/")
SECURITY_LASTS = dt.timedelta(days=180)


class Fixed(Sitemap[str]):
    """The pages that are always there."""

    def items(self) -> list[str]:
        """Their names."""
        return ["home", "services", "areas", "data", "accessibility", "privacy", "cookies"]

    def location(self, item: str) -> str:
        """Their addresses."""
        return reverse(item)


class Organisations(Sitemap[Organisation]):
    """Every organisation that anyone may see, five thousand to a file."""

    limit = 5000

    def items(self) -> QuerySet[Organisation]:
        """In the order they came, so that a file changes only at its end."""
        shown = Organisation.objects.published().order_by("pk")
        return shown.only("pk", "ref", "changed_at")

    def location(self, item: Organisation) -> str:
        """Its page."""
        return reverse("organisation", args=[item.ref])

    def lastmod(self, item: Organisation) -> dt.datetime:
        """When it last changed."""
        return item.changed_at


class Services(Sitemap[Service]):
    """Every service that anyone may find, five thousand to a file."""

    limit = 5000

    def items(self) -> QuerySet[Service]:
        """In the order they came."""
        return Service.objects.published().order_by("pk").only("pk", "uuid", "changed_at")

    def location(self, item: Service) -> str:
        """Its page."""
        return reverse("service", args=[item.uuid])

    def lastmod(self, item: Service) -> dt.datetime:
        """When it last changed."""
        return item.changed_at


class Areas(Sitemap[Area]):
    """Counties, districts and wards that exist."""

    limit = 5000

    def items(self) -> QuerySet[Area]:
        """By code."""
        living = Area.objects.filter(kind__in=SHOWN, valid_to=None)
        return living.order_by("code").only("pk", "code")

    def location(self, item: Area) -> str:
        """Its page."""
        return reverse("area", args=[item.code])


def sections() -> dict[str, Any]:
    """What the sitemap is made of."""
    found: dict[str, Any] = {
        "fixed": Fixed, "organisations": Organisations, "services": Services, "areas": Areas,
    }  # fmt: skip
    for name, model in (("pages", ContentPage), ("news", NewsPage)):
        pages = model.objects.live().public().order_by("pk")
        found[name] = Pages({"queryset": pages, "date_field": "last_published_at"})
    return found


class Pages(GenericSitemap):
    """Pages written at the desk."""

    def location(self, item: Any) -> str:
        """Its address below /pages/."""
        return str(item.get_url() or "/")


class SitemapIndex(GatedView):
    """The list of the sitemap's files."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Send it."""
        return sitemap_views.index(request, sections(), sitemap_url_name="sitemap-part")


class SitemapPart(GatedView):
    """One file of the sitemap."""

    permission = None

    def get(self, request: HttpRequest, section: str) -> HttpResponse:
        """Send it."""
        return sitemap_views.sitemap(request, sections(), section=section)


class Robots(GatedView):
    """What a crawler is asked to leave alone: screens for staff, and searches without end."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Send it."""
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE)]
        lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
        return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


class Security(GatedView):
    """Whom to tell of a weakness, as RFC 9116 has it."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Send it.

        :raises Http404: when the place has given no e-mail address, since there is nobody to name.
        """
        place = the_place()
        if not place.email:
            raise Http404
        expires = (clock.now() + SECURITY_LASTS).replace(microsecond=0)
        lines = [
            f"Contact: mailto:{place.email}",
            f"Expires: {expires.isoformat()}",
            "Preferred-Languages: en",
            f"Canonical: {request.build_absolute_uri()}",
        ]
        return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
