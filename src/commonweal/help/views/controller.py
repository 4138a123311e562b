"""Who answers for what is kept: a public page for each scheme, and its impact assessment."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from commonweal.core.gates import GatedView
from commonweal.help.choices import Guards, Part
from commonweal.help.models import Scheme
from commonweal.help.reports import impact
from commonweal.help.views.rooms import InRoom


class WhatIsKept(GatedView, TemplateView):
    """What a scheme keeps of people, why, for how long, who sees it, and who answers for it."""

    permission = None
    template_name = "help/what_is_kept.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """As the installation really keeps it."""
        schemes = Scheme.objects.public().select_related("organisation")
        scheme = get_object_or_404(schemes, slug=self.kwargs["slug"])
        named = ("Client", "Request", "Note", "Helper", "Check", "Given", "Plan", "Look", "Ground")
        kept = [t for t in impact.kept_things() if t.model in named]
        return super().get_context_data(**kwargs) | {
            "scheme": scheme, "kept": kept, "parts": Part.labels, "guards": Guards.labels,
        }  # fmt: skip


class Impact(InRoom, GatedView, TemplateView):
    """The impact assessment of a scheme, made from what this installation really does."""

    permission = "help.lead_scheme"
    template_name = "help/impact.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The headings, the risks, what is kept and who may."""
        return super().get_context_data(**kwargs) | {
            "headings": list(impact.assessment()),
            "purposes": impact.purposes_of(self.scheme),
            "risks": impact.RISKS,
            "kept": impact.kept_things(),
            "who": impact.who_may(),
        }
