"""Defects of what the portal hears of a dossier, and when."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from simulator.province import workflow
from simulator.province.dossier import Dossier
from simulator.province.messages import CITIZEN
from simulator.province.outbox import Event
from simulator.province.seams import Message, Seams


class StatusLost(Seams):
    """The internal status "being processed" has no entry in the table of the portal's codes."""

    def is_reported(self, event: Event) -> bool:
        """Leave out every event that ends in that status."""
        return event.dossier.status != workflow.PROCESSING and super().is_reported(event)


class FinalStateNotSynced(Seams):
    """The result is made in the province and stays there."""

    def is_reported(self, event: Event) -> bool:
        """Leave out what happens once there is a result."""
        final = event.dossier.status in (workflow.FINISHED, workflow.RETURNED)
        return not final and super().is_reported(event)


class StaleOverwrites(Seams):
    """An older job of the queue runs once more after a newer one."""

    def __init__(self) -> None:
        super().__init__()
        self._first: dict[str, Message] = {}

    def outgoing_reports(self, event: Event, report: Message) -> Sequence[Message]:
        """After the second action of an officer, send the report of the first again."""
        reports = super().outgoing_reports(event, report)
        number = event.dossier.step.number
        if number == 1:
            self._first[event.dossier.code] = report
        stale = self._first.get(event.dossier.code)
        return [*reports, stale] if number == 2 and stale is not None else reports


class TellsTheEndOnly(Seams):
    """Citizens hear of their dossier when it is taken and when it is done."""

    def is_citizen_told(self, dossier: Dossier) -> bool:
        """Say nothing while it is being processed."""
        return super().is_citizen_told(dossier) and dossier.status != workflow.PROCESSING


class NoCatchUp(Seams):
    """What could not be sent at the first attempt is forgotten."""

    def is_kept_after_failure(self, event: Event) -> bool:
        """Keep nothing but the filing itself."""
        return event.is_filing


class DoubledStep(Seams):
    """Two jobs write the same processing step, a minute apart."""

    def outgoing_steps(self, steps: Sequence[Message]) -> Sequence[Message]:
        """Send each step a second time, one minute later."""
        return [twin for step in super().outgoing_steps(steps) for twin in (step, _a_minute_later(step))]


class NewCodeOnRetry(Seams):
    """A report that failed is built again from scratch, with the next free dossier code."""

    def outgoing_reports(self, event: Event, report: Message) -> Sequence[Message]:
        """Send a second attempt under another code."""
        reports = super().outgoing_reports(event, report)
        if not event.attempts:
            return reports
        return [message | {"MaHoSo": another_code(str(message["MaHoSo"]))} for message in reports]


def _a_minute_later(step: Message) -> Message:
    at = datetime.strptime(step["ThoiDiemXuLy"], "%Y%m%d%H%M%S")  # noqa: DTZ007 - wire times carry no zone
    return step | {"ThoiDiemXuLy": f"{at + timedelta(minutes=1):%Y%m%d%H%M%S}"}


def another_code(code: str) -> str:
    """Return another code of the same unit and day."""
    return re.sub(r"[0-9]{4}$", lambda sequence: f"{(int(sequence.group()) + 5000) % 10000:04}", code)


class FilesAsPerson(Seams):
    """The kind of owner was never looked at: everybody is a citizen."""

    def outgoing_reports(self, event: Event, report: Message) -> Sequence[Message]:
        """Send the dossier as that of a citizen."""
        return [{**row, "LoaiDoiTuong": CITIZEN} for row in super().outgoing_reports(event, report)]
