"""What people write, as it is kept. Pure."""

from __future__ import annotations

from commonweal.core.refused import Refused
from commonweal.core.unseen import seen

LONGEST = 20_000


def one_line(text: str, field: str, longest: int) -> str:
    """The text on one line.

    :raises Refused: when it is longer than it may be.
    """
    return as_kept(" ".join(seen(text).split()), field, longest)


def as_kept(text: str, field: str, longest: int = LONGEST) -> str:
    """The text with plain line ends, and without what nobody sees.

    :raises Refused: when it is longer than it may be.
    """
    plain = seen(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(plain) > longest:
        raise Refused(
            f"This has {len(plain):,} characters. There is room for {longest:,}.", field=field
        )
    return plain
