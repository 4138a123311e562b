"""The page of one organisation, and the same for machines."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse

from commonweal.core.gates import GatedView
from commonweal.sector.identifiers import normalise
from commonweal.sector.models import Identifier, Organisation
from commonweal.web import organisations as pages


def find(ref: str) -> Organisation | None:
    """The organisation of that name in addresses, or with any such identifier; in two queries."""
    named = Organisation.objects.select_related("same_as").filter(ref=ref).first()
    if named is not None:
        return named
    scheme, value = split(ref)
    numbered = Identifier.objects.filter(scheme=scheme, value=normalise(scheme, value) or value)
    found = numbered.select_related("organisation__same_as").first()
    return found.organisation if found else None


def split(ref: str) -> tuple[str, str]:
    """``GB-CHC-1090095`` as scheme and value."""
    country, _, rest = ref.partition("-")
    register, _, value = rest.partition("-")
    return f"{country}-{register}".upper(), value


class OneOrganisation(GatedView):
    """A view of one organisation that anyone may see."""

    permission = None
    thing: Organisation
    route: str

    def load(self) -> Organisation:
        """The organisation.

        :raises Http404: when there is none, or it is withheld: the two look alike.
        """
        found = find(self.kwargs["ref"])
        if found is None or self.hidden(found.same_as or found):
            raise Http404
        return found

    def hidden(self, organisation: Organisation) -> bool:
        """Whether it may not be shown to anyone who asks."""
        belongs = organisation.based_here or organisation.serves_here
        return organisation.withheld or not belongs

    def get(self, request: HttpRequest, ref: str) -> HttpResponseBase:
        """Lead to the one right address, then show it there."""
        organisation = self.thing
        if organisation.same_as is not None:
            # A merge can be undone, so this is not for ever.
            address = reverse(self.route, args=[organisation.same_as.ref])
            return HttpResponseRedirect(address)
        if organisation.ref != ref:
            return HttpResponsePermanentRedirect(reverse(self.route, args=[organisation.ref]))
        return self.show(request, organisation)

    def show(self, request: HttpRequest, organisation: Organisation) -> HttpResponse:
        """Show it."""
        raise NotImplementedError


class OrganisationPage(OneOrganisation):
    """The page for people."""

    permission = None
    route = "organisation"

    def show(self, request: HttpRequest, organisation: Organisation) -> HttpResponse:
        """Facts with their sources, money, where and whom it serves."""
        shown = pages.show(organisation)
        address = request.build_absolute_uri(reverse(self.route, args=[organisation.ref]))
        context = {
            "section": "find",
            "shown": shown,
            "organisation": organisation,
            "address": address,
            "json_ld": pages.as_json_ld(organisation, address, shown.served),
        }
        return render(request, "web/organisation.html", context)


class OrganisationJson(OneOrganisation):
    """The same for machines."""

    permission = None
    route = "organisation-json"

    def show(self, request: HttpRequest, organisation: Organisation) -> HttpResponse:
        """Every published fact with its source."""
        address = request.build_absolute_uri(reverse("organisation", args=[organisation.ref]))
        response = JsonResponse(as_json(pages.show(organisation), address))
        response["Access-Control-Allow-Origin"] = "*"
        return response


def as_json(shown: pages.Shown, address: str) -> dict[str, Any]:
    """The page as data."""
    organisation = shown.organisation

    def iso(day: dt.date | None) -> str | None:
        return day.isoformat() if day else None

    def facts(found: tuple[pages.Fact, ...]) -> list[dict[str, str]]:
        return [{"label": f.label, "value": f.value, "source": f.source} for f in found]

    return {
        "id": organisation.ref,
        "uuid": str(organisation.uuid),
        "page": address,
        "name": organisation.name,
        "kind": {"code": organisation.kind, "title": organisation.get_kind_display()},
        "status": {
            "code": organisation.status,
            "title": organisation.get_status_display(),
            "on": iso(organisation.status_on),
        },
        "registered_on": iso(organisation.registered_on),
        "contact": facts(shown.contact),
        "does": facts(shown.doing),
        "registers": facts(shown.registers),
        "serves": facts(shown.served),
        "based_in": [{"code": a.code, "name": a.name, "kind": a.kind} for a in shown.where.areas],
        "classes": [
            {"scheme": g.scheme, "code": t.code, "title": t.title, "suggested": t.suggested}
            for g in shown.tags
            for t in g.tags
        ],
        "years": [
            {"year_end": iso(y.end), "income": y.income, "spending": y.spending}
            for y in shown.years
        ],
        "money_source": shown.money_source,
        "links": [{"kind": t.words, "name": t.name, "id": t.ref or None} for t in shown.ties],
        "changed_at": organisation.changed_at.isoformat(),
    }
