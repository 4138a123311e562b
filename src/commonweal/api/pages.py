"""The contract for people: every address of the API on one page, in our own look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from commonweal.api.v1 import api
from commonweal.core.gates import GatedView


@dataclass(frozen=True)
class Parameter:
    """One thing that a question may hold."""

    name: str
    says: str
    allowed: str
    needed: bool


@dataclass(frozen=True)
class Operation:
    """One address of the API."""

    path: str
    summary: str
    says: str
    parameters: tuple[Parameter, ...]


def allowed(schema: dict[str, Any]) -> str:
    """The values that may be given, in a few words."""
    for part in (schema, *schema.get("anyOf", [])):
        inner = part.get("items", part)
        values = [str(v) for v in inner.get("enum", []) if v != ""]
        if values:
            return ", ".join(values)
    return ""


def operations() -> list[Operation]:
    """Every operation, from the same document that machines read."""
    found = []
    for path, methods in api.get_openapi_schema()["paths"].items():
        told = methods["get"]
        parameters = tuple(
            Parameter(
                p["name"],
                p.get("description") or p["schema"].get("description", ""),
                allowed(p["schema"]),
                p.get("required", False),
            )
            for p in told.get("parameters", [])
        )
        found.append(Operation(path, told["summary"], told.get("description", ""), parameters))
    return found


class ApiPage(GatedView):
    """What the API offers, for somebody about to use it."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        address = reverse("api-v1:openapi-json")
        context = {"operations": operations(), "document": address}
        return render(request, "api/page.html", context)
