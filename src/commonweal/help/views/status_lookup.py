"""How it stands, by reference and code: for who rang, was referred, or lost the address."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from commonweal.core.actions import name_of
from commonweal.core.actors import LinkHolder
from commonweal.core.gates import GatedView
from commonweal.core.limits import Limit, count
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of_code
from commonweal.help.actions.asking import give_code
from commonweal.help.actions.page_codes import new_page_code
from commonweal.help.choices import LookKind
from commonweal.help.models import Asking
from commonweal.help.reports.asking import has_page
from commonweal.help.views.asking_door import AN_HOUR, THEMSELVES
from commonweal.help.views.requests import OnRequest
from commonweal.help.views.status import BY_REFERENCE, OPEN_FOR, SALT, Status
from commonweal.ui.form_words import say_it_our_way

LOOKING = Limit("help.status.find", times=30, seconds=AN_HOUR)
NOT_THESE = "Nothing opens with these two. Look again at what you wrote down, or ring us."


def as_reference(typed: str) -> str:
    """A reference as it is kept, however it was typed."""
    plain = "".join(c for c in typed.upper() if c.isalnum())[:11]
    return f"{plain[:4]}-{plain[4:]}"


class LookUpForm(forms.Form):
    """The two that open it."""

    reference = forms.CharField(
        label="Reference", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    typed = forms.CharField(
        label="Code", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_it_our_way(self)


class LookUp(Status):
    """The same page as the private link opens, for whoever has a reference and a code.

    Whether there is such a reference, whether it is of abuse at home, and whether only the code
    was wrong, nobody can tell: the answer is one and the same. Tries are counted by the address
    they come from, and by the reference that was typed, whether there is such a one or not.
    """

    permission: ClassVar[str | None] = None
    limits = (LOOKING,)

    def load(self) -> Any:
        """The asking that was opened within the last quarter of an hour, if one was."""
        word = self.request.POST.get("pass", "")
        try:
            key = signing.loads(word, salt=SALT, max_age=OPEN_FOR)
        except signing.BadSignature:
            return None
        return self.theirs(Asking.objects.filter(pk=key).first())

    def theirs(self, found: Asking | None) -> Asking | None:
        """It, where it has a page; whoever looks then acts as its holder."""
        if found is None or not has_page(found):
            return None
        self.actor = LinkHolder(name_of(found), label=THEMSELVES)
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The question for both."""
        return self.show(form=LookUpForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open it, or do what is asked on it."""
        if self.thing is not None:
            return super().post(request, *args, **kwargs)
        if "pass" in request.POST:
            return self.show(form=LookUpForm())
        form = LookUpForm(request.POST)
        if not form.is_valid():
            return self.show(form=form, status=422)
        reference = as_reference(form.cleaned_data["reference"])
        count(BY_REFERENCE, reference)
        code = digest_of_code(form.cleaned_data["typed"])
        found = self.theirs(Asking.objects.filter(reference=reference, code=code).first())
        if found is None:
            form.add_error(None, NOT_THESE)
            return self.show(form=form, status=422)
        self.thing = found
        return self.show(told=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is asked for, and what to do without."""
        return super().get_context_data(**kwargs) | {"by_reference": True}


def first_code(asking: Asking, label: str) -> str:
    """The first code of an asking that was just sent, told to its sender; where it has a page."""
    if not has_page(asking):
        return ""
    return give_code(by=LinkHolder(name_of(asking), label=label), asking=asking)


class NewCode(OnRequest, GatedView, TemplateView):
    """Give whoever asked a code for their page: what to be sure of first, then the code, once."""

    permission = "help.run_requests"
    template_name = "help/status_code.html"
    http_method_names = ("get", "head", "options", "post")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Draw it, and show it this once; or say why not."""
        try:
            code = new_page_code(by=self.actor, request=self.asked)
        except Refused as refusal:
            told = self.get_context_data(refusal=refusal.sentence)
            return self.render_to_response(told, status=422)
        self.saw([self.asked.client], kind=LookKind.SHARE, purpose="a code for their page")
        return self.render_to_response(self.get_context_data(code=code))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The person, by first name only."""
        self.saw([self.asked.client], purpose=f"request {self.asked.pk}")
        page = f"{settings.SITE_ADDRESS}{reverse('help_status_find')}"
        return super().get_context_data(**kwargs) | {"page": page}
