"""Defects of what a province knows of the procedures: codes, fees, processing times."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from simulator.core.clock import VIETNAM
from simulator.province.outbox import Event
from simulator.province.seams import Message, Seams

_WIRE_TIME = "%Y%m%d%H%M%S"


class KnowsFirstCodeOnly(Seams):
    """The table of procedures has one code for each service."""

    def offered_codes(self, codes: Sequence[str]) -> Sequence[str]:
        """Know the first code alone."""
        return super().offered_codes(codes)[:1]


class TakesDeadCode(Seams):
    """Codes are never held against the list in use."""

    def is_offered(self, offered: bool) -> bool:
        """Open the form for any code that the portal publishes a form for."""
        del offered
        return True


class CommuneWithoutCounter(Seams):
    """The table of counters still has the map of before the merger."""

    def counters(self, rows: Sequence[Message]) -> Sequence[Message]:
        """Leave out the counter of the commune that was formed last."""
        return list(super().counters(rows))[:-1]


class ShowsOldFee(Seams):
    """Fees stand in a table of the province's own, from before they were waived."""

    def shown_fee(self, online_vnd: int | None) -> int | None:
        """Show 8,000 VND more."""
        fee = super().shown_fee(online_vnd)
        return None if fee is None else fee + 8000


class PromisesLater(Seams):
    """Due dates carry a reserve of the province's own."""

    def outgoing_reports(self, event: Event, report: Message) -> Sequence[Message]:
        """Promise the result thirty days later."""
        return [_later(row) for row in super().outgoing_reports(event, report)]


def _later(row: Message) -> Message:
    due = row.get("NgayHenTra")
    if not due:
        return row
    moment = datetime.strptime(due, _WIRE_TIME).replace(tzinfo=VIETNAM) + timedelta(days=30)
    return {**row, "NgayHenTra": moment.strftime(_WIRE_TIME)}
