"""What the sessions of one run share."""

from dataclasses import dataclass

from simulator.catalogue.catalogue import Catalogue
from simulator.conformance.national import NationalSide
from simulator.conformance.options import RunOptions
from simulator.conformance.record import RunFile, RunRecord
from simulator.conformance.stop import StopSignal
from simulator.conformance.waiter import Waiter
from simulator.core.clock import Clock
from simulator.core.errors import SimulatorError
from simulator.domain.claim_sheet import ClaimSheet


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
    def sync_max_seconds(self) -> float | None:
        """Return the claimed longest time to the portal, scaled by our patience."""
        claimed = self.sheet.sync_max_seconds
        return None if claimed is None else claimed * self.options.patience

    @property
    def sync_steps(self) -> dict[str, float]:
        """Return the claimed longest time after single actions, scaled by our patience."""
        return {action: seconds * self.options.patience for action, seconds in self.sheet.sync_steps.items()}

    def give_up(self, error: SimulatorError) -> None:
        """End the run: what went wrong would go wrong for every other cell as well."""
        self.gave_up = self.gave_up or error
        self.stop.request()
