"""A group without a number asks to be in the register, and is vouched for."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core import clock
from commonweal.core.actions import name_of
from commonweal.core.actors import LinkHolder, Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of
from commonweal.sector import actions
from commonweal.sector.actions.joining import FRONT_DOOR, Told
from commonweal.sector.choices import Answer, Joining
from commonweal.sector.models import Application, GroupLink, Organisation, Vouch
from commonweal.sector.reports.vouching import evidence, vouched_on
from commonweal.sector.tests.factories import (
    ApplicationFactory,
    AreaFactory,
    CorrectionFactory,
    GroupLinkFactory,
    MemberFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
    VouchFactory,
    WithholdingFactory,
    refresh,
)
from commonweal.sector.tests.people import OTHERS, editor, reader, second_steward, steward

pytestmark = pytest.mark.django_db
housekeeping = Robot("housekeeping")


@pytest.fixture(autouse=True)
def norfolk() -> None:
    PlaceFactory()
    PostcodeFactory()
    PostcodeFactory(postcode="HU1 1AA", county="", district="E06000010", ward="", msoa="", lsoa="")
    AreaFactory(code="E10000020", kind="county", name="Norfolk")
    AreaFactory(parent="E10000020")


def known(address: str, **other) -> Organisation:
    """A published organisation whose keeper has this address."""
    organisation = OrganisationFactory(**other)
    MemberFactory(organisation=organisation, person=UserFactory(email=address))
    return organisation


@pytest.fixture
def hall() -> Organisation:
    return known("ann@hall.example", name="Mill Lane Hall")


@pytest.fixture
def library() -> Organisation:
    return known("bob@library.example", name="Friends of the Library")


def told(**other) -> Told:
    usual = Told(
        name="Knit and Natter",
        does="We knit, and talk.",
        postcode="NR1 1AA",
        contact_name="Jo",
        email="jo@group.example",
    )
    return replace(usual, **other)


def by_link(address: str) -> LinkHolder:
    """Whoever holds the newest link that was sent to an address."""
    letter = Message.objects.filter(to=address).latest("pk")
    token = re.findall(r"/(?:join|your-group)/([\w-]{20,})/", letter.body)[-1]
    return LinkHolder(thing=name_of(GroupLink.objects.get(digest=digest_of(token))))


def asked(application: Application, address: str) -> Vouch:
    return application.vouches.get(person=address)


def answer(application: Application, address: str, said: Answer = Answer.YES) -> Vouch:
    vouch = asked(application, address)
    return actions.answer_vouch(
        by=LinkHolder(thing=name_of(vouch)), vouch=vouch, said=said, words="They meet in our hall."
    )


@pytest.fixture
def proved(hall, library) -> Application:
    made = actions.ask_to_join(by=FRONT_DOOR, told=told(knows=(hall, library)))
    actions.prove_application(by=by_link("jo@group.example"), application=made)
    made.refresh_from_db()
    return made


def said_yes(application: Application, organisation: Organisation) -> Vouch:
    """Somebody of an organisation said yes once, before the story begins."""
    return VouchFactory(
        application=application, organisation=organisation, said="yes", said_at=clock.now()
    )


def came_in(group: Organisation) -> Application:
    """The application by which a group once came in."""
    return ApplicationFactory(standing="vouched", organisation=group, decided_at=clock.now())


def choir() -> Organisation:
    """A group that a steward added, with an address and a postcode."""
    facts = {"postcode": "NR1 1AA", "email": "c@d.example"}
    return actions.add_group(by=steward, name="Choir", facts=facts)


class TestAsking:
    def test_is_for_anyone_and_makes_no_organisation(self, hall, library):
        before = Organisation.objects.count()

        made = actions.ask_to_join(by=FRONT_DOOR, told=told(knows=(hall, library)))

        assert made.standing == Joining.UNPROVED
        assert Organisation.objects.count() == before

    def test_writes_to_nobody_but_the_address_that_was_given(self, hall, library):
        actions.ask_to_join(by=FRONT_DOOR, told=told(knows=(hall, library)))

        assert set(Message.objects.values_list("to", flat=True)) == {"jo@group.example"}

    def test_goes_through_the_front_door_only(self):
        for somebody in (Visitor(), editor, reader):
            with pytest.raises(PermissionDenied):
                actions.ask_to_join(by=somebody, told=told())

    def test_keeps_only_the_digest_of_the_link(self):
        actions.ask_to_join(by=FRONT_DOOR, told=told(ask_steward=True))

        letter = Message.objects.get()
        token = re.search(r"/join/([\w-]+)/", letter.body)[1]
        assert letter.secret
        assert GroupLink.objects.get().digest == digest_of(token)

    def test_needs_no_e_mail(self):
        made = actions.ask_to_join(by=FRONT_DOOR, told=told(email="", telephone="01603 123456"))

        assert made.ask_steward
        assert not Message.objects.exists()

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"name": " "}, "name"),
            ({"does": ""}, "does"),
            ({"contact_name": ""}, "contact_name"),
            ({"email": "", "telephone": ""}, "telephone"),
            ({"email": "nonsense"}, "email"),
            ({"telephone": "12"}, "telephone"),
            ({"postcode": ""}, "area"),
            ({"postcode": "", "area": "E99999999"}, "area"),
            ({"postcode": "HU1 1AA"}, "postcode"),
            ({"name": "Cheap pills www.pills.example"}, "name"),
            ({"contact_name": "https://pills.example/now"}, "contact_name"),
            ({"does": "x" * 2_001}, "does"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_nothing(self, change, field):
        with pytest.raises(Refused) as refusal:
            actions.ask_to_join(by=FRONT_DOOR, told=told(**change))

        assert refusal.value.field == field
        assert not Application.objects.exists()

    def test_stops_at_three_of_one_person_however_the_address_is_written(self):
        for n in range(3):
            actions.ask_to_join(
                by=FRONT_DOOR, told=told(name=f"Group {n}", email=f"jo+{n}@x.example")
            )

        with pytest.raises(Refused, match="wait already"):
            actions.ask_to_join(by=FRONT_DOOR, told=told(name="Group 4", email="JO@x.example"))


class TestProving:
    def test_asks_those_who_know_it(self, proved):
        assert proved.standing == Joining.WAITING
        to = set(
            Message.objects.filter(subject__startswith="Do you know").values_list("to", flat=True)
        )
        assert to == {"ann@hall.example", "bob@library.example"}

    def test_tells_them_who_asks_but_not_how_to_reach_them(self, proved):
        letter = Message.objects.get(to="ann@hall.example")

        assert "Jo" in letter.body
        assert "jo@group.example" not in letter.body
        assert letter.secret

    def test_lets_the_link_show_how_it_stands_until_it_lapses(self, proved):
        assert GroupLink.objects.get(application=proved).expires_at == proved.lapses_at

    def test_happens_once(self, proved):
        with pytest.raises(Refused):
            actions.prove_application(by=by_link("jo@group.example"), application=proved)

    def test_is_for_whoever_holds_its_own_link(self, hall):
        made = actions.ask_to_join(by=FRONT_DOOR, told=told(knows=(hall,), ask_steward=True))
        other = GroupLinkFactory()
        elsewhere = GroupLinkFactory(application=None, organisation=hall)

        for somebody in (
            *OTHERS,
            LinkHolder(thing=name_of(other)),
            LinkHolder(thing=name_of(elsewhere)),
            LinkHolder(thing="sector.grouplink:999999"),
            LinkHolder(thing=f"sector.application:{made.pk}"),
            LinkHolder(thing=f"sector.vouch:{made.vouches.get().pk}"),
        ):
            with pytest.raises(PermissionDenied):
                actions.prove_application(by=somebody, application=made, how="I say so.")

    def test_is_done_by_a_steward_where_there_is_no_e_mail(self, hall, library):
        made = actions.ask_to_join(
            by=FRONT_DOOR, told=told(email="", telephone="01603 123456", knows=(hall, library))
        )

        with pytest.raises(Refused):
            actions.prove_application(by=steward, application=made)
        actions.prove_application(by=steward, application=made, how="I rang, and Jo answered.")

        made.refresh_from_db()
        assert made.standing == Joining.WAITING
        assert made.vouches.exclude(digest="").count() == 2

    def test_does_not_ask_one_that_may_not_vouch(self, hall):
        closed = known("cy@closed.example", status="closed")
        hidden = known("dee@hidden.example", withheld=True)
        own = known("jo@group.example")
        for other in (closed, hidden, own):
            Message.objects.all().delete()
            made = ApplicationFactory(standing="unproved", email="jo@group.example")
            VouchFactory(application=made, organisation=other, person="", digest="")

            actions.prove_application(by=steward, application=made, how="Seen.")

            assert not Message.objects.filter(subject__startswith="Do you know").exists()

    def test_asks_the_one_that_it_was_merged_into(self, hall):
        old = OrganisationFactory(same_as=hall)
        made = ApplicationFactory(standing="unproved")
        VouchFactory(application=made, organisation=old, person="", digest="")

        actions.prove_application(by=steward, application=made, how="Seen.")

        assert Message.objects.get(subject__startswith="Do you know").to == "ann@hall.example"

    def test_asks_one_keeper_about_five_groups_a_week_at_most(self, hall):
        for _ in range(7):
            made = ApplicationFactory(standing="unproved")
            VouchFactory(application=made, organisation=hall, person="", digest="")
            actions.prove_application(by=steward, application=made, how="Seen.")

        assert Message.objects.filter(to="ann@hall.example").count() == 5


class TestToldToASteward:
    def test_waits_at_once(self, hall, library):
        made = actions.take_application_down(
            by=steward,
            told=told(email="", telephone="01603 123456", knows=(hall, library)),
            how="on paper",
        )

        assert made.standing == Joining.WAITING
        assert made.told_to == "Ada the steward, on paper"
        assert made.vouches.exclude(digest="").count() == 2

    @pytest.mark.parametrize("somebody", OTHERS)
    def test_is_not_for_others(self, somebody):
        with pytest.raises(PermissionDenied):
            actions.take_application_down(by=somebody, told=told(), how="on paper")


class TestAnswering:
    def test_twice_yes_takes_the_group_in(self, proved):
        answer(proved, "ann@hall.example")
        proved.refresh_from_db()
        assert proved.standing == Joining.WAITING

        answer(proved, "bob@library.example")

        proved.refresh_from_db()
        assert proved.standing == Joining.VOUCHED
        assert proved.organisation in Organisation.objects.published()
        assert proved.organisation.kind == "group"
        assert vouched_on(proved.organisation) == clock.today()

    def test_keeps_private_what_the_group_did_not_tick(self, proved):
        answer(proved, "ann@hall.example")
        answer(proved, "bob@library.example")

        made = Organisation.objects.get(applications=proved)
        assert (made.email, made.postcode, made.ward) == ("", "", "")
        assert made.district == "E07000148"
        assert set(made.withholdings.values_list("fact", "ground")) == {
            ("email", "choice"),
            ("telephone", "choice"),
            ("website", "choice"),
            ("location", "choice"),
        }

    def test_tells_the_group_with_a_link_to_its_choices(self, proved):
        answer(proved, "ann@hall.example")
        answer(proved, "bob@library.example")

        letter = Message.objects.filter(to="jo@group.example").latest("pk")
        assert "is in the register" in letter.subject
        assert "/your-group/" in letter.body

    def test_is_for_the_one_who_was_asked(self, proved):
        vouch = asked(proved, "ann@hall.example")
        other = asked(proved, "bob@library.example")

        for somebody in (
            *OTHERS,
            steward,
            LinkHolder(thing=name_of(other)),
            by_link("jo@group.example"),
        ):
            with pytest.raises(PermissionDenied):
                actions.answer_vouch(by=somebody, vouch=vouch, said=Answer.YES, words="Yes.")

    def test_is_done_once(self, proved):
        answer(proved, "ann@hall.example")

        with pytest.raises(Refused, match="answered"):
            answer(proved, "ann@hall.example")

    def test_needs_a_few_words_unless_one_does_not_know(self, proved):
        vouch = asked(proved, "ann@hall.example")
        holder = LinkHolder(thing=name_of(vouch))

        for said in (Answer.YES, Answer.NO):
            with pytest.raises(Refused):
                actions.answer_vouch(by=holder, vouch=vouch, said=said, words=" ")
        actions.answer_vouch(by=holder, vouch=vouch, said=Answer.UNKNOWN)

        assert Vouch.objects.get(pk=vouch.pk).said == Answer.UNKNOWN

    def test_counts_one_person_behind_two_organisations_once(self, hall):
        ann = hall.members.get().person
        second = OrganisationFactory()
        MemberFactory(organisation=second, person=ann)
        made = ApplicationFactory()
        for organisation in (hall, second):
            vouch = VouchFactory(application=made, organisation=organisation, person=ann.email)
            actions.answer_vouch(
                by=LinkHolder(thing=name_of(vouch)), vouch=vouch, said=Answer.YES, words="Yes."
            )

        made.refresh_from_db()
        assert made.standing == Joining.WAITING

    def test_counts_two_that_were_made_one_once(self, proved, hall, library):
        answer(proved, "ann@hall.example")
        Organisation.objects.filter(pk=library.pk).update(same_as=hall)

        answer(proved, "bob@library.example")

        proved.refresh_from_db()
        assert proved.standing == Joining.WAITING

    @pytest.mark.parametrize(
        "change", [{"withheld": True}, {"status": "closed"}, {"based_here": False}]
    )
    def test_counts_none_that_is_hidden_or_gone_meanwhile(self, proved, hall, change):
        answer(proved, "ann@hall.example")
        Organisation.objects.filter(pk=hall.pk).update(**change)

        answer(proved, "bob@library.example")

        proved.refresh_from_db()
        assert proved.standing == Joining.WAITING

    def test_is_over_once_it_is_settled(self, proved):
        actions.refuse_application(by=steward, application=proved, reason="Not a group.")

        with pytest.raises(Refused):
            actions.answer_vouch(
                by=LinkHolder(thing=name_of(vouch := proved.vouches.first())),
                vouch=vouch,
                said=Answer.YES,
                words="Yes.",
            )

    def test_leaves_waiting_what_the_register_cannot_take(self, proved):
        PlaceFactory()
        from commonweal.places.models import Place

        Place.objects.update(codes=["E10000099"])
        answer(proved, "ann@hall.example")
        Organisation.objects.update(based_here=True)
        answer(proved, "bob@library.example")

        proved.refresh_from_db()
        assert proved.standing == Joining.WAITING
        assert "lies outside" in proved.steps.latest("pk").words


class TestANo:
    def test_is_told_to_every_steward(self, proved):
        UserFactory(email="ada@place.example", roles=["steward"])

        answer(proved, "ann@hall.example", Answer.NO)

        assert "says no" in Message.objects.get(to="ada@place.example").subject

    def test_keeps_it_waiting_until_a_steward_has_looked(self, proved):
        third = known("cy@choir.example")
        actions.ask_to_vouch(by=steward, application=proved, organisation=third)
        no = answer(proved, "cy@choir.example", Answer.NO)
        answer(proved, "ann@hall.example")
        answer(proved, "bob@library.example")
        proved.refresh_from_db()
        assert proved.standing == Joining.WAITING

        actions.look_at_no(by=steward, vouch=no)

        proved.refresh_from_db()
        assert proved.standing == Joining.VOUCHED

    @pytest.mark.parametrize("somebody", OTHERS)
    def test_is_looked_at_by_stewards_only(self, proved, somebody):
        no = answer(proved, "ann@hall.example", Answer.NO)

        with pytest.raises(PermissionDenied):
            actions.look_at_no(by=somebody, vouch=no)


class TestTakingAVouchBack:
    def test_is_told_to_stewards_and_leaves_the_group_in(self, proved):
        UserFactory(email="ada@place.example", roles=["steward"])
        answer(proved, "ann@hall.example")
        given = answer(proved, "bob@library.example")

        actions.take_vouch_back(
            by=LinkHolder(thing=name_of(given)), vouch=given, why="We took them for others."
        )

        proved.refresh_from_db()
        assert proved.standing == Joining.VOUCHED
        assert "taken back" in Message.objects.get(to="ada@place.example").subject

    def test_leaves_the_group_unable_to_vouch_for_another(self, proved):
        for address in ("ann@hall.example", "bob@library.example"):
            answer(proved, address)
        proved.refresh_from_db()
        for given in proved.vouches.all():
            actions.take_vouch_back(by=steward, vouch=given, why="Mistaken.")
        made = ApplicationFactory()
        VouchFactory(
            application=made, organisation=proved.organisation, said="yes", said_at=clock.now()
        )

        _, rows = evidence(made)

        assert rows[0].why_not.startswith("Nobody stands for it")

    def test_is_for_whoever_gave_it_and_stewards(self, proved):
        given = answer(proved, "ann@hall.example")
        other = asked(proved, "bob@library.example")

        for somebody in (*OTHERS, LinkHolder(thing=name_of(other))):
            with pytest.raises(PermissionDenied):
                actions.take_vouch_back(by=somebody, vouch=given, why="Because.")

    def test_needs_something_to_take_back(self, proved):
        with pytest.raises(Refused):
            actions.take_vouch_back(by=steward, vouch=asked(proved, "ann@hall.example"), why="No.")


class TestCircles:
    def test_let_nobody_in(self, hall):
        """Two groups that came in by each other's word vouch for a third."""
        groups = [known(f"g{n}@ring.example", kind="group") for n in range(2)]
        for group, other in (groups, groups[::-1]):
            came = ApplicationFactory(
                standing="vouched", organisation=group, decided_at=clock.now()
            )
            said_yes(came, other)
        made = ApplicationFactory()
        for n, group in enumerate(groups):
            vouch = VouchFactory(application=made, organisation=group, person=f"g{n}@ring.example")
            actions.answer_vouch(
                by=LinkHolder(thing=name_of(vouch)), vouch=vouch, said=Answer.YES, words="Yes."
            )

        made.refresh_from_db()
        assert made.standing == Joining.WAITING

    def test_do_not_hinder_groups_that_others_stand_for(self, hall, library):
        group = known("g@choir.example", kind="group")
        came = came_in(group)
        for organisation in (hall, library):
            VouchFactory(
                application=came, organisation=organisation, said="yes", said_at=clock.now()
            )
        made = ApplicationFactory()
        for organisation, address in ((group, "g@choir.example"), (hall, "ann@hall.example")):
            vouch = VouchFactory(application=made, organisation=organisation, person=address)
            actions.answer_vouch(
                by=LinkHolder(thing=name_of(vouch)), vouch=vouch, said=Answer.YES, words="Yes."
            )

        made.refresh_from_db()
        assert made.standing == Joining.VOUCHED


class TestASteward:
    def test_lets_a_group_in_with_a_reason(self, proved):
        actions.vouch_as_steward(by=steward, application=proved, reason="I go there on Tuesdays.")

        proved.refresh_from_db()
        assert proved.standing == Joining.VOUCHED

    def test_must_say_why(self, proved):
        with pytest.raises(Refused):
            actions.vouch_as_steward(by=steward, application=proved, reason="")

    def test_cannot_vouch_for_a_group_of_their_own(self, proved):
        ada = UserFactory(email="jo+work@group.example", roles=["steward"])

        with pytest.raises(Refused, match="your own"):
            actions.vouch_as_steward(by=ada, application=proved, reason="It is lovely.")

        assert not proved.vouches.filter(organisation=None).exists()

    def test_cannot_vouch_for_what_nobody_has_proved(self):
        made = actions.ask_to_join(by=FRONT_DOOR, told=told())

        with pytest.raises(Refused):
            actions.vouch_as_steward(by=steward, application=made, reason="I know them.")

    def test_refuses_with_a_reason_that_is_mailed(self, proved):
        actions.refuse_application(by=steward, application=proved, reason="It is a shop.")

        letter = Message.objects.filter(to="jo@group.example").latest("pk")
        assert "It is a shop." in letter.body
        assert not proved.vouches.exclude(digest="").exists()

    def test_asks_and_is_answered(self, proved):
        actions.ask_question(by=steward, application=proved, words="Where is the hall?")
        letter = Message.objects.filter(to="jo@group.example").latest("pk")
        actions.answer_question(
            by=by_link("jo@group.example"), application=proved, words="On Mill Lane."
        )

        assert "Where is the hall?" in letter.body
        assert proved.steps.latest("pk").words == "On Mill Lane."

    def test_asks_no_organisation_twice(self, proved, hall):
        merged = OrganisationFactory(same_as=hall)

        for one in (hall, merged):
            with pytest.raises(Refused):
                actions.ask_to_vouch(by=steward, application=proved, organisation=one)

    def test_asks_none_that_is_withheld(self, proved):
        with pytest.raises(Refused):
            actions.ask_to_vouch(
                by=steward, application=proved, organisation=OrganisationFactory(withheld=True)
            )

    @pytest.mark.parametrize("somebody", OTHERS)
    def test_alone_may_do_these(self, proved, hall, somebody):
        for act, told_ in (
            (actions.vouch_as_steward, {"reason": "I know them."}),
            (actions.refuse_application, {"reason": "I do not."}),
            (actions.ask_question, {"words": "Who?"}),
            (actions.ask_to_vouch, {"organisation": hall}),
        ):
            with pytest.raises(PermissionDenied):
                act(by=somebody, application=proved, **told_)

    def test_may_not_be_the_one_who_holds_its_link(self, proved):
        with pytest.raises(PermissionDenied):
            actions.vouch_as_steward(
                by=by_link("jo@group.example"), application=proved, reason="It is ours."
            )


class TestTakingItBack:
    def test_ends_every_link_to_vouch(self, proved):
        actions.take_application_back(by=by_link("jo@group.example"), application=proved)

        assert not proved.vouches.exclude(digest="").exists()

    def test_cannot_be_done_once_it_is_in(self, proved):
        applicant = by_link("jo@group.example")
        actions.vouch_as_steward(by=steward, application=proved, reason="I go there.")

        with pytest.raises(Refused):
            actions.take_application_back(by=applicant, application=proved)


class TestLapsing:
    def test_happens_after_the_stated_time_with_a_letter(self, proved):
        Application.objects.update(lapses_at=clock.now() - dt.timedelta(seconds=1))

        assert actions.lapse_applications(by=housekeeping) == 1

        proved.refresh_from_db()
        assert proved.standing == Joining.LAPSED
        assert "in time" in Message.objects.filter(to="jo@group.example").latest("pk").subject

    def test_does_not_happen_before(self, proved):
        assert actions.lapse_applications(by=housekeeping) == 0
        assert proved.lapses_at - proved.proved_at == dt.timedelta(days=60)

    def test_ends_what_nobody_proved_without_a_letter(self):
        made = actions.ask_to_join(by=FRONT_DOOR, told=told())
        Application.objects.update(written_at=clock.now() - dt.timedelta(days=8))
        letters = Message.objects.count()

        actions.lapse_applications(by=housekeeping)

        made.refresh_from_db()
        assert made.standing == Joining.WITHDRAWN
        assert Message.objects.count() == letters

    def test_gives_those_without_e_mail_as_long_as_the_others(self):
        made = actions.ask_to_join(by=FRONT_DOOR, told=told(email="", telephone="01603 123456"))
        Application.objects.update(written_at=clock.now() - dt.timedelta(days=8))

        actions.lapse_applications(by=housekeeping)

        made.refresh_from_db()
        assert made.standing == Joining.UNPROVED


class TestForgetting:
    def test_blanks_how_to_reach_a_group_that_did_not_come_in(self, proved):
        actions.refuse_application(by=steward, application=proved, reason="It is a shop.")
        Application.objects.update(decided_at=clock.now() - dt.timedelta(days=91))

        actions.forget_groups(by=housekeeping)

        proved.refresh_from_db()
        assert (proved.contact_name, proved.email, proved.telephone) == ("", "", "")
        assert not proved.vouches.exclude(person="").exists()

    def test_leaves_those_that_are_in(self, proved):
        actions.vouch_as_steward(by=steward, application=proved, reason="I go there.")
        Application.objects.update(decided_at=clock.now() - dt.timedelta(days=400))

        actions.forget_groups(by=housekeeping)

        proved.refresh_from_db()
        assert proved.email == "jo@group.example"

    def test_forgets_a_group_that_ended_two_years_ago(self, proved):
        actions.vouch_as_steward(by=steward, application=proved, reason="I go there.")
        Organisation.objects.update(
            status="closed", status_on=clock.today() - dt.timedelta(days=731)
        )

        actions.forget_groups(by=housekeeping)

        proved.refresh_from_db()
        assert proved.email == ""


class TestTheJournal:
    def test_holds_nothing_that_the_group_told(self, proved):
        answer(proved, "ann@hall.example")

        said = str(list(JournalEntry.objects.values()))
        assert "jo@group.example" not in said
        assert "They meet in our hall" not in said


class TestGroupsAStewardAdded:
    def test_count_as_vouched_for_since_then(self):
        made = actions.add_group(by=second_steward, name="Choir", facts={"postcode": "NR1 1AA"})

        assert vouched_on(made) == clock.today()


class TestEachChoiceOfItsOwn:
    def test_does_not_lift_what_is_withheld_for_safety(self):
        made = choir()
        actions.choose_what_is_shown(by=steward, organisation=made, shown=[])
        actions.withhold(by=steward, organisation=made, fact="email", reason="Threats.")

        actions.choose_what_is_shown(
            by=steward, organisation=made, shown=["email", "telephone", "website", "location"]
        )

        made.refresh_from_db()
        assert made.email == ""
        assert made.postcode == "NR1 1AA"

    def test_is_undone_by_no_lifting_of_safety(self):
        made = choir()
        actions.choose_what_is_shown(by=steward, organisation=made, shown=["location"])
        safe = actions.withhold(by=steward, organisation=made, fact="email", reason="Threats.")

        actions.lift_withholding(by=steward, withholding=safe)

        made.refresh_from_db()
        assert made.email == ""

    def test_is_for_owners_editors_stewards_and_its_own_link(self, hall):
        made = actions.add_group(by=steward, name="Choir", facts={"postcode": "NR1 1AA"})
        viewer = MemberFactory(organisation=made, role="viewer").person
        elsewhere = hall.members.get().person
        joining = LinkHolder(thing=name_of(GroupLinkFactory()))
        for somebody in (*OTHERS, viewer, elsewhere, joining):
            for act, told_ in (
                (actions.choose_what_is_shown, {"shown": ["email"]}),
                (actions.take_letters, {"taken": False}),
                (actions.let_senders_write_again, {}),
            ):
                with pytest.raises(PermissionDenied):
                    act(by=somebody, organisation=made, **told_)
        editor = MemberFactory(organisation=made, role="editor").person
        own = LinkHolder(thing=name_of(GroupLinkFactory(application=None, organisation=made)))
        for somebody in (editor, own, steward):
            actions.choose_what_is_shown(by=somebody, organisation=made, shown=["email"])

    def test_cannot_hide_its_name_or_all_of_it(self):
        made = actions.add_group(by=steward, name="Choir", facts={"postcode": "NR1 1AA"})

        for fact in ("name", "", "money"):
            with pytest.raises(Refused):
                actions.choose_what_is_shown(by=steward, organisation=made, shown=[fact])

    def test_survives_a_merge_and_its_undoing(self, hall):
        made = choir()
        actions.choose_what_is_shown(by=steward, organisation=made, shown=["location"])
        CorrectionFactory(organisation=hall, fact="email", value="hall@hall.example")
        refresh(hall)
        merge = actions.merge_organisations(by=steward, kept=hall, absorbed=made, reason="One.")
        hall.refresh_from_db()
        assert hall.email == ""

        actions.undo_merge(by=steward, merge=merge)

        made.refresh_from_db()
        hall.refresh_from_db()
        assert made.email == ""
        assert hall.email == "hall@hall.example"

    def test_of_the_one_it_is_merged_into_is_not_for_its_old_link(self, hall):
        made = choir()
        holder = LinkHolder(thing=name_of(GroupLinkFactory(application=None, organisation=made)))
        actions.merge_organisations(by=steward, kept=hall, absorbed=made, reason="One.")

        with pytest.raises(PermissionDenied):
            actions.choose_what_is_shown(by=holder, organisation=hall, shown=[])
        with pytest.raises(Refused):
            actions.choose_what_is_shown(by=holder, organisation=made, shown=[])

    def test_stands_beside_safety_on_one_fact(self):
        one = WithholdingFactory(fact="email", ground="safety")

        WithholdingFactory(organisation=one.organisation, fact="email", ground="choice")

        assert one.organisation.withholdings.count() == 2
