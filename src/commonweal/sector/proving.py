"""Whether an e-mail address shows that somebody acts for an organisation. Pure.

An address proves it where the register holds that very address, published or not; or where it
lies in the organisation's own domain: that of its published website or published e-mail address.
A domain that many share proves nothing: whoever has a mailbox there is anybody. A private address
proves by itself alone, so that nobody learns its domain by trying.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

# Public bodies: thousands work there, and what lies there is seldom one organisation's own.
PUBLIC_BODIES = frozenset(
    {"gov.uk", "nhs.uk", "nhs.net", "ac.uk", "sch.uk", "police.uk", "mod.uk", "parliament.uk"}
)
# Under which names are sold: no organisation's own.
SUFFIXES = frozenset(
    {"co.uk", "org.uk", "me.uk", "ltd.uk", "plc.uk", "net.uk", "uk.com", "gb.net", "uk"}
)
_FRONT_PAGE = re.compile(r"^/?(index\.\w{2,5}|home/?)?$", re.IGNORECASE)


@cache
def shared_by_many() -> frozenset[str]:
    """Where anybody may have a mailbox or a page, as ``shared_domains.csv`` lists them."""
    listed = Path(__file__).with_name("shared_domains.csv")
    with listed.open(encoding="utf-8", newline="") as rows:
        return frozenset(row["domain"] for row in csv.DictReader(rows))


@dataclass(frozen=True)
class Held:
    """How an organisation can be reached, as the register holds it.

    ``emails`` is every address known, published or not; the other two are published.
    """

    emails: frozenset[str] = frozenset()
    shown_emails: frozenset[str] = frozenset()
    shown_websites: frozenset[str] = frozenset()

    @property
    def domains(self) -> frozenset[str]:
        """The domains that are its own, as far as can be told from their names."""
        found = [domain_of(e) for e in self.shown_emails]
        found += [host_of(w) for w in self.shown_websites]
        return frozenset(d for d in found if is_own(d))


def domain_of(email: str) -> str:
    """What follows the @, in small letters; "" where there is none."""
    return plain(email.rpartition("@")[2])


def host_of(website: str) -> str:
    """The host of a website without its ``www.``; "" unless the address is its front page.

    A page deeper down is often one of many under somebody else's roof.
    """
    try:
        parts = urlsplit(website.strip())
        host = plain(parts.hostname or "")
    except ValueError:
        return ""
    return host.removeprefix("www.") if _FRONT_PAGE.match(parts.path) else ""


def plain(host: str) -> str:
    """A host as it is asked for: small letters, and others than ASCII in their coded form."""
    try:
        return host.strip().rstrip(".").encode("idna").decode().lower()
    except UnicodeError:
        return ""


def is_own(domain: str) -> bool:
    """Whether a domain can be one organisation's own, judged by its name alone."""
    labels = domain.split(".")
    ends = {".".join(labels[at:]) for at in range(len(labels))}
    shared = ends & (shared_by_many() | PUBLIC_BODIES)
    return len(labels) > 1 and domain not in SUFFIXES and not shared


def is_known(email: str, held: Held) -> bool:
    """Whether this is the very address that is known."""
    return email.strip().lower() in {known.strip().lower() for known in held.emails if known}


def domain_that_proves(email: str, domains: Iterable[str]) -> str:
    """The one of these domains in which the address lies, or below which; "" where in none."""
    own = domain_of(email)
    fitting = (d for d in sorted(domains) if own == d or own.endswith(f".{d}"))
    return next(fitting, "") if is_own(own) else ""
