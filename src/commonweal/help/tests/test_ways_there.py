"""Every page of help can be come to from another."""

from __future__ import annotations

from pathlib import Path

from commonweal.help.urls import urlpatterns

HELP = Path(__file__).parents[1]


def test_no_page_is_named_by_its_address_alone():
    texts = [
        path.read_text(encoding="utf-8")
        for folder in (HELP, HELP.parent / "web", HELP.parent / "ui")
        for path in folder.rglob("*")
        if path.suffix in {".html", ".py", ".txt"} and not {"tests", "urls"} & set(path.parts)
    ]
    whole = "\n".join(texts)

    # A helper who is signed in has the same pages as one with a link, by the same words.
    names = {str(pattern.name).removesuffix("_signed_in") for pattern in urlpatterns}
    lost = [n for n in names if f"'{n}'" not in whole and f'"{n}"' not in whole]

    assert names
    assert sorted(lost) == []
