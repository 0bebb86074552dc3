"""The national side for unit tests in Python: every call of `requests` to its address is answered in this process.

    from simulator.testing import national_side

    with national_side() as national:
        requests.post(f"{national.url}/mapi/login", json={"username": "demo", "password": "demo"})
        assert national.facts("portal_login")[0].data["ok"]

Adapter, VNeID, registries and payment platform are the ones that `dvcsim serve` serves, on fresh data that are
forgotten at the end. The library `responses` stands in for the socket, so only clients that are built on `requests` are
answered; what the national side itself would call (hooks, back-channel logout, results of payments) is not.
"""

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
import responses
from flask import Flask

from simulator.catalogue.catalogue import Catalogue, load_catalogue
from simulator.catalogue.claim_sheets import claim_sheet_of, load_claim_sheet
from simulator.catalogue.identity_cases import fault_problem
from simulator.checks import CHECKS
from simulator.core.clock import FixedClock
from simulator.core.data_folders import data_folders
from simulator.core.errors import ConfigurationError, near_matches
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.contract_finding import ContractFinding
from simulator.domain.exchange import Exchange
from simulator.domain.fact import KINDS, Fact
from simulator.domain.person import Person
from simulator.payment.blueprint import blueprint as payment
from simulator.payment.confirming import result_message
from simulator.payment.office import Office
from simulator.portal.blueprint import blueprint as portal
from simulator.registries.blueprint import blueprint as registries
from simulator.session.login_faults import Scope
from simulator.session.payments import Payments
from simulator.testing.keys import use_ready_keys
from simulator.vneid.blueprint import blueprint as vneid
from simulator.web.national import National, open_national
from simulator.wire.contracts import Contracts, load_contracts

URL = "http://portal.example"
PARTIES = {"portal": portal, "vneid": vneid, "registries": registries, "payment": payment}
_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
_MOST = 1_000_000


class MountedNationalSide:
    """A national side without a socket: where it is, what arrived, and what it shall do wrong."""

    def __init__(self, national: National, sheet: ClaimSheet) -> None:
        self._national = national
        self._sheet = sheet
        self._office, self._payments = Office(national), Payments(national.db)
        self._browser = _app(national).test_client(use_cookies=False)
        self.url = national.public_url
        """Base address; the adapter is below it at `/mapi/login` and `/mapi/g`."""
        self.issuer = f"{self.url}/vneid"
        """VNeID's issuer, for discovery."""
        self.account = (sheet.account, str(sheet.raw["account"]["password"]))
        """Name and password of the adapter account."""
        self.agency = sheet.agency
        self.client_id = sheet.openid_client
        self.client_secret = str(sheet.raw["openid"]["client_secret"])

    @property
    def personas(self) -> Mapping[str, Person]:
        """Return the people that VNeID and the registries know, by the ids of `dvcsim list personas`."""
        return self._national.personas.people

    def log_in(self, authorization_url: str, citizen: str = "citizen") -> str:
        """Let a citizen (persona or personal number) follow your link to VNeID; return where she is sent back to."""
        separator = "&" if urlsplit(authorization_url).query else "?"
        silent = f"{authorization_url}{separator}prompt=none&login_hint={citizen}"
        answer = requests.get(silent, allow_redirects=False, timeout=10)
        if answer.status_code != requests.codes.found:
            raise AssertionError(f"VNeID did not send the citizen back: {answer.status_code} {answer.text}")
        return answer.headers["Location"]

    def pay(self, payment_url: str, action: str = "pay", forged: str = "") -> dict[str, Any]:
        """Let the payer `pay`, `fail` or `cancel` at the address that an INIT answered.

        Returns the CONFIRM that your system would be sent, for your own handler; `forged` (wrong_signature or
        wrong_amount) spoils it.
        """
        bank = next(iter(self._national.catalogue.payment.banks))
        answer = requests.post(payment_url, data={"bank": bank, "action": action}, allow_redirects=False, timeout=10)
        paid = self._payments.by_token(urlsplit(payment_url).path.rpartition("/")[2])
        if answer.status_code != requests.codes.see_other or paid is None or self._sheet.payment is None:
            raise AssertionError(f"the payment was not decided: {answer.status_code} {answer.text}")
        return result_message(self._office, paid, self._sheet.payment.secret, forged)

    def exchanges(self, operation: str = "") -> tuple[Exchange, ...]:
        """Return what arrived, in order, with its answers and findings; of one operation (a contract id) if named."""
        found = reversed(self._national.journal.latest(_MOST))
        return tuple(one for one in found if operation in ("", one.operation))

    def facts(self, kind: str = "") -> tuple[Fact, ...]:
        """Return what the messages meant, in order; of one kind if named (`simulator.domain.fact.KINDS`)."""
        if kind and kind not in KINDS:
            raise ConfigurationError(f"facts({kind!r})", "no such kind", near_matches(kind, KINDS))
        return tuple(fact for fact in self._national.journal.facts("") if kind in ("", fact.kind))

    def findings(self) -> tuple[ContractFinding, ...]:
        """Return where messages differed from their contracts: pointer, expected, found."""
        return tuple(finding for exchange in self.exchanges() for finding in exchange.findings)

    def disturb(self, party: str, status: int = 503) -> None:
        """Let `portal`, `vneid`, `registries` or `payment` answer this HTTP status to your system until `calm`."""
        if party not in PARTIES:
            raise ConfigurationError(f"disturb({party!r})", "no such party", near_matches(party, PARTIES))
        with self._national.db.write() as tx:
            self._national.disturbances.start(tx, self._sheet.id, _weather(party), party, status)

    def calm(self) -> None:
        """Lift every disturbance and every armed fault."""
        with self._national.db.write() as tx:
            for party in PARTIES:
                self._national.disturbances.stop(tx, self._sheet.id, _weather(party))
            for fault in self._national.login_faults.all():
                self._national.login_faults.lift(tx, fault.id)

    def arm(self, case: str = "", *, logins: int = 1, **stages: Any) -> None:
        """Let VNeID do something wrong in your client's next logins: a case of `contracts/vneid/cases`, or stages."""
        cases = self._national.catalogue.identity_cases
        if case and case not in cases:
            raise ConfigurationError(f"arm({case!r})", "no such case", near_matches(case, cases))
        wanted: Mapping[str, Any] = cases[case].fault if case else stages
        if not wanted or (wrong := fault_problem(self._national.catalogue.schemas, wanted)):
            problem = wrong if wanted else "names neither a case nor a stage"
            raise ConfigurationError("arm()", problem, "a case or stages as in contracts/vneid/cases")
        with self._national.db.write() as tx:
            self._national.login_faults.arm(tx, Scope(self.client_id, logins=logins), wanted, case)

    def answer(self, request: requests.PreparedRequest) -> Any:
        """Answer one call, as `responses` wants it: status, headers (one may come twice), body."""
        address = urlsplit(str(request.url))
        body: Any = request.body
        answer = self._browser.open(
            address.path or "/",
            method=str(request.method),
            base_url=f"{address.scheme}://{address.netloc}",
            query_string=address.query,
            headers=list(request.headers.items()),
            data=body.read() if hasattr(body, "read") else body or b"",
        )
        return answer.status_code, list(answer.headers), answer.get_data()


@contextmanager
def national_side(
    url: str = URL,
    *,
    claim_sheet: str | Path | Mapping[str, Any] | None = None,
    now: datetime | None = None,
    mock: responses.RequestsMock | None = None,
) -> Iterator[MountedNationalSide]:
    """Answer every call of `requests` to `url` in this process until the end of the block.

    `claim_sheet` (a file, or its content) gives your own account, agency and OpenID client; without it they are those
    of the ready account `demo`. `now` stops the clock there. `mock` is a `responses.RequestsMock` of yours that is
    already started; without it any other address refuses to connect.
    """
    _check_address(url)
    with tempfile.TemporaryDirectory(prefix="dvcsim-mounted-", ignore_cleanup_errors=True) as folder:
        clock = FixedClock(now) if now else None
        national = open_national(Path(folder), _catalogue(), _contracts(), public_url=url.rstrip("/"), clock=clock)
        try:
            use_ready_keys(national.db)
            mounted = MountedNationalSide(national, _registered(national, claim_sheet))
            if mock is not None:
                with _mounted(mock, mounted):
                    yield mounted
            else:
                with responses.RequestsMock(assert_all_requests_are_fired=False) as own, _mounted(own, mounted):
                    yield mounted
        finally:
            national.db.close()


@contextmanager
def _mounted(mock: responses.RequestsMock, side: MountedNationalSide) -> Iterator[None]:
    pattern = re.compile(rf"{re.escape(side.url)}(?:[/?#]|$)")
    for method in _METHODS:
        mock.add_callback(method, pattern, callback=side.answer, content_type=None)
    try:
        yield
    finally:
        for method in _METHODS:
            mock.remove(method, pattern)


def _app(national: National) -> Flask:
    app = Flask("simulator.testing", static_folder=None)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    for party in PARTIES.values():
        app.register_blueprint(party(national))
    return app


def _registered(national: National, given: str | Path | Mapping[str, Any] | None) -> ClaimSheet:
    if given is None:
        return national.provinces.all()[0]
    if isinstance(given, Mapping):
        sheet = claim_sheet_of(given, "claim_sheet", national.catalogue)
    else:
        sheet = load_claim_sheet(Path(given), national.catalogue)
    with national.db.write() as tx:
        national.provinces.register(tx, sheet)
    return sheet


def _check_address(url: str) -> None:
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname or address.path.strip("/") or address.query:
        raise ConfigurationError(f"national_side({url!r})", "is no base address", "http://HOST or https://HOST")


def _weather(party: str) -> str:
    return f"{party}-disturbed"


@cache
def _catalogue() -> Catalogue:
    return load_catalogue(data_folders(), frozenset(CHECKS))


@cache
def _contracts() -> Contracts:
    return load_contracts(data_folders())
