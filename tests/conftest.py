"""What every test may use: both databases, a browser where there is one, the real data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import factory
import pytest
from django.db.backends.signals import connection_created
from django.test import TransactionTestCase

from commonweal.core.tests.given import given
from tests import restoring
from tests.guard import watch_connection
from tests.presence import IN_CI, REAL_DATA


def need(missing: str) -> None:
    """Skip by name, aloud; in CI fail, because there nothing may be missing."""
    if IN_CI:
        pytest.fail(f"{missing} is missing, and CI must have it.")
    pytest.skip(f"{missing} is missing here.")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real public data, read in place."""
    if not REAL_DATA.is_dir():
        need(f"the real data at {REAL_DATA}")
    return REAL_DATA


def _let_factories_give() -> None:
    """What a factory makes is given, even where a model's own code takes part in the saving."""
    plain = factory.django.DjangoModelFactory._create.__func__

    def create(cls: Any, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with given():
            return plain(cls, model_class, *args, **kwargs)

    factory.django.DjangoModelFactory._create = classmethod(create)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database, kept whole when new, and watched from then on."""
    with django_db_blocker.unblock():
        restoring.keep()
    TransactionTestCase._fixture_teardown = restoring.restore_instead_of_emptying
    _let_factories_give()
    connection_created.connect(watch_connection)
    yield
    connection_created.disconnect(watch_connection)
    with django_db_blocker.unblock():
        restoring.forget()


@pytest.fixture(scope="session")
def migrated(django_db_setup: None) -> str:
    """The test database as it was when new, to be copied: an SQLite file or a PostgreSQL name."""
    return restoring.kept()
