"""What a newcomer could forget of a model: what it is, whom it names, how long it stays."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from django.apps import apps
from factory.django import DjangoModelFactory
from wagtail.models import Page

import commonweal

MODELS = sorted(
    (m for m in apps.get_models() if m.__module__.startswith("commonweal.")),
    key=lambda m: m._meta.label,
)
# Models that no test makes by itself, and why.
MADE_BY_OUR_CODE = {
    "sector.SearchChange": "sector.searching writes it",
    "sector.SearchRow": "sector.searching writes it",
    "sector.SearchWord": "sector.searching writes it",
}


def factories() -> set[type]:
    """The models that some ``tests/factories.py`` makes."""
    for found in pkgutil.iter_modules(commonweal.__path__, "commonweal."):
        if importlib.util.find_spec(f"{found.name}.tests") and importlib.util.find_spec(
            f"{found.name}.tests.factories"
        ):
            importlib.import_module(f"{found.name}.tests.factories")

    def made(base: type) -> set[type]:
        below = base.__subclasses__()
        return {f._meta.model for f in below if f._meta.model}.union(*(made(f) for f in below))

    return made(DjangoModelFactory)


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
class TestAModel:
    def test_says_what_it_is(self, model):
        assert model.__doc__
        assert not model.__doc__.startswith(f"{model.__name__}(")

    def test_says_whether_it_names_people(self, model):
        assert model.personal_data, "Say whose, or none."

    def test_says_how_long_it_is_kept(self, model):
        assert model.retention

    def test_can_be_made_for_a_test(self, model):
        if not issubclass(model, Page) and model._meta.label not in MADE_BY_OUR_CODE:
            assert model in factories()
