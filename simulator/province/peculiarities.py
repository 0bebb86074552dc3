"""What is special about a procedure, as the portal publishes it, in words for the citizen and for the portal.

Some things cannot be done online: both parties sign, an original is handed in. Some have no day of their own: an exam
follows its calendar. Nothing here knows a particular service.
"""

from collections.abc import Callable, Iterator
from datetime import date

from simulator.province.eform import EForm

ORIGINAL = "original"
EXAM_CALENDAR = "exam_calendar"
_HAND_IN = "Mang nộp bản gốc tại quầy, không thay bằng bản chụp: {name}."
_CALENDAR = "Giải quyết theo lịch thi hằng năm; hệ thống không tự tính ngày hẹn trả."
_ON = "Ngày hẹn: {day}."


def notices_of(eform: EForm) -> tuple[str, ...]:
    """Return what the form tells before it is filled in."""
    calendar = (_CALENDAR,) if eform.deadline.get("unit") == EXAM_CALENDAR else ()
    return (*at_counter(eform, lambda _datum: ""), *calendar)


def at_counter(eform: EForm, filed: Callable[[str], str]) -> tuple[str, ...]:
    """Return what remains to be done at the counter; `filed` says what the form holds for a datum."""
    return tuple(_at_counter(eform, filed))


def _at_counter(eform: EForm, filed: Callable[[str], str]) -> Iterator[str]:
    if eform.presence:
        day = _day(filed(eform.presence_on))
        yield " ".join(part for part in (eform.presence, day and _ON.format(day=day)) if part)
    yield from (_HAND_IN.format(name=part.name) for part in eform.components if part.kind == ORIGINAL)


def _day(text: str) -> str:
    """Return a day as people write it (`02/07/2025`), and what is no day as it is."""
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return text
