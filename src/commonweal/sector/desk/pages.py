"""Pages of the staff desk about one organisation, and the forms that change it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from commonweal.comms.reports import bounces_of
from commonweal.core.refused import Refused
from commonweal.sector import actions
from commonweal.sector.choices import FACTS, NameKind
from commonweal.sector.comparison import compare, history
from commonweal.sector.desk.forms import CorrectForm, IdentifierForm, MergeForm, WithholdForm
from commonweal.sector.desk.glance import at_a_glance
from commonweal.sector.desk.lists import page_of
from commonweal.sector.forms.facts import AreasForm, NameForm
from commonweal.sector.gathering import HERE, gather
from commonweal.sector.models import Member, Organisation
from commonweal.sector.publishing import as_kept
from commonweal.sector.reports import find_by_org_id, may_see, profile
from commonweal.sector.reports.freshness import history_of
from commonweal.sector.reports.offering import offered
from commonweal.sector.reports.reaching import addresses_of
from commonweal.sector.withholding import WITHHOLDABLE
from commonweal.ui.desk import DeskForm, DeskPage


class About:
    """Loads the organisation a screen is about, as if there were none for who may not know."""

    actor: Any
    kwargs: dict[str, Any]

    def load(self) -> Any:
        """The organisation."""
        organisation = get_object_or_404(Organisation, pk=self.kwargs["pk"])
        if not may_see(organisation, self.actor):
            raise Http404
        return organisation

    @cached_property
    def organisation(self) -> Organisation:
        """The organisation, once loaded."""
        thing: Organisation = self.thing  # type: ignore[attr-defined]
        return thing

    def between(self) -> list[dict[str, str]]:
        """The way back."""
        return [
            {"url": reverse("sector_desk:organisations"), "label": "Organisations"},
            {"url": page_of(self.organisation), "label": self.organisation.name},
        ]

    def get_page_subtitle(self) -> str:
        """Whose page it is."""
        return self.organisation.name

    def back(self, result: Any) -> str:
        """The organisation's page."""
        return page_of(self.organisation)


class OrganisationPage(About, DeskPage):
    """Every fact by source side by side, corrections, withholdings, merges and history."""

    permission = "sector.see_register"
    template_name = "sector/desk/organisation.html"
    header_icon = "group"

    def get_page_title(self) -> str:
        """Its name."""
        return self.organisation.name

    def get_page_subtitle(self) -> str:
        """No more than its name."""
        return ""

    def between(self) -> list[dict[str, str]]:
        """The list it was found in."""
        return super().between()[:1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows, and what whoever looks may do."""
        o = self.organisation
        context: dict[str, Any] = super().get_context_data(**kwargs)
        withholdings = o.withholdings.filter(lifted_at=None).order_by("fact")
        return context | {
            "organisation": o,
            "public": Organisation.objects.published().filter(pk=o.pk).exists(),
            "lines": at_a_glance(o, self.actor),
            "profile": profile(o.ref, viewer=self.actor),
            "comparison": compare(o, self.actor),
            "withholdings": [(w, WITHHOLDABLE[w.fact][0]) for w in withholdings]
            if self.may("sector.see_withheld")
            else [],
            "merges": o.merges.filter(undone_at=None).select_related("absorbed").order_by("-at"),
            "history": history(o, self.actor),
            "services": offered(o),
            "asked": history_of(o) if self.may("sector.ring") else [],
            "bounces": bounces_of(addresses_of(o)) if self.may("comms.see_bounces") else [],
            "may_ring": self.may("sector.ring"),
            "members": Member.objects.standing().filter(organisation=o).order_by("pk"),
            "may_see_members": self.may("sector.see_members", o),
            "may_note": not o.withheld and o.same_as is None and self.may("sector.note_feedback"),
            "may_keep": self.may("sector.keep_services", o),
            "may_correct": self.may("sector.correct_organisation", o),
            "may_withhold": self.may("sector.withhold", o),
            "may_choose": self.may("sector.choose_what_is_shown", o) and not o.withheld,
            "may_merge": self.may("sector.merge", o),
        }


class Correct(About, DeskForm):
    """Put facts right."""

    permission = "sector.correct_organisation"
    form_class = CorrectForm
    page_title = "Put right"
    header_icon = "edit"
    done_words = "Put right. It wins over the registers until it is withdrawn."

    def get_initial(self) -> dict[str, Any]:
        """All that is known, withheld or not: who may correct may see it."""
        resolved = gather([self.organisation])[self.organisation.pk].resolved()
        known = {fact: as_kept(fact, resolved[fact].known) for fact in FACTS}
        return {f: f"{v:%d/%m/%Y}" if hasattr(v, "year") else v for f, v in known.items()}

    def act(self, answers: dict[str, Any]) -> Any:
        """Correct what was changed on the form."""
        return actions.correct_organisation(
            by=self.actor,
            organisation=self.organisation,
            values=self.form.changed,
            reason=answers["reason"],
        )

    def said(self, result: Any) -> str:
        """That it was put right, or that there was nothing to put right."""
        return self.done_words if result else "Nothing was changed: all was as you wrote it."


class Withhold(About, DeskForm):
    """Keep something from view."""

    permission = "sector.withhold"
    form_class = WithholdForm
    page_title = "Withhold"
    header_icon = "view"
    send_words = "Withhold it"
    done_words = (
        "Withheld, here and wherever this register is shown. "
        "The public registers it came from may still show it."
    )

    def act(self, answers: dict[str, Any]) -> Any:
        """Withhold it."""
        return actions.withhold(by=self.actor, organisation=self.organisation, **answers)


class SetAreas(About, DeskForm):
    """Say which areas it serves."""

    permission = "sector.correct_organisation"
    form_class = AreasForm
    page_title = "Areas it serves"
    header_icon = "site"

    def get_initial(self) -> dict[str, Any]:
        """Those said here before."""
        told = self.organisation.areas_served.filter(source=HERE)
        return {"codes": list(told.values_list("code", flat=True))}

    def act(self, answers: dict[str, Any]) -> Any:
        """Keep them."""
        return actions.set_areas_served(by=self.actor, organisation=self.organisation, **answers)


class AddName(About, DeskForm):
    """Note another name."""

    permission = "sector.correct_organisation"
    form_class = NameForm
    page_title = "Add a name"
    header_icon = "edit"

    def act(self, answers: dict[str, Any]) -> Any:
        """Note it."""
        kind = NameKind(answers["kind"])
        return actions.add_name(
            by=self.actor, organisation=self.organisation, name=answers["name"], kind=kind
        )


class AddIdentifier(About, DeskForm):
    """Note a number that a register gives."""

    permission = "sector.keep_numbers"
    form_class = IdentifierForm
    page_title = "Add a number"
    header_icon = "tag"

    def act(self, answers: dict[str, Any]) -> Any:
        """Note it."""
        return actions.add_identifier(by=self.actor, organisation=self.organisation, **answers)


class MergeIn(About, DeskForm):
    """Take another organisation into this one."""

    permission = "sector.merge"
    form_class = MergeForm
    page_title = "Merge another into this"
    header_icon = "link"
    send_words = "Merge them"
    done_words = "Merged. It can be undone from the list of merges."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What merging means."""
        intro = (
            "Everything of the other one moves here, and its number leads here. "
            "If either is withheld, both stay withheld."
        )
        return super().get_context_data(**kwargs) | {"intro": intro}

    def act(self, answers: dict[str, Any]) -> Any:
        """Merge them."""
        other = find_by_org_id(answers["other"])
        if other is None:
            raise Refused("No organisation here has this number.", field="other")
        return actions.merge_organisations(
            by=self.actor, kept=self.organisation, absorbed=other, reason=answers["reason"]
        )
