"""Messages out, kept until they have gone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonweal.comms.choices import Channel, Standing
from commonweal.comms.querysets import Bounces, Messages


class Message(models.Model):
    """One message to one address, waiting in the outbox or gone from it.

    Keyed by address; knows no people. ``reply_to`` is where an answer goes, if not to the place.
    ``stop_address`` is the private page on which its reader stops more of its kind; mail programs
    show a button for it (RFC 8058).
    The words are wiped thirty days after it went; those of a
    ``secret`` one, which hold a code or a private link, as soon as it went, and its address a week
    later; of a ``private`` one the address at once, so that nobody reads here who was written to.
    ``about`` is what whoever wrote it finds it again by; it names nobody. ``gateway_id`` is what
    the gateway of texts calls it, and ``arrived_at`` when that said it had arrived.
    """

    personal_data = "contact"
    retention = (
        "words for thirty days, the fact of sending for two years; of secret ones no words and the"
        " address for a week; of private ones neither"
    )

    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    to = models.CharField(max_length=254)
    reply_to = models.CharField(max_length=254, blank=True)
    stop_address = models.CharField(max_length=300, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    body = models.TextField(blank=True)
    secret = models.BooleanField(default=False)
    private = models.BooleanField(default=False)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.WAITING)
    written_at = models.DateTimeField(db_index=True)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=250, blank=True)
    about = models.CharField(max_length=100, blank=True, db_index=True)
    gateway_id = models.CharField(max_length=100, blank=True, db_index=True)
    arrived_at = models.DateTimeField(null=True)

    objects = Messages.as_manager()

    class Meta:
        indexes = [models.Index(fields=["standing", "next_try_at"], name="messages_that_wait")]

    def __str__(self) -> str:
        return f"{self.subject} ({self.standing})"


class Bounce(models.Model):
    """A letter of ours that came back from an address, and what the mail server said of it.

    ``hard`` when the address itself is at fault for good. ``key`` tells the same report taken in
    twice. Stands until staff clear it, or the address is no longer the one that is known.
    """

    personal_data = "contact"
    retention = "two years"

    address = models.CharField(max_length=254, db_index=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="bounces")
    at = models.DateTimeField()
    status = models.CharField(max_length=12, blank=True)
    words = models.CharField(max_length=250, blank=True)
    hard = models.BooleanField()
    key = models.CharField(max_length=64)
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.CharField(max_length=200, blank=True)

    objects = Bounces.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "key"],
                condition=Q(message__isnull=False),
                name="a_report_is_noted_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.words}".strip()
