"""Telling what is wrong or missing on a page, and seeing what came of it. No account is needed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core import signing
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from commonweal.core import clock
from commonweal.core.actors import Visitor
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, LimitedView, count
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of, new_token
from commonweal.sector import actions
from commonweal.sector.forms.suggesting import SuggestForm
from commonweal.sector.models import Organisation, Service, Suggestion
from commonweal.sector.querysets_suggestions import THEIR_TURN
from commonweal.sector.reports import may_see
from commonweal.sector.reports.published import (
    fields_of,
    in_words,
    kept_elsewhere,
    published_of,
)
from commonweal.sector.suggestible import CLOSED, NAMES, Field
from commonweal.sector.views.about import found_by
from commonweal.ui.acting import FormPage

AN_HOUR, A_DAY = 3_600, 86_400
TELLING = Limit("suggest", times=30, seconds=AN_HOUR)
TELLING_IN_A_DAY = Limit("suggest.day", times=60, seconds=A_DAY)
OF_ONE_PAGE = Limit("suggest.page", times=100, seconds=A_DAY)
SALT = "commonweal.sector.suggesting"
GOOD_FOR = 2 * A_DAY
TOO_OLD = (
    "This form is more than two days old, or not whole. Copy what you wrote, open the page again "
    "and paste it there."
)


class Suggesting(LimitedView, GatedView, FormPage):
    """A form with all that may be said of a page, as it is published now.

    What the page said, and the private link, travel in the form, signed: so that only what was
    changed on it counts, and sending it twice is sending it once.
    """

    permission: ClassVar[str | None] = "sector.suggest"
    limits = (TELLING, TELLING_IN_A_DAY)
    form_class = SuggestForm
    template_name = "sector/suggest.html"
    title = "What is wrong or missing?"
    send_words = "Send it"
    done_words = "Thank you. It is with whoever keeps this page."
    thing: Organisation | Service

    @property
    def known(self) -> dict[str, Field]:
        """What may be said; of what has closed, not that it has."""
        fields = dict(fields_of(self.thing))
        if published_of(self.thing)[CLOSED]:
            del fields[CLOSED]
        return fields

    def get_form_kwargs(self) -> dict[str, Any]:
        """The fields, and who keeps those that are not kept here."""
        keepers = kept_elsewhere(self.thing)
        return super().get_form_kwargs() | {"known": self.known, "kept_by": keepers}

    def get_initial(self) -> dict[str, Any]:
        """What is published, and a sheet that says so."""
        now = published_of(self.thing)
        sheet = {"about": self.about, "token": new_token()[0], "seen": now}
        shown = now | ({NAMES: "\n".join(now[NAMES])} if NAMES in now else {})
        return shown | {"sheet": signing.dumps(sheet, salt=SALT, compress=True)}

    @property
    def about(self) -> str:
        """What the sheet is about, so that it cannot be sent of another page."""
        return f"{self.thing._meta.model_name}:{self.thing.pk}"

    def act(self, answers: dict[str, Any]) -> str:
        """Say it; the private link is what comes back."""
        try:
            sheet = signing.loads(answers["sheet"], salt=SALT, max_age=GOOD_FOR)
        except signing.BadSignature as problem:
            raise Refused(TOO_OLD) from problem
        if sheet["about"] != self.about:
            raise Refused(TOO_OLD)
        count(OF_ONE_PAGE, self.about)
        actions.suggest(
            by=self.actor, about=self.thing, seen=sheet["seen"],
            values={name: answers[name] for name in self.known if name in answers},
            digest=digest_of(sheet["token"]), note=answers["note"],
            your_name=answers["your_name"], your_email=answers["your_email"],
        )  # fmt: skip
        return str(sheet["token"])

    def back(self, result: str) -> str:
        """The private page."""
        return reverse("suggestion", args=[result])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose page it is, and the way back to it."""
        organisation = self.thing.organisation if isinstance(self.thing, Service) else self.thing
        return super().get_context_data(**kwargs) | {
            "section": "services" if isinstance(self.thing, Service) else "find",
            "name": self.thing.name, "organisation": organisation, "address": self.address(),
            "days": THEIR_TURN.days,
        }  # fmt: skip

    def address(self) -> str:
        """The page it is about."""
        raise NotImplementedError


class SuggestOfOrganisation(Suggesting):
    """Of an organisation."""

    permission = "sector.suggest"

    def load(self) -> Organisation:
        """The organisation, where anybody may see it."""
        return found_by(self.kwargs["ref"])

    def address(self) -> str:
        """Its page."""
        return f"/organisations/{self.kwargs['ref']}/"


class SuggestOfService(Suggesting):
    """Of a service."""

    permission = "sector.suggest"

    def load(self) -> Service:
        """The service, where it has a page."""
        rows = Service.objects.shown().select_related("organisation")
        return get_object_or_404(rows, uuid=self.kwargs["key"])

    def address(self) -> str:
        """Its page."""
        return f"/services/{self.kwargs['key']}/"


class YourSuggestion(GatedView, TemplateView):
    """What somebody suggested and how it stands, for whoever has the private link."""

    permission = None
    template_name = "sector/suggestion.html"
    thing: Suggestion

    def load(self) -> Suggestion:
        """The suggestion of this link."""
        rows = Suggestion.objects.select_related("about", "service__organisation")
        return get_object_or_404(rows, digest=digest_of(self.kwargs["token"]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was said and answered. What the page said is not shown: it may be hidden by now."""
        one, thing = self.thing, self.thing.service or self.thing.organisation
        titles = fields_of(thing)
        shown = may_see(one.organisation, Visitor()) and one.organisation.same_as_id is None
        rows = [
            (titles[c.field].title, in_words(c.field, c.suggested), c)
            for c in one.changes.order_by("pk")
        ]
        return super().get_context_data(**kwargs) | {
            "suggestion": one, "rows": rows, "shown": shown, "thing": thing,
            "until": clock.day_of(one.at + THEIR_TURN),
        }  # fmt: skip

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        """The page; it holds no form, so its address need go nowhere at all."""
        response = super().render_to_response(context, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        return response
