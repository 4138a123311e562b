"""The pages on which people suggest, decide, and put back what was changed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.limits import Limit
from commonweal.core.tests.given import given
from commonweal.sector.actions import (
    add_group,
    add_service,
    change_service,
    correct_organisation,
    merge_organisations,
    set_areas_served,
    set_service_status,
    withhold,
)
from commonweal.sector.choices import ServiceStatus
from commonweal.sector.models import Suggestion, Version
from commonweal.sector.tests.factories import (
    AreaFactory,
    FeedFactory,
    MemberFactory,
    PlaceFactory,
    PostcodeFactory,
    ServiceFactory,
    TermFactory,
)
from commonweal.sector.tests.people import steward
from commonweal.sector.tests.test_services import lunch
from commonweal.sector.views import suggesting
from commonweal.sector.views.suggesting import SALT, TELLING

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def club():
    PlaceFactory()
    AreaFactory(code="E10000020", kind="county", name="Norfolk")
    AreaFactory(parent="E10000020")
    PostcodeFactory()
    TermFactory(scheme="need", code="food", title="Food")
    facts = {"postcode": "NR1 1AA", "telephone": "01603 111111", "description": "We sing."}
    return add_group(by=steward, name="Mill Lane Singers", facts=facts)


@pytest.fixture
def service(club):
    return add_service(by=steward, organisation=club, told=lunch)


def at(thing, *, page="suggest"):
    if hasattr(thing, "ref"):
        return f"/organisations/{thing.ref}/{page}/"
    return f"/services/{thing.uuid}/{page}/"


def signed_in(person):
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def member(organisation, role="owner"):
    with given():
        return signed_in(MemberFactory(organisation=organisation, role=role).person)


def staff(*roles):
    with given():
        return signed_in(UserFactory(roles=roles))


def form_of(page):
    """What a browser would send of the page's form, if nothing were typed."""
    form = page.context["form"]
    sent = {"looked_at": page.context["looked_at"]} if "looked_at" in page.context else {}
    for field in form:
        value = field.value()
        if isinstance(value, bool):
            sent |= {field.html_name: "on"} if value else {}
        elif value is not None:
            sent[field.html_name] = value
    return sent


def send(client, address, **changed):
    sent = form_of(client.get(address))
    return client.post(address, {**sent, **changed})


def suggest_by_page(about, client=None, **changed):
    answer = send(client or Client(), at(about), **changed)
    assert answer.status_code == 302, answer.context["form"].errors
    return Suggestion.objects.latest("pk"), answer["Location"]


class TestTheFormForAnyone:
    def test_is_led_to_from_the_pages(self, client, club, service):
        for thing, page in (
            (club, f"/organisations/{club.ref}/"),
            (service, f"/services/{service.uuid}/"),
        ):
            assert at(thing) in client.get(page).content.decode()

    def test_shows_what_is_published_and_keeps_what_is_changed(self, client, club):
        page = client.get(at(club))
        assert form_of(page)["telephone"] == "01603 111111"
        assert page["Cache-Control"] == "no-store"

        made, link = suggest_by_page(club, telephone="01603 222222", note="I rang.")

        assert made.changes.get().suggested == "01603 222222"
        private = client.get(link)
        assert "01603 222222" in private.content.decode()
        assert "Being looked at" in private.content.decode()
        assert "01603 111111" not in private.content.decode()
        assert private["Cache-Control"] == "no-store"
        assert private["Referrer-Policy"] == "no-referrer"

    def test_of_a_service(self, service):
        made, _ = suggest_by_page(service, hours="Thursdays, midday to 2pm")

        assert [c.field for c in made.changes.all()] == ["hours"]

    def test_unchanged_says_so(self, client, club):
        answer = send(client, at(club))

        assert answer.status_code == 422
        assert "Nothing is changed yet" in answer.content.decode()

    def test_says_what_is_wrong_at_its_field_and_keeps_what_was_typed(self, client, club):
        answer = send(client, at(club), telephone="12", description="Typed at length.")

        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'id="id_telephone_error"' in page
        assert "Typed at length." in page
        assert not Suggestion.objects.exists()

    def test_sent_twice_is_one_and_leads_to_the_same_page(self, client, club):
        sent = form_of(client.get(at(club))) | {"words": "Shut"}

        first, second = (client.post(at(club), sent) for _ in range(2))

        assert first["Location"] == second["Location"]
        assert Suggestion.objects.count() == 1

    def test_of_a_page_that_changed_meanwhile_keeps_only_what_was_typed(self, client, club):
        sent = form_of(client.get(at(club))) | {"description": "We sing on Fridays."}
        correct_organisation(by=steward, organisation=club, values={"telephone": "01603 333333"})

        client.post(at(club), sent)

        assert [c.field for c in Suggestion.objects.get().changes.all()] == ["description"]

    @pytest.mark.parametrize("sheet", ["", "x", "another page's", "another site's"])
    def test_is_sent_with_its_own_sheet_only(self, client, club, service, sheet):
        sent = form_of(client.get(at(club))) | {"words": "Shut"}
        sent["sheet"] = {
            "another page's": form_of(client.get(at(service)))["sheet"],
            "another site's": signing.dumps({"about": f"organisation:{club.pk}"}, salt="x"),
        }.get(sheet, sheet)

        answer = client.post(at(club), sent)

        assert answer.status_code == 422
        assert not Suggestion.objects.exists()

    def test_takes_no_field_that_is_not_on_it(self, club):
        made, _ = suggest_by_page(
            club, words="x", kind="charity", withheld="on", verdict="accepted"
        )

        assert [c.field for c in made.changes.all()] == ["words"]

    def test_may_be_sent_only_so_often(self, client, club):
        for _ in range(TELLING.times):
            client.post(at(club), {})

        assert client.post(at(club), {}).status_code == 429
        assert client.get(at(club)).status_code == 200

    def test_may_be_sent_of_one_page_only_so_often_by_all(self, club, monkeypatch):
        monkeypatch.setattr(suggesting, "OF_ONE_PAGE", Limit("suggest.page", 3, 86_400))

        def from_somewhere(number):
            return Client(REMOTE_ADDR=f"192.0.2.{number}")

        for number in range(3):
            suggest_by_page(club, from_somewhere(number), words=f"x{number}")

        assert send(from_somewhere(200), at(club), words="y").status_code == 429

    def test_is_nowhere_for_what_is_withheld_or_unknown(self, client, club, service):
        withhold(by=steward, organisation=club, reason="Safety")

        known = [client.get(a).status_code for a in (at(club), at(service))]
        sent = [client.post(a, {"words": "x"}).status_code for a in (at(club), at(service))]
        unknown = client.get("/organisations/GB-CHC-9999999/suggest/").content.decode()

        assert set(known + sent) == {404}
        found = client.get(at(club)).content.decode()
        assert found.replace(club.ref, "GB-CHC-9999999") == unknown

    def test_tells_nothing_of_a_withheld_fact(self, client, club):
        withhold(by=steward, organisation=club, fact="telephone", reason="Private")
        plain = add_group(
            by=steward,
            name="Mill Lane Singers",
            facts={"postcode": "NR1 1AA", "description": "We sing."},
        )

        pages = [
            re.sub(r'value="[^"]{40,}"|XX-VCSE-\w+', "", client.get(at(o)).content.decode())
            for o in (club, plain)
        ]

        assert pages[0] == pages[1]
        sheet = form_of(client.get(at(club)))["sheet"]
        assert "111111" not in str(signing.loads(sheet, salt=SALT))

    def test_leads_to_the_one_that_was_kept(self, client, club):
        other = add_group(by=steward, name="Mill Choir", facts={"postcode": "NR1 1AA"})
        merge_organisations(by=steward, kept=other, absorbed=club, reason="One")

        made, _ = suggest_by_page(club, words="x")

        assert made.organisation == other

    def test_says_what_is_kept_elsewhere(self, client, club):
        with given():
            FeedFactory()
            theirs = ServiceFactory(organisation=club, source="feed-a-neighbour", key="1")

        assert "comes from Neighbour Council" in client.get(at(theirs)).content.decode()


class TestThePrivatePage:
    def test_is_for_the_link_only(self, client, club):
        made, link = suggest_by_page(club, telephone="01603 222222")

        for wrong in ("x", made.digest, str(made.pk), link.split("/")[-2][:-1] + "!"):
            assert client.get(f"/suggestions/{wrong}/").status_code == 404

    def test_says_nothing_of_who_told_and_decides_nothing(self, client, club):
        made, link = suggest_by_page(
            club, telephone="01603 222222", your_name="Jo Brown", your_email="jo@example.org",
            note="I live opposite.",
        )  # fmt: skip

        page = client.get(link).content.decode()

        assert not any(said in page for said in ("Brown", "jo@example.org", "opposite"))
        assert client.post(link, {"all": "accepted"}).status_code == 405
        made.refresh_from_db()
        assert made.decided_at is None

    def test_says_what_was_answered(self, client, club):
        made, link = suggest_by_page(club, telephone="01603 222222")
        owner = member(club)
        send(owner, reverse("decide", args=[club.ref, made.pk]),
             verdict_telephone="declined", reason="It rings out.")  # fmt: skip

        page = client.get(link).content.decode()

        assert "Declined" in page
        assert "It rings out." in page

    def test_names_nothing_that_was_withheld_meanwhile(self, client, club):
        _, link = suggest_by_page(club, telephone="01603 222222")
        withhold(by=steward, organisation=club, reason="Safety")

        page = client.get(link)

        assert page.status_code == 200
        assert "Singers" not in page.content.decode()
        assert club.ref not in page.content.decode()


class TestDeciding:
    @pytest.fixture
    def made(self, club):
        return suggest_by_page(club, telephone="01603 222222", description="We sing on Fridays.")[0]

    @pytest.fixture
    def address(self, club, made):
        return reverse("decide", args=[club.ref, made.pk])

    def test_shows_the_difference_in_words_not_by_colour_alone(self, club, address):
        page = member(club).get(address).content.decode()

        words = '<span class="visually-hidden">put in: </span>on Fridays'
        assert f"<ins>{words}</ins>" in page

    def test_takes_over_one_and_leaves_the_other(self, club, address, made):
        answer = send(member(club), address, verdict_telephone="accepted")

        club.refresh_from_db()
        made.refresh_from_db()
        assert answer["Location"] == address
        assert (club.telephone, club.description) == ("01603 222222", "We sing.")
        assert made.decided_at is None

    def test_takes_over_all_in_one_go(self, club, address, made):
        answer = send(member(club), address, all="accepted")

        club.refresh_from_db()
        assert answer["Location"] == reverse("suggestions", args=[club.ref])
        assert club.description == "We sing on Fridays."

    def test_takes_over_in_other_words(self, club, address, made):
        send(member(club), address, verdict_description="accepted", value_description="We hum.")

        club.refresh_from_db()
        assert club.description == "We hum."
        assert made.changes.get(field="description").verdict == "amended"

    def test_declines_all_only_with_a_reason(self, club, address, made):
        owner = member(club)

        assert send(owner, address, all="declined").status_code == 422
        assert send(owner, address, all="declined", reason="No.").status_code == 302
        made.refresh_from_db()
        assert made.decided_at is not None

    def test_shows_a_mistake_at_its_box(self, club, address):
        answer = send(member(club), address, verdict_telephone="accepted", value_telephone="12")

        assert answer.status_code == 422
        assert "value_telephone" in answer.context["form"].errors

    def test_shows_three_ways_what_changed_meanwhile(self, club, address):
        correct_organisation(by=steward, organisation=club, values={"telephone": "01603 333333"})

        page = member(club).get(address).content.decode()

        assert "This was changed since they wrote" in page
        assert all(n in page for n in ("01603 111111", "01603 222222", "01603 333333"))

    def test_does_nothing_where_it_changed_while_one_looked(self, club, address):
        owner = member(club)
        page = owner.get(address)
        sent = form_of(page) | {
            "verdict_telephone": "accepted",
            "looked_at": page.context["looked_at"],
        }
        correct_organisation(by=steward, organisation=club, values={"telephone": "01603 333333"})

        answer = owner.post(address, sent)

        club.refresh_from_db()
        assert answer.status_code == 422
        assert "while you decided" in answer.content.decode()
        assert club.telephone == "01603 333333"

    def test_is_not_done_twice(self, club, address):
        owner = member(club)
        page = owner.get(address)
        sent = form_of(page) | {"all": "accepted"}
        owner.post(address, sent)

        assert owner.post(address, sent).status_code == 409

    def test_takes_no_field_that_was_not_suggested(self, club, address):
        send(
            member(club), address, verdict_telephone="accepted", verdict_email="accepted",
            value_email="x@example.org", verdict_kind="accepted", value_kind="charity",
        )  # fmt: skip

        club.refresh_from_db()
        assert (club.email, club.kind) == ("", "group")

    def test_passes_on_only_what_somebody_else_keeps(self, club, address):
        with given():
            FeedFactory()
            theirs = ServiceFactory(organisation=club, source="feed-a-neighbour", key="1")
        feeds = suggest_by_page(theirs, telephone="01603 222222")[0]
        owner = member(club)

        assert "passed-on" not in owner.get(address).content.decode()
        page = reverse("decide", args=[club.ref, feeds.pk])
        assert "It cannot be accepted here" in owner.get(page).content.decode()
        assert send(owner, page, verdict_telephone="accepted").status_code == 422
        assert (
            send(owner, page, verdict_telephone="passed-on", reason="Told them.").status_code == 302
        )

    def test_is_for_who_keeps_the_page_and_stewards(self, club, address):
        sent = {"all": "accepted"}
        assert Client().get(address)["Location"].startswith("/account/login/")
        assert Client().post(address, sent)["Location"].startswith("/account/login/")
        for person in (staff(), staff("reader"), staff("editor")):
            assert person.get(address).status_code == 403
            assert person.post(address, sent).status_code == 403
        viewer = member(club, "viewer")
        assert viewer.get(address).status_code == 200
        assert "Accept all" not in viewer.get(address).content.decode()
        assert send(viewer, address, all="accepted").status_code == 403
        assert staff("steward").get(address).status_code == 200
        club.refresh_from_db()
        assert club.telephone == "01603 111111"

    def test_is_not_by_way_of_another_organisations_address(self, club, made, address):
        other = add_group(by=steward, name="Mill Choir", facts={"postcode": "NR1 1AA"})
        neighbour = member(other)

        wrong = reverse("decide", args=[other.ref, made.pk])
        assert neighbour.get(wrong).status_code == 404
        assert neighbour.post(wrong, {"all": "accepted"}).status_code == 404
        assert neighbour.get(address).status_code == 403
        assert neighbour.post(address, {"all": "accepted"}).status_code == 403
        assert neighbour.get(reverse("suggestions", args=[club.ref])).status_code == 403

    def test_never_shows_the_address_of_whoever_told(self, club):
        made, _ = suggest_by_page(club, words="x", your_email="jo@example.org", your_name="Jo")

        page = member(club).get(reverse("decide", args=[club.ref, made.pk])).content.decode()

        assert "by Jo" in page
        assert "jo@example.org" not in page

    def test_is_nowhere_once_it_is_withheld(self, club, address):
        owner = member(club)
        withhold(by=steward, organisation=club, reason="Safety")

        for page in (address, at(club, page="suggestions"), at(club, page="history")):
            assert owner.get(page).status_code == 404
            assert staff("reader").get(page).status_code == 404
        assert staff("steward").get(address).status_code == 200

    def test_hides_what_was_seen_of_a_fact_withheld_meanwhile(self, club, address):
        owner = member(club)
        withhold(by=steward, organisation=club, fact="telephone", reason="Private")

        assert "111111" not in owner.get(address).content.decode()
        assert "Withheld" in staff("steward").get(address).content.decode()


class TestTheLists:
    def test_of_an_organisation(self, club):
        owner = member(club)
        assert "Nothing waits" in owner.get(at(club, page="suggestions")).content.decode()
        suggest_by_page(club, telephone="01603 222222")

        assert "Telephone" in owner.get(at(club, page="suggestions")).content.decode()

    def test_of_the_desk_with_whose_turn_it_is(self, club, service):
        desk, path = staff("steward"), "/desk/register/suggestions/"
        suggest_by_page(club, telephone="01603 222222")
        other = add_group(by=steward, name="Mill Choir", facts={"postcode": "NR1 1AA"})
        suggest_by_page(other, words="x")
        member(club)

        assert "Mill Choir" in desk.get(path).content.decode()
        staffs = desk.get(path, {"turn": "staff"}).content.decode()
        theirs = desk.get(path, {"turn": "theirs"}).content.decode()
        assert "Mill Choir" in staffs
        assert "Mill Lane Singers" not in staffs
        assert "Mill Choir" not in theirs
        assert "Mill Lane Singers" in theirs
        assert "Mill Choir" not in desk.get(path, {"age": "7"}).content.decode()
        assert "Suggestions (1)" in desk.get("/desk/").content.decode()

    def test_of_the_desk_is_for_stewards(self):
        assert staff("reader").get("/desk/register/suggestions/").status_code == 403


class TestHistoryPages:
    def test_show_and_put_back(self, club, service):
        owner = member(club)
        change_service(by=steward, service=service, told=replace(lunch, name="Tea"))

        for page in (at(club, page="history"), at(service, page="history")):
            assert "Put back as it was" in owner.get(page).content.decode()
        version = Version.objects.latest("pk")
        address = f"{at(service, page='history')}version-{version.pk}/"
        assert "Lunch club" in owner.get(address).content.decode()
        owner.post(address, {"reason": "Too hasty"})

        service.refresh_from_db()
        assert service.name == "Lunch club"

    def test_ask_the_database_a_bounded_number_of_times(
        self, club, service, django_assert_max_num_queries
    ):
        owner = member(club)
        for number in range(25):
            change_service(by=steward, service=service, told=replace(lunch, name=f"Tea {number}"))

        with django_assert_max_num_queries(60):
            page = owner.get(at(club, page="history")).content.decode()
        assert page.count("Put back as it was before") == 20
        assert "1 to 20 of 27" in page

    def test_bring_back_a_service_that_ended(self, club, service):
        owner = member(club)
        set_service_status(by=steward, service=service, status=ServiceStatus.DEFUNCT)
        version = Version.objects.latest("pk")

        owner.post(f"{at(club, page='history')}version-{version.pk}/", {})

        service.refresh_from_db()
        assert service.status == ServiceStatus.ACTIVE

    def test_are_for_members_and_staff(self, club):
        page = at(club, page="history")
        assert Client().get(page)["Location"].startswith("/account/login/")
        assert staff().get(page).status_code == 403
        other = add_group(by=steward, name="Mill Choir", facts={"postcode": "NR1 1AA"})
        assert member(other).get(page).status_code == 403
        for person in (member(club, "viewer"), staff("reader"), staff("editor")):
            assert person.get(page).status_code == 200

    def test_do_not_put_back_what_is_anothers(self, club):
        set_areas_served(by=steward, organisation=club, codes=["E07000148"])
        version = Version.objects.latest("pk")
        other = add_group(by=steward, name="Mill Choir", facts={"postcode": "NR1 1AA"})
        neighbour, mine = member(other), f"{at(club, page='history')}version-{version.pk}/"

        assert neighbour.post(mine, {}).status_code in {403, 404}
        wrong = f"{at(other, page='history')}version-{version.pk}/"
        assert neighbour.post(wrong, {}).status_code == 404
        assert member(club, "viewer").post(mine, {}).status_code == 403
        assert staff("reader").post(mine, {}).status_code == 403
        assert club.areas_served.count() == 1

    def test_say_why_something_cannot_be_put_back(self, club):
        set_areas_served(by=steward, organisation=club, codes=["E07000148"])
        owner = member(club)
        address = f"{at(club, page='history')}version-{Version.objects.latest('pk').pk}/"
        with given():
            Version.objects.update(before=["E99999999"])

        answer = owner.post(address, {})

        assert answer.status_code == 422
        assert "not the code of an area" in answer.content.decode()
