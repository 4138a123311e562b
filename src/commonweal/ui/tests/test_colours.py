from __future__ import annotations

import pytest

from commonweal.ui import colours


class TestContrast:
    def test_is_that_of_the_guidelines(self):
        assert colours.contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
        assert colours.contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


class TestWhyNot:
    def test_a_good_pair_is_let_through(self):
        assert colours.why_not("#6a1f47", "#e2a6bf") == ""

    @pytest.mark.parametrize("text", ["red", "#fff", "#6a1f4g", "}body{display:none"])
    def test_what_is_no_colour_is_refused_in_a_sentence(self, text):
        assert "is not a colour" in colours.why_not(text)

    def test_what_could_not_be_read_is_refused(self):
        assert "Choose a darker one" in colours.why_not("#f6d55c")
        assert "Choose a lighter one" in colours.why_not("", "#6a1f47")


class TestStyleSheet:
    def test_colours_the_light_pages_and_the_dark(self):
        sheet = colours.style_sheet("#1c5270", "#98cae5")

        assert "--act:#1c5270" in sheet
        assert "prefers-color-scheme: dark" in sheet

    @pytest.mark.parametrize("hostile", ["}*{display:none}", "", "url(//evil)"])
    def test_leaves_out_what_cannot_be_used(self, hostile):
        assert colours.style_sheet(hostile, hostile) == "@layer tokens{}\n"

    def test_leaves_out_what_could_not_be_read(self):
        assert "#f6d55c" not in colours.style_sheet("#f6d55c", "").split("dark")[0]
