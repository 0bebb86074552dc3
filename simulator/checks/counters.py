"""Each commune of the province resolves to one counter at work."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from simulator.checks.blocked import hand_problem
from simulator.checks.seen import exchanges_of
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement, Owner

Row = Mapping[str, Any]
_MOST_NAMED = 6
"""So many communes are named; more would only repeat the same thing."""


def commune_has_one_counter(evidence: Evidence) -> Judgement:
    """Judge the communes that the portal publishes for the province against the system's counters at work."""
    read = list(evidence.of("counters_read"))
    if not read:
        return Judgement(
            findings=(hand_problem(evidence) or Finding("no_counters", owner=Owner.TESTER, settles=False),)
        )
    communes = read[-1].get("communes")
    if not communes:
        unknown = Finding("communes_unknown", exchanges=exchanges_of(read), owner=Owner.NATIONAL_SIDE, settles=False)
        return Judgement(findings=(unknown,))
    active = [row for row in read[-1].get("counters") or () if row.get("active") is True]
    return Judgement((read[-1].exchange,), tuple(_findings(read[-1], communes, active)))


def _findings(read: Fact, communes: Sequence[Row], active: Sequence[Row]) -> Iterator[Finding]:
    served = Counter(str(row.get("commune_code")) for row in active)
    known = {str(commune.get("code")) for commune in communes}
    without = [commune for commune in communes if not served[str(commune.get("code"))]]
    several = [commune for commune in communes if served[str(commune.get("code"))] > 1]
    strange = [row for row in active if row.get("commune_code") not in known]
    if without:
        yield _finding("commune_without_counter", read, [_name(one) for one in without], "1", "0")
    if several:
        most = str(max(served[str(one.get("code"))] for one in several))
        # That intake points are published was read; that a commune has no more than one is our reading.
        yield _finding("commune_with_counters", read, [_name(one) for one in several], "1", most, assumed=True)
    if strange:
        names = [f"{row.get('name') or '–'} ({row.get('commune_code') or '–'})" for row in strange]
        yield _finding("counter_of_no_commune", read, names, ", ".join(sorted(known)), names[0], assumed=True)


def _finding(code: str, read: Fact, names: Sequence[str], expected: str, found: str, assumed: bool = False) -> Finding:
    more = f" … +{len(names) - _MOST_NAMED}" if len(names) > _MOST_NAMED else ""
    values = {"names": ", ".join(names[:_MOST_NAMED]) + more, "count": len(names), "found": found}
    return Finding(code, values, "counters", expected, found, exchanges=(read.exchange,), assumed=assumed)


def _name(commune: Row) -> str:
    return f"{commune.get('name') or '–'} ({commune.get('code')})"
