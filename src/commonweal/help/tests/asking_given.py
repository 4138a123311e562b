"""What tests of asking begin with: a place with a front door, a scheme near it, needs and areas."""

from __future__ import annotations

from commonweal.help.tests.factories import (
    NeedFactory,
    NeedRuleFactory,
    SchemeAreaFactory,
    SchemeFactory,
    SchemeMemberFactory,
    SchemeNeedFactory,
)
from commonweal.places.models import Postcode

WARD = "E05000001"
TOLD = {
    "needs": ["shopping"], "details": "Milk and bread.", "name": "Olive Marsh",
    "phone": "01632 960123", "postcode": "NR1 1AA",
}  # fmt: skip


def a_scheme(name: str, *, area: str = WARD, needs: tuple[str, ...] = (), **more):
    """An open scheme with a lead, which serves an area and needs."""
    scheme = SchemeFactory(name=name, **more)
    SchemeMemberFactory(scheme=scheme, part="lead")
    if area:
        SchemeAreaFactory(scheme=scheme, code=area)
    for need in needs:
        SchemeNeedFactory(scheme=scheme, term=NeedFactory(code=need, title=need))
    return scheme


def a_place():
    """A front door that serves nothing itself, and needs that may be asked for."""
    door = a_scheme("The front door", area="", front_door=True)
    for code, more in {
        "shopping": {"essential": True}, "pets": {}, "forms": {},
        "abuse": {"warm_only": True, "signpost": "Ring 0808 2000 247."},
    }.items():  # fmt: skip
        NeedRuleFactory(term=NeedFactory(code=code, title=code.title()), **more)
    Postcode.objects.create(
        postcode="NR1 1AA", ward=WARD, district="E07000001", easting=623000, northing=308000
    )
    return door
