"""`dvcsim status`: how far a run is, from its record and from the work list."""

import json
from pathlib import Path
from typing import Any

import pytest

from simulator.conformance import national
from simulator.core.errors import SystemUnreachable
from simulator.stack.run_lock import is_running, running_in
from tests.unit.report.run_builder import cell, events, write_run

ITEM = {"id": "w-1", "session": "s-1", "title": {"vi": "Nộp hồ sơ", "en": "File"}, "taken_by": "Lan"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    told = list(events([cell("khai-sinh", "once/x", "PASS")]))
    write_run(tmp_path / "dvcsim-run-1", told[:-1])
    return tmp_path / "dvcsim-run-1"


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    listed = {"items": [ITEM], "estimate": {"items": 1, "log_ins": 1, "minutes": 6}}
    monkeypatch.setattr(national.NationalSide, "work", lambda _self, _run: listed)
    return listed


def test_the_latest_run_and_the_work_that_waits(dvcsim, folder, work):
    said = dvcsim("status")
    assert said.code == 0
    for word in (
        "đã dừng",
        "1 items of work, 1 log-ins, about 6 minutes",
        "w-1",
        "(Lan)",
        "/console/work?run=",
        "--resume",
    ):
        assert word in said.out


def test_as_json(dvcsim, folder, work):
    told = json.loads(dvcsim("status", folder, "--json").out)
    assert (told["status"], told["cells"]) == ("stopped", {"all": 1, "done": 1})
    assert told["work"]["items"] == [ITEM]


def test_a_national_side_that_is_away_is_said_so(dvcsim, folder, monkeypatch):
    def away(_self, _run):
        raise SystemUnreachable("http://x", "connection refused")

    monkeypatch.setattr(national.NationalSide, "work", away)
    said = dvcsim("status", folder)
    assert said.code == 0
    assert "connection refused" in said.out


def test_no_run_is_said_with_what_to_do(dvcsim, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = dvcsim("status")
    assert said.code == 2
    assert "run.ndjson" in said.err


def test_a_folder_that_nobody_runs_is_free(tmp_path):
    assert not is_running(tmp_path)
    with running_in(tmp_path / "new"):
        assert (tmp_path / "new").is_dir()
    assert not (tmp_path / "new").exists()
