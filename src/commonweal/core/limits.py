"""How often one caller may use a public form: counted in the database, so by all processes."""

from __future__ import annotations

import datetime as dt
import functools
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, ParamSpec

from django.conf import settings
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from commonweal.core import clock

P = ParamSpec("P")
EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
KEPT = dt.timedelta(days=1)
A_MOMENT = 50  # milliseconds
CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True)
class Limit:
    """So many times in so many seconds, for one caller. The name says what is limited."""

    name: str
    times: int
    seconds: int


@dataclass(frozen=True)
class Use:
    """The how manieth use in which stretch of time, and how many seconds of that are left."""

    number: int
    window: int
    seconds_left: int


class TooOften(Exception):
    """Come back in so many seconds. The middleware turns it into a page with status 429."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too often; in {seconds} seconds again.")
        self.seconds = seconds


def client_address(request: HttpRequest) -> str:
    """The network address of whoever asks.

    Only a proxy that was declared (COMMONWEAL_BEHIND_PROXY) is believed, and only in the address
    that it added itself, the last: anyone can write the ones before.
    """
    if settings.BEHIND_PROXY:
        forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")[-1].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))


def caller(request: HttpRequest) -> str:
    """One key for one household: an IPv4 address, or an IPv6 network of 64 bits."""
    text = client_address(request)
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)  # as a server that listens for both kinds writes it
    if address.version == 6:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(address)


def hidden(who: str) -> str:
    """A keyed hash, so that the table holds no addresses and cannot be matched with any."""
    return salted_hmac("commonweal.core.limits", who, algorithm="sha256").hexdigest()[:32]


def count(limit: Limit, who: str) -> None:
    """Count one more use by ``who``.

    :raises TooOften: when it was one too many.
    """
    use = next_use(limit, who)
    if use.number > limit.times:
        raise TooOften(use.seconds_left)


def next_use(limit: Limit, who: str) -> Use:
    """Count one more use by ``who``, and say the how manieth it is.

    One statement adds to the row, so that two processes cannot both be the last one allowed.
    """
    now = clock.now()
    passed = int((now - EPOCH).total_seconds())
    window, into = divmod(passed, limit.seconds)
    opened = EPOCH + dt.timedelta(seconds=passed - into)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_ratecount (key, opened_at, count) VALUES (%s, %s, 1) "
            "ON CONFLICT (key) DO UPDATE SET count = core_ratecount.count + 1 RETURNING count",
            [
                f"{limit.name}:{hidden(who)}:{window}",
                connection.ops.adapt_datetimefield_value(opened),
            ],
        )
        number: int = cursor.fetchone()[0]
    if number == 1:
        forget_old_counts(now)
    return Use(number, window, limit.seconds - into)


def forget_old_counts(now: dt.datetime) -> None:
    """Delete what was counted more than a day ago."""
    from commonweal.core.models import RateCount

    RateCount.objects.filter(opened_at__lt=now - KEPT).delete()


def knock(request: HttpRequest, *limits: Limit) -> None:
    """Count this request against each limit.

    :raises TooOften: when one is reached.
    """
    for limit in limits:
        count(limit, caller(request))


def knock_in_passing(request: HttpRequest, *limits: Limit) -> None:
    """Count a reading against each limit, but wait for no writer: reading goes on meanwhile.

    SQLite lets one write at a time, and an import may write for minutes. What is read while it
    does is not counted.

    :raises TooOften: when a limit is reached.
    """
    if connection.vendor != "sqlite":
        return knock(request, *limits)
    connection.ensure_connection()
    plain = connection.connection
    patience = plain.execute("PRAGMA busy_timeout").fetchone()[0]
    plain.execute(f"PRAGMA busy_timeout = {A_MOMENT}")
    try:
        knock(request, *limits)
    except OperationalError as problem:
        if "locked" not in str(problem):
            raise
    finally:
        plain.execute(f"PRAGMA busy_timeout = {patience:d}")


def limited(*limits: Limit) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Limit what a view function lets one caller send. Looking is not limited."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.method in CHANGES:
                knock(request, *limits)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


class LimitedView:
    """A view whose form one caller may send only so often. Put it before ``GatedView``."""

    limits: ClassVar[tuple[Limit, ...]]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Count what is sent, then go on."""
        if request.method in CHANGES:
            knock(request, *self.limits)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response
