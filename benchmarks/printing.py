"""The PDF of a strategy of sixty pages, tagged for screen readers, beside a plain way.

``limit`` is the same words handed to typst as bare paragraphs, without a table, a list, a link, a
tag or a standard: the least that setting them can take. ``peer`` is the usual way: a browser prints
the same words as HTML (tagged, but to no standard), where there is one.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from benchmarks.common import Result, timed

GOAL = 3.0
PAGES = 60
WORDS = (
    "We will list every hall, church room and club house that can be hired, with its steps, its "
    "kitchen and its price, and ask each of them once a year whether that is still so. "
)
BARE = b"""#set text(size: 11.5pt)
#for words in json(bytes(sys.inputs.told)) { par(words) }
"""


def strategy(priorities: int) -> Any:
    """A strategy in the shape of a city's: priorities with prose, a list, promises and actions."""
    from commonweal.commitments.reports import Doing, Part, PartyLine, Promise, Whole

    def objective(n: int, m: int) -> Part:
        text = (
            f"{WORDS * 7}\n\n- **First** {WORDS}\n- *then* [a list](/areas/) {WORDS}\n\n{WORDS * 6}"
        )
        code = f"{n}.{m}"
        return Part(
            f"o{code}", "objective", code, f"Objective {code}", text,
            promises=tuple(
                Promise(f"p{code}{i}", f"{code}{i}", WORDS, "The council", "the sector")
                for i in "ab"
            ),
            doings=tuple(
                Doing(f"d{code}{i}", f"A{code}{i}", "A list of halls", WORDS, "Ada", "2027-03-31")
                for i in "abcd"
            ),
        )  # fmt: skip

    parts = tuple(
        Part(
            f"k{n}", "priority", str(n), f"Priority area {n}", WORDS * 10,
            parts=tuple(objective(n, m) for m in range(1, 7)),
        )
        for n in range(1, priorities + 1)
    )  # fmt: skip
    return Whole(
        key="k", slug="a-fair-wind", face="strategy", title="A fair wind", summary=WORDS, area="",
        foreword="\n\n".join([WORDS * 4] * 4), foreword_by="Ruth Wyke", starts_on="2026-04-01",
        ends_on="2031-03-31", standing="adopted", adopted_on="2026-03-10",
        parties=tuple(PartyLine(f"Organisation {n}", "sector", "2026-03-09") for n in range(40)),
        parts=parts,
    )  # fmt: skip


def edition(priorities: int) -> Any:
    """An edition of it."""
    from commonweal.commitments.printing import Edition
    from commonweal.places.models import Place

    place = Place(pk=1, name="Saltwold", keeper="Saltwold Voluntary Action")
    at = dt.datetime(2026, 3, 10, 9, tzinfo=dt.UTC)
    return Edition(strategy(priorities), "As adopted", at, place, "https://a.example", 1, "ab" * 32)


def barely(told: Any) -> bytes:
    """The same words as bare paragraphs."""
    import typst

    words: list[str] = []
    for part in told.whole.all():
        words += [part.heading, *part.text.split("\n")]
        words += [f"{p.words} {p.promiser}" for p in part.promises]
        words += [f"{d.title} {d.text} {d.owner}" for d in part.doings]
    return bytes(
        typst.compile(
            BARE, sys_inputs={"told": json.dumps([w for w in words if w])}, format="pdf",
            ignore_system_fonts=True, pdf_tags=False,
        )
    )  # fmt: skip


def by_a_browser(told: Any) -> float | None:
    """Seconds a browser takes for the same words, its start counted as a server would pay it."""
    from tests.presence import browser_path

    from commonweal.commitments.prose import as_html

    path = browser_path()
    if not path:
        return None
    from playwright.sync_api import sync_playwright

    rows = [f"<h1>{told.whole.title}</h1>{as_html(told.whole.foreword)}"]
    for part in told.whole.all():
        rows += [f"<h2>{part.code} {part.heading}</h2>{as_html(part.text)}<table>"]
        rows += [f"<tr><td>{p.words}<td>{p.promiser}" for p in part.promises]
        rows += [f"<tr><td>{d.title} {d.text}<td>{d.owner}" for d in part.doings] + ["</table>"]

    def print_it() -> None:
        with sync_playwright() as player:
            browser = player.chromium.launch(executable_path=path, args=["--no-sandbox"])
            page = browser.new_page()
            page.set_content("".join(rows))
            page.pdf(format="A4", tagged=True, outline=True)
            browser.close()

    return timed(print_it, 1)


def pages_of(held: bytes) -> int:
    """How many pages a PDF has."""
    import io

    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(held)).pages)


def run(quick: bool) -> list[Result]:
    """Print it, and count its pages so that nobody is told of fewer."""
    from commonweal.commitments.printing import as_text, pdf

    told = edition(2 if quick else 7)
    first = timed(lambda: pdf(told), 1)
    pages = pages_of(pdf(told))
    ours, bare = timed(lambda: pdf(told)), timed(lambda: barely(told))
    met = None if quick else first < GOAL and pages >= PAGES
    return [
        Result(
            f"PDF of a strategy of {pages} pages", first, limit=bare,
            peer=by_a_browser(told), goal=f"< {GOAL:g} s", met=met,
            note=f"made for the first time in a process; again {ours:.2f} s. limit: the same words "
            "as bare paragraphs, untagged",
        ),
        Result("the same as plain text", timed(lambda: as_text(told))),
    ]  # fmt: skip
