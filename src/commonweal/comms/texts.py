"""Text messages: numbers as they are dialled, and the gateway that sends them.

The gateway is whatever stands at the address in COMMONWEAL_TEXTS. It is sent ``POST`` with
``Authorization: Bearer <token>`` and JSON ``{"id", "to", "text"}``: ours by which it knows a text
sent twice, the number as ``+447700900123``, and the words. It answers 2xx with ``{"id"}``, its own,
once it has the text; 400, 404, 410 or 422 when it never will; anything else when it may later. It
says what became of a text at ``/texts/report/``, with the same token and JSON ``{"id", "status"}``,
the status being ``delivered`` or ``failed``. Nothing of this is written to a log.
"""

from __future__ import annotations

from types import TracebackType
from typing import Any

import httpx

from commonweal.comms.reports import mobile_of

PATIENCE = httpx.Timeout(10.0)
NEVER = frozenset({400, 404, 410, 422})


class NotTaken(Exception):
    """The gateway did not take a text: for good, or for now. It says nothing of whose it was."""

    def __init__(self, words: str, *, for_good: bool = False) -> None:
        super().__init__(words)
        self.for_good = for_good


class Gateway:
    """The gateway, for as long as the block lasts."""

    def __init__(self, *, address: str, token: str) -> None:
        self.address = address
        headers = {"Authorization": f"Bearer {token}"}
        self.client = httpx.Client(timeout=PATIENCE, headers=headers, follow_redirects=False)

    def __enter__(self) -> Gateway:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.client.close()

    def send(self, *, key: str, to: str, words: str) -> str:
        """Hand over one text; what the gateway calls it.

        :raises NotTaken: when it did not take it.
        """
        number = mobile_of(to)
        if not number:
            raise NotTaken("No texts reach that number.", for_good=True)
        try:
            answer = self.client.post(
                self.address, json={"id": key, "to": number, "text": words},
                headers={"Idempotency-Key": key},
            )  # fmt: skip
        except httpx.HTTPError as problem:
            raise NotTaken(type(problem).__name__) from None
        if not answer.is_success:
            raise NotTaken(
                f"The gateway said {answer.status_code}.", for_good=answer.status_code in NEVER
            )
        return its_own(answer)


def its_own(answer: httpx.Response) -> str:
    """What the gateway calls a text, if it said so."""
    try:
        told: Any = answer.json()
    except ValueError:
        return ""
    return str(told.get("id") or "")[:100] if isinstance(told, dict) else ""
