"""The gate that every view passes: it names its permission, or says aloud that anyone may look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.generic import View

from commonweal.core.actors import Actor, Visitor
from commonweal.core.permissions import allowed


def actor_of(request: HttpRequest) -> Actor:
    """Whoever asks: the person signed in, else a visitor."""
    actor: Actor = getattr(request, "actor", None) or Visitor()
    return actor


def anyone(view: Callable[..., Any]) -> Callable[..., Any]:
    """Say aloud that a view function is public."""
    view.permission = None  # type: ignore[attr-defined]
    return view


class GatedView(View):
    """A view that says who may see it.

    ``permission`` is a name, or ``None`` for a public page. ``load`` finds what the page is about
    (and may raise 404) before the gate asks whether this actor may see it.
    """

    permission: ClassVar[str | None]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not hasattr(cls, "permission"):
            raise ImproperlyConfigured(f"{cls.__name__} names no permission (None means public).")

    def load(self) -> Any:
        """What the page is about; the permission is asked for this."""
        return None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Load, gate, then go on."""
        self.actor = actor_of(request)
        self.thing = self.load()
        if self.permission is not None and not allowed(self.actor, self.permission, self.thing):
            if not self.actor.roles and self.actor.key == "visitor":
                return redirect(f"/account/login/?next={request.path}")
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
