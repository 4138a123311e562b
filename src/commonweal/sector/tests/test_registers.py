"""What the registers of companies, sports clubs and societies are turned into."""

import csv
import datetime as dt
from pathlib import Path

import ibis
import openpyxl
import pytest

from commonweal.core.actors import Robot
from commonweal.intake.actions import import_file
from commonweal.intake.choices import Standing
from commonweal.intake.job import Unusable
from commonweal.sector.choices import Kind, Status
from commonweal.sector.models import Identifier, Organisation, Term
from commonweal.sector.sources import casc_shapes as casc
from commonweal.sector.sources import companies_house_shapes as companies_house
from commonweal.sector.sources import mutuals_shapes as mutuals
from commonweal.sector.sources.columns import postcode, read_table
from commonweal.sector.sources.companies_house_shapes import NEEDED, Wanted
from commonweal.sector.sources.shapes import COLUMNS, Shapes
from commonweal.sector.tests.factories import (
    BodyLinkFactory,
    IdentifierFactory,
    PlaceFactory,
    SourceRecordFactory,
)

SAMPLES = Path(__file__).parent / "samples"
NOBODY = Wanted(frozenset())


@pytest.fixture
def con():
    return ibis.duckdb.connect()


def rows(con, table):
    return con.to_pyarrow(table).to_pylist()


def tables(con, shapes: Shapes):
    return {name: rows(con, table) for name, table in shapes.tables()}


def companies(con, path, wanted=NOBODY):
    done = companies_house.sorted_out(con, read_table(con, [path], NEEDED), wanted)
    return tables(con, companies_house.shapes(con, done, wanted))


def altered(tmp_path, path, **changes):
    """The first community interest company of a file, with some columns changed."""
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        heads = list(reader.fieldnames)
        row = next(r for r in reader if r["CompanyCategory"] == "Community Interest Company")
    by_name = {h.strip(): h for h in heads}
    row |= {by_name[name]: value for name, value in changes.items()}
    out = tmp_path / "altered.csv"
    with out.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, heads, quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerow(row)
    return out


@pytest.fixture
def company_file(real_data):
    return real_data / "registers/companies_house/BasicCompanyData-2020-06-01-part6_7.csv"


class TestCompaniesHouse:
    def test_takes_cics_and_societies_and_leaves_firms_and_stand_ins(self, con, company_file):
        found = companies(con, company_file)

        kinds = [r["kind"] for r in found["records"]]
        assert (kinds.count(Kind.CIC), kinds.count(Kind.SOCIETY), len(kinds)) == (10, 17, 27)
        assert not any(r["key"].startswith(("GB-COH-CE", "GB-COH-CS")) for r in found["records"])
        assert found["rejects"] == []

    def test_takes_another_company_only_when_it_is_wanted(self, con, company_file):
        found = companies(con, company_file, Wanted(frozenset({"11990344"})))

        firm = next(r for r in found["records"] if r["key"] == "GB-COH-11990344")
        assert (firm["name"], firm["kind"]) == ("UNIQ FINANCE GROUP LTD", Kind.BUSINESS)
        assert firm["registered_on"] == dt.date(2019, 5, 10)
        assert (firm["street"], firm["postcode"]) == ("424 MARGATE ROAD, RAMSGATE", "CT12 6SJ")
        assert firm["address_public"]
        assert "64205" in [c["code"] for c in found["classes"]]

    def test_a_stand_in_number_is_left_even_when_it_is_known(self, con, company_file):
        with company_file.open(encoding="utf-8", newline="") as handle:
            numbers = {
                r[" CompanyNumber"] for r in csv.DictReader(handle) if r[" CompanyNumber"][0] == "C"
            }
        found = companies(con, company_file, Wanted(frozenset(numbers)))

        assert len(numbers) == 20
        assert len(found["records"]) == 27

    def test_has_every_column_of_every_shape(self, con, company_file):
        table = read_table(con, [company_file], NEEDED)
        shapes = companies_house.shapes(con, companies_house.sorted_out(con, table, NOBODY), NOBODY)

        for name, table in shapes.tables():
            assert list(table.columns) == list(COLUMNS[name])
            assert {c: str(t) for c, t in table.schema().items()} == COLUMNS[name]

    def test_keeps_previous_names(self, con, company_file, tmp_path):
        path = altered(tmp_path, company_file, **{"PreviousName_1.CompanyName": "OLD  NAME LTD"})

        assert [n["name"] for n in companies(con, path)["names"]] == ["OLD NAME LTD"]

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"IncorporationDate": "31/02/2019"}, "the day of incorporation is not a day"),
            ({"DissolutionDate": "soon"}, "the day of dissolution is not a day"),
            ({"CompanyNumber": "12"}, None),
            ({"CompanyNumber": "=1+1"}, "the company number is not one"),
            ({"CompanyName": " "}, "the company has no name"),
        ],
    )
    def test_sets_aside_what_cannot_be(self, con, company_file, tmp_path, changes, reason):
        found = companies(con, altered(tmp_path, company_file, **changes))

        assert [r["reason"] for r in found["rejects"]] == ([reason] if reason else [])
        assert len(found["records"]) == (0 if reason else 1)

    @pytest.mark.parametrize(
        ("word", "ended", "status"),
        [
            ("Active", "", Status.ACTIVE),
            ("Active - Proposal to Strike off", "", Status.ACTIVE),
            ("Liquidation", "", Status.ACTIVE),
            ("Dissolved", "", Status.DISSOLVED),
            ("Active", "01/05/2020", Status.DISSOLVED),
        ],
    )
    def test_says_how_a_company_stands(self, con, company_file, tmp_path, word, ended, status):
        path = altered(tmp_path, company_file, CompanyStatus=word, DissolutionDate=ended)

        assert [r["status"] for r in companies(con, path)["records"]] == [status]

    def test_refuses_a_file_of_another_kind(self, con, real_data, tmp_path):
        with pytest.raises(Unusable, match="lacks the columns CompanyName, CompanyNumber"):
            read_table(con, [real_data / "registers/casc/cascs.csv"], NEEDED)
        empty = tmp_path / "empty.csv"
        empty.write_bytes(b"\0\0\0PK")
        with pytest.raises(Unusable):
            read_table(con, [empty], NEEDED)

    @pytest.mark.parametrize("heads", ["a,b,a", "\ufeffa, a,b", 'a,"a",b', "a,\xa0a,b"])
    def test_refuses_a_table_with_a_column_twice(self, con, tmp_path, heads):
        twice = tmp_path / "twice.csv"
        twice.write_text(f"{heads}\n1,2,3\n", encoding="utf-8")

        with pytest.raises(Unusable, match=r"twice\.csv has more than one column a\."):
            read_table(con, [twice], ())

    def test_refuses_parts_that_are_not_of_one_table(self, con, company_file, real_data):
        with pytest.raises(Unusable, match="other headings"):
            read_table(con, [company_file, real_data / "registers/casc/cascs.csv"], NEEDED)


class TestSportsClubs:
    @pytest.fixture
    def found(self, con, real_data):
        folder = real_data / "registers/casc"
        lookup = read_table(con, [folder / "cascs_id_lookup.csv"], ("new_id", "old_id"))
        listed = read_table(con, [folder / "cascs.csv"], casc.NEEDED)
        return tables(con, casc.shapes(con, listed, lookup))

    def test_are_one_record_each_with_every_number_they_had(self, found):
        rifle = [i["value"] for i in found["identifiers"] if i["key"] == "GB-CASC-729b7e69"]

        assert {"9abbf705", "df774eb0", "e609dbb6", "729b7e69"} <= set(rifle)
        assert sum(r["status"] == Status.ACTIVE for r in found["records"]) == 8091
        assert len(found["records"]) == len({r["key"] for r in found["records"]})

    def test_never_share_a_number(self, found):
        values = [i["value"] for i in found["identifiers"]]

        assert len(values) == len(set(values)) >= 9700

    def test_do_not_publish_an_address_that_may_be_a_home(self, found):
        assert not any(r["address_public"] for r in found["records"])

    def test_have_no_postcode_where_the_list_has_a_dash(self, found):
        assert {r["postcode"] for r in found["records"]}.isdisjoint({"—", "No data", "NA", ""})

    def test_of_one_name_in_two_places_stay_two(self, con, tmp_path):
        path = tmp_path / "cascs.csv"
        path.write_text(
            "id,name,address,postcode,active\n"
            "GB-CASC-00000001,Lakes CC,The Green,ZZ99 1AA,False\n"
            "GB-CASC-00000002,Lakes CC,The Green,ZZ99 1AB,True\n"
            "GB-CASC-00000003,Lakes CC,,—,False\n"
            "GB-CASC-0000000x,Lakes CC,,,True\n"
            "GB-CASC-00000002,Lakes CC,,,True\n"
            "GB-CASC-00000005,Lakes CC,,,perhaps\n"
        )
        found = tables(con, casc.shapes(con, read_table(con, [path], casc.NEEDED)))

        assert len(found["records"]) == 3
        assert {r["row"] for r in found["rejects"]} == {"4", "5", "6"}


class TestSocieties:
    @pytest.fixture
    def found(self, con):
        table = read_table(con, [SAMPLES / "SocietyList.csv"], mutuals.NEEDED)
        return tables(con, mutuals.shapes(con, table))

    def test_that_are_deregistered_stay_as_dissolved_with_the_day(self, found):
        pier = next(r for r in found["records"] if r["key"] == "GB-MPR-90010R")

        assert (pier["status"], pier["status_on"]) == (Status.DISSOLVED, dt.date(2019, 4, 17))

    def test_have_their_postcode_from_the_end_of_the_address(self, found):
        shop = next(r for r in found["records"] if r["key"] == "GB-MPR-90001R")

        assert (shop["postcode"], shop["street"]) == (
            "ZZ99 3AB",
            "The Old Forge, Staithe Street, Marram",
        )

    def test_are_societies_but_a_building_society_is_not(self, found):
        kinds = {r["key"]: r["kind"] for r in found["records"]}

        assert kinds["GB-MPR-903B"] == Kind.OTHER
        assert list(kinds.values()).count(Kind.SOCIETY) == 4

    def test_are_read_under_the_right_spelling_too(self, con, tmp_path):
        text = (SAMPLES / "SocietyList.csv").read_text(encoding="utf-8")
        path = tmp_path / "SocietyList.csv"
        path.write_text(text.replace("Registation", "Registration"), encoding="utf-8")

        shapes = mutuals.shapes(con, mutuals.table_of(con, [path]))

        assert len(rows(con, shapes.records)) == 5


class TestPostcode:
    @pytest.mark.parametrize(
        ("written", "known"),
        [
            ("nr1 1aa", "NR1 1AA"),
            ("NR11AA", "NR1 1AA"),
            (" W1A  1HQ ", "W1A 1HQ"),
            ("NR1", None),
            ("No data", None),
            ("", None),
            (None, None),
        ],
    )
    def test_is_written_with_one_space_or_not_at_all(self, con, written, known):
        value = postcode(ibis.literal(written, type="string"))

        assert con.to_pyarrow(value).as_py() == known


@pytest.mark.django_db
class TestImport:
    """The three registers, from file to published organisation."""

    @pytest.fixture(autouse=True)
    def place(self, settings, tmp_path):
        settings.KEEP_IMPORTS = tmp_path / "imports"
        PlaceFactory(everywhere=True, codes=[])

    def bring(self, source, path):
        run = import_file(by=Robot(source), source=source, path=path)
        assert run.standing in (Standing.DONE, Standing.UNCHANGED), run.problem
        assert run.read == (run.created + run.updated + run.unchanged + run.outside + run.rejected)
        return run

    def test_of_companies_from_the_zip_and_again_without_a_change(self, real_data):
        folder = real_data / "registers/companies_house"
        first = self.bring("companies-house", folder / "CompaniesHouseTestData.zip")
        again = self.bring("companies-house", folder / "BasicCompanyData-2020-06-01-part6_7.csv")

        cic = Organisation.objects.filter(kind=Kind.CIC).first()
        assert (first.created, again.created, again.updated) == (27, 0, 0)
        assert again.unchanged == 27
        assert cic.address_public and cic.street
        assert Term.objects.filter(scheme="sic").exists()

    def test_of_a_company_that_is_a_charitys(self, real_data):
        charity = IdentifierFactory(organisation__ref="GB-CHC-1000001", value="1000001")
        SourceRecordFactory(organisation=charity.organisation)
        BodyLinkFactory(left="GB-CHC-1000001", right="GB-COH-11990344")
        path = real_data / "registers/companies_house/BasicCompanyData-2020-06-01-part6_7.csv"

        self.bring("companies-house", path)

        kept = charity.organisation
        kept.refresh_from_db()
        assert kept.identifiers.filter(scheme="GB-COH", value="11990344").exists()
        assert kept.name != "UNIQ FINANCE GROUP LTD"
        assert kept.postcode == "CT12 6SJ"

    def test_of_sports_clubs_with_every_number_finding_its_club(self, real_data):
        run = self.bring("casc", real_data / "registers/casc")

        rifle = Identifier.objects.get(scheme="GB-CASC", value="9abbf705").organisation
        assert run.created == 9133
        assert rifle == Identifier.objects.get(value="729b7e69").organisation
        assert (rifle.status, rifle.street) == ("active", "")

    @pytest.mark.parametrize(
        ("letters", "mark", "note"),
        [
            ("cp1252", ",", "read as Windows-1252"),
            ("utf-16", ",", "written in UTF-16"),
            ("utf-8-sig", ";", "semicolons between its columns"),
        ],
    )
    def test_of_clubs_in_any_letters_with_a_note_that_says_so(self, tmp_path, letters, mark, note):
        lines = ["id,name,address,postcode,active", "0a1b2c3d,Sociét\xe9 de Boules,1 Quay,,True"]
        file = tmp_path / "cascs.csv"
        file.write_bytes("\n".join(lines).replace(",", mark).encode(letters))

        run = self.bring("casc", file)

        assert Organisation.objects.get().name == "Société de Boules"
        assert any(note in said for said in run.notes)

    def test_of_clubs_from_a_spreadsheet_is_refused_with_what_to_do(self, tmp_path):
        openpyxl.Workbook().save(tmp_path / "cascs.xlsx")

        run = import_file(by=Robot("casc"), source="casc", path=tmp_path / "cascs.xlsx")

        assert run.standing == Standing.FAILED
        assert run.problem.startswith("cascs.xlsx is an Excel workbook (.xlsx). Open it, save it")

    def test_of_societies(self):
        run = self.bring("mutuals", SAMPLES / "SocietyList.csv")

        assert run.created == 5
        assert Organisation.objects.get(ref="GB-MPR-90010R").status == "dissolved"
