"""What a browser fetches beside the pages: the place's colours, its manifest, its pictures."""

from __future__ import annotations

import mimetypes
from pathlib import PurePosixPath

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils._os import safe_join

from commonweal.core.gates import GatedView
from commonweal.places.reports import the_place
from commonweal.ui import colours

A_YEAR = 31_536_000
PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"}
FOLDERS = {"images", "place"}


class Look(GatedView):
    """The place's own colours, as a small style sheet; each was checked for contrast."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Kept for a year when the address names the colours, for five minutes when it does not."""
        place = the_place()
        sheet = colours.style_sheet(place.accent, place.accent_dark)
        response = HttpResponse(sheet, content_type="text/css; charset=utf-8")
        named = f"{place.accent}-{place.accent_dark}".replace("#", "")
        lasting = request.GET.get("v") == named
        response["Cache-Control"] = f"public, max-age={A_YEAR if lasting else 300}"
        return response


class Manifest(GatedView):
    """How the site calls itself when it is kept on a phone."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Name, colours and mark."""
        place = the_place()
        body = {
            "name": f"Commonweal {place.name}",
            "short_name": place.name[:12],
            "start_url": "/",
            "display": "browser",
            "background_color": "#f6f7f3",
            "theme_color": place.accent or "#6a1f47",
            "icons": [
                {"src": static("commonweal/mark.svg"), "sizes": "any", "type": "image/svg+xml"}
            ],
        }
        response = JsonResponse(body, content_type="application/manifest+json")
        response["Cache-Control"] = "public, max-age=3600"
        return response


class Media(GatedView):
    """A picture that staff put up. Only pictures, only from the folders of pictures."""

    permission = None

    def get(self, request: HttpRequest, path: str) -> FileResponse:
        """Send it, never as anything that could run.

        :raises Http404: when it is not there, or is not a picture.
        """
        name = PurePosixPath(path)
        if name.suffix.lower() not in PICTURES or name.parts[0] not in FOLDERS:
            raise Http404
        try:
            handle = open(safe_join(settings.MEDIA_ROOT, path), "rb")  # noqa: PTH123, SIM115
        except (OSError, ValueError) as error:
            raise Http404 from error
        kind = mimetypes.guess_type(name.name)[0] or "application/octet-stream"
        response = FileResponse(handle, content_type=kind)
        response["Cache-Control"] = "public, max-age=86400"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response
