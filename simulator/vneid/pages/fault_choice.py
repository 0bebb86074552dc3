"""The seam to the faults of VNeID: which cases the login page offers, and arming the chosen one for this login."""

from collections.abc import Iterable
from typing import Protocol

from simulator.core.text import Text
from simulator.journal.database import Transaction
from simulator.vneid.provider import Provider


class Case(Protocol):
    """A case as the page shows it."""

    id: str
    group: str
    title: Text
    does: Text
    expects: str


class Faults(Protocol):
    """What arms a case."""

    def arm(self, tx: Transaction, case_id: str, client_id: str, *, personal_id: str) -> object:
        """Arm a case for the next login of this person at this client."""
        ...


def offered_cases(provider: Provider) -> dict[str, list[Case]]:
    """Return the cases by group; none where the catalogue has none."""
    found: Iterable[Case] | dict[str, Case] = getattr(provider.national.catalogue, "identity_cases", ())
    grouped: dict[str, list[Case]] = {}
    for case in found.values() if isinstance(found, dict) else found:
        grouped.setdefault(case.group, []).append(case)
    return grouped


def arm_chosen_fault(provider: Provider, tx: Transaction, case_id: str, client_id: str, personal_id: str) -> None:
    """Arm the case that was chosen on the page for this one login; nothing when none was."""
    faults: Faults | None = getattr(provider, "faults", None)
    known = {case.id for cases in offered_cases(provider).values() for case in cases}
    if faults is not None and client_id and case_id in known:
        faults.arm(tx, case_id, client_id, personal_id=personal_id)
