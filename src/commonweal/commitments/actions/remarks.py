"""What those who write say to each other beside a part. The public never sees it."""

from __future__ import annotations

from commonweal.commitments.models import Paragraph, Remark
from commonweal.commitments.wording import as_kept
from commonweal.core import clock
from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused


@action(permission="commitments.write", about="paragraph")
def remark(*, by: Actor, paragraph: Paragraph, text: str) -> Remark:
    """Say something beside a part to the others who write.

    :raises Refused: when nothing is said, or far too much.
    """
    said = as_kept(text, "text", 2_000)
    if not said:
        raise Refused("Write what you want to say.", field="text")
    return Remark.objects.create(paragraph=paragraph, text=said, at=clock.now(), by=by.label)


@action(permission="commitments.write", about="remark")
def settle_remark(*, by: Actor, remark: Remark) -> Remark:
    """Say that a remark is dealt with. It stays, with who settled it.

    :raises Refused: when it was settled before.
    """
    now = Remark.objects.select_for_update().get(pk=remark.pk)
    if now.settled_at:
        raise Refused(f"{now.settled_by} has settled this already.")
    now.settled_at, now.settled_by = clock.now(), by.label
    now.save(update_fields=["settled_at", "settled_by"])
    return now
