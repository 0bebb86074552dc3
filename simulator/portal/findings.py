"""What is held against a call: kept so that one message cannot fill the journal, and what its values mean."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from simulator.domain.contract_finding import ELSEWHERE, MORE, ContractFinding
from simulator.portal.procedures import Procedures
from simulator.web.recording import Inbound
from simulator.wire.dossier_meaning import meaning_of

MOST = 200
"""Findings of one message that are kept for each group of sessions, and of those that belong to nobody."""

Sessions = Mapping[int | None, tuple[str, ...]]


class Meaning:
    """Looks at values that follow the contract and still say nothing, or say what cannot be."""

    def __init__(self, procedures: Procedures) -> None:
        self._procedures = procedures

    def findings(self, contract: str, body: Any) -> tuple[ContractFinding, ...]:
        """Return what is odd about the values of a message."""
        return tuple(meaning_of(contract, body, self._makes_paper))

    def _makes_paper(self, procedure_code: str) -> bool:
        found = self._procedures.find(procedure_code)
        return found is not None and bool(found[0].results)


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
