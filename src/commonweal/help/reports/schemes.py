"""Schemes as everybody may read of them: who helps where, with what, and when."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from commonweal.help.models import Scheme, SchemeArea, SchemeNeed
from commonweal.places.choices import Kind
from commonweal.places.models import Area

PLACES = (Kind.COUNTY, Kind.DISTRICT, Kind.WARD)


def area_names(codes: Iterable[str]) -> dict[str, str]:
    """The names of these areas by their codes."""
    rows = Area.objects.filter(code__in=set(codes), kind__in=PLACES)
    return dict(rows.values_list("code", "name"))


def names_of_areas(scheme: Scheme) -> list[str]:
    """Where one scheme helps, by name."""
    codes = list(scheme.areas.values_list("code", flat=True))
    names = area_names(codes)
    return sorted(names.get(code, code) for code in codes)


def codes_around(code: str) -> list[str]:
    """An area, what it lies in, and what lies in it: whoever serves one of them helps there."""
    found, above = [code], code
    for _ in range(3):
        area = Area.objects.filter(code=above, kind__in=PLACES).exclude(parent="").first()
        if area is None:
            break
        above = area.parent
        found.append(above)
    inner = Area.objects.filter(parent=code, kind__in=PLACES).values_list("code", flat=True)
    return [*found, *inner]


def public_schemes(area: str = "", need: str = "") -> QuerySet[Scheme]:
    """The schemes that everybody may read of, helping in an area and with a need if named."""
    found = Scheme.objects.public().select_related("organisation").order_by("name", "pk")
    if area:
        found = found.serving(codes_around(area))
    if need:
        found = found.answering(need)
    needs = SchemeNeed.objects.select_related("term").order_by("term__title")
    return found.prefetch_related(
        Prefetch("needs", queryset=needs),
        Prefetch("areas", queryset=SchemeArea.objects.order_by("code")),
    )


def areas_served() -> list[tuple[str, str]]:
    """The areas that some public scheme serves: code and name, for choosing one."""
    codes = SchemeArea.objects.filter(scheme__in=Scheme.objects.public()).values("code").distinct()
    names = area_names(row["code"] for row in codes)
    return sorted(names.items(), key=lambda each: each[1])


def needs_answered() -> list[tuple[str, str]]:
    """The needs that some public scheme answers: code and title, for choosing one."""
    served = SchemeNeed.objects.filter(scheme__in=Scheme.objects.public())
    rows = served.values_list("term__code", "term__title").distinct()
    return sorted(rows, key=lambda each: each[1])


def schemes_of(organisation: int) -> list[Scheme]:
    """The schemes of one organisation, by its key, that everybody may read of."""
    rows = Scheme.objects.public().filter(organisation=organisation)
    return list(rows.order_by("name", "pk").only("slug", "name"))
