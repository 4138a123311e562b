"""Groups that ask to be in the register, who vouches for them, and letters passed on to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonweal.sector.choices import Answer, Joining, Passing, StepKind
from commonweal.sector.models.organisations import Organisation
from commonweal.sector.querysets_groups import ApplicationQuerySet, LetterQuerySet, VouchQuerySet


class Application(models.Model):
    """A group without a number that asks to be in the register.

    Nobody sees it but its applicant, by a private link, those whom it named as knowing it, and
    staff. It becomes an organisation once it is vouched for. ``shows`` are the words of
    ``choosing.CHOICES`` that the group wants published; all else that it told stays private.
    ``told_to`` says who wrote it down, where the group did not do so itself.
    """

    personal_data = "contact of somebody who acts for a group"
    retention = (
        "while it waits; how to reach them is blanked ninety days after it came to nothing, "
        "and two years after a group that joined has ended"
    )

    name = models.CharField(max_length=255)
    does = models.TextField()
    meets = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    area = models.CharField(max_length=9, blank=True)
    contact_name = models.CharField(max_length=120, blank=True)
    email = models.CharField(max_length=254, blank=True)
    telephone = models.CharField(max_length=60, blank=True)
    shows = models.JSONField(default=list)
    told_to = models.CharField(max_length=200, blank=True)
    ask_steward = models.BooleanField(default=False)
    standing = models.CharField(
        max_length=9, choices=Joining.choices, default=Joining.UNPROVED, db_index=True
    )
    written_at = models.DateTimeField()
    proved_at = models.DateTimeField(null=True)
    lapses_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, related_name="applications"
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="every_application_has_a_name"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) | Q(standing=Joining.VOUCHED),
                name="only_a_vouched_group_is_an_organisation",
            ),
            models.CheckConstraint(
                condition=~Q(standing=Joining.WAITING)
                | Q(proved_at__isnull=False, lapses_at__isnull=False),
                name="what_waits_is_proved_and_lapses_one_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ApplicationStep(models.Model):
    """Something that happened to an application: when, by whom, in which words."""

    personal_data = "staff, and what a group says of itself"
    retention = "with the application; its words are blanked with its contact"

    application = models.ForeignKey(Application, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=9, choices=StepKind.choices)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.application}: {self.get_kind_display()}"


class GroupLink(models.Model):
    """A private link that was sent to a group: to its application, or to what of it is shown.

    The letter holds the secret, this row only its digest.
    """

    personal_data = "none"
    retention = "until it expires"

    digest = models.CharField(max_length=64, unique=True)
    application = models.ForeignKey(Application, models.CASCADE, null=True, related_name="links")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, related_name="group_links"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=False, organisation__isnull=True)
                | Q(application__isnull=True, organisation__isnull=False),
                name="a_link_is_about_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"link to {self.application or self.organisation}"


class Vouch(models.Model):
    """The question whether somebody knows a group, and what they answered.

    Put to one person who keeps an organisation's page, by a private link; or said by a steward,
    and then it is of no organisation. ``person`` is the address it was sent to: never shown, and
    compared so that one person counts once.
    """

    personal_data = "contact of somebody who acts for an organisation"
    retention = (
        "with the application; the address is blanked with the applicant's, "
        "and words that were not answered with it"
    )

    application = models.ForeignKey(Application, models.CASCADE, related_name="vouches")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, related_name="vouches_asked"
    )
    person = models.CharField(max_length=254, blank=True)
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=7, choices=Answer.choices, blank=True)
    words = models.CharField(max_length=500, blank=True)
    said_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=200, blank=True)
    looked_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=500, blank=True)

    objects = VouchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["digest"], condition=~Q(digest=""), name="a_link_to_vouch_is_one_persons"
            ),
            models.UniqueConstraint(
                fields=["application", "organisation", "person"],
                condition=Q(organisation__isnull=False) & ~Q(person=""),
                name="a_person_is_asked_once_for_an_organisation",
            ),
            models.CheckConstraint(
                condition=Q(said="", said_at__isnull=True)
                | (~Q(said="") & Q(said_at__isnull=False)),
                name="what_is_said_is_said_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(said=""),
                name="only_what_was_said_is_taken_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation or self.by}: {self.said or 'asked'}"


class RelayLetter(models.Model):
    """A letter from somebody to an organisation that shows no address.

    It goes once the sender has pressed the link sent to them; then its words, and the sender's
    name, are wiped. Where nothing goes by e-mail it waits for a steward to pass it on.
    ``stop_digest`` is of the link in the letter by which the organisation stops such letters.
    """

    personal_data = "contact of somebody who writes to an organisation, and what they write"
    retention = (
        "until it went or was passed on, ninety days at most; then that one went, for ninety days"
    )

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="letters_in")
    name = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=254, blank=True)
    words = models.TextField(blank=True)
    sender = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    stop_digest = models.CharField(max_length=64, blank=True, db_index=True)
    standing = models.CharField(
        max_length=10, choices=Passing.choices, default=Passing.UNPROVED, db_index=True
    )
    written_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    pressed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=200, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(standing__in=[Passing.UNPROVED, Passing.TO_PASS_ON])
                | Q(words="", address="", name=""),
                name="a_letter_that_went_is_not_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"letter to {self.organisation}"


class RelayStop(models.Model):
    """An organisation takes no letters this way: from one sender, or, where blank, from anybody.

    ``sender`` is a keyed hash of their address, so that no list of who wrote to whom is kept.
    """

    personal_data = "none"
    retention = "kept"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="relay_stops")
    sender = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "sender"],
                condition=Q(ended_at__isnull=True),
                name="letters_are_stopped_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {'one sender' if self.sender else 'no letters'}"
