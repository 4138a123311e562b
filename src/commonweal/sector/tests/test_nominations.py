"""Companies that people name by their number come in with the next Companies House file."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from commonweal.accounts.choices import Role
from commonweal.accounts.tests.factories import UserFactory
from commonweal.core.actors import Operator, Robot, Visitor
from commonweal.core.models import JournalEntry
from commonweal.core.refused import Refused
from commonweal.intake.actions import confirm_run, import_file
from commonweal.intake.choices import Standing
from commonweal.sector.actions import nominate_company, withdraw_nomination
from commonweal.sector.models import Nomination, Organisation
from commonweal.sector.tests.factories import (
    AreaFactory,
    BodyLinkFactory,
    IdentifierFactory,
    NominationFactory,
    OrganisationFactory,
    PlaceFactory,
)

pytestmark = pytest.mark.django_db
# A company limited by shares with its office in Kent, in the real extract.
FIRM = "11990344"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def nominate(**changes):
    wanted = {"by": Operator(), "number": FIRM, "reason": "Runs the hall", **changes}
    return nominate_company(**wanted)


@pytest.fixture
def steward(client):
    client.force_login(UserFactory(name="Sam", roles=[Role.STEWARD]), backend=BACKEND)
    return client


class TestNominateCompany:
    def test_keeps_the_number_as_companies_house_writes_it_and_who_said_why(self):
        made = nominate(number=" 0950 6232 ", reason=" Runs  the hall ")

        assert (made.number, made.reason, made.by) == (
            "09506232",
            "Runs the hall",
            "the command line",
        )
        entry = JournalEntry.objects.get(action="sector.nominate_company")
        assert entry.thing == f"sector.nomination:{made.pk}"

    @pytest.mark.parametrize(
        ("number", "meant"), [("123", "00000123"), ("9506232", "09506232"), ("NI1234", "NI001234")]
    )
    def test_asks_what_is_meant_by_a_number_without_its_noughts(self, number, meant):
        with pytest.raises(Refused, match=f"If you mean {meant}, write it so") as refusal:
            nominate(number=number)

        assert refusal.value.field == "number"
        assert not Nomination.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"number": "Mill Ltd"}, "number"),
            ({"number": ""}, "number"),
            ({"reason": " "}, "reason"),
        ],
    )
    def test_refuses_what_cannot_be(self, changes, field):
        with pytest.raises(Refused) as refusal:
            nominate(**changes)

        assert refusal.value.field == field

    def test_happens_once(self):
        nominate()

        with pytest.raises(Refused, match="nominated already"):
            nominate()

    def test_is_not_needed_for_one_that_is_here(self):
        IdentifierFactory(
            scheme="GB-COH",
            value=FIRM,
            organisation__based_here=True,
            organisation__name="Mill Ltd",
        )

        with pytest.raises(Refused, match="Mill Ltd is in the register already"):
            nominate()

    @pytest.mark.parametrize("by", [Visitor(), Robot("companies-house")])
    def test_is_for_stewards(self, by):
        with pytest.raises(PermissionDenied):
            nominate(by=by)


class TestWithdrawNomination:
    def test_stays_as_history_and_makes_room(self):
        withdraw_nomination(by=Operator(), nomination=nominate())

        again = nominate()

        assert Nomination.objects.filter(withdrawn_at=None).get() == again
        assert Nomination.objects.count() == 2

    def test_happens_once(self):
        made = withdraw_nomination(by=Operator(), nomination=nominate())

        with pytest.raises(Refused, match="withdrawn before"):
            withdraw_nomination(by=Operator(), nomination=made)


class TestTheDesk:
    def test_nominates_lists_and_withdraws(self, steward):
        steward.post(reverse("sector_desk:nominate"), {"number": FIRM, "reason": "Runs the hall"})

        page = steward.get(reverse("sector_desk:nominations")).content.decode()
        assert FIRM in page and "Runs the hall" in page
        assert "if its registered office lies here" in page
        made = Nomination.objects.get()

        steward.post(reverse("sector_desk:withdraw_nomination", args=[made.pk]))

        made.refresh_from_db()
        assert made.withdrawn_by == "Sam"
        assert FIRM not in steward.get(reverse("sector_desk:nominations")).content.decode()

    def test_says_what_became_of_it(self, steward):
        NominationFactory()
        IdentifierFactory(scheme="GB-COH", value=FIRM, organisation__name="Mill Lane Hall")

        page = steward.get(reverse("sector_desk:nominations")).content.decode()

        assert "In the register: Mill Lane Hall" in page

    def test_names_nobody_that_is_withheld(self, steward):
        NominationFactory()
        refuge = OrganisationFactory(name="Safe House Ltd", withheld=True)
        IdentifierFactory(scheme="GB-COH", value=FIRM, organisation=refuge)

        page = steward.get(reverse("sector_desk:nominations")).content.decode()

        assert "Safe House Ltd" not in page

    def test_shows_a_refusal_at_its_field(self, steward):
        page = steward.post(reverse("sector_desk:nominate"), {"number": "Mill", "reason": "x"})

        assert "Mill is not a company number" in page.content.decode()

    @pytest.mark.parametrize("role", [Role.EDITOR, Role.READER])
    def test_is_looked_at_but_not_changed_by_others(self, client, role):
        client.force_login(UserFactory(roles=[role]), backend=BACKEND)
        made = NominationFactory()

        page = client.get(reverse("sector_desk:nominations"))

        assert page.status_code == 200
        assert reverse("sector_desk:nominate") not in page.content.decode()
        answers = {"number": "09506232", "reason": "x"}
        assert client.post(reverse("sector_desk:nominate"), answers).status_code == 403
        withdrawal = reverse("sector_desk:withdraw_nomination", args=[made.pk])
        assert client.post(withdrawal).status_code == 403


class TestTheNextImport:
    @pytest.fixture(autouse=True)
    def norfolk(self, settings, tmp_path):
        settings.KEEP_IMPORTS = tmp_path / "imports"
        AreaFactory(code="E10000020", kind="county", name="Norfolk")
        PlaceFactory(codes=["E10000020"])

    @pytest.fixture
    def bring(self, real_data):
        path = real_data / "registers/companies_house/BasicCompanyData-2020-06-01-part6_7.csv"

        def bring():
            run = import_file(by=Robot("companies-house"), source="companies-house", path=path)
            if run.standing == Standing.WAITING:  # It is the only one here, so a person looks.
                confirm_run(by=Operator(), run=run)
            assert run.standing in (Standing.DONE, Standing.UNCHANGED), run.problem
            return Organisation.objects.filter(ref=f"GB-COH-{FIRM}").first()

        return bring

    def test_brings_it_in_although_the_file_is_the_same(self, bring):
        assert bring() is None
        nominate()

        firm = bring()

        assert firm.name == "UNIQ FINANCE GROUP LTD"
        assert firm.serves_here and not firm.based_here
        assert [a.words for a in firm.areas_served.all()] == ["Norfolk, as nominated here"]

    def test_leaves_one_outside_that_is_not_said_to_work_here(self, bring):
        nominate(works_here=False)

        firm = bring()

        assert firm is None or not (firm.serves_here or firm.based_here)

    def test_lets_it_go_once_withdrawn(self, bring):
        made = nominate()
        bring()
        withdraw_nomination(by=Operator(), nomination=made)

        firm = bring()

        assert not Organisation.objects.active().published().filter(pk=firm.pk).exists()

    def test_keeps_it_although_withdrawn_when_a_charity_names_it(self, bring):
        made = nominate()
        bring()
        BodyLinkFactory(left="GB-CHC-1000001", right=f"GB-COH-{FIRM}")
        withdraw_nomination(by=Operator(), nomination=made)

        bring()

        record = Organisation.objects.get(ref=f"GB-COH-{FIRM}").records.get()
        assert record.gone_run is None
