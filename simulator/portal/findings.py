"""What is held against a call: kept so that one message cannot fill the journal."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from simulator.domain.contract_finding import ELSEWHERE, MORE, ContractFinding
from simulator.web.recording import Inbound

MOST = 200
"""Findings of one message that are kept for each group of sessions, and of those that belong to nobody."""

Sessions = Mapping[int | None, tuple[str, ...]]


def keep(inbound: Inbound, findings: Iterable[ContractFinding], sessions: Sessions) -> None:
    """Keep the findings for the sessions of their rows; of too many for the same sessions only their number."""
    by_owners: dict[tuple[str, ...], list[ContractFinding]] = defaultdict(list)
    for finding in findings:
        by_owners[_owners(inbound, finding, sessions)].append(finding)
    for owners, found in by_owners.items():
        inbound.find(bounded(found), owners)


def bounded(findings: list[ContractFinding]) -> list[ContractFinding]:
    """Return the first ones, and how many more there were."""
    left = len(findings) - MOST
    if left <= 0:
        return findings
    shown = findings[:MOST]
    more = ContractFinding(shown[0].contract, "", "", f"và {left} sai lệch khác/and {left} more", MORE, assumed=True)
    return [*shown, more]


def _owners(inbound: Inbound, finding: ContractFinding, sessions: Sessions) -> tuple[str, ...]:
    if finding.keyword in ELSEWHERE:
        return ()
    return sessions.get(finding.row, ()) if finding.row is not None else tuple(inbound.draft.links)
