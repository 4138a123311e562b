"""Services from neighbours' directories."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.core.actors import Robot
from commonweal.core.refused import Refused
from commonweal.intake.folders import rejects_of
from commonweal.intake.models import Run
from commonweal.sector.actions import (
    add_group,
    bring_in,
    confirm_bringing,
    merge_organisations,
    save_feed,
)
from commonweal.sector.choices import ServiceStatus
from commonweal.sector.models import (
    Doubtful,
    Feed,
    Location,
    Organisation,
    Service,
    ServiceTerm,
    SourceRecord,
    Term,
)
from commonweal.sector.sources.open_referral_read import Read, read
from commonweal.sector.tests.factories import (
    FeedFactory,
    IdentifierFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
    ServiceFactory,
    SourceRecordFactory,
    refresh,
)
from commonweal.sector.tests.people import OTHERS, steward

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 25)
NEIGHBOUR = Robot("feed-a-neighbour")
LUNCH, CHOIR = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
MILL = {"id": "mill", "name": "Mill Lane Trust", "description": "<p>For the lane</p>"}


def lunch(**other: Any) -> dict[str, Any]:
    """The body of a service, as a feed has it."""
    return {
        "id": LUNCH, "name": "Lunch club", "description": "<p>A hot <b>meal</b></p>",
        "status": "active", "organization": MILL, "assured_date": "2026-10-01",
        "service_at_locations": [{"id": "1", "location": {
            "id": "l1", "name": "Hall", "location_type": "physical",
            "addresses": [{"address_1": "1 Lane", "city": "Norwich", "postal_code": "NR1 1AA"}]}}],
        "schedules": [{"id": "s", "freq": "WEEKLY", "byday": "WE", "opens_at": "12:00",
                       "closes_at": "14:00"}],
        "attributes": [{"taxonomy_term": {"id": "food", "name": "Food"}}],
        **other,
    }  # fmt: skip


@pytest.fixture(autouse=True)
def place():
    PlaceFactory()
    PostcodeFactory()
    PostcodeFactory(postcode="IP1 1AA", county="E10000029", district="E07000202", ward="E05009999")
    return FeedFactory()


@pytest.fixture
def feed(tmp_path):
    def brings(*bodies: Any, name: str = "a-neighbour", trial: bool = False) -> Run:
        path = tmp_path / "services.json"
        path.write_text(json.dumps(list(bodies)), encoding="utf-8")
        options = {"feed": name}
        return bring_in(
            by=NEIGHBOUR, source="open-referral", path=path, trial=trial, options=options
        )

    return brings


def rejects(run: Run) -> list[list[str]]:
    path = rejects_of(run)
    return list(csv.reader(path.open(encoding="utf-8")))[1:] if path else []


def done(run: Run) -> tuple[int, ...]:
    return (run.created, run.updated, run.unchanged, run.outside, run.rejected, run.gone)


class TestAFeed:
    def test_brings_services_with_all_that_belongs_to_them(self, feed):
        run = feed(lunch())

        service = Service.objects.get()
        term = Term.objects.get(scheme="feed")
        assert (run.standing, done(run)) == ("done", (1, 0, 0, 0, 0, 0))
        assert str(service.uuid) == LUNCH
        assert service.description == "A hot meal"
        assert (service.assured_by, str(service.assured_on)) == ("Neighbour Council", "2026-10-01")
        assert str(service.schedules.get()) == "Wednesdays, midday to 2pm"
        assert service.at.get().location.district == "E07000148"
        assert (term.title, service.terms.get().code) == ("Food", term.code)
        assert Service.objects.published().get() == service

    def test_changes_nothing_the_second_time_and_says_so(self, feed):
        feed(lunch())
        before = list(Location.objects.values()), list(ServiceTerm.objects.values())

        assert feed(lunch()).standing == "unchanged"
        again = feed(lunch(), lunch(id=CHOIR, name="Choir"))

        assert done(again) == (1, 0, 1, 0, 0, 0)
        assert list(Location.objects.filter(services_at__service__uuid=LUNCH).values()) == before[0]

    def test_writes_only_what_changed(self, feed):
        feed(lunch())
        hours = Service.objects.get().schedules.get().uuid

        run = feed(lunch(name="Lunch and tea"))

        assert done(run) == (0, 1, 0, 0, 0, 0)
        assert Service.objects.get().name == "Lunch and tea"
        assert Service.objects.get().schedules.get().uuid == hours

    def test_only_tries_where_it_is_asked_to(self, feed):
        run = feed(lunch(), trial=True)

        assert (run.standing, run.created) == ("trial", 1)
        assert not Service.objects.exists()
        assert not Organisation.objects.exists()

    def test_withdraws_what_is_gone_and_takes_it_back(self, feed):
        others = [lunch(id=str(uuid.UUID(int=n)), name=f"Group {n}") for n in range(10, 110)]
        feed(lunch(), *others)

        gone = feed(*others)
        assert (gone.standing, gone.gone) == ("done", 1)
        assert Service.objects.get(uuid=LUNCH).status == ServiceStatus.DEFUNCT
        assert Service.objects.published().count() == 100

        feed(lunch(), *others)
        assert Service.objects.get(uuid=LUNCH).status == ServiceStatus.ACTIVE
        assert Service.objects.count() == 101

    def test_waits_for_a_person_where_many_are_gone(self, feed):
        feed(lunch(), lunch(id=CHOIR, name="Choir"))

        waiting = feed(lunch())
        assert waiting.standing == "waiting"
        assert Service.objects.filter(status=ServiceStatus.ACTIVE).count() == 2

        confirm_bringing(by=steward, run=waiting)
        assert Service.objects.filter(status=ServiceStatus.ACTIVE).count() == 1

    def test_says_what_it_set_aside_and_what_it_left_out(self, feed):
        run = feed(
            lunch(url="http:www", minimum_age="old"),
            lunch(name="Twice"),
            lunch(id=CHOIR, name="<p> </p>"),
            {"id": "x", "name": "Nobody's"},
            {"name": "Nameless"},
        )

        reasons = [reason for _, _, reason in rejects(run)]
        assert done(run) == (1, 0, 0, 0, 4, 0)
        assert "has the identifier of row 1" in reasons
        assert "has no name" in reasons
        assert "names no organisation" in reasons
        assert "has no identifier" in reasons
        assert sum(r.startswith("left out: ") for r in reasons) == 2
        assert (Service.objects.get().website, Service.objects.get().minimum_age) == ("", None)

    def test_keeps_what_it_knew_of_a_service_that_cannot_be_read_now(self, feed):
        feed(lunch())

        run = feed(lunch(organization=None))
        again = feed(lunch(name="Lunch and tea"))

        assert (run.rejected, run.gone) == (1, 0)
        assert done(again) == (0, 1, 0, 0, 0, 0)
        assert Service.objects.get().status == ServiceStatus.ACTIVE

    def test_refuses_the_identifier_of_another_sources_service(self, feed):
        ours = ServiceFactory(uuid=LUNCH, name="Ours")
        FeedFactory(name="another", owner="Another Council")

        run = feed(lunch())
        feed(lunch(id=CHOIR), name="another")
        other = feed(lunch(id=CHOIR.upper()))

        assert "kept by us" in rejects(run)[0][2]
        assert "kept by Another Council" in rejects(other)[0][2]
        ours.refresh_from_db()
        assert ours.name == "Ours"

    def test_may_number_its_services_as_another_does(self, feed):
        FeedFactory(name="another", owner="Another Council")

        feed(lunch(id=1))
        feed(lunch(id=1), name="another")

        assert Service.objects.count() == 2

    def test_keeps_what_is_elsewhere_away_where_only_ours_are_wanted(self, feed):
        Feed.objects.get()
        save_feed(by=steward, name="a-neighbour", title="T", owner="O", licence="L", only_here=True)
        there = json.loads(json.dumps(lunch(id=CHOIR)).replace("NR1 1AA", "IP1 1AA"))
        for_us = lunch(id=str(uuid.UUID(int=7)), service_at_locations=[], service_areas=[
            {"id": "a", "name": "Norfolk", "uri": "http://x.example/id/E10000020"}])  # fmt: skip

        assert done(feed(lunch(), there, for_us)) == (2, 0, 0, 1, 0, 0)

        moved = json.loads(json.dumps(lunch()).replace("NR1 1AA", "IP1 1AA"))
        feed(moved, there, for_us)
        assert Service.objects.get(uuid=LUNCH).status == ServiceStatus.DEFUNCT


def trusts(number: int) -> list[dict[str, Any]]:
    """So many services, each of an organisation of its own."""
    ids = [uuid.UUID(int=100 + n) for n in range(number)]
    return [
        lunch(id=str(one), name=f"Lunch {n}", organization={"id": f"t{n}", "name": f"Trust {n}"})
        for n, one in enumerate(ids)
    ]


class TestWhatAFeedCosts:
    def test_to_judge_is_the_same_however_many_services_it_has(self, feed):
        save_feed(by=steward, name="a-neighbour", title="T", owner="O", licence="L", only_here=True)
        feed(*trusts(1), trial=True)
        asked = []
        for number in (2, 9):
            with CaptureQueriesContext(connection) as queries:
                assert feed(*trusts(number), trial=True).read == number
            asked.append(len(queries))

        assert asked[0] == asked[1]

    def test_to_change_one_is_the_same_however_many_stand_beside_it(self, feed):
        asked = []
        for number in (3, 9):
            first, *others = trusts(number)
            feed(first, *others)
            with CaptureQueriesContext(connection) as queries:
                run = feed({**first, "name": f"Supper {number}"}, *others)
            assert done(run) == (0, 1, number - 1, 0, 0, 0)
            asked.append(len(queries))

        assert asked[0] == asked[1]


class TestTheOrganisationOfAService:
    def test_is_the_one_that_has_its_number(self, feed):
        charity = OrganisationFactory(ref="GB-CHC-1090095", name="Mill Lane")
        facts = {"name": "Mill Lane", "kind": "charity", "postcode": "NR1 1AA"}
        SourceRecordFactory(organisation=charity, facts=facts)
        IdentifierFactory(organisation=charity)
        refresh(charity)
        before = Organisation.objects.values().get()
        numbered = {**MILL, "description": "Ours now", "organization_identifiers": [
            {"identifier_scheme": "GB-CHC", "identifier": "1090095"}]}  # fmt: skip

        feed(lunch(organization=numbered))

        assert Service.objects.get().organisation == charity
        assert Organisation.objects.values().get() == before
        assert SourceRecord.objects.count() == 1

    def test_is_else_a_new_one_of_the_feeds_that_is_put_to_a_person(self, feed):
        PostcodeFactory()
        add_group(by=steward, name="Mill Lane Trust", facts={"postcode": "NR1 1AA"})

        feed(lunch())

        made = Service.objects.get().organisation
        record = made.records.get()
        assert (made.name, made.kind, made.postcode) == ("Mill Lane Trust", "other", "NR1 1AA")
        assert (record.source, made.description) == ("feed-a-neighbour", "For the lane")
        assert made.ref.startswith("XX-VCSE-neighbour-council-")
        assert {d.left_id for d in Doubtful.objects.all()} | {
            d.right_id for d in Doubtful.objects.all()
        } >= {made.pk}

    def test_changes_as_its_feed_does(self, feed):
        feed(lunch())

        feed(lunch(organization={**MILL, "name": "Mill Lane Community Trust"}))

        assert Organisation.objects.get().name == "Mill Lane Community Trust"

    def test_is_the_one_it_was_merged_into_and_that_is_left_alone(self, feed):
        feed(lunch())
        made = Service.objects.get().organisation
        ours = add_group(by=steward, name="Mill Lane", facts={"postcode": "NR1 1AA"})
        merge_organisations(by=steward, kept=ours, absorbed=made, reason="The same")
        ours.refresh_from_db()

        feed(lunch(name="Lunch"), lunch(id=CHOIR, organization={
            **MILL, "name": "Loud", "description": "Shouted", "email": "a@b.example"}))  # fmt: skip

        ours.refresh_from_db()
        assert set(Service.objects.values_list("organisation", flat=True)) == {ours.pk}
        assert (ours.name, ours.description, ours.email) == ("Mill Lane", "", "")

    def test_is_found_again_when_its_number_is_no_longer_stated(self, feed):
        charity = OrganisationFactory(ref="GB-CHC-1090095")
        IdentifierFactory(organisation=charity)
        numbered = {**MILL, "organization_identifiers": [
            {"identifier_scheme": "GB-CHC", "identifier": "1090095"}]}  # fmt: skip
        feed(lunch(organization=numbered))

        feed(lunch())

        assert Service.objects.get().organisation == charity
        assert Organisation.objects.count() == 1


class TestSaveFeed:
    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"name": "A b"}, "name"),
            ({"name": ""}, "name"),
            ({"name": "a" * 35}, "name"),
            ({"title": " "}, "title"),
            ({"owner": ""}, "owner"),
            ({"owner": "x" * 121}, "owner"),
            ({"licence": ""}, "licence"),
            ({"address": "ftp://x.example"}, "address"),
            ({"address": "javascript:alert(1)"}, "address"),
            ({"address": "https://a:b@x.example"}, "address"),
            ({"address": "https://x.example/?key=1"}, "address"),
            ({"licence_address": "file:///etc/passwd"}, "licence_address"),
        ],
    )
    def test_refuses_what_cannot_be(self, wrong, field):
        right = {"name": "b", "title": "T", "owner": "O", "licence": "L"}

        with pytest.raises(Refused) as refusal:
            save_feed(by=steward, **{**right, **wrong})

        assert refusal.value.field == field

    @pytest.mark.parametrize("person", [p for p in OTHERS if not isinstance(p, Robot)])
    def test_is_not_for_everybody(self, person):
        with pytest.raises(PermissionDenied):
            save_feed(by=person, name="b", title="T", owner="O", licence="L")


text = st.text(st.characters(), max_size=30) | st.sampled_from(
    ["<script>x</script>", "\x00", "\ud800", "1e999", "nan", "W" * 3_000, "2026-13-40", "MO,1TU"]
)
thing: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=6,
)
ROWS = {
    "service_at_locations": ["id", "location", "schedules"],
    "location": ["id", "name", "latitude", "longitude", "addresses", "accessibility"],
    "addresses": ["address_1", "city", "postal_code"],
    "schedules": ["freq", "byday", "bymonthday", "interval", "dtstart", "opens_at", "closes_at",
                  "valid_from", "valid_to", "description"],
    "holiday_schedules": ["start_date", "end_date", "closed", "open_at"],
    "cost_options": ["option", "amount", "amount_description", "valid_from"],
    "languages": ["code", "language"], "contacts": ["name", "title", "phones"],
    "phones": ["number"], "service_areas": ["name", "uri"], "attributes": ["taxonomy_term"],
    "taxonomy_term": ["id", "name"], "pc_targetAudience": ["audienceType"],
    "eligibilitys": ["minimum_age", "eligibility"], "accessibility": ["description"],
    "organization": ["id", "name", "url", "email", "organization_identifiers"],
    "organization_identifiers": ["identifier_scheme", "identifier"],
}  # fmt: skip
OWN = ["id", "name", "description", "url", "email", "status", "fees", "minimum_age", "maximum_age",
       "assured_date", "attending_type", "alert"]  # fmt: skip


def hostile(name: str, depth: int = 0) -> st.SearchStrategy[Any]:
    """What a feed might have under a name: what belongs there, or anything."""
    if name not in ROWS or depth > 3:
        return thing
    row = st.fixed_dictionaries({}, optional={n: hostile(n, depth + 1) for n in ROWS[name]})
    return thing | row | st.lists(row, max_size=3)


BODY = st.fixed_dictionaries(
    {"id": st.just(LUNCH) | st.uuids().map(str) | thing, "name": st.just("Lunch") | thing,
     "organization": st.just(MILL) | hostile("organization")},
    optional={n: hostile(n) for n in [*OWN, *ROWS] if n not in {"id", "name", "organization"}},
)  # fmt: skip


class TestHostileBodies:
    @settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
    @given(body=BODY)
    def test_are_read_or_refused_in_a_sentence(self, body):
        body = json.loads(json.dumps(body))
        try:
            told = read(body, today=TODAY)
        except ValueError as problem:
            assert not isinstance(problem, UnicodeError)
            assert str(problem)
        else:
            assert isinstance(told, Read)
            assert not re.search(r"<[a-zA-Z/!][^<>]*>", told.told.description)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(bodies=st.lists(BODY, max_size=4))
    def test_are_brought_in_or_set_aside_by_row(self, feed, bodies):
        with transaction.atomic():
            run = feed(*json.loads(json.dumps(bodies)))

            assert run.standing in {"done", "unchanged"}
            assert (run.read, run.created + run.rejected) == (len(bodies), len(bodies))
            assert Service.objects.count() == run.created
            transaction.set_rollback(True)

    @pytest.mark.parametrize(
        "content",
        [b"", b"[", b"7", b"[1]", b"\xff\xfe", b'{"a": []}', b"[" * 100_000,
         b"[" + b"9" * 9_000 + b"]"],
    )  # fmt: skip
    def test_that_are_no_services_fail_the_run_in_a_sentence(self, tmp_path, content):
        path = tmp_path / "services.json"
        path.write_bytes(content)

        run = bring_in(
            by=NEIGHBOUR, source="open-referral", path=path, options={"feed": "a-neighbour"}
        )

        assert run.standing == "failed"
        assert run.problem.endswith(".")


class TestTheFeedOfARealCouncil:
    def test_comes_in_whole_and_clean(self, real_data: Path):
        path = real_data / "services" / "council_feed_v1.json"
        options = {"feed": "a-neighbour"}

        run = bring_in(by=NEIGHBOUR, source="open-referral", path=path, options=options)
        kept = list(Service.objects.values_list("description", flat=True))
        reasons = [reason for _, _, reason in rejects(run) if not reason.startswith("left out")]

        twice = "has the identifier of row "
        assert done(run) == (811, 0, 0, 0, 8, 0)  # one of the 812 that can be read is there twice
        assert sorted(r for r in reasons if not r.startswith(twice)) == [
            "has no name", *["names no organisation"] * 6
        ]  # fmt: skip
        assert sum(r.startswith(twice) for r in reasons) == 1
        assert len(kept) == 811
        assert not [text for text in kept if re.search(r"<[a-zA-Z/!][^<>]*>", text)]
        assert Organisation.objects.count() == 594
        again = bring_in(by=NEIGHBOUR, source="feed-a-neighbour", path=path)
        assert again.standing == "unchanged"
