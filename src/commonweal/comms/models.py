"""Messages out, kept until they have gone."""

from __future__ import annotations

from django.db import models

from commonweal.comms.choices import Channel, Standing
from commonweal.comms.querysets import Messages


class Message(models.Model):
    """One message to one address, waiting in the outbox or gone from it.

    Keyed by address; knows no people. ``reply_to`` is where an answer goes, if not to the place.
    The words are wiped thirty days after it went; those of a
    ``secret`` one, which hold a code or a private link, as soon as it went.
    """

    personal_data = "contact"
    retention = "words for thirty days, the fact of sending for two years"

    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    to = models.CharField(max_length=254)
    reply_to = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    body = models.TextField(blank=True)
    secret = models.BooleanField(default=False)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.WAITING)
    written_at = models.DateTimeField(db_index=True)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=250, blank=True)

    objects = Messages.as_manager()

    class Meta:
        indexes = [models.Index(fields=["standing", "next_try_at"], name="messages_that_wait")]

    def __str__(self) -> str:
        return f"{self.subject} ({self.standing})"
