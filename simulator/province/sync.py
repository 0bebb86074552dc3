"""Brings every event to the portal, in order per dossier, until each is acknowledged.

As known systems do, a dossier is reported first (`DongBoHoSoMC`, added once, then updated) and its processing steps
after it (`CapNhatTienDoHoSoMC`, at most ten a message). A report carries the dossier as it was at its event.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from simulator.core.clock import Clock
from simulator.province.adapter import Adapter, Refused
from simulator.province.backoff import Backoff
from simulator.province.config import ProvinceConfig
from simulator.province.dossier import HANDED_OVER, Dossier
from simulator.province.linked_service import LinkedService
from simulator.province.messages import portal_status_of, report_of, step_of
from simulator.province.national_side import NationalSideDown
from simulator.province.notices import Notices
from simulator.province.outbox import Event, Outbox
from simulator.province.procedures import Procedures
from simulator.province.seams import Seams
from simulator.province.worker import Worker

_LOG = logging.getLogger(__name__)
STEPS_A_MESSAGE = 10
PORTAL = ""


class Sync(Worker):
    """One worker over the outbox; `run_due` is one round of it."""

    def __init__(
        self,
        outbox: Outbox,
        adapter: Adapter,
        procedures: Procedures,
        config: ProvinceConfig,
        clock: Clock,
        seams: Seams,
        notices: Callable[[Backoff], Notices],
        linked: LinkedService,
    ) -> None:
        super().__init__("sync", config, config.retry_longest_seconds)
        self._outbox = outbox
        self._adapter = adapter
        self._procedures = procedures
        self._config = config
        self._seams = seams
        self._backoff = Backoff(clock, config.retry_first_seconds, config.retry_longest_seconds)
        self._notices = notices(self._backoff)
        self._linked = linked

    def run_due(self) -> float | None:
        """Send what is due. Return the seconds until something is due again; None when nothing is open."""
        waits = []
        for code in self._outbox.dossiers():
            wait = max(self._backoff.seconds_left(PORTAL), self._backoff.seconds_left(code))
            if wait == 0.0 and not self._stopped.is_set():
                self._send_dossier(code)
                wait = max(self._backoff.seconds_left(PORTAL), self._backoff.seconds_left(code))
            if wait:
                waits.append(wait)
        if not self._stopped.is_set() and (wait := self._notices.send_due()):
            waits.append(wait)
        return min(waits) if waits else (0.0 if self.pending() else None)

    def pending(self) -> int:
        """Return how much is still to be sent, to the portal and to citizens."""
        return self._outbox.pending() + self._notices.pending()

    def _send_dossier(self, code: str) -> None:
        steps: list[Event] = []
        for event in self._outbox.open_events(code):
            if not self._seams.is_reported(event):
                self._outbox.close(event)
            elif event.report_done or self._try([event], self._report):
                steps.append(event)
            elif self._seams.is_kept_after_failure(event):
                return
        steps = [one for one in steps if not one.step_done and one.dossier.lodged_at != HANDED_OVER]
        for start in range(0, len(steps), STEPS_A_MESSAGE):
            if not self._try(steps[start : start + STEPS_A_MESSAGE], self._steps):
                return

    def _try(self, events: Sequence[Event], send: Callable[[Sequence[Event]], None]) -> bool:
        """Send, and say whether it was acknowledged; a failure makes the dossier, or everything, wait."""
        code = events[0].dossier.code
        try:
            send(events)
        except NationalSideDown as error:
            _LOG.warning("dossier %s: the portal does not answer (%s)", code, error)
            self._failed(events, PORTAL)
            return False
        except Refused as refusal:
            _LOG.warning("dossier %s: refused by the portal (%s)", code, refusal)
            self._failed(events, code)
            return False
        self._backoff.succeeded(PORTAL)
        self._backoff.succeeded(code)
        return True

    def _failed(self, events: Sequence[Event], key: str) -> None:
        self._backoff.failed(key)
        for event in events:
            self._outbox.failed(event)
            if not self._seams.is_kept_after_failure(event):
                self._outbox.close(event)

    def _report(self, events: Sequence[Event]) -> None:
        event = events[0]
        if event.dossier.lodged_at == HANDED_OVER:
            self._tell_where_it_was_filed(event.dossier)
            self._outbox.close(event)
            return
        procedure = self._procedures.read(event.dossier.procedure)
        report = report_of(event.dossier, procedure, self._config)
        for message in self._seams.outgoing_reports(event, report):
            self._add_or_update(message, is_new=event.is_filing and not event.dossier.lodged_at)
        if not event.is_filing:
            self._tell_where_it_was_filed(event.dossier)
        self._outbox.report_acknowledged(event)
        _LOG.info("dossier %s: status %s reported", event.dossier.code, event.dossier.status)

    def _tell_where_it_was_filed(self, dossier: Dossier) -> None:
        """A dossier of the portal, or of the linked service, has a status message of its own there."""
        if dossier.lodged_at == "linked":
            self._linked.tell(dossier)
        elif dossier.lodged_at:
            self._adapter.call("DongBoTrangThaiHoSo", type="2", data=portal_status_of(dossier))

    def _steps(self, events: Sequence[Event]) -> None:
        procedure = self._procedures.read(events[0].dossier.procedure)
        steps = [step_of(event.dossier, procedure, self._config) for event in events]
        self._adapter.call("CapNhatTienDoHoSoMC", data=list(self._seams.outgoing_steps(steps)))
        for event in events:
            self._outbox.step_acknowledged(event)

    def _add_or_update(self, message: dict[str, Any], is_new: bool) -> None:
        """Add or update; what the portal already has is updated, what it lost is added again."""
        try:
            self._send_report(message, is_update=not is_new)
        except Refused as refusal:
            if is_new and refusal.is_duplicate:
                self._send_report(message, is_update=True)
            elif not is_new and not self._adapter.call("TraCuuHoSo", mahoso=message["MaHoSo"]):
                self._send_report(message, is_update=False)
            else:
                raise

    def _send_report(self, message: dict[str, Any], is_update: bool) -> None:
        self._adapter.call("DongBoHoSoMC", isUpdating=str(is_update), data=[message])
