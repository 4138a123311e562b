"""Forms whose sending calls one action, on the public site and on the staff desk alike."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from commonweal.core.gates import GatedView
from commonweal.core.refused import Refused


class ActingForm(FormView):
    """A form whose sending calls one action; what it refuses is shown at the field it names."""

    send_words = "Save"
    done_words = "Saved."
    form: Any  # the one that was sent and can be read, for ``act``

    def act(self, answers: dict[str, Any]) -> Any:
        """Call the action.

        :raises Refused: when it is not to be done now.
        """
        raise NotImplementedError

    def back(self, result: Any) -> str:
        """Where to go once it is done."""
        raise NotImplementedError

    def said(self, result: Any) -> str:
        """The good news, once it is done."""
        return self.done_words

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Act; show a refusal at the field it names, or go back with the good news."""
        self.form = form
        try:
            result = self.act(form.cleaned_data)
        except Refused as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, refusal.sentence)
            return self.form_invalid(form)
        messages.success(self.request, self.said(result))
        return redirect(self.back(result))


class FormPage(ActingForm):
    """A page of the public site with one form on it, below ``GatedView``. Browsers keep none of it.

    ``title`` is its heading and ``lede`` the sentence below; a template of its own may extend
    ``ui/form_page.html`` and fill its blocks ``before``, ``fields`` and ``after``.
    """

    http_method_names = ("get", "head", "options", "post")  # nothing else sends a form
    template_name = "ui/form_page.html"
    title = ""
    lede = ""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """The page again with what was typed, and what to put right."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The words around the form."""
        words = {"title": self.title, "lede": self.lede, "send_words": self.send_words}
        return words | super().get_context_data(**kwargs)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """The page; a private address in it goes to nobody, and it is not kept."""
        response: HttpResponse = super().render_to_response(context, **kwargs)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "same-origin"
        return response


class Press(GatedView):
    """Something done at one press on the public site: POST only, so that no link does it."""

    permission: ClassVar[str | None] = None
    http_method_names = ("post", "options")
    done_words = "Done."

    def act(self) -> Any:
        """Call the action.

        :raises Refused: when it is not to be done now.
        """
        raise NotImplementedError

    def back(self) -> str:
        """Where to go afterwards."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act, and go back with the news."""
        try:
            self.act()
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, self.done_words)
        return redirect(self.back())
