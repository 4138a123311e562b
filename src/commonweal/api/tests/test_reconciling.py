"""The Reconciliation API 0.2, as OpenRefine asks it, and as somebody asks who means harm."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.api.reconciling import views
from commonweal.api.tests import reconciliation_shapes as shapes
from commonweal.api.tests.reconciliation_shapes import keeps_to
from commonweal.core.limits import Limit
from commonweal.sector import meant
from commonweal.sector.actions import merge_organisations, withhold
from commonweal.sector.models import Organisation
from commonweal.sector.tests.factories import (
    AreaFactory,
    IdentifierFactory,
    NameFactory,
    OrganisationFactory,
    PlaceFactory,
    PostcodeFactory,
    SourceRecordFactory,
    refresh,
)
from commonweal.sector.tests.people import steward

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def afresh() -> None:
    meant.forget()
    PlaceFactory()
    PostcodeFactory()
    AreaFactory()


def made(name: str, ref: str, **facts: Any) -> Organisation:
    organisation = OrganisationFactory(name=name, ref=ref)
    said = {"name": name, "kind": "charity", "postcode": "NR1 1AA", "address_public": True, **facts}
    SourceRecordFactory(organisation=organisation, key=ref, facts=said)
    IdentifierFactory(organisation=organisation)
    refresh(organisation)
    organisation.refresh_from_db()
    return organisation


@pytest.fixture
def foodbank() -> Organisation:
    bank = made(
        "Norfolk Foodbank Ltd", "GB-CHC-1090095", telephone="01603 555 012",
        website="https://pantry.example", email="hello@pantry.example",
    )  # fmt: skip
    NameFactory(organisation=bank, name="The Pantry")
    return bank


def ask(client: Client, **queries: Any) -> dict[str, Any]:
    answer = client.post("/reconcile", {"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert keeps_to(shapes.RESULTS, body) == []
    return body


class TestManifest:
    def test_says_what_is_offered_in_the_standards_shape(self, client: Client) -> None:
        answer = client.get("/reconcile")

        assert keeps_to(shapes.MANIFEST, answer.json()) == []
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer.json()["identifierSpace"] == "http://org-id.guide"

    def test_names_addresses_that_answer(self, client: Client, foodbank: Organisation) -> None:
        told = client.get("/reconcile").json()
        offered = [told["extend"]["propose_properties"], *told["suggest"].values()]

        for service in offered:
            assert client.get(service["service_path"], {"prefix": "n"}).status_code == 200
        for template in (told["view"]["url"], told["preview"]["url"]):
            path = template.removeprefix("http://testserver").replace("{{id}}", foodbank.ref)
            assert client.get(path).status_code == 200


class TestPages:
    def test_tell_of_it(self, client: Client) -> None:
        for path in ("/api/", "/data/"):
            assert "http://testserver/reconcile" in client.get(path).content.decode()


class TestReconcile:
    def test_is_sure_of_the_one_bearer_of_a_name(
        self, client: Client, foodbank: Organisation
    ) -> None:
        best = ask(client, q0={"query": "NORFOLK FOODBANK LIMITED"})["q0"]["result"][0]

        assert (best["id"], best["match"]) == ("GB-CHC-1090095", True)
        assert best["type"] == [{"id": "charity", "name": "Registered charity"}]
        assert {f["id"] for f in best["features"]} == {"name"}

    def test_is_sure_of_neither_of_two_alike(self, client: Client) -> None:
        made("Norfolk Foodbank Ltd", "GB-CHC-1090095")
        made("Norfolk Foodbank", "GB-CHC-1090096")

        found = ask(client, q0={"query": "Norfolk Foodbank"})["q0"]["result"]

        assert [c["match"] for c in found] == [False, False]
        assert found[0]["score"] == found[1]["score"]

    @pytest.mark.parametrize(
        ("pid", "value"),
        [
            ("postcode", "nr1 1aa"), ("telephone", "+44 1603 555012"),
            ("email", "HELLO@pantry.example"),
            ("website", "www.pantry.example/"), ("charity-number", 1090095.0),
            ("identifier", "1090095"), ("identifier", {"id": "GB-CHC-1090095", "name": "x"}),
        ],
    )  # fmt: skip
    def test_takes_properties_as_evidence(
        self, client: Client, foodbank: Organisation, pid: str, value: Any
    ) -> None:
        query = {"query": "Norfolk Foodbnk", "properties": [{"pid": pid, "v": value}]}

        best = ask(client, q0=query)["q0"]["result"][0]

        assert best["id"] == "GB-CHC-1090095"
        assert {"postcode": "postcode", "charity-number": "number", "identifier": "number"}.get(
            pid, pid
        ) in {f["id"] for f in best["features"]}

    def test_takes_an_identifier_for_a_query(self, client: Client, foodbank: Organisation) -> None:
        best = ask(client, q0={"query": "GB-CHC-1090095"})["q0"]["result"][0]

        assert (best["score"], best["match"]) == (100.0, True)

    def test_keeps_to_a_type_a_place_and_a_limit(
        self, client: Client, foodbank: Organisation
    ) -> None:
        other = made("Norfolk Foodbank Two", "GB-CHC-1090097", kind="cic")
        authority = {"pid": "local-authority", "v": "norwich"}
        elsewhere = {"pid": "local-authority-code", "v": "E07000148"}
        AreaFactory(code="E08000035", name="Leeds")
        leeds = {"pid": "local-authority", "v": "Leeds"}
        found = ask(
            client,
            a={"query": "Norfolk Foodbank", "type": "cic"},
            b={"query": "Norfolk Foodbank", "type": ["charity", "nonsense"], "limit": 1},
            c={"query": "Norfolk Foodbank", "properties": [authority]},
            d={"query": "Norfolk Foodbank", "properties": [elsewhere], "type_strict": "should"},
            e={"query": "Norfolk Foodbank", "properties": [leeds]},
        )

        assert [c["id"] for c in found["a"]["result"]] == [other.ref]
        assert [c["id"] for c in found["b"]["result"]] == [foodbank.ref]
        assert found["c"]["result"][0]["id"] == found["d"]["result"][0]["id"] == foodbank.ref
        assert found["e"]["result"] == []

    def test_answers_by_get_and_one_alone(self, client: Client, foodbank: Organisation) -> None:
        queries = json.dumps({"q0": {"query": "norfolk foodbank"}})

        by_get = client.get("/reconcile", {"queries": queries}).json()
        alone = client.get("/reconcile", {"query": "norfolk foodbank"}).json()

        assert by_get["q0"] == alone
        assert alone["result"][0]["id"] == foodbank.ref

    def test_sees_a_change_at_once(self, client: Client, foodbank: Organisation) -> None:
        assert ask(client, q={"query": "Wherry Trust"})["q"]["result"] == []

        made("The Wherry Trust", "GB-CHC-1090099")

        assert ask(client, q={"query": "Wherry Trust"})["q"]["result"][0]["match"]


BAD = [
    ({"queries": ""}, 400), ({"queries": "{"}, 400), ({"queries": "[]"}, 400),
    ({"queries": "null"}, 400), ({"queries": '{"q0": []}'}, 400), ({"queries": '{"q0": {}}'}, 400),
    ({"queries": '{"q0": {"query": ""}}'}, 400), ({"queries": '{"q0": {"query": 7}}'}, 400),
    ({"queries": '{"q0": {"query": "x", "limit": 0}}'}, 400),
    ({"queries": '{"q0": {"query": "x", "limit": true}}'}, 400),
    ({"queries": '{"q0": {"query": "x", "limit": NaN}}'}, 400),
    ({"queries": '{"q0": {"query": "x", "limit": "9"}}'}, 400),
    ({"queries": '{"q0": {"query": "x", "type": 7}}'}, 400),
    ({"queries": '{"q0": {"query": "x", "type_strict": "perhaps"}}'}, 400),
    ({"queries": '{"q0": {"query": "x", "type_strict": ["any"]}}'}, 400),
    ({"query": '{"query": "x", "type_strict": {}}'}, 400),
    ({"queries": '{"q0": {"query": "x", "else": 1}}'}, 400),
    ({"queries": '{"q0": {"query": "x", "properties": {}}}'}, 400),
    ({"queries": '{"q0": {"properties": []}}'}, 400),
    ({"queries": '{"q0": {"query": "x", "properties": [{"pid": "postcode"}]}}'}, 400),
    ({"queries": '{"q0": {"query": "x", "properties": [{"pid": "postcode", "v": [[]]}]}}'}, 400),
    ({"queries": "[" * 100_000}, 400), ({"queries": '{"a": ' + "9" * 5000 + "}"}, 400),
    ({"queries": json.dumps({f"q{n}": {"query": "x"} for n in range(101)})}, 413),
    ({"extend": "{}"}, 400), ({"extend": '{"ids": [7], "properties": []}'}, 400),
    ({"extend": '{"ids": [], "properties": ["x"]}'}, 400),
    ({"extend": '{"ids": [], "properties": [{"id": "password"}]}'}, 400),
    ({"extend": '{"ids": [], "properties": [{"id": ["name"]}]}'}, 400),
    ({"extend": '{"ids": [], "properties": [{"id": {}}]}'}, 400),
    ({"extend": '{"ids": [], "properties": [{}]}'}, 400),
    ({"extend": json.dumps({"ids": ["x"] * 201, "properties": []})}, 413),
    ({"nothing": "x"}, 400), ({}, 400),
]  # fmt: skip


class TestBadInput:
    @pytest.mark.parametrize(("form", "status"), BAD)
    def test_gets_a_sentence_and_never_a_trace(
        self, client: Client, form: dict[str, str], status: int
    ) -> None:
        answer = client.post("/reconcile", form)

        assert answer.status_code == status
        assert answer["Content-Type"] == "application/problem+json"
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer.json()["detail"]
        assert "Traceback" not in answer.content.decode()

    @pytest.mark.parametrize(
        "query", ["\x00", "\ud800", "'; DROP TABLE", "☃" * 900, "a" * 100_000, "\u202eevil"]
    )
    def test_of_odd_letters_is_only_not_found(
        self, client: Client, foodbank: Organisation, query: str
    ) -> None:
        said = {
            "q0": {"query": f"x{query}", "properties": [{"pid": "local-authority", "v": query}]}
        }

        assert client.post("/reconcile", {"queries": json.dumps(said)}).status_code == 200

    @pytest.mark.parametrize(
        "path",
        [
            "/reconcile/suggest/password", "/reconcile/preview/GB-CHC-9", "/reconcile/preview/%00",
            "/reconcile/nothing",
        ],
    )  # fmt: skip
    def test_of_an_address_is_not_found(self, client: Client, path: str) -> None:
        answer = client.get(path)

        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"

    @pytest.mark.parametrize("cursor", ["-1", "x", "9" * 20, "1.5", "²"])
    def test_of_a_cursor_is_refused(self, client: Client, cursor: str) -> None:
        asked = {"prefix": "n", "cursor": cursor}

        assert client.get("/reconcile/suggest/type", asked).status_code == 400

    def test_of_another_method_is_refused(self, client: Client) -> None:
        assert client.put("/reconcile").status_code == 405
        assert client.delete("/reconcile/suggest/entity").status_code == 405

    def test_too_often_is_told_when_to_come_again(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(views, "READING", Limit("reconcile-test", 1, 60))
        client.get("/reconcile")

        answer = client.get("/reconcile")

        assert answer.status_code == 429
        assert int(answer["Retry-After"]) > 0
        assert answer["Access-Control-Allow-Origin"] == "*"

    @settings(
        max_examples=60, deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )  # fmt: skip
    @given(
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["query", "type", "limit", "properties", "pid", "v", "q0"])
                    | st.text(max_size=3),
                    inner,
                    max_size=4,
                )
            ),
            max_leaves=12,
        )
    )
    def test_of_any_shape_is_answered_or_refused(self, client: Client, sent: Any) -> None:
        for name in ("queries", "extend"):
            answer = client.post("/reconcile", {name: json.dumps(sent)})
            assert answer.status_code in {200, 400, 413, 429}


class TestAnotherSite:
    def test_may_ask_before_it_sends(self, client: Client) -> None:
        answer = client.options("/reconcile", headers={"origin": "https://refine.example"})

        assert answer.status_code == 204
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "POST" in answer["Access-Control-Allow-Methods"]

    def test_may_send_without_our_cookie(self, foodbank: Organisation) -> None:
        strict = Client(enforce_csrf_checks=True)
        form = {"queries": json.dumps({"q0": {"query": "norfolk foodbank"}})}

        answer = strict.post("/reconcile", form, headers={"origin": "https://refine.example"})

        assert answer.status_code == 200
        assert answer["Access-Control-Allow-Origin"] == "*"

    def test_may_frame_the_preview_and_nothing_else(
        self, client: Client, foodbank: Organisation
    ) -> None:
        preview = client.get(f"/reconcile/preview/{foodbank.ref}")

        assert "X-Frame-Options" not in preview
        assert "frame-ancestors *" in preview["Content-Security-Policy"]
        assert "script-src 'self'" in preview["Content-Security-Policy"]
        assert client.get("/")["X-Frame-Options"] == "DENY"


class TestSuggest:
    @pytest.mark.parametrize("prefix", ["norf", "GB-CHC-1090095", "1090095"])
    def test_finds_by_the_beginning_of_a_name_or_by_number(
        self, client: Client, foodbank: Organisation, prefix: str
    ) -> None:
        body = client.get("/reconcile/suggest/entity", {"prefix": prefix}).json()

        assert keeps_to(shapes.SUGGESTIONS, body) == []
        assert [r["id"] for r in body["result"]] == [foodbank.ref]

    def test_finds_properties_and_types_and_passes_over_some(self, client: Client) -> None:
        properties = client.get("/reconcile/suggest/property", {"prefix": "post"}).json()
        types = client.get("/reconcile/suggest/type", {"prefix": "char"}).json()["result"]
        later = client.get("/reconcile/suggest/type", {"prefix": "char", "cursor": 1}).json()

        assert [p["id"] for p in properties["result"]] == ["postcode"]
        assert later["result"] == types[1:]


class TestExtend:
    def extend(self, client: Client, ids: list[str], *wanted: str) -> dict[str, Any]:
        query = {"ids": ids, "properties": [{"id": w, "settings": {}} for w in wanted]}
        body = client.post("/reconcile", {"extend": json.dumps(query)}).json()
        assert keeps_to(shapes.EXTENSION, body) == []
        return body

    def test_gives_what_is_published(self, client: Client, foodbank: Organisation) -> None:
        ids = ["GB-CHC-1090095", "GB-CHC-404404"]

        body = self.extend(client, ids, "charity-number", "postcode", "other-names", "page")

        assert body["rows"]["GB-CHC-1090095"] == {
            "charity-number": [{"str": "1090095"}], "postcode": [{"str": "NR1 1AA"}],
            "other-names": [{"str": "The Pantry"}],
            "page": [{"str": "http://testserver/organisations/GB-CHC-1090095/"}],
        }  # fmt: skip
        assert set(map(str, body["rows"]["GB-CHC-404404"].values())) == {"[]"}

    def test_gives_every_property_it_proposes(self, client: Client, foodbank: Organisation) -> None:
        proposal = client.get("/reconcile/properties", {"type": "charity"}).json()
        assert keeps_to(shapes.PROPOSAL, proposal) == []

        body = self.extend(client, [foodbank.ref], *(p["id"] for p in proposal["properties"]))

        assert len(body["meta"]) == len(proposal["properties"])
        short = client.get("/reconcile/properties", {"type": "charity", "limit": "2"}).json()
        assert (len(short["properties"]), short["limit"]) == (2, 2)

    def test_shows_no_more_of_a_private_address_than_its_first_half(self, client: Client) -> None:
        made("Kitchen Table Club", "GB-CHC-1090098", address_public=False)

        body = self.extend(client, ["GB-CHC-1090098"], "postcode")
        query = {"query": "Kitchn Table", "properties": [{"pid": "postcode", "v": "NR1 1AA"}]}
        other = {"query": "Kitchn Table", "properties": [{"pid": "postcode", "v": "NR1 9ZZ"}]}
        found = ask(client, a=query, b=other)

        assert body["rows"]["GB-CHC-1090098"]["postcode"] == [{"str": "NR1"}]
        assert found["a"] == found["b"]


class TestOnlyWhatIsPublished:
    def everything(self, client: Client, ref: str, name: str) -> str:
        said = {"queries": json.dumps({
            "a": {"query": name}, "b": {"query": ref},
            "c": {"properties": [{"pid": "telephone", "v": "01603 555 012"}]},
            "d": {"properties": [{"pid": "identifier", "v": ref}]},
        })}  # fmt: skip
        extend = json.dumps({"ids": [ref], "properties": [{"id": "website"}, {"id": "identifier"}]})
        answers = [
            client.post("/reconcile", said), client.post("/reconcile", {"extend": extend}),
            client.get("/reconcile/suggest/entity", {"prefix": name}),
            client.get("/reconcile/suggest/entity", {"prefix": ref}),
            client.get(f"/reconcile/preview/{ref}"),
        ]  # fmt: skip
        return " ".join(a.content.decode() for a in answers)

    def test_is_told_so_that_the_withheld_are_as_if_they_were_not(
        self, client: Client, foodbank: Organisation
    ) -> None:
        assert "pantry.example" in self.everything(client, foodbank.ref, foodbank.name)

        withhold(by=steward, organisation=foodbank, reason="A threat.")

        unknown = self.everything(client, "GB-CHC-1090094", "Nobody Of This Name")
        told = self.everything(client, foodbank.ref, foodbank.name)
        assert told.replace(foodbank.ref, "REF") == unknown.replace("GB-CHC-1090094", "REF")

    def test_even_where_what_is_kept_in_memory_is_old(
        self, client: Client, foodbank: Organisation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        old = meant.register()
        monkeypatch.setattr(meant, "register", lambda: old)
        withhold(by=steward, organisation=foodbank, fact="telephone", reason="A private number.")

        query = {"query": "Norfolk", "properties": [{"pid": "telephone", "v": "01603 555 012"}]}
        found = ask(client, q0=query)["q0"]["result"]

        assert all("telephone" not in {f["id"] for f in c["features"]} for c in found)
        assert not any(c["match"] for c in found)
        withhold(by=steward, organisation=foodbank, reason="A threat.")
        assert "pantry" not in self.everything(client, foodbank.ref, foodbank.name).lower()

    def test_and_the_merged_lead_to_the_one_that_is_kept(
        self, client: Client, foodbank: Organisation
    ) -> None:
        gone = made("Wensum Larder", "GB-CHC-1090077", telephone="", website="", email="")
        merge_organisations(by=steward, kept=foodbank, absorbed=gone, reason="One body.")

        found = ask(client, a={"query": "Wensum Larder"}, b={"query": "GB-CHC-1090077"})
        query = {"ids": ["GB-CHC-1090077"], "properties": [{"id": "page"}]}
        body = client.post("/reconcile", {"extend": json.dumps(query)}).json()

        assert [c["id"] for c in found["a"]["result"]] == [foodbank.ref]
        assert [c["id"] for c in found["b"]["result"]] == [foodbank.ref]
        assert "GB-CHC-1090095" in body["rows"]["GB-CHC-1090077"]["page"][0]["str"]

    def test_outside_the_place_there_is_nobody(self, client: Client) -> None:
        OrganisationFactory(name="Elsewhere Trust", ref="GB-CHC-1090055", based_here=False)

        assert "Elsewhere" not in self.everything(client, "GB-CHC-1090055", "Elsewhere Trust")
