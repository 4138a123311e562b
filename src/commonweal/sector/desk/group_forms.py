"""What a steward says to a group that asks: vouches, refuses, asks, writes down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse

from commonweal.core.refused import Refused
from commonweal.sector import actions
from commonweal.sector.choices import Answer
from commonweal.sector.desk.groups import KEEP, AboutApplication, address_of
from commonweal.sector.forms.joining import KNOW, TRAP, JoinForm
from commonweal.sector.models import Vouch
from commonweal.sector.reports import find_by_org_id, may_see
from commonweal.sector.views.joining import told_of
from commonweal.ui.desk import DeskForm


class OneLine(forms.Form):
    """One thing to say."""

    words = forms.CharField(label="Why?", required=False, max_length=500)


class LongLine(forms.Form):
    """Something to say in a few lines."""

    words = forms.CharField(label="What?", required=False, widget=forms.Textarea(attrs={"rows": 4}))


class AskForm(forms.Form):
    """Which organisation."""

    organisation = forms.CharField(
        label="Its number", required=False, max_length=100,
        help_text="As on its page, for example GB-CHC-1090095.",
    )  # fmt: skip


class Say(AboutApplication, DeskForm):
    """Something a steward says to an application, in words."""

    permission = KEEP
    form_class: type[forms.Form] = OneLine
    header_icon = "group"
    asked = "Why?"
    named = "words"

    def get_form(self, form_class: Any = None) -> forms.Form:
        """With the question as it is asked here."""
        form: forms.Form = super().get_form(form_class)
        form.fields["words"].label = self.asked
        return form

    def saying(self, answers: dict[str, Any]) -> dict[str, Any]:
        """What the action takes."""
        return {"by": self.actor, "application": self.thing, self.named: answers["words"]}

    def act(self, answers: dict[str, Any]) -> Any:
        """Say it; what is refused of it is shown at the words.

        :raises Refused: when it is not to be done now.
        """
        try:
            return self.do(self.saying(answers))
        except Refused as refusal:
            field = "words" if refusal.field == self.named else refusal.field
            raise Refused(refusal.sentence, field=field) from refusal

    def do(self, words: dict[str, Any]) -> Any:
        """Call the action."""
        raise NotImplementedError


class Prove(Say):
    """Say that a group without e-mail was reached, and that it is theirs."""

    permission = KEEP
    page_title = "They were reached"
    asked = "How do you know that it is theirs?"
    named = "how"
    send_words = "It is theirs: ask those who know them"
    done_words = "Noted. Those who are said to know them are asked now."

    def do(self, words: dict[str, Any]) -> Any:
        """Note it."""
        return actions.prove_application(**words)


class VouchFor(Say):
    """Vouch for a group, which lets it in."""

    permission = KEEP
    page_title = "Vouch for it"
    asked = "How do you know this group?"
    named = "reason"
    send_words = "Take it into the register"
    done_words = "It is in the register now."

    def do(self, words: dict[str, Any]) -> Any:
        """Vouch."""
        return actions.vouch_as_steward(**words)


class RefuseIt(Say):
    """Refuse a group."""

    permission = KEEP
    page_title = "Refuse it"
    asked = "Why? This is sent to them."
    named = "reason"
    send_words = "Refuse it"
    done_words = "Refused, and they are written to, if they gave an e-mail address."

    def do(self, words: dict[str, Any]) -> Any:
        """Refuse it."""
        return actions.refuse_application(**words)


class Question(Say):
    """Ask a group something."""

    permission = KEEP
    form_class = LongLine
    page_title = "Ask a question"
    asked = "What would you like to know?"
    send_words = "Send the question"
    done_words = "Asked. Their answer comes here; without an e-mail address, ring them."

    def do(self, words: dict[str, Any]) -> Any:
        """Ask."""
        return actions.ask_question(**words)


class AskAnother(AboutApplication, DeskForm):
    """Ask one more organisation whether it knows a group."""

    permission = KEEP
    form_class = AskForm
    page_title = "Ask an organisation"
    header_icon = "group"
    send_words = "Write to it"

    def act(self, answers: dict[str, Any]) -> Any:
        """Ask it."""
        other = find_by_org_id(answers["organisation"])
        if other is None or not may_see(other, self.actor):
            raise Refused("No organisation here has this number.", field="organisation")
        return actions.ask_to_vouch(by=self.actor, application=self.thing, organisation=other)

    def said(self, result: Any) -> str:
        """Whether anybody could be written to."""
        return "Asked." if result else "Nobody could be written to: ring them."


class AboutVouch:
    """Loads the vouch that a screen is about."""

    kwargs: dict[str, Any]
    thing: Vouch

    def load(self) -> Vouch:
        """The vouch."""
        rows = Vouch.objects.select_related("application", "organisation")
        return get_object_or_404(rows.exclude(said=""), pk=self.kwargs["pk"])

    def between(self) -> list[dict[str, str]]:
        """The way back."""
        a = self.thing.application
        return [
            {"url": reverse("sector_desk:applications"), "label": "Groups that ask"},
            {"url": address_of(a), "label": a.name},
        ]

    def back(self, result: Any) -> str:
        """The group's screen."""
        return address_of(self.thing.application)


class LookAtNo(AboutVouch, DeskForm):
    """A steward has looked at a no, and it does not stand against the group."""

    permission = KEEP
    form_class = forms.Form
    page_title = "Set this no aside"
    header_icon = "help"
    send_words = "I have looked: it does not stand against them"
    done_words = "Set aside. Two organisations that say yes are enough again."

    def load(self) -> Vouch:
        """A no."""
        found = super().load()
        return get_object_or_404(Vouch, pk=found.pk, said=Answer.NO)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was said."""
        return super().get_context_data(**kwargs) | {
            "intro": f"{self.thing.by}: {self.thing.words}"
        }

    def act(self, answers: dict[str, Any]) -> Any:
        """Set it aside."""
        return actions.look_at_no(by=self.actor, vouch=self.thing)


class TakeVouchBack(AboutVouch, DeskForm):
    """Take back what was said of a group, such as when it turns out to be a mistake."""

    permission = "sector.take_vouch_back"
    form_class = OneLine
    page_title = "Take this back"
    header_icon = "undo"
    send_words = "Take it back"
    done_words = "Taken back. It does not count any more."

    def act(self, answers: dict[str, Any]) -> Any:
        """Take it back."""
        return actions.take_vouch_back(by=self.actor, vouch=self.thing, why=answers["words"])


class TakeDownForm(JoinForm):
    """What a group told by telephone or on paper."""

    needs_two = False

    how = forms.CharField(
        label="How was it told?", required=False, max_length=80,
        help_text="Such as: by telephone, or on paper at the library.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = {n: f for n, f in self.fields.items() if n != TRAP and not n.endswith("_ref")}
        for name in KNOW:
            shown[name].help_text = "Its number, as on its page, for example GB-CHC-1090095."
        shown["ask_steward"].label = "They cannot name two"
        self.fields = shown  # type: ignore[assignment]


class TakeDown(DeskForm):
    """Write down a group that has told somebody here of itself. No e-mail is needed."""

    permission = KEEP
    form_class = TakeDownForm
    page_title = "Write down a group"
    header_icon = "plus"
    send_words = "Write it down, and ask those who know them"
    done_words = "Written down. Those who are said to know them are asked now."

    def between(self) -> list[dict[str, str]]:
        """The way back."""
        return [{"url": reverse("sector_desk:applications"), "label": "Groups that ask"}]

    def act(self, answers: dict[str, Any]) -> Any:
        """Write it down."""
        known = []
        for name in KNOW:
            if number := answers[name].strip():
                found = find_by_org_id(number)
                if found is None or not may_see(found, self.actor):
                    raise Refused("No organisation here has this number.", field=name)
                known.append(found)
        return actions.take_application_down(
            by=self.actor, told=told_of(answers, known), how=answers["how"]
        )

    def back(self, result: Any) -> str:
        """Its screen."""
        return address_of(result)
