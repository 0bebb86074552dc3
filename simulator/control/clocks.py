"""How far the clock of a system under test is from ours, told by the Date header of its answers (RFC 9110, 6.6.1)."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

NOTICEABLE_SECONDS = 300.0
"""From here on tokens look expired or not valid yet to careful libraries (RFC 7519, 4.1.4: a few minutes)."""


def seconds_ahead(headers: Mapping[str, str], at: datetime) -> float | None:
    """Return by how much the clock behind an answer is ahead of `at`, to the second; None when it tells no time."""
    written = next((value for name, value in headers.items() if name.lower() == "date"), "")
    try:
        told = parsedate_to_datetime(written)
    except ValueError:
        return None
    if told.tzinfo is None:
        return None
    return float(round((told - at).total_seconds()))


def clock_advice(headers: Mapping[str, str], at: datetime) -> str:
    """Return a sentence for the answer of a system whose clock is far off; empty when it is not."""
    ahead = seconds_ahead(headers, at)
    if ahead is None or abs(ahead) < NOTICEABLE_SECONDS:
        return ""
    way = "ahead of" if ahead > 0 else "behind"
    return (
        f"its clock (Date header) is {round(abs(ahead) / 60)} minutes {way} ours, so that our ID tokens (iat, exp) look"
        f" {'expired' if ahead > 0 else 'not valid yet'} to it: set its clock"
    )
