from pathlib import Path

import pytest

from simulator.core.data_folders import DataFolders
from simulator.core.errors import DataFileError
from simulator.wire.contracts import Contracts, load_contracts, pointer


def test_adapter_operations_are_found_by_their_body_key(contracts: Contracts) -> None:
    found = contracts.by_service_key("DongBoHoSoMC")
    assert found is contracts["portal/DongBoHoSoMC"]
    assert contracts.by_service_key("NopHoSo") is None
    assert contracts.by_service_key("") is None


def test_operations_without_a_body_key_are_not_found_by_an_empty_one(contracts: Contracts) -> None:
    assert contracts.get("portal/eform") is not None
    assert contracts.get("portal/nothing") is None


def test_unknown_field_names_its_nearest_neighbour(contracts: Contracts) -> None:
    contract = contracts["portal/TraCuuHoSo"]
    (finding,) = contract.check_request({**contract.example_request, "mahosso": "x"})
    assert finding.unknown_field
    assert "mahoso" in finding.expected


def test_free_objects_hold_any_key(contracts: Contracts) -> None:
    contract = contracts["province/submit"]
    document = {**contract.example_request, "values": {"anything": "at all"}}
    assert contract.check_request(document) == ()


def test_operation_without_an_answer_body_accepts_any_answer(contracts: Contracts) -> None:
    assert contracts["portal/handover"].example_response is None
    assert contracts["portal/handover"].check_response({"what": "ever"}) == ()


def test_missing_part_that_is_assumed_is_an_assumed_finding(contracts: Contracts) -> None:
    contract = contracts["registries/TraCuuThongTinCongDan"]
    findings = contract.check_request({})
    assert {finding.pointer: finding.assumed for finding in findings} == {
        "/SoDinhDanh": False,
        "/MaDVC": True,
        "/MaCanBo": True,
    }


@pytest.mark.parametrize("document", [None, [], "text", 12, {"data": None}, {"data": [None, 1, {}]}])
def test_any_json_is_judged_and_never_breaks_the_reader(contracts: Contracts, document: object) -> None:
    for contract in contracts:
        contract.check_request(document)
        contract.check_response(document)
        contract.keys(document)


def test_findings_of_a_batch_know_their_row(contracts: Contracts) -> None:
    contract = contracts["portal/DongBoHoSoMC"]
    row = contract.example_request["data"][0]
    bad = {**row, "TrangThaiHoSo": "12"}
    findings = contract.check_request({**contract.example_request, "session": "", "data": [row, bad]})
    assert [(finding.pointer, finding.row) for finding in findings] == [
        ("/data/1/TrangThaiHoSo", 1),
        ("/session", None),
    ]


def test_pointer_is_escaped() -> None:
    assert pointer(("a/b", 0, "c~d")) == "/a~1b/0/c~0d"
    assert pointer(()) == ""


def test_a_contract_that_is_not_json_is_a_named_problem(tmp_path: Path) -> None:
    folder = tmp_path / "contracts" / "portal"
    folder.mkdir(parents=True)
    (folder / "X.request.schema.json").write_text('{\n "a": }', encoding="utf-8")
    with pytest.raises(DataFileError, match=r"contracts/portal/X\.request\.schema\.json:2"):
        load_contracts(DataFolders((tmp_path,)))
