"""What a scheme knows of a person, set right when they say that it changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions import people
from commonweal.help.actions.taking_in import refuse_codes
from commonweal.help.asked import KEYHOLDER, LENGTHS, line, lines, safe_of
from commonweal.help.models import Client, Keyholder, Request
from commonweal.places.postcodes import explain, normalise

CHANGED = "Somebody changed this while you had it open. Look at it again first."
NO_SAFE_NUMBER = "Give a number on which it is safe to ring them."


@action(permission="help.keep_people", about="client")
def change_person(
    *, by: Actor, client: Client, told: Mapping[str, Any], edition: int | None = None
) -> Client:
    """Write down what a person says of themselves now: name, address, how to reach them safely.

    ``told`` is as when somebody asks; what it does not name stays. A named keyholder takes the
    place of those before; one without a number is taken away.

    :raises Refused: when somebody changed it meanwhile, it holds a code that opens a door, the
        postcode is none, or somebody who is unsafe at home would have no safe number.
    """
    held: Client = Client.objects.select_for_update().get(pk=client.pk)
    if edition is not None and edition != held.edition:
        raise Refused(CHANGED)
    if held.forgotten_on is not None:
        raise Refused("This record was forgotten.")
    kept: dict[str, Any] = {n: line(told[n], most) for n, most in LENGTHS.items() if n in told}
    if kept.get("postcode") and not normalise(kept["postcode"]):
        raise Refused(explain(kept["postcode"]), field="postcode")
    kept |= {n: bool(told[n]) for n in ("abuse", "do_not_contact") if n in told}
    if "safe" in told:
        way = {n: v for n, v in (held.safe or {}).items() if n == "way"}
        kept["safe"] = {**way, **safe_of(told["safe"])}
    safe = kept.get("safe", held.safe or {})
    if kept.get("abuse", held.abuse) and not safe.get("number"):
        raise Refused(NO_SAFE_NUMBER, field="safe_number")
    refuse_codes({
        "access": kept.get("access", ""), "address": kept.get("address", ""),
        "safe_says": safe.get("says", ""), "safe_interpreter": safe.get("interpreter", ""),
    })  # fmt: skip
    changed = people.tell(held, kept)
    open_ones = Request.objects.open().filter(client=changed)
    open_ones.update(area=changed.area, district=changed.district)
    if "keyholder" in told:
        name_keyholder(changed, told["keyholder"])
    return changed


def name_keyholder(client: Client, told: Any) -> None:
    """Whom to ring when they do not answer, in place of whoever was named before. Inner step."""
    named = lines(told, KEYHOLDER)
    refuse_codes({"keyholder_relation": named.get("relation", "")})
    client.keyholders.all().delete()
    if named.get("phone"):
        Keyholder.objects.create(client=client, at=clock.now(), **named)
