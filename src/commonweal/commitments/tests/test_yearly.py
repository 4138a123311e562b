"""The yearly review: made from records, both sides heard, frozen when published."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments import actions
from commonweal.commitments.choices import EventKind
from commonweal.commitments.reports import year_from, year_of
from commonweal.commitments.tests.agreements import agreement, undertaking
from commonweal.commitments.tests.factories import DocumentFactory, EvidenceFactory
from commonweal.core import clock
from commonweal.core.actors import Visitor
from commonweal.core.refused import Refused
from commonweal.sector.tests.factories import MemberFactory, OrganisationFactory
from commonweal.sector.tests.letterbox import letters_to

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2025, 4, 1), dt.date(2026, 3, 31)
OPENED = dt.date(2026, 1, 5)


@pytest.fixture
def compact():
    return agreement()


@pytest.fixture
def steward():
    return UserFactory(name="Samir Rahman", roles=["steward"])


@pytest.fixture
def review(compact, steward):
    return actions.begin_year_review(
        by=steward, document=compact.document, starts_on=FIRST, ends_on=LAST
    )


def consulted(compact, *, publish=True, **more):
    told = {"opened_on": OPENED, "closes_on": dt.date(2026, 3, 16)} | more
    event = actions.log_event(
        by=compact.officer, organisation=compact.council, kind=EventKind.CONSULTATION,
        title="Library hours", on=OPENED, source="The council's website", **told,
    )  # fmt: skip
    return actions.publish_event(by=compact.officer, event=event) if publish else event


def in_days(days):
    return clock.today() + dt.timedelta(days=days)


def speak(review, by, side):
    return actions.speak_in_year(
        by=by, review=review, side=side, words=f"The {side} says so.", name="Somebody"
    )


class TestAYear:
    def test_shows_evidence_first_by_undertaking_and_side(self, compact):
        consulted(compact)
        undertaking(compact.document, "We answer in time.", "2.2b", promised_by="sector")

        year = year_of(compact.document, FIRST, LAST)

        ((_, partners), (_, sector)) = year.sides
        assert [line.code for line in partners] == ["2.2", "4.1"]
        assert [line.code for line in sector] == ["2.2b"]
        assert [e.says for e in partners[0].evidence] == [
            "Library hours: 70 of 84 days; no reason filed."
        ]

    def test_says_of_how_much_it_knows(self, compact):
        consulted(compact)
        consulted(compact, closes_on=None)

        coverage = year_of(compact.document, FIRST, LAST).coverage

        assert (coverage.events, coverage.computed) == (2, 1)
        assert (coverage.undertakings, coverage.with_evidence) == (2, 1)
        assert coverage.without == ("4.1",)

    def test_holds_nothing_that_the_public_may_not_see(self, compact):
        consulted(compact, publish=False)
        EvidenceFactory(commitment=compact.weeks, on=OPENED)

        year = year_of(compact.document, FIRST, LAST)

        assert (year.coverage.events, year.coverage.with_evidence) == (0, 0)

    def test_holds_nothing_of_another_year(self, compact):
        consulted(compact)

        year = year_of(compact.document, dt.date(2024, 4, 1), dt.date(2025, 3, 31))

        assert (year.coverage.events, year.coverage.with_evidence) == (0, 0)


class TestTheReview:
    def test_is_of_an_agreement_of_a_year_that_is_over_and_once(self, compact, steward, review):
        with pytest.raises(Refused, match="begun before"):
            actions.begin_year_review(
                by=steward, document=compact.document, starts_on=FIRST, ends_on=LAST
            )
        for first, last in ((LAST, FIRST), (FIRST.replace(year=2026), in_days(1))):
            with pytest.raises(Refused):
                actions.begin_year_review(
                    by=steward, document=compact.document, starts_on=first, ends_on=last
                )
        with pytest.raises(Refused, match="agreement"):
            actions.begin_year_review(
                by=steward, document=DocumentFactory(), starts_on=FIRST, ends_on=LAST
            )

    def test_asks_both_sides_before_it_is_published(self, compact, steward, review):
        owner = UserFactory(email="ann@quay.example")
        MemberFactory(organisation=compact.group, person=owner)
        with pytest.raises(Refused, match="Ask both"):
            actions.publish_year_review(by=steward, review=review)

        actions.ask_both_sides(by=steward, review=review, reply_by=in_days(14))

        for address in (compact.officer.email, owner.email):
            assert "/years/2025-04-01/say/" in letters_to(address)[-1].body
        speak(review, owner, "sector")
        with pytest.raises(Refused, match="Not both"):
            actions.publish_year_review(by=steward, review=review)
        speak(review, compact.officer, "partner")
        actions.publish_year_review(by=steward, review=review)
        assert review.published_at

    def test_asks_nobody_of_a_body_that_was_merged_into_a_withheld_one(
        self, compact, steward, review
    ):
        kept = OrganisationFactory(name="A safe house", withheld=True)
        type(compact.group).objects.filter(pk=compact.group.pk).update(same_as=kept)
        for number, body in enumerate((compact.group, kept)):
            person = UserFactory(email=f"owner-{number}@quay.example")
            MemberFactory(organisation=body, person=person)

        actions.ask_both_sides(by=steward, review=review, reply_by=in_days(14))

        assert letters_to(compact.officer.email)
        assert not letters_to("owner-0@quay.example") and not letters_to("owner-1@quay.example")

    def test_asks_those_who_keep_the_page_that_a_body_was_merged_into(
        self, compact, steward, review
    ):
        kept = OrganisationFactory(name="Quay Lunch and Supper Club")
        type(compact.group).objects.filter(pk=compact.group.pk).update(same_as=kept)
        MemberFactory(organisation=kept, person=UserFactory(email="ann@quay.example"))

        actions.ask_both_sides(by=steward, review=review, reply_by=in_days(14))

        assert letters_to("ann@quay.example")

    def test_goes_out_without_a_side_once_its_time_is_over(self, steward, review):
        with clock.put_back(30):
            actions.ask_both_sides(by=steward, review=review, reply_by=in_days(14))

        actions.publish_year_review(by=steward, review=review)

        assert review.sector_words == review.partner_words == ""

    def test_is_spoken_to_by_each_side_for_itself(self, compact, steward, review):
        speak(review, steward, "sector")
        with pytest.raises(Refused, match="other side"):
            speak(review, compact.officer, "sector")
        for by in (Visitor(), UserFactory(), UserFactory(roles=["reader"]),
                   agreement("other").officer):  # fmt: skip
            with pytest.raises(PermissionDenied):
                speak(review, by, "partner")

    def test_is_frozen_when_published(self, compact, steward, review):
        consulted(compact)
        with clock.put_back(30):
            actions.ask_both_sides(by=steward, review=review, reply_by=in_days(14))
        actions.publish_year_review(by=steward, review=review)
        kept = year_of(compact.document, FIRST, LAST)

        consulted(compact)

        review.refresh_from_db()
        assert year_from(review.body) == kept
        for act in (
            lambda: speak(review, steward, "sector"),
            lambda: actions.publish_year_review(by=steward, review=review),
            lambda: actions.ask_both_sides(by=steward, review=review, reply_by=in_days(14)),
        ):
            with pytest.raises(Refused, match="published"):
                act()
