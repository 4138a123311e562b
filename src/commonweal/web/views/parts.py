"""Every part of the look on one page, so that all of them can be seen and checked."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonweal.core.gates import GatedView
from commonweal.ui import maps
from commonweal.ui.shading import shading


class Trial(forms.Form):
    """A form with something wrong in it."""

    postcode = forms.CharField(help_text="Only used to find who is near you")
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def clean_postcode(self) -> str:
        """Nothing is a whole postcode here."""
        raise forms.ValidationError(
            "NH4 7Q is not a whole postcode. It usually ends in a number and two letters."
        )


def square(column: int, row: int) -> dict[str, object]:
    """One field of an invented map."""
    west, south = 1 + column * 0.1, 52 + row * 0.06
    ring = [
        [west, south],
        [west + 0.1, south],
        [west + 0.1, south + 0.06],
        [west, south + 0.06],
        [west, south],
    ]
    return {"type": "Polygon", "coordinates": [ring]}


class Parts(GatedView):
    """The parts page. Nothing links to it."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        values: list[float | None] = [4, 9, 15, 22, 31, 48, 60, None]
        shades = shading(values)
        outlines = [
            maps.Outline(
                key=str(i),
                name="",
                geometry=square(i % 4, i // 4),
                shade=shades.shade(value),
                number=str(i + 1),
            )
            for i, value in enumerate(values)
        ]
        context = {
            "form": Trial({"postcode": "NH4 7Q"}),
            "drawing": maps.draw(outlines, [maps.Point(52.06, 1.2, "1", "Quayside Larder")]),
            "key": shades.key,
            "page": Paginator(range(95), 20).page(2),
            "trail": [("Areas", "/areas/"), ("District", "")],
        }
        return render(request, "web/parts.html", context)
