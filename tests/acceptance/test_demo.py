"""`dvcsim demo` as a process: what a newcomer meets first."""

import json
import socket
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest

from tests.acceptance.processes import ROOT, run

FILES = ("run.ndjson", "results.json", "junit.xml", "report.html", "exchanges.har")
SELECTION = ("--scenario", "once/known-not-asked", "--scenario", "tracking/every-status", "--service", "khai-sinh")


def results(folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    return document


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """One demonstration in an empty folder: two services that a province handles and one that it relays.

    All of them run in the wheel stage of .ci/run.
    """
    folder = tmp_path_factory.mktemp("demo")
    services = [word for service in ("khai-sinh", "ket-hon", "cap-ho-chieu") for word in ("--service", service)]
    return run("demo", *services, "--output", "out", cwd=folder), folder / "out"


def test_the_correct_system_passes_everything(demo):
    process, folder = demo
    assert process.returncode == 0, process.stdout + process.stderr
    cells = results(folder)["cells"]
    assert {cell["verdict"] for cell in cells if cell["role"] == "handler"} <= {"PASS", "NOT_APPLICABLE"}
    assert {cell["verdict"] for cell in cells if cell["role"] == "relay"} == {"NOT_APPLICABLE"}
    assert {cell["service"] for cell in cells} == {"khai-sinh", "ket-hon", "cap-ho-chieu"}
    assert all(cell["reason"]["vi"] and cell["reason"]["en"] for cell in cells)
    assert {check["verdict"] for cell in cells for check in cell["checks"]} <= {"PASS", "NOT_APPLICABLE"}
    assert {cell["weather"] for cell in cells} == {"calm", "portal-down"}


def test_every_report_is_there_and_named_at_the_end(demo):
    process, folder = demo
    assert all((folder / name).stat().st_size > 0 for name in FILES)
    assert "Báo cáo / Report: out" in process.stdout
    assert "Tiếp theo / Next: dvcsim" in process.stdout


def test_the_results_follow_their_schema(demo):
    schema = json.loads((ROOT / "contracts/files/results.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(results(demo[1]))


def test_every_passed_check_names_the_exchanges_it_rests_on(demo):
    held = {
        json.loads(entry)["id"]
        for line in (demo[1] / "run.ndjson").read_text(encoding="utf-8").split("\n")
        if '"event":"exchanges"' in line
        for entry in map(json.dumps, json.loads(line)["exchanges"])
    }
    for cell in results(demo[1])["cells"]:
        for check in cell["checks"]:
            if check["verdict"] == "PASS":
                assert check["exchanges"], f"{check['id']} passed without a witness"
                assert set(check["exchanges"]) <= held


def test_no_report_holds_a_credential(demo):
    text = "".join((demo[1] / name).read_text(encoding="utf-8") for name in FILES[1:])
    assert "demo-rp-secret" not in text
    assert '"password": "demo"' not in text
    assert '\\"password\\":\\"demo\\"' not in text


def test_the_sides_are_gone_when_it_ends(demo):
    started = json.loads((demo[1] / "run.ndjson").read_text(encoding="utf-8").split("\n")[0])
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", urlsplit(started["simulator"]).port), 1)


def test_a_fault_of_the_province_is_found_told_and_mendable(tmp_path):
    process = run("demo", "--defect", "status-lost", "--weather", "calm", *SELECTION, "--output", "out", cwd=tmp_path)
    assert process.returncode == 1, process.stdout + process.stderr
    failed = [
        check for cell in results(tmp_path / "out")["cells"] for check in cell["checks"] if check["verdict"] == "FAIL"
    ]
    assert {check["id"] for check in failed} == {"every_status_reaches_portal"}
    assert all(check["owner"] == "province" and check["remedy"]["vi"] for check in failed)
    assert "--scenario tracking/every-status --weather calm" in process.stdout
    assert "--defect status-lost" in process.stdout
    suites = ElementTree.parse(tmp_path / "out" / "junit.xml").getroot()
    assert (suites.get("tests"), suites.get("failures")) == ("2", "1")
    assert "Quyết định 31/2021/QĐ-TTg" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_an_unknown_scenario_is_a_usage_mistake_with_a_hint(tmp_path):
    process = run("demo", "--scenario", "tracking/every-statu", cwd=tmp_path)
    assert process.returncode == 2
    assert "did you mean tracking/every-status" in process.stderr
    assert "Traceback" not in process.stderr


def test_an_unknown_defect_is_told_by_the_child_that_found_out(tmp_path):
    process = run("demo", "--defect", "status-lots", "--output", "out", cwd=tmp_path)
    assert process.returncode in (2, 5)
    assert "status-lost" in process.stderr
    assert "Traceback" not in process.stderr


def test_a_second_run_in_the_same_folder_keeps_the_record_of_the_first(tmp_path):
    selection = ("--scenario", "once/known-not-asked", "--service", "khai-sinh", "--weather", "calm")
    for _ in range(2):
        process = run("demo", *selection, "--output", "out", cwd=tmp_path)
        assert process.returncode == 0, process.stdout + process.stderr
    assert len(list((tmp_path / "out").glob("run-*.ndjson"))) == 1
    assert "The earlier record is kept in" in process.stderr
