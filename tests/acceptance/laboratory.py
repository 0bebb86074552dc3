"""Systems under test in front of one lasting national side: the reference province, as it is or with a defect, and
systems that do nothing useful."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.catalogue.catalogue import Catalogue
from simulator.catalogue.claim_sheets import claim_sheet_of, load_claim_sheet
from simulator.conformance import RunOptions, RunRecord, run_check
from simulator.conformance.null_systems import NULL_SYSTEMS
from simulator.domain.claim_sheet import ClaimSheet
from simulator.province.claim import claim_sheet
from simulator.province.config import ProvinceConfig
from simulator.province.server import run_province
from simulator.stack.server import BoundServer
from tests.acceptance.processes import Running, started


@dataclass(frozen=True)
class Laboratory:
    """One system at a time: they all are the same province to the national side."""

    folder: Path
    national_side: Running
    catalogue: Catalogue

    @contextmanager
    def province(self, defect: str = "") -> Iterator[Path]:
        """Run the province, as its supplier would install one version after the other on the same data."""
        path = self.folder / "province.yaml"
        words = ("--data", "province", "--claim-sheet", path.name, *(("--defect", defect) if defect else ()))
        address = ("--port", "0", "--simulator", self.national_side.url)
        with started("province", *address, *words, cwd=self.folder):
            yield path

    @contextmanager
    def system(self, defect: str) -> Iterator[ClaimSheet]:
        """Run the province on a server of this process, on the same data; yield the claim sheet of the engine."""
        path, data = self.folder / "system.yaml", self.folder / "province"
        data.mkdir(exist_ok=True)
        faults = (defect,) if defect else ()
        config = ProvinceConfig(simulator_url=self.national_side.url, data_dir=data, claim_sheet=path, defects=faults)
        ready, stop = threading.Event(), threading.Event()
        serving = threading.Thread(target=run_province, args=(config, "127.0.0.1", 0, lambda _: ready.set(), stop))
        serving.start()
        try:
            assert ready.wait(10)
            yield load_claim_sheet(path, self.catalogue)
        finally:
            stop.set()
            serving.join(10)

    @contextmanager
    def null_system(self, name: str) -> Iterator[ClaimSheet]:
        """Serve a system that does nothing useful."""
        server = BoundServer("127.0.0.1", 0, threads=4)
        with server.serving(NULL_SYSTEMS[name]):
            config = ProvinceConfig(simulator_url=self.national_side.url, data_dir=self.folder, base_url=server.url)
            yield claim_sheet_of(claim_sheet(config), name, self.catalogue)

    def judge(
        self, sheet: ClaimSheet, output: Path, *scenarios: str, service: str = "khai-sinh", **options: Any
    ) -> RunRecord:
        """Check a system for one service with the engine in this process."""
        chosen = RunOptions(output=output, services=(service,), scenarios=scenarios, **{"ladder": False, **options})
        return run_check(sheet, self.catalogue, chosen)
