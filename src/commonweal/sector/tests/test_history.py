"""What was changed of an organisation is kept, shown to those who keep it, and can be put back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from hypothesis import given as supposing
from hypothesis import strategies as st

from commonweal.core.refused import Refused
from commonweal.core.tests.given import given
from commonweal.sector.actions import (
    add_group,
    add_identifier,
    add_name,
    add_service,
    change_service,
    correct_organisation,
    forget_old_versions,
    merge_organisations,
    remove_identifier,
    remove_name,
    restore_fact,
    restore_version,
    set_areas_served,
    set_service_status,
    undo_merge,
    withdraw_correction,
    withhold,
)
from commonweal.sector.choices import ServiceStatus
from commonweal.sector.models import Service, Term, Version
from commonweal.sector.reports.history import Sight, entry_of, find_entry, moments_of
from commonweal.sector.reports.offering import told_of
from commonweal.sector.reports.putting_back import foreseen
from commonweal.sector.retelling import as_plain, from_plain
from commonweal.sector.tests.factories import (
    AreaFactory,
    FeedFactory,
    MemberFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
    SourceRecordFactory,
    TermFactory,
    refresh,
)
from commonweal.sector.tests.people import OTHERS, reader, robot, second_steward, steward
from commonweal.sector.tests.test_services import lunch
from commonweal.ui.differing import GONE, NEW, pieces

pytestmark = pytest.mark.django_db
TWO_YEARS = dt.timedelta(days=731)


@pytest.fixture
def club():
    PlaceFactory()
    AreaFactory(code="E10000020", kind="county", name="Norfolk")
    AreaFactory(parent="E10000020")
    PostcodeFactory()
    TermFactory(scheme="need", code="food", title="Food")
    return add_group(by=steward, name="Mill Lane", facts={"postcode": "NR1 1AA"})


@pytest.fixture
def service(club):
    return add_service(by=steward, organisation=club, told=lunch)


@pytest.fixture
def charity():
    PlaceFactory()
    record = SourceRecordFactory(
        facts={"name": "Mill Trust", "kind": "charity", "telephone": "01603 111111"}
    )
    refresh(record.organisation)
    return record.organisation


def history(organisation, viewer=steward, service=None):
    sight = Sight.of(organisation, viewer)
    return [entry_of(m, sight) for m in moments_of(organisation, sight, service)]


def newest(thing):
    return Version.objects.get(pk=thing.versions.latest("pk").pk)


def codes(club):
    return sorted(club.areas_served.values_list("code", flat=True))


class TestWhatIsKept:
    def test_is_how_the_entry_began_and_every_change_since(self, club, service):
        set_areas_served(by=second_steward, organisation=club, codes=["E07000148"])
        name = add_name(by=steward, organisation=club, name="The Lot")
        remove_name(by=steward, organisation=club, name=name)
        correct_organisation(
            by=steward, organisation=club, values={"website": "mill.example"}, reason="They said"
        )
        set_service_status(by=steward, service=service, status=ServiceStatus.PAUSED)

        found = history(club)

        assert [e.what for e in found] == [
            "Lunch club: changed", "Website: put right", "Other name: taken away",
            "Other name: noted", "Areas it serves: changed", "Lunch club: added",
            "Told to us, and added to the register",
        ]  # fmt: skip
        assert found[0].differences[0].title == "How it stands"
        assert (found[0].differences[0].before, found[0].differences[0].after) == (
            "Running", "Closed for now",
        )  # fmt: skip
        assert found[1].why == "They said"
        assert (found[4].by, found[4].differences[0].after) == (second_steward.label, "Norwich")

    def test_is_nothing_where_nothing_changed(self, club, service):
        before = Version.objects.count()

        change_service(by=steward, service=service, told=told_of(service))
        set_areas_served(by=steward, organisation=club, codes=[])

        assert Version.objects.count() == before

    def test_is_not_kept_of_a_change_that_was_refused(self, club, service):
        before = Version.objects.count()

        with pytest.raises(Refused):
            change_service(by=steward, service=service, told=replace(lunch, name=" "))

        assert Version.objects.count() == before

    def test_is_all_that_was_told_of_a_service(self, service):
        assert from_plain(as_plain(told_of(service))) == told_of(service)
        assert from_plain(newest(service).after) == told_of(service)

    def test_tells_a_withdrawal_but_not_a_replacement_as_one(self, charity):
        correct_organisation(by=steward, organisation=charity, values={"telephone": "01603 222222"})
        made = correct_organisation(
            by=steward, organisation=charity, values={"telephone": "01603 333333"}
        )
        withdraw_correction(by=steward, correction=made[0], reason="Wrong number")

        found = [
            (e.what, e.differences[0].before, e.differences[0].after) for e in history(charity)
        ]

        assert found == [
            ("Telephone: no longer put right here", "01603 333333", "01603 111111"),
            ("Telephone: put right", "01603 222222", "01603 333333"),
            ("Telephone: put right", "01603 111111", "01603 222222"),
        ]
        assert history(charity)[0].why == "Wrong number"


class TestPuttingBackAFact:
    def test_goes_back_to_what_was_put_right_before(self, charity):
        for number in ("01603 222222", "01603 333333"):
            made = correct_organisation(
                by=steward, organisation=charity, values={"telephone": number}
            )

        restore_fact(by=steward, correction=made[0], withdrawal=False, reason="It was right.")

        charity.refresh_from_db()
        assert charity.telephone == "01603 222222"
        assert charity.corrections.latest("pk").reason == "Put back as it was. It was right."
        assert history(charity)[0].what == "Telephone: put right"

    def test_goes_back_to_what_the_register_says(self, charity):
        made = correct_organisation(
            by=steward, organisation=charity, values={"telephone": "01603 222222"}
        )

        restore_fact(by=steward, correction=made[0], withdrawal=False)

        charity.refresh_from_db()
        assert charity.telephone == "01603 111111"
        with pytest.raises(Refused, match="already"):
            restore_fact(by=steward, correction=made[0], withdrawal=False)

    def test_undoes_a_withdrawal(self, charity):
        made = correct_organisation(
            by=steward, organisation=charity, values={"telephone": "01603 222222"}
        )
        withdraw_correction(by=steward, correction=made[0])

        restore_fact(by=steward, correction=made[0], withdrawal=True)

        charity.refresh_from_db()
        assert charity.telephone == "01603 222222"

    @pytest.mark.parametrize("actor", OTHERS, ids=lambda a: a.label)
    def test_is_for_those_who_may_put_right(self, charity, actor):
        made = correct_organisation(
            by=steward, organisation=charity, values={"telephone": "01603 222222"}
        )

        with pytest.raises(PermissionDenied):
            restore_fact(by=actor, correction=made[0], withdrawal=False)


class TestPuttingBackAService:
    def test_brings_all_of_it_back_with_a_version_of_its_own(self, service):
        before = told_of(service)
        change_service(
            by=steward, service=service,
            told=replace(lunch, name="Tea", hours=(), places=(), costs=(), contacts=()),
        )  # fmt: skip

        restore_version(by=second_steward, version=newest(service), reason="Too hasty.")

        service.refresh_from_db()
        assert told_of(service) == before
        assert newest(service).by == second_steward.label
        assert newest(service).reason == "Put back as it was. Too hasty."
        restore_version(by=steward, version=newest(service))
        service.refresh_from_db()
        assert service.name == "Tea"

    def test_brings_back_one_that_had_ended(self, service):
        set_service_status(by=steward, service=service, status=ServiceStatus.DEFUNCT)

        restore_version(by=steward, version=newest(service))

        service.refresh_from_db()
        assert service.status == ServiceStatus.ACTIVE

    def test_refuses_what_is_so_already_and_what_was_never_there(self, service):
        with pytest.raises(Refused, match="no such service"):
            restore_version(by=steward, version=newest(service))
        change_service(by=steward, service=service, told=replace(lunch, name="Tea"))
        changed = newest(service)
        restore_version(by=steward, version=changed)

        with pytest.raises(Refused, match="already"):
            restore_version(by=steward, version=changed)

    def test_refuses_a_value_that_is_no_longer_known(self, service):
        change_service(by=steward, service=service, told=replace(lunch, name="Tea"))
        with given():
            Term.objects.filter(code="food").delete()

        with pytest.raises(Refused, match="is not a word that is known here"):
            restore_version(by=steward, version=newest(service))

        service.refresh_from_db()
        assert service.name == "Tea"

    def test_refuses_what_a_feed_keeps_by_now(self, service):
        change_service(by=steward, service=service, told=replace(lunch, name="Tea"))
        with given():
            FeedFactory()
            Service.objects.filter(pk=service.pk).update(source="feed-a-neighbour")

        with pytest.raises(Refused, match="kept by Neighbour Council"):
            restore_version(by=steward, version=newest(service))

    def test_says_first_what_it_would_change(self, service):
        change_service(by=steward, service=service, told=replace(lunch, name="Tea"))
        change_service(
            by=steward, service=service, told=replace(lunch, name="Tea", description="Cake.")
        )

        first = Version.objects.filter(service=service).order_by("pk")[1]

        assert {(d.title, d.before, d.after) for d in foreseen("version", first)} == {
            ("Name", "Tea", "Lunch club"),
            ("What happens there", "Cake.", "A hot meal and company."),
        }


class TestPuttingBackTheRest:
    def test_areas(self, club):
        set_areas_served(by=steward, organisation=club, codes=["E07000148"])
        set_areas_served(by=steward, organisation=club, codes=["E10000020"])

        restore_version(by=steward, version=newest(club))

        assert codes(club) == ["E07000148"]

    def test_a_name_that_was_taken_away_and_one_that_was_noted(self, club):
        name = add_name(by=steward, organisation=club, name="The Lot", kind="working")
        remove_name(by=steward, organisation=club, name=name)

        restore_version(by=steward, version=newest(club))
        assert club.names.get().kind == "working"
        restore_version(by=steward, version=newest(club))
        assert not club.names.exists()
        noted = club.versions.filter(kind="name").earliest("pk")
        with pytest.raises(Refused, match="no longer"):
            restore_version(by=steward, version=noted)

    def test_a_number_unless_it_is_somebody_elses_by_now(self, club):
        number = add_identifier(by=steward, organisation=club, scheme="GB-CHC", value="1090095")
        remove_identifier(by=steward, organisation=club, identifier=number)
        taken_away = newest(club)
        other = add_group(by=steward, name="Other", facts={"postcode": "NR1 1AA"})
        add_identifier(by=steward, organisation=other, scheme="GB-CHC", value="1090095")

        with pytest.raises(Refused, match="number of Other"):
            restore_version(by=steward, version=taken_away)

        restore_version(by=steward, version=newest(other))
        restore_version(by=steward, version=taken_away)
        assert club.identifiers.filter(scheme="GB-CHC").exists()

    def test_not_the_beginning(self, club):
        with pytest.raises(Refused, match="began"):
            restore_version(by=steward, version=club.versions.get())


class TestWhoMayPutBack:
    @pytest.mark.parametrize("actor", OTHERS, ids=lambda a: a.label)
    def test_is_nobody_who_may_not_change_it(self, club, service, actor):
        set_areas_served(by=steward, organisation=club, codes=["E07000148"])
        change_service(by=steward, service=service, told=replace(lunch, name="Tea"))

        for version in (newest(club), newest(service)):
            with pytest.raises(PermissionDenied):
                restore_version(by=actor, version=version)

    @pytest.mark.parametrize(("role", "may"), [("editor", True), ("viewer", False)])
    def test_goes_by_the_role_and_ends_at_the_organisation(self, club, service, role, may):
        change_service(by=steward, service=service, told=replace(lunch, name="Tea"))
        with given():
            person = MemberFactory(organisation=club, role=role).person
            neighbour = MemberFactory(role="owner").person

        with pytest.raises(PermissionDenied):
            restore_version(by=neighbour, version=newest(service))
        if may:
            restore_version(by=person, version=newest(service))
        else:
            with pytest.raises(PermissionDenied):
                restore_version(by=person, version=newest(service))


class TestWhoSeesWhat:
    def test_withholding_is_for_those_who_may_see_it(self, charity):
        correct_organisation(by=steward, organisation=charity, values={"telephone": "01603 222222"})
        withhold(by=steward, organisation=charity, fact="telephone", reason="A refuge")
        with given():
            owner = MemberFactory(organisation=charity).person

        assert "withheld" in history(charity)[0].what
        for viewer in (reader, owner):
            [entry] = history(charity, viewer)
            assert "222222" not in str(entry)
            assert "refuge" not in str(entry)
            assert entry.key == ""
            assert find_entry(charity, "correction-" + str(charity.corrections.get().pk),
                              Sight.of(charity, viewer)) is None  # fmt: skip

    def test_a_private_address_is_for_those_who_keep_it(self, club, service):
        hidden = replace(lunch.places[0], address_public=False, street="1 Secret Row")
        change_service(by=steward, service=service, told=replace(lunch, places=(hidden,)))
        correct_organisation(by=steward, organisation=club, values={"street": "1 Secret Row"})
        with given():
            viewer = MemberFactory(organisation=club, role="viewer").person
            editor = MemberFactory(organisation=club, role="editor").person

        assert "Secret" not in str(history(club, reader)) + str(history(club, viewer))
        assert str(history(club, editor)).count("Secret") == 2

    def test_where_a_service_was_is_hidden_with_where_it_is(self, club, service):
        hidden = replace(lunch.places[0], address_public=False)
        change_service(by=steward, service=service, told=replace(lunch, places=(hidden,)))

        assert "NR1 1AA" not in str(history(club, reader))
        assert "NR1 1AA" in str(history(club, steward))

    def test_a_withheld_organisation_merged_in_is_not_named(self, club):
        refuge = add_group(by=steward, name="The Refuge", facts={"postcode": "NR1 1AA"})
        merge_organisations(by=steward, kept=club, absorbed=refuge, reason="One")
        with given():
            refuge.withheld = True
            refuge.save()

        assert "Refuge: merged" in str(history(club))
        assert "Refuge: merged" not in str(history(club, reader))


class TestMerging:
    def test_takes_the_history_along_and_back(self, club, service):
        set_areas_served(by=steward, organisation=club, codes=["E07000148"])
        other = add_group(by=steward, name="Mill Choir", facts={"postcode": "NR1 1AA"})

        merge = merge_organisations(by=steward, kept=other, absorbed=club, reason="One")
        merged = [e.what for e in history(other)]
        undo_merge(by=steward, merge=merge)

        assert "Areas it serves: changed" in merged
        assert "Lunch club: added" in merged
        assert [e.what for e in history(club)] == [
            "Areas it serves: changed", "Lunch club: added",
            "Told to us, and added to the register",
        ]  # fmt: skip
        assert [e.what for e in history(other)] == [
            "Mill Lane: made its own again", "Mill Lane: merged into this",
            "Told to us, and added to the register",
        ]  # fmt: skip

    def test_puts_back_for_the_one_that_stayed(self, club):
        set_areas_served(by=steward, organisation=club, codes=["E07000148"])
        other = add_group(by=steward, name="Mill Choir", facts={"postcode": "NR1 1AA"})
        merge_organisations(by=steward, kept=other, absorbed=club, reason="One")

        restore_version(by=steward, version=other.versions.get(kind="areas"))

        assert codes(other) == []


class TestForgetting:
    def test_forgets_how_to_reach_people_after_two_years(self, service, charity):
        change_service(
            by=steward, service=service, told=replace(lunch, contacts=(), email="old@example.org")
        )
        made = correct_organisation(
            by=steward, organisation=charity, values={"telephone": "01603 222222"}
        )
        withdraw_correction(by=steward, correction=made[0])
        now = dt.datetime.now(dt.UTC)
        with time_machine.travel(now + TWO_YEARS, tick=False):
            assert forget_old_versions(by=robot) == 2
            assert forget_old_versions(by=robot) == 0

        kept = str(list(Version.objects.values_list("before", "after")))
        assert "Lunch club" in kept
        assert "old@example.org" not in kept
        assert "01603" not in kept + str(list(charity.corrections.values("value", "replaced")))
        for entry in history(service.organisation):
            assert entry.key == "" or "Lunch" not in entry.what
        with pytest.raises(Refused, match="forgotten"):
            restore_version(by=steward, version=newest(service))
        with pytest.raises(Refused, match="forgotten"):
            restore_fact(by=steward, correction=charity.corrections.get(), withdrawal=True)

    def test_forgets_sooner_of_an_organisation_that_left_two_years_ago(self, service):
        correct_organisation(
            by=steward, organisation=service.organisation,
            values={"status": "closed", "status_on": "2020-01-31"},
        )  # fmt: skip

        assert forget_old_versions(by=robot) == 1

        assert "01603" not in str(newest(service).after)

    def test_leaves_a_correction_that_is_in_force(self, charity):
        correct_organisation(by=steward, organisation=charity, values={"telephone": "01603 222222"})
        with time_machine.travel(dt.datetime.now(dt.UTC) + TWO_YEARS, tick=False):
            forget_old_versions(by=robot)

        assert charity.corrections.get().value == "01603 222222"


class TestPieces:
    @supposing(st.text(alphabet="ab \n.", max_size=60), st.text(alphabet="ab \n.", max_size=60))
    def test_make_both_texts_again(self, before, after):
        found = pieces(before, after)

        assert "".join(p.text for p in found if p.kind != NEW) == before
        assert "".join(p.text for p in found if p.kind != GONE) == after

    def test_mark_single_words(self):
        found = pieces("We meet on Mondays in the hall.", "We meet on Fridays in the hall.")

        assert [(p.kind, p.text.strip()) for p in found] == [
            ("same", "We meet on"), ("gone", "Mondays"), ("new", "Fridays"),
            ("same", "in the hall."),
        ]  # fmt: skip

    def test_leave_lines_that_stay_as_they_are(self):
        found = pieces("Upwold", "Kelder\nUpwold")

        assert [(p.kind, p.text) for p in found] == [("new", "Kelder\n"), ("same", "Upwold")]

    def test_are_both_whole_where_nothing_is_alike(self):
        assert [p.text for p in pieces("One two three", "Nothing here")] == [
            "One two three", "Nothing here",
        ]  # fmt: skip


class TestAnotherOrganisationsChange:
    def test_is_not_found(self, club, charity):
        set_areas_served(by=steward, organisation=club, codes=["E07000148"])
        key = f"version-{newest(club).pk}"

        assert find_entry(club, key, Sight.of(club, steward))
        assert find_entry(charity, key, Sight.of(charity, steward)) is None
        for wrong in (
            "",
            "version-",
            "version-x",
            "version-" + "9" * 40,
            "withholding-1",
            "merge-1",
        ):
            assert find_entry(club, wrong, Sight.of(club, steward)) is None

    def test_of_a_service_only_with_the_service(self, club, service):
        change_service(by=steward, service=service, told=replace(lunch, name="Tea"))
        other = OrganisationFactory()

        key = f"version-{newest(service).pk}"

        assert find_entry(club, key, Sight.of(club, steward))
        assert find_entry(other, key, Sight.of(other, steward)) is None
