"""Satisfaction figures of one question and month, as an agency reports them."""

from dataclasses import dataclass

ROUNDING = 1.5
"""So far, in percent, three rounded shares may miss a hundred."""


@dataclass(frozen=True)
class Rating:
    """The figures; shares are percent, None for what could not be read."""

    month: str
    """M-yyyy, as it is written."""
    raters: int | None
    shares: tuple[float | None, ...]
    """Very satisfied, satisfied, not satisfied."""
    service_shares: tuple[float | None, ...]
    """The same about the online service."""
    question: str
    procedure_code: str
    agency_code: str
    agency_name: str
    row: int

    def crooked(self) -> tuple[str, ...]:
        """Return which of `shares` and `service_shares` do not make a hundred although all three could be read."""
        named = {"shares": self.shares, "service_shares": self.service_shares}
        return tuple(name for name, three in named.items() if self.raters != 0 and not _whole(three))


def _whole(three: tuple[float | None, ...]) -> bool:
    read = [share for share in three if share is not None]
    return len(read) < len(three) or abs(sum(read) - 100.0) <= ROUNDING
