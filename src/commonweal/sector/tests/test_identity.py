"""Which organisations are one."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from commonweal.core.actors import Actor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.sector.actions import (
    add_identifier,
    correct_organisation,
    decide_doubt,
    find_doubts,
    lift_withholding,
    merge_by_identifier,
    merge_organisations,
    raise_doubt,
    remove_identifier,
    undo_merge,
    withhold,
)
from commonweal.sector.choices import Doubt
from commonweal.sector.models import (
    Correction,
    Doubtful,
    Identifier,
    Merge,
    Name,
    Organisation,
    Withholding,
)
from commonweal.sector.moving import BELONGINGS
from commonweal.sector.tests.factories import (
    AreaServedFactory,
    BodyLinkFactory,
    ClassificationFactory,
    CorrectionFactory,
    DoubtfulFactory,
    FinancialYearFactory,
    IdentifierFactory,
    LinkFactory,
    NameFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
    SourceRecordFactory,
    WithholdingFactory,
    refresh,
)
from commonweal.sector.tests.people import OTHERS, robot, second_steward, steward

pytestmark = pytest.mark.django_db


def charity(**facts: Any) -> Organisation:
    PlaceFactory()
    PostcodeFactory()
    made = OrganisationFactory(name=facts.get("name", "Mill Lane Advice"))
    stated = {"name": made.name, "kind": "charity", "postcode": "NR1 1AA", **facts}
    SourceRecordFactory(organisation=made, facts=stated, raw={"company": "01234567"})
    IdentifierFactory(organisation=made)
    NameFactory(organisation=made)
    FinancialYearFactory(organisation=made)
    AreaServedFactory(organisation=made)
    ClassificationFactory(organisation=made)
    refresh(made)
    return made


def company(**facts: Any) -> Organisation:
    PlaceFactory()
    PostcodeFactory()
    made = OrganisationFactory(ref="GB-COH-01234567", name=facts.get("name", "MILL LANE LTD"))
    stated = {"name": made.name, "kind": "guarantee", "postcode": "NR1 1AA", **facts}
    SourceRecordFactory(organisation=made, source="companies-house", key=made.ref, facts=stated)
    IdentifierFactory(
        organisation=made, scheme="GB-COH", value="01234567", source="companies-house"
    )
    NameFactory(organisation=made, name="MILL LANE LTD", source="companies-house")
    FinancialYearFactory(organisation=made, source="companies-house")
    refresh(made)
    return made


def picture(*organisations: Organisation) -> Any:
    """Everything that belongs to these, to be compared before and after."""
    rows = {
        (o.pk, name): sorted(
            kind.model.objects.filter(**{kind.owner: o}).values_list("pk", flat=True)
        )
        for o in organisations
        for name, kind in BELONGINGS.items()
    }
    left_out = {"changed_at", "_state"}
    for o in organisations:
        o.refresh_from_db()
    columns = [{k: v for k, v in vars(o).items() if k not in left_out} for o in organisations]
    return rows, columns


class TestMergeOrganisations:
    def test_gathers_everything_under_the_kept_one(self) -> None:
        kept, absorbed = charity(), company(telephone="01603 123456")

        merge_organisations(by=steward, kept=kept, absorbed=absorbed, reason="One office")

        kept.refresh_from_db()
        assert kept.identifiers.count() == 2
        assert kept.records.count() == 2
        assert (kept.name, kept.telephone) == ("Mill Lane Advice", "01603 123456")
        assert Organisation.objects.published().get() == kept

    def test_can_be_undone_exactly(self) -> None:
        kept, absorbed, third = charity(), company(), charity(name="Third")
        AreaServedFactory(organisation=absorbed)
        CorrectionFactory(organisation=kept, fact="email", value="k@k.example")
        CorrectionFactory(organisation=absorbed, fact="email", value="a@a.example")
        CorrectionFactory(organisation=absorbed)
        WithholdingFactory(organisation=absorbed, fact="telephone")
        LinkFactory(organisation=absorbed)
        LinkFactory(organisation=third, other=absorbed, other_ref=absorbed.ref)
        refresh(kept, absorbed, third)
        before = picture(kept, absorbed, third)

        merge = merge_organisations(by=steward, kept=kept, absorbed=absorbed, reason="One office")
        assert picture(kept, absorbed, third) != before
        undo_merge(by=second_steward, merge=merge)

        assert picture(kept, absorbed, third) == before

    def test_leads_the_old_name_to_the_kept_one(self) -> None:
        kept, absorbed = charity(), OrganisationFactory(name="The Old Advice Shop")

        merge_organisations(by=steward, kept=kept, absorbed=absorbed, reason="Same")

        assert kept.names.filter(name="The Old Advice Shop").exists()

    def test_keeps_withheld_what_either_withheld(self) -> None:
        kept, absorbed = charity(), company(telephone="01603 123456")
        withhold(by=steward, organisation=absorbed, fact="telephone", reason="Stalked")

        merge_organisations(by=steward, kept=kept, absorbed=absorbed, reason="Same")

        kept.refresh_from_db()
        assert kept.telephone == ""

    @pytest.mark.parametrize("refuge_is_kept", [True, False])
    def test_never_brings_a_withheld_organisation_into_view(self, refuge_is_kept: bool) -> None:
        refuge, other = charity(), company()
        withhold(by=steward, organisation=refuge, reason="A refuge")
        kept, absorbed = (refuge, other) if refuge_is_kept else (other, refuge)

        merge_organisations(by=steward, kept=kept, absorbed=absorbed, reason="Same")

        assert not Organisation.objects.published().exists()

    def test_refuses_itself_and_what_was_merged_before(self) -> None:
        kept, absorbed = charity(), company()

        with pytest.raises(Refused, match="into itself"):
            merge_organisations(by=steward, kept=kept, absorbed=kept, reason="Same")
        merge_organisations(by=steward, kept=kept, absorbed=absorbed, reason="Same")
        with pytest.raises(Refused, match="merged into Mill Lane Advice"):
            merge_organisations(by=steward, kept=charity(), absorbed=absorbed, reason="Same")

    def test_needs_a_reason(self) -> None:
        with pytest.raises(Refused, match="why"):
            merge_organisations(by=steward, kept=charity(), absorbed=company(), reason=" ")

    @pytest.mark.parametrize("actor", OTHERS, ids=lambda a: a.label)
    def test_is_for_stewards_only(self, actor: Actor) -> None:
        with pytest.raises(PermissionDenied):
            merge_organisations(by=actor, kept=charity(), absorbed=company(), reason="Same")

        assert not Merge.objects.exists()


class TestMergeByIdentifier:
    def test_is_done_by_a_robot_where_a_statement_says_so(self) -> None:
        kept, absorbed = charity(), company()
        BodyLinkFactory(left=kept.ref, right=absorbed.ref)

        merge_by_identifier(by=robot, kept=kept, absorbed=absorbed, shared=absorbed.ref)

        entry = JournalEntry.objects.get(action="sector.merge_by_identifier")
        assert entry.actor_key == "robot:charity-commission"

    def test_believes_the_other_ones_own_record(self) -> None:
        kept, absorbed = charity(), company()

        merge_by_identifier(by=robot, kept=kept, absorbed=absorbed, shared=absorbed.ref)

        absorbed.refresh_from_db()
        assert absorbed.same_as == kept

    def test_refuses_what_nothing_states(self) -> None:
        one, other = charity(), charity(name="Mill Lane Advice")

        for shared in (one.ref, other.ref, "GB-COH-09999999", "", "x"):
            with pytest.raises(Refused, match="No register states"):
                merge_by_identifier(by=robot, kept=one, absorbed=other, shared=shared)

    @pytest.mark.parametrize(
        ("different", "said"), [(True, "not the same"), (False, "undid the merge")]
    )
    def test_does_not_overrule_a_person(self, different: bool, said: str) -> None:
        kept, absorbed = charity(), company()
        merge = merge_by_identifier(by=robot, kept=kept, absorbed=absorbed, shared=absorbed.ref)
        undo_merge(by=steward, merge=merge, different=different)

        with pytest.raises(Refused, match=said):
            merge_by_identifier(by=robot, kept=kept, absorbed=absorbed, shared=absorbed.ref)

    def test_keeps_a_refuge_out_of_view(self) -> None:
        refuge, firm = charity(), company(street="7 Hidden Close", address_public=True)
        withhold(by=steward, organisation=refuge, reason="A refuge")

        merge_by_identifier(by=robot, kept=firm, absorbed=refuge, shared=firm.ref)

        assert not Organisation.objects.published().exists()


class TestUndoMerge:
    def test_happens_only_once(self) -> None:
        merge = merge_organisations(by=steward, kept=charity(), absorbed=company(), reason="Same")
        undo_merge(by=steward, merge=merge)

        with pytest.raises(Refused, match="undone before"):
            undo_merge(by=steward, merge=merge)

    def test_puts_the_pair_back_on_the_review_list(self) -> None:
        merge = merge_organisations(by=steward, kept=charity(), absorbed=company(), reason="Same")

        undo_merge(by=steward, merge=merge, reason="Too hasty")

        pair = Doubtful.objects.get()
        assert (pair.standing, pair.decided_at, pair.decided_by) == (Doubt.OPEN, None, "")
        decide_doubt(by=steward, doubt=pair, same=False, why="Rang both")
        assert Doubtful.objects.get().standing == Doubt.DIFFERENT

    def test_remembers_that_they_are_not_the_same_if_told(self) -> None:
        merge = merge_organisations(by=steward, kept=charity(), absorbed=company(), reason="Same")

        undo_merge(by=steward, merge=merge, reason="Rang both", different=True)

        pair = Doubtful.objects.get()
        assert (pair.standing, pair.decided_why) == (Doubt.DIFFERENT, "Rang both")

    def test_goes_backwards_through_several(self) -> None:
        kept, second, third = charity(), company(), OrganisationFactory(name="Third")
        first_merge = merge_organisations(by=steward, kept=kept, absorbed=second, reason="Same")
        merge_organisations(by=steward, kept=kept, absorbed=third, reason="Same")

        with pytest.raises(Refused, match="Third was merged into"):
            undo_merge(by=steward, merge=first_merge)

    def test_refuses_when_the_kept_one_went_elsewhere(self) -> None:
        kept, absorbed, last = charity(), company(), charity(name="Last")
        merge = merge_organisations(by=steward, kept=kept, absorbed=absorbed, reason="Same")
        merge_organisations(by=steward, kept=last, absorbed=kept, reason="Same")

        with pytest.raises(Refused, match="merged into Last"):
            undo_merge(by=steward, merge=merge)

    def test_takes_along_what_its_register_said_since(self) -> None:
        kept, absorbed = charity(), company()
        merge = merge_organisations(by=steward, kept=kept, absorbed=absorbed, reason="Same")
        said = NameFactory(organisation=kept, name="MILL LANE 2 LTD", source="companies-house")

        undo_merge(by=steward, merge=merge)

        said.refresh_from_db()
        assert said.organisation == absorbed

    def test_refuses_to_guess_whose_a_new_statement_is(self) -> None:
        kept, absorbed = charity(), charity(name="Twin")
        merge = merge_organisations(by=steward, kept=kept, absorbed=absorbed, reason="Same")
        NameFactory(organisation=kept, name="New name")

        with pytest.raises(Refused, match="could belong to either"):
            undo_merge(by=steward, merge=merge)

        absorbed.refresh_from_db()
        assert absorbed.same_as == kept

    def test_withholds_of_both_what_was_withheld_meanwhile(self) -> None:
        kept, absorbed = charity(), company()
        merge = merge_organisations(by=steward, kept=kept, absorbed=absorbed, reason="Same")
        withhold(by=steward, organisation=kept, reason="A refuge")

        undo_merge(by=steward, merge=merge)

        assert not Organisation.objects.published().exists()
        assert Withholding.objects.filter(organisation=absorbed, lifted_at=None).exists()

    def test_keeps_lifted_what_was_lifted_meanwhile(self) -> None:
        kept, absorbed = charity(), company(telephone="01603 123456")
        held = withhold(by=steward, organisation=absorbed, fact="telephone", reason="Stalked")
        merge = merge_organisations(by=steward, kept=kept, absorbed=absorbed, reason="Same")
        lift_withholding(by=steward, withholding=held)

        undo_merge(by=steward, merge=merge)

        absorbed.refresh_from_db()
        assert absorbed.telephone == "01603 123456"

    def test_leaves_a_later_correction_with_the_kept_one(self) -> None:
        kept, absorbed = charity(), company()
        merge = merge_organisations(by=steward, kept=kept, absorbed=absorbed, reason="Same")
        correct_organisation(by=steward, organisation=kept, values={"email": "a@b.example"})

        undo_merge(by=steward, merge=merge)

        assert Correction.objects.get().organisation == kept

    @pytest.mark.parametrize("actor", OTHERS, ids=lambda a: a.label)
    def test_is_for_stewards_only(self, actor: Actor) -> None:
        merge = merge_organisations(by=steward, kept=charity(), absorbed=company(), reason="Same")

        with pytest.raises(PermissionDenied):
            undo_merge(by=actor, merge=merge)


class TestDecideDoubt:
    def test_merges_and_remembers(self) -> None:
        doubt = DoubtfulFactory(left=charity(), right=company())

        decided = decide_doubt(by=steward, doubt=doubt, same=True, keep=doubt.right)

        assert (decided.standing, decided.decided_by) == ("same", "Ada the steward")
        doubt.left.refresh_from_db()
        assert doubt.left.same_as == doubt.right

    def test_of_not_the_same_is_never_asked_again(self) -> None:
        left, right = charity(email="a@b.example"), company(email="A@b.example")
        find_doubts(by=robot, organisation_ids=[left.pk])
        decide_doubt(by=steward, doubt=Doubtful.objects.get(), same=False, why="Two offices")

        assert find_doubts(by=robot, organisation_ids=[left.pk, right.pk]) == 0
        assert Doubtful.objects.get().standing == "different"

    def test_is_made_once(self) -> None:
        doubt = DoubtfulFactory()
        decide_doubt(by=steward, doubt=doubt, same=False)

        with pytest.raises(Refused, match="Ada the steward decided this already"):
            decide_doubt(by=second_steward, doubt=doubt, same=True, keep=doubt.left)

    def test_refuses_to_keep_a_third(self) -> None:
        doubt = DoubtfulFactory()
        for keep in (None, OrganisationFactory()):
            with pytest.raises(Refused) as refusal:
                decide_doubt(by=steward, doubt=doubt, same=True, keep=keep)
            assert refusal.value.field == "keep"

    @pytest.mark.parametrize("actor", OTHERS, ids=lambda a: a.label)
    def test_is_for_stewards_only(self, actor: Actor) -> None:
        with pytest.raises(PermissionDenied):
            decide_doubt(by=actor, doubt=DoubtfulFactory(), same=False)


@pytest.mark.django_db(transaction=True)
class TestTwoPeopleAtOnce:
    def test_decide_a_doubt_only_once(self) -> None:
        doubt = DoubtfulFactory(left=charity(), right=company())
        start, outcomes = threading.Barrier(2), []

        def decide(by: Actor, same: bool) -> None:
            try:
                start.wait()
                decide_doubt(by=by, doubt=doubt, same=same, keep=doubt.left)
                outcomes.append("decided")
            except Refused:
                outcomes.append("refused")
            finally:
                connection.close()

        people = [
            threading.Thread(target=decide, args=(steward, True)),
            threading.Thread(target=decide, args=(second_steward, False)),
        ]
        for person in people:
            person.start()
        for person in people:
            person.join(30)

        assert sorted(outcomes) == ["decided", "refused"]
        merged = Merge.objects.exists()
        assert Doubtful.objects.get().standing == ("same" if merged else "different")


class TestRaiseDoubt:
    def test_puts_the_older_first_and_asks_once(self) -> None:
        older, newer = OrganisationFactory(), OrganisationFactory()
        asked = {"reason": "They share a hall", "evidence": {"hall": "Mill Lane"}}

        first = raise_doubt(by=robot, left=newer, right=older, **asked)

        assert (first.left, first.right) == (older, newer)
        assert raise_doubt(by=steward, left=older, right=newer, **asked) == first
        with pytest.raises(Refused):
            raise_doubt(by=steward, left=older, right=older, **asked)

    def test_is_not_for_readers(self) -> None:
        left, right = charity(), company()
        for actor in OTHERS[:3]:
            with pytest.raises(PermissionDenied):
                raise_doubt(by=actor, left=left, right=right, reason="x", evidence={})


class TestFindDoubts:
    def test_asks_about_one_name_at_one_postcode_in_two_registers(self) -> None:
        left, right = charity(name="Mill Lane Advice"), company(name="MILL LANE ADVICE LIMITED")

        assert find_doubts(by=robot, organisation_ids=[right.pk]) == 1

        doubt = Doubtful.objects.get()
        assert (doubt.left, doubt.right) == (left, right)
        assert doubt.evidence == {"name and first half of the postcode": "mill lane advice, NR1"}

    def test_never_by_name_alone(self) -> None:
        charity(name="Mill Lane Advice")
        far = company(name="MILL LANE ADVICE LIMITED", postcode="NE1 1AA")

        assert find_doubts(by=robot, organisation_ids=[far.pk]) == 0

    def test_takes_two_numbers_of_one_register_for_two_bodies(self) -> None:
        one, other = charity(email="a@b.example"), charity(email="a@b.example")

        assert find_doubts(by=robot, organisation_ids=[one.pk, other.pk]) == 0

    def test_gives_away_nothing_withheld(self) -> None:
        left, right = charity(email="haven@h.example"), company(email="haven@h.example")
        withhold(by=steward, organisation=left, fact="email", reason="A refuge")

        assert find_doubts(by=robot, organisation_ids=[right.pk]) == 0


class TestAddIdentifier:
    def test_is_kept_as_its_register_writes_it(self) -> None:
        made = add_identifier(
            by=steward, organisation=charity(), scheme="GB-COH", value=" 1234567 "
        )

        assert made.org_id == "GB-COH-01234567"

    @pytest.mark.parametrize(
        ("scheme", "value"),
        [("GB-CHC", "nonsense"), ("XX-VCSE", "holt-1"), ("GB-NONE", "1"), ("GB-COH", "")],
    )
    def test_refuses_what_is_not_a_number_of_that_register(self, scheme: str, value: str) -> None:
        with pytest.raises(Refused):
            add_identifier(by=steward, organisation=charity(), scheme=scheme, value=value)

    def test_refuses_another_ones_and_says_whose(self) -> None:
        owner = company()

        with pytest.raises(Refused, match="MILL LANE LTD"):
            add_identifier(by=steward, organisation=charity(), scheme="GB-COH", value="01234567")

        assert Identifier.objects.get(scheme="GB-COH").organisation == owner

    @pytest.mark.parametrize("actor", OTHERS, ids=lambda a: a.label)
    def test_is_for_stewards_only(self, actor: Actor) -> None:
        with pytest.raises(PermissionDenied):
            add_identifier(by=actor, organisation=charity(), scheme="GB-COH", value="01234567")


class TestRemoveIdentifier:
    def test_takes_away_only_what_was_noted_here(self) -> None:
        mill = charity()
        ours = add_identifier(by=steward, organisation=mill, scheme="GB-COH", value="01234567")
        theirs = mill.identifiers.get(scheme="GB-CHC")

        remove_identifier(by=steward, organisation=mill, identifier=ours)

        with pytest.raises(Refused):
            remove_identifier(by=steward, organisation=mill, identifier=theirs)
        assert mill.identifiers.get() == theirs


def test_a_name_made_by_a_merge_goes_when_it_is_undone() -> None:
    kept, absorbed = charity(), OrganisationFactory(name="The Old Advice Shop")
    merge = merge_organisations(by=steward, kept=kept, absorbed=absorbed, reason="Same")

    undo_merge(by=steward, merge=merge)

    assert not Name.objects.filter(name="The Old Advice Shop").exists()
