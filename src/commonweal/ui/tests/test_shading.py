from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commonweal.ui import words
from commonweal.ui.shading import shading


class TestShading:
    def test_has_five_classes_with_their_edges_in_the_key(self):
        shades = shading([1, 4, 7, 9, 12, 15, 22, 31, 48, 60, 118])

        assert [entry.words for entry in shades.key] == [
            "under 7", "7 to 11", "12 to 21", "22 to 47", "48 and over",
        ]  # fmt: skip
        assert [shades.shade(v) for v in (1, 7, 118)] == [1, 2, 5]

    def test_never_gives_what_is_not_known_the_lowest_colour(self):
        assert shading([1, 2, None]).shade(None) == -1

    def test_says_a_class_of_equal_values_by_the_value(self):
        assert [e.words for e in shading([0, 0, 0]).key] == ["0"]

    def test_sets_nought_apart_where_many_have_it(self):
        shades = shading([0] * 16 + [20, 20, 33, 50, 67, 67, 75, 100])

        assert [entry.words for entry in shades.key] == ["0", "20 to 32", "33 to 66", "67 to 74",
                                                         "75 and over"]  # fmt: skip
        assert [shades.shade(v) for v in (0, 20, 100)] == [1, 2, 5]

    def test_says_where_a_class_ends_when_rounding_hides_it(self):
        values = [7_140, 22_300, 23_100, 26_200, 31_000, 38_900, 40_100, 50_200, 81_000, 120_000]

        key = [e.words for e in shading(values, words.money_short).key]

        assert key[1] == "£23,000 to under £31,000"

    @given(st.lists(st.integers(0, 10_000), min_size=1))
    def test_puts_every_value_in_a_class_of_the_key_and_larger_values_never_lower(self, values):
        shades = shading(values)

        known = {entry.shade for entry in shades.key}
        given_shades = [shades.shade(v) for v in sorted(values)]
        assert set(given_shades) <= known
        assert given_shades == sorted(given_shades)
        assert len(shades.key) <= 5
