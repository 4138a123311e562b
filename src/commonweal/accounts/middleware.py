"""Says who is asking."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from commonweal.core.actors import Actor, Visitor


class ActorMiddleware:
    """Puts ``request.actor`` on every request: the person signed in, else a visitor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look the person up only if somebody asks, so that public pages need no query."""

        def who() -> Actor:
            return request.user if request.user.is_authenticated else Visitor()

        request.actor = SimpleLazyObject(who)  # type: ignore[attr-defined]
        return self.get_response(request)
