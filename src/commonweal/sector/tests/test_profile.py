"""All that is known of one organisation, as one viewer may see it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.core.actors import Actor
from commonweal.sector.actions import (
    correct_organisation,
    lift_withholding,
    merge_organisations,
    withhold,
)
from commonweal.sector.models import Organisation
from commonweal.sector.reports import as_plain, find_by_org_id, profile
from commonweal.sector.tests.factories import (
    AreaFactory,
    AreaServedFactory,
    ClassificationFactory,
    FinancialYearFactory,
    IdentifierFactory,
    LinkFactory,
    NameFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
    RunFactory,
    SourceRecordFactory,
    SourceStateFactory,
    TermFactory,
    refresh,
)
from commonweal.sector.tests.people import editor, reader, steward, stranger

pytestmark = pytest.mark.django_db
FACTS = {
    "name": "Haven House", "kind": "charity", "email": "haven@h.example", "postcode": "NR1 1AA",
    "street": "7 Hidden Close", "address_public": True, "telephone": "01603 123456",
    "registered_on": "1999-03-31", "description": "A safe place",
}  # fmt: skip
SECRETS = ("Haven", "haven", "Hidden", "NR1", "01603", "52.62", "E05012911", "E01026789")


@pytest.fixture(autouse=True)
def norfolk() -> None:
    PlaceFactory()
    PostcodeFactory()
    AreaFactory(code="E10000020", kind="county", name="Norfolk")
    AreaFactory(parent="E10000020")
    AreaFactory(code="E05012911", kind="ward", name="Mancroft", parent="E07000148")
    TermFactory()


@pytest.fixture
def haven() -> Organisation:
    made = OrganisationFactory(ref="GB-CHC-1090095", name="Haven House")
    SourceRecordFactory(organisation=made, facts=FACTS)
    IdentifierFactory(organisation=made)
    refresh(made)
    return made


def seen_by(viewer: Actor, organisation: Organisation) -> str:
    """All that a viewer gets, as text."""
    found = profile(organisation.ref, viewer=viewer)
    return "" if found is None else f"{found}{json.dumps(as_plain(found))}"


class TestProfile:
    def test_says_who_says_each_fact_and_when(self, haven: Organisation) -> None:
        SourceStateFactory(
            last_seen=RunFactory(finished_at=dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC))
        )

        found = profile("GB-CHC-1090095", viewer=stranger)

        assert found is not None
        fact = found.facts["registered_on"]
        assert (fact.value, fact.words) == (dt.date(1999, 3, 31), "31 March 1999")
        assert fact.source == "charity-commission"
        assert fact.seen == dt.date(2026, 11, 20)

    def test_names_the_areas_and_links_to_the_register(self, haven: Organisation) -> None:
        AreaServedFactory(organisation=haven)
        AreaServedFactory(organisation=haven, code="", words="Throughout the Fens")

        found = profile(haven.ref, viewer=stranger)

        assert found is not None
        assert [a.name for a in found.where.areas] == ["Mancroft", "Norwich", "Norfolk"]
        assert [(s.code, s.name) for s in found.served] == [
            ("E10000020", "Norfolk"), ("", "Throughout the Fens"),
        ]  # fmt: skip
        assert "1090095" in found.numbers[0].address

    def test_sets_suggested_classes_apart_and_lets_the_stated_win(
        self, haven: Organisation
    ) -> None:
        ClassificationFactory(organisation=haven, source="ukcat", suggested=True, confidence=0.4)
        ClassificationFactory(organisation=haven)
        ClassificationFactory(organisation=haven, scheme="ukcat", code="X", suggested=True)

        found = profile(haven.ref, viewer=stranger)

        assert found is not None
        assert [c.title for c in found.stated_classes] == ["Amateur sport"]
        assert [c.code for c in found.suggested_classes] == ["X"]

    def test_takes_each_figure_of_a_year_from_the_source_that_gives_it(
        self, haven: Organisation
    ) -> None:
        FinancialYearFactory(organisation=haven, income=None, spending=5)
        FinancialYearFactory(organisation=haven, source="other", spending=None, income=7)

        found = profile(haven.ref, viewer=stranger)

        assert found is not None
        assert [(y.income, y.spending) for y in found.years] == [(7, 5)]

    def test_asks_as_many_questions_however_much_there_is(self, haven: Organisation) -> None:
        def questions() -> int:
            with CaptureQueriesContext(connection) as asked:
                profile(haven.ref, viewer=stranger)
            return len(asked)

        LinkFactory(organisation=haven)
        ClassificationFactory(organisation=haven)
        few = questions()
        for n in range(12):
            LinkFactory(
                organisation=haven, other_ref=f"GB-CHC-20000{n:02}", other_name=f"Other {n}"
            )
            LinkFactory(organisation=OrganisationFactory(), other=haven)
            NameFactory(organisation=haven, name=f"Name {n}")
            AreaServedFactory(organisation=haven, words=f"Somewhere {n}", code="")
            FinancialYearFactory(organisation=haven, year_end=dt.date(2000 + n, 3, 31))

        assert questions() == few
        assert few <= 24

    def test_shows_linked_charities_by_name_and_not_among_its_numbers(
        self, haven: Organisation
    ) -> None:
        IdentifierFactory(organisation=haven, value="1090095-1")
        LinkFactory(organisation=haven, other_ref="GB-CHC-1090095-1", other_name="Alms Fund")

        found = profile("GB-CHC-1090095-1", viewer=stranger)

        assert found is not None
        assert [n.org_id for n in found.numbers] == ["GB-CHC-1090095"]
        assert [(t.words, t.name, t.ref) for t in found.ties] == [
            ("Linked charity", "Alms Fund", "")
        ]

    def test_is_nothing_for_what_is_not_there(self) -> None:
        for ref in ("", "GB-CHC-9999999", "nonsense", "'; DROP TABLE", "GB-CHC-", "x" * 5000):
            assert profile(ref, viewer=stranger) is None

    def test_shows_staff_what_the_register_says_of_a_corrected_fact(
        self, haven: Organisation
    ) -> None:
        correct_organisation(
            by=steward, organisation=haven, values={"email": "new@h.example"}, reason="They rang"
        )

        public, staff = (profile(haven.ref, viewer=v) for v in (stranger, reader))

        assert public is not None
        assert staff is not None
        assert public.facts["email"].corrected
        assert public.facts["email"].source_title == "Put right here"
        assert public.facts["email"].register_says == ""
        assert public.facts["email"].corrected_by == ""
        assert staff.facts["email"].register_says == "haven@h.example"
        assert staff.facts["email"].differs

    def test_says_plainly_that_it_was_removed(self, haven: Organisation) -> None:
        record = haven.records.get()
        record.facts = {**FACTS, "status": "removed", "status_on": "2026-02-03"}
        record.save()
        refresh(haven)

        found = profile(haven.ref, viewer=stranger)

        assert found is not None
        assert found.standing == "It was removed from its register on 3 February 2026."


class TestAddress:
    def test_that_is_private_shows_the_first_half_of_the_postcode(
        self, haven: Organisation
    ) -> None:
        record = haven.records.get()
        record.facts = {**FACTS, "address_public": False}
        record.save()
        refresh(haven)

        text = seen_by(stranger, haven)

        assert "Hidden Close" not in text
        assert "NR1 1AA" not in text
        assert "Mancroft" in text

    def test_of_one_nobody_sees_is_for_stewards(self, haven: Organisation) -> None:
        withhold(by=steward, organisation=haven, fact="location", reason="A refuge")

        assert "Hidden Close" in seen_by(steward, haven)
        for viewer in (stranger, reader, editor):
            assert "Hidden" not in seen_by(viewer, haven)
            assert "NR1" not in seen_by(viewer, haven)
            assert "E05012911" not in seen_by(viewer, haven)
            assert "52.62" not in seen_by(viewer, haven)
        assert "Norwich" in seen_by(stranger, haven)


class TestWithheld:
    def test_is_nowhere_but_for_stewards(self, haven: Organisation) -> None:
        withhold(by=steward, organisation=haven, reason="A refuge")

        for viewer in (stranger, reader, editor):
            assert seen_by(viewer, haven) == ""
        found = profile(haven.ref, viewer=steward)
        assert found is not None
        assert (found.withheld, found.withheld_why) == (True, "A refuge")

    def test_fact_is_as_if_unknown_to_the_public_and_marked_for_staff(
        self, haven: Organisation
    ) -> None:
        withhold(by=steward, organisation=haven, fact="email", reason="Stalked")

        public, staff = (profile(haven.ref, viewer=v) for v in (stranger, reader))

        assert public is not None
        assert staff is not None
        assert "email" not in public.facts
        assert public.withheld_facts == ()
        assert staff.facts["email"].withheld
        assert staff.facts["email"].words == ""
        assert "haven@" not in seen_by(reader, haven)

    def test_fact_does_not_come_out_by_a_correction(self, haven: Organisation) -> None:
        withhold(by=steward, organisation=haven, fact="email", reason="Stalked")
        correct_organisation(by=steward, organisation=haven, values={"email": "safe@h.example"})

        for viewer in (stranger, reader, editor):
            assert "@h.example" not in seen_by(viewer, haven)

    def test_money_hides_the_years_too(self, haven: Organisation) -> None:
        FinancialYearFactory(organisation=haven, reserves=987_654, volunteers=4)
        withhold(by=steward, organisation=haven, fact="money", reason="Asked to")

        text = seen_by(stranger, haven)

        assert "12000" not in text
        assert "987654" not in text

    @pytest.mark.parametrize(
        "link",
        [
            {"other_ref": "GB-CHC-1090095", "other_name": "Haven House"},
            {"other_ref": "GB-CHC-1090095", "other_name": ""},
            {"other_ref": "GB-CHC-1090095-2", "other_name": "A fund of theirs"},
            {"other_ref": "", "other_name": "HAVEN HOUSE LTD"},
            {"other_ref": "", "other_name": "The Old Haven"},
        ],
    )
    def test_is_not_named_by_another_ones_link(
        self, haven: Organisation, link: dict[str, Any]
    ) -> None:
        NameFactory(organisation=haven, name="The Old Haven", kind="previous")
        funder = OrganisationFactory(name="Funder")
        LinkFactory(organisation=funder, **link)
        withhold(by=steward, organisation=haven, reason="A refuge")

        text = seen_by(stranger, funder)

        assert text
        assert "Haven" not in text.title()
        assert "1090095" not in text

    def test_is_not_named_by_its_own_link_to_another(self, haven: Organisation) -> None:
        funder = OrganisationFactory(name="Funder")
        LinkFactory(organisation=haven, other=funder, other_ref=funder.ref, other_name="Funder")
        assert "Haven" in seen_by(stranger, funder)

        withhold(by=steward, organisation=haven, reason="A refuge")

        assert "Haven" not in seen_by(stranger, funder)

    def test_stays_out_of_view_through_a_merge_and_under_every_number(
        self, haven: Organisation
    ) -> None:
        firm = OrganisationFactory(ref="GB-COH-01234567", name="Haven Trading")
        SourceRecordFactory(organisation=firm, facts={**FACTS, "name": "Haven Trading"})
        IdentifierFactory(organisation=firm, scheme="GB-COH", value="01234567")
        refresh(firm)
        withhold(by=steward, organisation=haven, reason="A refuge")
        merge_organisations(by=steward, kept=firm, absorbed=haven, reason="Same")

        for ref in ("GB-COH-01234567", "GB-CHC-1090095"):
            assert profile(ref, viewer=stranger) is None

    def test_can_be_seen_again_once_lifted(self, haven: Organisation) -> None:
        held = withhold(by=steward, organisation=haven, reason="A refuge")
        lift_withholding(by=steward, withholding=held)

        assert "Haven" in seen_by(stranger, haven)

    def test_leaks_nothing_of_anything_anywhere(self, haven: Organisation) -> None:
        LinkFactory(organisation=OrganisationFactory(name="Funder"), other=haven)
        withhold(by=steward, organisation=haven, reason="A refuge")

        everything = "".join(
            seen_by(stranger, o) for o in Organisation.objects.exclude(pk=haven.pk)
        )

        assert not [secret for secret in SECRETS if secret in everything]


class TestFindByOrgId:
    def test_follows_every_number_and_every_merge(self, haven: Organisation) -> None:
        old = OrganisationFactory(ref="GB-COH-01234567", name="Old")
        IdentifierFactory(organisation=old, scheme="GB-COH", value="01234567")
        older = OrganisationFactory(ref="XX-VCSE-1", name="Older")
        merge_organisations(by=steward, kept=old, absorbed=older, reason="Same")
        merge_organisations(by=steward, kept=haven, absorbed=old, reason="Same")

        for ref in (
            "GB-CHC-1090095", "gb-chc-1090095", "GB-CHC-1090095-2", "GB-COH-1234567",
            "XX-VCSE-1", " GB-COH-01234567 ",
        ):  # fmt: skip
            assert find_by_org_id(ref) == haven, ref

    def test_tells_the_page_that_it_lies_elsewhere(self, haven: Organisation) -> None:
        found = profile("gb-chc-1090095", viewer=stranger)

        assert found is not None
        assert found.moved
        assert not profile("GB-CHC-1090095", viewer=stranger).moved  # type: ignore[union-attr]
