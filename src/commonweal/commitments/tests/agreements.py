"""A Compact in force between Saltwold Council and the sector, for tests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonweal.accounts.models import User
from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments.models import Commitment, Document
from commonweal.commitments.tests.factories import (
    THEN,
    CommitmentFactory,
    DocumentFactory,
    PartyFactory,
    VersionFactory,
)
from commonweal.core.tokens import digest_of
from commonweal.sector.choices import MemberRole
from commonweal.sector.models import Organisation
from commonweal.sector.tests.factories import MemberFactory, OrganisationFactory

SIGNED = dt.date(2024, 4, 1)
WEEKS = "We keep a formal consultation open for at least twelve weeks."
NOTICE = "We give at least three months' notice in writing."
YEARS = "We fund for more than one year wherever that adds value."
ADVANCE = "We consider payment in advance for each grant."
COSTS = "We pay the full costs of what we ask for."


@dataclass
class Agreement:
    """Who is in it."""

    document: Document
    council: Organisation
    group: Organisation
    officer: User
    weeks: Commitment
    notice: Commitment


def undertaking(document: Document, words: str, code: str, **more: object) -> Commitment:
    """One that is published and frozen."""
    made: Commitment = CommitmentFactory(
        document=document, words=words, code=code, published_at=THEN, digest=digest_of(words),
        **more,
    )  # fmt: skip
    return made


def agreement(slug: str = "the-compact") -> Agreement:
    """An adopted Compact that the council and a group have signed, and the council's officer."""
    document = DocumentFactory(
        slug=slug, face="compact", title="The Compact", standing="adopted", adopted_on=SIGNED
    )
    VersionFactory(document=document, standing="adopted", name="As adopted")
    council = OrganisationFactory(
        name="Saltwold Council", ref=f"COUNCIL-{slug}", kind="public", side="partner"
    )
    group = OrganisationFactory(name="Quay Lunch Club")
    PartyFactory(
        document=document, organisation=council, name=council.name, side="partner",
        signed_on=SIGNED, signed_by="The Leader",
    )  # fmt: skip
    PartyFactory(
        document=document, organisation=group, name=group.name, side="sector", signed_on=SIGNED
    )
    officer = UserFactory(name="Olu Officer", email=f"olu@{slug}.example")
    MemberFactory(organisation=council, person=officer, role=MemberRole.EDITOR)
    counted = {"organisation": council, "promiser": council.name, "excused": True}
    return Agreement(
        document, council, group, officer,
        undertaking(document, WEEKS, "2.2", reviewed_by="min-days", threshold=84, **counted),
        undertaking(document, NOTICE, "4.1", reviewed_by="min-months", threshold=3, **counted),
    )  # fmt: skip
