"""Takes over dossiers that were filed at the portal: each once, under its code there, and reported like any other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from simulator.core.clock import Clock
from simulator.province.archive import Archive
from simulator.province.config import ProvinceConfig
from simulator.province.fetched import Fetched, dossier_of
from simulator.province.intake import keep_paper
from simulator.province.offer import Offer
from simulator.province.store import Store
from simulator.province.submission import Attached


class TakingOver:
    """The desk of such dossiers."""

    def __init__(
        self,
        store: Store,
        archive: Archive,
        offer: Offer,
        config: ProvinceConfig,
        clock: Clock,
        on_event: Callable[[], None],
    ) -> None:
        self._store = store
        self._archive = archive
        self._offer = offer
        self._config = config
        self._clock = clock
        self._on_event = on_event

    def has(self, code: str) -> bool:
        """Return whether the dossier is here already."""
        return self._archive.find(code) is not None

    def take(self, fetched: Fetched) -> bool:
        """Take a dossier over; return whether it was new and of a procedure that this system handles."""
        form = self._offer.form(fetched.procedure) if self._offer.offers(fetched.procedure) else None
        if form is None:
            return False
        with self._store.transaction() as tx:
            if self._archive.find_in(tx, fetched.code) is not None:
                return False
            files = [Attached(file.code, file.name, file.content_type, file.content) for file in fetched.files]
            papers = tuple(keep_paper(self._archive, tx, fetched.code, file) for file in files)
            dossier = dossier_of(fetched, form, papers, self._config)
            self._archive.save_event(tx, replace(dossier, clock_offset_seconds=self._offset(fetched).total_seconds()))
        self._on_event()
        return True

    def _offset(self, fetched: Fetched) -> timedelta:
        """The dossier lives on the calendar of the day on which it was filed."""
        return fetched.filed_at - self._clock.now()
