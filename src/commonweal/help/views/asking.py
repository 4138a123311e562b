"""Asking on the website: one question to a page, kept as a draft until it is sent."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from commonweal.core import clock
from commonweal.core.actions import name_of
from commonweal.core.actors import Actor, LinkHolder
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, knock
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of
from commonweal.help.actions import asking as acts
from commonweal.help.asked import read
from commonweal.help.asking_pages import first_open, page_after, page_before, pages_of, told_in
from commonweal.help.choices import Knows, Way
from commonweal.help.forms import asking as shapes
from commonweal.help.forms.questions import spoken
from commonweal.help.models import Asking, NeedRule, Request
from commonweal.help.reports import asking as reports
from commonweal.help.reports.routing import areas_of_postcode, is_outside
from commonweal.help.scripts import NOTICE
from commonweal.help.views.asking_door import AN_HOUR, THEMSELVES, Humane, around
from commonweal.ui.acting import FormPage

ANSWERING = Limit("help.ask.answer", times=300, seconds=AN_HOUR)
SENDING = Limit("help.ask.send", times=12, seconds=AN_HOUR)
LETTERS = Limit("help.ask.letters", times=5, seconds=AN_HOUR)


class OnDraft(GatedView):
    """Loads what somebody is writing, by the secret in its address; any other is not there."""

    permission: ClassVar[str | None] = None
    actor: Actor
    thing: Asking

    def load(self) -> Asking:
        """The draft, not yet sent and not older than a week."""
        found = Asking.objects.filter(digest=digest_of(self.kwargs["token"]), way=Way.WEB).first()
        if found is None or (found.sent_at is None and self.is_old(found)):
            raise Http404
        if found.sent_at and not reports.has_page(found):
            raise Http404
        self.actor = LinkHolder(name_of(found), label=THEMSELVES)
        return found

    def is_old(self, asking: Asking) -> bool:
        """Whether it was begun more than a week ago."""
        return asking.begun_at < clock.now() - acts.DRAFT_KEPT

    @cached_property
    def told(self) -> dict[str, Any]:
        """What was typed so far."""
        return told_in(self.thing.draft)

    @cached_property
    def rules(self) -> list[NeedRule]:
        """How the needs that were chosen are handled."""
        rows = NeedRule.objects.filter(term__code__in=self.told.get("needs") or [], offered=True)
        return list(rows.filter(term__scheme="need").select_related("term"))

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """The pages that are asked, as the answers stand."""
        return pages_of(
            other=self.told.get("knows", Knows.SELF) != Knows.SELF,
            warm=any(r.warm_only for r in self.rules),
            outside=is_outside(areas_of_postcode(self.told.get("postcode") or "")),
        )

    def at(self, page: str) -> str:
        """The address of one page."""
        return reverse("help_page", args=[self.kwargs["token"], page])


class ComeBack(OnDraft):
    """The private link: on to the first page that was not answered, or to how it stands."""

    permission: ClassVar[str | None] = None

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Go on."""
        if self.thing.sent_at:
            return redirect("help_status", token)
        return redirect(self.at(first_open(self.thing.draft, self.pages)))


class Page(Humane, OnDraft, FormPage):
    """One question."""

    permission: ClassVar[str | None] = None
    limits = (ANSWERING,)
    template_name = "help/asking_page.html"
    form: Any

    def load(self) -> Asking:
        """The draft, if it has such a page; what was sent is looked at elsewhere."""
        found = super().load()
        self.thing = found
        self.page = self.kwargs["page"]
        if self.page not in self.pages or (found.sent_at and self.page != "check"):
            raise Http404
        return found

    def get_form_class(self) -> type[shapes.Question]:
        """The question."""
        return shapes.FORMS[self.page]

    def get_initial(self) -> dict[str, Any]:
        """What was answered before."""
        return dict(self.thing.draft.get(self.page, {}))

    def get_form_kwargs(self) -> dict[str, Any]:
        """What the question must know of answers before."""
        about: dict[str, Any] = {"knows": self.told.get("knows", Knows.SELF)}
        if self.page in ("what", "which"):
            groups = reports.offered()
            chosen = self.told.get("groups") or []
            about["group_choices"] = [(g.code, g.title) for g in groups]
            about["need_choices"] = [
                (r.term.code, r.term.title) for g in groups if g.code in chosen for r in g.needs
            ]
        return super().get_form_kwargs() | {"about": about}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The question among the others, what to ring first, and the notice where it is read."""
        context = super().get_context_data(**kwargs)
        place = self.pages.index(self.page)
        before = page_before(self.page, self.pages)
        return context | around() | {
            "title": context["form"].title, "lede": context["form"].lede, "page": self.page,
            "number": place + 1, "many": len(self.pages), "steps": range(len(self.pages)),
            "before": self.at(before) if before else reverse("help_ask"),
            "notice": NOTICE if self.page == "privacy" else None, "place_in": place,
            "signposts": self.signposts() if self.page in ("details", "safely") else [],
            "summary": self.summary() if self.page == "check" else [],
            "ahead": self.ahead() if self.page == "check" else [], "token": self.kwargs["token"],
        }  # fmt: skip

    def signposts(self) -> list[str]:
        """What to ring or mind first with what was chosen."""
        return [r.signpost for r in self.rules if r.signpost]

    def ahead(self) -> list[reports.Ahead]:
        """What becomes of it, where enough was said to know."""
        try:
            return reports.what_happens(read(self.told), clock.now())
        except Refused:
            return []

    def summary(self) -> list[tuple[str, str, str]]:
        """Each page, what was answered on it, and where to change it."""
        return [
            (title, answers, self.at(p))
            for p in self.pages[:-1]
            for title, answers in [self.answers_on(p)]
        ]

    def answers_on(self, page: str) -> tuple[str, str]:
        """The question of one page and its answers, as their writer reads them."""
        form_class = shapes.FORMS[page]
        about = self.get_form_kwargs()["about"]
        groups = reports.offered() if page in ("what", "which") else ()
        about["group_choices"] = [(g.code, g.title) for g in groups]
        about["need_choices"] = [(r.term.code, r.term.title) for g in groups for r in g.needs]
        form = form_class(about=about)
        return form.title, spoken(form, self.thing.draft.get(page, {}))

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """What to put right; but whoever wants to stop here may, without this page's answers."""
        if "later" in self.request.POST:
            return redirect("help_later", self.kwargs["token"])
        return super().form_invalid(form)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Keep the answers and go on; from the last page, send."""
        self.form = form
        try:
            if self.page == "check":
                return self.send()
            told = self.form.told()
            if self.page == "outside" and told["keep"] == "no":
                acts.throw_away(by=self.actor, asking=self.thing)
                return redirect("help")
            kept = acts.keep_draft(by=self.actor, asking=self.thing, page=self.page, told=told)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
            return self.form_invalid(form)
        return redirect(self.address_after(kept))

    def address_after(self, kept: Asking) -> str:
        """The next page, worked out with the new answers; or where to come back."""
        self.thing = kept
        for name in ("told", "rules", "pages"):
            self.__dict__.pop(name, None)
        if "later" in self.request.POST:
            return reverse("help_later", args=[self.kwargs["token"]])
        following = page_after(self.page, self.pages)
        # Whoever changed one answer goes back to the check, once all the rest is answered.
        done = all(p in kept.draft for p in self.pages if p != "check")
        return self.at("check" if done and "again" in self.request.GET else following)

    def send(self) -> HttpResponse:
        """Send it, and show what was sent: the reference, and once the code of its page."""
        knock(self.request, SENDING)
        ahead = self.ahead()
        made = acts.send_asking(by=self.actor, asking=self.thing)
        other = self.told.get("knows", Knows.SELF) != Knows.SELF
        words = {"ahead": ahead, "page": "sent", "other": other, **around()}
        words |= self.after_sending(made)
        response = render(self.request, "help/asking_sent.html", words)
        response["Cache-Control"], response["Referrer-Policy"] = "no-store", "same-origin"
        return response

    def after_sending(self, made: list[Request]) -> dict[str, Any]:
        """The reference, and the page and its code where there is one that is theirs."""
        first = made[0]
        told: dict[str, Any] = {"reference": first.asking.reference if first.asking else ""}
        if any(r.client.abuse for r in made):
            return told | {"abuse": True}
        if first.asking_id != self.thing.pk:
            return told | {"twin": True}
        path = reverse("help_status", args=[self.kwargs["token"]])
        link = self.request.build_absolute_uri(path)
        code = acts.give_code(by=self.actor, asking=self.thing)
        if code:
            acts.say_it_came(by=self.actor, asking=Asking.objects.get(pk=self.thing.pk), link=link)
        return told | {"code": code, "link": link}


class Later(Humane, OnDraft, FormPage):
    """It is kept: the private link to come back by, and a letter with it if they wish."""

    permission: ClassVar[str | None] = None
    limits = (LETTERS,)
    form_class = shapes.Later
    template_name = "help/asking_later.html"
    title = "It is kept for a week"
    send_words = "Send me the link"
    done_words = "The link is on its way."

    def link(self) -> str:
        """The address to come back to."""
        path = reverse("help_come_back", args=[self.kwargs["token"]])
        return self.request.build_absolute_uri(path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The link, and until when it leads anywhere."""
        until = clock.day_of(self.thing.begun_at + acts.DRAFT_KEPT)
        return super().get_context_data(**kwargs) | around() | {"link": self.link(), "until": until}

    def act(self, answers: dict[str, Any]) -> Any:
        """Send it."""
        to = answers["email"]
        return acts.mail_link(by=self.actor, asking=self.thing, to=to, link=self.link())

    def back(self, result: Any) -> str:
        """The same page."""
        return self.request.path
