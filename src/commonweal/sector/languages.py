"""What languages are called in English, by their ISO 639 codes, and which are spoken here."""

from __future__ import annotations

from functools import cache

from django.conf.locale import LANG_INFO

# Those that are spoken here and that Django does not name.
ALSO = {
    "am": "Amharic", "bfi": "British Sign Language", "cmn": "Mandarin", "din": "Dinka",
    "gu": "Gujarati", "ku": "Kurdish", "mfe": "Mauritian Creole", "om": "Oromo", "prs": "Dari",
    "ps": "Pashto", "rom": "Romany", "sd": "Sindhi", "si": "Sinhala", "sn": "Shona",
    "so": "Somali", "tet": "Tetum", "ti": "Tigrinya", "tl": "Tagalog", "tw": "Twi",
    "yo": "Yoruba", "yue": "Cantonese", "zh": "Chinese",
}  # fmt: skip
# Those most spoken by the census of 2021 (main language), and signed. Others are named by code.
SPOKEN = (
    "en", "bfi", "sq", "am", "ar", "bn", "bg", "yue", "zh", "cs", "fr", "de", "el", "gu", "hi",
    "hu", "it", "ku", "lv", "lt", "cmn", "ne", "ps", "fa", "pl", "pt", "pa", "ro", "ru", "sk",
    "so", "es", "ta", "tet", "ti", "tr", "uk", "ur", "vi", "cy", "yo",
)  # fmt: skip


@cache
def language(code: str) -> str:
    """``pl`` is ``Polish``; a code that nobody here knows is itself."""
    for known in (code, code.split("-", maxsplit=1)[0]):
        if known in ALSO:
            return ALSO[known]
        if known in LANG_INFO and "name" in LANG_INFO[known]:
            return str(LANG_INFO[known]["name"])
    return code
