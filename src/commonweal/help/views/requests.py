"""One request, and everything that may be done with it."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from commonweal.accounts.models import User
from commonweal.core import clock
from commonweal.core.gates import GatedView
from commonweal.help.actions import handing, holding, records, requests
from commonweal.help.choices import ENDINGS, FOLLOWS, State
from commonweal.help.forms import requests as shapes
from commonweal.help.forms.records import PersonForm, kept_of
from commonweal.help.models import Request
from commonweal.help.reports.one_request import missed_try, one_request, repeats, waits_of
from commonweal.help.views.rooms import InRoom
from commonweal.ui.acting import FormPage, Press


class OnRequest(InRoom):
    """Loads one request of the scheme."""

    asked: Request

    def load(self) -> Any:
        """The request, of a scheme whoever looks may know of."""
        super().load()
        self.asked = self.found_request()
        return self.asked

    def back(self, result: Any = None) -> str:
        """Back to the request."""
        return self.at("request", str(self.asked.uuid))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The request, for every page about it."""
        return super().get_context_data(**kwargs) | {"asked": self.asked}


class OneRequest(OnRequest, GatedView, TemplateView):
    """A request: whose, what, how it stands, what was tried, and what may be done next."""

    permission = "help.see_requests"
    template_name = "help/request.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All of it, and what may follow from where it stands."""
        self.saw([self.asked.client], purpose=f"request {self.asked.pk}")
        state, now = self.asked.state, clock.now()
        return super().get_context_data(**kwargs) | {
            "told": one_request(self.asked, clock.today()),
            "waits": waits_of(self.asked, now),
            "next_try": missed_try(self.asked, now),
            "repeats": repeats(self.asked),
            "may_lead": self.may("help.lead_scheme", self.asked),
            "may_run": self.may("help.run_requests", self.asked),
            "may_hand_over": self.may("help.hand_over", self.asked) and state in handing.GOES,
            "may_change_need": state in handing.GOES,
            "may_hold": self.may("help.keep_worries", self.asked),
            "follows": set(FOLLOWS[state]),
            "ends": any(s in FOLLOWS[state] for s in ENDINGS),
            "is_late": bool(self.asked.next_on and self.asked.next_on < clock.now()),
            "is_over": state in (*ENDINGS, State.FOLLOW_UP, State.CLOSED),
        }


class RequestForm(OnRequest, FormPage, GatedView):
    """A form about one request; what somebody else changed meanwhile is told."""

    permission = "help.run_requests"

    def get_initial(self) -> dict[str, Any]:
        """The edition that was read."""
        return super().get_initial() | {"edition": self.asked.edition}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form; the record is shown by its first name only, and that is written down."""
        self.saw([self.asked.client], purpose=f"request {self.asked.pk}")
        lede = f"{self.asked.client.called or 'Somebody'}: {self.asked.need}"
        return super().get_context_data(**kwargs) | {"lede": lede}


class SayUrgency(RequestForm):
    """How soon somebody must reach them."""

    title, form_class = "How soon?", shapes.UrgencyForm

    def get_initial(self) -> dict[str, Any]:
        """As it stands."""
        return super().get_initial() | {"urgency": self.asked.urgency}

    def act(self, answers: dict[str, Any]) -> Any:
        """Set it."""
        return requests.set_urgency(by=self.actor, request=self.asked, **answers)


class PutRight(RequestForm):
    """Put right what is kept of the person, and what they said."""

    permission = "help.keep_people"
    title, form_class = "Put it right", PersonForm
    done_words = "It is put right. What was changed is noted below."

    def get_initial(self) -> dict[str, Any]:
        """What is kept now."""
        return kept_of(self.asked, self.asked.client)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Whether home is safe for them."""
        return super().get_form_kwargs() | {"about": {"abuse": self.asked.client.abuse}}

    def act(self, answers: dict[str, Any]) -> Any:
        """Change it."""
        told = self.form.as_told()
        edition = told.pop("edition", None)
        return records.put_person_right(
            by=self.actor, request=self.asked, told=told, edition=edition
        )


class Wait(RequestForm):
    """Wait for what the person must say first."""

    title, form_class = "Wait for them", shapes.WaitForm

    def act(self, answers: dict[str, Any]) -> Any:
        """Stop the scheme's clock until then."""
        return requests.wait_for_person(by=self.actor, request=self.asked, **answers)


class NoteTry(RequestForm):
    """Write down a try to reach them."""

    title, form_class = "Write down what was done", shapes.TryForm

    def act(self, answers: dict[str, Any]) -> Any:
        """Write it down."""
        answers.pop("edition", None)
        return requests.note_try(by=self.actor, request=self.asked, **answers)


class End(RequestForm):
    """Say how it ended."""

    title, form_class = "How did it end?", shapes.EndForm

    def act(self, answers: dict[str, Any]) -> Any:
        """End it."""
        return requests.end_request(by=self.actor, request=self.asked, **answers)


class Close(RequestForm):
    """Close it, once they were asked how it went."""

    title, form_class = "Close it", shapes.CloseForm
    send_words = "Close it"

    def act(self, answers: dict[str, Any]) -> Any:
        """Close it."""
        return requests.close_request(by=self.actor, request=self.asked, **answers)


class Reopen(RequestForm):
    """Ask for the same again."""

    title, form_class = "Ask for it again", shapes.AgainForm

    def act(self, answers: dict[str, Any]) -> Any:
        """A new request, tied to this one."""
        return requests.reopen_request(by=self.actor, request=self.asked, **answers)

    def back(self, result: Any = None) -> str:
        """To the new request."""
        return self.at("request", str(result.uuid))


class SetNext(RequestForm):
    """When to look at it again."""

    title, form_class = "Look at it again", shapes.NextForm

    def act(self, answers: dict[str, Any]) -> Any:
        """Set the day."""
        return requests.set_next(by=self.actor, request=self.asked, **answers)


class AddNote(RequestForm):
    """Something to remember."""

    title, form_class = "Add a note", shapes.NoteForm

    def act(self, answers: dict[str, Any]) -> Any:
        """Write it down."""
        return requests.add_note(by=self.actor, request=self.asked, **answers)


class GiveTo(RequestForm):
    """Let somebody else answer for it."""

    title, form_class = "Give it to somebody", shapes.GiveForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Those on duty, and the leads."""
        return super().get_form_kwargs() | {"scheme": self.scheme, "at": clock.now()}

    def act(self, answers: dict[str, Any]) -> Any:
        """Give it to them."""
        person = get_object_or_404(User, pk=answers["person"])
        return requests.give_to(
            by=self.actor, request=self.asked, person=person, reason=answers["reason"]
        )


class RequestPress(OnRequest, Press):
    """One press on a request."""

    permission = "help.run_requests"

    def edition(self) -> int | None:
        """The edition that was read, if the press says so."""
        typed = self.request.POST.get("edition", "")  # type: ignore[attr-defined]
        return int(typed) if typed.isdecimal() and len(typed) < 10 else None


class Begin(RequestPress):
    """Begin to look at it."""

    done_words = "You have begun."

    def act(self) -> Any:
        """From come in to being looked at."""
        return requests.begin_triage(by=self.actor, request=self.asked, edition=self.edition())


class Back(RequestPress):
    """They answered."""

    done_words = "The clock runs again."

    def act(self) -> Any:
        """From waiting to where it was."""
        return requests.back_from_waiting(by=self.actor, request=self.asked, edition=self.edition())


class Start(RequestPress):
    """Help has begun."""

    done_words = "Help has begun."

    def act(self) -> Any:
        """From a helper's yes to help."""
        return requests.start_help(by=self.actor, request=self.asked, edition=self.edition())


class Ask(RequestPress):
    """Begin to ask how it went."""

    done_words = "Ring them and ask how it went."

    def act(self) -> Any:
        """From ended to being followed up."""
        return requests.ask_how_it_went(by=self.actor, request=self.asked, edition=self.edition())


class Hold(RequestPress):
    """Put it on hold, or let it go on."""

    permission = "help.keep_worries"

    def act(self) -> Any:
        """The one it is not."""
        change = holding.release_hold if self.asked.held else holding.hold_request
        return change(by=self.actor, request=self.asked)
