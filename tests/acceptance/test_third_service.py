"""What nobody wrote a line of Python for: a service, a story and a code list in a folder, judged like the others."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.processes import ROOT, run

SERVICE = """\
format: 1
id: xac-nhan-thu
number: 900
name: {vi: Xác nhận thử nghiệm, en: Trial certificate}
ministry: Bộ Thử nghiệm
level: "commune (Ủy ban nhân dân cấp xã)"
before_2025_07: {level: district, mark: ASSUMED, note: made up}
note: made up for this test
roles: {province: handler, ministry: none}
field: {code: G99-TN01, name: Thử nghiệm, mark: ASSUMED}
codes:
  - {code: "9.000001", name: Thủ tục xác nhận thử nghiệm, valid_from: 2025-07-01, valid_from_mark: ASSUMED,
     mark: ASSUMED}
subjects: {applicant: applicant, request: request}
cast:
  applicant: {kind: adult, gender: "2"}
  request: {kind: values, set: {relation: Chính chủ}}
sources:
  test: Made up
fields:
  - {key: full_name, datum: applicant.full_name, type: person_name, required: true, mark: ASSUMED,
     label: {vi: Họ và tên, en: full name}, known: {to: [VNEID], once: login}, source: [test]}
  - {key: phone, datum: applicant.phone, type: phone, required: false, mark: ASSUMED,
     label: {vi: Số điện thoại, en: phone number}, known: {to: [VNEID], once: login}, source: [test]}
  - {key: residence, datum: applicant.residence, type: address2, required: true, mark: ASSUMED,
     label: {vi: Nơi cư trú, en: residence}, known: {to: [CSDLQG_DAN_CU], once: login}, source: [test]}
  - {key: relation, datum: request.relation, type: string, required: true, mark: ASSUMED,
     label: {vi: Quan hệ, en: relation}, source: [test]}
components:
  - {code: XN.TO_KHAI, required: always, kind: eform, mark: ASSUMED,
     name: {vi: Tờ khai điện tử, en: electronic form}}
  - {code: XN.CU_TRU, required: always, kind: paper, replaced_by: [CSDLQG_DAN_CU], mark: ASSUMED,
     name: {vi: Xác nhận thông tin cư trú, en: proof of residence}, basis: made up}
  - {code: XN.SO_BHXH, required: always, kind: paper, replaced_by: [CSDLQG_BAO_HIEM], mark: ASSUMED,
     name: {vi: Sổ bảo hiểm xã hội, en: social-insurance book}, basis: made up}
deadline: {value: 1, unit: working_day, mark: ASSUMED, note: made up}
fee: {direct_vnd: 0, online_vnd: 0, mark: ASSUMED, note: made up}
results:
  - {code: KQ.G99.000001, name: {vi: Giấy xác nhận, en: certificate}, mark: ASSUMED,
     data: [applicant.full_name, applicant.residence]}
flow:
  mark: ASSUMED
  allowed: [[1, 2], [1, 3], [2, 4], [4, 9], [9, 10]]
"""
STORY = """\
id: own-family/one-story
title: {vi: Mùa yêu thích đến nơi nguyên vẹn, en: The favourite season arrives unchanged}
summary: {vi: Để thử, en: For a test}
applies: {roles: [handler], intakes: [redirect], drivers: [api], needs: [officer], services: [xac-nhan-thu]}
weathers: [calm]
given: {request.favourite_season: Mùa thu Hà Nội}
steps:
  - call: citizen.apply
  - officer: accept
  - expect: dossier_report
    where: {dossier_code: "${dossier}", status: 2}
  - call: citizen.view
  - check: [typed_data_unchanged, every_status_reaches_portal]
  - cleanup: {}
"""
SEASON = """\
  - {key: favourite_season, datum: request.favourite_season, type: string, required: true, mark: ASSUMED,
     label: {vi: Mùa yêu thích, en: favourite season}, source: [test]}
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one service of one's own and nothing else."""
    path = tmp_path / "data" / "services" / "xac-nhan-thu.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(SERVICE, encoding="utf-8")
    return tmp_path / "data"


def demo(data: Path, *words: str) -> tuple[int, list[dict[str, Any]], str]:
    """Exit code, cells and what was said."""
    own = ("--role", "province", "--data-dir", str(data), "--service", "xac-nhan-thu")
    process = run("demo", *own, *words, "--output", "out", cwd=data.parent)
    said = process.stdout + process.stderr
    path = data.parent / "out" / "results.json"
    assert path.is_file(), said
    return process.returncode, json.loads(path.read_text(encoding="utf-8"))["cells"], said


@pytest.mark.proof
def test_a_service_of_one_s_own_is_judged_in_every_scenario(data: Path) -> None:
    code, cells, said = demo(data)
    assert code == 0, said
    applied = {(cell["service"], cell["verdict"]) for cell in cells if cell["verdict"] != "NOT_APPLICABLE"}
    assert applied == {("xac-nhan-thu", "PASS")}
    passed = {check["id"] for cell in cells for check in cell["checks"] if check["verdict"] == "PASS"}
    assert {"known_data_not_asked", "replaced_paper_not_asked", "decision_uses_datum"} <= passed
    assert {"registry_consulted", "paper_asked_with_reason", "outage_recorded"} <= passed


@pytest.mark.proof
def test_a_defect_shows_in_it_as_in_any_other(data: Path) -> None:
    code, cells, said = demo(data, "--scenario", "once/known-not-asked", "--defect", "asks-known-residence")
    assert code == 1, said
    (check,) = [check for cell in cells for check in cell["checks"] if check["verdict"] == "FAIL"]
    assert check["id"] == "known_data_not_asked"
    assert "applicant.residence" in check["message"]["en"] + check["found"]


def test_a_story_and_a_code_list_of_one_s_own_are_files_too(data: Path) -> None:
    """A story in a family of its own, about an attribute that only the folder's own vocabulary has."""
    codes, story = data / "contracts" / "codes" / "datums.yaml", data / "scenarios" / "own-family" / "one-story.yaml"
    for path in (codes, story):
        path.parent.mkdir(parents=True)
    ours = (ROOT / "contracts" / "codes" / "datums.yaml").read_text(encoding="utf-8")
    codes.write_text(f"{ours}  favourite_season: {{vi: mùa yêu thích, en: favourite season}}\n", encoding="utf-8")
    story.write_text(STORY, encoding="utf-8")
    service = SERVICE.replace("set: {relation: Chính chủ}", "set: {relation: Chính chủ, favourite_season: Mùa xuân}")
    service = service.replace("components:\n", f"{SEASON}components:\n")
    (data / "services" / "xac-nhan-thu.yaml").write_text(service, encoding="utf-8")

    code, cells, said = demo(data, "--scenario", "own-family/*")
    assert code == 0, said
    assert [(cell["scenario"], cell["verdict"]) for cell in cells] == [("own-family/one-story", "PASS")]
    assert {check["id"] for check in cells[0]["checks"]} == {"typed_data_unchanged", "every_status_reaches_portal"}
    assert "request.favourite_season" in (data.parent / "out" / "exchanges.har").read_text(encoding="utf-8")
