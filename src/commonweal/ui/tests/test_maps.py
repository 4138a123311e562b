from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.ui import maps, tracing


def square(west: float, south: float, size: float = 0.1) -> dict:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


class TestDraw:
    def test_fits_the_box_and_keeps_proportions(self):
        drawing = maps.draw([maps.Outline(key="a", name="A", geometry=square(1.0, 52.0))])

        _, _, width, height = map(float, drawing.view_box.split())
        assert width <= tracing.WIDTH
        assert height / width == pytest.approx(1.6, abs=0.1), "degrees of longitude are shorter"

    def test_puts_north_on_top(self):
        drawing = maps.draw([], [maps.Point(53.0, 1.0, "1"), maps.Point(52.0, 1.5, "2")])

        by_words = {pin.words: float(pin.y) for pin in drawing.pins}
        assert by_words["1"] < by_words["2"]

    def test_leaves_out_what_is_no_polygon_without_failing(self):
        bad = [
            None,
            {"type": "Point", "coordinates": [1, 2]},
            {"type": "Polygon"},
            {"type": "Polygon", "coordinates": "x"},
            {"type": "Polygon", "coordinates": []},
        ]

        drawing = maps.draw(
            [maps.Outline(key=str(i), name="", geometry=g) for i, g in enumerate(bad)]
        )

        assert drawing.shapes == ()

    def test_never_loses_an_area_too_small_to_see(self):
        outlines = [
            maps.Outline(key="county", name="", geometry=square(0, 52, 1)),
            maps.Outline(key="speck", name="", geometry=square(0.5, 52.5, 0.0001)),
        ]

        drawing = maps.draw(outlines)

        assert all(shape.path for shape in drawing.shapes)

    def test_hatches_what_has_no_value_and_says_so(self):
        drawing = maps.draw([maps.Outline(key="a", name="A", geometry=square(1, 52), shade=-1)])

        assert drawing.hatched
        assert drawing.shapes[0].style == "hush"

    def test_writes_long_names_on_two_lines_and_drops_what_does_not_fit(self):
        wide = maps.Outline(key="a", name="King's Lynn and West", geometry=square(0, 52, 1))
        tiny = maps.Outline(key="b", name="A very long name indeed", geometry=square(1, 52, 0.02))

        shapes = maps.draw([wide, tiny]).shapes

        assert [line.words for line in shapes[0].lines] == ["King's Lynn", "and West"]
        assert shapes[1].lines == ()

    def test_names_the_largest_first_so_that_no_small_neighbour_takes_their_room(self):
        small = maps.Outline(key="s", name="Quayside", geometry=square(0, 52.005, 0.13))
        large = maps.Outline(key="l", name="Breckland", geometry=square(0.13, 52, 0.14))
        around = maps.Outline(key="a", name="", geometry=square(0, 51, 1))

        shapes = maps.draw([small, large, around]).shapes

        assert [shape.key for shape in shapes] == ["s", "l", "a"]
        assert [line.words for line in shapes[1].lines] == ["Breckland"]

    def test_gives_the_figure_where_the_name_has_no_room(self):
        narrow = maps.Outline(
            key="n", name="Throckmortonshire", geometry=square(0, 52, 0.16), figure="12"
        )
        wide = maps.Outline(key="w", name="", geometry=square(0, 51, 1))

        assert [line.words for line in maps.draw([narrow, wide]).shapes[0].lines] == ["12"]

    @given(
        st.lists(
            st.tuples(st.floats(-6, 2), st.floats(50, 55), st.floats(0.001, 1)),
            min_size=1,
            max_size=5,
        )
    )
    def test_writes_paths_a_browser_can_read_inside_the_box(self, squares):
        outlines = [
            maps.Outline(key=str(i), name="", geometry=square(*s)) for i, s in enumerate(squares)
        ]

        drawing = maps.draw(outlines)

        for shape in drawing.shapes:
            assert re.fullmatch(r"(M-?[\d.]+,-?[\d.]+(l[-\d., ]*|h2v2h-2)z)+", shape.path)
            assert "e-" not in shape.path


class TestPins:
    def test_too_close_to_tell_apart_share_one(self):
        points = [
            maps.Point(52.0, 1.0, "1", "Choir"),
            maps.Point(52.0, 1.0, "2", "Larder"),
            maps.Point(52.9, 1.9, "3", "Hall"),
        ]

        pins = maps.draw([], points).pins

        assert sorted(pin.words for pin in pins) == ["1+", "3"]
        assert "Choir; Larder" in {pin.name for pin in pins}

    def test_a_single_place_is_not_stretched_to_nothing(self):
        drawing = maps.draw([], [maps.Point(52.0, 1.0, "1")])

        assert "nan" not in drawing.view_box
        assert len(drawing.pins) == 1


class TestTenths:
    @pytest.mark.parametrize(
        ("value", "said"), [(12.0, "12"), (12.54, "12.5"), (-0.01, "0"), (-3.25, "-3.2")]
    )
    def test_are_short(self, value, said):
        assert maps.tenths(value) == said
