"""What this installation serves, and how it calls itself."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import PermissionDenied
from PIL import Image

from commonweal.core.actors import Operator, Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.places.actions import describe_place, set_place
from commonweal.places.reports import is_named, the_place
from commonweal.places.tests.factories import AreaFactory

pytestmark = pytest.mark.django_db
operator = Operator()


def drawn(kind: str, size: tuple[int, int] = (40, 20)) -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", size, "#6a1f47").save(file, format=kind)
    file.seek(0)
    return file


class TestSetPlace:
    def test_keeps_the_codes_in_their_order_once_each(self):
        AreaFactory(code="Z07000001")

        set_place(by=operator, codes=["z07000001 ", "E10000020", "E10000020"])

        assert the_place().codes == ["Z07000001", "E10000020"]

    def test_everywhere_forgets_the_codes(self):
        set_place(by=operator, codes=["E10000020"])

        set_place(by=operator, everywhere=True)

        assert the_place().everywhere
        assert the_place().codes == []

    def test_is_journalled(self):
        set_place(by=operator, codes=["E10000020"])

        entry = JournalEntry.objects.get(action="places.set_place")
        assert entry.detail["codes"] == ["E10000020"]

    def test_names_a_place_of_one_area_after_it_and_journals_that(self):
        AreaFactory(code="E10000020", kind="county", name="Norfolk")

        set_place(by=operator, codes=["E10000020"])

        assert the_place().name == "Norfolk"
        entry = JournalEntry.objects.get(action="places.describe_place")
        assert entry.detail["name"] == "Norfolk"

    def test_leaves_a_name_that_somebody_gave(self):
        AreaFactory(code="E10000020", kind="county", name="Norfolk")
        describe_place(by=operator, name="The Broads")

        set_place(by=operator, codes=["E10000020"])

        assert the_place().name == "The Broads"

    def test_takes_the_name_it_is_given(self):
        set_place(by=operator, codes=["E10000020", "E07000148"], name="  East   Norfolk ")

        assert the_place().name == "East Norfolk"
        assert JournalEntry.objects.get(action="places.describe_place")

    def test_names_nothing_after_several_areas_nor_after_one_not_known(self):
        AreaFactory(code="E10000020", kind="county", name="Norfolk")

        for codes in (["E06000999"], ["E10000020", "E06000999"]):
            set_place(by=operator, codes=codes)
            assert not is_named(the_place())

    @pytest.mark.parametrize("codes", [[], [""], ["Norfolk"], ["E1000002"], ["E10000020; DROP"]])
    def test_refuses_what_is_no_code(self, codes):
        with pytest.raises(Refused):
            set_place(by=operator, codes=codes)

    def test_refuses_both_at_once(self):
        with pytest.raises(Refused, match="not both"):
            set_place(by=operator, codes=["E10000020"], everywhere=True)

    @pytest.mark.parametrize("stranger", [Visitor(), Robot("charity-commission")])
    def test_is_for_administrators(self, stranger):
        with pytest.raises(PermissionDenied):
            set_place(by=stranger, codes=["E10000020"])


class TestDescribePlace:
    def test_changes_only_what_is_given(self):
        describe_place(by=operator, name="Zedshire", keeper="Zedshire Voluntary Action")

        describe_place(by=operator, telephone=" 01632  960000 ")

        place = the_place()
        assert (place.name, place.keeper) == ("Zedshire", "Zedshire Voluntary Action")
        assert place.telephone == "01632 960000"

    def test_takes_a_colour_that_can_be_read(self):
        describe_place(by=operator, name="Zedshire", accent="#0B4F6C", accent_dark="#9AD1EA")

        assert the_place().accent == "#0b4f6c"

    @pytest.mark.parametrize(
        ("field", "colour"),
        [("accent", "#ffcc00"), ("accent", "red"), ("accent_dark", "#222222"), ("accent", "#fff")],
    )
    def test_refuses_a_colour_that_cannot(self, field, colour):
        with pytest.raises(Refused) as refused:
            describe_place(by=operator, name="Zedshire", **{field: colour})

        assert refused.value.field == field

    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
    def test_takes_a_picture_as_logo(self, kind, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path

        describe_place(by=operator, name="Zedshire", logo=drawn(kind))

        assert Image.open(the_place().logo.path).format == kind

    @pytest.mark.parametrize(
        "content",
        [
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            b"GIF89a\x01\x00\x01\x00",
            b"",
            b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
            b"\0" * 1_000_001,
        ],
    )
    def test_refuses_anything_else_as_logo(self, content):
        with pytest.raises(Refused) as refused:
            describe_place(by=operator, name="Zedshire", logo=io.BytesIO(content))

        assert refused.value.field == "logo"

    def test_refuses_a_logo_that_is_too_wide(self):
        with pytest.raises(Refused, match="pixels"):
            describe_place(by=operator, name="Zedshire", logo=drawn("PNG", (2001, 10)))

    def test_draws_the_logo_anew_so_that_nothing_rides_in_it(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        hiding = io.BytesIO(drawn("PNG").getvalue() + b"<script>alert(1)</script>")

        describe_place(by=operator, name="Zedshire", logo=hiding)

        assert b"script" not in the_place().logo.read()

    @pytest.mark.parametrize(
        ("field", "words"), [("name", "  "), ("name", "x" * 81), ("email", "nobody at home")]
    )
    def test_refuses_words_that_cannot_stand(self, field, words):
        with pytest.raises(Refused) as refused:
            describe_place(by=operator, **{field: words})

        assert refused.value.field == field

    def test_is_for_administrators(self):
        with pytest.raises(PermissionDenied):
            describe_place(by=Visitor(), name="Mine now")
