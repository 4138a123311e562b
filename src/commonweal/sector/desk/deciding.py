"""Screens where people decide whether two organisations are one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from commonweal.core.refused import Refused
from commonweal.sector import actions
from commonweal.sector.choices import Doubt
from commonweal.sector.desk.forms import DecideForm, UndoForm
from commonweal.sector.desk.lists import page_of
from commonweal.sector.facts import WORDS
from commonweal.sector.meant import weigh_pair
from commonweal.sector.models import Doubtful, Merge, Organisation
from commonweal.sector.reports import Profile, may_see, profile
from commonweal.ui.desk import DeskForm

KEEP_LEFT, KEEP_RIGHT, DIFFERENT = "left", "right", "different"


def known_to(actor: Any, *organisations: Organisation) -> None:
    """Nothing, or as if there were no such pair.

    :raises Http404: when either may not be known to whoever looks.
    """
    if not all(may_see(o, actor) for o in organisations):
        raise Http404


class DecideDoubt(DeskForm):
    """A doubtful pair side by side, with what they share and the three decisions there are."""

    permission = "sector.see_register"
    form_class = DecideForm
    template_name = "sector/desk/doubt.html"
    header_icon = "help"
    send_words = "Decide"
    done_words = "Decided. It is remembered, and this pair is not asked about again."

    def load(self) -> Doubtful:
        """The pair."""
        pairs = Doubtful.objects.select_related("left", "right")
        doubt = get_object_or_404(pairs, pk=self.kwargs["pk"])
        known_to(self.actor, doubt.left, doubt.right)
        return doubt

    def between(self) -> list[dict[str, str]]:
        """The list it was found in."""
        return [{"url": reverse("sector_desk:doubts"), "label": "Review list"}]

    def get_page_title(self) -> str:
        """Which two."""
        return f"Are {self.thing.left} and {self.thing.right} one?"

    def get_form(self, form_class: Any = None) -> forms.Form:
        """Each decision named after whom it keeps."""
        form: forms.Form = super().get_form(form_class)
        form.fields["decision"].choices = [  # type: ignore[attr-defined]
            (KEEP_LEFT, f"Yes: merge them, and keep {self.thing.left} ({self.thing.left.ref})"),
            (KEEP_RIGHT, f"Yes: merge them, and keep {self.thing.right} ({self.thing.right.ref})"),
            (DIFFERENT, "No: they are not the same"),
        ]
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The two side by side."""
        doubt = self.thing
        left, right = (profile(o.ref, viewer=self.actor) for o in (doubt.left, doubt.right))
        return super().get_context_data(**kwargs) | {
            "doubt": doubt,
            "pair": [left, right],
            "rows": side_by_side(left, right) if left and right else [],
            "found": weigh_pair(doubt.left, doubt.right),
            "open": doubt.standing == Doubt.OPEN,
            "may_see_all": self.may("sector.see_withheld", doubt),
            "may_decide": self.may("sector.decide_doubt", doubt),
        }

    def act(self, answers: dict[str, Any]) -> Any:
        """Decide it."""
        decision, doubt = answers["decision"], self.thing
        if not decision:
            raise Refused("Choose one of the three.", field="decision")
        keep = {KEEP_LEFT: doubt.left, KEEP_RIGHT: doubt.right}.get(decision)
        return actions.decide_doubt(
            by=self.actor, doubt=doubt, same=keep is not None, keep=keep, why=answers["why"]
        )

    def back(self, result: Any) -> str:
        """The list, for the next pair."""
        return reverse("sector_desk:doubts")


def side_by_side(left: Profile, right: Profile) -> list[tuple[str, str, str, bool]]:
    """What each says of each fact, and whether it is the same."""
    rows = [("Number", left.ref, right.ref, False)]
    for fact, title in WORDS.items():
        one, other = (p.facts[fact].words if fact in p.facts else "" for p in (left, right))
        if one or other:
            rows.append((title, one, other, bool(one) and one.casefold() == other.casefold()))
    one, other = (", ".join(s.name for s in p.served) for p in (left, right))
    rows.append(("Serves", one, other, bool(one) and one == other))
    return rows


class UndoMerge(DeskForm):
    """A merge, and the way back."""

    permission = "sector.see_register"
    form_class = UndoForm
    template_name = "sector/desk/merge.html"
    page_title = "Merge"
    header_icon = "link"
    send_words = "Undo the merge"
    done_words = "They are two again."

    def load(self) -> Merge:
        """The merge."""
        merges = Merge.objects.select_related("kept", "absorbed")
        merge = get_object_or_404(merges, pk=self.kwargs["pk"])
        known_to(self.actor, merge.kept, merge.absorbed)
        return merge

    def between(self) -> list[dict[str, str]]:
        """The list it was found in."""
        return [{"url": reverse("sector_desk:merges"), "label": "Merges"}]

    def get_page_subtitle(self) -> str:
        """Which was taken in."""
        return str(self.thing.absorbed)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was merged, and what moved."""
        moved = self.thing.moved.get("moved", {})
        return super().get_context_data(**kwargs) | {
            "merge": self.thing,
            "moved": [(kind.replace("_", " "), len(keys)) for kind, keys in moved.items() if keys],
            "may_undo": self.may("sector.merge", self.thing) and self.thing.undone_at is None,
        }

    def act(self, answers: dict[str, Any]) -> Any:
        """Undo it."""
        return actions.undo_merge(by=self.actor, merge=self.thing, **answers)

    def said(self, result: Any) -> str:
        """What becomes of the pair."""
        if self.request.POST.get("different"):
            return "They are two again. It is remembered that they are not the same."
        return "They are two again, and the pair is on the review list."

    def back(self, result: Any) -> str:
        """The kept one's page."""
        return page_of(self.thing.kept)
