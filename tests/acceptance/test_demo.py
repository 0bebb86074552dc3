"""`dvcsim demo` as a process: what a newcomer meets first."""

import csv
import io
import json
import signal
import socket
import subprocess
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest

from tests.acceptance.processes import ROOT, command, environment, run
from tests.architecture.portable import unsafe_names

FILES = ("run.ndjson", "results.json", "junit.xml", "report.html", "exchanges.har", "cleanup.csv")
FAMILIES = ("catalogue", "counter", "data", "lifecycle", "once", "payment", "relay", "tracking", "transition")
LOGINS = ("--scenario", "identity/level", "--scenario", "identity/vneid-down", "--scenario", "identity/step-up")
SELECTION = ("--scenario", "once/known-not-asked", "--scenario", "tracking/every-status", "--service", "khai-sinh")


def results(folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    return document


def simulator_of(folder: Path) -> str:
    """Return where the national side of a run listened."""
    return str(json.loads((folder / "run.ndjson").read_text(encoding="utf-8").split("\n")[0])["simulator"])


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """One demonstration of both systems in an empty folder: two services of the province and one of the ministry.

    All services and all logins run in the wheel stage of .ci/run.
    """
    folder = tmp_path_factory.mktemp("demo")
    services = [word for service in ("khai-sinh", "ket-hon", "cap-ho-chieu") for word in ("--service", service)]
    told = [word for family in FAMILIES for word in ("--scenario", f"{family}/*")]
    return run("demo", *services, *told, *LOGINS, "--output", "out", cwd=folder), folder / "out"


def test_every_name_that_it_writes_is_one_for_windows_too(demo):
    _, folder = demo
    written = [path.relative_to(folder.parent) for path in folder.parent.rglob("*")]
    assert len(written) > len(FILES)
    assert unsafe_names(written) == []


def test_the_correct_system_passes_everything(demo):
    process, folder = demo
    assert process.returncode == 0, process.stdout + process.stderr
    cells = results(folder)["cells"]
    assert {cell["verdict"] for cell in cells if cell["role"] == "handler"} <= {"PASS", "NOT_APPLICABLE"}
    relayed = {(cell["scenario"], cell["verdict"]) for cell in cells if cell["role"] == "relay"}
    assert ("relay/handed-over", "PASS") in relayed
    assert {verdict for _, verdict in relayed} == {"PASS", "NOT_APPLICABLE"}
    assert {cell["service"] for cell in cells} == {"khai-sinh", "ket-hon", "cap-ho-chieu"}
    assert all(cell["reason"]["vi"] and cell["reason"]["en"] for cell in cells)
    assert {check["verdict"] for cell in cells for check in cell["checks"]} <= {"PASS", "NOT_APPLICABLE"}
    assert {cell["weather"] for cell in cells} == {"calm", "portal-down", "registry-down", "vneid-down"}


def test_every_report_is_there_and_named_at_the_end(demo):
    process, folder = demo
    assert all((folder / name).stat().st_size > 0 for name in FILES)
    assert "Báo cáo / Report: out" in process.stdout
    assert "Tiếp theo / Next: dvcsim" in process.stdout


def test_every_dossier_that_was_submitted_is_listed_for_taking_out_again(demo):
    process, folder = demo
    text = (folder / "cleanup.csv").read_text(encoding="utf-8-sig")
    listed = {row["dossier_code"]: row for row in csv.DictReader(io.StringIO(text)) if row["dossier_code"]}
    views = [cell for cell in results(folder)["cells"] if cell["scenario"] == "tracking/every-status"]
    told = {row["session"] for row in listed.values()}
    assert len([cell for cell in views if cell["verdict"] == "PASS"]) == 2 <= len(listed)
    assert {cell["session"] for cell in views if cell["verdict"] == "PASS"} <= told
    assert {row["personal_id"][:3] for row in listed.values()} <= {"099", ""}
    assert f"left in the system under test: {len(listed)};" in process.stdout


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


def test_the_ministry_is_judged_for_what_it_handles_at_a_national_side_of_its_own(demo):
    process, folder = demo
    province, ministry = results(folder), results(folder / "ministry")
    assert (province["province"]["kind"], ministry["province"]["kind"]) == ("province", "ministry")
    assert simulator_of(folder) != simulator_of(folder / "ministry")
    assert province["run"] != ministry["run"]
    handled = {cell["service"] for cell in ministry["cells"] if cell["role"] == "handler"}
    assert handled == {"cap-ho-chieu"}
    assert {cell["verdict"] for cell in ministry["cells"] if cell["role"] == "handler"} == {"PASS", "NOT_APPLICABLE"}
    assert {cell["reason"]["en"] for cell in ministry["cells"] if cell["role"] == "none"} != {""}
    for name in ("Tỉnh Thử nghiệm", "Bộ Thử nghiệm", "Report: out/report.html", "Report: out/ministry/report.html"):
        assert name in process.stdout.replace("\\", "/")
    assert "] province ✓ PASS" in process.stderr
    assert "] ministry ✓ PASS" in process.stderr


def test_every_report_of_the_ministry_is_there_and_follows_its_schema(demo):
    folder = demo[1] / "ministry"
    assert all((folder / name).stat().st_size > 0 for name in FILES)
    schema = json.loads((ROOT / "contracts/files/results.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(results(folder))


def test_no_report_holds_a_credential(demo):
    folders = (demo[1], demo[1] / "ministry")
    text = "".join((folder / name).read_text(encoding="utf-8") for folder in folders for name in FILES[1:])
    assert "demo-rp-secret" not in text
    assert "demo-bo-rp-secret" not in text
    assert '"password": "demo"' not in text
    assert '\\"password\\":\\"demo\\"' not in text


def test_the_sides_are_gone_when_it_ends(demo):
    for folder in (demo[1], demo[1] / "ministry"):
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", urlsplit(simulator_of(folder)).port), 1)


def test_a_fault_of_the_province_is_found_told_and_mendable(tmp_path):
    words = ("--role", "province", "--defect", "status-lost", "--weather", "calm", *SELECTION)
    process = run("demo", *words, "--output", "out", cwd=tmp_path)
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


def test_a_fault_of_the_ministry_is_found_where_only_the_ministry_is_concerned(tmp_path):
    words = ("--scenario", "tracking/every-status", "--weather", "calm", "--service", "cap-ho-chieu")
    process = run("demo", "--defect", "ministry:status-lost", *words, "--output", "out", cwd=tmp_path)
    assert process.returncode == 1, process.stdout + process.stderr
    assert "Nothing selected concerns: " in process.stderr
    assert not (tmp_path / "out" / "run.ndjson").exists()
    assert results(tmp_path / "out" / "ministry")["summary"]["verdict"] == "FAIL"
    assert "Next: dvcsim demo --service cap-ho-chieu" in process.stdout
    assert "--role ministry --defect status-lost" in process.stdout


def test_ctrl_c_ends_both_checks_in_order(tmp_path):
    with (tmp_path / "said").open("w", encoding="utf-8") as said:
        process = subprocess.Popen(command("demo", "--output", "out"), cwd=tmp_path, env=environment(), stdout=said)
        records = [tmp_path / "out" / "run.ndjson", tmp_path / "out" / "ministry" / "run.ndjson"]
        assert wait_for(lambda: all(path.is_file() and "cell_finished" in path.read_text("utf-8") for path in records))
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
    for path in records:
        last = json.loads(path.read_text(encoding="utf-8").splitlines()[-1])
        assert (last["event"], last["interrupted"]) == ("run_finished", True)
        assert path.with_name("report.html").is_file()


def wait_for(done: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        time.sleep(0.05)
    return done()


def test_an_unknown_scenario_is_a_usage_mistake_with_a_hint(tmp_path):
    process = run("demo", "--scenario", "tracking/every-statu", cwd=tmp_path)
    assert process.returncode == 2
    assert "did you mean tracking/every-status" in process.stderr
    assert "Traceback" not in process.stderr


def test_an_unknown_defect_is_told_by_the_child_that_found_out(tmp_path):
    process = run("demo", "--role", "province", "--defect", "status-lots", "--output", "out", cwd=tmp_path)
    assert process.returncode in (2, 5)
    assert "status-lost" in process.stderr
    assert "Traceback" not in process.stderr


@pytest.mark.proof
def test_a_second_run_in_the_same_folder_keeps_the_record_of_the_first(tmp_path):
    selection = ("--scenario", "once/known-not-asked", "--service", "khai-sinh", "--weather", "calm")
    for _ in range(2):
        process = run("demo", "--role", "province", *selection, "--output", "out", cwd=tmp_path)
        assert process.returncode == 0, process.stdout + process.stderr
    assert len(list((tmp_path / "out").glob("run-*.ndjson"))) == 1
    assert "The earlier record is kept in" in process.stderr
