"""The data engine that reads what people give cannot reach the network."""

from __future__ import annotations

import http.server
import threading

import duckdb
import pytest

from commonweal.intake.reading.closed import CLOSED
from commonweal.places.loading.tables import closed_engine


@pytest.fixture
def listener():
    """A server on this machine that keeps what it is asked for."""
    asked: list[str] = []

    class Keeps(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_GET

        def log_message(self, *words):
            """Nothing is written."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Keeps)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, asked
    server.shutdown()
    server.server_close()


class TestTheDataEngine:
    def test_reads_and_writes_files_of_this_machine(self, tmp_path):
        table = tmp_path / "a.csv"
        table.write_text("a,b\n1,2\n")

        with closed_engine(tmp_path, memory="300MB", threads=1) as con:
            con.execute(f"COPY (SELECT * FROM read_csv('{table}')) TO '{tmp_path}/b.parquet'")
            kept = con.execute(f"SELECT * FROM '{tmp_path}/b.parquet'").fetchall()

        assert kept == [(1, 2)]

    @pytest.mark.parametrize(
        "words",
        [
            "SELECT * FROM read_csv('{address}')",
            "SELECT * FROM read_parquet('{address}')",
            "ATTACH '{address}'",
            "INSTALL httpfs",
            "INSTALL httpfs FROM '{address}'",
            "LOAD httpfs",
            "SELECT * FROM read_csv('s3://somewhere/x.csv')",
            "SET enable_external_access = true",
            "SET allowed_directories = ['http://']",
        ],
    )
    def test_reaches_nothing_else(self, tmp_path, listener, words):
        port, asked = listener

        with (
            closed_engine(tmp_path, memory="300MB", threads=1) as con,
            pytest.raises(duckdb.Error),
        ):
            con.execute(words.format(address=f"http://127.0.0.1:{port}/x.csv"))

        assert asked == []

    def test_takes_each_word_that_closes_it(self):
        with duckdb.connect() as con:
            for words in CLOSED:
                con.execute(words)

            assert con.execute("SELECT current_setting('enable_external_access')").fetchone() == (
                False,
            )
