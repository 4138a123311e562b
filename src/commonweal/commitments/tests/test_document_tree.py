"""From each part of what is written, staff reach what is promised and done in it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments.tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DocumentFactory,
    ParagraphFactory,
)

pytestmark = pytest.mark.django_db


class TestTheTree:
    def test_leads_from_a_part_to_its_promises_and_actions(self, client):
        document = DocumentFactory()
        part = ParagraphFactory(document=document)
        promise = CommitmentFactory(document=document, paragraph=part, code="4.2")
        doing = ActionFactory(document=document, paragraph=part)
        gone = ActionFactory(document=document, paragraph=part, taken_out_at=document.begun_at)
        client.force_login(UserFactory(roles=["steward"]))

        page = client.get(reverse("commitments_desk:document", args=[document.pk]))

        words = page.content.decode()
        assert reverse("commitments_desk:promise", args=[promise.pk]) in words
        assert reverse("commitments_desk:doing", args=[doing.pk]) in words
        assert reverse("commitments_desk:doing", args=[gone.pk]) not in words
