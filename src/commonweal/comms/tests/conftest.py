"""What tests of letters need: a mail server that is none."""

from __future__ import annotations

import pytest

from commonweal.comms import delivery


class AServer:
    """Stands in for the mail server: takes all, or fails as told."""

    def __init__(self, problem=None):
        self.problem, self.taken = problem, []

    def __call__(self, **settings):
        return self

    def send_messages(self, mails):
        if self.problem:
            raise self.problem
        self.taken += mails
        return len(mails)

    def close(self): ...


@pytest.fixture
def server(monkeypatch, settings):
    settings.MAIL_SERVER = {"host": "mail.example"}

    def of(problem=None):
        made = AServer(problem)
        monkeypatch.setattr(delivery, "EmailBackend", made)
        return made

    return of
