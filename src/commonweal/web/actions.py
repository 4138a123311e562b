"""Changes to the noticeboard. Pages are saved by Wagtail, which keeps every version itself."""

from __future__ import annotations

import datetime as dt

from commonweal.core.actions import action
from commonweal.core.actors import Actor
from commonweal.core.refused import Refused
from commonweal.web.models import Notice


def check_notice(link: str, begins_at: dt.datetime, ends_at: dt.datetime | None) -> None:
    """Refuse a notice that could not be followed or never stands.

    :raises Refused: naming the field.
    """
    if (link and not link.startswith(("https://", "http://", "/"))) or link.startswith("//"):
        raise Refused("The link must begin with https:// or with / for a page here.", field="link")
    if ends_at is not None and ends_at <= begins_at:
        raise Refused("The notice must end after it begins.", field="ends_at")


@action(permission="web.post_notice", keeps=("title", "severity"))
def post_notice(
    *,
    by: Actor,
    title: str,
    severity: str,
    begins_at: dt.datetime,
    ends_at: dt.datetime | None = None,
    text: str = "",
    link: str = "",
    link_words: str = "",
) -> Notice:
    """Pin up a notice.

    :raises Refused: when it ends before it begins, or its link leads nowhere.
    """
    check_notice(link, begins_at, ends_at)
    return Notice.objects.create(
        title=title,
        text=text,
        severity=severity,
        link=link,
        link_words=link_words,
        begins_at=begins_at,
        ends_at=ends_at,
    )


@action(permission="web.post_notice", about="notice", keeps=("notice",))
def change_notice(*, by: Actor, notice: Notice) -> Notice:
    """Keep a notice as it now reads.

    :raises Refused: when it ends before it begins, or its link leads nowhere.
    """
    check_notice(notice.link, notice.begins_at, notice.ends_at)
    notice.save()
    return notice


@action(permission="web.post_notice", about="notice", keeps=("notice",))
def take_down_notice(*, by: Actor, notice: Notice) -> None:
    """Take a notice down for good."""
    Notice.objects.filter(pk=notice.pk).delete()
