from pathlib import Path

import pytest

from simulator.report.reading import RunRecord
from tests.unit.report.run_builder import events, write_run


@pytest.fixture
def record() -> RunRecord:
    """The record of a run that has every verdict."""
    record = RunRecord()
    for event in events():
        record.add(event)
    return record


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the same run."""
    return write_run(tmp_path / "run")
