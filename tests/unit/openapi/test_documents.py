"""The OpenAPI documents: valid, whole, and true to the contracts that they are made from."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from simulator.openapi.documents import ORDER, Described
from simulator.wire.contracts import Contracts

BASE = "http://127.0.0.1:8025"


def document(described: Described, name: str) -> dict[str, Any]:
    found = described.document(name, BASE)
    assert found is not None
    return found


def test_each_party_with_operations_has_a_valid_document(described: Described) -> None:
    names = [one.id for one in described.documents()]
    assert names == list(ORDER)
    for name in names:
        assert [str(error) for error in OpenAPIV31SpecValidator(document(described, name)).iter_errors()] == [], name


def test_every_contract_stands_in_exactly_one_document(described: Described, contracts: Contracts) -> None:
    told: list[str] = []
    for one in described.documents():
        written = document(described, one.id)
        for item in [*written["paths"].values(), *written.get("webhooks", {}).values()]:
            for method, operation in item.items():
                if method != "servers" and "x-dialects" not in operation:
                    said = operation["x-operation"]
                    told += [said] if isinstance(said, str) else said
    assert len(told) == len(set(told))
    assert set(contracts.ids()) <= set(told)


def test_the_adapter_is_one_path_told_apart_by_service(described: Described, contracts: Contracts) -> None:
    written = document(described, "portal")
    item = written["paths"]["/mapi/g"]
    body = item["post"]["requestBody"]["content"]["application/json"]
    keys = {one.service_key for one in contracts if one.service_key}
    assert set(body["schema"]["discriminator"]["mapping"]) == set(body["examples"]) == keys
    assert len(body["schema"]["oneOf"]) == len(keys)
    assert [one["url"].removeprefix(BASE) for one in item["servers"]][1:] == [
        "/VXPAdapter/RestService/forward",
        "/XrdAdapter/RestService/forward",
    ]
    pays = document(described, "payment")["paths"]["/paymentplatform"]["post"]
    assert set(pays["requestBody"]["content"]["application/json"]["examples"]) == {"INIT", "QUERY", "GET_BILL"}
    assert "application/pdf" in pays["responses"]["200"]["content"]
    told = {row["name"]: row["x-remedy"] for row in item["post"]["x-error-codes"]}
    assert "isUpdating" in told["duplicate"]["vi"]


def test_an_example_fits_its_own_schema_and_no_other(described: Described) -> None:
    """The references still resolve where they were moved to."""
    written = document(described, "portal")
    body = written["paths"]["/mapi/g"]["post"]["requestBody"]["content"]["application/json"]
    for key, place in body["schema"]["discriminator"]["mapping"].items():
        example = body["examples"][key]["value"]
        assert Draft202012Validator({**written, "$ref": place}).is_valid(example), key
    choice = Draft202012Validator({**written, **body["schema"]})
    for example in body["examples"].values():
        assert choice.is_valid(example["value"])


def test_what_the_contracts_mark_is_kept(described: Described) -> None:
    schemas = document(described, "portal")["components"]["schemas"]
    assert schemas["DongBoHoSoMC.request"]["x-correlate"]
    assert "x-mark" in str(schemas["DongBoHoSoMC.request"])
    assert "$defs" not in str(schemas)
    assert "$id" not in schemas["DongBoHoSoMC.request"]


def test_a_system_under_test_is_described_by_webhooks(described: Described) -> None:
    written = document(described, "province")
    assert written["paths"] == {}
    assert written["webhooks"]["officer"]["post"]["x-address"] == "{base_url}{hooks.officer.path}"
    assert "handover" in written["webhooks"]


def test_the_doors_of_a_middleware_are_paths(described: Described) -> None:
    paths = document(described, "portal")["paths"]
    door = paths["/KetNoiMotCuaQuocGia/ThemMoiHoSo"]["post"]
    assert "lgsp-facade" in door["x-dialects"]
    assert "text/plain" in paths["/KetNoiMotCuaQuocGia/getfile"]["post"]["responses"]["200"]["content"]
    assert door["requestBody"]["content"]["application/json"]["schema"]["$ref"].endswith("/properties/data")


def test_a_name_that_nobody_has(described: Described) -> None:
    assert described.document("portall") is None


@pytest.mark.parametrize("name", ["citizen", "admin", "vneid"])
def test_examples_of_described_routes_follow_their_schemas(described: Described, name: str) -> None:
    Draft202012Validator.check_schema({"$defs": described.operations.files[name].data["schemas"]})
    for operation in described.operations.of(name):
        if operation.is_contract:
            continue
        for schema, examples in [
            (operation.body, operation.requests),
            *((one.schema, one.examples) for one in operation.answers),
        ]:
            if schema is not None:
                Draft202012Validator.check_schema(dict(schema.node))
                whole = {"$defs": schema.root.get("$defs", {}), **schema.node}
                assert [list(Draft202012Validator(whole).iter_errors(one)) for one in examples] == [[]] * len(examples)
