"""The shades of a map can be told apart in both schemes, by the colour-blind and in grey."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from commonweal.ui.colours import contrast, luminance, parse

TOKENS = Path(__file__).parents[1] / "static/commonweal/tokens.css"
SCHEMES = ("light", "dark")
# Linear RGB as seen without one of the three cones (Machado, Oliveira and Fernandes 2009).
SEEN = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                   [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                     [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                   [0.004733, 0.691367, 0.303900]],
}  # fmt: skip


def tokens(name: str, scheme: str) -> list[tuple[int, int, int]]:
    """The five values of a token, in the light scheme or the dark."""
    found = []
    for at in range(1, 6):
        values = re.findall(rf"--{name}{at}:\s*(#[0-9a-f]{{6}})", TOKENS.read_text())
        colour = parse(values[SCHEMES.index(scheme)])
        assert colour is not None
        found.append(colour)
    return found


def lightness(relative: float) -> float:
    """CIE L*, from 0 to 100, of a relative luminance."""
    return 116 * relative ** (1 / 3) - 16 if relative > 0.008856 else 903.3 * relative


def seen(colour: tuple[int, int, int], how: str) -> float:
    """The lightness of a colour to somebody who lacks one sort of cone."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in np.array(colour) / 255
    ]
    shown = np.clip(np.array(SEEN[how]) @ linear, 0, 1)
    return lightness(float(shown @ [0.2126, 0.7152, 0.0722]))


@pytest.mark.parametrize("scheme", SCHEMES)
class TestTheShades:
    def test_run_evenly_from_light_to_dark_or_back(self, scheme: str) -> None:
        each = [lightness(luminance(c)) for c in tokens("q", scheme)]

        steps = [b - a for a, b in pairwise(each)]
        assert all(step < -10 for step in steps) or all(step > 10 for step in steps), each

    @pytest.mark.parametrize("how", SEEN)
    def test_keep_their_order_for_the_colour_blind(self, scheme: str, how: str) -> None:
        each = [seen(c, how) for c in tokens("q", scheme)]

        steps = [b - a for a, b in pairwise(each)]
        assert all(step < -8 for step in steps) or all(step > 8 for step in steps), each

    def test_carry_numbers_that_can_be_read(self, scheme: str) -> None:
        for shade, ink in zip(tokens("q", scheme), tokens("on-q", scheme), strict=True):
            assert contrast(shade, ink) >= 4.5, (shade, ink)
