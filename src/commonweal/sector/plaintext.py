"""HTML that others wrote, as plain text with its paragraphs and lists. Pure.

Nothing of the markup stays: descriptions are shown as text, so no tag, script or style of a feed
can reach a page.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from commonweal.core.unseen import seen

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol",
    "p", "pre", "section", "table", "tr", "ul",
})  # fmt: skip
WITHOUT_TEXT = frozenset(
    {"head", "iframe", "noscript", "object", "script", "style", "template", "title"}
)
LAYERS = 3
TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
LOOKS_LIKE_HTML = re.compile(r"<[a-zA-Z/!][^<>]*>|&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,6});")


class _Reader(HTMLParser):
    """Gathers text; where a block begins or ends, a line does."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag begins."""
        if tag in WITHOUT_TEXT:
            self.hidden += 1
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in {"td", "th"}:
            self.parts.append(" ")
        elif tag in BLOCKS:
            self.parts.append("\n" if tag == "br" else "\n\n")

    def handle_endtag(self, tag: str) -> None:
        """A tag ends."""
        if tag in WITHOUT_TEXT:
            self.hidden = max(0, self.hidden - 1)
        elif tag in BLOCKS and tag != "br":
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        """Text between tags; its own line breaks mean nothing in HTML."""
        if not self.hidden:
            self.parts.append(re.sub(r"\s+", " ", data))


def plain(text: str) -> str:
    """The text that somebody reading the page would see, an empty line between paragraphs.

    Text without any markup keeps its own line breaks. Markup within markup, as where somebody
    has escaped it twice, is taken out too.
    """
    for _ in range(LAYERS):
        if not LOOKS_LIKE_HTML.search(text):
            return _tidy(text)
        reader = _Reader()
        reader.feed(text)
        reader.close()
        text = "".join(reader.parts)
    return _tidy(TAG.sub("", text))


def _tidy(text: str) -> str:
    lines = (
        " ".join(line.split())
        for line in seen(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )
    kept = [line for line in lines if line != "-"]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
