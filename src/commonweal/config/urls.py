"""Every address, by app."""

from __future__ import annotations

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as desk_urls
from wagtail.documents import urls as document_urls

urlpatterns = [
    path("", include("commonweal.core.urls")),
    path("", include("commonweal.comms.urls")),
    path("", include("commonweal.accounts.urls")),
    path("", include("commonweal.demo.urls")),
    path("desk/", include("commonweal.config.closed")),
    path("desk/", include(desk_urls)),
    path("", include("commonweal.sector.urls")),
    path("", include("commonweal.impact.urls")),
    path("", include("commonweal.commitments.urls")),
    path("", include("commonweal.help.urls")),
    path("", include("commonweal.api.urls")),
    path("", include("commonweal.web.urls")),
    path("documents/", include(document_urls)),
    path("pages/", include(wagtail_urls)),
]

handler400 = "commonweal.core.errors.bad_request"
handler403 = "commonweal.core.errors.not_you"
handler404 = "commonweal.core.errors.not_found"
handler500 = "commonweal.core.errors.broken"
