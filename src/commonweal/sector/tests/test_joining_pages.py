"""The pages by which a group joins, others vouch, and letters go; and the desk's beside them."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core import clock
from commonweal.core.tests.given import given
from commonweal.sector import actions
from commonweal.sector.models import Application, GroupLink, Organisation, RelayLetter, Vouch
from commonweal.sector.searching import index
from commonweal.sector.tests.factories import (
    ApplicationFactory,
    AreaFactory,
    MemberFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
    RelayLetterFactory,
    VouchFactory,
)
from commonweal.sector.tests.people import steward

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
ANSWERS = {
    "name": "Knit and Natter",
    "does": "We knit, and talk.",
    "postcode": "NR1 1AA",
    "contact_name": "Jo",
    "email": "jo@group.example",
}


@pytest.fixture(autouse=True)
def norfolk() -> None:
    PlaceFactory()
    PostcodeFactory()
    AreaFactory(code="E10000020", kind="county", name="Norfolk")
    AreaFactory(parent="E10000020")


def known(name: str, address: str, **other) -> Organisation:
    organisation = OrganisationFactory(name=name, **other)
    MemberFactory(organisation=organisation, person=UserFactory(email=address))
    with given():
        index([organisation.pk])
    return organisation


@pytest.fixture
def hall() -> Organisation:
    return known("Mill Lane Hall", "ann@hall.example", district="E07000148")


@pytest.fixture
def library() -> Organisation:
    return known("Friends of the Library", "bob@library.example")


@pytest.fixture
def ada(client) -> Client:
    client.force_login(UserFactory(name="Ada", roles=["steward"]), backend=BACKEND)
    return client


def link_in(address: str, kind: str) -> str:
    letter = Message.objects.filter(to=address).latest("pk")
    return re.search(rf"/{kind}/[\w-]{{20,}}/", letter.body)[0]


def text(response) -> str:
    return response.content.decode()


class TestTheForm:
    def test_takes_a_group_without_account_number_or_script(self, client, hall, library):
        answers = ANSWERS | {"knows_1": "Mill Lane Hall", "knows_2": "library"}
        answers["knows_2_ref"] = library.ref

        response = client.post("/join/", answers, follow=True)

        assert "press the button" in text(response)
        assert Application.objects.get().vouches.count() == 2

    def test_looks_up_who_knows_them_and_loses_nothing(self, client, hall):
        response = client.post("/join/", ANSWERS | {"knows_1": "mill lane", "look_up": "1"})

        assert response.status_code == 200
        assert hall.ref in text(response)
        assert "We knit, and talk." in text(response)
        assert "to put right" not in text(response)
        assert not Application.objects.exists()

    def test_finds_no_withheld_organisation(self, client):
        known("Secret Refuge", "x@refuge.example", withheld=True)

        response = client.post("/join/", ANSWERS | {"knows_1": "Secret Refuge", "look_up": "1"})

        assert "Secret Refuge (" not in text(response)

    def test_takes_a_group_without_e_mail(self, client):
        answers = ANSWERS | {"email": "", "telephone": "01603 123456", "ask_steward": "on"}

        response = client.post("/join/", answers, follow=True)

        assert "rings you" in text(response)

    def test_asks_who_knows_them(self, client):
        response = client.post("/join/", ANSWERS)

        assert response.status_code == 422
        assert "Choose two organisations" in text(response)

    def test_stops_a_program_that_fills_in_what_nobody_sees(self, client):
        response = client.post("/join/", ANSWERS | {"ask_steward": "on", "fax_number": "1"})

        assert response.status_code == 422
        assert not Application.objects.exists()

    def test_can_be_sent_so_often_only(self, client):
        for _ in range(10):
            client.post("/join/", {})

        assert client.post("/join/", {}).status_code == 429

    def test_says_that_one_of_this_name_is_here_and_leads_to_it(self, client, hall):
        answers = ANSWERS | {"name": "The Mill Lane Hall", "ask_steward": "on"}

        response = client.post("/join/", answers)

        assert response.status_code == 422
        assert reverse("organisation", args=[hall.ref]) in text(response)

    def test_takes_another_of_this_name_when_told_so(self, client, hall):
        answers = ANSWERS | {"name": "Mill Lane Hall", "ask_steward": "on", "another": "on"}

        client.post("/join/", answers)

        assert Application.objects.exists()

    def test_takes_one_of_this_name_in_another_district(self, client):
        known("Knit and Natter", "x@y.example", district="E07000143")

        client.post("/join/", ANSWERS | {"ask_steward": "on"})

        assert Application.objects.exists()

    def test_says_nothing_of_a_withheld_one_of_this_name(self, client):
        known("Knit and Natter", "x@y.example", district="E07000148", withheld=True)

        response = client.post("/join/", ANSWERS | {"ask_steward": "on"})

        assert response.status_code == 302

    @pytest.mark.parametrize("name", ["", "\x00", "x" * 500, "<script>", "'; DROP"])
    def test_bears_anything_typed(self, client, name):
        response = client.post("/join/", ANSWERS | {"name": name, "knows_1": name, "area": name})

        assert response.status_code == 422

    def test_says_all_that_is_missing_at_once(self, client):
        page = client.post(reverse("join"), {"email": "jo@group.example"})

        wrong = set(re.findall(r'href="#id_(\w+)"', page.content.decode()))
        assert wrong == {"name", "does", "area", "contact_name", "ask_steward"}

    def test_comes_back_where_they_were_looked_up(self, client):
        page = client.get(reverse("join")).content.decode()

        assert 'formaction="#who"' in page and 'id="who"' in page


class TestTheApplicantsLink:
    def test_proves_when_pressed_and_not_when_opened(self, client, hall, library):
        client.post("/join/", ANSWERS | {"knows_1": hall.name, "knows_2": library.name})
        address = link_in("jo@group.example", "join")

        client.get(address)
        client.head(address)
        assert Application.objects.get().standing == "unproved"
        client.post(address, {"do": "prove"})

        assert Application.objects.get().standing == "waiting"

    def test_is_kept_by_no_browser_and_told_to_no_other_site(self, client, hall):
        client.post("/join/", ANSWERS | {"ask_steward": "on"})

        response = client.get(link_in("jo@group.example", "join"))

        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "same-origin"

    def test_leads_nowhere_once_it_has_expired(self, client):
        client.post("/join/", ANSWERS | {"ask_steward": "on"})
        address = link_in("jo@group.example", "join")
        GroupLink.objects.update(expires_at=clock.now())

        for response in (client.get(address), client.post(address, {"do": "prove"})):
            assert response.status_code == 404
            assert "does not work" in text(response)
        assert Application.objects.get().standing == "unproved"

    def test_does_not_tell_who_said_no(self, client, hall, library):
        client.post("/join/", ANSWERS | {"knows_1": hall.name, "knows_2": library.name})
        address = link_in("jo@group.example", "join")
        client.post(address, {"do": "prove"})
        asked = link_in("ann@hall.example", "vouch")
        client.post(asked, {"said": "no", "words": "They owe us for the room."})

        assert "owe us" not in text(client.get(address))

    def test_answers_a_question_and_takes_it_back(self, client, hall, library):
        client.post("/join/", ANSWERS | {"ask_steward": "on"})
        address = link_in("jo@group.example", "join")
        client.post(address, {"do": "prove"})
        made = Application.objects.get()
        actions.ask_question(by=steward, application=made, words="Where is it?")

        assert "Where is it?" in text(client.get(address))
        client.post(address, {"words": "On Mill Lane."})
        client.post(address, {"do": "take_back"})

        made.refresh_from_db()
        assert made.standing == "withdrawn"
        assert made.steps.filter(words="On Mill Lane.").exists()

    @pytest.mark.parametrize("kind", ["join", "vouch", "letters", "letters/stop", "your-group"])
    @pytest.mark.parametrize("token", ["x", "0" * 32, "%00", "é", "a" * 3000])
    def test_of_nothing_is_no_page(self, client, kind, token):
        for response in (client.get(f"/{kind}/{token}/"), client.post(f"/{kind}/{token}/", {})):
            assert response.status_code == 404


class TestTheLinkToVouch:
    def test_answers_when_pressed_and_not_when_opened(self, client, hall, library):
        client.post("/join/", ANSWERS | {"knows_1": hall.name, "knows_2": library.name})
        client.post(link_in("jo@group.example", "join"), {"do": "prove"})
        for address in ("ann@hall.example", "bob@library.example"):
            asked = link_in(address, "vouch")
            assert "Knit and Natter" in text(client.get(asked))
            client.post(asked, {"said": "yes", "words": "They meet in our hall."})

        made = Application.objects.get()
        assert made.standing == "vouched"
        page = client.get(reverse("organisation", args=[made.organisation.ref]))
        assert "Write to them" in text(page)
        assert "jo@group.example" not in text(page)

    def test_says_how_many_things_are_to_be_put_right(self, client, hall):
        client.post("/join/", ANSWERS | {"knows_1": hall.name, "ask_steward": "on"})
        client.post(link_in("jo@group.example", "join"), {"do": "prove"})

        page = client.post(link_in("ann@hall.example", "vouch"), {})

        assert "One thing to put right" in text(page)

    def test_does_not_show_how_to_reach_the_group(self, client, hall):
        client.post("/join/", ANSWERS | {"knows_1": hall.name, "ask_steward": "on"})
        client.post(link_in("jo@group.example", "join"), {"do": "prove"})

        page = text(client.get(link_in("ann@hall.example", "vouch")))

        assert "jo@group.example" not in page
        assert "NR1" not in page

    def test_refuses_an_answer_that_is_none(self, client, hall):
        client.post("/join/", ANSWERS | {"knows_1": hall.name, "ask_steward": "on"})
        client.post(link_in("jo@group.example", "join"), {"do": "prove"})

        for said in ("", "maybe"):
            response = client.post(link_in("ann@hall.example", "vouch"), {"said": said})
            assert response.status_code == 422
        assert Vouch.objects.get().said == ""


class TestWriting:
    def test_says_all_that_is_missing_at_once(self, client, choir):
        page = client.post(reverse("write", args=[choir.ref]), {})

        wrong = set(re.findall(r'href="#id_(\w+)"', page.content.decode()))
        assert wrong == {"name", "email", "words"}

    @pytest.fixture
    def choir(self) -> Organisation:
        facts = {"postcode": "NR1 1AA", "email": "kit@choir.example"}
        made = actions.add_group(by=steward, name="Choir", facts=facts)
        actions.choose_what_is_shown(by=steward, organisation=made, shown=["location"])
        return made

    @pytest.fixture
    def mute(self) -> Organisation:
        """A group with no way to reach it at all."""
        return actions.add_group(by=steward, name="Choir", facts={"postcode": "NR1 1AA"})

    def test_goes_by_a_press_on_the_link(self, client, choir):
        address = reverse("write", args=[choir.ref])
        words = "When do you meet, and may I come along?"

        client.post(address, {"name": "Sam", "email": "sam@w.example", "words": words})
        link = link_in("sam@w.example", "letters")
        client.get(link)
        assert not Message.objects.filter(to="kit@choir.example").exists()
        client.post(link)

        assert Message.objects.get(to="kit@choir.example").reply_to == "sam@w.example"

    def test_looks_alike_whether_there_is_an_address_or_not(self, client, choir, mute):
        """The pages before, between and after, byte for byte but for number and secrets."""
        seen = []
        for group, writer in ((choir, "a@w.example"), (mute, "b@w.example")):
            form = {"name": "Sam", "email": writer, "words": "When do you meet, may I come?"}
            address = reverse("write", args=[group.ref])
            pages = [client.get(address), client.post(address, form, follow=True)]
            link = link_in(writer, "letters")
            pages += [client.get(link), client.post(link, follow=True), client.get(link)]
            told = "".join(text(p) for p in pages)
            for own in (group.ref, writer, link):
                told = told.replace(own, "")
            seen.append(re.sub(r'value="[\w-]{64}"|nonce="[^"]+"|nonce-[\w=+/-]+', "", told))

        assert seen[0] == seen[1]
        assert "kit@choir.example" not in seen[0]

    def test_is_not_offered_where_it_cannot_be_done(self, client, choir):
        actions.take_letters(by=steward, organisation=choir, taken=False)

        assert client.get(reverse("write", args=[choir.ref])).status_code == 404
        page = client.get(reverse("organisation", args=[choir.ref]))
        assert "Write to them" not in text(page)

    def test_is_no_page_of_a_withheld_one_or_of_none(self, client, choir):
        actions.withhold(by=steward, organisation=choir, reason="Threats.")
        for route in ("write", "letter-written", "ask-for-choices", "organisation-choices"):
            told = []
            for ref in (choir.ref, "XX-VCSE-nothing"):
                response = client.get(reverse(route, args=[ref]))
                assert response.status_code == 404
                told.append(re.sub(r'nonce="[^"]+"', "", text(response).replace(ref, "")))
            assert told[0] == told[1]

    def test_leads_to_the_one_it_was_merged_into(self, client, choir):
        other = actions.add_group(by=steward, name="Singers", facts={"postcode": "NR1 1AA"})
        actions.merge_organisations(by=steward, kept=choir, absorbed=other, reason="One.")

        assert "Choir" in text(client.get(reverse("write", args=[other.ref])))

    def test_can_be_done_so_often_only(self, client, choir):
        address = reverse("write", args=[choir.ref])
        for _ in range(6):
            client.post(address, {})

        assert client.post(address, {}).status_code == 429

    def test_is_stopped_by_the_link_in_the_letter(self, client, choir):
        address = reverse("write", args=[choir.ref])
        form = {"name": "Sam", "email": "sam@w.example", "words": "When do you meet, may I come?"}
        client.post(address, form)
        client.post(link_in("sam@w.example", "letters"))
        stop = re.search(
            r"/letters/stop/[\w-]+/", Message.objects.get(to="kit@choir.example").body
        )[0]

        client.get(stop)
        assert not choir.relay_stops.exists()
        client.post(stop)

        assert choir.relay_stops.get().sender


class TestChoices:
    @pytest.fixture
    def choir(self) -> Organisation:
        facts = {"postcode": "NR1 1AA", "email": "kit@choir.example"}
        made = actions.add_group(by=steward, name="Choir", facts=facts)
        actions.choose_what_is_shown(by=steward, organisation=made, shown=["location"])
        return made

    def test_are_made_by_a_link_that_is_sent_to_the_group(self, client, choir):
        client.post(reverse("ask-for-choices", args=[choir.ref]))
        address = link_in("kit@choir.example", "your-group")

        client.post(address, {"shown": ["email", "location"], "letters": "on"})

        choir.refresh_from_db()
        assert choir.email == "kit@choir.example"

    def test_are_not_told_to_be_on_their_way_or_not(self, client, choir):
        mute = actions.add_group(by=steward, name="Mute", facts={"postcode": "NR1 1AA"})

        told = [
            text(client.post(reverse("ask-for-choices", args=[o.ref]), follow=True))
            for o in (choir, mute)
        ]

        assert all("If we know an address" in t for t in told)

    def test_are_sent_three_times_a_day_at_most(self, client, choir):
        for n in range(5):
            client.post(reverse("ask-for-choices", args=[choir.ref]), REMOTE_ADDR=f"10.0.0.{n}")

        assert Message.objects.filter(to="kit@choir.example").count() == 3

    def test_are_for_those_who_keep_the_page(self, client, choir):
        address = reverse("organisation-choices", args=[choir.ref])
        assert client.get(address).status_code == 302
        for role, status in (("viewer", 403), ("editor", 200), ("owner", 200)):
            person = MemberFactory(organisation=choir, role=role).person
            client.force_login(person, backend=BACKEND)
            assert client.get(address).status_code == status

    def test_of_another_group_are_not_for_its_keepers(self, client, choir):
        client.force_login(MemberFactory().person, backend=BACKEND)
        address = reverse("organisation-choices", args=[choir.ref])

        assert client.post(address, {"shown": ["email"]}).status_code == 403

    def test_end_with_a_link_that_has_expired(self, client, choir):
        client.post(reverse("ask-for-choices", args=[choir.ref]))
        GroupLink.objects.update(expires_at=clock.now())

        response = client.post(link_in("kit@choir.example", "your-group"), {"shown": ["email"]})

        choir.refresh_from_db()
        assert response.status_code == 404
        assert choir.email == ""


DESK = (
    ("applications", False), ("take_down", False), ("letters", False), ("application", True),
    ("prove", True), ("vouch_for", True), ("refuse", True), ("question", True),
    ("ask_another", True),
)  # fmt: skip


class TestTheDesk:
    @pytest.mark.parametrize(("name", "about"), DESK)
    @pytest.mark.parametrize("role", ["editor", "reader"])
    def test_is_for_stewards_only(self, client, name, about, role):
        client.force_login(UserFactory(roles=[role]), backend=BACKEND)
        args = [ApplicationFactory().pk] if about else []

        assert client.get(reverse(f"sector_desk:{name}", args=args)).status_code == 403

    @pytest.mark.parametrize(("name", "about"), DESK)
    def test_opens_for_a_steward(self, ada, name, about):
        args = [ApplicationFactory().pk] if about else []

        assert ada.get(reverse(f"sector_desk:{name}", args=args)).status_code == 200

    def test_lists_what_waits_first_with_what_it_lacks(self, ada):
        ApplicationFactory(name="Done", standing="refused")
        ApplicationFactory(name="Waits")

        page = text(ada.get(reverse("sector_desk:applications")))

        assert page.index("Waits") < page.index("Done")
        assert "2 more needed" in page

    def test_shows_all_the_evidence(self, ada):
        made = ApplicationFactory(name="Mill Lane Knitters")
        VouchFactory(application=made, said="yes", said_at=clock.now(), words="In our hall.")
        VouchFactory(application=made, organisation=OrganisationFactory(status="closed"),
                     said="yes", said_at=clock.now())  # fmt: skip
        OrganisationFactory(name="The Mill Lane Knitters", withheld=True)

        ApplicationFactory(name="Knitters again", email=made.email, standing="refused")
        ApplicationFactory(name="Strangers", email="")

        page = text(ada.get(reverse("sector_desk:application", args=[made.pk])))

        for words in ("In our hall.", "no longer going", "withheld: do not tell them", made.email):
            assert words in page
        assert "Knitters again" in page
        assert "Strangers" not in page

    def test_vouches_refuses_asks_and_reaches(self, ada, hall):
        first, second, third = (ApplicationFactory() for _ in range(3))
        by_phone = ApplicationFactory(
            standing="unproved", email="", telephone="01603 123456", proved_at=None
        )
        for name, about, words in (
            ("vouch_for", first, {"words": "I go there."}),
            ("refuse", second, {"words": "It is a shop."}),
            ("question", third, {"words": "Where?"}),
            ("ask_another", third, {"organisation": hall.ref}),
            ("prove", by_phone, {"words": "I rang."}),
        ):
            response = ada.post(reverse(f"sector_desk:{name}", args=[about.pk]), words)
            assert response.status_code == 302, name

        standing = dict(Application.objects.values_list("pk", "standing"))
        assert [standing[a.pk] for a in (first, second, third, by_phone)] == [
            "vouched", "refused", "waiting", "waiting",
        ]  # fmt: skip
        assert third.vouches.get().person == "ann@hall.example"

    def test_shows_a_refusal_at_its_field(self, ada):
        made = ApplicationFactory()

        response = ada.post(reverse("sector_desk:vouch_for", args=[made.pk]), {"words": ""})

        assert "Say how you know this group." in text(response)

    def test_writes_down_a_group_told_on_paper(self, ada, hall):
        answers = ANSWERS | {"email": "", "telephone": "01603 123456", "how": "on paper"}

        response = ada.post(reverse("sector_desk:take_down"), answers | {"knows_1": hall.ref})

        made = Application.objects.get()
        assert response.status_code == 302
        assert made.standing == "waiting"
        assert made.vouches.get().person == "ann@hall.example"

    def test_sets_a_no_aside_and_takes_a_yes_back(self, ada):
        made = ApplicationFactory()
        no, yes = (
            VouchFactory(application=made, said=said, said_at=clock.now()) for said in ("no", "yes")
        )

        assert ada.get(reverse("sector_desk:look_at_no", args=[yes.pk])).status_code == 404
        ada.post(reverse("sector_desk:look_at_no", args=[no.pk]))
        ada.post(reverse("sector_desk:take_vouch_back", args=[yes.pk]), {"words": "A mistake."})

        assert Vouch.objects.exclude(withdrawn_at=None).count() == 2

    def test_passes_a_letter_on_and_keeps_it_no_longer(self, ada):
        letter = RelayLetterFactory(standing="to-pass-on", pressed_at=clock.now())
        address = reverse("sector_desk:letter", args=[letter.pk])

        assert letter.words in text(ada.get(address))
        ada.post(address, {"how": "Read out by telephone."})

        assert ada.get(address).status_code == 404
        assert RelayLetter.objects.get().words == ""
