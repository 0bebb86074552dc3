"""The mutation matrix with real processes: both sides started anew for the clean system and for every defect."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from simulator.catalogue.catalogue import Catalogue
from simulator.catalogue.claim_sheets import load_claim_sheet
from simulator.conformance import RunOptions, RunRecord, StopSignal, run_check
from simulator.conformance.mutants import Defect, DefectResult, MutationMatrix, NullResult, run_mutants
from simulator.conformance.null_systems import NULL_SYSTEMS
from simulator.domain.claim_sheet import ClaimSheet
from simulator.stack.demo import both_sides
from simulator.stack.server import BoundServer


@dataclass(frozen=True)
class ProofOptions:
    """What is proven, and with which cells; an empty selection means everything."""

    defects: Sequence[Defect]
    services: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    weathers: tuple[str, ...] = ()
    patience: float = 1.0
    nulls: bool = True
    """Whether the systems that do nothing useful are tried too."""
    data_dir: Path | None = None


def prove(
    catalogue: Catalogue,
    options: ProofOptions,
    listen: Callable[[DefectResult | NullResult], None],
    stop: StopSignal | None = None,
) -> MutationMatrix:
    """Run the whole matrix; `listen` hears of each row as it is known."""
    with tempfile.TemporaryDirectory(prefix="dvcsim-proof-") as name:
        proof = _Proof(catalogue, options, Path(name), stop or StopSignal())
        return run_mutants(
            options.defects,
            proof.system,
            proof.check,
            nulls=NULL_SYSTEMS if options.nulls else (),
            start_null=proof.null_system,
            listen=listen,
        )


class _Proof:
    def __init__(self, catalogue: Catalogue, options: ProofOptions, folder: Path, stop: StopSignal) -> None:
        self._catalogue = catalogue
        self._options = options
        self._folder = folder
        self._stop = stop

    @contextmanager
    def system(self, defect: str) -> Iterator[ClaimSheet]:
        """Start both sides, the province with this defect or with none, and yield its claim sheet."""
        with both_sides([defect] if defect else [], self._options.data_dir) as parties:
            yield load_claim_sheet(parties.claim_sheet, self._catalogue)

    @contextmanager
    def null_system(self, name: str) -> Iterator[ClaimSheet]:
        """Serve a system that does nothing useful under the claim sheet of the real one."""
        with self.system("") as sheet:
            server = BoundServer("127.0.0.1", 0, threads=4)
            with server.serving(NULL_SYSTEMS[name]):
                raw = {**sheet.raw, "base_url": server.url}
                yield replace(sheet, base_url=server.url, raw=raw)

    def check(self, sheet: ClaimSheet, label: str) -> RunRecord:
        """Check the system against its own national side."""
        options = RunOptions(
            output=self._folder / label,
            services=self._options.services,
            scenarios=self._options.scenarios,
            weathers=self._options.weathers,
            patience=self._options.patience,
            simulator=sheet.national_side,
            command=("mutants", label),
        )
        return run_check(sheet, self._catalogue, options, lambda _event: None, self._stop)
