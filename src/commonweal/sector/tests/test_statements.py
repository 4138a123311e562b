"""Sources that say something of organisations by their numbers."""

import csv
import json

import ibis
import pyarrow as pa
import pytest

from commonweal.core.actors import Robot, Visitor
from commonweal.intake.actions import confirm_run, import_file
from commonweal.intake.choices import Standing
from commonweal.sector.actions import bring_in
from commonweal.sector.actions.statements import say_again
from commonweal.sector.models import BodyLink, Classification, Link, SourceRecord, Term
from commonweal.sector.sources.ukcat_said import tags_in, terms_of
from commonweal.sector.tagging import MEASURED_PRECISION, Tag, ancestors, readable, suggest
from commonweal.sector.tests.factories import (
    IdentifierFactory,
    OrganisationFactory,
    SourceRecordFactory,
)

robot = Robot("tests")
PAIRS = "company_number,charity_number\nCE008706,1169028\nCE012397,1175853\n"
MERGERS = (
    "transferor_name,transferor_regno,transferor_subno,transferee_name,transferee_regno,"
    "transferee_subno,date_vesting_declaration,date_property_transferred,date_merger_registered\n"
)


@pytest.fixture(autouse=True)
def imports(settings, tmp_path):
    settings.KEEP_IMPORTS = tmp_path / "imports"


@pytest.fixture
def given(tmp_path):
    def write(text, name="file.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_text(text, encoding=encoding)
        return path

    return write


def here(number, **facts):
    """An organisation with this charity number."""
    organisation = OrganisationFactory(ref=f"GB-CHC-{number}", **facts)
    IdentifierFactory(organisation=organisation, value=str(number))
    SourceRecordFactory(organisation=organisation)
    return organisation


@pytest.mark.django_db
class TestCharityLinks:
    def test_are_kept_with_the_charity_first(self, given):
        run = import_file(by=robot, source="charity-links", path=given(PAIRS))

        assert (run.read, run.created, run.rejected) == (2, 2, 0)
        assert BodyLink.objects.filter(left="GB-CHC-1169028", right="GB-COH-CE008706").exists()

    def test_say_that_nothing_changed_the_second_time(self, given):
        import_file(by=robot, source="charity-links", path=given(PAIRS))
        run = import_file(by=robot, source="charity-links", path=given(PAIRS + "\n", "again.csv"))

        assert run.standing == Standing.UNCHANGED
        assert (run.created, run.unchanged) == (0, 2)

    def test_that_are_wrong_are_set_aside_with_the_reason(self, given):
        rows = PAIRS + "CE1,99999999\n,1175853\n=1+1,1175853\n"
        run = import_file(by=robot, source="charity-links", path=given(rows))

        assert (run.read, run.created, run.rejected) == (5, 2, 3)
        assert BodyLink.objects.count() == 2

    def test_of_other_headings_are_refused_in_a_sentence(self, given):
        run = import_file(by=robot, source="charity-links", path=given("a,b\n1,2\n"))

        assert run.standing == Standing.FAILED
        assert "two columns" in run.problem

    def test_that_would_mostly_go_wait_for_a_person(self, given):
        import_file(by=robot, source="charity-links", path=given(PAIRS))
        short = given("company_number,charity_number\nCE008706,1169028\n", "short.csv")

        run = import_file(by=robot, source="charity-links", path=short)

        assert run.standing == Standing.WAITING
        assert BodyLink.objects.count() == 2

    def test_make_one_of_two_organisations_here(self, given):
        charity = here(1169028)
        company = here(1169029)
        IdentifierFactory(organisation=company, scheme="GB-COH", value="CE008706")
        bring_in(by=robot, source="charity-links", path=given(PAIRS))

        company.refresh_from_db()
        assert company.same_as == charity

    def test_real_ones_come_in_whole(self, real_data):
        folder = real_data / "registers/lookups"
        run = import_file(by=robot, source="charity-links", path=folder)

        assert run.standing == Standing.DONE, run.problem
        assert run.created > 69_000
        assert run.rejected < 60
        assert any("federated-charities" in note for note in run.notes)

    def test_may_not_be_brought_in_by_a_visitor(self, given):
        with pytest.raises(Exception, match="may not"):
            import_file(by=Visitor(), source="charity-links", path=given(PAIRS))


@pytest.mark.django_db
class TestMergers:
    row = "Old Lamp Fund,1000001,0,New Lamp Trust,1000002,0,,2020-01-31 00:00:00,2020-03-01 00:00\n"

    def test_marks_the_charity_here_as_merged_with_the_day_and_into_what(self, given):
        old, new = here(1000001, name="Old Lamp Fund"), here(1000002, name="New Lamp Trust")
        run = import_file(by=robot, source="mergers", path=given(MERGERS + self.row))

        old.refresh_from_db()
        link = Link.objects.get(organisation=old)
        assert (run.created, run.outside) == (1, 0)
        assert (old.status, str(old.status_on)) == ("merged", "2020-01-31")
        assert (link.kind, link.other, str(link.on)) == ("merged-into", new, "2020-01-31")

    def test_reaches_a_charity_that_arrives_later(self, given):
        import_file(by=robot, source="mergers", path=given(MERGERS + self.row))
        old = here(1000001, name="Old Lamp Fund")

        say_again(by=robot)

        old.refresh_from_db()
        assert old.status == "merged"

    def test_a_linked_charity_is_not_its_main_charity(self, given):
        main = here(1000001)
        linked = self.row.replace("1000001,0", "1000001,3")
        run = import_file(by=robot, source="mergers", path=given(MERGERS + linked))

        main.refresh_from_db()
        assert (main.status, run.outside) == ("active", 1)

    def test_that_is_withdrawn_is_forgotten(self, given):
        old = here(1000001, name="Old Lamp Fund")
        import_file(by=robot, source="mergers", path=given(MERGERS + self.row))
        other = self.row.replace("1000001", "1000009")
        run = import_file(by=robot, source="mergers", path=given(MERGERS + other, "b.csv"))
        confirm_run(by=robot_steward(), run=run)

        old.refresh_from_db()
        assert old.status == "active"
        assert not SourceRecord.objects.filter(source="mergers").exists()

    def test_with_an_impossible_day_or_no_number_is_set_aside(self, given):
        rows = (
            self.row.replace("2020-01-31", "2020-02-31")
            + self.row.replace("1000001", "")
            + self.row.replace("1000002", "1000001")
        )
        run = import_file(by=robot, source="mergers", path=given(MERGERS + rows))

        assert (run.read, run.rejected) == (3, 3)

    def test_real_ones_add_up(self, real_data):
        here(216355)
        path = real_data / "registers/lookups/ccew-register-of-mergers.csv"
        run = import_file(by=robot, source="mergers", path=path)

        assert run.standing == Standing.DONE, run.problem
        assert run.created == 1
        assert run.read == run.created + run.outside + run.rejected
        assert run.read > 5_600


def robot_steward():
    """Somebody who may confirm."""
    from commonweal.core.actors import Operator

    return Operator()


@pytest.mark.django_db
class TestIcnptso:
    def test_real_codes_reach_the_charities_here_as_suggestions(self, real_data):
        charity = here(1000001)
        Classification.objects.create(
            organisation=charity, scheme="icnptso", code="F20", source="stated", suggested=False
        )
        folder = real_data / "classifications/ukcat"
        run = import_file(by=robot, source="icnptso", path=folder)

        given = Classification.objects.get(organisation=charity, source="icnptso")
        assert run.standing == Standing.DONE, run.problem
        assert (given.code, given.suggested) == ("A11", True)
        assert Classification.objects.filter(organisation=charity, suggested=False).exists()
        assert Term.objects.get(scheme="icnptso", code="D31").parent == "D30"
        assert Term.objects.filter(scheme="icnptso").count() == 127

    def test_says_how_sure_the_program_was(self, given):
        charity = here(1000001)
        text = (
            "org_id,icnptso_code,icnptso_code_probability,icnptso_code_source\n"
            "GB-CHC-1000001,A11,0.8,ml_model\nGB-CHC-1000001,B10,0.1,ml_model\n"
            "GB-CHC-1000002,A11,7,ml_model\nGB-CHC-1000003,<b>,1,ml_model\n"
        )
        run = import_file(by=robot, source="icnptso", path=given(text))

        kept = Classification.objects.get(organisation=charity)
        assert (kept.code, kept.confidence) == ("A11", 0.8)
        assert run.rejected == 2


@pytest.mark.django_db
class TestUkcat:
    def test_real_tags_are_kept_and_suggested_from_an_organisations_own_words(self, real_data):
        choir = here(1000001, name="Holt Community Choir", description="Singing for all")
        run = import_file(
            by=robot, source="ukcat", path=real_data / "classifications/ukcat/ukcat.csv"
        )

        tags = Classification.objects.filter(organisation=choir, scheme="ukcat")
        assert run.standing == Standing.DONE, run.problem
        assert run.created == 254
        assert {"AR301", "AR300", "AR"} <= set(tags.values_list("code", flat=True))
        assert all(tag.suggested and tag.confidence == MEASURED_PRECISION for tag in tags)
        assert any("AS107" in note for note in run.notes)

    def test_tags_follow_when_the_words_change(self, real_data):
        group = here(1000001, name="Holt Community Choir")
        path = real_data / "classifications/ukcat/ukcat.csv"
        import_file(by=robot, source="ukcat", path=path)
        type(group).objects.filter(pk=group.pk).update(name="Holt Cricket")

        say_again(by=robot)

        codes = set(Classification.objects.values_list("code", flat=True))
        assert "AR301" not in codes
        assert codes

    def test_an_expression_that_is_not_valid_is_noted_and_the_rest_goes_on(self, given):
        here(1000001, name="Holt Choir")
        text = (
            "Code,tag,Category,Subcategory,Level,Notes,Related ICNPTSO code,"
            "Regular expression,Exclude regular expression\n"
            "AR,Arts,Arts,,1,,,,\nAR1,Choirs,Arts,,3,,,choir,\nAR2,Bad,Arts,,3,,,(choir,\n"
            "AR3,Looks,Arts,,3,,,(?<=x)choir,\n"
        )
        run = import_file(by=robot, source="ukcat", path=given(text))

        assert run.standing == Standing.DONE
        assert len(run.notes) == 2
        assert set(Classification.objects.values_list("code", flat=True)) == {"AR", "AR1"}


class TestHandCodes:
    def test_suggestions_are_as_precise_as_the_page_says(self, real_data):
        con = ibis.duckdb.connect()
        listed = con.read_csv(real_data / "classifications/ukcat/ukcat.csv", all_varchar=True)
        keyed = listed.mutate(key=listed.Code, height=listed.Level.cast("int8"))
        tags, _ = readable(con, tags_in(con, terms_of(keyed)))
        path = real_data / "charity_commission/named_samples/ukcat_sample.csv"
        with path.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle))
        words = [f"{r['name']} {r['activities']} {r['objects']}" for r in rows]
        texts = ibis.memtable(pa.table({"id": list(range(len(rows))), "text": words}))

        found = suggest(con, texts, tags)

        above = ancestors(tags)
        by_hand = {
            (n, code)
            for n, row in enumerate(rows)
            for said in filter(None, row["UKCAT"].split(";"))
            for code in above.get(said.strip(), (said.strip(),))
        }
        tell(found, by_hand)
        assert round(len(found & by_hand) / len(found), 2) == MEASURED_PRECISION
        assert len(found & by_hand) / len(by_hand) > 0.7


def tell(found, by_hand):
    """Print precision and recall for each tag."""
    print(f"\n{'tag':8}{'suggested':>10}{'by hand':>9}{'precision':>11}{'recall':>8}")
    for code in sorted({c for _, c in found | by_hand}):
        ours = {pair for pair in found if pair[1] == code}
        theirs = {pair for pair in by_hand if pair[1] == code}
        both = len(ours & theirs)
        precision = f"{both / len(ours):.2f}" if ours else "-"
        recall = f"{both / len(theirs):.2f}" if theirs else "-"
        print(f"{code:8}{len(ours):>10}{len(theirs):>9}{precision:>11}{recall:>8}")
    both = len(found & by_hand)
    print(f"all: precision {both / len(found):.3f}, recall {both / len(by_hand):.3f}")


class TestSuggest:
    def test_an_exclusion_wins_and_parents_are_implied(self):
        con = ibis.duckdb.connect()
        tags = [Tag("A"), Tag("A1", "A", r"\barmy\b", r"\bsalvation army\b")]
        texts = ibis.memtable({"id": [1, 2], "text": ["The ARMY cadets", "Salvation Army"]})

        assert suggest(con, texts, tags) == {(1, "A1"), (1, "A")}

    def test_a_line_of_parents_that_bites_its_tail_ends(self):
        assert ancestors([Tag("A", "B"), Tag("B", "A")])["A"] == ("A", "B")


class TestReport:
    @pytest.mark.django_db
    def test_of_every_run_can_be_kept_as_json(self, given):
        from commonweal.intake.reports import report_of

        run = import_file(by=robot, source="charity-links", path=given(PAIRS))

        assert json.dumps(report_of(run))
