"""What the pages have in common that people use to keep one organisation's entry."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from commonweal.core.actions import name_of
from commonweal.core.actors import LinkHolder, Visitor
from commonweal.core.permissions import allowed
from commonweal.sector.models import Organisation
from commonweal.sector.reports import find_by_org_id, may_see


class AboutOne:
    """Loads the organisation that an address names, if anyone may know of it.

    What is withheld is not there, for its own members either. An older number leads to the one
    right address.
    """

    actor: Any
    thing: Any
    request: HttpRequest
    kwargs: dict[str, Any]

    def load(self) -> Any:
        """The organisation; a view about something of it finds that and remembers this."""
        self.organisation = found_by(self.kwargs["ref"])
        return self.organisation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the page, or lead whoever may see it to the one right address."""
        shown: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        asked = request.method in {"GET", "HEAD"} and shown.status_code == HTTPStatus.OK
        if not asked or self.organisation.ref == self.kwargs["ref"]:
            return shown
        there = {**self.kwargs, "ref": self.organisation.ref}
        assert request.resolver_match is not None
        return redirect(reverse(request.resolver_match.view_name, kwargs=there))

    def may(self, permission: str, thing: Any = None) -> bool:
        """Whether whoever looks may do this too, so that the page offers it."""
        return allowed(self.actor, permission, thing or self.organisation)

    def at(self, route: str, *args: Any) -> str:
        """The address of another page about the same organisation."""
        return reverse(route, args=[self.organisation.ref, *args])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The organisation, for every page."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {"organisation": self.organisation, **context}


def found_by(ref: str) -> Organisation:
    """The organisation that anyone may know by this name.

    :raises Http404: when there is none, or it is withheld: the two look alike.
    """
    found = find_by_org_id(ref)
    if found is None or not may_see(found, Visitor()):
        raise Http404
    return found


class ByLink:
    """Loads what a private link is about, and lets its holder act."""

    actor: Any
    kwargs: dict[str, Any]
    rows: Any  # the manager of the model whose rows the links are about

    def load(self) -> Any:
        """What the link is about, as long as anyone may know of its organisation."""
        links = self.rows.by_link(self.kwargs["token"]).select_related("organisation")
        found = links.first()
        if found is None or not may_see(found.organisation, Visitor()):
            raise Http404
        self.organisation = found.organisation
        self.actor = LinkHolder(name_of(found))
        return found
