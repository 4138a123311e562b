"""Structured text, and what is made of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commonweal.commitments.prose import Run, as_html, as_plain, blocks

TEXT = """We will **meet early**, and *listen*.

- halls
- buses
  and trains

1. First
2. [Then](https://example.org/then)
"""


class TestStructuredText:
    def test_is_paragraphs_and_lists(self):
        first, bullets, numbers = blocks(TEXT)

        assert [b.kind for b in (first, bullets, numbers)] == ["paragraph", "bullets", "numbers"]
        assert first.runs[1] == Run("meet early", strong=True)
        assert len(bullets.items) == 2
        assert numbers.items[1][0].runs[0] == Run("Then", address="https://example.org/then")

    def test_is_shown_as_html(self):
        shown = as_html(TEXT)

        assert "<strong>meet early</strong>" in shown
        assert "<ul><li><p>halls</p></li><li><p>buses and trains</p></li></ul>" in shown
        assert '<a href="https://example.org/then">Then</a>' in shown

    def test_is_written_out_plainly(self):
        assert as_plain(TEXT) == (
            "We will meet early, and listen.\n\n- halls\n- buses and trains\n\n"
            "1. First\n2. Then (https://example.org/then)"
        )

    def test_of_html_is_only_words(self):
        assert as_html("<script>alert(1)</script>") == (
            "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
        )

    def test_leads_to_no_program(self):
        assert "href" not in as_html("[press](javascript:alert(1))")
        assert "href" not in as_html("[press](data:text/html,x)")

    def test_of_a_heading_sign_is_words(self):
        assert as_html("# Not a heading") == "<p># Not a heading</p>"

    @given(st.text(max_size=300))
    def test_never_lets_a_tag_through(self, text):
        shown = as_html(text)

        for tag in ("p", "em", "strong", "ul", "ol", "li", "br", "a"):
            shown = shown.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
        assert "<" not in shown.replace('<a href="', "")
