"""What is withheld is nowhere: every public address asked with an attacker's eye."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from commonweal.sector.actions import lift_withholding, merge_organisations, withhold
from commonweal.sector.models import Organisation
from commonweal.sector.tests.factories import (
    AreaFactory,
    AreaServedFactory,
    ClassificationFactory,
    FinancialYearFactory,
    IdentifierFactory,
    LinkFactory,
    NameFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
    SourceRecordFactory,
    TermFactory,
    refresh,
)
from commonweal.sector.tests.people import steward

pytestmark = pytest.mark.django_db
SECRETS = (
    "Zephyrhaven", "zephyr@h.example", "Hidden Close", "7654321", "01603 999111", "Quillwort",
    "52.6111", "1.3999", "NR1 9ZZ", "8675309",
)  # fmt: skip
ADDRESSES = (
    "/", "/search/", "/search/?q=refuge+women", "/search/?near=NR1+9ZZ", "/search/?area=E07000148",
    "/search/?area=E05012911&where=based", "/search/?kind=charity&sort=name",
    "/search/?sort=changed",
    "/search/?size=major", "/search/?cause=107", "/search/?changed=30",
    "/search.csv", "/search.csv?q=refuge", "/search.csv?near=NR1+9ZZ",
    "/areas/", "/areas.csv", "/areas/E07000148/", "/areas/E05012911/", "/areas/E07000148.csv",
    "/areas/E10000020/", "/data/", "/news.xml", "/sitemap.xml", "/sitemap-organisations-1.xml",
    "/sitemap-organisations.xml", "/organisations/GB-CHC-7654321/",
    "/organisations/GB-CHC-7654321.json", "/organisations/gb-chc-07654321/",
    "/organisations/GB-COH-08675309/", "/organisations/GB-COH-08675309.json",
    "/api/v1/organisations", "/api/v1/organisations?q=refuge", "/api/v1/organisations?near=NR1+9ZZ",
    "/api/v1/organisations?area=E05012911", "/api/v1/organisations?modified_after=2020-01-01",
    "/api/v1/organisations/GB-CHC-7654321", "/api/v1/organisations/GB-COH-08675309",
    "/api/v1/areas/E05012911", "/api/v1/sources",
)  # fmt: skip


@pytest.fixture
def haven() -> Organisation:
    PlaceFactory()
    PostcodeFactory()
    PostcodeFactory(postcode="NR1 9ZZ", latitude=52.6111, longitude=1.3999)
    AreaFactory(code="E10000020", kind="county", name="Norfolk")
    AreaFactory(parent="E10000020")
    AreaFactory(code="E05012911", kind="ward", name="Mancroft", parent="E07000148")
    TermFactory()
    made = OrganisationFactory(ref="GB-CHC-7654321", name="Zephyrhaven")
    SourceRecordFactory(organisation=made, facts={
        "name": "Zephyrhaven", "kind": "charity", "email": "zephyr@h.example",
        "postcode": "NR1 9ZZ",
        "street": "7 Hidden Close", "address_public": True, "telephone": "01603 999111",
        "description": "A refuge for women", "website": "https://quillwort.example",
    })  # fmt: skip
    IdentifierFactory(organisation=made)
    IdentifierFactory(organisation=made, scheme="GB-COH", value="08675309")
    NameFactory(organisation=made, name="Quillwort House", kind="previous")
    ClassificationFactory(organisation=made)
    AreaServedFactory(organisation=made)
    FinancialYearFactory(organisation=made, income=23_456_789)
    refresh(made)
    funder = OrganisationFactory(name="Mill Lane Trust", ref="GB-CHC-1000001")
    SourceRecordFactory(
        organisation=funder, facts={"name": "Mill Lane Trust", "postcode": "NR1 1AA"}
    )
    LinkFactory(organisation=funder, other_ref="GB-CHC-7654321-1", other_name="Quillwort House")
    LinkFactory(organisation=funder, kind="group-of", other_ref="", other_name="ZEPHYRHAVEN LTD")
    LinkFactory(organisation=made, kind="group-of", other=funder, other_ref=funder.ref)
    refresh(funder)
    return made


def read(client: Client, address: str) -> str:
    response: Any = client.get(address)
    if response.streaming:
        return b"".join(response.streaming_content).decode()
    return response.content.decode()


def leaks(address: str, text: str) -> list[str]:
    """The secrets in a page, but for those that the question itself holds."""
    asked = address.replace("+", " ")
    return [s for s in SECRETS if s in text and s not in asked]


def everywhere(client: Client) -> dict[str, list[str]]:
    addresses = [*ADDRESSES, "/organisations/GB-CHC-1000001/", "/organisations/GB-CHC-1000001.json"]
    found = {address: leaks(address, read(client, address)) for address in addresses}
    return {address: secrets for address, secrets in found.items() if secrets}


class TestAWithheldOrganisation:
    def test_was_in_view_before(self, haven: Organisation) -> None:
        seen = everywhere(Client())

        assert "/search/" in seen
        assert "/organisations/GB-CHC-1000001/" in seen
        assert "/search.csv" in seen
        assert "/api/v1/organisations" in seen
        assert "/organisations/GB-CHC-7654321/" in seen

    def test_is_nowhere_though_pages_were_kept_from_before(self, haven: Organisation) -> None:
        client = Client()
        everywhere(client)

        withhold(by=steward, organisation=haven, reason="A refuge")

        assert everywhere(client) == {}
        assert client.get("/organisations/GB-CHC-7654321/").status_code == 404
        assert client.get("/organisations/GB-CHC-7654321.json").status_code == 404
        assert client.get("/api/v1/organisations/GB-CHC-7654321").status_code == 404

    def test_stays_nowhere_through_refresh_and_merge(self, haven: Organisation) -> None:
        withhold(by=steward, organisation=haven, reason="A refuge")
        firm = OrganisationFactory(ref="GB-COH-01111111", name="A firm")
        merge_organisations(by=steward, kept=firm, absorbed=haven, reason="The same")
        refresh(firm)

        assert everywhere(Client()) == {}

    def test_is_not_suggested_for_a_misspelt_name(self, haven: Organisation) -> None:
        withhold(by=steward, organisation=haven, reason="A refuge")

        for address in ("/search/?q=Zephyrhavn", "/search/?q=Quillwor", "/search/?q=zephyr"):
            text = read(Client(), address)
            assert "zephyrhaven" not in text.lower()
            assert "quillwort" not in text.lower()

    def test_can_be_seen_again_once_lifted(self, haven: Organisation) -> None:
        held = withhold(by=steward, organisation=haven, reason="A refuge")
        everywhere(Client())

        lift_withholding(by=steward, withholding=held)

        assert "/search/" in everywhere(Client())


class TestAWithheldLocation:
    def test_leaves_no_street_no_postcode_no_pin_and_no_ward(self, haven: Organisation) -> None:
        LinkFactory._meta.model.objects.all().delete()
        Organisation.objects.exclude(pk=haven.pk).delete()
        withhold(by=steward, organisation=haven, fact="location", reason="A refuge")

        for address in ADDRESSES:
            text = read(Client(), address)
            for secret in ("Hidden Close", "52.6111", "1.3999", "NR1 9ZZ"):
                assert secret not in text or "NR1+9ZZ" in address, (address, secret)
        ward = read(Client(), "/search/?area=E05012911&where=based")
        assert "Zephyrhaven" not in ward
        assert "Zephyrhaven" in read(Client(), "/search/?area=E07000148&where=based")
        near = read(Client(), "/search.csv?near=NR1+9ZZ&within=1")
        assert "Zephyrhaven" not in near
