"""What is kept of a person, put right by whoever runs their request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.help.actions import life
from commonweal.help.actions.people import tell
from commonweal.help.actions.requests import words_of
from commonweal.help.actions.taking_in import refuse_codes
from commonweal.help.asked import KEYHOLDER, LENGTHS, line, lines, safe_of
from commonweal.help.models import Client, Keyholder, Note, Request
from commonweal.places.postcodes import explain, normalise

NAMED = {
    "name": "name", "phone": "telephone", "email": "e-mail", "address": "address",
    "postcode": "postcode", "language": "language", "safe": "how to reach them safely",
    "access": "what a helper must know", "abuse": "not safe at home",
    "called": "what helpers call them", "do_not_contact": "whether they may be contacted",
    "details": "what they said", "keyholder": "keyholder",
}  # fmt: skip


def checked(told: Mapping[str, Any], client: Client) -> dict[str, Any]:
    """What was told of a person, tidied, where it differs from what is kept.

    :raises Refused: when it cannot be so, or nobody could reach them safely by it.
    """
    new: dict[str, Any] = {n: line(told[n], most) for n, most in LENGTHS.items() if n in told}
    if new.get("postcode") and not normalise(new["postcode"]):
        raise Refused(explain(new["postcode"]), field="postcode")
    if "postcode" in new:
        new["postcode"] = normalise(new["postcode"])
    if "access" in new:
        new["access"] = words_of(str(told["access"]), "access")
    if "name" in new and not new["name"]:
        raise Refused("Write the name they go by.", field="name")
    if "safe" in told:
        new["safe"] = safe_of({**client.safe, **told["safe"]})
    if told.get("unsafe") and not client.abuse:
        new["abuse"] = True
    if "do_not_contact" in told:
        new["do_not_contact"] = bool(told["do_not_contact"])
    safe = new.get("safe", {})
    refuse_codes({
        "address": new.get("address", ""), "safe_says": safe.get("says", ""),
        "safe_interpreter": safe.get("interpreter", ""),
    })  # fmt: skip
    if (client.abuse or new.get("abuse")) and not new.get("safe", client.safe).get("number"):
        raise Refused("Give a number on which it is safe to ring.", field="safe_number")
    return {n: v for n, v in new.items() if v != getattr(client, n)}


@action(permission="help.keep_people", about="request")
def put_person_right(
    *, by: Actor, request: Request, told: Mapping[str, Any], edition: int | None = None
) -> Request:
    """Put right what is kept of a person and what they said; what was changed is noted, not how.

    That home is not safe for them is written down here, and never taken away here.

    :raises Refused: when somebody changed it meanwhile, nothing differs, or it cannot be so.
    """
    asked = life.held(request)
    client: Client = Client.objects.select_for_update().get(pk=asked.client_id)
    if edition is not None and edition != client.edition:
        raise Refused("Somebody changed this while you had it open. Look at it again first.")
    if client.forgotten_on is not None:
        raise Refused("This record was forgotten.")
    new, details = checked(told, client), words_of(str(told.get("details", "")), "details")
    changed = [NAMED[n] for n in NAMED if n in new]
    if "details" in told and details != asked.details:
        asked.details = details
        changed.append(NAMED["details"])
    if "keyholder" in told and name_keyholder(client, told["keyholder"]):
        changed.append(NAMED["keyholder"])
    if not changed:
        raise Refused("Nothing is different from what is kept.")
    if "name" in new and "called" not in told:
        new["called"] = new["name"].split(" ")[0]
    tell(client, new)
    asked.edition += 1
    asked.save()
    if "postcode" in new:
        client.requests.open().update(area=client.area, district=client.district)
    words = f"Put right: {', '.join(changed)}."
    Note.objects.create(request=asked, at=clock.now(), by=by.label, handover=False, words=words)
    return asked


def name_keyholder(client: Client, told: Any) -> bool:
    """Whom to ring when they do not answer, in place of whoever was named before. Inner step.

    One without a number is taken away. Returns whether anything is different.
    """
    named = lines(told, KEYHOLDER)
    refuse_codes({"keyholder_relation": named.get("relation", "")})
    wanted = [named] if named.get("phone") else []
    kept = [{n: getattr(k, n) for n in KEYHOLDER} for k in client.keyholders.order_by("pk")]
    if [{n: named.get(n, "") for n in KEYHOLDER} for named in wanted] == kept:
        return False
    client.keyholders.all().delete()
    for named in wanted:
        Keyholder.objects.create(client=client, at=clock.now(), **named)
    return True
