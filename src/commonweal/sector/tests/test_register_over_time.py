"""What becomes of a register as its extracts, the place and the years go by."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest

from commonweal.core.actions import door
from commonweal.core.actors import Operator
from commonweal.intake.actions import confirm_run
from commonweal.intake.choices import Standing
from commonweal.intake.folders import folder_of
from commonweal.places.models import Postcode
from commonweal.sector.actions import imports
from commonweal.sector.actions.imports import reconsider_place
from commonweal.sector.choices import LinkKind, Status
from commonweal.sector.models import (
    Organisation,
    SourceRecord,
)
from commonweal.sector.tests.bringing import (
    HULL,
    NORFOLK,
    bring,
    figures,
    place_is,
    robot,
)
from commonweal.sector.tests.extracts import charity, of, works_in, write_extract

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


class TestMishaps:
    """Files that would take very much away wait for a person."""

    def many(self, **more):
        return [charity(200001 + n, charity_contact_postcode="NR1 1AA", **more) for n in range(60)]

    def test_when_most_would_leave_the_place(self, extract):
        place_is(NORFOLK)
        extract(self.many())

        run = extract([{**row, "charity_contact_postcode": ""} for row in self.many()])

        assert run.standing == Standing.WAITING
        assert "60 of 60 would no longer belong to the place." in run.notes
        assert Organisation.objects.published().count() == 60

    def test_when_most_would_end(self, extract):
        extract(self.many())
        gone = {"charity_registration_status": "Removed", "date_of_removal": "2026-10-01 00:00:00"}

        run = extract(self.many(**gone))

        assert run.standing == Standing.WAITING
        assert "60 of 60 would be marked as ended." in run.notes

    def test_when_a_table_is_nearly_empty(self, extract):
        codes = [
            of(200001 + n, classification_code="109", classification_type="What") for n in range(60)
        ]
        extract(self.many(), classification=codes)

        run = extract(self.many(), classification=codes[:1])

        assert run.standing == Standing.WAITING
        assert "The last file had 60 rows of charity_classification; this one has 1." in run.notes

    def test_that_somebody_chose_do_not_wait(self, extract):
        place_is(NORFOLK)
        extract(self.many())
        place_is(HULL)

        (run,) = reconsider_place(by=Operator())

        assert run.standing == Standing.DONE
        assert not Organisation.objects.published().exists()

    def test_a_run_that_waits_is_let_go_when_the_place_changes(self, extract):
        place_is(NORFOLK)
        extract(self.many())
        waiting = extract(self.many()[:10])
        place_is(HULL)

        reconsider_place(by=Operator())

        waiting.refresh_from_db()
        assert waiting.standing == Standing.DROPPED
        assert not Organisation.objects.published().exists()


class TestForgotten:
    def test_contacts_stay_forgotten_whatever_the_file_says(self, extract):
        ended = {"charity_registration_status": "Removed", "date_of_removal": "2020-10-01 00:00:00",
                 "charity_contact_email": "ann@home.example"}  # fmt: skip
        first = charity(200001, charity_contact_email="ann@home.example")
        extract([first])
        extract([charity(200001, **ended)])
        run = extract([charity(200001, charity_name="Another name", **ended)])

        record = SourceRecord.objects.get()
        store = duckdb.read_parquet(str(folder_of(run) / "store" / "records.parquet"))
        assert Organisation.objects.get().email == ""
        assert "ann@home.example" not in f"{record.raw} {record.facts} {store.fetchall()}"


class TestStamps:
    def test_say_when_it_was_applied_not_when_it_was_read(self, extract, time_machine):
        rows = [charity(200001 + n) for n in range(60)]
        extract(rows)
        time_machine.move_to("2026-11-20 08:00Z", tick=False)
        run = extract(rows[:10])
        assert run.standing == Standing.WAITING
        time_machine.move_to("2026-11-22 08:00Z", tick=False)

        confirm_run(by=Operator(), run=run)

        gone = Organisation.objects.get(ref="GB-CHC-200060")
        assert f"{gone.changed_at:%d %b}" == "22 Nov"


class TestFollowing:
    def test_comes_after_all_if_the_process_died_before_it(self, tmp_path, monkeypatch):
        path = write_extract(tmp_path / "x", [charity(200001)])

        def died(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(imports, "follow_through", died)
            with pytest.raises(KeyboardInterrupt):
                bring(path)
        followed = []
        monkeypatch.setattr(imports, "follow_through", lambda by, run, say: followed.append(run))

        assert bring(path).standing == Standing.UNCHANGED
        assert len(followed) == 1
        bring(path)
        assert len(followed) == 1


class TestPlace:
    def test_those_based_in_it_and_those_that_name_it_belong(self, extract):
        place_is(NORFOLK)

        run = extract(
            [
                charity(200001),
                charity(200002, charity_contact_postcode="HU1 1AA"),
                charity(200003, charity_contact_postcode="HU1 1AA"),
                charity(200004, charity_contact_postcode=""),
            ],
            area_of_operation=[
                *works_in(200001, "Suffolk"),
                *works_in(200002, "Norfolk"),
                *works_in(200003, "Norfolk", "Throughout England And Wales"),
            ],
        )

        assert figures(run) == (4, 2, 0, 0, 2, 0, 0)
        flags = Organisation.objects.values_list("ref", "based_here", "serves_here")
        assert sorted(flags) == [
            ("GB-CHC-200001", True, False),
            ("GB-CHC-200002", False, True),
        ]

    def test_a_district_is_served_by_whoever_names_its_county(self, extract):
        place_is("E07000148")

        run = extract(
            [charity(200001, charity_contact_postcode="HU1 1AA")],
            area_of_operation=works_in(200001, "Norfolk"),
        )

        assert run.created == 1

    def test_what_was_removed_before_it_was_known_stays_outside(self, extract):
        place_is(NORFOLK)

        run = extract([charity(200001, charity_registration_status="Removed")])

        assert figures(run) == (1, 0, 0, 0, 1, 0, 0)

    def test_changing_it_works_both_ways_without_the_file(self, extract):
        place_is(NORFOLK)
        extract([charity(200001), charity(200002, charity_contact_postcode="HU1 1AA")])

        place_is(HULL)
        reconsider_place(by=robot)
        in_hull = set(Organisation.objects.all().published().values_list("ref", flat=True))
        place_is(NORFOLK)
        reconsider_place(by=robot)
        in_norfolk = set(Organisation.objects.all().published().values_list("ref", flat=True))

        assert (in_hull, in_norfolk) == ({"GB-CHC-200002"}, {"GB-CHC-200001"})

    def test_postcodes_that_come_later_say_where_organisations_are(self, extract):
        with door("test"):
            Postcode.objects.all().delete()
        place_is(NORFOLK)
        extract([charity(200001)], area_of_operation=works_in(200001, "Norfolk"))
        assert Organisation.objects.get().district == ""

        with door("test"):
            Postcode.objects.create(postcode="NR1 1AA", county=NORFOLK, district="E07000148")
        reconsider_place(by=robot)

        assert Organisation.objects.get().district == "E07000148"
        assert Organisation.objects.get().based_here


class TestLeaving:
    def test_a_removed_charity_stays_findable_where_it_was(self, extract):
        place_is(NORFOLK)
        extract([charity(200001)], area_of_operation=works_in(200001, "Norfolk"))

        run = extract(
            [charity(200001, charity_registration_status="Removed", charity_contact_postcode="",
                     charity_activities="", charity_contact_address1="",
                     date_of_removal="2026-10-01 00:00:00.0000000")],
            area_of_operation=[],
        )  # fmt: skip

        gone = Organisation.objects.all().published().get()
        assert figures(run) == (1, 0, 1, 0, 0, 0, 0)
        assert (gone.status, gone.status_on) == (Status.REMOVED, dt.date(2026, 10, 1))
        assert (gone.postcode, gone.description) == ("NR1 1AA", "Helps neighbours.")
        assert gone.areas_served.count() == 1

    def test_one_that_merged_says_into_whom(self, extract):
        removed = charity(
            200001, charity_registration_status="Removed",
            date_of_removal="2026-10-01 00:00:00.0000000",
        )  # fmt: skip
        extract(
            [removed, charity(200002)],
            event_history=[
                of(200001, event_type="Removed", reason="Amalgamated",
                   date_of_event="2026-10-01 00:00:00.0000000"),
                of(200001, event_type="Asset transfer out",
                   date_of_event="2026-10-01 00:00:00.0000000",
                   assoc_registered_charity_number="200002", assoc_charity_name="Friends"),
            ],
        )  # fmt: skip

        merged = Organisation.objects.get(ref="GB-CHC-200001")
        link = merged.links.get(kind=LinkKind.MERGED_INTO)
        assert merged.status == Status.MERGED
        assert (link.other_ref, link.other.ref) == ("GB-CHC-200002", "GB-CHC-200002")

    def test_many_at_once_wait_for_a_person_and_then_stay_findable(self, extract):
        extract([charity(n) for n in range(200001, 200011)])

        run = extract([charity(n) for n in range(200001, 200010)])
        assert (run.standing, run.gone) == (Standing.WAITING, 1)
        assert Organisation.objects.filter(status=Status.ACTIVE).count() == 10
        confirm_run(by=Operator(), run=run)

        gone = Organisation.objects.get(ref="GB-CHC-200010")
        assert gone.status == Status.REMOVED
        assert gone.records.get().gone_run == run

    def test_one_that_comes_back_stands_again(self, extract):
        both = [charity(200001), charity(200002)]
        extract(both)
        confirm_run(by=Operator(), run=extract(both[:1]))

        run = extract(both)

        back = Organisation.objects.get(ref="GB-CHC-200002")
        assert figures(run) == (2, 1, 0, 1, 0, 0, 0)
        assert (back.status, back.records.get().gone_run) == (Status.ACTIVE, None)
        assert Organisation.objects.count() == 2
