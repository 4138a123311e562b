"""A small world for counting: one county, two towns, a handful of organisations."""

from __future__ import annotations

import datetime as dt
import uuid

from commonweal.commitments.reports import whole_of
from commonweal.commitments.tests.factories import (
    ActionFactory,
    AnswerFactory,
    BallotFactory,
    CallFactory,
    CandidateFactory,
    CommitmentFactory,
    DocumentFactory,
    ElectionFactory,
    ParagraphFactory,
    VersionFactory,
)
from commonweal.core.tests.given import given
from commonweal.sector.models import Organisation
from commonweal.sector.searching import index
from commonweal.sector.tests.factories import (
    AreaFactory,
    AreaServedFactory,
    ClassificationFactory,
    FinancialYearFactory,
    IdentifierFactory,
    LocationFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
    ScheduleFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    ServiceTermFactory,
    SourceRecordFactory,
    TermFactory,
)

COUNCILLOR = 4_000_000
LUNCH = "5f0d6f0e-7f0b-4c57-9a53-2c1f0a7c9e11"
WIND = "0b8a2c3e-52a4-4b1d-9d0f-7a6f2d1c3b55"
# The pages whose questions to the database are counted. Add yours.
PAGES = [
    "/",
    "/areas/",
    "/areas/E07000148/",
    "/organisations/GB-CHC-1000001/",
    "/organisations/GB-CHC-1000001.json",
    "/organisations/GB-CHC-1000001/claim/",
    "/organisations/GB-CHC-1000001/suggest/",
    "/search/",
    "/search/?q=mill",
    "/search/?q=mill&near=NR1+1AA&within=5",
    "/services/",
    "/services/?when=sa&near=NR1+1AA&need=food",
    "/services/gaps/?need=food",
    f"/services/{LUNCH}/",
    f"/services/{LUNCH}/feedback/",
    f"/services/{LUNCH}/suggest/",
    f"/services/{LUNCH}.ics",
    "/answer/",
    "/elections/",
    "/elections/?postcode=NR1+1AA",
    "/elections/county-2021/",
    "/elections/county-2021/local.saltwold.lantern.2021-05-06/",
    "/elections/county-2021/ask/1/",
    "/elections/county-2021/log/",
    "/elections/county-2021/corrections/",
    "/elections/county-2021/answers.json",
    "/elections/county-2021/answers.csv",
    f"/councillors/{COUNCILLOR}/",
    "/join/",
    "/promises/",
    "/promises/a-fair-wind/",
    "/promises/a-fair-wind/versions/",
    "/promises/a-fair-wind/versions/2/since/1/",
    f"/promises/a-fair-wind/part/{WIND}/",
    "/match/",
    "/data/",
    "/data/freshness/",
    "/accessibility/",
    "/account/login/",
    "/api/v1/organisations",
    "/api/v1/services",
    "/reconcile",
    "/open-referral/services",
    "/healthz",
]


def lay_out() -> None:
    """Lay the world out as given."""
    PlaceFactory()
    AreaFactory(code="E10000020", kind="county", name="Norfolk")
    AreaFactory(code="E07000148", name="Norwich", parent="E10000020", population=140_000)
    AreaFactory(code="E07000143", name="Breckland", parent="E10000020", population=150_000)
    PostcodeFactory()
    TermFactory()
    made = []
    for n in range(1, 9):
        organisation = OrganisationFactory(
            ref=f"GB-CHC-{1_000_000 + n}",
            name=f"Friends of Mill Lane {n}",
            postcode="NR1 1AA",
            district="E07000148",
            county="E10000020",
            latitude=52.6256,
            longitude=1.3063,
            income=1_000 * n,
        )
        record = SourceRecordFactory(organisation=organisation)
        IdentifierFactory(organisation=organisation)
        AreaServedFactory(organisation=organisation)
        ClassificationFactory(organisation=organisation)
        FinancialYearFactory(organisation=organisation)
        made.append(record.organisation_id)
    lay_out_services(made)
    lay_out_election()
    with given():
        index(made)
    lay_out_promises()


def lay_out_promises() -> None:
    """A strategy with a priority area, published twice."""
    wind = DocumentFactory(slug="a-fair-wind", standing="adopted", adopted_on=dt.date(2026, 3, 2))
    part = ParagraphFactory(document=wind, key=WIND, code="1")
    CommitmentFactory(document=wind, paragraph=part)
    ActionFactory(document=wind, paragraph=part)
    for number in (1, 2):
        ParagraphFactory(document=wind)
        body = whole_of(wind).as_body()
        VersionFactory(document=wind, number=number, standing="adopted", body=body)


def lay_out_services(organisations: list[int]) -> None:
    """Each organisation gives a lunch on Saturdays at a hall of its own."""
    TermFactory(scheme="need", code="food", title="Food and essentials")
    for n, owner in enumerate(Organisation.objects.filter(pk__in=organisations)):
        service = ServiceFactory(
            organisation=owner, name=f"Lunch {n}", uuid=LUNCH if not n else uuid.uuid4()
        )
        hall = LocationFactory(organisation=owner, latitude=52.62, longitude=1.3, ward="E05000001")
        at = ServiceAtLocationFactory(service=service, location=hall)
        ScheduleFactory(service=service, at=at, byday="SA")
        ServiceTermFactory(service=service)


def lay_out_election() -> None:
    """An election of 2021 whose candidates were asked one thing, and one of whom was elected."""
    then = dt.datetime(2021, 4, 1, 9, 0, tzinfo=dt.UTC)
    election = ElectionFactory(slug="county-2021", on=dt.date(2021, 5, 6), notice_on=None)
    call = CallFactory(
        election=election, opened_at=then, invite_at=then,
        closes_at=then + dt.timedelta(days=14), reveal_at=then + dt.timedelta(days=15),
    )  # fmt: skip
    ask = ParagraphFactory(document=call.document, kind="ask")
    ballot = BallotFactory(
        election=election, code="local.saltwold.lantern.2021-05-06", area="E05000001",
        checked_at=then, checked_by="Ines", results_at=then + dt.timedelta(days=40),
    )  # fmt: skip
    for n in range(4):
        who = CandidateFactory(
            pk=COUNCILLOR + n, ballot=ballot, elected=not n,
            office_from=None if n else dt.date(2021, 5, 10),
        )  # fmt: skip
        AnswerFactory(call=call, candidate=who, ask=ask, at=then)
