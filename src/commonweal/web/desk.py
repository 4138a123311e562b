"""Screens of the staff desk for notices, and what the desk's own front shows."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from commonweal.core import clock
from commonweal.ui.desk import DeskButton, DeskForm, DeskList, DeskPage
from commonweal.web import actions
from commonweal.web.choices import Severity
from commonweal.web.models import Notice
from commonweal.web.setting_up import left_to_do, steps

DAY_AND_HOUR = "%Y-%m-%dT%H:%M"


def page_of(notice: Notice) -> str:
    """The screen on which a notice is changed."""
    return reverse("web_desk:notice", args=[notice.pk])


def moment(label: str, needed: bool, hint: str = "") -> forms.DateTimeField:
    """A field for a day and an hour."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=DAY_AND_HOUR)
    return forms.DateTimeField(
        label=label,
        required=needed,
        help_text=hint,
        widget=widget,
        input_formats=[DAY_AND_HOUR, "%Y-%m-%dT%H:%M:%S"],
    )


class NoticeForm(forms.Form):
    """A notice as it is written."""

    title = forms.CharField(max_length=100, help_text="What everyone must know, in a few words.")
    text = forms.CharField(max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    severity = forms.ChoiceField(choices=Severity.choices, initial=Severity.TELL)
    link = forms.CharField(
        max_length=300, required=False, help_text="Begins with https:// or, for a page here, with /"
    )
    link_words = forms.CharField(
        max_length=60, required=False, label="Words of the link", help_text="More about this"
    )
    begins_at = moment("From", needed=True)
    ends_at = moment("Until", needed=False, hint="Leave empty to let it stand until taken down.")


def moment_in_words(when: dt.datetime | None) -> str:
    """A day and hour of the place's own clock; a notice without an end stands till taken down."""
    return f"{timezone.localtime(when):%-d %b %Y, %H:%M}" if when else "taken down"


class NoticeList(DeskList):
    """Every notice, standing or not, newest first."""

    permission = "accounts.see_desk"
    model = Notice
    page_title = "Notices"
    header_icon = "warning"
    index_url_name = "web_desk:notices"
    index_results_url_name = "web_desk:notices_results"
    default_ordering = "-begins_at"
    verbose_name_plural = "notices"
    columns = [
        TitleColumn("title", label="Notice", get_url=page_of),
        Column("get_severity_display", label="Sort"),
        Column(
            "begins",
            label="From",
            accessor=lambda n: moment_in_words(n.begins_at),
            sort_key="begins_at",
        ),
        Column("ends", label="Until", accessor=lambda n: moment_in_words(n.ends_at)),
    ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """A way to write one, for those who may."""
        if not self.may("web.post_notice"):
            return []
        return [HeaderButton("Pin up a notice", reverse("web_desk:post"), icon_name="plus")]


class PostNotice(DeskForm):
    """Write a notice."""

    permission = "web.post_notice"
    form_class = NoticeForm
    page_title = "Pin up a notice"
    header_icon = "warning"
    send_words = "Pin it up"
    done_words = "Pinned up, on top of every page."

    def get_initial(self) -> dict[str, Any]:
        """From now on."""
        return {"begins_at": clock.now(), "severity": Severity.TELL}

    def act(self, answers: dict[str, Any]) -> Notice:
        """Pin it up."""
        notice: Notice = actions.post_notice(by=self.actor, **answers)
        return notice

    def back(self, result: Any) -> str:
        """The list."""
        return reverse("web_desk:notices")


class ChangeNotice(PostNotice):
    """Change a notice."""

    page_title = "Change a notice"
    template_name = "web/desk/notice.html"
    permission = "web.post_notice"
    send_words = "Save"
    done_words = "Saved."

    def load(self) -> Notice:
        """The notice.

        :raises Http404: when it was taken down.
        """
        return get_object_or_404(Notice, pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        """As it reads now."""
        return {name: getattr(self.thing, name) for name in NoticeForm.base_fields}

    def act(self, answers: dict[str, Any]) -> Notice:
        """Keep it as it now reads."""
        for name, value in answers.items():
            setattr(self.thing, name, value)
        notice: Notice = actions.change_notice(by=self.actor, notice=self.thing)
        return notice

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the way to take it down."""
        context = super().get_context_data(**kwargs)
        return context | {"take_down_address": reverse("web_desk:take_down", args=[self.thing.pk])}


class TakeDownNotice(DeskButton):
    """Take a notice down at one press."""

    permission = "web.post_notice"
    done_words = "Taken down."

    def load(self) -> Notice:
        """The notice.

        :raises Http404: when there is none.
        """
        found = Notice.objects.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def act(self) -> None:
        """Take it down."""
        actions.take_down_notice(by=self.actor, notice=self.thing)

    def back(self, result: Any) -> str:
        """The list."""
        return reverse("web_desk:notices")


class SettingUp(DeskPage):
    """What is still to do before the installation is whole. Once all is done it is gone."""

    permission = "places.set_place"
    template_name = "web/desk/setting_up.html"
    page_title = "Setting up"
    header_icon = "tasks"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; or the desk's front, when nothing is left to do."""
        return (
            super().get(request, *args, **kwargs) if left_to_do() else redirect("wagtailadmin_home")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each thing, and whether it is done."""
        return super().get_context_data(**kwargs) | {"steps": steps()}
