"""A document told whole."""

from __future__ import annotations

import json

import pytest

from commonweal.commitments.reports import whole_from, whole_of
from commonweal.commitments.tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DocumentFactory,
    ParagraphFactory,
    PartyFactory,
)

pytestmark = pytest.mark.django_db


class TestADocument:
    def test_is_told_as_a_tree(self, django_assert_num_queries):
        document = DocumentFactory()
        aim = ParagraphFactory(document=document, kind="aim", heading="Heard")
        first = ParagraphFactory(document=document, parent=aim, code="1")
        second = ParagraphFactory(document=document, parent=aim, code="2")
        PartyFactory(document=document)
        CommitmentFactory(document=document, paragraph=first, words="We will meet early.")
        ActionFactory(document=document, paragraph=second, title="A list of halls")

        with django_assert_num_queries(4):
            whole = whole_of(document)

        assert [part.code for part in whole.all()] == ["", "1", "2"]
        assert whole.parts[0].parts[0].promises[0].words == "We will meet early."
        assert whole.parts[0].parts[1].doings[0].title == "A list of halls"

    def test_is_the_same_when_it_was_kept(self):
        document = DocumentFactory()
        ParagraphFactory(document=document)
        CommitmentFactory(document=document, threshold=84, reviewed_by="min-days")
        whole = whole_of(document)

        kept = whole_from(json.loads(json.dumps(whole.as_body())))

        assert kept == whole
        assert kept.digest == whole.digest

    def test_has_another_digest_once_a_word_is_changed(self):
        document = DocumentFactory()
        paragraph = ParagraphFactory(document=document)
        before = whole_of(document).digest

        paragraph.text += "!"
        type(paragraph).objects.filter(pk=paragraph.pk).update(text=paragraph.text)

        assert whole_of(document).digest != before

    def test_leaves_out_what_was_taken_out(self):
        document = DocumentFactory()
        paragraph = ParagraphFactory(document=document)
        type(paragraph).objects.filter(pk=paragraph.pk).update(taken_out_at=document.begun_at)

        assert whole_of(document).parts == ()
