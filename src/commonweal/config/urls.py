"""Every address, by app."""

from __future__ import annotations

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as desk_urls

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("desk/", include(desk_urls)),
    path("", include("commonweal.web.urls")),
    path("pages/", include(wagtail_urls)),
]
