"""Letters to organisations that show no address."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core import clock
from commonweal.core.actions import name_of
from commonweal.core.actors import LinkHolder, Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.core.tokens import digest_of
from commonweal.sector import actions
from commonweal.sector.models import Organisation, RelayLetter, RelayStop
from commonweal.sector.relaying import sender_key, what_is_wrong
from commonweal.sector.tests.factories import (
    MemberFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
    RelayLetterFactory,
    RelayStopFactory,
    WithholdingFactory,
)
from commonweal.sector.tests.people import OTHERS, steward

pytestmark = pytest.mark.django_db
stranger = Visitor()
WORDS = "When do you next meet, and may I come along?"


@pytest.fixture(autouse=True)
def norfolk() -> None:
    PlaceFactory()
    PostcodeFactory()


@pytest.fixture
def choir() -> Organisation:
    """A group whose address is private."""
    facts = {"postcode": "NR1 1AA", "email": "kit@choir.example"}
    made = actions.add_group(by=steward, name="Choir", facts=facts)
    actions.choose_what_is_shown(by=steward, organisation=made, shown=["location"])
    made.refresh_from_db()
    return made


@pytest.fixture
def by_telephone_only() -> Organisation:
    facts = {"postcode": "NR1 1AA", "telephone": "01603 123456"}
    made = actions.add_group(by=steward, name="Walkers", facts=facts)
    actions.choose_what_is_shown(by=steward, organisation=made, shown=["location"])
    made.refresh_from_db()
    return made


def write(organisation, **other) -> RelayLetter:
    told = {"name": "Sam", "address": "sam@writer.example", "words": WORDS} | other
    return actions.write_to_organisation(by=stranger, organisation=organisation, **told)


def press(letter: RelayLetter) -> RelayLetter:
    return actions.send_letter(by=LinkHolder(thing=name_of(letter)), letter=letter)


class TestALetter:
    def test_goes_to_nobody_before_its_sender_presses(self, choir):
        write(choir)

        assert set(Message.objects.values_list("to", flat=True)) == {"sam@writer.example"}

    def test_carries_nothing_a_stranger_wrote_to_the_address_to_be_proved(self, choir):
        """Or anybody could send anything to anyone, in our name."""
        write(choir, name="Win a prize")

        letter = Message.objects.get()
        assert WORDS not in letter.body
        assert "prize" not in letter.body + letter.subject

    def test_goes_on_with_the_senders_address_to_answer_to(self, choir):
        press(write(choir))

        letter = Message.objects.get(to="kit@choir.example")
        assert WORDS in letter.body
        assert letter.reply_to == "sam@writer.example"
        assert "sam@writer.example" in letter.body
        assert letter.secret

    def test_is_not_kept_once_it_went(self, choir):
        letter = press(write(choir))

        letter.refresh_from_db()
        assert (letter.name, letter.address, letter.words) == ("", "", "")
        said = str(list(JournalEntry.objects.values()))
        assert "sam@writer.example" not in said
        assert WORDS not in said

    def test_goes_to_those_who_keep_the_page_if_there_are_any(self, choir):
        MemberFactory(organisation=choir, person=UserFactory(email="keeper@choir.example"))

        press(write(choir))

        assert Message.objects.filter(to="keeper@choir.example").exists()
        assert not Message.objects.filter(to="kit@choir.example").exists()

    def test_goes_once(self, choir):
        letter = press(write(choir))

        with pytest.raises(Refused):
            press(letter)

    def test_is_sent_by_whoever_holds_its_link_only(self, choir):
        letter = write(choir)

        for somebody in (
            *OTHERS,
            steward,
            LinkHolder(thing=name_of(RelayLetterFactory())),
            LinkHolder(thing=f"{name_of(letter)}:stop"),
        ):
            with pytest.raises(PermissionDenied):
                actions.send_letter(by=somebody, letter=letter)

    def test_waits_for_a_steward_where_no_address_is_known(self, by_telephone_only):
        letter = press(write(by_telephone_only))

        assert RelayLetter.objects.to_pass_on().get() == letter
        assert letter.words == WORDS

    def test_is_wiped_once_a_steward_has_passed_it_on(self, by_telephone_only):
        letter = press(write(by_telephone_only))

        actions.pass_letter_on(by=steward, letter=letter, how="Read out by telephone.")

        letter.refresh_from_db()
        assert (letter.name, letter.address, letter.words) == ("", "", "")
        assert letter.standing == "passed-on"

    @pytest.mark.parametrize("somebody", OTHERS)
    def test_is_passed_on_by_stewards_only(self, by_telephone_only, somebody):
        letter = press(write(by_telephone_only))

        with pytest.raises(PermissionDenied):
            actions.pass_letter_on(by=somebody, letter=letter, how="I did.")

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"name": ""}, "name"),
            ({"address": ""}, "email"),
            ({"address": "sam"}, "email"),
            ({"address": "sam@writer.example\nBcc: all@x.example"}, "email"),
            ({"words": ""}, "words"),
            ({"words": "x" * 3_001}, "words"),
            ({"words": "https://pills.example/now"}, "words"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_nothing(self, choir, change, field):
        with pytest.raises(Refused) as refusal:
            write(choir, **change)

        assert refusal.value.field == field
        assert not RelayLetter.objects.exists()
        assert not Message.objects.exists()

    def test_is_one_of_five_a_day_from_one_sender(self, choir):
        for n in range(5):
            write(choir, address=f"sam+{n}@writer.example")

        with pytest.raises(Refused, match="many"):
            write(choir)

    def test_is_one_of_ten_a_day_to_one_organisation(self, choir):
        for n in range(10):
            write(choir, address=f"sam{n}@writer.example")

        with pytest.raises(Refused, match="many"):
            write(choir, address="last@writer.example")

    def test_is_deleted_when_nobody_presses(self, choir):
        write(choir)
        RelayLetter.objects.update(expires_at=clock.now() - dt.timedelta(seconds=1))

        actions.forget_groups(by=Robot("housekeeping"))

        assert not RelayLetter.objects.exists()

    def test_is_deleted_when_nobody_passes_it_on(self, by_telephone_only):
        press(write(by_telephone_only))
        RelayLetter.objects.update(pressed_at=clock.now() - dt.timedelta(days=91))

        actions.forget_groups(by=Robot("housekeeping"))

        assert not RelayLetter.objects.exists()


class TestStopping:
    def test_a_sender_stops_that_one_and_no_other(self, choir):
        letter = press(write(choir))
        actions.stop_sender(by=LinkHolder(thing=f"{name_of(letter)}:stop"), letter=letter)
        Message.objects.all().delete()

        press(write(choir, address="SAM+again@writer.example"))
        press(write(choir, address="kim@writer.example"))

        replies = Message.objects.filter(to="kit@choir.example")
        assert [m.reply_to for m in replies] == ["kim@writer.example"]

    def test_is_not_told_to_the_sender(self, choir):
        RelayStopFactory(organisation=choir, sender=sender_key("sam@writer.example"))

        letter = press(write(choir))

        assert letter.standing == "stopped"
        assert letter.words == ""

    def test_is_done_with_the_link_that_the_letter_holds(self, choir):
        letter = press(write(choir))
        sent = Message.objects.get(to="kit@choir.example")

        token = re.search(r"/letters/stop/([\w-]+)/", sent.body)[1]
        letter.refresh_from_db()
        assert letter.stop_digest == digest_of(token)

    def test_is_all_that_this_link_can_do(self, choir):
        """An answer quotes the letter, so the link may reach the sender."""
        letter = press(write(choir))
        holder = LinkHolder(thing=f"{name_of(letter)}:stop")

        for act, told in (
            (actions.choose_what_is_shown, {"shown": ["email"]}),
            (actions.take_letters, {"taken": False}),
        ):
            with pytest.raises(PermissionDenied):
                act(by=holder, organisation=choir, **told)

    def test_is_not_for_others(self, choir):
        letter = press(write(choir))

        for somebody in (*OTHERS, steward, LinkHolder(thing=name_of(letter))):
            with pytest.raises(PermissionDenied):
                actions.stop_sender(by=somebody, letter=letter)

    def test_can_be_for_everybody_and_be_undone(self, choir):
        actions.take_letters(by=steward, organisation=choir, taken=False)
        with pytest.raises(Refused):
            write(choir)

        actions.take_letters(by=steward, organisation=choir, taken=True)

        assert write(choir).standing == "unproved"

    def test_keeps_no_list_of_who_wrote(self, choir):
        letter = press(write(choir))
        actions.stop_sender(by=LinkHolder(thing=f"{name_of(letter)}:stop"), letter=letter)

        assert "sam" not in str(RelayStop.objects.values().get())


class TestWhoCanBeWrittenTo:
    def test_is_a_group_that_shows_no_address_whether_it_has_one_or_not(
        self, choir, by_telephone_only
    ):
        assert write(choir).standing == write(by_telephone_only).standing

    def test_is_a_registered_one_that_chose_to_hide_its_address(self):
        charity = OrganisationFactory()
        WithholdingFactory(organisation=charity, fact="email", ground="choice")

        assert write(charity)

    @pytest.mark.parametrize(
        "about",
        [
            {},
            {"kind": "group", "email": "hello@shown.example"},
            {"kind": "group", "withheld": True},
            {"kind": "group", "status": "closed"},
            {"kind": "group", "based_here": False},
        ],
    )
    def test_is_nobody_else(self, about):
        with pytest.raises((Refused, PermissionDenied)):
            write(OrganisationFactory(**about))

        assert not RelayLetter.objects.exists()

    def test_is_none_whose_address_is_withheld_for_safety_alone(self):
        charity = OrganisationFactory()
        WithholdingFactory(organisation=charity, fact="email", ground="safety")

        with pytest.raises(Refused):
            write(charity)

    def test_is_judged_again_when_the_sender_presses(self, choir):
        letter = write(choir)
        actions.withhold(by=steward, organisation=choir, reason="Threats.")

        assert press(letter).standing == "stopped"
        assert not Message.objects.filter(to="kit@choir.example").exists()


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        "words",
        [
            "https://a.example/buy",
            "www.pills.com www.pills.net www.pills.org and some words to hide it all",
            "see pills.com now",
            "hello",
            "?!",
        ],
    )
    def test_is_said_of_what_is_no_letter(self, words):
        assert what_is_wrong(words)

    @pytest.mark.parametrize(
        "words",
        [
            WORDS,
            "We saw your notice at https://hall.example/notices and would like to bring our choir.",
            "Czy mogę przyjść we wtorek?",
        ],
    )
    def test_is_nothing_of_a_letter(self, words):
        assert what_is_wrong(words) == ""

    @given(st.text(max_size=300))
    def test_is_said_of_anything_without_breaking(self, words):
        assert isinstance(what_is_wrong(words), str)
