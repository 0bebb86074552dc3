"""A system that offers neither form API nor officer hook is judged by people, from a work list."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.catalogue.catalogue import Catalogue, load_catalogue
from simulator.catalogue.claim_sheets import load_claim_sheet
from simulator.conformance import RunOptions, RunRecord, StopSignal, run_check
from simulator.core.data_folders import data_folders
from simulator.core.yaml_file import load_path
from tests.acceptance.people import People
from tests.acceptance.processes import Running, started

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


@pytest.fixture(scope="module")
def province(folder: Path, national_side: Running) -> Iterator[dict[str, Any]]:
    words = ("--port", "0", "--simulator", national_side.url, "--claim-sheet", "whole.yaml", "--data", "province")
    with started("province", *words, cwd=folder):
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


def test_show(run: RunRecord) -> None:
    for cell in run.cells.values():
        print(cell.scenario, cell.verdict.value, cell.reason.en, round(cell.seconds, 1))
        for check in cell.checks:
            print("     ", check.id, check.verdict.value, check.message.en, check.found)
    assert False
