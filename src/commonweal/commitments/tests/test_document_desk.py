"""Writing on the staff desk, by several people at once, without script."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from commonweal.commitments import actions
from commonweal.commitments.models import Document, Paragraph, Remark
from commonweal.commitments.tests.factories import (
    DocumentFactory,
    ParagraphFactory,
    PartyFactory,
    RemarkFactory,
)
from commonweal.commitments.tests.writers import person, signed_in
from commonweal.core import clock
from commonweal.sector.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 12)


def at(name, *args):
    return reverse(f"commitments_desk:{name}", args=args)


@pytest.fixture
def steward(client):
    return signed_in(client, "steward")


@pytest.fixture
def wind():
    by = person("steward")
    return actions.begin_document(
        by=by, face="strategy", title="A fair wind", slug="wind", preset="strategy"
    )


@pytest.fixture
def first(wind):
    return wind.paragraphs.get(code="1")


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


class TestTheList:
    def test_shows_what_is_written_and_begins_another(self, steward, wind):
        shown = page(steward, at("documents"))
        assert "A fair wind" in shown

        answer = steward.post(
            at("begin_document"), {"face": "compact", "title": "Our Compact", "preset": ""}
        )

        begun = Document.objects.get(title="Our Compact")
        assert answer.url == at("document", begun.pk)

    def test_begins_a_strategy_with_its_seven_areas(self, steward):
        steward.post(
            at("begin_document"), {"face": "strategy", "title": "Ours", "preset": "strategy"}
        )

        shown = page(steward, at("document", Document.objects.get().pk))
        assert "6 Volunteering" in shown

    def test_says_at_the_field_what_is_wrong(self, steward):
        answer = steward.post(
            at("begin_document"), {"face": "call", "title": "Ours", "preset": "strategy"}
        )

        assert "That shape is of another sort: Strategy." in answer.content.decode()
        assert not Document.objects.exists()


class TestTheTree:
    def test_is_read_in_as_many_questions_however_long(
        self, steward, wind, django_assert_max_num_queries
    ):
        parent = wind.paragraphs.get(code="2")
        for n in range(270):
            ParagraphFactory(document=wind, parent=parent, kind="objective", code=f"2.{n + 9}")
        page(steward, at("document", wind.pk))

        with django_assert_max_num_queries(30):
            shown = page(steward, at("document", wind.pk))

        assert shown.count("deep-1") > 270

    def test_can_be_looked_at_by_readers_who_are_offered_nothing_to_do(self, client, wind, first):
        shown = page(signed_in(client, "reader"), at("document", wind.pk))

        assert "Volunteering" in shown
        assert at("write_part", first.pk) not in shown
        assert at("adopt_document", wind.pk) not in shown

    def test_says_when_something_was_written_since(self, steward, wind, first):
        actions.adopt_document(by=person("steward"), document=wind, on=DAY)
        said = "Something was written since"
        assert said not in page(steward, at("document", wind.pk))

        actions.change_paragraph(
            by=person("steward"), paragraph=first, edition=1, heading="H", text="T", reason="R"
        )

        assert said in page(steward, at("document", wind.pk))


class TestAPart:
    def test_is_added_where_it_belongs(self, steward, wind, first):
        address = f"{at('add_part', wind.pk)}?in={first.pk}"
        shown = page(steward, address)
        assert 'value="objective"' in shown
        assert 'value="ask"' not in shown

        steward.post(address, {"kind": "objective", "heading": "Halls", "text": "Every hall."})

        assert wind.paragraphs.get(heading="Halls").code == "1.4"

    def test_is_looked_at_before_it_is_saved(self, steward, first):
        told = {"edition": 1, "heading": "H", "text": "A *preview* <b>x</b>", "preview": "1"}

        shown = steward.post(at("write_part", first.pk), told).content.decode()

        assert "<em>preview</em> &lt;b&gt;x&lt;/b&gt;" in shown
        first.refresh_from_db()
        assert first.edition == 1

    def test_is_written_by_two_and_the_second_loses_nothing(self, steward, first):
        actions.change_paragraph(
            by=person("steward"), paragraph=first, edition=1, heading=first.heading,
            text="The words of the first.",
        )  # fmt: skip
        told = {"edition": 1, "heading": first.heading, "text": "The words of the second.",
                "code": "1"}  # fmt: skip

        shown = steward.post(at("write_part", first.pk), told).content.decode()

        assert "Somebody else has changed this while you were writing" in shown
        assert "The words of the first." in shown
        assert shown.count("The words of the second.") >= 2
        assert "<del>" in shown
        assert 'name="edition" value="2"' in shown
        first.refresh_from_db()
        assert first.text == "The words of the first."

        steward.post(at("write_part", first.pk), told | {"edition": 2, "text": "Both."})

        first.refresh_from_db()
        assert (first.text, first.edition) == ("Both.", 3)

    def test_of_200_000_characters_is_refused_and_kept_in_the_form(self, steward, first):
        told = {"edition": 1, "heading": "H", "text": "word " * 40_000, "code": "1"}

        answer = steward.post(at("write_part", first.pk), told)

        shown = answer.content.decode()
        assert "There is room for 20,000." in shown
        assert "word word word" in shown
        first.refresh_from_db()
        assert first.edition == 1

    def test_shows_how_it_was_worded_and_puts_it_back(self, steward, first):
        text = first.text
        steward.post(
            at("write_part", first.pk),
            {"edition": 1, "heading": "H", "text": "Shorter.", "code": "1", "reason": "Plain"},
        )
        shown = page(steward, at("write_part", first.pk))
        assert "Plain" in shown
        assert "<del>" in shown
        back = f"{at('put_back_part', first.pk)}?edition=1"
        assert back in shown
        assert "<del>" in page(steward, back)

        steward.post(back, {"edition": 2, "reason": ""})

        first.refresh_from_db()
        assert (first.text, first.edition) == (text, 3)

    @pytest.mark.parametrize("edition", ["9", "x", "-1"])
    def test_has_only_the_wordings_it_had(self, steward, first, edition):
        page(steward, f"{at('put_back_part', first.pk)}?edition={edition}", 404)

    def test_moves_to_where_it_may_stand(self, steward, wind, first):
        last = wind.paragraphs.get(code="7")
        shown = page(steward, at("move_part", last.pk))
        assert f'value="0:{first.pk}"' in shown

        steward.post(at("move_part", last.pk), {"place": f"0:{first.pk}", "reason": ""})

        order = wind.paragraphs.filter(kind="priority").in_order()
        assert [p.code for p in order] == ["7", "1", "2", "3", "4", "5", "6"]

    def test_is_taken_out_and_put_back(self, steward, wind, first):
        steward.post(at("take_out_part", first.pk), {"edition": 1, "reason": "Too much"})
        assert "Put it back" in page(steward, at("document", wind.pk))

        steward.post(at("put_back_part", first.pk), {"edition": 2, "reason": ""})

        first.refresh_from_db()
        assert first.taken_out_at is None

    def test_has_remarks_beside_it(self, steward, first):
        steward.post(at("say_beside", first.pk), {"text": "Is this so?"})
        assert "Is this so?" in page(steward, at("write_part", first.pk))

        steward.post(at("settle_remark", Remark.objects.get().pk))

        assert "Settled by" in page(steward, at("write_part", first.pk))

    def test_asks_why_once_it_was_adopted(self, steward, wind, first):
        actions.adopt_document(by=person("steward"), document=wind, on=DAY)
        told = {"edition": 1, "heading": "H", "text": "T", "code": "1"}

        steward.post(at("write_part", first.pk), told)
        first.refresh_from_db()
        assert first.edition == 1

        steward.post(at("write_part", first.pk), told | {"reason": "The law changed"})
        first.refresh_from_db()
        assert first.edition == 2


class TestTheForeword:
    def test_is_written_by_two_and_the_second_loses_nothing(self, steward, wind):
        actions.describe_document(
            by=person("steward"), document=wind, edition=1, title="A fair wind",
            foreword="The first's.", foreword_by="A",
        )  # fmt: skip
        told = {"edition": 1, "title": "A fair wind", "foreword": "The second's.",
                "foreword_by": "B"}  # fmt: skip

        shown = steward.post(at("describe_document", wind.pk), told).content.decode()

        assert "The first&#x27;s." in shown
        assert "The second&#x27;s." in shown
        assert 'name="edition" value="2"' in shown

    def test_shows_its_years_as_a_browser_reads_them(self, steward, wind):
        told = {"edition": 1, "title": "A", "starts_on": "2026-01-01", "ends_on": "2030-12-31"}
        steward.post(at("describe_document", wind.pk), told)

        shown = page(steward, at("describe_document", wind.pk))

        assert 'value="2026-01-01"' in shown
        assert 'value="2030-12-31"' in shown

    def test_ends_not_before_it_begins(self, steward, wind):
        told = {"edition": 1, "title": "A", "starts_on": "2030-01-01", "ends_on": "2026-01-01"}

        shown = steward.post(at("describe_document", wind.pk), told).content.decode()

        assert "It ends before it begins." in shown


class TestStanding:
    def test_goes_from_draft_to_adopted_to_superseded(self, steward, wind):
        steward.post(at("adopt_document", wind.pk), {"on": "2026-03-12", "reason": "Assembly"})
        wind.refresh_from_db()
        assert wind.standing == "adopted"
        new = DocumentFactory(title="New")
        ParagraphFactory(document=new)
        steward.post(at("adopt_document", new.pk), {"on": "2026-03-12"})

        steward.post(at("supersede_document", wind.pk), {"successor": new.pk, "reason": ""})

        wind.refresh_from_db()
        assert wind.succeeded_by == new
        shown = page(steward, at("document", wind.pk))
        assert "Assembly" in shown
        assert at("add_part", wind.pk) not in shown

    def test_offers_to_adopt_what_was_consulted_on(self, steward, wind):
        Document.objects.filter(pk=wind.pk).update(standing="consulting")
        assert at("adopt_document", wind.pk) in page(steward, at("document", wind.pk))

        Document.objects.filter(pk=wind.pk).update(standing="adopted", adopted_on=DAY)
        assert at("adopt_document", wind.pk) not in page(steward, at("document", wind.pk))

    def test_is_published_and_closed(self, steward, wind, first):
        steward.post(at("adopt_document", wind.pk), {"on": "2026-03-12"})
        actions.change_paragraph(
            by=person("steward"), paragraph=first, edition=1, heading="H", text="T", reason="R"
        )
        steward.post(at("publish_version", wind.pk), {"name": "Second"})
        steward.post(at("close_document", wind.pk), {"reason": "Over"})

        wind.refresh_from_db()
        assert wind.standing == "closed"
        assert list(wind.versions.order_by("number").values_list("name", flat=True)) == [
            "As adopted",
            "Second",
        ]

    def test_is_not_adopted_on_a_day_to_come(self, steward, wind):
        later = clock.today() + dt.timedelta(days=2)

        shown = steward.post(at("adopt_document", wind.pk), {"on": later}).content.decode()

        assert "not one to come" in shown

    def test_goes_back_to_be_a_draft(self, steward, wind):
        actions.change_standing(by=person("steward"), document=wind, standing="consulting")

        steward.post(at("back_to_draft", wind.pk), {"reason": "Heard"})

        wind.refresh_from_db()
        assert wind.standing == "draft"


class TestParties:
    def test_are_added_from_the_register_sign_and_leave(self, steward, wind):
        council = OrganisationFactory(ref="GB-LAE-SAL", name="Saltwold Council", side="partner")
        steward.post(at("add_party", wind.pk), {"side": "partner", "ref": council.ref, "name": ""})
        party = wind.parties.get()
        assert (party.organisation, party.name) == (council, "Saltwold Council")

        steward.post(at("sign_document", party.pk), {"on": "2026-03-12", "signed_by": "Ana"})
        steward.post(at("leave_document", party.pk), {"on": "2026-03-13"})

        party.refresh_from_db()
        assert party.left_on == dt.date(2026, 3, 13)

    def test_that_are_withheld_are_as_if_there_were_none(self, steward, wind):
        OrganisationFactory(ref="GB-CHC-999", withheld=True)

        shown = steward.post(
            at("add_party", wind.pk), {"side": "sector", "ref": "GB-CHC-999", "name": ""}
        ).content.decode()

        assert "no organisation of this number" in shown

    def test_are_taken_out_again(self, steward, wind):
        party = PartyFactory(document=wind)

        steward.post(at("take_out_party", party.pk))

        assert not wind.parties.exists()


class TestAnEasyRead:
    def test_is_put_beside_it_and_taken_away(self, steward, wind):
        steward.post(
            at("easy_read", wind.pk), {"given": SimpleUploadedFile("easy.pdf", b"%PDF-1.7 e")}
        )
        wind.refresh_from_db()
        assert wind.easy_read.name == "easy.pdf"

        steward.post(at("easy_read", wind.pk), {})

        wind.refresh_from_db()
        assert wind.easy_read is None

    def test_that_is_empty_is_refused(self, steward, wind):
        answer = steward.post(
            at("easy_read", wind.pk), {"given": SimpleUploadedFile("easy.pdf", b"")}
        )

        assert "This file is empty." in answer.content.decode()


class TestWhoComesIn:
    @pytest.mark.parametrize("roles", [(), ("reader",), ("editor",), ("moderator",)])
    def test_are_stewards_alone(self, client, wind, first, roles):
        remark, party = RemarkFactory(paragraph=first), PartyFactory(document=wind)
        addresses = [
            at("begin_document"), at("settle_remark", remark.pk),
            *(at(name, wind.pk) for name in (
                "describe_document", "add_part", "adopt_document", "publish_version",
                "supersede_document", "close_document", "back_to_draft", "easy_read", "add_party",
            )),
            *(at(name, party.pk) for name in ("sign_document", "leave_document", "take_out_party")),
            *(at(name, first.pk) for name in (
                "write_part", "move_part", "take_out_part", "put_back_part", "say_beside",
            )),
        ]  # fmt: skip
        browser = signed_in(client, *roles)

        for address in addresses:
            assert browser.get(address).status_code in {403, 404, 405}, address
            assert browser.post(address, {"reason": "x"}).status_code in {403, 404}, address

        assert Paragraph.objects.exclude(edition=1).count() == 0
        wind.refresh_from_db()
        assert wind.standing == "draft"
