"""Makes what tests/conftest.py offers known to the tests that live beside each app."""

from tests.conftest import *  # noqa: F403
