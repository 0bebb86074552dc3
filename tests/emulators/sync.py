"""Telling the portal: at fixed times, and at once where the family does so."""

import threading
from dataclasses import dataclass, field
from typing import Any, Protocol

from .adapter import TransportFailed
from .config import Config
from .store import Dossier, Store


class Talker(Protocol):
    """How a family tells the portal of a dossier."""

    def job(self, running: bool) -> None:
        """Hear that a run of the job begins or ends."""
        ...

    def procedure(self, code: str) -> dict[str, Any]:
        """Return a procedure of the catalogue."""
        ...

    def tech_id(self, number: str) -> str:
        """Return the portal account of a citizen."""
        ...

    def tell(self, dossier: Dossier, known_steps: int) -> bool:
        """Tell the portal of a dossier; return whether it acknowledged everything."""
        ...


@dataclass
class Sync:
    """The loop; a run that fails leaves the dossier for the next one."""

    config: Config
    store: Store
    talker: Talker
    stopping: bool = False
    _wake: threading.Event = field(default_factory=threading.Event)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> None:
        """Run until the process ends."""
        threading.Thread(target=self._loop, daemon=True).start()

    def changed(self) -> None:
        """Something happened; a family that does not batch tells it at once."""
        if not self.config.traits.batching:
            self._wake.set()

    def _loop(self) -> None:
        while not self.stopping:
            self._wake.wait(self.config.every)
            self._wake.clear()
            self.run_once()

    def run_once(self) -> None:
        """Tell everything that the portal has not acknowledged."""
        with self._one_at_a_time:
            self.talker.job(running=True)
            for dossier, version, steps in self.store.untold():
                self._tell(dossier, version, steps)
            self.talker.job(running=False)

    def _tell(self, dossier: Dossier, version: int, steps: int) -> None:
        try:
            told = self.talker.tell(dossier, steps)
        except (TransportFailed, LookupError, TypeError, ValueError) as error:
            # These clients catch everything, write a line, and try again later.
            self.store.log(dossier.code, "sync", False, f"{type(error).__name__}: {error}")
            return
        if told:
            self.store.told(dossier.code, version, len(dossier.steps))
