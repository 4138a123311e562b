"""Records find their organisation by shared numbers; the first holder keeps a contested one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commonweal.sector.loading.matching import Claim, Tie, match

NOBODY: dict = {"known": {}, "held": {}, "occupied": {}}


class TestMatch:
    def test_a_record_joins_the_organisation_that_has_its_number(self):
        found = match([Claim("A", "N1")], known={}, held={"N1": 7}, occupied={})

        assert found.homes == {"A": 7}
        assert not found.doubts

    def test_it_may_do_so_through_a_published_pair(self):
        found = match([Claim("A", "N2", via=True)], known={}, held={"N2": 7}, occupied={})

        assert found.homes == {"A": 7}

    def test_a_number_of_another_standing_record_is_left_there_and_asked_about(self):
        found = match([Claim("A", "N1")], known={}, held={"N1": 7}, occupied={7: "B"})

        assert found.homes == {}
        assert found.doubts == [Tie("A", 7, "N1")]
        assert found.dropped == {("A", "N1")}

    def test_a_record_with_numbers_of_two_organisations_makes_them_one(self):
        claims = [Claim("A", "A"), Claim("A", "N1")]

        found = match(claims, known={"A": 3}, held={"A": 3, "N1": 7}, occupied={3: "A"})

        assert found.merges == [Tie(3, 7, "N1")]

    def test_two_new_records_with_one_number_stay_two(self):
        found = match([Claim("B", "N1"), Claim("A", "N1")], **NOBODY)

        assert found.dropped == {("B", "N1")}
        assert found.doubts == [Tie("A", "B", "N1")]

    @given(
        claims=st.lists(st.builds(Claim, st.sampled_from("ABCD"), st.sampled_from("1234"))),
        held=st.dictionaries(st.sampled_from("1234"), st.integers(1, 3)),
        data=st.data(),
    )
    def test_the_order_of_claims_decides_nothing_and_no_organisation_gets_two_records(
        self, claims, held, data
    ):
        found = match(claims, known={}, held=held, occupied={})
        again = match(data.draw(st.permutations(claims)), known={}, held=held, occupied={})

        assert (found.homes, found.dropped) == (again.homes, again.dropped)
        assert len(set(found.homes.values())) == len(found.homes)
