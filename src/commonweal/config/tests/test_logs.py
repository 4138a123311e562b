"""The log says what happened, and names nobody."""

from __future__ import annotations

import io
import json
import logging
import logging.config

import pytest
import structlog
from django.test import Client

from commonweal.config.logs import logging_settings, without_personal_data

PERSONAL = [
    "ann.steward+desk@example.org",
    "203.0.113.7",
    "2001:db8:1:2:3:4:5:6",
    "NR1 1AA",
    "nr11aa",
    "HU5%203RH",
]


class TestALine:
    @pytest.mark.parametrize("secret", PERSONAL)
    def test_hides_whom_it_might_name(self, secret):
        line = without_personal_data(f"Not Found: /somewhere/{secret} asked for")

        assert secret not in line
        assert line.endswith("asked for")

    def test_hides_what_was_asked_for(self):
        assert without_personal_data("GET /search/?q=refuge&near=x HTTP") == (
            "GET /search/?(query) HTTP"
        )

    def test_keeps_what_names_nobody(self):
        line = "import of charity-commission: 3,512 read, GB-CHC-1090095 rejected at 12:30"

        assert without_personal_data(line) == line


@pytest.fixture
def as_json(settings):
    written = io.StringIO()
    changed = logging_settings(as_json=True, level="INFO")
    changed["handlers"]["stderr"]["stream"] = written
    logging.config.dictConfig(changed)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.config.dictConfig(settings.LOGGING)


@pytest.mark.django_db
class TestTheLog:
    def test_is_data(self, as_json):
        structlog.get_logger("commonweal.x").info("applied", rows=3)

        (line,) = as_json()
        assert (line["event"], line["rows"], line["level"]) == ("applied", 3, "info")

    def test_notes_a_request_by_its_route_alone(self, as_json):
        Client().get("/healthz?email=ann@example.org", REMOTE_ADDR="203.0.113.7")

        (line,) = [x for x in as_json() if x["event"] == "request"]
        assert (line["route"], line["status"], line["method"]) == ("healthz", 200, "GET")
        assert "ann" not in json.dumps(line)
        assert "203" not in json.dumps({**line, "request": "", "timestamp": ""})

    def test_names_nobody_when_something_breaks(self, as_json):
        try:
            raise RuntimeError("ann@example.org lives at NR1 1AA")
        except RuntimeError:
            logging.getLogger("django.request").exception("Server Error: /a/?q=ann")

        text = json.dumps(as_json())
        assert "RuntimeError" in text
        assert "ann" not in text
        assert "NR1" not in text


class TestTheLogInWords:
    def test_tells_no_values_when_something_breaks(self, settings):
        written = io.StringIO()
        changed = logging_settings(as_json=False, level="INFO")
        changed["handlers"]["stderr"]["stream"] = written
        logging.config.dictConfig(changed)

        try:
            code = "ABCD-" + "1234"
            raise RuntimeError("ann@example.org lives at NR1 1AA")
        except RuntimeError:
            logging.getLogger("django.request").exception("Server Error: /a/")
        logging.config.dictConfig(settings.LOGGING)

        assert "RuntimeError" in written.getvalue()
        assert not any(told in written.getvalue() for told in ("ann", "NR1", code))
