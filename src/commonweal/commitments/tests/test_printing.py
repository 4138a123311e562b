"""A document as a PDF that screen readers can read, as text and as JSON."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as supposing
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from commonweal.commitments.printing import Edition, as_json, as_text, pdf, pdf_of_version
from commonweal.commitments.printing import keeping as shelf
from commonweal.commitments.printing.making import compiled
from commonweal.commitments.printing.setting import Setter
from commonweal.commitments.printing.signs import INSTEAD, RANGES, can_be_printed, printable
from commonweal.commitments.reports import Doing, Part, PartyLine, Promise, Whole
from commonweal.commitments.reports.whole import digest_of_body
from commonweal.commitments.tests.publishing import published
from commonweal.places.models import Place

AT = dt.datetime(2026, 3, 10, 9, tzinfo=dt.UTC)
HOSTILE = (
    '#import "@preview/evil:1.0.0": *\n#panic() $x^2$ @ref <label> ][)( *a _b `c` \\u{41} // x /* '
    '#read("/etc/passwd")'
)
NAMES = [
    "日本 Garden Trust", "Trust 🌳👨‍👩‍👧", "جمعية الأمل", "নারী সংঘ", "Zażółć gęślą", "ਪੰਜਾਬੀ",
    "a\x00b\x07c\x1b[0m",
    "\u202eevil", "e\u0301\u0323\u20dd", "ﷺ", "𝒢reat", "\ue000", "a\u2028b\u2029c", "x" * 3_000,
    "ا\u0653\u0301\u20d2", "N\u0310\u0336\u20e3",
]  # fmt: skip


def whole(**told: Any) -> Whole:
    """A strategy with something of everything in it."""
    part = Part(
        "k1", "aim", "1", "Heard", "Words.",
        parts=(
            Part(
                "k2", "priority", "1.1", "Halls", "- one\n- [two](https://example.org/)",
                promises=(
                    Promise("p", "1.1a", "We will meet early.", "The council", "the sector"),
                ),
                doings=(Doing("d", "A1", "A list of halls", "Soon.", "Ada Byrne", "2026-09-01"),),
                parts=(Part("k3", "objective", "", "Keys", "Who has them."),),
            ),
        ),
    )  # fmt: skip
    plain: dict[str, Any] = {
        "key": "k", "slug": "a-fair-wind", "face": "strategy", "title": "A fair wind",
        "summary": "For all.", "area": "", "foreword": "We listened.", "foreword_by": "Ruth Wyke",
        "starts_on": "2026-01-01", "ends_on": "2030-12-31", "standing": "adopted",
        "adopted_on": "2026-03-10",
        "parties": (PartyLine("Saltwold Council", "partner", "2026-03-09", "Cllr Ode"),),
        "parts": (part,),
    }  # fmt: skip
    return Whole(**plain | told)


def edition(**told: Any) -> Edition:
    """A published edition of it."""
    place = Place(
        pk=1, name="Saltwold", keeper="Saltwold Voluntary Action", email="hello@example.org"
    )
    return Edition(
        whole=whole(**told), name="As adopted", at=AT, place=place, site="https://a.example",
        number=2, digest="ab" * 32,
    )  # fmt: skip


def read(held: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(held))


def words(reader: PdfReader) -> str:
    """All that can be read on its pages, on one line."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def tags(reader: PdfReader) -> Iterator[str]:
    """The structure's tags, in the order in which they are read."""

    def below(node: Any) -> Iterator[str]:
        node = node.get_object()
        if isinstance(node, ArrayObject):
            for one in node:
                yield from below(one)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield str(node["/S"])
            if "/K" in node:
                yield from below(node["/K"])

    yield from below(reader.trailer["/Root"]["/StructTreeRoot"])


class TestThePdf:
    def test_says_to_machines_what_it_is(self):
        reader = read(pdf(edition()))

        root = reader.trailer["/Root"]
        xmp = root["/Metadata"].get_object().get_data().decode()
        assert root["/MarkInfo"]["/Marked"] is not False
        assert bool(root["/MarkInfo"]["/Marked"])
        assert root["/Lang"] == "en-GB"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
        assert "<pdfaid:part>2</pdfaid:part>" in xmp
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
        assert reader.metadata is not None
        assert reader.metadata.title == "A fair wind"

    def test_has_an_outline_of_its_headings(self):
        titles: list[str] = []

        def walk(nodes: list[Any]) -> None:
            for node in nodes:
                if isinstance(node, list):
                    walk(node)
                else:
                    titles.append(node.title)

        walk(read(pdf(edition())).outline)

        assert [t for t in titles if t != "Contents"] == [
            "Foreword", "Who is bound by it", "1 Heard", "1.1 Halls", "Keys",
            "About this document",
        ]  # fmt: skip

    def test_is_tagged_with_headings_lists_links_and_tables_with_heads(self):
        found = list(tags(read(pdf(edition()))))

        levels = [int(tag[2:]) for tag in found if tag[1] == "H" and tag[2:].isdecimal()]
        assert levels[0] == 1
        assert all(b - a <= 1 for a, b in pairwise(levels))
        assert {"/L", "/LI", "/Link", "/Table", "/TR", "/TH", "/TD", "/TOC"} <= set(found)
        assert found.count("/Table") == 3

    def test_says_all_of_it_from_foreword_to_imprint(self):
        said = words(read(pdf(edition())))

        for piece in (
            "We listened.", "Ruth Wyke", "Saltwold Council", "Cllr Ode, 9 March 2026",
            "1.1a We will meet early.", "The council, to the sector", "A1 A list of halls",
            "Ada Byrne", "1 September 2026", "Published by Saltwold Voluntary Action.",
            "hello@example.org", "https://a.example/promises/a-fair-wind/", "ab" * 16,
            "1 January 2026 to 31 December 2030", "Adopted on 10 March 2026", "Contents",
            "Page 2 of",
        ):  # fmt: skip
            assert piece in said, piece

    def test_shows_words_and_obeys_none(self):
        part = Part("k", "aim", "1", HOSTILE[:200], HOSTILE)
        held = pdf(
            edition(
                title=HOSTILE[:190], summary=HOSTILE, foreword=HOSTILE, foreword_by=HOSTILE,
                parties=(PartyLine(HOSTILE, "sector", "", HOSTILE),),
                parts=(
                    dataclasses.replace(
                        part,
                        promises=(Promise("p", "1", HOSTILE, HOSTILE, HOSTILE),),
                        doings=(Doing("d", "1", HOSTILE, HOSTILE, HOSTILE),),
                    ),
                ),
            )
        )  # fmt: skip

        said = words(read(held))
        assert said.count('#import "@preview/evil:1.0.0": *') >= 6
        assert "root:" not in said

    @pytest.mark.parametrize("name", NAMES)
    def test_is_made_whatever_somebody_is_called(self, name):
        held = pdf(
            edition(
                title=name[:200], foreword=name, foreword_by=name,
                parties=(PartyLine(name, "sector"),),
                parts=(Part("k", "aim", name[:12], name, f"**{name}** *{name}*"),),
            )
        )  # fmt: skip

        assert "About this document" in words(read(held))

    def test_shows_that_a_sign_is_missing_and_where_it_is_to_be_had(self):
        held = pdf(edition(title="日本 Garden Trust"))

        said = words(read(held))
        assert f"{INSTEAD}{INSTEAD} Garden Trust" in said
        assert "hold every sign as it was written" in said
        assert "hold every sign" not in words(read(pdf(edition())))

    def test_keeps_its_headings_unbroken_where_a_part_has_none(self):
        deep = Part("k4", "objective", "", "Deep", "")
        parts = (Part("k1", "aim", "", "", "Only words.", parts=(deep,)),)

        found = list(tags(read(pdf(edition(parts=parts)))))

        assert "/H2" not in found

    def test_of_a_draft_says_so(self):
        draft = dataclasses.replace(edition(), number=None, digest="")

        said = words(read(pdf(draft)))
        assert "Draft: not published" in said
        assert "Published by" not in said

    @supposing(text=st.text(max_size=60))
    @settings(
        max_examples=40, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def test_is_made_of_any_words(self, text):
        assert pdf(edition(title=text or "x", foreword=text)).startswith(b"%PDF-")


class TestSigns:
    def test_that_are_said_to_be_printable_are(self):
        every = [chr(n) for first, last in RANGES for n in range(first, last + 1)]
        alone = [sign for sign in every if not unicodedata.category(sign).startswith("M")]
        parts = tuple(
            Part(f"k{n}", "aim", "", "", " ".join(alone[n : n + 400]).replace("\\", "\\\\"))
            for n in range(0, len(alone), 400)
        )

        said = words(read(compiled(edition(parts=parts), Setter("https://a.example"))))

        assert len(alone) > 5_000
        assert "ж" in said
        assert "ש" in said

    def test_that_are_not_are_shown_to_be_missing(self):
        assert printable("a中b") == f"a{INSTEAD}b"
        assert printable("e\u0301") == "é"
        assert printable("ж", plainly=True) == INSTEAD
        assert not can_be_printed("\ue000")
        assert not can_be_printed("\n")


class TestPlainText:
    def test_says_all_of_it(self):
        said = as_text(edition())

        for piece in (
            "A fair wind\n===========", "Foreword\n--------", "We listened.", "1.1 Halls",
            "- two (https://example.org/)", "Promise: 1.1a We will meet early.",
            "  By whom: The council, to the sector", "Action: A1 A list of halls",
            "  By: 1 September 2026", "Published by Saltwold Voluntary Action.",
        ):  # fmt: skip
            assert piece in said, piece

    def test_holds_every_sign_but_those_that_nobody_sees(self):
        assert as_text(edition(title="日本\x07")).startswith("日本\n==")


class TestJson:
    def test_holds_the_body_that_the_digest_is_of(self):
        told = json.loads(as_json(edition()))

        assert told["version"] == 2
        assert told["about"]["publisher"] == "Saltwold Voluntary Action"
        assert digest_of_body(told["body"]) == whole().digest


@pytest.mark.django_db
class TestAPdfOfAVersion:
    def test_is_made_once(self, settings, tmp_path, monkeypatch):
        settings.HOME = tmp_path
        version = published()
        first = pdf_of_version(version)

        monkeypatch.setattr(shelf, "pdf", lambda edition: pytest.fail("It was made again."))

        assert pdf_of_version(version) == first

    def test_is_made_of_one_that_was_published_within_a_second(self, settings, tmp_path):
        settings.HOME = tmp_path
        at = dt.datetime(2026, 3, 10, 9, 0, 7, 123_456, tzinfo=dt.UTC)

        assert pdf_of_version(published(at=at)).startswith(b"%PDF-")

    def test_is_made_anew_once_the_keeper_is_another(self, settings, tmp_path):
        settings.HOME = tmp_path
        version = published()
        Place.objects.update_or_create(pk=1, defaults={"name": "Saltwold", "keeper": "One"})
        pdf_of_version(version)

        Place.objects.filter(pk=1).update(keeper="Another")

        assert "Published by Another" in words(read(pdf_of_version(version)))
        assert len(list((tmp_path / "printed").glob("*.pdf"))) == 1
