"""Organisations and what is known about them, for tests."""

from __future__ import annotations

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core import clock
from commonweal.core.tests.given import given
from commonweal.core.tokens import digest_of
from commonweal.intake.models import Run, SourceState
from commonweal.places.models import Area, Place, Postcode
from commonweal.sector import models
from commonweal.sector.choices import Kind, LinkKind, NameKind
from commonweal.sector.publishing import republish
from commonweal.sector.relaying import sender_key

LONG_AGO = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)


class AreaFactory(DjangoModelFactory[Area]):
    class Meta:
        model = Area
        django_get_or_create = ("kind", "code")

    code = "E07000148"
    kind = "district"
    name = "Norwich"


class PostcodeFactory(DjangoModelFactory[Postcode]):
    class Meta:
        model = Postcode
        django_get_or_create = ("postcode",)

    postcode = "NR1 1AA"
    latitude = 52.6256
    longitude = 1.3063
    county = "E10000020"
    district = "E07000148"
    ward = "E05012911"
    msoa = "E02005590"
    lsoa = "E01026789"


class PlaceFactory(DjangoModelFactory[Place]):
    class Meta:
        model = Place
        django_get_or_create = ("id",)

    id = 1
    name = "Norfolk"
    codes = ["E10000020"]


class RunFactory(DjangoModelFactory[Run]):
    class Meta:
        model = Run

    source = "charity-commission"
    standing = "done"
    actor_key = "robot:charity-commission"
    actor_label = "charity-commission (robot)"
    started_at = LONG_AGO
    beat_at = LONG_AGO
    finished_at = LONG_AGO


class OrganisationFactory(DjangoModelFactory[models.Organisation]):
    class Meta:
        model = models.Organisation

    ref = factory.Sequence(lambda n: f"GB-CHC-{1_000_000 + n}")
    name = factory.Sequence(lambda n: f"Friends of Mill Lane {n}")
    kind = Kind.CHARITY
    based_here = True
    added_at = LONG_AGO
    changed_at = LONG_AGO


class SourceRecordFactory(DjangoModelFactory[models.SourceRecord]):
    class Meta:
        model = models.SourceRecord

    source = "charity-commission"
    key = factory.LazyAttribute(lambda r: r.organisation.ref if r.organisation else "GB-CHC-1")
    organisation = factory.SubFactory(OrganisationFactory)
    facts = factory.LazyAttribute(lambda r: {"name": r.organisation.name, "kind": "charity"})
    digest = "0"
    first_run = factory.SubFactory(RunFactory)
    changed_run = factory.SelfAttribute("first_run")


class IdentifierFactory(DjangoModelFactory[models.Identifier]):
    class Meta:
        model = models.Identifier

    organisation = factory.SubFactory(OrganisationFactory)
    scheme = "GB-CHC"
    value = factory.LazyAttribute(lambda i: i.organisation.ref.removeprefix("GB-CHC-"))
    source = "charity-commission"


class NameFactory(DjangoModelFactory[models.Name]):
    class Meta:
        model = models.Name

    organisation = factory.SubFactory(OrganisationFactory)
    name = "The Mill Lane Lot"
    kind = NameKind.WORKING
    source = "charity-commission"


class FinancialYearFactory(DjangoModelFactory[models.FinancialYear]):
    class Meta:
        model = models.FinancialYear

    organisation = factory.SubFactory(OrganisationFactory)
    source = "charity-commission"
    year_end = dt.date(2025, 3, 31)
    income = 12_000
    spending = 11_500


class AreaServedFactory(DjangoModelFactory[models.AreaServed]):
    class Meta:
        model = models.AreaServed

    organisation = factory.SubFactory(OrganisationFactory)
    code = "E10000020"
    words = "Norfolk"
    source = "charity-commission"


class TermFactory(DjangoModelFactory[models.Term]):
    class Meta:
        model = models.Term
        django_get_or_create = ("scheme", "code")

    scheme = "what"
    code = "107"
    title = "Amateur sport"


class ClassificationFactory(DjangoModelFactory[models.Classification]):
    class Meta:
        model = models.Classification

    organisation = factory.SubFactory(OrganisationFactory)
    scheme = "what"
    code = "107"
    source = "charity-commission"


class LinkFactory(DjangoModelFactory[models.Link]):
    class Meta:
        model = models.Link

    organisation = factory.SubFactory(OrganisationFactory)
    kind = LinkKind.LINKED
    other_ref = "GB-CHC-1000000-1"
    other_name = "Mill Lane Almshouses"
    source = "charity-commission"


class CorrectionFactory(DjangoModelFactory[models.Correction]):
    class Meta:
        model = models.Correction

    organisation = factory.SubFactory(OrganisationFactory)
    fact = "website"
    value = "https://mill-lane.example"
    at = LONG_AGO
    by = "Ada"


class WithholdingFactory(DjangoModelFactory[models.Withholding]):
    class Meta:
        model = models.Withholding

    organisation = factory.SubFactory(OrganisationFactory)
    fact = ""
    reason = "A refuge"
    at = LONG_AGO
    by = "Ada"


class NominationFactory(DjangoModelFactory[models.Nomination]):
    class Meta:
        model = models.Nomination

    number = "11990344"
    reason = "Runs the hall"
    at = LONG_AGO
    by = "Ada"


class BodyLinkFactory(DjangoModelFactory[models.BodyLink]):
    class Meta:
        model = models.BodyLink

    left = "GB-CHC-1000001"
    right = "GB-COH-01234567"
    source = "charity-links"


class DoubtfulFactory(DjangoModelFactory[models.Doubtful]):
    class Meta:
        model = models.Doubtful

    left = factory.SubFactory(OrganisationFactory)
    right = factory.SubFactory(OrganisationFactory)
    reason = "Same name and postcode"
    raised_at = LONG_AGO
    raised_by = "matching (robot)"


class MergeFactory(DjangoModelFactory[models.Merge]):
    class Meta:
        model = models.Merge

    kept = factory.SubFactory(OrganisationFactory)
    absorbed = factory.SubFactory(OrganisationFactory)
    reason = "The same charity"
    at = LONG_AGO
    by = "Ada"


class MappingFactory(DjangoModelFactory[models.Mapping]):
    class Meta:
        model = models.Mapping

    name = factory.Sequence(lambda n: f"Our list {n}")
    owner = "Mill Lane Advice"
    licence = "Used by permission"
    columns = {"Name": "name"}
    saved_at = LONG_AGO
    saved_by = "Ada"


class SourceStateFactory(DjangoModelFactory[SourceState]):
    class Meta:
        model = SourceState
        django_get_or_create = ("source",)

    source = "charity-commission"
    last_seen = factory.SubFactory(RunFactory)
    applied = factory.SelfAttribute("last_seen")


def refresh(*organisations: models.Organisation) -> None:
    """What is published now, as after a nightly refresh."""
    with given():
        republish([o.pk for o in organisations])
    for organisation in organisations:
        organisation.refresh_from_db()


class ServiceFactory(DjangoModelFactory[models.Service]):
    class Meta:
        model = models.Service

    organisation = factory.SubFactory(OrganisationFactory)
    source = "added-here"
    name = factory.Sequence(lambda n: f"Lunch club {n}")
    added_at = LONG_AGO
    changed_at = LONG_AGO


class ServiceChangeFactory(DjangoModelFactory[models.ServiceChange]):
    class Meta:
        model = models.ServiceChange

    mark = 1


class LocationFactory(DjangoModelFactory[models.Location]):
    class Meta:
        model = models.Location

    organisation = factory.SubFactory(OrganisationFactory)
    source = "added-here"
    name = "Village hall"
    postcode = "NR1 1AA"


class ServiceAtLocationFactory(DjangoModelFactory[models.ServiceAtLocation]):
    class Meta:
        model = models.ServiceAtLocation

    service = factory.SubFactory(ServiceFactory)
    location = factory.SubFactory(LocationFactory)


class PartFactory(DjangoModelFactory[models.Schedule]):
    """What every part of a service needs."""

    class Meta:
        abstract = True

    service = factory.SubFactory(ServiceFactory)


class ScheduleFactory(PartFactory):
    class Meta:
        model = models.Schedule

    freq = "WEEKLY"
    byday = "MO"


class ClosureFactory(PartFactory):
    class Meta:
        model = models.Closure

    first = dt.date(2026, 12, 24)
    last = dt.date(2027, 1, 2)


class CostOptionFactory(PartFactory):
    class Meta:
        model = models.CostOption

    option = "A meal"
    amount = 4


class ServiceLanguageFactory(PartFactory):
    class Meta:
        model = models.ServiceLanguage

    code = "pl"


class ServiceContactFactory(PartFactory):
    class Meta:
        model = models.ServiceContact

    title = "The office"


class ServiceAreaFactory(PartFactory):
    class Meta:
        model = models.ServiceArea

    words = "Norwich"


class ServiceTermFactory(PartFactory):
    class Meta:
        model = models.ServiceTerm

    scheme = "need"
    code = "food"


class FeedFactory(DjangoModelFactory[models.Feed]):
    class Meta:
        model = models.Feed
        django_get_or_create = ("name",)

    name = "a-neighbour"
    title = "A neighbour's directory"
    owner = "Neighbour Council"
    licence = "Open Government Licence v3.0"
    saved_at = LONG_AGO
    saved_by = "Ada"


class MemberFactory(DjangoModelFactory[models.Member]):
    class Meta:
        model = models.Member

    organisation = factory.SubFactory(OrganisationFactory)
    person = factory.SubFactory(UserFactory)
    role = "owner"
    since = LONG_AGO
    by = "Ada"


class SuggestionFactory(DjangoModelFactory[models.Suggestion]):
    class Meta:
        model = models.Suggestion

    about = factory.SubFactory(OrganisationFactory)
    digest = factory.Sequence(lambda n: f"{n:064x}")
    at = factory.LazyFunction(lambda: dt.datetime.now(dt.UTC))


class SuggestedChangeFactory(DjangoModelFactory[models.SuggestedChange]):
    class Meta:
        model = models.SuggestedChange

    suggestion = factory.SubFactory(SuggestionFactory)
    field = "telephone"
    seen = ""
    suggested = "01603 123456"


class VersionFactory(DjangoModelFactory[models.Version]):
    class Meta:
        model = models.Version

    about = factory.SubFactory(OrganisationFactory)
    kind = "name"
    after = {"name": "The Mill Lane Lot", "kind": "also"}


class ConfirmationFactory(DjangoModelFactory[models.Confirmation]):
    class Meta:
        model = models.Confirmation

    organisation = factory.SubFactory(OrganisationFactory)
    on = LONG_AGO.date()
    at = LONG_AGO
    by = "Ada"
    how = "telephone"


class ReminderFactory(DjangoModelFactory[models.Reminder]):
    class Meta:
        model = models.Reminder

    organisation = factory.SubFactory(OrganisationFactory)
    to = "ann@example.org"
    digest = factory.Sequence(lambda n: digest_of(f"token {n}"))
    night = LONG_AGO.date()
    written_at = LONG_AGO
    expires_at = LONG_AGO + dt.timedelta(days=90)


class AnswerFactory(DjangoModelFactory[models.Answer]):
    class Meta:
        model = models.Answer

    organisation = factory.SubFactory(OrganisationFactory)
    said = "no-answer"
    at = LONG_AGO
    by = "Ada"


class FreshnessRuleFactory(DjangoModelFactory[models.FreshnessRule]):
    class Meta:
        model = models.FreshnessRule

    sort = "group"
    valid_from = LONG_AGO.date()
    months = 12
    nudge_after = 14
    telephone_after = 14
    grey_after = 30
    withdraw_after = 60
    reason = "As agreed by the board"


class ApplicationFactory(DjangoModelFactory[models.Application]):
    """A group that has proved its address and waits."""

    class Meta:
        model = models.Application

    name = factory.Sequence(lambda n: f"Knit and Natter {n}")
    does = "We knit, and talk."
    postcode = "NR1 1AA"
    contact_name = "Jo"
    email = factory.Sequence(lambda n: f"jo{n}@group.example")
    standing = "waiting"
    written_at = LONG_AGO
    proved_at = LONG_AGO
    lapses_at = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)


class ApplicationStepFactory(DjangoModelFactory[models.ApplicationStep]):
    class Meta:
        model = models.ApplicationStep

    application = factory.SubFactory(ApplicationFactory)
    kind = "written"
    at = LONG_AGO
    by = "a visitor"


class GroupLinkFactory(DjangoModelFactory[models.GroupLink]):
    class Meta:
        model = models.GroupLink

    digest = factory.Sequence(lambda n: f"{n:064d}")
    application = factory.SubFactory(ApplicationFactory)
    made_at = LONG_AGO
    expires_at = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)


class VouchFactory(DjangoModelFactory[models.Vouch]):
    """Somebody was asked, and has not answered."""

    class Meta:
        model = models.Vouch

    application = factory.SubFactory(ApplicationFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    person = factory.Sequence(lambda n: f"keeper{n}@known{n}.example")
    digest = factory.Sequence(lambda n: f"v{n:063d}")
    asked_at = LONG_AGO
    expires_at = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)


class RelayLetterFactory(DjangoModelFactory[models.RelayLetter]):
    class Meta:
        model = models.RelayLetter

    organisation = factory.SubFactory(OrganisationFactory, kind=Kind.GROUP)
    name = "Sam"
    address = "sam@writer.example"
    words = "When do you next meet, and may I come?"
    sender = factory.LazyAttribute(lambda letter: sender_key(letter.address))
    digest = factory.Sequence(lambda n: f"r{n:063d}")
    written_at = LONG_AGO
    expires_at = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)


class RelayStopFactory(DjangoModelFactory[models.RelayStop]):
    class Meta:
        model = models.RelayStop

    organisation = factory.SubFactory(OrganisationFactory, kind=Kind.GROUP)
    at = LONG_AGO


class PageClaimFactory(DjangoModelFactory[models.PageClaim]):
    class Meta:
        model = models.PageClaim

    organisation = factory.SubFactory(OrganisationFactory)
    name = "Ann Baker"
    email = factory.Sequence(lambda n: f"ann{n}@example.net")
    part = "Secretary"
    made_at = factory.LazyFunction(clock.now)
    link_digest = factory.Sequence(lambda n: digest_of(f"claim {n}"))
    link_until = factory.LazyFunction(lambda: clock.now() + dt.timedelta(days=3))


class InvitationFactory(DjangoModelFactory[models.Invitation]):
    class Meta:
        model = models.Invitation

    organisation = factory.SubFactory(OrganisationFactory)
    email = factory.Sequence(lambda n: f"invited{n}@example.net")
    role = "editor"
    link_digest = factory.Sequence(lambda n: digest_of(f"invitation {n}"))
    link_until = factory.LazyFunction(lambda: clock.now() + dt.timedelta(days=14))
    sent_at = factory.LazyFunction(clock.now)
    by = "Ada"


class MatchListFactory(DjangoModelFactory[models.MatchList]):
    class Meta:
        model = models.MatchList

    digest = factory.Sequence(lambda n: f"{n:064d}")
    folder = "0" * 32
    name = "grants"
    total = 1
    given_at = LONG_AGO


class MatchRowFactory(DjangoModelFactory[models.MatchRow]):
    class Meta:
        model = models.MatchRow

    matched = factory.SubFactory(MatchListFactory)
    number = 2
    said = "Friends of Mill Lane"
    answer = "doubtful"


class FeedbackFactory(DjangoModelFactory[models.Feedback]):
    class Meta:
        model = models.Feedback

    service = factory.SubFactory(ServiceFactory)
    on = LONG_AGO.date()
    respect = "yes"
    helped = "partly"
    words = "They listened."
    digest = factory.Sequence(lambda n: f"{n:064x}")


class FeedbackReleaseFactory(DjangoModelFactory[models.FeedbackRelease]):
    class Meta:
        model = models.FeedbackRelease

    service = factory.SubFactory(ServiceFactory)
    on = LONG_AGO.date()
    people = 12


class FeedbackAnswerFactory(DjangoModelFactory[models.FeedbackAnswer]):
    class Meta:
        model = models.FeedbackAnswer

    service = factory.SubFactory(ServiceFactory)
    words = "We now open at nine."
    at = LONG_AGO
    by = "Ada"
