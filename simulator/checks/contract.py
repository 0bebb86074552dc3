"""The messages of the system under test follow their contracts."""

import re
from collections import defaultdict

from simulator.checks.blocked import hand_problem, no_dossier
from simulator.checks.seen import MOST_EXCHANGES, exchanges_of
from simulator.domain.contract_finding import ContractFinding
from simulator.domain.evidence import Evidence
from simulator.domain.outcome import Finding, Judgement

_SENT = ("dossier_report", "progress_report", "dossier_query", "tech_id_query", "lookup", "status_report")
"""Facts that come from messages with a public contract which the system under test sent itself."""

_ROW = re.compile(r"/[0-9]+(?=/|$)")
_OURS = "province/"
"""Contracts of our own design (form, hooks): no public source, so no more than a warning."""

Place = tuple[str, str, str, str]
"""Contract, pointer with any row, broken keyword, and what it demands."""


def messages_follow_contract(evidence: Evidence) -> Judgement:
    """Judge each place of each contract once, however many rows and messages break it there."""
    witness = exchanges_of(evidence.of(*_SENT))
    places: dict[Place, list[tuple[int, ContractFinding]]] = defaultdict(list)
    for exchange, _, finding in evidence.findings:
        pointer = _ROW.sub("/*", finding.pointer)
        places[(finding.contract, pointer, finding.keyword, finding.expected)].append((exchange, finding))
    findings = tuple(_finding(place, broken) for place, broken in places.items())
    if findings or witness:
        return Judgement(witness, findings)
    blocked = no_dossier(evidence) or hand_problem(evidence) or Finding("no_message_sent", settles=False)
    return Judgement(findings=(blocked,))


def _finding(place: Place, broken: list[tuple[int, ContractFinding]]) -> Finding:
    contract, pointer, _, _ = place
    first = broken[0][1]
    return Finding(
        _code(first),
        {"contract": contract, "place": pointer or "/", "expected": first.expected, "found": first.found}
        | {"count": len(broken)},
        where=f"{contract} {pointer or '/'}",
        expected=first.expected,
        found=first.found,
        exchanges=tuple(dict.fromkeys(exchange for exchange, _ in broken))[:MOST_EXCHANGES],
        assumed=contract.startswith(_OURS) or all(finding.assumed or finding.unknown_field for _, finding in broken),
    )


def _code(finding: ContractFinding) -> str:
    if finding.unknown_field:
        return "unknown_field"
    return "missing_field" if finding.keyword == "required" else "wrong_value"
