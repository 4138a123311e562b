"""``commonweal export document``: a file, or a sentence that says why not."""

from __future__ import annotations

import pytest

from commonweal.commitments.tests.publishing import published, written
from commonweal.config.cli import main

pytestmark = pytest.mark.django_db


class TestTheCommand:
    @pytest.mark.parametrize(
        ("ending", "begins"), [("pdf", b"%PDF-"), ("txt", b"A fair"), ("json", b"{")]
    )
    def test_writes_the_last_version(self, tmp_path, ending, begins):
        slug = published().document.slug
        path = tmp_path / f"out.{ending}"

        assert main(["export", "document", slug, str(path)]) == 0

        assert path.read_bytes().startswith(begins)

    def test_writes_a_draft_for_the_operator(self, tmp_path):
        slug = written().slug
        path = tmp_path / "out.txt"

        assert main(["export", "document", slug, str(path), "--draft"]) == 0

        assert "Draft: not published" in path.read_text()

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (["nowhere", "out.pdf"], "There is nothing at /promises/nowhere/"),
            (["a-draft", "out.pdf"], "is not published. To write the draft, add --draft."),
            (["a-draft", "out.docx"], "A file that ends in .pdf, .txt, .json"),
            (["a-draft", "no/such/folder/out.pdf", "--draft"], "cannot be written"),
        ],
    )
    def test_says_what_is_wrong_in_a_sentence(self, tmp_path, monkeypatch, capsys, words, says):
        monkeypatch.chdir(tmp_path)
        written(slug="a-draft")

        assert main(["export", "document", *words]) == 2

        assert says in capsys.readouterr().err
        assert not list(tmp_path.glob("out*"))

    def test_leaves_the_other_exports_as_they_were(self, tmp_path):
        assert main(["export", "organisations", str(tmp_path / "o.csv")]) == 0
