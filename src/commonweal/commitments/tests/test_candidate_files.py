"""Files of candidates: what is read, what is refused, and what bringing them in changes."""

from __future__ import annotations

import csv
import io
import json
import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection

from commonweal.commitments import actions
from commonweal.commitments.actions.importing import foresee
from commonweal.commitments.models import Ballot, Candidate, Election
from commonweal.commitments.sources.democracy_club import Unreadable, read
from commonweal.commitments.sources.democracy_club_rows import ballot_of, names_of
from commonweal.commitments.tests.factories import BallotFactory, CandidateFactory, ElectionFactory
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.sector.tests.people import OTHERS, steward

OLD = ("id", "name", "gender", "birth_date", "election", "party_id", "party_name", "post_id",
       "post_label", "email", "election_date", "gss_code", "cancelled_poll")  # fmt: skip
NEW = ("person_id", "person_name", "election_id", "ballot_paper_id", "election_date",
       "election_current", "party_name", "party_id", "post_label", "cancelled_poll",
       "seats_contested", "by_election", "sopn_last_name", "sopn_first_names", "gss",
       "organisation_name", "gender", "birth_date", "email")  # fmt: skip
GRACE = {
    "person_id": "71", "person_name": "Grace Nwosu", "election_id": "local.saltwold.2026-05-07",
    "ballot_paper_id": "local.saltwold.lantern.2026-05-07", "election_date": "2026-05-07",
    "election_current": "True", "party_name": "Green Party", "party_id": "PP63",
    "post_label": "Lantern", "cancelled_poll": "False", "seats_contested": "2",
    "by_election": "", "sopn_last_name": "NWOSU", "sopn_first_names": "Grace Ada",
    "gss": "E05009287", "organisation_name": "Saltwold Council", "gender": "female-secret",
    "birth_date": "1961-02-03", "email": "grace@example.org",
}  # fmt: skip
OMAR = GRACE | {"person_id": "72", "person_name": "Omar Haddad", "sopn_last_name": "HADDAD",
                "sopn_first_names": "Omar", "email": "", "party_name": "Labour Party"}  # fmt: skip
ID = "local.saltwold.2026-05-07"


@pytest.fixture
def write(tmp_path):
    def written(*rows, columns=NEW, encoding="utf-8", delimiter=",", name="candidates.csv"):
        out = io.StringIO()
        table = csv.DictWriter(out, columns, delimiter=delimiter, extrasaction="ignore")
        table.writeheader()
        table.writerows(rows)
        path = tmp_path / name
        path.write_bytes(out.getvalue().encode(encoding))
        return path

    return written


class TestReading:
    def test_takes_the_current_layout(self, write):
        (grace,) = read(write(GRACE)).standing

        assert (grace.person, grace.surname, grace.forenames) == ("71", "NWOSU", "Grace Ada")
        assert (grace.ballot, grace.seats, grace.area) == (GRACE["ballot_paper_id"], 2, "E05009287")
        assert grace.row == 2

    def test_takes_the_old_layout_and_makes_the_ballots_id(self, write):
        row = {
            "id": "11", "name": "Tom Crone", "election": "parl.2019-12-12", "party_id": "party:63",
            "party_name": "Green Party", "post_id": "WMC:E14000793",
            "post_label": "Liverpool, Riverside", "election_date": "2019-12-12",
            "cancelled_poll": "False",
        }  # fmt: skip

        (tom,) = read(write(row, columns=OLD)).standing

        assert tom.ballot == "parl.liverpool-riverside.2019-12-12"
        assert (tom.area, tom.surname, tom.seats) == ("E14000793", "Crone", 1)

    def test_takes_the_real_file_whole(self, real_data):
        path = real_data / "elections" / "candidates-parl.2019-12-12.no_contacts.csv"

        reading = read(path)

        assert (reading.read, len(reading.standing), reading.faults) == (3320, 3320, [])
        assert len({one.ballot for one in reading.standing}) == 650
        assert all(one.area for one in reading.standing)

    @pytest.mark.parametrize(
        ("encoding", "said"),
        [("utf-8-sig", ""), ("utf-16", "UTF-16"), ("cp1252", "Windows-1252")],
    )
    def test_takes_other_letters_and_says_so(self, write, encoding, said):
        reading = read(write(GRACE | {"person_name": "Zoë Müller"}, encoding=encoding))

        assert reading.standing[0].name == "Zoë Müller"
        assert said in " ".join(reading.notes)

    def test_takes_what_a_spreadsheet_saved_with_semicolons(self, write):
        assert read(write(GRACE, OMAR, delimiter=";")).standing[1].name == "Omar Haddad"

    def test_refuses_bytes_that_are_no_letters(self, write, tmp_path):
        path = write(GRACE)
        path.write_bytes(path.read_bytes() + b"72,Om\x81r,\n")

        with pytest.raises(Unreadable, match="line 3"):
            read(path)

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "is empty"),
            (b"PK\x03\x04rest", "zip|workbook"),
            (b"%PDF-1.7", "PDF"),
            (b"person_id,person_name\n1,A\n", "lacks columns: election_id or election"),
            (b"id,name,election,election_date,post_label,party_name\n", "ballot_paper_id or post"),
            (b"id,id,name,election,election_date,post_label,party_name,post_id\n", "two columns"),
            (b"id,name,election,election_date,post_label,party_name,post_id\n", "no candidates"),
        ],
    )
    def test_refuses_what_is_no_such_table_in_a_sentence(self, tmp_path, content, said):
        path = tmp_path / "given.csv"
        path.write_bytes(content)

        with pytest.raises(Unreadable, match=said):
            read(path)

    @pytest.mark.parametrize(
        ("wrong", "column"),
        [
            ({"person_id": ""}, "person_id"),
            ({"person_name": " "}, "person_name"),
            ({"election_date": "7 May"}, "election_date"),
            ({"election_date": "31/02/2026"}, "election_date"),
            ({"seats_contested": "two"}, "seats_contested"),
            ({"cancelled_poll": "perhaps"}, "cancelled_poll"),
            ({"person_name": "x" * 300}, "person_name"),
        ],
    )
    def test_sets_a_row_aside_naming_row_and_column(self, write, wrong, column):
        reading = read(write(GRACE, OMAR | wrong))

        assert [one.person for one in reading.standing] == ["71"]
        assert [(f.row, f.column) for f in reading.faults] == [(3, column)]

    def test_sets_a_row_with_too_few_values_aside(self, write):
        path = write(GRACE)
        path.write_text(path.read_text() + "72,Omar Haddad\n")

        assert "2 values where the heading has 19" in read(path).faults[0].why

    def test_leaves_out_an_address_that_is_none_and_takes_the_person(self, write):
        reading = read(write(GRACE | {"email": "ring me"}))

        assert reading.standing[0].email == ""
        assert reading.faults[0].taken
        assert "ring me" not in reading.faults[0].why

    def test_counts_a_row_that_says_the_same_again_once(self, write):
        reading = read(write(GRACE, GRACE, OMAR))

        assert (len(reading.standing), reading.repeated) == (2, 1)

    def test_believes_neither_of_two_rows_that_differ(self, write):
        reading = read(write(GRACE, OMAR, GRACE | {"party_name": "Labour Party"}))

        assert [one.person for one in reading.standing] == ["72"]
        assert {f.row for f in reading.faults} == {2, 4}
        assert "different content: party_name" in reading.faults[0].why

    def test_never_takes_birth_date_or_gender_not_even_into_what_it_refuses(self, write):
        reading = read(write(GRACE, OMAR | {"seats_contested": "x"}, GRACE | {"post_label": "Y"}))

        assert "1961" not in repr(reading)
        assert "female-secret" not in repr(reading)

    @pytest.mark.parametrize(
        ("name", "parts"),
        [
            ("Grace Nwosu", ("Nwosu", "Grace")),
            ("Walter de la Mare", ("de la Mare", "Walter")),
            ("Ann Lee Jr.", ("Lee", "Ann")),
            ("Prince", ("Prince", "")),
            ("Mair ferch Huw", ("ferch Huw", "Mair")),
        ],
    )
    def test_tells_a_surname(self, name, parts):
        assert names_of(name) == parts

    def test_writes_a_ballots_id_as_democracy_club_does(self):
        import datetime as dt

        day = dt.date(2019, 12, 12)
        assert ballot_of("parl.2019-12-12", "Ynys Môn", day) == "parl.ynys-mon.2019-12-12"


@pytest.mark.django_db
class TestBringingIn:
    def bring(self, path):
        return actions.import_candidates(by=steward, path=path, election=ID)

    def test_makes_election_ballots_and_candidates(self, write):
        plan = self.bring(write(GRACE, OMAR))

        election = Election.objects.get()
        assert (election.slug, str(election.on)) == ("local-saltwold-2026-05-07", "2026-05-07")
        ballot = Ballot.objects.get()
        assert (ballot.name, ballot.seats, ballot.council) == ("Lantern", 2, "Saltwold Council")
        assert ballot.checked_at is None
        assert Candidate.objects.get(person="71").email == "grace@example.org"
        assert len(plan.new) == 2

    def test_again_changes_nothing_the_second_time(self, write):
        path = write(GRACE, OMAR)
        self.bring(path)

        plan = self.bring(path)

        assert (plan.unchanged, plan.new, plan.changed, plan.gone) == (2, [], [], [])

    def test_again_updates_what_changed_and_undoes_the_check(self, write):
        self.bring(write(GRACE, OMAR))
        Ballot.objects.update(checked_at="2026-04-01T09:00Z", checked_by="Ada")

        plan = self.bring(write(GRACE | {"party_name": "Coast Residents"}, OMAR))

        assert Candidate.objects.get(person="71").party == "Coast Residents"
        assert [b.code for b in plan.unchecked.values()] == [GRACE["ballot_paper_id"]]
        assert Ballot.objects.get().checked_at is None

    def test_of_an_address_alone_keeps_the_check(self, write):
        self.bring(write(GRACE, OMAR))
        Ballot.objects.update(checked_at="2026-04-01T09:00Z", checked_by="Ada")

        self.bring(write(GRACE | {"email": "g@example.org"}, OMAR))

        assert Ballot.objects.get().checked_at is not None

    def test_keeps_what_staff_put_right_and_tells_what_the_source_says(self, write):
        self.bring(write(GRACE))
        grace = Candidate.objects.get()
        actions.change_candidate(by=steward, candidate=grace, told={"party": "Greens of Saltwold"})

        plan = self.bring(write(GRACE | {"party_name": "The Greens"}))

        grace.refresh_from_db()
        assert grace.party == "Greens of Saltwold"
        assert grace.corrected == {"party": "The Greens"}
        assert [(k.field, k.ours, k.theirs) for k in plan.kept] == [
            ("party", "Greens of Saltwold", "The Greens")
        ]

    def test_blanks_nothing(self, write):
        self.bring(write(GRACE))

        self.bring(write(GRACE | {"email": "", "sopn_first_names": "", "gss": ""}))

        assert Candidate.objects.get().email == "grace@example.org"
        assert Ballot.objects.get().area == "E05009287"

    def test_takes_nobody_out_but_tells_who_is_no_longer_there(self, write):
        self.bring(write(GRACE, OMAR))
        Ballot.objects.update(checked_at="2026-04-01T09:00Z", checked_by="Ada")

        plan = self.bring(write(OMAR))

        grace = Candidate.objects.get(person="71")
        assert plan.gone == [grace]
        assert grace.standing == "standing"
        assert grace.gone_at is not None
        assert Ballot.objects.get().checked_at is None

    def test_does_not_call_gone_whose_row_could_not_be_read(self, write):
        self.bring(write(GRACE, OMAR))

        assert self.bring(write(OMAR, GRACE | {"seats_contested": "?"})).gone == []

    def test_takes_who_was_typed_for_the_same_person_where_the_name_is_theirs_alone(self, write):
        self.bring(write(OMAR))
        typed = actions.add_candidate(
            by=steward, ballot=Ballot.objects.get(), told={"name": "Grace Nwosu"}
        )

        self.bring(write(GRACE, OMAR))

        typed.refresh_from_db()
        assert (typed.person, typed.source) == ("71", "democracy-club")
        assert Candidate.objects.count() == 2

    def test_keeps_two_of_one_name_on_one_ballot_apart(self, write):
        self.bring(write(GRACE, GRACE | {"person_id": "99", "party_name": "Labour Party"}))

        assert Candidate.objects.filter(name="Grace Nwosu").count() == 2

    def test_leaves_other_elections_outside(self, write):
        other = {"election_id": "pcc.2026-05-07", "ballot_paper_id": "pcc.saltwold.2026-05-07"}

        plan = self.bring(write(GRACE, OMAR | other))

        assert (plan.outside, Candidate.objects.count()) == (1, 1)

    def test_says_what_the_file_holds_where_it_holds_nothing_of_the_election(self, write):
        with pytest.raises(Refused, match="It holds local.saltwold"):
            actions.import_candidates(by=steward, path=write(GRACE), election="parl.2019-12-12")

    def test_refuses_the_ballot_of_another_election(self, write):
        BallotFactory(code=GRACE["ballot_paper_id"])

        plan = self.bring(write(GRACE))

        assert plan.rejected == 1
        assert not Candidate.objects.exists()

    def test_tells_of_a_cancelled_poll_and_decides_nothing(self, write):
        plan = self.bring(write(GRACE | {"cancelled_poll": "True"}))

        assert "was cancelled" in plan.notes[0]
        assert Ballot.objects.get().standing == "going"

    def test_does_all_or_nothing(self, write, monkeypatch):
        monkeypatch.setattr("commonweal.commitments.actions.importing.TAKEN", ("no_such_column",))
        self_made = CandidateFactory(
            ballot=BallotFactory(
                code=GRACE["ballot_paper_id"],
                election=ElectionFactory(slug="local-saltwold-2026-05-07"),
            ),
            person="71", source="democracy-club", party="",
        )  # fmt: skip

        with pytest.raises(Exception, match="no_such_column"):
            self.bring(write(GRACE, OMAR))

        assert list(Candidate.objects.all()) == [self_made]

    def test_is_only_looked_at_first(self, write):
        plan = foresee(write(GRACE), ID)

        assert len(plan.new) == 1
        assert not Election.objects.exists()

    @pytest.mark.parametrize("somebody", OTHERS, ids=lambda who: who.label)
    def test_is_for_stewards(self, write, somebody):
        with pytest.raises(PermissionDenied):
            actions.import_candidates(by=somebody, path=write(GRACE), election=ID)

    def test_keeps_birth_date_and_gender_nowhere(self, write, caplog, capsys):
        caplog.set_level(logging.DEBUG)
        path = write(GRACE, OMAR | {"seats_contested": "x"})

        call_command("import_candidates", "democracy-club", str(path), election=ID, json=True)

        kept = [capsys.readouterr().out, caplog.text]
        kept += [json.dumps(list(JournalEntry.objects.values("detail", "thing")))]
        with connection.cursor() as cursor:
            for table in ("commitments_candidate", "commitments_ballot", "commitments_election"):
                cursor.execute(f"SELECT * FROM {table}")
                kept.append(repr(cursor.fetchall()))
        assert not any("1961" in text or "female-secret" in text for text in kept)
