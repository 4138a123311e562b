"""Languages that services are given in here, by their ISO 639 codes: those most spoken, and signed.

From the census of 2021 (main language), with British Sign Language. Others can be named by code.
"""

LANGUAGES: dict[str, str] = {
    "en": "English", "bfi": "British Sign Language", "sq": "Albanian", "am": "Amharic",
    "ar": "Arabic", "bn": "Bengali", "bg": "Bulgarian", "yue": "Cantonese", "cs": "Czech",
    "fr": "French", "de": "German", "el": "Greek", "gu": "Gujarati", "hi": "Hindi",
    "hu": "Hungarian", "it": "Italian", "ku": "Kurdish", "lv": "Latvian", "lt": "Lithuanian",
    "zh": "Mandarin", "ne": "Nepali", "ps": "Pashto", "fa": "Persian", "pl": "Polish",
    "pt": "Portuguese", "pa": "Punjabi", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "so": "Somali", "es": "Spanish", "ta": "Tamil", "tet": "Tetum", "ti": "Tigrinya",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "cy": "Welsh",
    "yo": "Yoruba",
}  # fmt: skip
