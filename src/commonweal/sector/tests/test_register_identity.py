"""Which organisation the records of a register are about."""

from __future__ import annotations

import shutil

import pytest

from commonweal.core.actions import door
from commonweal.core.refused import Refused
from commonweal.intake.folders import folder_of
from commonweal.intake.models import Run
from commonweal.sector.actions import merge_organisations, undo_merge
from commonweal.sector.models import (
    Doubtful,
    Identifier,
    Merge,
    Organisation,
)
from commonweal.sector.tests.extracts import charity, of, works_in
from commonweal.sector.tests.people import steward

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


class TestIdentity:
    def test_a_shared_number_joins_what_another_source_knows(self, extract):
        with door("test"):
            known = Organisation.objects.create(
                ref="GB-COH-00123456", name="Choir Ltd", added_at="2026-01-01T00:00Z",
                changed_at="2026-01-01T00:00Z",
            )  # fmt: skip
            Identifier.objects.create(
                organisation=known, scheme="GB-COH", value="00123456", source="added-here"
            )

        extract([charity(200001, charity_company_registration_number="123456")])

        choir = Organisation.objects.get()
        assert (choir.pk, choir.ref, choir.name) == (known.pk, known.ref, "Friends of 200001")
        assert choir.identifiers.count() == 2

    def test_two_charities_with_one_company_stay_two_and_a_person_is_asked(self, extract):
        same = {"charity_company_registration_number": "123456"}

        extract([charity(200001, **same), charity(200002, **same)])

        assert Organisation.objects.count() == 2
        holder = Identifier.objects.get(scheme="GB-COH").organisation
        assert holder.ref == "GB-CHC-200001"
        assert Doubtful.objects.get().evidence == {"shared": "GB-COH-00123456"}

    def test_a_record_that_ties_two_organisations_makes_them_one(self, extract):
        with door("test"):
            company = Organisation.objects.create(
                ref="GB-COH-00123456", name="Choir Ltd", added_at="2026-01-01T00:00Z",
                changed_at="2026-01-01T00:00Z",
            )  # fmt: skip
            Identifier.objects.create(
                organisation=company, scheme="GB-COH", value="00123456", source="added-here"
            )
        extract([charity(200001)])

        extract([charity(200001, charity_company_registration_number="123456")])

        company.refresh_from_db()
        standing = Organisation.objects.filter(same_as=None)
        assert standing.count() == 1
        assert {i.scheme for i in standing.get().identifiers.all()} == {"GB-CHC", "GB-COH"}

    def test_names_alone_join_nothing(self, extract):
        same = {"charity_name": "The Choir"}

        extract([charity(200001, **same), charity(200002, **same)])

        assert Organisation.objects.count() == 2


class TestTwoOfOneRegister:
    """Two charities that a person has made one, in a register that goes on naming both."""

    @pytest.fixture
    def say(self, extract):
        """Brings in two charities, each with an area, a cause and a year, the same year."""

        def year(number: int, end: str, income: str) -> dict[str, str]:
            ends = f"{end}-03-31 00:00:00.0000000"
            return of(number, fin_period_end_date=ends, total_gross_income=income)

        def write(first: str = "", second: str = "") -> Run:
            return extract(
                [
                    charity(200001, charity_activities=first or "Old words."),
                    charity(200002, charity_activities=second or "Other words."),
                ],
                area_of_operation=works_in(200001, "Norfolk") + works_in(200002, "Suffolk"),
                classification=[
                    of(200001, classification_code="101", classification_type="What"),
                    of(200002, classification_code="102", classification_type="What"),
                ],
                annual_return_history=[
                    year(200001, "2025", "10"), year(200002, "2025", "20"),
                    year(200002, "2024", "30"),
                ],
            )  # fmt: skip

        return write

    def merged(self) -> Merge:
        kept, absorbed = Organisation.objects.order_by("ref")
        return merge_organisations(by=steward, kept=kept, absorbed=absorbed, reason="One")

    def told(self, ref: str) -> list[set[object]]:
        """What is kept of an organisation: numbers, areas, causes, and income by year."""
        one = Organisation.objects.get(ref=ref)
        return [
            set(one.identifiers.values_list("value", flat=True)),
            set(one.areas_served.values_list("words", flat=True)),
            set(one.classifications.values_list("code", flat=True)),
            {(y.year_end.year, y.income) for y in one.years.all()},
        ]

    @pytest.mark.parametrize("changed", [{"first": "New."}, {"second": "New."}])
    def test_keep_all_that_it_says_of_both_when_one_changes(self, say, changed):
        say()
        self.merged()

        say(**changed)

        assert self.told("GB-CHC-200001") == [
            {"200001", "200002"}, {"Norfolk", "Suffolk"}, {"101", "102"}, {(2025, 10), (2024, 30)},
        ]  # fmt: skip

    @pytest.mark.parametrize("changed", [{"first": "New."}, {"second": "New."}])
    def test_can_be_made_two_again_after_the_register_was_read_again(self, say, changed):
        say()
        merge = self.merged()
        say(**changed)

        undo_merge(by=steward, merge=merge)

        assert self.told("GB-CHC-200001") == [{"200001"}, {"Norfolk"}, {"101"}, {(2025, 10)}]
        assert self.told("GB-CHC-200002") == [
            {"200002"}, {"Suffolk"}, {"102"}, {(2025, 20), (2024, 30)},
        ]  # fmt: skip
        words = Organisation.objects.order_by("ref").values_list("description", flat=True)
        assert list(words) == [changed.get("first", "Old words."),
                               changed.get("second", "Other words.")]  # fmt: skip

    def test_stay_one_where_what_was_read_is_lost(self, say):
        say()
        merge = self.merged()
        run = say(first="New.")
        shutil.rmtree(folder_of(run) / "store")

        with pytest.raises(Refused, match="no longer kept"):
            undo_merge(by=steward, merge=merge)

        assert self.told("GB-CHC-200001")[0] == {"200001", "200002"}
