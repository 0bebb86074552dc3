"""The portal's catalogues as a province reads them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from simulator.catalogue.code_lists import load_code_lists
from simulator.catalogue.documents import FileSchemas
from simulator.core.data_folders import data_folders
from simulator.core.errors import DataFileError
from simulator.domain.claim_sheet import ClaimSheet
from simulator.portal.blueprint import blueprint as portal
from simulator.web.national import National
from simulator.wire.contracts import load_contracts
from tests.apps.national_fixtures import Seen
from tests.apps.portal_messages import call, codes, log_in

EMPTY = ("LayDanhMucQuanHuyen",)


@pytest.mark.parametrize("key", ["maTTHC", "MaTTHC"])
@pytest.mark.parametrize("code", ["1.001193", "1.001193.000.00.00.H99", "1.001193.H99"])
def test_a_procedure_is_read_by_either_spelling_and_any_form_of_its_code(
    client: FlaskClient, key: str, code: str, seen: Seen
) -> None:
    result = call(client, "LayThuTuc", **{key: code})["result"]
    assert [row["MATTHC"] for row in result] == ["1.001193"]
    assert len(result[0]["LINHVUCTHUCHIEN"]) == 1, "a known client indexes it without a check"
    assert {unit["MADONVI"] for unit in result[0]["COQUANTHUCHIEN"]} == {"000.00.00.H99", "H99.12"}
    read = seen.facts("catalogue_read")
    assert [fact.data for fact in read] == [{"operation": "portal/LayThuTuc", "procedure_code": "1.001193"}]


def test_an_unknown_procedure_is_refused(client: FlaskClient, seen: Seen) -> None:
    assert call(client, "LayThuTuc", maTTHC="9.999999")["error_code"] == codes("unknown_procedure")
    assert call(client, "LayThuTuc")["error_code"] == codes("missing_field")
    assert seen.facts("catalogue_read") == []


@pytest.mark.parametrize(
    ("service", "key"),
    [
        ("LayTaiLieuHoSo", "/duongdanteptin"),
        ("LayTaiLieuPAKN", "/TepTinPhanAnh"),
        ("LayNoiDungTraLoiTheoCauHoi", "/cauhoiid"),
        ("TraCuuTechID", "/mstorcmnd"),
    ],
)
def test_a_refusal_names_what_was_not_said(client: FlaskClient, service: str, key: str) -> None:
    for asked in ({}, {key[1:]: ""}):
        answer = call(client, service, **asked)
        assert answer["error_code"] == codes("missing_field")
        assert answer["message"].endswith(f": {key}")


def test_the_list_of_procedures_holds_every_code_once(client: FlaskClient, national: National) -> None:
    listed = [row["MATTHC"] for row in call(client, "LayDanhSachTTHC")["result"]]
    known = {code.code for service in national.catalogue.services.values() for code in service.codes}
    assert set(listed) == known
    assert len(listed) == len(known)


def test_the_list_of_fields_holds_every_field_once(client: FlaskClient, national: National) -> None:
    listed = [row["MALINHVUC"] for row in call(client, "LayDanhMucLinhVuc")["result"]]
    assert listed == sorted({service.field_code for service in national.catalogue.services.values()})


def test_the_list_of_agencies_holds_those_of_every_connected_system(
    client: FlaskClient, register: Callable[..., ClaimSheet]
) -> None:
    register("other", "92")
    listed = {row["MADONVI"] for row in call(client, "LayDanhMucCoQuan")["result"]}
    assert listed == {"000.00.00.H99", "H99.12", "000.00.00.H92", "H92.12"}


def test_answers_follow_their_contracts(client: FlaskClient, national: National) -> None:
    lists = {one.operation: {} for one in national.catalogue.code_lists.values()}
    asked = {**lists, "LayThuTuc": {"maTTHC": "1.001193"}, "LayDVC": {}, "LayQDCB": {"idQDCB": "QDCB.G15"}}
    session = log_in(client)
    for service, parts in asked.items():
        contract = national.contracts.by_service_key(service)
        assert contract is not None, service
        envelope = call(client, service, session, **parts)
        assert envelope["error_code"] == codes("ok"), service
        assert contract.check_response(envelope) == (), service
        if service not in EMPTY:
            assert envelope["result"], service
        if isinstance(rows := envelope["result"], list):
            assert len({orjson.dumps(row) for row in rows}) == len(rows), f"{service} says something twice"


def test_every_list_is_read_under_its_own_name(client: FlaskClient, seen: Seen) -> None:
    for service in ("LayDanhMucDanToc", "LayDanhMucQuanHuyen"):
        call(client, service)
    read = [fact.data["operation"] for fact in seen.facts("catalogue_read")]
    assert read == ["portal/LayDanhMucDanToc", "portal/LayDanhMucQuanHuyen"]


def test_there_are_no_districts_any_more_and_the_communes_are_those_of_the_province(client: FlaskClient) -> None:
    assert call(client, "LayDanhMucQuanHuyen")["result"] == []
    assert len(call(client, "LayDanhMucTinhThanh")["result"]) == 35, "34 provincial units and the trial province"
    assert {row["MATINHTHANH"] for row in call(client, "LayDanhMucPhuongXa", maTinhThanh="99")["result"]} == {"99"}
    assert call(client, "LayDanhMucPhuongXa", maTinhThanh="01")["result"] == [], "no list of it is there"


def test_a_procedure_names_its_legal_bases_and_its_decision_leads_back(client: FlaskClient) -> None:
    row = call(client, "LayThuTuc", maTTHC="1.001193")["result"][0]
    listed = call(client, "LayDanhMucCanCuPhapLy")["result"]
    law = next(one for one in listed if one["SOVANBAN"] == "60/2014/QH13")
    assert {**law, "DIACHITRUYCAP": ""} in row["CANCUPHAPLY"]
    published = call(client, "LayQDCB", idQDCB=row["IDQUYETDINHCONGBO"])["result"]
    assert "1.001193" in {one["MATTHC"] for one in published}
    assert {one["MACOQUANCONGBO"] for one in published} == {"G15"}


def test_a_decision_has_to_be_named(client: FlaskClient) -> None:
    assert call(client, "LayQDCB")["error_code"] == codes("missing_field")
    assert call(client, "LayQDCB", idQDCB="QDCB.G00")["result"] == []


def test_an_online_service_says_who_applies_it(client: FlaskClient, register: Callable[..., ClaimSheet]) -> None:
    sheet = register("other", "92")
    rows = {row["MATTHC"]: row for row in call(client, "LayDVC")["result"]["data"]}
    assert rows["1.001193"]["MADVC"] == "1.001193.01"
    claimed = {one["MACOQUANTHUCHIEN"] for one in rows["1.001193"]["APDUNGDVC"]}
    assert ("H92.12" in claimed) is ("khai-sinh" in sheet.services)
    assert call(client, "LayDVC", session="")["result"] == [], "a refusal has no rows to show"


@pytest.mark.parametrize("provider", ["wso2is", ""])
def test_an_account_is_found_by_the_tax_code_of_an_organisation(
    client: FlaskClient, national: National, provider: str
) -> None:
    firm = next(one for one in national.personas.people.values() if one.get("business_code"))
    found = call(client, "TraCuuTechID", provider=provider, mstorcmnd=firm["tax_code"])["result"]
    assert found == [{"TECHNICALID": firm["tech_id"]}]


def test_a_list_is_added_by_two_kinds_of_files_alone(tmp_path: Path, national: National) -> None:
    """A YAML file and the contract of its operation, in a folder of one's own; no Python."""
    write_list(tmp_path)
    folders = data_folders(tmp_path)
    found: list[DataFileError] = []
    lists = load_code_lists(FileSchemas(folders), found)
    assert found == []
    side = replace(national, catalogue=replace(national.catalogue, code_lists=lists), contracts=load_contracts(folders))
    app = Flask("own-list")
    app.register_blueprint(portal(side))
    assert call(app.test_client(), "LayDanhMucMauDau")["result"] == [{"MAMAU": "1", "TENMAU": "Đỏ"}]


def write_list(folder: Path) -> None:
    lists, contracts = folder / "contracts" / "codes" / "lists", folder / "contracts" / "portal"
    lists.mkdir(parents=True)
    contracts.mkdir(parents=True)
    (lists / "colours.yaml").write_text(
        "format: 1\nid: colours\noperation: LayDanhMucMauDau\nsource: own\nmark: ASSUMED\n"
        "row: {MAMAU: code, TENMAU: name}\nrows:\n  - {code: '1', name: Đỏ}\n",
        encoding="utf-8",
    )
    ours = Path(__file__).parents[2] / "contracts" / "portal"
    for part in ("request", "response"):
        text = (ours / f"LayDanhMucDanToc.{part}.schema.json").read_text(encoding="utf-8")
        own = contracts / f"LayDanhMucMauDau.{part}.schema.json"
        own.write_text(text.replace("LayDanhMucDanToc", "LayDanhMucMauDau"), encoding="utf-8")
