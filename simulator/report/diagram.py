"""The sequence diagram of a session: who called whom, in the order of time. Only numbers and names; a template draws.

The same exchange many times over is one arrow with a count, as an idle probe would fill the page otherwise.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from simulator.domain.exchange import Exchange
from simulator.report.har import header

SYSTEM = "system"
_CITIZEN, _PORTAL, _VNEID = "citizen", "portal", "vneid"
_LANES = (_CITIZEN, "control", SYSTEM, _PORTAL, _VNEID, "registries")
"""Parties from left to right: who drives the system, the system under test, whom it calls."""
_CITIZENS_BROWSER = "dvcsim-citizen"
"""The user agent of the citizen that the scenarios drive; such a call to us is not one of the system under test."""

MOST_ARROWS = 40
"""Arrows of one diagram; those that a finding rests on stay, the last of the others go."""

LANE_WIDTH = 160
ROW_HEIGHT = 32
LEFT = 60
"""Room for the numbers of the exchanges."""
TOP = 56
"""Room for the names of the parties."""


@dataclass(frozen=True)
class Arrow:
    """One exchange, or the same one several times in a row."""

    number: int
    source: str
    target: str
    operation: str
    status: int | None
    times: int
    cited: bool
    """Whether the finding rests on it."""

    @property
    def good(self) -> bool:
        """Return whether it was answered, and not with an error."""
        return self.status is not None and self.status < 400


@dataclass(frozen=True)
class Gap:
    """Arrows that were left out at this place."""

    arrows: int


Row = Arrow | Gap


@dataclass(frozen=True)
class Diagram:
    """Parties and rows, with the measures to draw them."""

    lanes: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def width(self) -> int:
        """Return the width in pixels."""
        return LEFT + LANE_WIDTH * len(self.lanes)

    @property
    def height(self) -> int:
        """Return the height in pixels."""
        return TOP + ROW_HEIGHT * len(self.rows) + 8

    def x(self, lane: str) -> int:
        """Return the middle of a party's lane."""
        return LEFT + LANE_WIDTH * self.lanes.index(lane) + LANE_WIDTH // 2

    def y(self, row: int) -> int:
        """Return the height of a row's arrow, counted from 0."""
        return TOP + ROW_HEIGHT * (row + 1) - 8


def diagram_of(exchanges: Iterable[Exchange], cited: Sequence[int] = ()) -> Diagram:
    """Return the diagram of a session; `cited` are the exchanges that a finding rests on."""
    arrows = [_arrow(group, frozenset(cited)) for group in _alike(exchanges)]
    parties = {party for arrow in arrows for party in (arrow.source, arrow.target)}
    lanes = (*(lane for lane in _LANES if lane in parties), *sorted(parties - set(_LANES)))
    return Diagram(lanes, tuple(_rows(arrows)))


def _alike(exchanges: Iterable[Exchange]) -> Iterator[list[Exchange]]:
    ordered = sorted(exchanges, key=lambda exchange: (exchange.at, exchange.id))
    for _, group in groupby(ordered, key=lambda one: (*_ends(one), one.operation, one.status)):
        yield list(group)


def _arrow(group: Sequence[Exchange], cited: frozenset[int]) -> Arrow:
    first = next((one for one in group if one.id in cited), group[0])
    source, target = _ends(first)
    name = first.operation.rpartition("/")[2]
    return Arrow(first.id, source, target, name, first.status, len(group), first.id in cited)


def _ends(exchange: Exchange) -> tuple[str, str]:
    """Return who called whom. A call to VNeID in nobody's name is the portal's own: it logs citizens in there too."""
    if exchange.direction == "out":
        return exchange.party, SYSTEM
    agent = header(exchange.request_headers, "User-Agent")
    if agent == _CITIZENS_BROWSER or exchange.operation.startswith(f"{_CITIZEN}/"):
        return _CITIZEN, exchange.party
    by_portal = exchange.party == _VNEID and exchange.province is None
    return (_PORTAL if by_portal else SYSTEM), exchange.party


def _rows(arrows: Sequence[Arrow]) -> Iterator[Row]:
    """Yield at most MOST_ARROWS arrows, with a gap where some were left out."""
    by_need = sorted(range(len(arrows)), key=lambda place: (not arrows[place].cited, place))
    kept = set(by_need[:MOST_ARROWS])
    for keep, places in groupby(range(len(arrows)), key=kept.__contains__):
        if keep:
            yield from (arrows[place] for place in places)
        else:
            yield Gap(len(list(places)))
