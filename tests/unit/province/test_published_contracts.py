"""What the province sends and answers is what the published contracts say, with no field beside them."""

import json
from typing import Any

import jsonschema
import pytest

from simulator.core.data_folders import data_folders
from tests.unit.province.conftest import JSON, World


def _schema(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(data_folders().file(f"contracts/{name}.schema.json").read_text())
    return document


def _unknown(schema: dict[str, Any], document: Any, defs: dict[str, Any], where: str = "") -> list[str]:
    schema = defs[schema["$ref"].rsplit("/", 1)[-1]] if "$ref" in schema else schema
    if isinstance(document, list):
        items = schema.get("items", {})
        return [found for item in document for found in _unknown(items, item, defs, where + "/*")]
    if not isinstance(document, dict) or "properties" not in schema:
        return []
    found = [f"{where}/{name}" for name in document if name not in schema["properties"]]
    for name, value in document.items():
        found += _unknown(schema["properties"].get(name, {}), value, defs, f"{where}/{name}")
    return found


def _hold(name: str, document: Any) -> None:
    schema = _schema(name)
    jsonschema.Draft202012Validator(schema).validate(document)
    assert _unknown(schema, document, schema.get("$defs", {})) == []


@pytest.fixture
def told(world: World) -> tuple[World, str]:
    """A dossier from filing to returned result, and one that was refused."""
    code = world.citizen.file(submission_id="a")
    for action in ("accept", "process", "finish", "return_result"):
        world.citizen.officer(code, action, reason="Lý do")
    refused = world.citizen.file(submission_id="b")
    world.citizen.officer(refused, "refuse", reason="Thiếu")
    world.settle()
    return world, code


@pytest.mark.parametrize("service", ["LayThuTuc", "DongBoHoSoMC", "CapNhatTienDoHoSoMC"])
def test_messages_to_the_portal(told: tuple[World, str], service: str) -> None:
    bodies = [body for body in told[0].national.bodies if body["service"] == service]
    assert bodies
    for body in bodies:
        body = json.loads(json.dumps(body).replace("9.000001", "1.001193"))
        _hold(f"portal/{service}.request", body)


def test_the_query_for_a_dossier(told: tuple[World, str]) -> None:
    world, _ = told
    code = world.citizen.file(submission_id="c")
    world.settle()
    world.national.dossiers.clear()
    world.citizen.officer(code, "accept")
    world.settle()
    (body,) = (body for body in world.national.bodies if body["service"] == "TraCuuHoSo")
    _hold("portal/TraCuuHoSo.request", body)


def test_look_ups(told: tuple[World, str]) -> None:
    for query in told[0].national.look_ups:
        _hold("registries/TraCuuThongTinCongDan.request", query)


def test_answers_of_the_form_the_submission_and_the_view(told: tuple[World, str]) -> None:
    world, code = told
    _hold("province/form.response", world.citizen.land().json)
    _hold("province/submit.response", world.citizen.submit(submission_id="d").json)
    _hold("province/view.response", world.citizen.client.get(f"/ho-so/{code}", headers=JSON).json)


def test_answers_of_the_hooks(world: World) -> None:
    code = world.citizen.file()
    _hold("province/officer.response", world.citizen.officer(code, "accept").json)
    _hold("province/clock.response", world.citizen.set_clock(code, "2025-07-02T08:00:00+07:00").json)
    idle = world.citizen.client.get("/test/idle", headers=world.citizen.officer_headers)
    _hold("province/idle.response", idle.json)
