"""Which wards a review replaced."""

from __future__ import annotations

from commonweal.places.loading.reviews import Ward, reviewed


def fates(*wards):
    listed = [Ward(code, name, "E07000901", year) for code, name, year in wards]
    return {ward.code: fate for ward, fate in reviewed(listed)}


class TestReview:
    def test_a_whole_one_replaces_every_ward(self):
        told = fates(
            ("A", "Alder", 2016), ("B", "Birch", 2016), ("C", "Alder", 2019), ("D", "Dale", 2019)
        )

        assert (told["A"].ended, told["A"].successor) == (2019, "C")
        assert (told["B"].ended, told["B"].successor) == (2019, "")
        assert told["C"].is_new
        assert not told["C"].ended

    def test_a_small_one_replaces_only_wards_of_the_same_name(self):
        old = [(f"O{n}", f"Ward {n}", 2016) for n in range(9)]

        told = fates(*old, ("N1", "Ward 1", 2023))

        assert [code for code, fate in told.items() if fate.ended] == ["O1"]

    def test_knows_a_name_written_otherwise(self):
        told = fates(("A", "Oak & Ash", 2016), ("B", "The Oak and Ash", 2020))

        assert told["A"].successor == "B"
