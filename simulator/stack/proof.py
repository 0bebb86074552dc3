"""The mutation matrix with real processes: both sides started anew for the clean system and for every defect.

The rows share nothing but the machine, so several run at once.
"""

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from simulator.catalogue.catalogue import Catalogue
from simulator.catalogue.claim_sheets import claim_sheet_of, load_claim_sheet
from simulator.conformance import RunOptions, RunRecord, StopSignal, run_check
from simulator.conformance.mutants import Defect, MutationMatrix, Row, run_mutants
from simulator.conformance.null_systems import NULL_SYSTEMS
from simulator.domain.claim_sheet import ClaimSheet
from simulator.province.claim import claim_sheet
from simulator.province.config import ProvinceConfig
from simulator.province.roles import PROVINCE, ROLES
from simulator.stack.demo import all_sides, national_side
from simulator.stack.server import BoundServer

PROOF = "proof"
"""Id of the set of services that is tried unless somebody chooses others."""


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
    jobs: int = 1
    """Systems that are tried at once."""


def default_jobs(cores: int | None = os.cpu_count()) -> int:
    """Return two rows a core, at most sixteen: more than half of a row is waiting for what must not arrive."""
    return min(2 * (cores or 1), 16)


def prove(
    catalogue: Catalogue,
    options: ProofOptions,
    listen: Callable[[Row], None],
    stop: StopSignal | None = None,
) -> MutationMatrix:
    """Run the whole matrix; `listen` hears of the rows in their order. Raises `Stopped` when the stop is requested."""
    signal = stop or StopSignal()
    with tempfile.TemporaryDirectory(prefix="dvcsim-proof-") as name:
        proof = _Proof(catalogue, options, Path(name), signal)
        return run_mutants(
            options.defects,
            proof.system,
            proof.check,
            nulls=NULL_SYSTEMS if options.nulls else (),
            start_null=proof.null_system,
            listen=listen,
            jobs=options.jobs,
            stop=signal,
        )


class _Proof:
    def __init__(self, catalogue: Catalogue, options: ProofOptions, folder: Path, stop: StopSignal) -> None:
        self._catalogue = catalogue
        self._options = options
        self._folder = folder
        self._stop = stop

    @contextmanager
    def system(self, defect: str, other: str = "") -> Iterator[ClaimSheet]:
        """Start both sides, the reference system with this defect or with none, and yield its claim sheet.

        `other`: which one, where it is not the usual province: another role, or a profile of VNeID.
        """
        role, profile = (other, "") if other in ROLES else (PROVINCE, other)
        faults = [defect] if defect else []
        with all_sides({role: faults}, self._options.data_dir, profile=profile) as parties:
            yield load_claim_sheet(parties.claim_sheets[role], self._catalogue)

    @contextmanager
    def null_system(self, name: str) -> Iterator[ClaimSheet]:
        """Serve a system that does nothing useful under a claim sheet like that of the real one."""
        folder = self._folder / f"null-{name}"
        server = BoundServer("127.0.0.1", 0, threads=4)
        with national_side(folder, self._options.data_dir) as national, server.serving(NULL_SYSTEMS[name]):
            config = ProvinceConfig(simulator_url=national.url, data_dir=folder, base_url=server.url)
            yield claim_sheet_of(claim_sheet(config), name, self._catalogue)

    def _by_default(self, label: str) -> tuple[str, ...]:
        """Return the stories that are told to find a defect which names none: all but the logins case by case.

        Some two hundred logins for each fault of a dossier would be most of the matrix; systems without a fault, and
        those that do nothing useful, are told all.
        """
        if label not in {defect.id for defect in self._options.defects}:
            return ()
        return tuple(one.id for one in self._catalogue.scenarios.values() if not one.tries_cases)

    def _services(self, label: str) -> tuple[str, ...]:
        """Return the services to try; a defect that shows in none of the set of the proof brings its own first one."""
        tried = self._options.services
        defect = next((one for one in self._options.defects if one.id == label), None)
        if defect is None or "*" in defect.services or set(tried) & set(defect.services):
            return tried
        return tuple(defect.services[:1]) if set(tried) == set(self._catalogue.sets[PROOF]) else tried

    def check(self, sheet: ClaimSheet, label: str, scenarios: Sequence[str]) -> RunRecord:
        """Check the system against its own national side; what the user chose goes before what the defect wants."""
        options = RunOptions(
            output=self._folder / label,
            services=self._services(label),
            scenarios=self._options.scenarios or tuple(scenarios) or self._by_default(label),
            weathers=self._options.weathers,
            patience=self._options.patience,
            simulator=sheet.national_side,
            ladder=False,  # a defect shows where it breaks something, not only where it breaks it first
            command=("mutants", label),
        )
        # A run that gives up stops itself, and only itself.
        with self._stop.follower() as stop:
            return run_check(sheet, self._catalogue, options, stop=stop)
