"""Colours of a place: read, compared and made into a small style sheet. Pure.

Contrast is that of WCAG 2.2 (relative luminance of sRGB).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

Rgb = tuple[int, int, int]

LIGHT_SURFACES = ("#f6f7f3", "#ffffff", "#e9ece4")
DARK_SURFACES = ("#151b19", "#1d2522", "#27312d")
LEAST_CONTRAST = 4.5


def parse(text: str) -> Rgb | None:
    """``#6a1f47`` as red, green and blue from 0 to 255; None for anything else."""
    found = re.fullmatch(r"#([0-9a-fA-F]{6})", text.strip())
    if not found:
        return None
    digits = found.group(1)
    return (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16))


def written(colour: Rgb) -> str:
    """``#6a1f47``."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def luminance(colour: Rgb) -> float:
    """Relative luminance, from 0 (black) to 1 (white)."""
    parts = [c / 255 for c in colour]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Rgb, other: Rgb) -> float:
    """From 1 (the same) to 21 (black on white)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    """``share`` of the second colour in the first."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return (red, green, blue)


def readable(text: str, surfaces: tuple[str, ...]) -> bool:
    """Whether words in this colour can be read on every one of these surfaces (4.5 to 1)."""
    colour = parse(text)
    backs = [back for back in map(parse, surfaces) if back]
    return colour is not None and all(contrast(colour, b) >= LEAST_CONTRAST for b in backs)


def why_not(accent: str, accent_dark: str = "") -> str:
    """What is wrong with a place's colours, in a sentence; empty when nothing is."""
    pairs = ((accent, LIGHT_SURFACES, "light"), (accent_dark, DARK_SURFACES, "dark"))
    for text, surfaces, scheme in pairs:
        if text and parse(text) is None:
            return f"{text} is not a colour. Write a hash and six digits, such as #6a1f47."
        if text and not readable(text, surfaces):
            wanted = "darker" if scheme == "light" else "lighter"
            return f"{text} cannot be read on the {scheme} pages. Choose a {wanted} one."
    return ""


@dataclass(frozen=True)
class Scheme:
    """The tokens that follow from one accent on one set of surfaces."""

    act: str
    hover: str
    on: str
    wash: str

    @classmethod
    def of(cls, accent: str, surfaces: tuple[str, ...]) -> Scheme | None:
        """The tokens, or None when the accent could not be read there."""
        colour, paper = parse(accent), parse(surfaces[0])
        if colour is None or paper is None or not readable(accent, surfaces):
            return None
        white, ink = (255, 255, 255), (29, 38, 35)
        towards = (0, 0, 0) if luminance(paper) > 0.5 else white
        on = white if contrast(colour, white) >= contrast(colour, ink) else ink
        return cls(
            act=written(colour),
            hover=written(mixed(colour, towards, 0.35)),
            on=written(on),
            wash=written(mixed(colour, paper, 0.88)),
        )

    def tokens(self) -> str:
        """The custom properties, as CSS."""
        return (
            f"--act:{self.act};--act-hover:{self.hover};--on-act:{self.on};"
            f"--act-wash:{self.wash};--pin:{self.act};--on-pin:{self.on};"
        )


def style_sheet(accent: str, accent_dark: str) -> str:
    """The place's own tokens; what cannot be read is left out, and the house's colour stands."""
    light, dark = Scheme.of(accent, LIGHT_SURFACES), Scheme.of(accent_dark, DARK_SURFACES)
    parts = []
    if light:
        media = "@media screen and (prefers-color-scheme: light)"
        parts.append(f"{media}{{:root{{{light.tokens()}}}}}")
        parts.append(f"@media print{{:root{{{light.tokens()}}}}}")
    if dark:
        parts.append(f"@media screen and (prefers-color-scheme: dark){{:root{{{dark.tokens()}}}}}")
    return f"@layer tokens{{{''.join(parts)}}}\n"
