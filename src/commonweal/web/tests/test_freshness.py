"""What the public is told of how fresh entries are."""

from __future__ import annotations

import csv
import datetime as dt

import pytest
from django.utils import timezone

from commonweal.core.tests.given import given
from commonweal.sector import actions
from commonweal.sector.models import Organisation, Service
from commonweal.sector.reports.freshness import score
from commonweal.sector.tests.factories import (
    ClassificationFactory,
    OrganisationFactory,
    PlaceFactory,
    ServiceFactory,
    ServiceTermFactory,
    SourceRecordFactory,
    TermFactory,
    WithholdingFactory,
    refresh,
)
from commonweal.sector.tests.people import steward

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def place():
    return PlaceFactory(everywhere=True, codes=[], keeper="Norfolk Voices")


def days_ago(n):
    return timezone.now() - dt.timedelta(days=n)


def a_group(days=400, **more):
    with given():
        made = OrganisationFactory(kind="group", added_at=days_ago(days), **more)
        SourceRecordFactory(
            organisation=made, source="added-here", key=made.ref, first_run=None,
            changed_run=None, stated_at=days_ago(days), facts={"name": made.name, "kind": "group"},
        )  # fmt: skip
    return made


def page_of(client, organisation):
    return client.get(f"/organisations/{organisation.ref}/").content.decode()


class TestThePageOfAnOrganisation:
    def test_says_what_a_register_has_and_nobody_confirmed(self, client):
        mill = SourceRecordFactory().organisation

        assert "As the register has it; not confirmed by the organisation itself" in page_of(
            client, mill
        )

    def test_says_when_they_confirmed_it(self, client):
        mill = SourceRecordFactory().organisation
        actions.note_confirmation(by=steward, organisation=mill, reason="Rang them", on=TODAY())

        page = page_of(client, mill)

        assert f"Confirmed by them on {TODAY().day} " in page
        assert "not confirmed" not in page.lower()

    def test_says_when_staff_did(self, client):
        mill = SourceRecordFactory().organisation
        actions.confirm_entry(by=steward, organisation=mill)

        page = page_of(client, mill)
        assert "Confirmed by Norfolk Voices on" in page
        assert "Ada" not in page

    def test_says_since_when_nobody_has(self, client):
        mill = SourceRecordFactory().organisation
        on = TODAY() - dt.timedelta(days=500)
        actions.note_confirmation(by=steward, organisation=mill, reason="Rang them", on=on)

        assert f"Not confirmed since {on.day} " in page_of(client, mill)

    def test_says_when_a_group_told_us(self, client):
        new, old = a_group(days=10), a_group()

        assert "Told to us on" in page_of(client, new)
        assert "and not confirmed since" not in page_of(client, new)
        assert "and not confirmed since" in page_of(client, old)

    def test_warns_in_words_where_it_is_greyed(self, client):
        bread = a_group(stage="greyed", stage_on=TODAY())

        page = page_of(client, bread)

        assert "Nobody has confirmed this since" in page
        assert "Ask before you rely on it" in page

    def test_is_not_there_once_it_is_withdrawn(self, client):
        bread = a_group(stage="withdrawn", stage_on=TODAY())
        breakfast = ServiceFactory(organisation=bread)

        for address in (
            f"/organisations/{bread.ref}/", f"/organisations/{bread.ref}.json",
            f"/api/v1/organisations/{bread.ref}", f"/services/{breakfast.uuid}/",
            f"/open-referral/services/{breakfast.uuid}",
            f"/open-referral/organizations/{bread.uuid}",
        ):  # fmt: skip
            assert client.get(address).status_code == 404, address

    def test_gives_the_day_to_programs(self, client):
        mill = SourceRecordFactory().organisation
        actions.confirm_entry(by=steward, organisation=mill)

        for address in (f"/organisations/{mill.ref}.json", f"/api/v1/organisations/{mill.ref}"):
            found = client.get(address).json()
            found = found.get("organisation", found)
            assert found["confirmed_on"] == TODAY().isoformat()


class TestAList:
    def test_marks_a_group_that_nobody_confirmed_in_words(self, client):
        bread = a_group(stage="greyed", confirmed_on=dt.date(2025, 3, 4), name="Bread for All")
        refresh(bread)

        page = client.get("/search/?q=bread").content.decode()

        assert "Not confirmed since 4 March 2025" in page


class TestThePageOfAService:
    def test_warns_in_words_where_it_is_greyed(self, client):
        breakfast = ServiceFactory(
            organisation=SourceRecordFactory().organisation, stage="greyed",
            assured_on=dt.date(2025, 3, 4),
        )  # fmt: skip

        page = client.get(f"/services/{breakfast.uuid}/").content.decode()

        assert "Nobody has confirmed this since 4 March 2025" in page

    def test_says_nothing_of_the_kind_where_a_feed_keeps_it(self, client):
        theirs = ServiceFactory(
            organisation=SourceRecordFactory().organisation, source="feed-x", key="1",
            stage="greyed",
        )  # fmt: skip

        assert (
            "Nobody has confirmed" not in client.get(f"/services/{theirs.uuid}/").content.decode()
        )


@pytest.fixture
def sector():
    """Two charities and two groups of one cause, one of each fresh; two services of one need."""
    TermFactory(scheme="what", code="107", title="Amateur sport")
    TermFactory(scheme="need", code="food", title="Food")
    charities = [SourceRecordFactory().organisation for _ in range(2)]
    groups = [a_group(days=10), a_group()]
    for one in (*charities, *groups):
        ClassificationFactory(organisation=one)
        ClassificationFactory(organisation=one, source="another")
    ClassificationFactory(organisation=charities[1], code="999", suggested=True)
    for day in (TODAY(), TODAY() - dt.timedelta(days=400)):
        ServiceTermFactory(service=ServiceFactory(organisation=charities[0], assured_on=day))
    actions.note_confirmation(
        by=steward, organisation=charities[0], reason="Rang", on=TODAY() - dt.timedelta(days=300)
    )
    Service.objects.filter(pk=Service.objects.latest("pk").pk).update(
        assured_on=TODAY() - dt.timedelta(days=400)
    )
    return charities, groups


class TestTheScore:
    def test_is_the_share_confirmed_within_its_term(self, sector):
        found = score(TODAY())

        assert [(s.entries, s.fresh) for s in found.sorts] == [(2, 1), (2, 1), (2, 1)]
        assert (found.whole.entries, found.whole.fresh, found.whole.percent) == (6, 3, 50)
        assert [(s.code, s.entries, s.fresh) for s in found.causes] == [("107", 4, 2)]
        assert [(s.code, s.entries, s.fresh) for s in found.needs] == [("food", 2, 1)]

    def test_counts_a_term_to_its_last_day(self):
        mill = SourceRecordFactory().organisation
        Organisation.objects.filter(pk=mill.pk).update(confirmed_on=dt.date(2026, 3, 4))

        assert score(dt.date(2027, 3, 3)).whole.fresh == 1
        assert score(dt.date(2027, 3, 4)).whole.fresh == 0

    def test_leaves_out_what_nobody_can_see_and_what_a_feed_keeps(self, sector):
        charities, groups = sector
        WithholdingFactory(organisation=charities[0])
        refresh(charities[0])
        Organisation.objects.filter(pk=groups[1].pk).update(stage="withdrawn")
        ServiceFactory(organisation=charities[1], source="feed-x", key="1", assured_on=TODAY())

        found = score(TODAY())

        assert [(s.entries, s.fresh) for s in found.sorts] == [(1, 1), (1, 0), (0, 0)]

    def test_asks_the_same_few_questions_however_much_there_is(
        self, sector, django_assert_num_queries
    ):
        with django_assert_num_queries(9):
            score(TODAY())

    def test_of_nothing_is_no_score(self, client):
        page = client.get("/data/freshness/").content.decode()

        assert "no entry yet" in page
        assert "none yet" in page


class TestItsPage:
    def test_says_how_it_is_worked_out_and_of_which_day(self, client, sector):
        page = client.get("/data/freshness/").content.decode()

        assert "3 of 6 entries were confirmed within their term: 50 in a hundred" in page
        assert "the term is 12 months" in page
        assert "Amateur sport" in page
        assert str(TODAY().year) in page

    def test_can_be_taken_as_a_table(self, client, sector):
        answer = client.get("/data/freshness.csv")

        rows = list(csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
        assert ["cause", "107", "Amateur sport", "4", "2", "50", TODAY().isoformat()] in [
            row[:7] for row in rows
        ]
        assert "freshness" in answer["Content-Disposition"]

    @pytest.mark.parametrize("address", ["/", "/data/"])
    def test_is_linked_from_where_people_look(self, client, sector, address):
        assert 'href="/data/freshness/"' in client.get(address).content.decode()
