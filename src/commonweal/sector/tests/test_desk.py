"""The staff desk for the register."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from commonweal.accounts.models import Grant, User
from commonweal.sector.actions import (
    add_identifier,
    add_name,
    correct_organisation,
    merge_organisations,
    withhold,
)
from commonweal.sector.desk.urls import urlpatterns
from commonweal.sector.models import Correction, Doubtful, Merge, Organisation, Withholding
from commonweal.sector.tests.factories import (
    LONG_AGO,
    AreaFactory,
    DoubtfulFactory,
    IdentifierFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
    SourceRecordFactory,
    refresh,
)
from commonweal.sector.tests.people import steward

pytestmark = pytest.mark.django_db
FACTS = {
    "name": "Haven House", "kind": "charity", "email": "haven@h.example", "postcode": "NR1 1AA",
    "street": "7 Hidden Close", "address_public": False, "telephone": "01603 123456",
}  # fmt: skip


def signed_in(role: str) -> Client:
    user = User.objects.create(email=f"{role}@staff.example", name=role, joined_at=LONG_AGO)
    Grant.objects.create(user=user, role=role)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def ada() -> Client:
    return signed_in("steward")


@pytest.fixture
def reader() -> Client:
    return signed_in("reader")


@pytest.fixture
def haven() -> Organisation:
    PlaceFactory()
    PostcodeFactory()
    AreaFactory(code="E10000020", kind="county", name="Norfolk")
    AreaFactory(parent="E10000020")
    made = OrganisationFactory(ref="GB-CHC-1090095", name="Haven House")
    SourceRecordFactory(organisation=made, facts=FACTS)
    IdentifierFactory(organisation=made)
    refresh(made)
    return made


def at(name: str, *args: Any) -> str:
    return reverse(f"sector_desk:{name}", args=args)


def said(response: Any) -> str:
    return response.content.decode()


class TestOrganisationList:
    def test_is_for_those_who_sign_in(self, haven: Organisation) -> None:
        response = Client().get(at("organisations"))

        assert response.status_code == 302
        assert "login" in response["Location"]

    @pytest.mark.parametrize("role", ["administrator", "steward", "editor", "reader"])
    def test_is_seen_by_all_staff(self, haven: Organisation, role: str) -> None:
        response = signed_in(role).get(at("organisations"))

        assert response.status_code == 200
        assert "Haven House" in said(response)

    @pytest.mark.parametrize(
        "question",
        ["q=haven", "q=GB-CHC-1090095", "q=1090095", "kind=charity", "district=E07000148",
         "here=true", "corrected=false", "differs=false", "ordering=-changed_at"],
    )  # fmt: skip
    def test_finds(self, ada: Client, haven: Organisation, question: str) -> None:
        other = OrganisationFactory(name="Other", kind="cic", based_here=False)

        text = said(ada.get(f"{at('organisations_results')}?{question}"))

        assert "Haven House" in text
        assert (other.name in text) == question.startswith(("corrected", "differs", "ordering"))

    def test_finds_what_differs_from_its_register(self, ada: Client, haven: Organisation) -> None:
        assert "Haven House" not in said(ada.get(f"{at('organisations_results')}?differs=true"))
        correct_organisation(by=steward, organisation=haven, values={"email": "new@h.example"})

        assert "Haven House" in said(ada.get(f"{at('organisations_results')}?differs=true"))

    def test_hides_the_withheld_from_all_but_stewards(
        self, ada: Client, reader: Client, haven: Organisation
    ) -> None:
        withhold(by=steward, organisation=haven, reason="A refuge")

        for question in ("", "?q=haven", "?q=1090095", "?withheld=true", "?kind=charity"):
            assert "Haven House" in said(ada.get(at("organisations_results") + question))
            assert "Haven House" not in said(reader.get(at("organisations_results") + question))

    def test_downloads_for_stewards_only_and_runs_no_formula(
        self, ada: Client, reader: Client, haven: Organisation
    ) -> None:
        OrganisationFactory(name="=1+1")

        text = b"".join(ada.get(f"{at('organisations')}?export=csv")).decode()
        book = openpyxl.load_workbook(
            io.BytesIO(b"".join(ada.get(f"{at('organisations')}?export=xlsx")))
        )

        assert "Haven House" in text
        assert "'=1+1" in text
        assert "Hidden Close" not in text
        assert any("Haven House" in row for row in book.active.values)
        refused = reader.get(f"{at('organisations')}?export=csv")
        assert refused.status_code in {302, 403}


class TestOrganisationPage:
    def test_shows_every_source_and_what_differs(self, ada: Client, haven: Organisation) -> None:
        correct_organisation(
            by=steward, organisation=haven, values={"email": "new@h.example"}, reason="They rang"
        )

        text = said(ada.get(at("organisation", haven.pk)))

        for words in (
            "new@h.example",
            "haven@h.example",
            "They rang",
            "Its register says otherwise",
        ):
            assert words in text
        assert "correct_organisation" not in text
        assert "Put facts right" in text

    def test_says_when_its_register_has_changed_since(
        self, ada: Client, haven: Organisation
    ) -> None:
        correct_organisation(by=steward, organisation=haven, values={"email": "new@h.example"})
        for stated, words in (
            ("newer@h.example", "now says something else again"),
            ("new@h.example", "may be withdrawn"),
        ):
            haven.records.update(facts={**FACTS, "email": stated})
            refresh(haven)

            assert words in said(ada.get(at("organisation", haven.pk)))

    def test_hides_private_addresses_and_buttons_from_readers(
        self, reader: Client, haven: Organisation
    ) -> None:
        text = said(reader.get(at("organisation", haven.pk)))

        assert "Hidden Close" not in text
        assert "NR1 1AA" not in text
        assert "Put right</a>" not in text

    def test_hides_a_withheld_fact_from_readers(self, reader: Client, haven: Organisation) -> None:
        withhold(by=steward, organisation=haven, fact="email", reason="Stalked by Sam")
        add_name(by=steward, organisation=haven, name="Other")

        text = said(reader.get(at("organisation", haven.pk)))

        assert "haven@h.example" not in text
        assert "Sam" not in text

    def test_of_a_withheld_one_is_not_there_but_for_stewards(
        self, ada: Client, reader: Client, haven: Organisation
    ) -> None:
        withhold(by=steward, organisation=haven, reason="A refuge")

        assert reader.get(at("organisation", haven.pk)).status_code == 404
        assert "Nobody but stewards" in said(ada.get(at("organisation", haven.pk)))


class TestForms:
    def test_put_right_only_what_was_changed(self, ada: Client, haven: Organisation) -> None:
        page = ada.get(at("correct", haven.pk))
        answers = {k: v for k, v in page.context["form"].initial.items() if v not in (None, False)}

        response = ada.post(
            at("correct", haven.pk), {**answers, "email": "new@h.example", "reason": "Rang"}
        )

        assert response.status_code == 302
        made = Correction.objects.get()
        assert (made.fact, made.value, made.by) == ("email", "new@h.example", "steward")

    def test_put_nothing_right_that_was_not_changed_and_say_so(
        self, ada: Client, haven: Organisation
    ) -> None:
        page = ada.get(at("correct", haven.pk))
        answers = {k: v for k, v in page.context["form"].initial.items() if v not in (None, False)}

        response = ada.post(at("correct", haven.pk), answers, follow=True)

        assert "Nothing was changed" in said(response)
        assert "Put right. It wins" not in said(response)
        assert not Correction.objects.exists()

    def test_ask_how_one_knows(self, ada: Client, haven: Organisation) -> None:
        page = ada.get(at("correct", haven.pk))
        answers = {k: v for k, v in page.context["form"].initial.items() if v not in (None, False)}

        response = ada.post(at("correct", haven.pk), {**answers, "email": "new@h.example"})

        assert response.context["form"].errors["reason"]
        assert not Correction.objects.exists()

    def test_show_a_refusal_at_its_field(self, ada: Client, haven: Organisation) -> None:
        page = ada.get(at("correct", haven.pk))
        answers = {k: v for k, v in page.context["form"].initial.items() if v not in (None, False)}

        response = ada.post(
            at("correct", haven.pk), {**answers, "website": "javascript:x", "reason": "Rang"}
        )

        assert response.status_code == 200
        assert "A website begins with https://" in said(response)
        assert not Correction.objects.exists()

    def test_add_a_group(self, ada: Client, haven: Organisation) -> None:
        response = ada.post(at("add_group"), {"name": "Knit", "codes": ["E07000148"]})

        made = Organisation.objects.get(name="Knit")
        assert response["Location"] == at("organisation", made.pk)
        assert made.kind == "group"

    def test_choose_areas_by_ticking_them_district_by_district(
        self, ada: Client, haven: Organisation
    ) -> None:
        AreaFactory(code="E05012911", kind="ward", name="Thorpe Hamlet", parent="E07000148")

        page = said(ada.get(at("add_group")))
        again = said(ada.post(at("add_group"), {"name": "", "codes": ["E05012911"]}))

        assert '<details class="areas"><summary>Norwich' in page
        assert 'type="checkbox" name="codes" value="E05012911"' in page
        assert page.count("Thorpe Hamlet") == 1
        assert "<select" not in page
        assert '<details class="areas" open><summary>Norwich' in again

    def test_add_a_partner(self, ada: Client, haven: Organisation) -> None:
        ada.post(at("add_partner"), {"name": "City", "kind": "public", "codes": ["E07000148"]})

        assert Organisation.objects.get(name="City").side == "partner"

    def test_withhold_and_show_again(self, ada: Client, haven: Organisation) -> None:
        ada.post(at("withhold", haven.pk), {"fact": "email", "reason": "Stalked"})
        held = Withholding.objects.get()
        assert held.fact == "email"

        assert "Stalked" in said(ada.get(at("lift", held.pk)))
        ada.post(at("lift", held.pk))

        held.refresh_from_db()
        assert held.lifted_at

    def test_note_names_numbers_and_areas(self, ada: Client, haven: Organisation) -> None:
        ada.post(at("add_name", haven.pk), {"name": "The Haven", "kind": "also"})
        ada.post(at("add_number", haven.pk), {"scheme": "GB-COH", "value": "1234567"})
        ada.post(at("areas", haven.pk), {"codes": ["E07000148"]})

        assert haven.names.get().name == "The Haven"
        assert haven.identifiers.count() == 2
        assert haven.areas_served.get().code == "E07000148"
        ada.post(at("remove_name", haven.names.get().pk))
        ada.post(at("remove_number", haven.identifiers.get(scheme="GB-COH").pk))
        assert not haven.names.exists()
        assert haven.identifiers.count() == 1

    def test_merge_by_number_and_undo(self, ada: Client, haven: Organisation) -> None:
        other = OrganisationFactory(ref="GB-COH-01234567", name="Haven Ltd")

        ada.post(at("merge_in", haven.pk), {"other": other.ref, "reason": "Same office"})
        merge = Merge.objects.get()
        assert merge.kept == haven
        assert "Haven Ltd" in said(ada.get(at("merge", merge.pk)))
        assert "Haven Ltd" in said(ada.get(at("merges")))

        done = ada.post(at("merge", merge.pk), {"reason": "It was not"}, follow=True)

        merge.refresh_from_db()
        assert merge.undone_at
        assert "the pair is on the review list" in said(done)
        assert "Haven Ltd" in said(ada.get(at("doubts")))

    def test_say_that_no_one_has_such_a_number(self, ada: Client, haven: Organisation) -> None:
        response = ada.post(at("merge_in", haven.pk), {"other": "GB-CHC-9999999", "reason": "x"})

        assert "No organisation here has this number" in said(response)


class TestReviewList:
    def test_shows_open_pairs_and_lets_stewards_decide(
        self, ada: Client, haven: Organisation
    ) -> None:
        doubt = DoubtfulFactory(left=haven, right=OrganisationFactory(name="Haven Ltd"))
        assert "Haven Ltd" in said(ada.get(at("doubts")))
        assert "Haven Ltd" in said(ada.get(at("doubt", doubt.pk)))

        nothing = ada.post(at("doubt", doubt.pk), {"decision": ""})
        assert "Choose one of the three" in said(nothing)
        ada.post(at("doubt", doubt.pk), {"decision": "right", "why": "Same office"})

        haven.refresh_from_db()
        assert haven.same_as == doubt.right
        assert "Haven Ltd" not in said(ada.get(at("doubts_results")))

    def test_keeps_evidence_and_decisions_from_readers(
        self, reader: Client, haven: Organisation
    ) -> None:
        doubt = DoubtfulFactory(
            left=haven, right=OrganisationFactory(), evidence={"e-mail": "haven@h.example"}
        )
        withhold(by=steward, organisation=haven, fact="email", reason="Stalked")

        assert "haven@h.example" not in said(reader.get(at("doubt", doubt.pk)))
        refused = reader.post(at("doubt", doubt.pk), {"decision": "different"})

        assert refused.status_code in {302, 403}
        assert Doubtful.objects.get().standing == "open"

    def test_hides_pairs_with_a_withheld_one(
        self, reader: Client, ada: Client, haven: Organisation
    ) -> None:
        doubt = DoubtfulFactory(left=haven, right=OrganisationFactory(name="Firm"))
        withhold(by=steward, organisation=haven, reason="A refuge")

        assert reader.get(at("doubt", doubt.pk)).status_code == 404
        assert "Haven" not in said(reader.get(at("doubts")))
        assert "Haven" in said(ada.get(at("doubts")))


class TestWithheldList:
    def test_is_for_stewards_only(self, ada: Client, reader: Client, haven: Organisation) -> None:
        withhold(by=steward, organisation=haven, reason="A refuge")

        assert "Haven House" in said(ada.get(at("withheld")))
        for address in (at("withheld"), at("withheld_results")):
            response = reader.get(address)
            assert response.status_code in {302, 403}
            assert "Haven" not in said(response)
        assert "/desk/register/withheld/" not in said(reader.get(at("organisations")))


class TestReaders:
    @pytest.mark.parametrize("role", ["editor", "reader"])
    def test_change_nothing_by_any_address(self, haven: Organisation, role: str) -> None:
        client = signed_in(role)
        other = OrganisationFactory(ref="GB-COH-01234567", name="Haven Ltd")
        correct_organisation(by=steward, organisation=haven, values={"email": "new@h.example"})
        withhold(by=steward, organisation=haven, fact="telephone", reason="x")
        add_name(by=steward, organisation=haven, name="The Haven")
        add_identifier(by=steward, organisation=haven, scheme="GB-CASC", value="df679063")
        DoubtfulFactory(left=haven, right=other)
        merge_organisations(by=steward, kept=haven, absorbed=OrganisationFactory(), reason="Same")
        before = picture()

        for pattern in urlpatterns:
            args = [haven.pk] if "organisations/<int" in str(pattern.pattern) else [1]
            takes = "<int:pk>" in str(pattern.pattern)
            response = client.post(
                at(pattern.name, *(args if takes else [])),
                {"name": "X", "reason": "x", "decision": "different", "other": other.ref,
                 "fact": "", "scheme": "GB-COH", "value": "1", "codes": [], "kind": "also"},
            )  # fmt: skip
            assert response.status_code in {302, 403, 404, 405}, pattern.name

        assert picture() == before


def picture() -> Any:
    return [
        list(model.objects.order_by("pk").values())
        for model in (Organisation, Correction, Withholding, Merge, Doubtful)
    ]
