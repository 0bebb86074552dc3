"""Turns of several processes at one system under test: as many sessions at once as it allows, or one that is alone.

A turn is a lock on a file of a shared folder, so that a process that dies gives it back.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from simulator.stack.data_folder import take_lock

_LOOK_SECONDS = 0.05


class Turns:
    """Seats in a folder; every process that shares them has to give the same folder and number."""

    def __init__(self, folder: Path, seats: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._door = folder / "door"
        self._seats = [folder / f"seat-{number}" for number in range(max(seats, 1))]

    @contextmanager
    def turn(self, alone: bool) -> Iterator[None]:
        """Hold one seat, or all of them; whoever wants all keeps the door shut while the others leave."""
        with ExitStack() as held:
            with ExitStack() as door:
                self._hold(door, [self._door])
                for seats in [[seat] for seat in self._seats] if alone else [self._seats]:
                    self._hold(held, seats)
            yield

    def _hold(self, held: ExitStack, any_of: list[Path]) -> None:
        """Hold the first of these files that is free, as long as it takes."""
        while True:
            for path in any_of:
                file = path.open("a+", encoding="utf-8")
                if take_lock(file):
                    held.enter_context(file)
                    return
                file.close()
            time.sleep(_LOOK_SECONDS)
