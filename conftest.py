"""Makes what tests/conftest.py offers known to the tests that live beside each app."""

from tests.conftest import *  # noqa: F403

pytest_plugins = ["tests.collected"]
