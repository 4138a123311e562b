"""Whether whoever asks sits at this very machine, and nobody else can be behind the request."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

OUR_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
# A proxy on this machine speaks for people elsewhere. Each product says so in headers of its own,
# most of them beginning with X; a browser sends of those only what pages of ours let it send.
SIGNS_OF_A_PROXY = (
    "HTTP_X_",
    "HTTP_TAILSCALE",
    "HTTP_NGROK",
    "HTTP_FORWARDED",
    "HTTP_VIA",
    "HTTP_CF_",
    "HTTP_CDN_",
    "HTTP_FLY_",
    "HTTP_FASTLY",
    "HTTP_AKAMAI",
    "HTTP_TRUE_CLIENT",
    "HTTP_CLIENT_IP",
    "HTTP_PROXY",
    "HTTP_FRONT_END_HTTPS",
)
SENT_BY_OUR_PAGES = frozenset({"HTTP_X_CSRFTOKEN", "HTTP_X_REQUESTED_WITH"})
# What a browser says of where a request began: typed or bookmarked, or a page of ours.
BEGAN_HERE = frozenset({"", "none", "same-origin"})


def is_loopback(text: str) -> bool:
    """Whether an address is of the machine itself."""
    try:
        return ipaddress.ip_address(text).is_loopback
    except ValueError:
        return False


def host_name(request: HttpRequest) -> str:
    """The name the browser asked for, without its port; a made-up one cannot stand in for ours."""
    host = str(request.META.get("HTTP_HOST", ""))
    name, _, port = host.rpartition(":")
    return (name if name and port.isdigit() else host).lower()


def is_at_this_machine(request: HttpRequest) -> bool:
    """True only for a browser on this machine, on an installation that serves nobody else.

    Anyone can write a header, so headers only ever close this door: none opens it.
    """
    return (
        settings.LOOPBACK_ONLY
        and not settings.BEHIND_PROXY
        and is_loopback(str(request.META.get("REMOTE_ADDR", "")))
        and host_name(request) in OUR_NAMES
        and not any(
            name.startswith(SIGNS_OF_A_PROXY) for name in request.META.keys() - SENT_BY_OUR_PAGES
        )
        and request.META.get("HTTP_SEC_FETCH_SITE", "") in BEGAN_HERE
        # A proxy set up in haste adds none of these, but speaks as no browser has for decades.
        and request.META.get("SERVER_PROTOCOL", "HTTP/1.1") != "HTTP/1.0"
    )
