"""What people here write: the home page's words, pages, news, and notices."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from commonweal.web.blocks import Body
from commonweal.web.choices import Severity
from commonweal.web.querysets import NoticeQuerySet


class HomePage(Page):
    """The words of the front page. There is one, made with the database."""

    personal_data = "none"
    retention = "kept"

    lede: models.CharField = models.CharField(
        max_length=300, blank=True, help_text="One or two sentences under the headline."
    )
    body = StreamField(Body(), blank=True, help_text="Shown below the figures.")

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lede"), FieldPanel("body")]
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["web.ContentPage", "web.NewsIndexPage"]
    max_count = 1

    class Meta:
        verbose_name = "home page"

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """The front page lives at ``/``, where the figures are."""
        return redirect("home", permanent=True)


class ContentPage(Page):
    """A page written here, about anything."""

    personal_data = "what its writer puts in"
    retention = "until deleted"

    summary: models.CharField = models.CharField(max_length=300, blank=True)
    body = StreamField(Body(), blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    parent_page_types: ClassVar = ["web.HomePage", "web.ContentPage"]
    subpage_types: ClassVar = ["web.ContentPage"]
    template = "web/content_page.html"

    class Meta:
        verbose_name = "page"


class NewsIndexPage(Page):
    """The list of what was written as news, newest first."""

    personal_data = "none"
    retention = "kept"

    parent_page_types: ClassVar = ["web.HomePage"]
    subpage_types: ClassVar = ["web.NewsPage"]
    max_count = 1
    template = "web/news.html"

    class Meta:
        verbose_name = "list of news"

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """With the news itself, fifty at most."""
        context = super().get_context(request, *args, **kwargs)
        found = NewsPage.objects.live().child_of(self).order_by("-day", "-pk")
        return {**context, "news": found[:50]}


class NewsPage(Page):
    """One piece of news, with the day it is of."""

    personal_data = "what its writer puts in"
    retention = "until deleted"

    day: models.DateField = models.DateField(default=timezone.localdate)
    summary: models.CharField = models.CharField(max_length=300)
    body = StreamField(Body(), blank=True)

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("day"),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]
    parent_page_types: ClassVar = ["web.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "web/news_page.html"

    class Meta:
        verbose_name = "piece of news"


class Notice(models.Model):
    """Something for everyone to know, on top of every page from one moment to another."""

    personal_data = "none"
    retention = "until deleted"

    title = models.CharField(max_length=100)
    text = models.CharField(max_length=300, blank=True)
    severity = models.CharField(max_length=10, choices=Severity.choices, default=Severity.TELL)
    link = models.CharField(
        max_length=300, blank=True, help_text="An address that begins with https:// or /"
    )
    link_words = models.CharField(max_length=60, blank=True, help_text="What the link says")
    begins_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("begins_at")),
                name="a_notice_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.title
