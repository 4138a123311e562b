"""Pages and notices, for tests."""

from __future__ import annotations

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from commonweal.web import models
from commonweal.web.choices import Severity

LONG_AGO = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)


class NoticeFactory(DjangoModelFactory[models.Notice]):
    class Meta:
        model = models.Notice

    title = "The telephone is out of order"
    severity = Severity.WARNING
    begins_at = LONG_AGO


class PageFactory(DjangoModelFactory):
    """A page put where such pages live; ``below`` says under which."""

    class Meta:
        abstract = True

    slug = factory.Sequence(lambda n: f"page-{n}")

    @classmethod
    def _create(cls, model_class, *args, below=None, **kwargs):
        parent = below or models.HomePage.objects.get()
        return parent.add_child(instance=model_class(*args, **kwargs))


class HomePageFactory(PageFactory):
    class Meta:
        model = models.HomePage

    title = "Home"


class ContentPageFactory(PageFactory):
    class Meta:
        model = models.ContentPage

    title = "How to set up a group"


class NewsIndexPageFactory(PageFactory):
    class Meta:
        model = models.NewsIndexPage

    title = "News"


class NewsPageFactory(PageFactory):
    class Meta:
        model = models.NewsPage

    title = "A second pantry in Lantern Street"
    summary = "It opens on Tuesday."
    day = dt.date(2026, 11, 20)

    @classmethod
    def _create(cls, model_class, *args, below=None, **kwargs):
        index = below or models.NewsIndexPage.objects.get()
        return super()._create(model_class, *args, below=index, **kwargs)
