"""Boxes to choose with, large enough for a thumb."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class OneOf(forms.RadioSelect):
    """One of a few, each in a box of its own that can be pressed anywhere."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The boxes, in the look of the public site."""
        context = self.get_context(name, value, attrs)
        return SafeString(render_to_string("ui/choices.html", context))
