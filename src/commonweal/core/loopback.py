"""Whether whoever asks sits at this very machine, and nobody else can be behind the request."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

OUR_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
# A proxy on this machine speaks for people elsewhere, and says so in one of these.
SIGNS_OF_A_PROXY = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
    "HTTP_VIA",
    "HTTP_CF_CONNECTING_IP",
    "HTTP_TRUE_CLIENT_IP",
)


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
        and not any(sign in request.META for sign in SIGNS_OF_A_PROXY)
        # A proxy set up in haste adds none of these, but speaks as no browser has for decades.
        and request.META.get("SERVER_PROTOCOL", "HTTP/1.1") != "HTTP/1.0"
    )
