"""Putting facts right, and withholding them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from commonweal.core.actors import Actor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.sector.actions import (
    correct_organisation,
    lift_withholding,
    withdraw_correction,
    withhold,
)
from commonweal.sector.models import Correction, Organisation
from commonweal.sector.tests.factories import (
    CorrectionFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
    SourceRecordFactory,
    WithholdingFactory,
    refresh,
)
from commonweal.sector.tests.people import OTHERS, second_steward, steward

pytestmark = pytest.mark.django_db


@pytest.fixture
def haven() -> Organisation:
    PlaceFactory()
    PostcodeFactory()
    record = SourceRecordFactory(
        facts={
            "name": "Haven House", "email": "haven@h.example", "postcode": "NR1 1AA",
            "street": "7 Hidden Close", "address_public": True, "kind": "charity",
        }
    )  # fmt: skip
    refresh(record.organisation)
    organisation: Organisation = Organisation.objects.get(pk=record.organisation_id)
    return organisation


def state(organisation: Organisation, **facts: Any) -> None:
    """The register says something new, and a refresh publishes it."""
    record = organisation.records.get()
    record.facts = {**record.facts, **facts}
    record.save()
    refresh(organisation)


class TestCorrectOrganisation:
    def test_wins_over_the_register_and_outlives_a_refresh(self, haven: Organisation) -> None:
        correct_organisation(by=steward, organisation=haven, values={"email": "new@h.example"})

        state(haven, email="other@h.example")

        assert haven.email == "new@h.example"

    def test_remembers_what_it_replaced_and_who_did_it(self, haven: Organisation) -> None:
        (made,) = correct_organisation(
            by=steward, organisation=haven, values={"email": "new@h.example"}, reason="They rang"
        )

        assert (made.replaced, made.by, made.reason) == (
            "haven@h.example", "Ada the steward", "They rang",
        )  # fmt: skip

    def test_keeps_none_of_several_when_one_is_wrong(self, haven: Organisation) -> None:
        with pytest.raises(Refused) as refusal:
            correct_organisation(
                by=steward, organisation=haven, values={"name": "New", "email": "no"}
            )

        assert refusal.value.field == "email"
        assert not Correction.objects.exists()

    def test_makes_nothing_of_what_is_known_already(self, haven: Organisation) -> None:
        same = {"name": "Haven House", "telephone": "", "income": None}

        assert correct_organisation(by=steward, organisation=haven, values=same) == []

    def test_replaces_an_earlier_correction_and_keeps_it_as_history(
        self, haven: Organisation
    ) -> None:
        correct_organisation(by=steward, organisation=haven, values={"email": "a@h.example"})
        correct_organisation(by=second_steward, organisation=haven, values={"email": "b@h.example"})

        old, new = haven.corrections.order_by("pk")

        assert (old.withdrawn_by, new.withdrawn_at) == ("Bea the steward", None)
        assert new.replaced == "haven@h.example"

    def test_cannot_touch_what_is_not_a_fact(self, haven: Organisation) -> None:
        for column in ("ref", "withheld", "same_as", "based_here", "district", "latitude"):
            with pytest.raises(Refused):
                correct_organisation(by=steward, organisation=haven, values={column: ""})

    def test_keeps_personal_values_out_of_the_journal(self, haven: Organisation) -> None:
        correct_organisation(by=steward, organisation=haven, values={"email": "ann@home.example"})

        entry = JournalEntry.objects.get(action="sector.correct_organisation")

        assert entry.thing == f"sector.organisation:{haven.pk}"
        assert "ann@" not in str(entry.detail)

    def test_refuses_one_that_was_merged_away(self, haven: Organisation) -> None:
        gone = OrganisationFactory(same_as=haven)

        with pytest.raises(Refused, match="merged into Haven House"):
            correct_organisation(by=steward, organisation=gone, values={"name": "New"})

    @pytest.mark.parametrize("actor", OTHERS, ids=lambda a: a.label)
    def test_is_for_stewards_only(self, haven: Organisation, actor: Actor) -> None:
        with pytest.raises(PermissionDenied):
            correct_organisation(by=actor, organisation=haven, values={"name": "New"})

        assert not Correction.objects.exists()

    def test_does_not_publish_a_withheld_fact(self, haven: Organisation) -> None:
        withhold(by=steward, organisation=haven, fact="email", reason="Stalked")

        correct_organisation(by=steward, organisation=haven, values={"email": "safe@h.example"})

        haven.refresh_from_db()
        assert haven.email == ""

    def test_of_the_postcode_moves_the_pin_and_forgets_the_street(
        self, haven: Organisation
    ) -> None:
        PostcodeFactory(postcode="NR2 2BB", latitude=52.0, ward="E05000002", lsoa="E01000002")

        correct_organisation(by=steward, organisation=haven, values={"postcode": "nr22bb"})

        haven.refresh_from_db()
        assert (haven.latitude, haven.ward, haven.street) == (52.0, "E05000002", "")
        assert not haven.address_public


class TestWithdrawCorrection:
    def test_publishes_what_the_register_says_again(self, haven: Organisation) -> None:
        (made,) = correct_organisation(by=steward, organisation=haven, values={"email": "a@h.org"})

        withdraw_correction(by=second_steward, correction=made)

        haven.refresh_from_db()
        assert haven.email == "haven@h.example"

    def test_happens_only_once(self) -> None:
        made = CorrectionFactory()
        withdraw_correction(by=steward, correction=made)

        with pytest.raises(Refused, match="withdrawn before"):
            withdraw_correction(by=steward, correction=made)

    @pytest.mark.parametrize("actor", OTHERS, ids=lambda a: a.label)
    def test_is_for_stewards_only(self, actor: Actor) -> None:
        with pytest.raises(PermissionDenied):
            withdraw_correction(by=actor, correction=CorrectionFactory())


class TestWithhold:
    def test_takes_the_whole_organisation_out_of_view(self, haven: Organisation) -> None:
        withhold(by=steward, organisation=haven, reason="A refuge")

        assert not Organisation.objects.published().exists()

    def test_stays_through_a_refresh(self, haven: Organisation) -> None:
        withhold(by=steward, organisation=haven, reason="A refuge")

        state(haven, name="Haven House Refuge", postcode="NR1 1AA")

        assert haven.withheld
        assert not Organisation.objects.published().exists()

    def test_of_the_location_leaves_the_district(self, haven: Organisation) -> None:
        withhold(by=steward, organisation=haven, fact="location", reason="A refuge")

        haven.refresh_from_db()
        assert (haven.street, haven.postcode, haven.latitude) == ("", "", None)
        assert haven.district == "E07000148"

    @pytest.mark.parametrize("fact", ["name", "kind", "status", "ref", "areas_served", "x"])
    def test_refuses_what_cannot_be_hidden_alone(self, haven: Organisation, fact: str) -> None:
        with pytest.raises(Refused, match="Withhold the whole"):
            withhold(by=steward, organisation=haven, fact=fact, reason="x")

    def test_needs_a_reason(self, haven: Organisation) -> None:
        with pytest.raises(Refused) as refusal:
            withhold(by=steward, organisation=haven, reason="  ")

        assert refusal.value.field == "reason"

    def test_happens_once_for_each_fact(self, haven: Organisation) -> None:
        withhold(by=steward, organisation=haven, fact="email", reason="x")

        with pytest.raises(Refused, match="withheld already"):
            withhold(by=second_steward, organisation=haven, fact="email", reason="x")

    @pytest.mark.parametrize("actor", OTHERS, ids=lambda a: a.label)
    def test_is_for_stewards_only(self, haven: Organisation, actor: Actor) -> None:
        with pytest.raises(PermissionDenied):
            withhold(by=actor, organisation=haven, reason="x")


class TestLiftWithholding:
    def test_shows_it_again(self, haven: Organisation) -> None:
        made = withhold(by=steward, organisation=haven, reason="A refuge")

        lift_withholding(by=steward, withholding=made)

        assert Organisation.objects.published().get() == haven

    def test_happens_only_once(self) -> None:
        made = WithholdingFactory()
        lift_withholding(by=steward, withholding=made)

        with pytest.raises(Refused, match="lifted before"):
            lift_withholding(by=steward, withholding=made)

    @pytest.mark.parametrize("actor", OTHERS, ids=lambda a: a.label)
    def test_is_for_stewards_only(self, actor: Actor) -> None:
        with pytest.raises(PermissionDenied):
            lift_withholding(by=actor, withholding=WithholdingFactory())
