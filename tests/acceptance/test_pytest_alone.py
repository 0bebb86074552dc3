"""`pytest --province` where nothing listens any more: one national side for all workers, ended with the run."""

from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from simulator.stack.national_side import listens
from tests.acceptance.processes import started
from tests.acceptance.pytest_runs import run_pytest

pytestmark = pytest.mark.proof
SELECTED = ("--dvcsim-service", "khai-sinh", "--dvcsim-service", "khai-tu", "--dvcsim-scenario", "once/known-not-asked")


def test_the_controller_starts_the_national_side_for_its_workers_and_ends_it(tmp_path: Path) -> None:
    lasting = ("--data", str(tmp_path / "data" / "dvcsim"))
    with ExitStack() as stack:
        with started("serve", "--port", "0", *lasting, cwd=tmp_path) as first:
            system = ("--simulator", first.url, "--data", "system", "--claim-sheet", "province.yaml")
            stack.enter_context(started("province", "--port", "0", *system, cwd=tmp_path))
        run = run_pytest(tmp_path, "--province", "province.yaml", *SELECTED, "-n", "2")
        assert run.code == 0, run.said
        assert {verdict for _, verdict in run.junit.values()} == {"PASS"}
        assert len(run.junit) == len(run.results["cells"]) == 2
    assert not listens(urlsplit(first.url))
