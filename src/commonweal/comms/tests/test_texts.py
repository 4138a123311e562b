"""Texts go through a gateway where there is one, and wait for a person where there is none."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from commonweal.comms.choices import Channel, Standing
from commonweal.comms.delivery import Delivered, deliver
from commonweal.comms.reports import mobile_of
from commonweal.comms.tests.factories import MessageFactory

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-a-gateway"


class AGateway(HTTPServer):
    """Stands in for a gateway of texts, on this machine: takes all, or answers as told."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Taking)
        self.status, self.taken = 202, []

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}/send"


class Taking(BaseHTTPRequestHandler):
    def do_POST(self):
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.taken.append((self.headers["Authorization"], told))
        body = json.dumps({"id": f"gw-{told['id']}"}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_): ...


@pytest.fixture
def gateway(settings):
    server = AGateway()
    settings.TEXT_GATEWAY = {"address": server.address, "token": TOKEN}
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def a_text(**more):
    return MessageFactory(
        channel=Channel.TEXT, subject="", to="07700 900123", body="Are you all right?", **more
    )


class TestNumbers:
    @pytest.mark.parametrize(("typed", "dialled"), [
        ("07700 900123", "+447700900123"),
        ("+44 (0)7700 900 123", "+447700900123"),
        ("0044 7700-900123", "+447700900123"),
        ("+48 601 234 567", "+48601234567"),
        ("01632 960001", ""),
        ("07000 900123", ""),
        ("07700 90012", ""),
        ("", ""),
        ("call me", ""),
    ])  # fmt: skip
    def test_are_dialled_from_anywhere_or_are_no_mobile(self, typed, dialled):
        assert mobile_of(typed) == dialled


class TestDelivering:
    def test_hands_each_text_over_once(self, gateway):
        message = a_text()

        assert (deliver(), deliver()) == (Delivered(sent=1), Delivered())
        message.refresh_from_db()
        assert (message.standing, message.gateway_id) == (Standing.SENT, f"gw-{message.pk}")
        assert gateway.taken == [(
            f"Bearer {TOKEN}",
            {"id": str(message.pk), "to": "+447700900123", "text": "Are you all right?"},
        )]  # fmt: skip

    @pytest.mark.parametrize(("status", "standing"), [(422, "failed"), (503, "waiting")])
    def test_gives_up_only_what_never_will_be_taken(self, gateway, status, standing):
        gateway.status, message = status, a_text()

        assert deliver() == Delivered(failed=1)
        message.refresh_from_db()
        assert (message.standing, message.tries) == (standing, 1)

    def test_waits_for_a_gateway_that_is_not_there(self, settings):
        settings.TEXT_GATEWAY = {"address": "http://127.0.0.1:9/send", "token": TOKEN}
        message = a_text()

        deliver()

        message.refresh_from_db()
        assert (message.standing, message.problem) == (Standing.WAITING, "ConnectError")

    def test_leaves_texts_where_they_are_without_a_gateway(self, settings):
        settings.TEXT_GATEWAY, message = None, a_text()

        assert deliver() == Delivered()
        message.refresh_from_db()
        assert (message.standing, message.tries) == (Standing.WAITING, 0)

    def test_writes_no_number_and_no_words_to_the_log(self, gateway, caplog):
        caplog.set_level("DEBUG")
        a_text()

        deliver()

        assert "7700" not in caplog.text
        assert "all right" not in caplog.text
        assert TOKEN not in caplog.text


class TestReports:
    def say(self, client, told, token=TOKEN):
        return client.post(
            "/texts/report/", json.dumps(told), content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        ).status_code  # fmt: skip

    @pytest.mark.parametrize(("status", "standing", "arrived"), [
        ("delivered", "sent", True), ("failed", "failed", False), ("queued", "sent", False),
    ])  # fmt: skip
    def test_say_whether_a_text_arrived(self, client, gateway, status, standing, arrived):
        message = a_text()
        deliver()

        assert self.say(client, {"id": f"gw-{message.pk}", "status": status}) == 204
        message.refresh_from_db()
        assert (message.standing, message.arrived_at is not None) == (standing, arrived)

    def test_of_arrival_stand_whatever_comes_after(self, client, gateway):
        message = a_text()
        deliver()
        for status in ("delivered", "failed"):
            self.say(client, {"id": f"gw-{message.pk}", "status": status})

        message.refresh_from_db()
        assert message.standing == Standing.SENT

    def test_are_nothing_without_the_token(self, client, gateway, settings):
        assert self.say(client, {"id": "x", "status": "failed"}, "another-token") == 404
        settings.TEXT_GATEWAY = None
        assert self.say(client, {"id": "x", "status": "failed"}) == 404

    @pytest.mark.parametrize("told", [[], "x", {"id": 1, "status": "failed"}, {"id": ""}])
    def test_that_cannot_be_read_are_refused(self, client, gateway, told):
        a_text()

        assert self.say(client, told) == 400
