"""Whether a helper and somebody who is helped are the same person, within one scheme.

By the same telephone number, or the same name and postcode: what a person would go by. It is used
to keep people apart, and to let nobody be sent to themselves; no page shows it.
"""

from __future__ import annotations

from commonweal.help.models import Client, Helper
from commonweal.help.sealing import mark_of, name_words, phone_digits


def squeezed(postcode: str) -> str:
    """A postcode without its space."""
    return postcode.replace(" ", "")


def clients_like(helper: Helper) -> list[Client]:
    """Those helped by the same scheme who may be this helper."""
    scheme = helper.scheme_id
    ours = Client.objects.of(helper.scheme)
    found: dict[int, Client] = {}
    if digits := phone_digits(helper.phone):
        found |= {c.pk: c for c in ours.marked([mark_of(scheme, "phone", digits)])}
    words = name_words(helper.name)
    if words and helper.postcode:
        marks = [mark_of(scheme, "name", w) for w in words]
        marks.append(mark_of(scheme, "postcode", squeezed(helper.postcode)))
        found |= {c.pk: c for c in ours.marked(marks)}
    return [found[key] for key in sorted(found)]


def is_like(helper: Helper, client: Client) -> bool:
    """Whether a helper may be this person."""
    digits = phone_digits(helper.phone)
    if digits and digits == phone_digits(client.phone):
        return True
    same_place = helper.postcode and squeezed(helper.postcode) == squeezed(client.postcode)
    words = name_words(helper.name)
    return bool(same_place and words and set(words) <= set(name_words(client.name)))


def helpers_like(client: Client) -> list[Helper]:
    """Helpers of the same scheme who may be this person."""
    ours = Helper.objects.of(client.scheme).order_by("pk")
    return [h for h in ours if is_like(h, client)]
