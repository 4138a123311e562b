"""The staff desk: who to ring, what was answered, what bounced, what was withdrawn, the terms."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from commonweal.comms.models import Bounce
from commonweal.comms.tests.factories import BounceFactory
from commonweal.core.tests.given import given
from commonweal.sector.models import Answer, FreshnessRule, Organisation
from commonweal.sector.tests.factories import (
    AnswerFactory,
    OrganisationFactory,
    PlaceFactory,
    ReminderFactory,
    ServiceFactory,
    SourceRecordFactory,
    WithholdingFactory,
    refresh,
)
from commonweal.sector.tests.test_desk import signed_in

pytestmark = pytest.mark.django_db
DESK = "/desk/register/"
LISTS = ("to-ring", "answers", "bounces", "withdrawn")


@pytest.fixture
def ada():
    return signed_in("steward")


@pytest.fixture
def bread():
    """A group that nobody answers for, with a number to ring."""
    PlaceFactory(everywhere=True, codes=[])
    with given():
        made = OrganisationFactory(
            name="Bread for All", kind="group", telephone="01603 111222", stage="telephone",
            stage_on=timezone.localdate(),
        )  # fmt: skip
        SourceRecordFactory(
            organisation=made, source="added-here", key=made.ref, first_run=None,
            changed_run=None, stated_at=timezone.now() - dt.timedelta(days=400),
            facts={"name": "Bread for All", "kind": "group", "telephone": "01603 111222",
                   "email": "bread@example.org"},
        )  # fmt: skip
    refresh(made)
    return made


def said(client, address):
    answer = client.get(DESK + address)
    assert answer.status_code == 200
    return answer.content.decode()


class TestFreshness:
    def test_counts_what_stands_where(self, ada, bread):
        page = said(ada, "freshness/")

        assert "To be rung: 1" in page
        assert "Informal groups" in page

    def test_says_that_nobody_is_asked_without_a_mail_server(self, ada, bread, settings):
        settings.MAIL_SERVER = None

        assert "nobody is asked" in said(ada, "freshness/")

    def test_is_for_staff(self, client, bread):
        for address in ("freshness/", *(f"freshness/{one}/" for one in LISTS)):
            assert client.get(DESK + address).status_code == 302

    def test_lists_are_not_for_readers(self, bread):
        reader = signed_in("reader")

        for one in ("to-ring", "answers", "bounces"):
            assert reader.get(f"{DESK}freshness/{one}/").status_code == 403
        assert reader.get(f"{DESK}organisations/{bread.pk}/call/").status_code == 403
        page = said(reader, f"organisations/{bread.pk}/")
        assert "A letter went to" not in page


class TestTheTelephoneList:
    def test_says_whom_to_ring_at_what_number_and_what_to_ask(self, ada, bread):
        page = said(ada, "freshness/to-ring/")

        for words in ("Bread for All", "01603 111222", "Is all of it still right?", "leaves view"):
            assert words in page

    def test_gives_the_number_of_a_service_where_there_is_no_other(self, ada, bread):
        with given():
            Organisation.objects.update(telephone="")
            ServiceFactory(organisation=bread, telephone="01603 999888")

        assert "01603 999888" in said(ada, "freshness/to-ring/")

    def test_can_be_taken_along(self, ada, bread):
        answer = ada.get(f"{DESK}freshness/to-ring/?export=csv")

        text = b"".join(answer.streaming_content).decode()
        assert "Bread for All" in text
        assert "01603 111222" in text
        assert "Is all of it still right?" in text

    def test_can_be_printed_with_what_to_read_out(self, ada, bread):
        with given():
            ServiceFactory(organisation=bread, name="Breakfast", description="Porridge")

        page = said(ada, "freshness/to-ring/paper/")

        for words in ("Bread for All", "01603 111222", "Is all of it still right?", "Porridge"):
            assert words in page
        assert signed_in("reader").get(f"{DESK}freshness/to-ring/paper/").status_code == 403

    def test_leaves_off_paper_whom_it_is_too_early_to_ring(self, ada, bread):
        AnswerFactory(organisation=bread, again_on=timezone.localdate() + dt.timedelta(days=2))

        assert "Bread for All" not in said(ada, "freshness/to-ring/paper/")
        assert "Bread for All" in said(ada, "freshness/to-ring/")

    def test_never_names_what_is_withheld(self, ada, bread):
        with given():
            WithholdingFactory(organisation=bread)
            AnswerFactory(organisation=bread, said="closed")
        refresh(bread)

        for one in LISTS:
            assert "Bread for All" not in said(ada, f"freshness/{one}/")


class TestACall:
    def call(self, client, bread, **sent):
        return client.post(f"{DESK}organisations/{bread.pk}/call/", sent)

    def test_that_confirms_takes_it_off_the_list(self, ada, bread):
        answer = self.call(ada, bread, outcome="right", reason="Ann Baker")

        assert answer.status_code == 302
        bread.refresh_from_db()
        assert (bread.confirmed_how, bread.stage) == ("telephone", "fresh")
        assert "Bread for All" not in said(ada, "freshness/to-ring/")

    def test_with_something_to_change_leads_to_where_it_is_changed(self, ada, bread):
        answer = self.call(ada, bread, outcome="change", reason="A new number")

        assert answer["Location"] == f"{DESK}organisations/{bread.pk}/"
        assert "A new number" in said(ada, "freshness/answers/")

    def test_that_nobody_took_needs_another_day(self, ada, bread):
        assert self.call(ada, bread, outcome="no-answer", reason="Rang out").status_code == 200
        assert not Answer.objects.exists()
        later = timezone.localdate() + dt.timedelta(days=7)

        self.call(ada, bread, outcome="no-answer", reason="Rang out", again_on=later.isoformat())

        assert "Rang out" in said(ada, "freshness/to-ring/")

    def test_that_finds_it_closed_closes_it(self, ada, bread):
        self.call(ada, bread, outcome="closed", reason="The hall says so")

        bread.refresh_from_db()
        assert bread.status == "closed"

    def test_needs_a_reason(self, ada, bread):
        assert self.call(ada, bread, outcome="right", reason=" ").status_code == 200
        bread.refresh_from_db()
        assert bread.confirmed_on is None

    def test_is_not_for_an_organisation_that_one_may_not_know(self, ada, bread):
        assert ada.get(f"{DESK}organisations/999999/call/").status_code == 404


class TestAnAnswer:
    def test_waits_until_a_person_has_dealt_with_it(self, ada, bread):
        answer = AnswerFactory(organisation=bread, said="not-us", words="Wrong people")
        assert "Wrong people" in said(ada, "freshness/answers/")

        ada.post(f"{DESK}freshness/answers/{answer.pk}/", {"reason": "Found the right ones"})

        assert "Wrong people" not in said(ada, "freshness/answers/")
        assert ada.get(f"{DESK}freshness/answers/{answer.pk}/").status_code == 404


class TestABounce:
    def test_is_shown_with_whose_address_it_is(self, ada, bread):
        BounceFactory(address="bread@example.org")
        BounceFactory(address="bread@example.org")

        page = said(ada, "freshness/bounces/")

        assert page.count(">bread@example.org<") + page.count("bread@example.org\n") >= 1
        assert "Bread for All" in page
        assert "come back for good" in said(ada, f"organisations/{bread.pk}/")

    def test_is_cleared_by_staff(self, ada, bread):
        bounce = BounceFactory(address="bread@example.org")

        assert ada.get(f"{DESK}freshness/bounces/{bounce.pk}/").status_code == 200
        ada.post(f"{DESK}freshness/bounces/{bounce.pk}/")

        assert Bounce.objects.get().cleared_by == "steward"
        assert "bread@example.org" not in said(ada, "freshness/bounces/")

    def test_is_over_when_the_address_is_another(self, ada, bread):
        BounceFactory(address="bread@example.org")
        with given():
            bread.records.update(facts=bread.records.get().facts | {"email": "new@example.org"})

        assert "come back" not in said(ada, f"organisations/{bread.pk}/")


class TestWhatWasWithdrawn:
    def test_is_brought_back_with_a_reason(self, ada, bread):
        with given():
            Organisation.objects.update(stage="withdrawn")
            ServiceFactory(organisation=bread, name="Breakfast", stage="withdrawn")
        assert "The whole entry" in said(ada, "freshness/withdrawn/")

        ada.post(f"{DESK}organisations/{bread.pk}/bring-back/", {"reason": "Saw them on Saturday"})

        bread.refresh_from_db()
        assert (bread.stage, bread.confirmed_how) == ("fresh", "staff")
        assert bread.services.get().stage == "fresh"
        assert "Bread for All" not in said(ada, "freshness/withdrawn/")

    def test_is_still_found_on_the_desk(self, ada, bread):
        with given():
            Organisation.objects.update(stage="withdrawn")

        assert "Bread for All" in said(ada, "organisations/?q=bread")
        assert "Withdrawn from view" in said(ada, f"organisations/{bread.pk}/")


class TestItsHistory:
    def test_stands_on_the_page_of_the_organisation(self, ada, bread):
        ReminderFactory(organisation=bread, to="ann@example.org")
        ada.post(f"{DESK}organisations/{bread.pk}/call/", {"outcome": "right", "reason": "Ann"})

        page = said(ada, f"organisations/{bread.pk}/")

        assert "A letter went to ann@example.org" in page
        assert "by telephone, by steward: Ann" in page


class TestTheTerms:
    TERMS = {
        "months": 6, "nudge_after": 7, "telephone_after": 7, "grey_after": 14,
        "withdraw_after": 30, "reason": "Asked by the board",
    }  # fmt: skip

    def test_are_set_by_an_administrator(self, bread):
        client = signed_in("administrator")

        client.post(f"{DESK}freshness/terms/group/", self.TERMS)

        assert FreshnessRule.objects.get().months == 6
        assert client.get(f"{DESK}freshness/terms/nothing/").status_code == 404

    def test_are_not_set_by_a_steward(self, ada, bread):
        assert ada.post(f"{DESK}freshness/terms/group/", self.TERMS).status_code == 403
        assert "terms/group" not in said(ada, "freshness/")

    def test_leave_out_no_step(self, bread):
        client = signed_in("administrator")

        client.post(f"{DESK}freshness/terms/group/", self.TERMS | {"grey_after": 0})

        assert not FreshnessRule.objects.exists()
