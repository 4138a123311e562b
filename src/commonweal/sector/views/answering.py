"""What was suggested to an organisation, and deciding it: for its own people and for staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from commonweal.core.gates import GatedView
from commonweal.core.permissions import allowed
from commonweal.core.refused import Refused
from commonweal.sector import actions
from commonweal.sector.actions.answering import Decision
from commonweal.sector.choices import Verdict
from commonweal.sector.forms.suggesting import DecideForm
from commonweal.sector.models import Organisation, Service, SuggestedChange, Suggestion
from commonweal.sector.reports import find_by_org_id, may_see
from commonweal.sector.reports.history import WHEREABOUTS, is_hidden_somewhere
from commonweal.sector.reports.published import (
    fields_of,
    in_words,
    kept_elsewhere,
    published_of,
)
from commonweal.sector.suggestible import WORDS, Field, same
from commonweal.sector.withholding import hidden_by
from commonweal.ui.acting import FormPage
from commonweal.ui.differing import Piece, pieces

SALT = "commonweal.sector.answering"
AT_A_TIME = 20
ALL = {"accepted": Verdict.ACCEPTED, "declined": Verdict.DECLINED}


class OfAnOrganisation(GatedView):
    """A page about one organisation, as if there were none for who may not know of it."""

    permission = "sector.see_suggestions"

    def organisation(self) -> Organisation:
        """The organisation that the address names."""
        found = find_by_org_id(self.kwargs["ref"])
        if found is None or not may_see(found, self.actor):
            raise Http404
        return found


class Suggestions(OfAnOrganisation, TemplateView):
    """All that was suggested: what is still to be decided first."""

    permission = "sector.see_suggestions"
    template_name = "sector/suggestions.html"
    thing: Organisation

    def load(self) -> Organisation:
        """The organisation."""
        return self.organisation()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Those that are open, and a page of those that were decided."""
        rows = Suggestion.objects.of(self.thing).select_related("about", "service__organisation")
        rows = rows.prefetch_related("changes")
        decided = rows.exclude(decided_at=None).order_by("-decided_at", "-pk")
        page = Paginator(decided, AT_A_TIME).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {
            "organisation": self.thing, "page": page,
            "open": [(s, titles_of(s)) for s in rows.open().order_by("at", "pk")],
            "decided": [(s, titles_of(s)) for s in page],
        }  # fmt: skip


def titles_of(suggestion: Suggestion) -> list[str]:
    """What it is about, field by field."""
    titles = fields_of(suggestion.service or suggestion.organisation)
    return [titles[c.field].title for c in sorted(suggestion.changes.all(), key=lambda c: c.pk)]


@dataclass(frozen=True)
class Row:
    """One suggested change as the page shows it, with the boxes in which it is decided."""

    change: SuggestedChange
    field: Field
    seen: str
    now: str
    suggested: str
    changed: bool
    already: bool
    keeper: str
    withheld: bool
    verdict: Any = None
    value: Any = None

    @property
    def open(self) -> bool:
        """Whether it is still to be decided."""
        return self.change.verdict == Verdict.OPEN

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Word by word, from what is published now."""
        return pieces(self.now, self.suggested)


class Decide(OfAnOrganisation, FormPage):
    """One suggestion: what was seen, what is there now, what is suggested, and the decision."""

    permission = "sector.see_suggestions"
    form_class = DecideForm
    template_name = "sector/decide.html"
    title = "Decide"
    send_words = "Keep these decisions"
    thing: Suggestion

    def load(self) -> Suggestion:
        """The suggestion, where it is this organisation's."""
        rows = Suggestion.objects.of(self.organisation()).filter(pk=self.kwargs["pk"])
        found = rows.select_related("about", "service__organisation").first()
        if found is None:
            raise Http404
        self.about = found.service or found.organisation
        self.now = published_of(self.about)
        self.changes = {c.field: c for c in found.changes.order_by("pk")}
        return found

    @property
    def open(self) -> dict[str, SuggestedChange]:
        """What is still to be decided."""
        return {f: c for f, c in self.changes.items() if c.verdict == Verdict.OPEN}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The fields that are open; and whether an address among them is public now."""
        titles = fields_of(self.about)
        moved = {"street", "postcode"} & self.open.keys()
        owner = self.about if isinstance(self.about, Organisation) else None
        return super().get_form_kwargs() | {
            "asked": {f: (titles[f], c.suggested) for f, c in self.open.items()},
            "elsewhere": bool(kept_elsewhere(self.about)),
            "address": owner.address_public if owner and moved else None,
        }  # fmt: skip

    def act(self, answers: dict[str, Any]) -> Suggestion:
        """Decide what was chosen, or all that is open."""
        form: DecideForm = self.get_form()
        form.is_valid()
        every = ALL.get(self.request.POST.get("all", ""))
        chosen = {f: every or Verdict(answers[f"verdict_{f}"] or Verdict.OPEN) for f in self.open}
        decisions = {
            f: Decision(v, form.value_of(f) if v == Verdict.ACCEPTED else None)
            for f, v in chosen.items()
            if v != Verdict.OPEN
        }
        try:
            return actions.decide_suggestion(
                by=self.actor, suggestion=self.thing, decisions=decisions,
                reason=answers["reason"], looked_at=self.looked_at(),
                show_address=answers.get("show_address"),
            )  # fmt: skip
        except Refused as refusal:
            raise self.at_its_box(refusal, form) from refusal

    def looked_at(self) -> dict[str, Any]:
        """What was published when the page was made that is now sent."""
        try:
            found = signing.loads(self.request.POST.get("looked_at", ""), salt=SALT)
        except signing.BadSignature as problem:
            raise Refused("This page is not whole. Open it again, and decide there.") from problem
        return dict(found)

    @staticmethod
    def at_its_box(refusal: Refused, form: DecideForm) -> Refused:
        """The same, at the box of the field that it names."""
        name = {"status": "closed", "status_on": "closed", "terms": ""}.get(
            refusal.field, refusal.field
        )
        boxes = (b for b in (f"value_{name}", f"verdict_{name}", name) if b in form.fields)
        return Refused(refusal.sentence, field=next(boxes, ""))

    def said(self, result: Suggestion) -> str:
        """Whether all of it is decided."""
        if result.decided_at is None:
            return "Kept. The rest is still to be decided."
        told = " They are told by e-mail." if result.email else ""
        return f"All of it is decided.{told}"

    def back(self, result: Suggestion) -> str:
        """The list; or here again, while something is open."""
        ref = self.thing.organisation.ref
        if result.decided_at is None:
            return reverse("decide", args=[ref, self.thing.pk])
        return reverse("suggestions", args=[ref])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only by who may decide, and only while something is open."""
        if not allowed(self.actor, "sector.correct_organisation", self.thing):
            raise PermissionDenied
        if not self.open:
            raise Refused("Somebody has decided all of this meanwhile.")
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The differences, and where to change what is changed by hand or elsewhere."""
        context = super().get_context_data(**kwargs)
        owner = self.thing.organisation
        looked_at = signing.dumps({f: self.now[f] for f in self.open}, salt=SALT, compress=True)
        return context | {
            "suggestion": self.thing, "organisation": owner, "rows": self.rows(context["form"]),
            "may_decide": allowed(self.actor, "sector.correct_organisation", self.thing),
            "at_desk": allowed(self.actor, "sector.see_register"),
            "looked_at": looked_at, "title": f"Suggested: {self.about.name}",
        }  # fmt: skip

    def withheld(self) -> frozenset[str]:
        """The facts of the organisation that are withheld."""
        if isinstance(self.about, Service):
            return frozenset()
        rows = self.about.withholdings.filter(lifted_at=None)
        return hidden_by(list(rows.values_list("fact", flat=True)))

    def unseen(self) -> frozenset[str]:
        """The fields of which whoever looks may not know what they said once."""
        if isinstance(self.about, Organisation):
            sees = allowed(self.actor, "sector.see_withheld", self.about)
            return frozenset() if sees else self.withheld()
        keeps = allowed(self.actor, "sector.keep_services", self.about)
        private = not keeps and is_hidden_somewhere(self.about)
        return frozenset(WHEREABOUTS) if private else frozenset()

    def rows(self, form: DecideForm) -> list[Row]:
        """Each change, as whoever looks may see it."""
        keepers, titles = kept_elsewhere(self.about), fields_of(self.about)
        withheld, unseen = self.withheld(), self.unseen()

        def box(name: str) -> Any:
            return form[name] if name in form.fields else None

        return [
            Row(
                change=c, field=titles[f], now=in_words(f, self.now[f]),
                seen="" if f in unseen else in_words(f, c.seen),
                suggested=in_words(f, c.suggested),
                changed=f not in {WORDS, *withheld} and not same(self.now[f], c.seen),
                already=f != WORDS and same(self.now[f], c.suggested),
                keeper=keepers.get(f, ""), withheld=f in withheld - unseen,
                verdict=box(f"verdict_{f}"), value=box(f"value_{f}"),
            )
            for f, c in self.changes.items()
        ]  # fmt: skip
