"""A server on this machine only, which misbehaves in the ways that servers do."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Manner:
    """How the server behaves for one address, and what it was asked."""

    content: bytes = b"a,b\n1,2\n"
    kind: str = "text/csv"
    etag: str = '"one"'
    breaks: int = 0
    lies: int = 0
    ignores_range: bool = False
    moves_range: int = 0
    statuses: list[int] = field(default_factory=list)
    disposition: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """Answers as the manner says."""

    def log_message(self, *args: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        manner = self.server.manners[self.path]  # type: ignore[attr-defined]
        manner.asked.append(dict(self.headers))
        if manner.statuses:
            return self.short(manner.statuses.pop(0))
        if self.headers.get("If-None-Match") == manner.etag and manner.etag:
            return self.short(304)
        start = 0
        asked = self.headers.get("Range", "")
        if asked and not manner.ignores_range and self.headers.get("If-Range") == manner.etag:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
        return self.send(manner, start)

    def short(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def send(self, manner: Manner, start: int) -> None:
        start += manner.moves_range if start else 0
        body = manner.content[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Type", manner.kind)
        self.send_header("Content-Length", str(len(body) + manner.lies))
        if manner.etag:
            self.send_header("ETag", manner.etag)
        if manner.disposition:
            self.send_header("Content-Disposition", manner.disposition)
        if start:
            whole = len(manner.content)
            self.send_header("Content-Range", f"bytes {start}-{whole - 1}/{whole}")
        self.end_headers()
        if manner.breaks:
            manner.breaks -= 1
            body = body[: len(body) // 2]
        self.wfile.write(body)
        self.close_connection = True


@contextmanager
def serving(**manners: Manner) -> Iterator[str]:
    """Serve each manner at the address of its name (``table_csv`` is /table.csv)."""
    with serving_at({name.replace("_", "."): m for name, m in manners.items()}) as address:
        yield address


@contextmanager
def serving_at(manners: dict[str, Manner]) -> Iterator[str]:
    """Serve each manner at its path, on a free port of the loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.manners = {f"/{path}": m for path, m in manners.items()}  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
