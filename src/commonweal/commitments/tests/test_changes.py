"""What differs between two versions, and how a document is laid out to be read."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from commonweal.commitments.changes import changes
from commonweal.commitments.numbering import is_code, next_action_code, next_code
from commonweal.commitments.reading import sections
from commonweal.commitments.reports.whole import Doing, Part, PartyLine, Promise, Whole


def part(key, kind="priority", code="", heading="H", text="", **more):
    return Part(key, kind, code, heading, text, **more)


def whole(*parts, **more):
    told = dict.fromkeys(
        ("key", "slug", "face", "title", "summary", "area", "foreword", "foreword_by",
         "starts_on", "ends_on", "standing", "adopted_on"), ""
    )  # fmt: skip
    return Whole(**told | {"parts": parts} | more)


def told(before, after):
    return [(c.title, c.what, c.key) for c in changes(before, after)]


class TestChanges:
    def test_of_what_has_no_number_are_told_apart_by_its_words(self):
        doings = (Doing("d", "", "List the halls"), Doing("e", "", "Mend the roof"))

        assert [title for title, _, _ in told(whole(), whole(doings=doings))] == [
            "Action: List the halls", "Action: Mend the roof",
        ]  # fmt: skip

    def test_say_a_day_as_people_do(self):
        before = whole(doings=(Doing("d", "A1", "List the halls", due_on="2026-10-07"),))
        after = whole(doings=(Doing("d", "A1", "List the halls", due_on="2027-01-25"),))

        (change,) = changes(before, after)

        gone, new = ("".join(p.text for p in change.pieces if p.kind in kinds)
                     for kinds in (("same", "gone"), ("same", "new")))  # fmt: skip
        assert "By 7 October 2026" in gone
        assert "By 25 January 2027" in new

    def test_are_none_between_the_same(self):
        one = whole(part("a", text="A"), title="T")

        assert changes(one, one) == ()

    def test_are_told_part_by_part_however_deep(self):
        before = whole(part("a", code="1", parts=(part("b", "objective", "1.1", "Old"),)))
        after = whole(part("a", code="1", parts=(part("b", "objective", "1.1", "New"),)))

        assert told(before, after) == [("1.1 New", "changed", "b")]

    def test_tell_what_came_what_went_and_what_moved(self):
        before = whole(part("a", code="1"), part("b", code="2"), part("c", code="3"))
        after = whole(part("b", code="1"), part("d", code="2"), part("c", code="3"))

        assert told(before, after) == [
            ("1. H", "moved", "b"),
            ("2. H", "added", "d"),
            ("1. H", "gone", "a"),
        ]

    def test_tell_what_is_promised_done_and_signed(self):
        promise = Promise("p", "1.1", "Ten weeks.", "The Council", "the sector")
        doing = Doing("d", "A1.1", "List the halls", owner="A")
        party = PartyLine("The Council", "partner")
        before = whole(part("a", promises=(promise,)), doings=(doing,), parties=(party,))
        after = whole(
            part("a", promises=(replace(promise, words="Twelve weeks."),)),
            doings=(replace(doing, owner="B", due_on="2027-01-01"),),
            parties=(replace(party, signed_on="2026-03-12", signed_by="Ana"),),
        )

        assert told(before, after) == [
            ("Parties", "changed", ""),
            ("Promise 1.1", "changed", ""),
            ("Action A1.1", "changed", ""),
        ]

    def test_hold_the_words_of_both(self):
        found = changes(whole(title="A fair wind"), whole(title="A fair tide"))[0]

        before = "".join(p.text for p in found.pieces if p.kind != "new")
        after = "".join(p.text for p in found.pieces if p.kind != "gone")
        assert (before, after) == ("A fair wind", "A fair tide")


class TestSections:
    def test_hang_priorities_wherever_they_lie(self):
        aim = part("a", "aim", heading="Heard", parts=(
            part("p", code="1", heading="The Compact", parts=(
                part("o", "objective", "1.1", "Known"),
            )),
        ))  # fmt: skip

        found = sections(whole(part("v", "vision", heading="Our vision"), aim))

        assert [s.title for s in found] == ["Our vision", "Heard", "1. The Compact"]
        assert [(b.title, b.level) for b in found[2].below] == [("1.1 Known", 3)]
        assert found[1].below == ()

    def test_name_a_part_without_a_heading_by_its_kind(self):
        found = sections(whole(part("u", "undertaking", "2.4", "", "We will.")))

        assert found[0].title == "Undertaking 2.4"

    def test_go_no_deeper_than_a_heading_can(self):
        deep = part("x", "section", heading="x")
        for n in range(10):
            deep = part(str(n), "section", heading=str(n), parts=(deep,))

        shown, levels = sections(whole(deep))[0], []
        while shown.below:
            shown = shown.below[0]
            levels.append(shown.level)

        assert levels == [3, 4, 5, 5, 5, 5, 5, 5, 5, 5]


class TestNumbers:
    @given(st.lists(st.integers(1, 99)), st.integers(1, 9))
    def test_are_new_and_well_made(self, used, above):
        taken = [f"{above}.{n}" for n in used]

        code = next_code("objective", str(above), taken)

        assert code not in taken
        assert is_code(code)

    def test_are_for_what_people_call_by_number(self):
        assert [next_code(k, "", ["1", "2"]) for k in ("priority", "ask", "vision")] == [
            "3",
            "3",
            "",
        ]

    def test_of_actions_are_not_taken_for_objectives(self):
        assert next_action_code("4", ["A4.1", "4.7", "A5.3"]) == "A4.2"
