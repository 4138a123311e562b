"""A concern leaks to nobody: no page, list, file, answer of the API or count tells that it is."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.house.addresses import walk

from commonweal.accounts.tests.factories import UserFactory
from commonweal.commitments import actions
from commonweal.commitments.actions import Told
from commonweal.commitments.choices import Rung
from commonweal.commitments.tests.agreements import agreement
from commonweal.core import clock
from commonweal.core.actors import LinkHolder, Visitor
from commonweal.core.tokens import digest_of
from commonweal.sector.tests.factories import PlaceFactory, SourceRecordFactory

pytestmark = pytest.mark.django_db
SECRET = "The quay roof fell in while they looked away."
TOKEN = "k" * 32
PASSING = re.compile(
    r'name="(csrfmiddlewaretoken|sheet)" value="[^"]*"|csrf[\w-]*["\']?\s*[:=]\s*"[^"]*"|'
    r'nonce="[^"]*"|"csrfToken": "[^"]*"|data-[\w-]*csrf[\w-]*="[^"]*"|'
    r'<input type="hidden" name="sheet"[^>]*>|\d{4}-\d{2}-\d{2}T[\d:.+Z]+|'
    r"\d\d:\d\d:\d\d",
    re.IGNORECASE,
)  # fmt: skip
PEOPLE = ["stranger", "nobody in particular", "reader", "moderator", "editor", "officer"]
ABOUT = (
    "/promises/the-compact/events/", "/promises/the-compact/concern/",
    "/promises/the-compact/events/log/COUNCIL-the-compact/", "/promises/the-compact/",
    "/organisations/COUNCIL-the-compact/", "/organisations/COUNCIL-the-compact.json",
    "/organisations/COUNCIL-the-compact/keep/", "/organisations/COUNCIL-the-compact/history/",
    "/search/?q=quay", "/search/?q=Saltwold", "/api/v1/organisations?q=Saltwold",
    "/desk/promises/concerns/", "/desk/promises/concerns/?export=csv",
    "/desk/promises/events/?export=csv", "/desk/promises/events/", "/desk/promises/years/",
    "/desk/",
)  # fmt: skip
# Which change from one look to the next by chance or by the clock alone.
NOT_ASKED = ("account/logout", "account/2fa", "healthz", "demonstration")


@pytest.fixture(autouse=True)
def compact():
    PlaceFactory(everywhere=True)
    made = agreement()
    SourceRecordFactory(organisation=made.council, facts={"name": "Saltwold Council"})
    return made


@pytest.fixture
def steward():
    return UserFactory(name="Samir Rahman", roles=["steward"])


def entered(who, compact):
    client = Client(raise_request_exception=False)
    if who != "stranger":
        roles = [who] if who in ("reader", "moderator", "editor") else []
        person = compact.officer if who == "officer" else UserFactory(roles=roles)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def addresses(compact):
    plain = [
        f"/{a.route}" for a in walk()
        if not re.search(r"[<(\\^$]", a.route) and not a.route.startswith(NOT_ASKED)
        and "commonweal" in getattr(getattr(a.view, "view_class", a.view), "__module__", "")
    ]  # fmt: skip
    desk = reverse("sector_desk:organisation", args=[compact.council.pk])
    return sorted({*plain, *ABOUT, desk})


def seen(client, every):
    found = {}
    for address in every:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        text = PASSING.sub("", body.decode(errors="replace"))
        found[address] = (answer.status_code, len(asked), text)
    return found


def raise_one(compact, steward):
    told = Told(
        document=compact.document, partner=compact.council, words=SECRET,
        group=compact.group, group_name="Quay Lunch Club", email="mo@quay.example",
    )  # fmt: skip
    concern = actions.raise_concern(by=Visitor(), told=told, digest=digest_of(TOKEN))
    actions.move_concern(by=steward, concern=concern, rung=Rung.FORMAL, on=clock.today())
    group = LinkHolder(f"commitments.concern:{concern.pk}")
    for _ in range(3):
        actions.ask_disclosure(by=steward, concern=concern, to="public", words="The roof.")
    asked, refused, agreed = concern.disclosures.order_by("pk")
    actions.refuse_disclosure(by=group, concern=concern, disclosure=refused)
    actions.agree_disclosure(by=group, concern=concern, disclosure=agreed)
    assert asked.standing == "asked"
    return concern


class TestAConcern:
    @pytest.mark.parametrize("who", PEOPLE)
    def test_changes_no_page_and_no_number_of_questions(self, compact, steward, who):
        client, every = entered(who, compact), addresses(compact)
        before = seen(client, every)
        assert len([a for a, (status, *_) in before.items() if status == 200]) > 10

        raise_one(compact, steward)

        after = seen(client, every)
        assert [a for a in every if before[a][:2] != after[a][:2]] == []
        assert [a for a in every if before[a][2] != after[a][2]] == []

    @pytest.mark.parametrize("who", PEOPLE)
    def test_has_the_address_of_none(self, compact, steward, who):
        concern, client = raise_one(compact, steward), entered(who, compact)
        words = concern.disclosures.first()

        for true, false in (
            (f"/desk/promises/concerns/{concern.pk}/", "/desk/promises/concerns/9999/"),
            (f"/desk/promises/concerns/{concern.pk}/step/", "/desk/promises/concerns/9999/step/"),
            (f"/desk/promises/concerns/words/{words.pk}/put/",
             "/desk/promises/concerns/words/9999/put/"),
            (f"/told/{words.uuid}/", "/told/00000000-0000-4000-8000-000000000000/"),
            (f"/told/{words.uuid}/reply/", "/told/00000000-0000-4000-8000-000000000000/reply/"),
            (f"/concerns/{concern.uuid}/", f"/concerns/{'n' * 32}/"),
        ):  # fmt: skip
            with CaptureQueriesContext(connection) as one:
                here = client.get(true)
            with CaptureQueriesContext(connection) as other:
                there = client.get(false)
            assert (here.status_code, len(one)) == (there.status_code, len(other)), true
            assert here.status_code in {302, 403, 404}
            if here.status_code != 302:
                assert PASSING.sub("", here.content.decode()).replace(true, "") == PASSING.sub(
                    "", there.content.decode()
                ).replace(false, "")

    @pytest.mark.parametrize("who", PEOPLE)
    def test_is_read_by_its_link_whoever_holds_it(self, compact, steward, who):
        raise_one(compact, steward)

        page = entered(who, compact).get(f"/concerns/{TOKEN}/")

        assert SECRET in page.content.decode()
        assert page["Referrer-Policy"] in {"same-origin", "no-referrer"}
        assert "no-store" in page["Cache-Control"]

    def test_tells_the_partner_exactly_the_words_that_were_agreed(self, compact, steward):
        concern = raise_one(compact, steward)
        agreed = concern.disclosures.get(standing="agreed")
        officer = entered("officer", compact)
        assert officer.get(f"/told/{agreed.uuid}/").status_code == 404

        by = clock.today().replace(year=clock.today().year + 1)
        actions.put_to_partner(by=steward, disclosure=agreed, reply_by=by)

        page = officer.get(f"/told/{agreed.uuid}/").content.decode()
        assert "The roof." in page
        for hidden in (SECRET, "Quay", "mo@quay", "Formal", "concern"):
            assert hidden not in page
        for who in ("reader", "moderator", "editor", "nobody in particular"):
            assert entered(who, compact).get(f"/told/{agreed.uuid}/").status_code == 404

        group = LinkHolder(f"commitments.concern:{concern.pk}")
        actions.take_back_disclosure(by=group, concern=concern, disclosure=agreed)
        assert officer.get(f"/told/{agreed.uuid}/").status_code == 404

    def test_tells_everybody_only_the_published_words_and_the_reply(self, compact, steward):
        concern = raise_one(compact, steward)
        agreed = concern.disclosures.get(standing="agreed")
        by = clock.today().replace(year=clock.today().year + 1)
        actions.put_to_partner(by=steward, disclosure=agreed, reply_by=by)
        entered("officer", compact).post(
            f"/told/{agreed.uuid}/reply/", {"reply": "We mend it.", "name": "Olu"}
        )

        agreed.refresh_from_db()
        actions.publish_disclosure(by=steward, disclosure=agreed)

        page = Client().get("/promises/the-compact/events/").content.decode()
        assert "The roof." in page
        assert "We mend it." in page
        assert SECRET not in page
        assert "Quay" not in page


class TestTheForm:
    ADDRESS = "/promises/the-compact/concern/"

    def sheet(self, client):
        page = client.get(self.ADDRESS).content.decode()
        return re.search(r'name="sheet" value="([^"]+)"', page)[1]

    def told(self, compact, sheet, **more):
        return {"sheet": sheet, "partner": compact.council.pk, "words": SECRET} | more

    def test_gives_a_private_page_with_the_limits_and_the_steps(self, compact):
        client = Client()
        told = self.told(compact, self.sheet(client), decision_on="2026-03-02", procurement="on")

        answer = client.post(self.ADDRESS, told, follow=True)

        page = answer.content.decode()
        for words in ("2 June 2026", "not legal advice", "The steps",
                      "Ombudsman", "tender or contract", SECRET):  # fmt: skip
            assert words in page
        again = client.post(self.ADDRESS, told)
        assert again["Location"] == answer.redirect_chain[0][0]
        assert compact.document.concerns.count() == 1

    def test_refuses_a_sheet_that_was_made_up_and_other_bad_input(self, compact):
        client = Client()
        good = self.told(compact, self.sheet(client))
        for wrong in (
            {"sheet": "made up"}, {"words": "x" * 200_000}, {"words": ""}, {"partner": ""},
            {"partner": compact.group.pk}, {"email": "nobody"}, {"known_on": "2400-01-01"},
            {"decision_on": "2026-03-02", "known_on": "2026-03-01"},
        ):  # fmt: skip
            assert client.post(self.ADDRESS, good | wrong).status_code == 422, wrong
        assert not compact.document.concerns.exists()

    def test_can_be_sent_ten_times_an_hour(self, compact):
        client = Client()
        for _ in range(10):
            assert client.post(self.ADDRESS, {}).status_code == 422
        assert client.post(self.ADDRESS, {}).status_code == 429

    def test_lets_the_group_answer_date_and_end_its_concern(self, compact, steward):
        concern, client = raise_one(compact, steward), Client()
        asked = concern.disclosures.get(standing="asked")
        page = f"/concerns/{TOKEN}/"

        client.post(f"{page}words/{asked.uuid}/agree/")
        client.post(f"{page}days/", {"decision_on": "2026-03-02", "known_on": "2026-03-02"})
        assert "2 June 2026" in client.get(page).content.decode()
        client.post(f"{page}words/{asked.uuid}/take-back/")
        client.post(f"{page}end/", {"outcome": "We let it rest."})

        asked.refresh_from_db()
        concern.refresh_from_db()
        assert asked.standing == "taken-back"
        assert concern.outcome == "We let it rest."
        assert client.post(f"{page}words/{asked.uuid}/publish/").status_code == 404
        assert client.get(f"{page}words/{asked.uuid}/agree/").status_code == 405
