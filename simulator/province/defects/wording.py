"""Defects of the messages themselves."""

from collections.abc import Sequence

from simulator.province.outbox import Event
from simulator.province.seams import Message, Seams


class IsoDatesOnWire(Seams):
    """A library writes times in its own way."""

    def outgoing_reports(self, event: Event, report: Message) -> Sequence[Message]:
        """Write the time of filing as ISO 8601."""
        return [
            message | {"NgayNopHoSo": _iso(str(message["NgayNopHoSo"]))}
            for message in super().outgoing_reports(event, report)
        ]


class DistrictCodeOnWire(Seams):
    """The message still carries a district, which no longer exists since 1 July 2025."""

    def outgoing_reports(self, event: Event, report: Message) -> Sequence[Message]:
        """Add a district code."""
        return [message | {"MaHuyen": "001"} for message in super().outgoing_reports(event, report)]


def _iso(time: str) -> str:
    return f"{time[:4]}-{time[4:6]}-{time[6:8]}T{time[8:10]}:{time[10:12]}:{time[12:]}"
