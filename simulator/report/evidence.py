"""Hands out the exchanges of findings to a page, each laid out once and all of them within a bound.

A page of 500 cells and thousands of exchanges still has to open on a telephone, so bodies are laid out up to a number
of letters; the finding that stands for its cause goes before its repetitions, and what does not fit any more is one
line that points to the HAR file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from simulator.domain.exchange import Exchange
from simulator.report.causes import Finding
from simulator.report.diagram import Diagram, diagram_of
from simulator.report.exchange_view import SHOWN_CHARACTERS
from simulator.report.reading import RunRecord

FIRST_EXCHANGES = 8
"""Exchanges laid out for the finding that stands for its cause ..."""
OTHER_EXCHANGES = 2
"""... and for each further finding of the same cause."""
FIRST_LETTERS = 1_200_000
"""Letters of exchanges that a page lays out ..."""
OTHER_LETTERS = 400_000
"""... after which repetitions of a cause get none."""
TRY_ENDS = ("province/whoami", "province/signature")
"""The operations with which each of several logins, or signatures, of one session ends."""
SIGNING_BEGINS = "province/sign"
MOST_DIAGRAMS = 12
"""Sequence diagrams of one page."""


class Show(Enum):
    """How a page shows an exchange or a diagram."""

    WHOLE = "whole"
    AGAIN = "again"
    LINE = "line"
    MISSING = "missing"


@dataclass(frozen=True)
class ShownExchange:
    """An exchange of a finding, and how to show it."""

    number: int
    exchange: Exchange | None
    show: Show
    anchor: str


@dataclass(frozen=True)
class ShownDiagram:
    """A sequence diagram, and how to show it."""

    show: Show
    session: str
    diagram: Diagram | None = None


class Evidence:
    """Remembers what a page already shows."""

    def __init__(self, record: RunRecord) -> None:
        self._record = record
        self._shown: set[tuple[str, int]] = set()
        self._letters = 0
        self._drawn: set[tuple[str, str]] = set()

    def of(self, finding: Finding, first: bool) -> list[ShownExchange]:
        """Return the exchanges of a finding, as many as fit; `first` when it stands for its cause."""
        return [self._show(finding.cell.session, number, first) for number in _numbers(finding)[: _limit(first)]]

    def left_out(self, finding: Finding, first: bool) -> int:
        """Return how many exchanges of the finding stand in the HAR file only."""
        return max(0, len(_numbers(finding)) - _limit(first))

    def drawing(self, finding: Finding) -> ShownDiagram:
        """Return the sequence diagram of the finding's session, or how to do without it."""
        session, case = finding.cell.session, finding.check.case if finding.check else ""
        exchanges = self._record.exchanges.get(session)
        if not exchanges:
            return ShownDiagram(Show.MISSING, session)
        if (session, case) in self._drawn:
            return ShownDiagram(Show.AGAIN, session)
        if len(self._drawn) >= MOST_DIAGRAMS:
            return ShownDiagram(Show.LINE, session)
        self._drawn.add((session, case))
        shown = _of_one_try(exchanges, _numbers(finding)) if case else list(exchanges.values())
        return ShownDiagram(Show.WHOLE, session, diagram_of(shown, _numbers(finding)))

    def _show(self, session: str, number: int, first: bool) -> ShownExchange:
        exchange = self._record.exchange(session, number)
        return ShownExchange(number, exchange, self._how(session, number, exchange, first), f"x-{session}-{number}")

    def _how(self, session: str, number: int, exchange: Exchange | None, first: bool) -> Show:
        if exchange is None:
            return Show.MISSING
        if (session, number) in self._shown:
            return Show.AGAIN
        if self._letters >= (FIRST_LETTERS if first else OTHER_LETTERS):
            return Show.LINE
        self._shown.add((session, number))
        self._letters += _letters(exchange)
        return Show.WHOLE


def _numbers(finding: Finding) -> tuple[int, ...]:
    return finding.check.exchanges if finding.check else ()


def _of_one_try(exchanges: Mapping[int, Exchange], numbers: Sequence[int]) -> list[Exchange]:
    """Return the exchanges of the login, or signature, that ends with the first of these.

    Each login ends with asking who is in; how a signature went may be asked several times after it began.
    """
    end = min(numbers, default=0)
    begun = max((n for n, one in exchanges.items() if one.operation == SIGNING_BEGINS and n <= end), default=end)
    start = max((n for n, one in exchanges.items() if one.operation in TRY_ENDS and n < begun), default=0)
    return [one for number, one in exchanges.items() if start < number <= end]


def _limit(first: bool) -> int:
    return FIRST_EXCHANGES if first else OTHER_EXCHANGES


def _letters(exchange: Exchange) -> int:
    """Return about how much an exchange adds to a page; the request stands in its body and in its curl command."""
    shown = min(len(exchange.request_body), SHOWN_CHARACTERS) + len(exchange.request_body)
    return shown + min(len(exchange.response_body), SHOWN_CHARACTERS) + 3_000
