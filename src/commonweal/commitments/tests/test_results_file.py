"""Results of polls, as files bring them."""

from __future__ import annotations

import json

import pytest

from commonweal.commitments.sources.results import read_results

CSV = """ballot_paper_id,person_id,person_name,elected,votes_cast
local.a.b.2026-05-07,1,Imran Akhtar,t,"1,204"
local.a.b.2026-05-07,2,Susan Bellwood,f,903
local.a.c.2026-05-07,3,Pat Tully,,
"""


def row(person=1, **more):
    named = {"id": person, "name": "Imran Akhtar"}
    return {"membership": {"person": named, "elected": None}, "num_ballots": 5, **more}


def sets(*rows, code="local.a.b.2026-05-07"):
    return [{"ballot_paper_id": code, "candidate_results": list(rows)}]


class TestACsv:
    def test_is_read_ballot_by_ballot(self):
        first, second = read_results(CSV.encode("utf-8-sig"))

        assert first.code == "local.a.b.2026-05-07"
        assert [(r.person, r.elected, r.votes) for r in first.results] == [
            ("1", True, 1204), ("2", False, 903),
        ]  # fmt: skip
        assert second.results[0].elected is None
        assert second.results[0].votes is None

    def test_of_the_old_layout_calls_the_person_id(self):
        old = "id,name,ballot_paper_id,elected\n7,Pat Tully,local.a.b.2026-05-07,True\n"

        (ballot,) = read_results(old.encode())

        assert (ballot.results[0].person, ballot.results[0].name) == ("7", "Pat Tully")

    def test_of_another_encoding_is_read_too(self):
        named = CSV.replace("Susan", "Zoë")

        assert read_results(named.encode("cp1252"))[0].results[1].name == "Zoë Bellwood"
        assert read_results(named.encode("utf-16"))[0].results[1].name == "Zoë Bellwood"

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("ballot_paper_id,person_id\nx,1\n", "no column elected"),
            ("ballot_paper_id,elected\nx,t\n", "no column id"),
            ("ballot_paper_id,person_id,elected\n", "no rows"),
            ("ballot_paper_id,person_id,elected\nx,1,perhaps\n", "Row 2"),
            ("ballot_paper_id,person_id,elected\n,1,t\n", "Row 2"),
            ("ballot_paper_id,person_id,elected,votes_cast\nx,1,t,-4\n", "Row 2"),
            ("ballot_paper_id,person_id,elected\nx,1,t\nx,1,f\n", "twice"),
        ],
    )
    def test_that_is_wrong_says_where(self, text, said):
        with pytest.raises(ValueError, match=said):
            read_results(text.encode())


class TestJson:
    def test_takes_who_won_from_the_result(self):
        held = sets(row(1, is_winner=True), row(2, is_winner=False))

        (ballot,) = read_results(json.dumps(held).encode())

        assert [(r.person, r.elected, r.votes) for r in ballot.results] == [
            ("1", True, 5), ("2", False, 5),
        ]  # fmt: skip

    def test_may_be_a_page_of_results(self):
        assert read_results(json.dumps({"results": sets(row(is_winner=True))}).encode())

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("[", "line 1"),
            ("[]", "no result sets"),
            ("{}", "no result sets"),
            ('[{"ballot_paper_id": "x"}]', "Result set 1"),
            ("[7]", "Result set 1"),
            (json.dumps(sets(row()) * 2), "twice"),
            (json.dumps(sets(row(), row())), "twice"),
            (json.dumps(sets(row(num_ballots="many"))), "Result set 1"),
        ],
    )
    def test_that_is_wrong_says_where(self, text, said):
        with pytest.raises(ValueError, match=said):
            read_results(text.encode())


class TestTheRealResults:
    def test_of_sheffield_and_barnsley_are_read(self, real_data):
        name = "democracy_club_result_sets_sheffield_barnsley_2021.json"
        path = real_data / "elections" / name

        ballots = read_results(path.read_bytes())

        assert len(ballots) == 95
        won = {b.code: sum(bool(r.elected) for r in b.results) for b in ballots}
        assert won["local.sheffield.ecclesall.2021-05-06"] == 1
        assert all(r.votes is not None for b in ballots for r in b.results)
