"""Where an organisation's own people keep its page: facts, names, areas, and doors to the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView
from commonweal.sector import actions
from commonweal.sector.choices import NameKind
from commonweal.sector.forms.facts import AreasForm, NameForm
from commonweal.sector.forms.keeping import OWN_FACTS, OwnFactsForm
from commonweal.sector.gathering import HERE, gather
from commonweal.sector.models import Member
from commonweal.sector.publishing import as_kept
from commonweal.sector.reports import profile
from commonweal.sector.reports.keeping import kept_facts, own_facts
from commonweal.sector.reports.waiting import waiting_for
from commonweal.sector.views.about import AboutOne
from commonweal.sector.views.members import OfOrganisation
from commonweal.ui.acting import FormPage, Press

KNOCKS = Limit("keeping", times=120, seconds=60 * 60)
BY_THEMSELVES = "Said by the organisation itself"


@dataclass(frozen=True)
class Door:
    """Something to be kept: its address by name, its title, what it is, who may."""

    route: str
    title: str
    words: str
    permission: str


# What can be kept. Whoever adds a page for keepers adds its door here.
DOORS = (
    Door("keep_facts", "What it says", "Description, address, how to reach you",
         "sector.correct_organisation"),
    Door("keep_names", "Other names", "Under which people look for you",
         "sector.correct_organisation"),
    Door("keep_areas", "Areas it serves", "Where you work, wherever your office is",
         "sector.correct_organisation"),
    Door("keep_services", "What it offers", "Services: when, where, for whom; still right, closed "
         "for now, ended", "sector.keep_services"),
    Door("keep_fresh", "Is it still right?", "Say once a year that all of it is: one press",
         "sector.confirm_entry"),
    Door("suggestions", "What people suggest", "What is wrong or missing, as others see it; you "
         "decide", "sector.see_suggestions"),
    Door("organisation-feedback", "What people said", "How your services treated them; read, "
         "reply, answer in public", "sector.see_feedback"),
    Door("organisation-choices", "What is shown of you", "Telephone, e-mail, address; whether "
         "people may write to you here", "sector.choose_what_is_shown"),
    Door("history", "What was changed", "By whom and when; put it back as it was",
         "sector.see_history"),
    Door("members", "Who keeps it", "Owners, editors and viewers; invite, hand over, leave",
         "sector.see_members"),
)  # fmt: skip


class Keep(AboutOne, GatedView, TemplateView):
    """The hub: what the public sees and who says so, what waits, and doors to change it."""

    permission = "sector.see_members"
    template_name = "sector/keep.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is known, and what whoever looks may do."""
        o = self.organisation
        shown = profile(o.ref, viewer=self.actor)
        member = Member.objects.standing().of(self.actor).filter(organisation=o).first()
        doors = [d for d in DOORS if self.may(d.permission)]
        return super().get_context_data(**kwargs) | {
            "facts": kept_facts(o),
            "numbers": shown.numbers if shown else (),
            "sources": shown.sources if shown else (),
            "role": member.get_role_display() if member else "",
            "waiting": waiting_for(o, self.actor),
            "doors": [(self.at(d.route), d.title, d.words) for d in doors],
            "may_correct": self.may("sector.correct_organisation"),
        }


class KeepFacts(LimitedView, AboutOne, GatedView, FormPage):
    """Change what the organisation says of itself."""

    permission = "sector.correct_organisation"
    limits = (KNOCKS,)
    form_class = OwnFactsForm
    template_name = "sector/keeping_form.html"
    title = "What it says"
    lede = "What you write here wins over every register, until you take it back."
    done_words = "Kept. The page shows it now."

    def get_form_kwargs(self) -> dict[str, Any]:
        """The facts that are theirs to change, as they are known; not what is withheld."""
        resolved = gather([self.organisation])[self.organisation.pk].resolved()
        facts = [f for f in own_facts(resolved) if not resolved[f].withheld]
        initial = {f: as_kept(f, resolved[f].known) for f in facts}
        return super().get_form_kwargs() | {"facts": facts, "initial": initial}

    def act(self, answers: dict[str, Any]) -> Any:
        """Keep what was changed on the form."""
        form: OwnFactsForm = self.get_form()  # type: ignore[assignment]
        form.is_valid()
        return actions.correct_organisation(
            by=self.actor,
            organisation=self.organisation,
            values=form.changed,
            reason=BY_THEMSELVES,
        )

    def said(self, result: Any) -> str:
        """That it was kept, or that there was nothing to keep."""
        return self.done_words if result else "Nothing was changed: all was as you wrote it."

    def back(self, result: Any) -> str:
        """The hub."""
        return self.at("keep")


class TakeBackFact(OfOrganisation, LimitedView, Press):
    """Take back what was put right here, so that the register's is shown again."""

    permission = "sector.correct_organisation"
    limits = (KNOCKS,)
    related = "corrections"
    done_words = "Taken back. What the register says is shown again."

    def load(self) -> Any:
        """The correction, if it is of a fact that is theirs to change and in force."""
        correction = super().load()
        mine = self.organisation.corrections.filter(
            withdrawn_at=None, fact__in=("name", *OWN_FACTS)
        )
        return get_object_or_404(mine.select_related("organisation"), pk=correction.pk)

    def act(self) -> None:
        """Withdraw it."""
        actions.withdraw_correction(by=self.actor, correction=self.thing)

    def back(self, *_: Any) -> str:
        """The hub."""
        return self.at("keep")


class KeepNames(LimitedView, AboutOne, GatedView, FormPage):
    """The other names it goes by; add one, take away what was noted here."""

    permission = "sector.correct_organisation"
    limits = (KNOCKS,)
    form_class = NameForm
    template_name = "sector/keep_names.html"
    title = "Other names"
    lede = "People find you under each of them."
    send_words = "Add this name"
    done_words = "Noted. People find you under it now."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The names there are."""
        shown = profile(self.organisation.ref, viewer=self.actor)
        names = shown.names if shown else ()
        return super().get_context_data(**kwargs) | {"names": names}

    def act(self, answers: dict[str, Any]) -> Any:
        """Note it."""
        return actions.add_name(
            by=self.actor,
            organisation=self.organisation,
            name=answers["name"],
            kind=NameKind(answers["kind"]),
        )

    def back(self, result: Any) -> str:
        """The same page."""
        return self.at("keep_names")


class RemoveName(OfOrganisation, LimitedView, Press):
    """Take away a name that was noted here."""

    permission = "sector.correct_organisation"
    limits = (KNOCKS,)
    related = "names"
    done_words = "Taken away."

    def act(self) -> None:
        """Remove it."""
        actions.remove_name(by=self.actor, organisation=self.organisation, name=self.thing)

    def back(self, *_: Any) -> str:
        """The names."""
        return self.at("keep_names")


class KeepAreas(LimitedView, AboutOne, GatedView, FormPage):
    """Say which areas it serves."""

    permission = "sector.correct_organisation"
    limits = (KNOCKS,)
    form_class = AreasForm
    template_name = "sector/keeping_form.html"
    title = "Areas it serves"
    done_words = "Kept."

    def get_initial(self) -> dict[str, Any]:
        """Those said here before."""
        told = self.organisation.areas_served.filter(source=HERE)
        return {"codes": list(told.values_list("code", flat=True))}

    def act(self, answers: dict[str, Any]) -> Any:
        """Keep them."""
        return actions.set_areas_served(by=self.actor, organisation=self.organisation, **answers)

    def back(self, result: Any) -> str:
        """The hub, or what one keeps where it no longer belongs here."""
        self.organisation.refresh_from_db()
        o = self.organisation
        return self.at("keep") if o.based_here or o.serves_here else reverse("your_organisations")
