"""Times on the wire: 14 digits `yyyyMMddHHmmss` in Asia/Ho_Chi_Minh, an empty text for none."""

from datetime import date, datetime

from simulator.core.clock import VIETNAM


def from_wire_time(written: str) -> str:
    """Return ISO 8601 with +07:00; an empty text when there is no time or none that exists in the calendar."""
    if len(written) != 14 or not (written.isascii() and written.isdigit()) or written[8:] >= "24":
        return ""  # an hour of 24 is read as the next day's first by later editions of Python
    day = f"{written[:4]}-{written[4:6]}-{written[6:8]}"
    at = f"{day}T{written[8:10]}:{written[10:12]}:{written[12:]}+07:00"
    try:
        # `strptime` says the same and takes twenty times as long; a dossier has six times.
        datetime.fromisoformat(at)
    except ValueError:
        return ""
    return at


def to_wire_time(at: datetime | str | None) -> str:
    """Return 14 digits for an aware time or its ISO text; an empty text for none."""
    if not at:
        return ""
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return f"{moment.astimezone(VIETNAM):%Y%m%d%H%M%S}"


def from_wire_date(written: str) -> str:
    """Return `yyyy-mm-dd` for eight digits `yyyyMMdd`, the year alone for four; else an empty text."""
    if not (written.isascii() and written.isdigit()):
        return ""
    if len(written) == 4:
        return written
    try:
        return date(int(written[:4]), int(written[4:6]), int(written[6:8])).isoformat() if len(written) == 8 else ""
    except ValueError:
        return ""


def to_wire_date(day: str) -> str:
    """Return `yyyyMMdd` for `yyyy-mm-dd`."""
    return day.replace("-", "")
