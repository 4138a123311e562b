"""The contract for people: every address of the API on one page, in our own look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from ninja import NinjaAPI

from commonweal.api.open_referral.operations import api as open_referral
from commonweal.api.v1 import api
from commonweal.core.gates import GatedView


@dataclass(frozen=True)
class Parameter:
    """One thing that a question may hold."""

    name: str
    says: SafeString
    allowed: str
    needed: bool


@dataclass(frozen=True)
class Operation:
    """One address of the API."""

    path: str
    summary: str
    says: SafeString
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True)
class Part:
    """One contract: what it is for, its document for machines, and its addresses."""

    title: str
    says: str
    document: str
    operations: list[Operation]


def allowed(schema: dict[str, Any]) -> str:
    """The values that may be given, in a few words."""
    for part in (schema, *schema.get("anyOf", [])):
        inner = part.get("items", part)
        values = [str(v) for v in inner.get("enum", []) if v != ""]
        if values:
            return ", ".join(values)
    return ""


def in_code(text: str) -> SafeString:
    """Words for people: what stands between backticks is set as code."""
    parts = enumerate(text.split("`"))
    shown = ((format_html("<code>{}</code>", part) if n % 2 else part,) for n, part in parts)
    return format_html_join("", "{}", shown)


def operations(contract: NinjaAPI) -> list[Operation]:
    """Every operation, from the same document that machines read."""
    found = []
    for path, methods in contract.get_openapi_schema()["paths"].items():
        told = methods["get"]
        parameters = tuple(
            Parameter(
                p["name"],
                in_code(p.get("description") or p["schema"].get("description", "")),
                allowed(p["schema"]),
                p.get("required", False),
            )
            for p in told.get("parameters", [])
        )
        says = in_code(told.get("description", ""))
        found.append(Operation(path, told["summary"], says, parameters))
    return found


def parts() -> list[Part]:
    """The two contracts: our own, and the standard that directories of services share."""
    return [
        Part(
            "Organisations, areas and promises",
            "Our own contract: every organisation with the source of each fact; strategies, "
            "agreements and calls with their promises, evidence and answers. These five are tables "
            "too, with .csv at the end of their address: promises, commitments, evidence, events "
            "and answers.",
            reverse("api-v1:openapi-json"),
            operations(api),
        ),
        Part(
            "Services, by Open Referral UK 3.0",
            "What another directory needs to read the services of this place: give it the address "
            f"{reverse('open-referral:root')}. A parameter that an address does not know is passed "
            "over, and one without a value counts as not given.",
            reverse("open-referral:openapi-json"),
            operations(open_referral),
        ),
    ]


class ApiPage(GatedView):
    """What the API offers, for somebody about to use it."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        return render(request, "api/page.html", {"parts": parts()})
