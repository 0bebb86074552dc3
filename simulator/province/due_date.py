"""When a result is due: published processing times counted in Vietnamese working days."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import holidays

from simulator.core.clock import VIETNAM

CLOSING_HOUR = 17
_CALENDAR = holidays.country_holidays("VN")


@dataclass(frozen=True)
class ProcessingTime:
    """A published time, with its unit as the catalogue writes it (`Ngày làm việc`, `Ngày`, `Giờ`)."""

    value: int
    unit: str

    def due_at(self, received_at: str) -> str:
        """Return when the result is due; a day that counts ends when the counter closes."""
        received = datetime.fromisoformat(received_at).astimezone(VIETNAM)
        unit = self.unit.lower()
        if "giờ" in unit:
            return (received + timedelta(hours=self.value)).isoformat()
        day = received.date()
        if "làm việc" not in unit:
            day += timedelta(days=self.value)
        elif self.value:
            day = _CALENDAR.get_nth_working_day(day, self.value)
        return datetime(day.year, day.month, day.day, CLOSING_HOUR, tzinfo=VIETNAM).isoformat()
