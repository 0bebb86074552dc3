"""What still has to reach the portal. An event is done when its report and its step were acknowledged."""

import json
from dataclasses import dataclass

from simulator.province.dossier import Dossier
from simulator.province.store import Store

_OPEN = "(report_done = 0 OR step_done = 0)"


@dataclass(frozen=True)
class Event:
    """One event of a dossier, with the dossier as it was then."""

    id: int
    dossier: Dossier
    attempts: int
    report_done: bool
    step_done: bool

    @property
    def is_filing(self) -> bool:
        """Return whether the portal hears of the dossier for the first time."""
        return self.dossier.step.number == 0


class Outbox:
    """The durable queue of events; in each dossier they are sent in their order."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def pending(self) -> int:
        """Return how many events are not done."""
        return int(self._store.read(f"SELECT count(*) AS open FROM outbox WHERE {_OPEN}")[0]["open"])

    def dossiers(self) -> list[str]:
        """Return the codes of the dossiers that have open events, the longest waiting first."""
        rows = self._store.read(f"SELECT dossier FROM outbox WHERE {_OPEN} GROUP BY dossier ORDER BY min(id)")
        return [row["dossier"] for row in rows]

    def open_events(self, code: str) -> list[Event]:
        """Return the open events of a dossier in their order."""
        rows = self._store.read(f"SELECT * FROM outbox WHERE dossier = :code AND {_OPEN} ORDER BY number", code=code)
        return [
            Event(
                row["id"],
                Dossier.from_json(json.loads(row["document"])),
                row["attempts"],
                bool(row["report_done"]),
                bool(row["step_done"]),
            )
            for row in rows
        ]

    def report_acknowledged(self, event: Event) -> None:
        """Note that the portal holds the dossier as it was at the event."""
        self._set("report_done = 1", event)

    def step_acknowledged(self, event: Event) -> None:
        """Note that the portal holds the processing step of the event."""
        self._set("step_done = 1", event)

    def close(self, event: Event) -> None:
        """Give an event up: nothing of it is sent any more."""
        self._set("report_done = 1, step_done = 1", event)

    def failed(self, event: Event) -> None:
        """Count a failed attempt."""
        self._set("attempts = attempts + 1", event)

    def _set(self, change: str, event: Event) -> None:
        with self._store.transaction() as tx:
            tx.execute(f"UPDATE outbox SET {change} WHERE id = :id", id=event.id)
