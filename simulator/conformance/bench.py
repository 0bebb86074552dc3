"""What the sessions of one run share."""

from dataclasses import dataclass, replace

from simulator.catalogue.catalogue import Catalogue
from simulator.conformance.national import NationalSide
from simulator.conformance.options import RunOptions
from simulator.conformance.plan import Cell
from simulator.conformance.record import RunFile, RunRecord
from simulator.conformance.stop import StopSignal
from simulator.conformance.waiter import Waiter
from simulator.core.clock import Clock
from simulator.core.errors import SimulatorError
from simulator.core.text import Text
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.dialect import Dialect
from simulator.domain.outcome import Verdict


@dataclass
class Bench:
    """The run's surroundings."""

    run: str
    sheet: ClaimSheet
    catalogue: Catalogue
    options: RunOptions
    national: NationalSide
    waiter: Waiter
    record: RunRecord
    file: RunFile
    stop: StopSignal
    clock: Clock
    gave_up: SimulatorError | None = None
    """Why the engine itself ended the run."""

    @property
    def dialect(self) -> Dialect | None:
        """Return how the system claims to talk; None for a dialect that the data folders do not have."""
        return self.catalogue.dialects.get(self.sheet.dialect)

    @property
    def sync_max_seconds(self) -> float | None:
        """Return the claimed longest time to the portal, scaled by our patience."""
        claimed = self.sheet.sync_max_seconds
        return None if claimed is None else claimed * self.options.patience

    def block(self, cell: Cell, why: Text) -> None:
        """Finish a cell that is not told, or whose story tells nothing, because what it stands on is broken."""
        told = self.record.cells[cell.key]
        outcome = replace(cell.outcome(Verdict.INCONCLUSIVE, why), seconds=told.seconds, session=told.session)
        self.file.append("cell_finished", sync=True, cell=outcome.to_json())

    @property
    def sync_steps(self) -> dict[str, float]:
        """Return the claimed longest time after single actions, scaled by our patience."""
        return {action: seconds * self.options.patience for action, seconds in self.sheet.sync_steps.items()}

    def give_up(self, error: SimulatorError) -> None:
        """End the run: what went wrong would go wrong for every other cell as well."""
        self.gave_up = self.gave_up or error
        self.stop.request()
