"""A system that offers neither form API nor officer hook is judged by people, from a work list."""

import json
import os
import re
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from simulator.catalogue.catalogue import Catalogue, load_catalogue
from simulator.catalogue.claim_sheets import load_claim_sheet
from simulator.conformance import RunOptions, RunRecord, StopSignal, run_check
from simulator.conformance.record import read_record
from simulator.core.data_folders import data_folders
from simulator.core.exit_status import ExitStatus
from simulator.core.yaml_file import load_path
from simulator.domain.outcome import Verdict
from simulator.report.render import render_all
from tests.acceptance.people import People
from tests.acceptance.processes import ROOT, Running, client, command, environment, start, started
from tests.acceptance.processes import run as run_command
from tests.acceptance.test_check import free_port

SCENARIOS = ("once/*", "lifecycle/*", "tracking/every-status", "data/no-replaced-paper", "catalogue/fee-and-deadline")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("attended")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(data_folders())


@pytest.fixture(scope="module")
def national_side(folder: Path) -> Iterator[Running]:
    with started("serve", "--port", "0", "--data", "national", cwd=folder) as running:
        yield running


def province_words(simulator: str, sheet: str, data: str) -> tuple[str, ...]:
    return ("province", "--port", "0", "--simulator", simulator, "--claim-sheet", sheet, "--data", data)


@pytest.fixture(scope="module")
def province(folder: Path, national_side: Running) -> Iterator[dict[str, Any]]:
    with started(*province_words(national_side.url, "whole.yaml", "province"), cwd=folder):
        yield dict(load_path(folder / "whole.yaml"))


def attended(document: Mapping[str, Any]) -> dict[str, Any]:
    """The same system as its supplier would describe it: people work it, and nothing can be asked of it."""
    services = {"khai-sinh": {"role": "handler", "intake": "redirect", "driver": "attended"}}
    known = {name: value for name, value in json.loads(json.dumps(document)).items() if name != "hooks"}
    return {**known, "services": services, "test_clock": "none", "sync": {"every_seconds": 1, "max_seconds": 2}}


@contextmanager
def working(people: People, most: int = 1000) -> Iterator[StopSignal]:
    """Let people work beside the block; what goes wrong with them stops the run and is raised."""
    enough, stop, faults = threading.Event(), StopSignal(), []

    def work() -> None:
        try:
            people.work_until(enough, most)
        except Exception as error:
            faults.append(error)
            stop.request_at_once()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield stop
    finally:
        enough.set()
        thread.join(20)
    for fault in faults:
        raise fault


def judged(sheet: Path, catalogue: Catalogue, output: Path, stop: StopSignal, *scenarios: str) -> RunRecord:
    options = RunOptions(output=output, services=("khai-sinh",), scenarios=scenarios)
    return run_check(load_claim_sheet(sheet, catalogue), catalogue, options, stop=stop)


@pytest.fixture(scope="module")
def run(folder: Path, national_side: Running, province: dict[str, Any], catalogue: Catalogue) -> RunRecord:
    (folder / "attended.yaml").write_text(yaml.safe_dump(attended(province), allow_unicode=True), encoding="utf-8")
    with working(People(national_side.url, province)) as stop:
        return judged(folder / "attended.yaml", catalogue, folder / "run", stop, *SCENARIOS)


ASKED = {
    "catalogue/fee-and-deadline": {"fee_as_published"},
    "data/no-replaced-paper": {
        "replaced_paper_not_asked",
        "accepted_without_replaced_paper",
        "decision_uses_datum",
    },
    "lifecycle/supplemented": {"supplement_asked_once"},
    "once/known-not-asked": {"known_data_not_asked", "prefilled_data_true"},
    "once/second-dossier": {"learnt_not_asked"},
}
"""What only the people could see; everything else was seen on the wire."""


def test_people_bring_a_system_without_interfaces_to_a_verdict(run: RunRecord) -> None:
    attested = {
        cell.scenario: {check.id for check in cell.checks if check.verdict is Verdict.ATTESTED}
        for cell in run.cells.values()
    }
    assert {scenario: checks for scenario, checks in attested.items() if checks} == ASKED
    others = [check for cell in run.cells.values() for check in cell.checks if check.verdict is not Verdict.ATTESTED]
    assert {check.verdict for check in others} == {Verdict.PASS}
    assert {cell.driven_by for cell in run.cells.values()} == {"human"}
    assert run.exit_status() is ExitStatus.OK


def test_reports_name_who_vouches_and_with_what(run: RunRecord) -> None:
    folder = run.path.parent
    render_all(folder)
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    schema = json.loads((ROOT / "contracts/files/results.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(results)
    vouched = [check["attested"] for cell in results["cells"] for check in cell["checks"] if "attested" in check]
    assert len(vouched) == 8
    for name in ("report.html", "junit.xml"):
        written = (folder / name).read_text(encoding="utf-8")
        assert all(one["by"] in written and one["file"] in written for one in vouched)


def test_estimate_stands_in_the_record(run: RunRecord) -> None:
    citizens = 9
    assert run.started["people"]["log_ins"] == citizens + 1
    assert run.started["people"]["items"] > 2 * citizens


FEW = ("once/known-not-asked", "tracking/every-status", "lifecycle/withdrawn")


def verdicts(record: RunRecord) -> dict[str, list[tuple[str, str]]]:
    return {cell.scenario: [(check.id, check.verdict.value) for check in cell.checks] for cell in record.cells.values()}


@pytest.mark.proof
def test_killed_in_the_middle_it_ends_the_same(folder: Path, province: dict[str, Any], run: RunRecord) -> None:
    """Runner and national side die together; both go on from what is on the disk, and so do the people."""
    port = str(free_port())
    side = start("serve", "--port", port, "--data", "killed", cwd=folder)
    with started(*province_words(side.url, "second.yaml", "second"), cwd=folder):
        whole = dict(load_path(folder / "second.yaml"))
        (folder / "slow.yaml").write_text(yaml.safe_dump(attended(whole), allow_unicode=True), encoding="utf-8")
        people = People(side.url, whole)
        words = ["check", "slow.yaml", "--service", "khai-sinh", "--output", "killed-run"]
        words += [word for one in FEW for word in ("--scenario", one)]
        runner = subprocess.Popen(command(*words), cwd=folder, env=environment(), stdout=subprocess.DEVNULL)
        with working(people, most=4):
            people.had_enough.wait(60)
        runner.kill()
        runner.wait(10)
        side.kill()
        stopped = json.loads(run_command("status", "killed-run", "--json", cwd=folder).stdout)
        assert (stopped["status"], stopped["work"]) == ("stopped", None)
        with started("serve", "--port", port, "--data", "killed", cwd=folder), working(people):
            resumed = run_command("check", "slow.yaml", "--resume", "killed-run", cwd=folder)
    assert resumed.returncode == 0, resumed.stdout
    assert len(people.answered) == len(set(people.answered))
    same = {scenario: checks for scenario, checks in verdicts(run).items() if scenario in FEW}
    assert verdicts(read_record(folder / "killed-run")) == same


def test_in_the_background_it_says_what_it_waits_for(folder: Path, national_side: Running, run: RunRecord) -> None:
    chosen = ("--service", "khai-sinh", "--scenario", "once/known-not-asked", "--output", "behind")
    begun = run_command("check", "attended.yaml", *chosen, "--detach", cwd=folder)
    named = re.search(r"(run-[0-9a-f]+), process ([0-9]+)", begun.stdout)
    assert named, begun.stdout
    try:
        told = waiting_for_people(folder, national_side, named[1])
        assert told["work"]["estimate"] == {"items": 1, "log_ins": 1, "minutes": 6}
        assert told["work_url"] == f"{national_side.url}/console/work?run={named[1]}"
        assert told["cells"] == {"all": 1, "done": 0}
        again = run_command("check", "attended.yaml", "--resume", "behind", cwd=folder)
        assert again.returncode == 2
        assert "another process runs this run" in again.stderr
        said = run_command("status", "behind", cwd=folder).stdout
        assert "waiting for people" in said
        assert told["work"]["items"][0]["id"] in said
    finally:
        os.kill(int(named[2]), signal.SIGKILL)


def waiting_for_people(folder: Path, side: Running, run: str) -> dict[str, Any]:
    """Return what `status` says once the runner has asked for its first item."""
    admin, position = client(), 0
    for _ in range(30):
        news = admin.get(f"{side.url}/admin/exchanges?run={run}&after={position}&wait=5", timeout=10).json()
        if any(one["operation"] == "work/ask" for one in news["exchanges"]):
            break
        position = news["position"]
    told: dict[str, Any] = json.loads(run_command("status", "behind", "--json", cwd=folder).stdout)
    assert told["status"] == "waiting", told
    return told
