"""A fault for one login, chosen on the page: which cases it offers, and arming the chosen one."""

from simulator.domain.identity_case import IdentityCase
from simulator.journal.database import Transaction
from simulator.session.login_faults import Scope
from simulator.vneid.client import Client
from simulator.vneid.provider import Provider

_OWN_ISSUER = "own_issuer"


def offered_cases(provider: Provider, client_id: str) -> dict[str, list[IdentityCase]]:
    """Return by group the cases that VNeID alone can try with this client; the browser's part is the citizen's own."""
    client = provider.client(client_id)
    grouped: dict[str, list[IdentityCase]] = {}
    for case in provider.national.catalogue.identity_cases.values():
        if client is not None and _can_be_tried(case, client, provider.profile.id):
            grouped.setdefault(case.group, []).append(case)
    return grouped


def _can_be_tried(case: IdentityCase, client: Client, profile: str) -> bool:
    reaches = client.registered.own_issuer or _OWN_ISSUER not in case.needs
    return bool(case.fault) and reaches and profile in (case.profiles or (profile,))


def arm_chosen_fault(provider: Provider, tx: Transaction, case_id: str, client_id: str, personal_id: str) -> None:
    """Arm the case that was chosen on the page for this one login; nothing when none was."""
    offered = {case.id: case for cases in offered_cases(provider, client_id).values() for case in cases}
    if case := offered.get(case_id):
        scope = Scope(client_id, personal_id=personal_id)
        provider.national.login_faults.arm(tx, scope, case.fault, case.id)
