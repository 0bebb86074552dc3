"""What every look-up goes through: the account, the contract, the sessions that it belongs to, the weather."""

from http import HTTPStatus

from flask import request

from simulator.domain.contract_finding import ContractFinding
from simulator.session.disturbances import Disturbance
from simulator.web.credentials import authorization_of
from simulator.web.national import National
from simulator.web.recording import Answer, Inbound
from simulator.wire.population import Explained, unsaid

PARTY = "registries"


def identified(national: National, inbound: Inbound) -> bool:
    """Return whether the caller gave an account of the adapter with its password (HTTP Basic)."""
    basic = authorization_of(request)
    if basic is None or basic.type != "basic":
        return False
    account, password = basic.username or "", basic.password or ""
    sheet = national.provinces.by_account(account)
    if sheet is not None:
        inbound.identify(sheet)
    return sheet is not None and national.provinces.password_ok(account, password)


def differences(national: National, inbound: Inbound, query: Explained, contract: str) -> list[ContractFinding]:
    """Return where a look-up differs from its contract, and what it should say and does not."""
    if not isinstance(inbound.json, dict):
        return []
    found = list(national.contracts[contract].check_request(inbound.json))
    pointers = {finding.pointer for finding in found}
    return found + [finding for finding in unsaid(query, contract) if finding.pointer not in pointers]


def linked(national: National, inbound: Inbound, contract: str) -> tuple[str, ...]:
    """Link a look-up to the sessions whose person it asks for."""
    if not isinstance(inbound.json, dict):
        return ()
    rows = national.contracts[contract].keys(inbound.json)
    return tuple(dict.fromkeys(session for row in rows for session in inbound.link(row.keys)))


def refused(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Answer:
    """Return an error as the exchange platform words it."""
    return Answer({"errorCode": code, "message": message}, status, headers or {})


def wrong_account(inbound: Inbound) -> Answer:
    """Return the refusal of an unknown account or a wrong password, and keep it as background."""
    said = "Sai tài khoản hoặc mật khẩu."
    told = {"answer": "bad_login", "operation": inbound.draft.operation, "detail": "", "message": said}
    inbound.fact("portal_refusal", (), **told)
    return refused(401, "001", said, {"WWW-Authenticate": 'Basic realm="ndxp"'})


def disturbed(inbound: Inbound, disturbance: Disturbance, sessions: tuple[str, ...], source: str) -> Answer:
    """Return what the weather answers, and keep that this source did not answer."""
    inbound.fact("disturbed", sessions, weather=disturbance.weather, operation=inbound.draft.operation, registry=source)
    phrase = HTTPStatus(disturbance.status).phrase
    return refused(disturbance.status, str(disturbance.status), phrase, {"Retry-After": "1"})
