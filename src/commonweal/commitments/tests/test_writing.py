"""Writing a document: beginning it, its parts, and nobody's words lost."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from commonweal.commitments import actions
from commonweal.commitments.actions.writing import Overtaken
from commonweal.commitments.models import Action, Document, Paragraph, ParagraphVersion, Remark
from commonweal.commitments.presets import PRESETS
from commonweal.commitments.reports import whole_of
from commonweal.commitments.tests.factories import (
    CallFactory,
    CommitmentFactory,
    DocumentFactory,
    ParagraphFactory,
    ParagraphVersionFactory,
    PointFactory,
    RemarkFactory,
)
from commonweal.commitments.tests.writers import person
from commonweal.core.actors import LinkHolder, Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.sector.tests.factories import MemberFactory, PlaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward():
    return person("steward")


@pytest.fixture
def document():
    return DocumentFactory()


@pytest.fixture
def paragraph(document):
    return ParagraphFactory(document=document, code="4", text="As it was.")


class TestBeginDocument:
    def test_lays_out_the_strategy_with_its_seven_priority_areas(self, steward):
        PlaceFactory(name="Saltwold")

        document = actions.begin_document(
            by=steward, face="strategy", title="A fair wind", preset="strategy"
        )

        whole = whole_of(document)
        priorities = [p for p in whole.parts if p.kind == "priority"]
        assert [(p.code, p.heading) for p in priorities] == [
            ("1", "Capacity building and communications"),
            ("2", "Regeneration, community cohesion and engagement"),
            ("3", "The Compact"),
            ("4", "Procurement and commissioning"),
            ("5", "External funding"),
            ("6", "Volunteering"),
            ("7", "Use of community assets"),
        ]
        assert [p.code for p in priorities[3].parts] == ["4.1", "4.2", "4.3"]
        assert [d.code for d in priorities[3].doings] == ["A4.1", "A4.2"]
        assert all(p.parts and p.doings for p in priorities)
        assert {"vision", "aim"} <= {p.kind for p in whole.parts}
        assert document.summary.count("Saltwold") == 1
        assert "{place}" not in str(whole.as_body())

    def test_keeps_the_first_version_of_every_part(self, steward):
        document = actions.begin_document(by=steward, face="strategy", title="A", preset="strategy")

        written = Paragraph.objects.filter(document=document).count()
        assert written > 30
        assert ParagraphVersion.objects.filter(edition=1, by=steward.label).count() == written

    @pytest.mark.parametrize("name", sorted(PRESETS))
    def test_can_begin_from_every_shape_there_is(self, steward, name):
        PlaceFactory(name="Saltwold")

        document = actions.begin_document(
            by=steward, face=PRESETS[name].face, title="A", preset=name
        )

        assert [p.heading for p in whole_of(document).parts] == [
            p.heading.replace("{place}", "Saltwold") for p in PRESETS[name].parts
        ]

    def test_gives_it_an_address_of_its_own(self, steward):
        slugs = [
            actions.begin_document(by=steward, face="compact", title="The Compact").slug
            for _ in range(3)
        ]

        assert slugs == ["the-compact", "the-compact-2", "the-compact-3"]

    def test_notes_since_when_it_is_a_draft(self, steward):
        document = actions.begin_document(by=steward, face="call", title="A call")

        assert list(document.standing_changes.values_list("standing", "by")) == [
            ("draft", steward.label)
        ]

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({"title": " "}, "title"),
            ({"title": "x" * 201}, "title"),
            ({"face": "memo"}, "face"),
            ({"preset": "no such"}, "preset"),
            ({"face": "compact", "preset": "strategy"}, "preset"),
            ({"slug": "Not an address"}, "slug"),
            ({"slug": "taken"}, "slug"),
            ({"area": "E99999999"}, "area"),
        ],
    )
    def test_says_what_is_wrong_where(self, steward, told, field):
        DocumentFactory(slug="taken")

        with pytest.raises(Refused) as refusal:
            actions.begin_document(**{"by": steward, "face": "strategy", "title": "A"} | told)

        assert refusal.value.field == field
        assert Document.objects.count() == 1


class TestDescribeDocument:
    def test_writes_the_foreword_with_its_author(self, steward, document):
        actions.describe_document(
            by=steward, document=document, edition=1, title="A fair wind to 2030",
            foreword="Welcome.\r\n\r\nAnd thank you.", foreword_by="Ruth Wyke",
            starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2030, 12, 31),
        )  # fmt: skip

        document.refresh_from_db()
        assert document.foreword == "Welcome.\n\nAnd thank you."
        assert document.edition == 2

    def test_tells_the_second_writer(self, steward, document):
        actions.describe_document(by=steward, document=document, edition=1, title="First")

        with pytest.raises(Overtaken):
            actions.describe_document(by=steward, document=document, edition=1, title="Second")

        document.refresh_from_db()
        assert document.title == "First"

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({"title": ""}, "title"),
            ({"summary": "x" * 401}, "summary"),
            ({"foreword": "x" * 200_000, "foreword_by": "R"}, "foreword"),
            ({"foreword": "Welcome."}, "foreword_by"),
            ({"starts_on": dt.date(2030, 1, 1), "ends_on": dt.date(2026, 1, 1)}, "ends_on"),
        ],
    )
    def test_says_what_is_wrong_where(self, steward, document, told, field):
        with pytest.raises(Refused) as refusal:
            actions.describe_document(
                **{"by": steward, "document": document, "edition": 1, "title": "A"} | told
            )

        assert refusal.value.field == field


class TestAddParagraph:
    def test_numbers_it_on_from_its_neighbours(self, steward, document):
        def add(kind, parent=None):
            return actions.add_paragraph(
                by=steward, document=document, kind=kind, heading="H", parent=parent
            )

        first, second = add("priority"), add("priority")
        below = [add("objective", second), add("objective", second)]

        assert [p.code for p in (first, second, *below)] == ["1", "2", "2.1", "2.2"]
        assert add("vision").code == ""
        assert [p.position for p in below] == [1, 2]

    def test_gives_no_number_a_second_time_when_a_part_was_taken_out(self, steward, document):
        gone = actions.add_paragraph(by=steward, document=document, kind="ask", heading="A")
        actions.take_out_paragraph(by=steward, paragraph=gone, edition=1)

        new = actions.add_paragraph(by=steward, document=document, kind="ask", heading="B")

        assert new.code == "2"

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({}, "text"),
            ({"heading": "\u200b ", "text": "\r\n"}, "text"),
            ({"text": "x" * 200_000}, "text"),
            ({"heading": "x" * 201}, "heading"),
            ({"text": "A", "kind": "memo"}, "kind"),
            ({"text": "A", "kind": "objective"}, "parent"),
            ({"text": "A", "code": "four"}, "code"),
            ({"text": "A", "code": "4"}, "code"),
        ],
    )
    def test_says_what_is_wrong_where(self, steward, document, paragraph, told, field):
        with pytest.raises(Refused) as refusal:
            actions.add_paragraph(**{"by": steward, "document": document, "kind": "section"} | told)

        assert refusal.value.field == field
        assert document.paragraphs.count() == 1

    def test_takes_nothing_of_another_document_as_its_place(self, steward, document):
        elsewhere = ParagraphFactory()

        with pytest.raises(Refused, match="not there any more"):
            actions.add_paragraph(
                by=steward, document=document, kind="objective", text="A", parent=elsewhere
            )


class TestChangeParagraph:
    def test_keeps_what_was_written_before(self, steward, paragraph):
        ParagraphVersionFactory(paragraph=paragraph, edition=1, text="As it was.")

        version = actions.change_paragraph(
            by=steward, paragraph=paragraph, edition=1, heading="New", text="As it is.",
            reason="Clearer.",
        )  # fmt: skip

        paragraph.refresh_from_db()
        assert (paragraph.heading, paragraph.text, paragraph.code) == ("New", "As it is.", "4")
        assert (version.edition, version.reason, version.by) == (2, "Clearer.", steward.label)
        assert paragraph.versions.get(edition=1).text == "As it was."

    def test_tells_the_second_of_two_writers_and_saves_nothing_of_theirs(self, steward, paragraph):
        first, second = steward, person("steward")
        actions.change_paragraph(
            by=first, paragraph=paragraph, edition=1, heading="H", text="The first's."
        )

        with pytest.raises(Overtaken, match="Nothing of yours is lost"):
            actions.change_paragraph(
                by=second, paragraph=paragraph, edition=1, heading="H", text="The second's."
            )

        paragraph.refresh_from_db()
        assert paragraph.text == "The first's."
        assert paragraph.versions.count() == 1

    def test_can_be_for_a_point_that_was_made(self, steward, paragraph):
        point = PointFactory(consultation__document=paragraph.document)

        version = actions.change_paragraph(
            by=steward, paragraph=paragraph, edition=1, heading="H", text="With buses.", point=point
        )

        assert version.point == point

    def test_is_for_no_point_made_on_something_else(self, steward, paragraph):
        with pytest.raises(Refused, match="on something else"):
            actions.change_paragraph(
                by=steward, paragraph=paragraph, edition=1, heading="H", text="T",
                point=PointFactory(),
            )  # fmt: skip

    def test_needs_a_reason_once_it_was_adopted(self, steward):
        adopted = DocumentFactory(standing="adopted", adopted_on="2026-03-02")
        paragraph = ParagraphFactory(document=adopted)
        change = {"by": steward, "paragraph": paragraph, "edition": 1, "heading": "H", "text": "T"}

        with pytest.raises(Refused, match="Say why"):
            actions.change_paragraph(**change)

        assert actions.change_paragraph(**change, reason="The bus company closed.").edition == 2

    @pytest.mark.parametrize("standing", ["superseded", "closed"])
    def test_is_over_with_the_document(self, steward, standing):
        paragraph = ParagraphFactory(document=DocumentFactory(standing=standing))

        with pytest.raises(Refused, match="stays as it is"):
            actions.change_paragraph(
                by=steward, paragraph=paragraph, edition=1, heading="H", text="T", reason="R"
            )

    def test_is_over_once_candidates_were_asked(self, steward):
        call = CallFactory(opened_at=dt.datetime(2026, 3, 2, tzinfo=dt.UTC), opened_by="S")
        ask = ParagraphFactory(document=call.document, kind="ask")

        with pytest.raises(Refused, match="the same words"):
            actions.change_paragraph(by=steward, paragraph=ask, edition=1, heading="H", text="T")


class TestTakeOutAndPutBack:
    def test_take_along_what_lies_in_it_and_bring_back_one_at_a_time(self, steward, document):
        priority = ParagraphFactory(document=document, code="1")
        below = ParagraphFactory(document=document, parent=priority, kind="objective", code="1.1")

        actions.take_out_paragraph(by=steward, paragraph=priority, edition=1, reason="Too much")

        assert not document.paragraphs.standing().exists()
        out = below.versions.get(taken_out=True)
        with pytest.raises(Refused, match="Put that back first"):
            actions.put_back_paragraph(by=steward, paragraph=below, version=out, edition=2)
        actions.put_back_paragraph(
            by=steward, paragraph=priority, version=priority.versions.get(), edition=2
        )
        actions.put_back_paragraph(by=steward, paragraph=below, version=out, edition=2)
        assert [p.code for p in whole_of(document).all()] == ["1", "1.1"]

    def test_refuses_while_something_in_it_binds(self, steward, document):
        priority = ParagraphFactory(document=document)
        below = ParagraphFactory(document=document, parent=priority, kind="objective")
        CommitmentFactory(
            document=document, paragraph=below, digest="0" * 64,
            published_at=dt.datetime(2026, 3, 2, tzinfo=dt.UTC),
        )  # fmt: skip

        with pytest.raises(Refused, match="binds"):
            actions.take_out_paragraph(by=steward, paragraph=priority, edition=1)

    def test_puts_an_earlier_wording_back_as_a_new_version(self, steward, paragraph):
        first = ParagraphVersionFactory(paragraph=paragraph, edition=1, text="As it was.")
        actions.change_paragraph(by=steward, paragraph=paragraph, edition=1, heading="H", text="T")

        version = actions.put_back_paragraph(
            by=steward, paragraph=paragraph, version=first, edition=2
        )

        paragraph.refresh_from_db()
        assert (paragraph.text, version.edition) == ("As it was.", 3)
        assert version.reason == "As in edition 1."

    def test_puts_back_no_wording_of_another_part(self, steward, paragraph):
        with pytest.raises(Refused, match="another part"):
            actions.put_back_paragraph(
                by=steward, paragraph=paragraph, version=ParagraphVersionFactory(), edition=1
            )

    def test_loses_its_number_when_another_part_has_it_now(self, steward, document, paragraph):
        actions.take_out_paragraph(by=steward, paragraph=paragraph, edition=1)
        ParagraphFactory(document=document, code="4")

        actions.put_back_paragraph(
            by=steward, paragraph=paragraph, version=paragraph.versions.get(), edition=2
        )

        paragraph.refresh_from_db()
        assert paragraph.code == ""


class TestMoveParagraph:
    def test_puts_it_before_another_or_at_the_end(self, steward, document):
        a, b, c = (ParagraphFactory(document=document, heading=h) for h in "abc")

        actions.move_paragraph(by=steward, paragraph=c, parent=None, before=a)
        assert [p.heading for p in whole_of(document).parts] == ["c", "a", "b"]

        actions.move_paragraph(by=steward, paragraph=c, parent=None)
        assert [p.heading for p in whole_of(document).parts] == ["a", "b", "c"]
        assert b.code == ""

    def test_takes_along_what_lies_in_it(self, steward, document):
        aim = ParagraphFactory(document=document, kind="aim")
        priority = ParagraphFactory(document=document)
        ParagraphFactory(document=document, parent=priority, kind="objective", heading="o")

        actions.move_paragraph(by=steward, paragraph=priority, parent=aim)

        assert whole_of(document).parts[0].parts[0].parts[0].heading == "o"

    def test_is_never_into_itself(self, steward, document):
        outer = ParagraphFactory(document=document, kind="section")
        inner = ParagraphFactory(document=document, kind="section", parent=outer)

        for parent in (outer, inner):
            with pytest.raises(Refused, match="in itself"):
                actions.move_paragraph(by=steward, paragraph=outer, parent=parent)

    def test_is_never_to_where_its_kind_does_not_belong(self, steward, document, paragraph):
        section = ParagraphFactory(document=document, kind="section")

        with pytest.raises(Refused, match="lies in: the top, aim"):
            actions.move_paragraph(by=steward, paragraph=paragraph, parent=section)


class TestRemarks:
    def test_stand_beside_a_part_until_they_are_settled(self, steward, paragraph):
        remark = actions.remark(by=steward, paragraph=paragraph, text="Is this so?")

        actions.settle_remark(by=steward, remark=remark)

        remark.refresh_from_db()
        assert remark.settled_by == steward.label
        with pytest.raises(Refused, match="already"):
            actions.settle_remark(by=steward, remark=remark)

    @pytest.mark.parametrize("text", ["", "  ", "x" * 2_001])
    def test_say_something_short(self, steward, paragraph, text):
        with pytest.raises(Refused):
            actions.remark(by=steward, paragraph=paragraph, text=text)

        assert not Remark.objects.exists()


def nobody_who_may():
    """Everybody who may not write."""
    return [
        Visitor(),
        Robot("worker"),
        LinkHolder("commitments.document:1"),
        *(person(role) for role in ("reader", "moderator", "editor")),
        MemberFactory(role="owner", organisation__side="partner").person,
    ]


class TestWhoMay:
    def test_write_are_stewards_alone(self, document, paragraph):
        remark, version = RemarkFactory(paragraph=paragraph), ParagraphVersionFactory()
        of = {"paragraph": paragraph}
        tries = [
            (actions.begin_document, {"face": "strategy", "title": "A"}),
            (actions.describe_document, {"document": document, "edition": 1, "title": "A"}),
            (actions.add_paragraph, {"document": document, "kind": "section", "text": "A"}),
            (actions.change_paragraph, {**of, "edition": 1, "heading": "H", "text": "T"}),
            (actions.take_out_paragraph, {**of, "edition": 1}),
            (actions.put_back_paragraph, {**of, "edition": 1, "version": version}),
            (actions.move_paragraph, {**of, "parent": None}),
            (actions.remark, {**of, "text": "A"}),
            (actions.settle_remark, {"remark": remark}),
            (actions.attach_easy_read, {"document": document, "given": None}),
        ]

        for actor in nobody_who_may():
            for change, told in tries:
                with pytest.raises(PermissionDenied):
                    change(by=actor, **told)

        assert not JournalEntry.objects.filter(action__startswith="commitments.").exists()
        assert not Action.objects.exists()
