"""The page of one organisation, and the same for machines."""

from __future__ import annotations

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse

from commonweal.core import clock
from commonweal.core.actors import Visitor
from commonweal.core.gates import GatedView
from commonweal.help.reports.schemes import schemes_of
from commonweal.places.reports import the_place
from commonweal.sector.models import Organisation
from commonweal.sector.reports import Profile, as_plain, can_be_written_to, profile
from commonweal.sector.reports.confirmed import confirmed
from commonweal.web import organisations as pages
from commonweal.web import services

ASK_AGAIN = "no-cache"


class OneOrganisation(GatedView):
    """A view of one organisation as anyone may see it; staff see more at their desk."""

    permission = None
    thing: Profile
    route: str

    def load(self) -> Profile:
        """What the public may know of it.

        :raises Http404: when there is none, or it is withheld: the two look alike.
        """
        found = profile(self.kwargs["ref"], viewer=Visitor())
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, ref: str) -> HttpResponseBase:
        """Lead to the one right address, then show it there.

        The redirect is permanent, but asked for afresh each time: a merge can be undone.
        """
        if self.thing.moved:
            address = reverse(self.route, args=[self.thing.ref])
            return HttpResponsePermanentRedirect(address, headers={"Cache-Control": ASK_AGAIN})
        return self.show(request)

    def address(self, request: HttpRequest) -> str:
        """The page's whole address."""
        return request.build_absolute_uri(reverse("organisation", args=[self.thing.ref]))

    def show(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        raise NotImplementedError


class OrganisationPage(OneOrganisation):
    """The page for people."""

    permission = None
    route = "organisation"

    def show(self, request: HttpRequest) -> HttpResponse:
        """Facts with their sources, money, where and whom it serves."""
        shown = pages.show(self.thing)
        address = self.address(request)
        context = {
            "section": "find",
            "shown": shown,
            "profile": self.thing,
            "confirmed": confirmed(self.thing, the_place().keeper, clock.today()),
            "services": services.offered_by(self.thing.ref, clock.now()),
            "schemes": schemes_of(self.thing.id),
            "address": address,
            "takes_letters": can_be_written_to(Organisation.objects.get(pk=self.thing.id)),
            "json_ld": pages.as_json_ld(shown, address),
        }
        return render(request, "web/organisation.html", context)


class OrganisationJson(OneOrganisation):
    """The same for machines."""

    permission = None
    route = "organisation-json"

    def show(self, request: HttpRequest) -> HttpResponse:
        """Every published fact with its source; any site may read it."""
        found = as_plain(self.thing) | {"page": self.address(request)}
        response = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})
        response["Access-Control-Allow-Origin"] = "*"
        return response
