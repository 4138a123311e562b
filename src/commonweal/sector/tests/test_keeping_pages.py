"""The pages on which a page is claimed and kept: who gets in, by whose keys, and what they say."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from commonweal.accounts.models import User
from commonweal.accounts.tests.factories import UserFactory
from commonweal.comms.models import Message
from commonweal.core import clock
from commonweal.core.tests.given import given
from commonweal.core.tokens import new_token
from commonweal.sector import actions
from commonweal.sector.models import Correction, Invitation, Member, Name, PageClaim
from commonweal.sector.reports import title_of
from commonweal.sector.tests.factories import (
    AreaFactory,
    CorrectionFactory,
    InvitationFactory,
    MemberFactory,
    NameFactory,
    OrganisationFactory,
    PageClaimFactory,
    PlaceFactory,
    ServiceFactory,
    SourceRecordFactory,
    TermFactory,
    WithholdingFactory,
)
from commonweal.sector.tests.letterbox import letters_to, token_to
from commonweal.sector.tests.people import steward as steward_actor
from commonweal.sector.tests.test_service_desk import as_shown, sent

pytestmark = pytest.mark.django_db
SAID = {"name": "Ann Baker", "email": "ann@elsewhere.example", "part": "Secretary"}


@pytest.fixture(autouse=True)
def everywhere():
    PlaceFactory(everywhere=True)
    cache.clear()


@pytest.fixture
def bakers():
    told = {"email": "hello@bread.org.uk", "website": "https://www.bread.org.uk"}
    organisation = OrganisationFactory(ref="GB-CHC-1000001", name="Bread for All", **told)
    stated = {"name": "Bread for All", "kind": "charity", "status": "active", "side": "sector"}
    SourceRecordFactory(organisation=organisation, facts={**stated, **told})
    return organisation


def member(organisation, role="owner", **person):
    return MemberFactory(organisation=organisation, role=role, person=UserFactory(**person)).person


def browser(person=None):
    client = Client()
    if person is not None:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def at(name, organisation, *args):
    return reverse(name, args=[organisation.ref, *args])


def text(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def confirmed(organisation, **said):
    return PageClaimFactory(
        organisation=organisation, standing="waiting", confirmed_at=clock.now(), **said
    )


class TestClaimingAPage:
    def test_is_offered_on_the_page_to_everybody(self, client, bakers):
        page = client.get(at("organisation", bakers)).content.decode()

        assert f'href="{at("claim", bakers)}"' in page and "Is this yours?" in page

    def test_answers_the_same_whatever_the_register_holds(self, client, bakers):
        private = OrganisationFactory(name="Quiet Group", email="mary@home.example")
        with given():
            WithholdingFactory(organisation=private, fact="email")

        pages = [
            text(client.post(at("claim", whose), {**SAID, "email": email}, follow=True))
            for whose, email in (
                (bakers, "hello@bread.org.uk"),
                (bakers, "ann@elsewhere.example"),
                (private, "mary@home.example"),
                (private, "other@home.example"),
            )
        ]

        assert pages[0] == pages[1]
        assert pages[2] == pages[3]
        assert pages[0].replace("Bread for All", "Quiet Group") == pages[2].replace(
            private.ref, bakers.ref
        )

    def test_shows_no_private_address_nor_its_domain(self, client, bakers):
        with given():
            WithholdingFactory(organisation=bakers, fact="email")
            WithholdingFactory(organisation=bakers, fact="website")

        page = client.get(at("claim", bakers)).content.decode()

        assert "bread.org.uk" not in page

    def test_shows_what_is_proof_where_that_is_published(self, client, bakers):
        assert "An address at bread.org.uk is proof enough" in text(client.get(at("claim", bakers)))

    def test_says_what_is_wrong_at_its_field(self, client, bakers):
        page = client.post(at("claim", bakers), {**SAID, "email": "ann"})

        assert page.status_code == 422
        assert 'href="#id_email"' in page.content.decode()
        assert not Message.objects.exists()

    def test_sends_at_most_three_letters_an_hour_to_one_address(self, client, bakers):
        answers = {client.post(at("claim", bakers), SAID).status_code for _ in range(5)}

        assert answers == {302}
        assert len(letters_to(SAID["email"])) == 3

    def test_takes_an_address_with_a_tag_for_the_same_one(self, client, bakers):
        for tag in ("", "+a", "+b", "+c", "+d"):
            client.post(at("claim", bakers), {**SAID, "email": f"ann{tag}@elsewhere.example"})

        assert Message.objects.count() == 3

    def test_leads_whoever_keeps_it_to_what_they_keep(self, bakers):
        owner = member(bakers)

        assert browser(owner).get(at("claim", bakers)).url == at("keep", bakers)

    def test_is_not_kept_by_browsers_nor_by_us(self, client, bakers):
        assert client.get(at("claim", bakers))["Cache-Control"] == "no-store"

    def test_leads_to_the_one_that_was_kept(self, client, bakers):
        OrganisationFactory(ref="GB-CHC-1000002", same_as=bakers)

        page = client.get("/organisations/GB-CHC-1000002/claim/")

        assert (page.status_code, page.url) == (302, at("claim", bakers))


class TestTheLink:
    def claimed(self, client, bakers, email="hello@bread.org.uk"):
        client.post(at("claim", bakers), {**SAID, "email": email})
        return reverse("page_claim", args=[token_to(email)])

    def test_does_nothing_when_it_is_opened(self, client, bakers):
        link = self.claimed(client, bakers)

        for ask in (client.get, client.head, client.options):
            assert ask(link).status_code == 200
        assert not User.objects.exists()
        assert PageClaim.objects.get().standing == "unconfirmed"

    def test_lets_in_at_a_press_and_says_how_to_sign_in(self, client, bakers):
        link = self.claimed(client, bakers)

        page = client.post(link, follow=True)

        assert Member.objects.get().role == "owner"
        assert "It is yours to keep" in text(page)
        assert "_auth_user_id" not in client.session

    def test_pressed_again_changes_nothing(self, client, bakers):
        link = self.claimed(client, bakers)
        client.post(link)

        page = client.post(link)

        assert page.status_code == 422
        assert Member.objects.count() == 1

    def test_of_another_or_made_up_leads_nowhere(self, client, bakers):
        self.claimed(client, bakers)

        for token in (new_token()[0], PageClaim.objects.get().link_digest, "1", "x" * 500):
            assert client.get(reverse("page_claim", args=[token])).status_code == 404
            assert client.post(reverse("page_claim", args=[token])).status_code == 404

    def test_does_not_open_an_invitation_nor_the_other_way_round(self, client, bakers):
        link = self.claimed(client, bakers)
        actions.invite_member(
            by=steward_actor, organisation=bakers, email="new@example.net", role="owner"
        )

        other = token_to("new@example.net")
        assert client.get(link.replace("claims", "invitations")).status_code == 404
        assert client.post(f"/claims/{other}/").status_code == 404

    def test_is_nowhere_once_the_organisation_is_withheld(self, client, bakers):
        link = self.claimed(client, bakers)
        actions.withhold(by=steward_actor, organisation=bakers, reason="Danger")

        for where in (link, f"{link}code/", f"{link}letter/", f"{link}take-back/"):
            assert client.post(where).status_code == 404
        assert client.get(link).status_code == 404

    def test_run_out_says_so(self, client, bakers):
        link = self.claimed(client, bakers)
        with given():
            PageClaim.objects.update(link_until=clock.now())

        assert "run out" in text(client.get(link))
        assert client.post(link).status_code == 422
        assert not Member.objects.exists()

    def test_of_an_address_that_proves_nothing_says_what_else_there_is(self, client, bakers):
        link = self.claimed(client, bakers, "ann@elsewhere.example")

        page = text(client.post(link, follow=True))

        assert "By letter" in page and "By telephone" in page
        assert "bread.org.uk" not in page

    def test_asks_for_a_letter_and_takes_the_code(self, client, bakers):
        link = self.claimed(client, bakers, "ann@elsewhere.example")
        client.post(link)
        client.post(f"{link}letter/")
        with given():
            for record in bakers.records.all():
                record.facts |= {"street": "1 Mill Lane", "postcode": "NR1 1AA"}
                record.save()
        code = actions.make_letter(by=steward_actor, claim=PageClaim.objects.get())

        wrong = client.post(f"{link}code/", {"code": "BBBB-BBBB"})
        right = client.post(f"{link}code/", {"code": code}, follow=True)

        assert wrong.status_code == 422 and "not the code" in text(wrong)
        assert "It is yours to keep" in text(right)

    def test_answers_a_wrong_code_and_no_letter_alike(self, client, bakers):
        link = self.claimed(client, bakers, "ann@elsewhere.example")
        client.post(link)

        assert "That is not the code, or it has run out" in text(
            client.post(f"{link}code/", {"code": "BCDF-GHJK"})
        )

    def test_counts_guesses_and_ends_them(self, client, bakers):
        link = self.claimed(client, bakers, "ann@elsewhere.example")
        client.post(link)

        for _ in range(7):
            client.post(f"{link}code/", {"code": "BBBB-BBBB"})

        assert PageClaim.objects.get().code_tries == 7


# Each page, whom it lets in: a member of the organisation as owner, editor, viewer.
PAGES = {
    "keep": "owner editor viewer",
    "members": "owner editor viewer",
    "leave": "owner editor viewer",
    "keep_facts": "owner editor",
    "keep_names": "owner editor",
    "keep_areas": "owner editor",
    "keep_services": "owner editor",
    "add_service": "owner editor",
    "invite": "owner",
}
BY_KEY = {
    "change_role": "owner",
    "end_membership": "owner",
    "answer_claim": "owner",
    "keep_service": "owner editor",
    "pause_service": "owner editor",
    "end_service": "owner editor",
}
PRESSES = {
    "withdraw_invitation": "owner",
    "take_back_fact": "owner editor",
    "drop_name": "owner editor",
    "assure_service": "owner editor",
    "resume_service": "owner editor",
}


@pytest.fixture
def things(bakers):
    """Something of the organisation for each page that is about one."""
    other = MemberFactory(organisation=bakers, role="editor")
    service = ServiceFactory(organisation=bakers)
    turns = ("keep", "pause", "end", "assure", "resume")
    return {
        **{f"{turn}_service": service.pk for turn in turns},
        "change_role": other.pk,
        "end_membership": other.pk,
        "answer_claim": PageClaimFactory(
            organisation=bakers,
            standing="with-owners",
            confirmed_at=clock.now(),
            owners_asked_at=clock.now(),
        ).pk,
        "withdraw_invitation": InvitationFactory(organisation=bakers).pk,
        "take_back_fact": CorrectionFactory(organisation=bakers, fact="website").pk,
        "drop_name": NameFactory(organisation=bakers, source="added-here").pk,
    }


def addresses(organisation, things):
    """Every page about it, with whom it lets in."""
    plain = {at(name, organisation): who for name, who in PAGES.items()}
    keyed = {at(n, organisation, things[n]): who for n, who in {**BY_KEY, **PRESSES}.items()}
    return plain | keyed


def outsiders(bakers):
    """People who are no members of it, however much they may elsewhere."""
    return {
        "of another": member(OrganisationFactory()),
        "who left": MemberFactory(organisation=bakers, ended_at=clock.now()).person,
        "nobody": UserFactory(),
        "staff who read": UserFactory(roles=["reader", "editor"]),
    }


class TestEveryPageOfAKeeper:
    @pytest.mark.parametrize("role", ["owner", "editor", "viewer"])
    def test_lets_in_by_role(self, bakers, things, role):
        client = browser(member(bakers, role))

        for address, who in addresses(bakers, things).items():
            may = role in who.split()
            shown = client.get(address).status_code
            assert shown in ({200, 405} if may else {403, 405}), (address, role)
            if not may:
                assert client.post(address, {}).status_code == 403, (address, role)

    def test_lets_in_nobody_else(self, bakers, things):
        for who, person in outsiders(bakers).items():
            client = browser(person)
            for address in addresses(bakers, things):
                answers = {client.get(address).status_code, client.post(address, {}).status_code}
                assert answers <= {403, 404, 405}, (address, who)
        for address in addresses(bakers, things):
            assert Client().post(address, {}).status_code in {302, 404}
        assert Name.objects.exists() and Invitation.objects.get().ended_at is None
        assert not Correction.objects.exclude(withdrawn_at=None).exists()

    def test_lets_in_nobody_whose_account_was_switched_off(self, bakers, things):
        person = member(bakers)
        client = browser(person)
        with given():
            User.objects.filter(pk=person.pk).update(is_active=False)

        for address in addresses(bakers, things):
            assert client.get(address).status_code in {302, 404, 405}

    def test_is_of_one_organisation_by_its_own_keys(self, bakers, things):
        mine = OrganisationFactory()
        client = browser(member(mine))

        for name in {**BY_KEY, **PRESSES}:
            address = at(name, mine, things[name])
            assert client.get(address).status_code in {404, 405}, name
            assert client.post(address, {"role": "owner", "reason": "x"}).status_code == 404, name
        assert Member.objects.filter(organisation=bakers, ended_at=None).exists()

    @pytest.mark.parametrize("role", ["owner", "editor", "viewer"])
    def test_of_a_withheld_organisation_is_not_there_for_its_own_people(self, bakers, things, role):
        client = browser(member(bakers, role))
        actions.withhold(by=steward_actor, organisation=bakers, reason="Danger")

        for address in [*addresses(bakers, things), at("claim", bakers), at("claim_sent", bakers)]:
            assert client.get(address).status_code in {404, 405}, address
            assert client.post(address, {}).status_code in {404, 405}, address
        assert "Bread for All" not in text(client.get(reverse("your_organisations")))

    def test_of_a_merged_organisation_leads_to_the_kept_one(self, bakers, things):
        person = member(bakers)
        kept = OrganisationFactory(ref="GB-CHC-1000009")
        actions.merge_organisations(by=steward_actor, kept=kept, absorbed=bakers, reason="One")
        client = browser(person)

        for name in PAGES:
            assert client.get(at(name, bakers)).url == at(name, kept)
            assert client.get(at(name, kept)).status_code == 200

    def test_sends_a_stranger_to_sign_in_first(self, client, bakers):
        there = at("keep", bakers)

        assert client.get(there).url == f"/account/login/?next={there}"

    def test_of_the_desk_stays_shut_for_owners(self, bakers):
        client = browser(member(bakers))

        for name in ("organisation", "correct", "areas", "add_name", "add_service", "merge_in"):
            address = reverse(f"sector_desk:{name}", args=[bakers.pk])
            assert client.get(address).status_code == 403, name
            assert client.post(address, {"name": "x"}).status_code == 403, name
        assert client.get("/desk/").status_code in {302, 403}


class TestYourOrganisations:
    def test_is_where_a_member_begins(self, bakers, settings):
        settings.EMAIL_BACKEND = "commonweal.comms.outbox.Outbox"
        member(bakers, email="olu@example.org")
        client = Client()
        client.post("/account/login/code/", {"email": "olu@example.org"})
        code = re.search(r"[A-Z]{4}-[A-Z]{4}", letters_to("olu@example.org")[-1].body)[0]

        page = client.post("/account/login/code/confirm/", {"code": code})

        assert page.url == reverse("your_organisations")

    def test_lists_each_with_what_waits(self, bakers, things):
        person = member(bakers)
        MemberFactory(person=person, role="viewer", organisation__name="Mill Lane Choir")

        page = text(browser(person).get(reverse("your_organisations")))

        assert "Bread for All" in page and "Mill Lane Choir" in page
        assert "1 person asking to keep the page too" in page

    def test_says_what_to_do_when_there_is_none(self):
        page = text(browser(UserFactory()).get(reverse("your_organisations")))

        assert "You keep no organisation's page yet" in page.replace("&#x27;", "'")


class TestKeeping:
    def test_facts_wins_over_the_register_until_taken_back(self, bakers):
        client = browser(member(bakers, "editor", name="Edie"))
        form = client.get(at("keep_facts", bakers)).context["form"]

        client.post(
            at("keep_facts", bakers),
            {**{k: v for k, v in form.initial.items() if v}, "telephone": "01603 123456"},
        )

        bakers.refresh_from_db()
        assert bakers.telephone == "01603 123456"
        (correction,) = bakers.corrections.all()
        assert (correction.fact, correction.by) == ("telephone", "Edie")
        client.post(at("take_back_fact", bakers, correction.pk))
        bakers.refresh_from_db()
        assert bakers.telephone == ""

    def test_facts_says_what_is_wrong(self, bakers):
        page = browser(member(bakers)).post(at("keep_facts", bakers), {"telephone": "12"})

        assert page.status_code == 422 and "not a UK telephone number" in text(page)

    @pytest.mark.parametrize("fact", ["kind", "status", "income", "side", "name", "trustees"])
    def test_facts_changes_nothing_that_is_its_registers_to_say(self, bakers, fact):
        before = getattr(bakers, fact)

        browser(member(bakers)).post(at("keep_facts", bakers), {fact: "group", "email": "a@b.org"})

        bakers.refresh_from_db()
        assert getattr(bakers, fact) == before

    def test_facts_takes_back_nothing_that_staff_put_right_of_it(self, bakers):
        correction = CorrectionFactory(organisation=bakers, fact="status", value="closed")

        page = browser(member(bakers)).post(at("take_back_fact", bakers, correction.pk))

        assert page.status_code == 404

    def test_shows_nobody_what_is_withheld(self, bakers):
        with given():
            WithholdingFactory(organisation=bakers, fact="email")
        client = browser(member(bakers))

        hub, form = client.get(at("keep", bakers)), client.get(at("keep_facts", bakers))

        assert "hello@bread.org.uk" not in text(hub) + form.content.decode()
        assert "email" not in form.context["form"].fields
        client.post(at("keep_facts", bakers), {"email": "evil@example.org"})
        assert not bakers.corrections.filter(fact="email").exists()

    def test_names_adds_and_takes_away(self, bakers):
        client = browser(member(bakers))

        client.post(at("keep_names", bakers), {"name": "The Bakers", "kind": "working"})
        name = Name.objects.get()
        client.post(at("drop_name", bakers, name.pk))

        assert not Name.objects.exists()

    def test_names_leaves_what_a_register_says(self, bakers):
        name = NameFactory(organisation=bakers)

        browser(member(bakers)).post(at("drop_name", bakers, name.pk))

        assert Name.objects.exists()

    def test_areas_keeps_those_ticked(self, bakers):
        area = AreaFactory()

        browser(member(bakers)).post(at("keep_areas", bakers), {"codes": [area.code]})

        assert list(bakers.areas_served.values_list("code", flat=True)) == [area.code]

    def test_says_who_says_what(self, bakers):
        page = text(browser(member(bakers)).get(at("keep", bakers)))

        assert "Owner: keeps the page" in page
        assert "hello@bread.org.uk" in page
        assert title_of("charity-commission") in page


class TestKeepingServices:
    @pytest.fixture
    def client(self, bakers):
        TermFactory(scheme="need", code="food", title="Food")
        return browser(member(bakers, "editor", name="Edie"))

    def test_adds_changes_and_says_it_is_still_right(self, client, bakers):
        client.post(at("add_service", bakers), sent(name="Lunch club"))
        service = bakers.services.get()

        form = as_shown(client.get(at("keep_service", bakers, service.pk)))
        client.post(
            at("keep_service", bakers, service.pk), {**form, "description": "Soup and company."}
        )
        client.post(at("assure_service", bakers, service.pk))

        service.refresh_from_db()
        assert (service.name, service.description) == ("Lunch club", "Soup and company.")
        assert service.assured_by == "Bread for All"
        assert "Lunch club" in text(client.get(at("keep_services", bakers)))

    def test_closes_ends_and_resumes_after_asking(self, client, bakers):
        client.post(at("add_service", bakers), sent(name="Lunch club"))
        service = bakers.services.get()

        for turn, status in (("pause", "temporarily closed"), ("end", "defunct")):
            address = at(f"{turn}_service", bakers, service.pk)
            before = service.status
            client.get(address)
            service.refresh_from_db()
            assert service.status == before
            client.post(address, {"reason": "The roof leaks"})
            service.refresh_from_db()
            assert service.status == status
        client.post(at("resume_service", bakers, service.pk))
        service.refresh_from_db()
        assert service.status == "active"

    def test_gives_more_rows_and_saves_nothing_then(self, client, bakers):
        page = client.post(at("add_service", bakers), sent(name="Lunch", more="hours"))

        assert page.status_code == 200 and page.content.decode().count("Hours 6") >= 1
        assert not bakers.services.exists()

    def test_says_what_is_wrong(self, client, bakers):
        page = client.post(at("add_service", bakers), sent(name="Lunch", terms=[]))

        assert page.status_code == 422 and "One thing to put right" in text(page)

    def test_leaves_what_a_neighbour_keeps(self, client, bakers):
        theirs = ServiceFactory(organisation=bakers, source="feed-a-neighbour")

        for turn in ("keep", "pause", "end", "assure", "resume"):
            page = client.post(at(f"{turn}_service", bakers, theirs.pk), {"name": "Ours"})
            assert page.status_code == 404, turn


class TestMembersPages:
    def test_editors_see_names_and_no_addresses(self, bakers):
        member(bakers, name="Olu Owner", email="olu@private.example")

        page = text(browser(member(bakers, "editor")).get(at("members", bakers)))

        assert "Olu Owner" in page
        assert "olu@private.example" not in page

    def test_an_owner_invites_and_the_invited_accepts_by_a_press(self, client, bakers):
        owner = browser(member(bakers))
        owner.post(at("invite", bakers), {"email": "new@example.net", "role": "editor"})
        link = reverse("invitation", args=[token_to("new@example.net")])

        assert client.get(link).status_code == 200
        assert not User.objects.filter(email="new@example.net").exists()
        page = client.post(link, {"name": "Nell"}, follow=True)

        assert "This invitation was accepted" in text(page)
        assert Member.objects.get(person__email="new@example.net").role == "editor"

    def test_the_last_owner_hands_over_in_one_step(self, bakers):
        heir = MemberFactory(organisation=bakers, role="viewer")
        person = member(bakers)
        client = browser(person)

        nothing_said = client.post(at("leave", bakers), {})
        client.post(at("leave", bakers), {"successor": str(heir.pk)})

        assert nothing_said.status_code == 422
        assert Member.objects.standing().get(organisation=bakers).person == heir.person

    def test_the_last_owner_says_that_nobody_is_there(self, bakers):
        browser(member(bakers)).post(at("leave", bakers), {"successor": "nobody"})

        assert not Member.objects.standing().exists()

    def test_an_owner_answers_who_asks(self, bakers, things):
        client = browser(member(bakers))
        claim = PageClaim.objects.get()

        unsure = client.post(at("answer_claim", bakers, claim.pk), {"why": "x"})
        client.post(at("answer_claim", bakers, claim.pk), {"answer": "no", "why": "Not known"})

        claim.refresh_from_db()
        assert unsure.status_code == 422
        assert (claim.standing, claim.decided_why) == ("refused", "Not known")
        assert client.get(at("answer_claim", bakers, claim.pk)).status_code == 404

    def test_nobody_answers_what_does_not_wait_for_owners(self, bakers):
        claim = confirmed(bakers)

        page = browser(member(bakers)).post(at("answer_claim", bakers, claim.pk), {"answer": "no"})

        assert page.status_code == 404


class TestTheDesk:
    @pytest.fixture
    def desk(self):
        return browser(UserFactory(name="Sam Reeve", roles=["steward"]))

    def test_lists_claims_with_what_helps_next(self, desk, bakers):
        confirmed(bakers, name="Ann Baker")
        PageClaimFactory(organisation=bakers, name="Never Confirmed")

        page = text(desk.get(reverse("sector_desk:claims")))

        assert "Ann Baker" in page and "Ring, or print a letter" in page
        assert "Never Confirmed" not in page

    def test_counts_what_waits_at_its_front(self, desk, bakers):
        confirmed(bakers)
        MemberFactory(ended_at=clock.now())

        page = text(desk.get("/desk/"))

        assert "1 claim of a page to be decided" in page
        assert "1 page that nobody keeps" in page

    def test_decides_with_a_reason(self, desk, bakers):
        claim = confirmed(bakers)
        address = reverse("sector_desk:claim", args=[claim.pk])

        assert desk.post(address, {"decision": "yes", "why": ""}).status_code == 200
        assert not Member.objects.exists()
        desk.post(address, {"decision": "yes", "why": "Rang the chair"})

        assert Member.objects.get().person.email == claim.email

    def test_prints_a_letter_whose_code_is_shown_once(self, desk, bakers):
        claim = confirmed(bakers, name="Ann Baker")
        with given():
            record = bakers.records.get()
            record.facts |= {"street": "1 Mill Lane", "postcode": "NR1 1AA"}
            record.save()
        address = reverse("sector_desk:claim_letter", args=[claim.pk])

        letter = desk.post(address)

        code = re.search(r"[A-Z]{4}-[A-Z]{4}", text(letter))[0]
        assert "1 Mill Lane" in text(letter) and "no-store" in letter["Cache-Control"]
        assert desk.get(address).status_code == 405
        assert code not in text(desk.get(reverse("sector_desk:claim", args=[claim.pk])))

    def test_lists_pages_that_nobody_keeps(self, desk, bakers):
        MemberFactory(organisation=bakers, ended_at=clock.now())
        MemberFactory(organisation=bakers, role="editor")

        page = text(desk.get(reverse("sector_desk:unkept")))

        assert "Bread for All" in page

    def test_shows_members_on_the_organisations_page(self, desk, bakers):
        member(bakers, name="Olu Owner")

        page = text(desk.get(reverse("sector_desk:organisation", args=[bakers.pk])))

        assert "Olu Owner: Owner" in page

    @pytest.mark.parametrize("role", ["reader", "editor"])
    def test_shows_claims_to_stewards_alone(self, bakers, role):
        claim = confirmed(bakers)
        client = browser(UserFactory(roles=[role]))

        for name, args in (("claims", []), ("claim", [claim.pk]), ("unkept", [])):
            assert client.get(reverse(f"sector_desk:{name}", args=args)).status_code == 403
        letter = reverse("sector_desk:claim_letter", args=[claim.pk])
        assert client.post(letter).status_code == 403
        assert "Claims of pages" not in text(client.get("/desk/"))
