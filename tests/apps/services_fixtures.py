"""A national side behind a real port with /admin, a province that uses VNeID's services, and its webhook receiver."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask

from simulator.control.blueprint import blueprint as control
from simulator.core.clock import FixedClock
from simulator.domain.claim_sheet import ClaimSheet
from simulator.journal.database import Database
from simulator.journal.settings import Settings
from simulator.stack.server import BoundServer
from simulator.vneid.blueprint import blueprint as vneid
from simulator.vneid.services.authority import Authority
from simulator.web.national import National
from tests.apps.gateway_client import Gateway, Receiver
from tests.apps.national_fixtures import NOW

SECRET = "webhook-secret"
RETURN = "https://other.example/back?step=2"
PASSCODE = "246810"


@cache
def ready_authority() -> str:
    """The certificate authority as it would be made, made once: its key costs more than most tests."""
    with tempfile.TemporaryDirectory() as folder:
        db = Database(Path(folder) / "ca.sqlite3")
        settings = Settings(db)
        Authority(settings, FixedClock(NOW)).prepare()
        made = settings.get_or_make("vneid_signing_ca", lambda: "")
        db.close()
    return made


@dataclass
class Services:
    """One system, its receiver, the tester's hand, and the clock."""

    national: National
    clock: FixedClock
    gateway: Gateway
    receiver: Receiver

    def move(self, seconds: float) -> None:
        self.clock.move(timedelta(seconds=seconds))
        self.gateway.at = self.clock.now()
        self.receiver.now = self.clock.now().timestamp()

    def admin(self, path: str, body: Any = None, method: str = "POST") -> dict[str, Any]:
        url = f"{self.national.public_url}/admin/vneid/{path}"
        answer = requests.request(method, url, json=body, timeout=10)
        return dict(answer.json()) | {"http": answer.status_code}

    def deliver(self) -> int:
        return int(self.admin("webhooks/deliver")["sent"])

    def arm(self, kind: str, *faults: str, **more: Any) -> None:
        armed = self.admin("service-faults", {"kind": kind, "client_id": "other-rp", "faults": list(faults), **more})
        assert armed["http"] == 201, armed

    def answer(self, request_id: str, page: str = "confirm", **form: str) -> requests.Response:
        """Answer as the citizen does on the page; nothing follows the way back."""
        url = f"{self.national.public_url}/vneid/{page}/{request_id}"
        return requests.post(url, data=form, allow_redirects=False, timeout=10)

    def agree(self, request_id: str, page: str = "confirm") -> requests.Response:
        return self.answer(request_id, page, decision="agree", consent="1", passcode=PASSCODE)

    def certificate(self, citizen: str) -> str:
        """Register a certificate for a citizen who agrees, and return its serial number."""
        registered = self.gateway.post("certificates/register", {"citizenPid": citizen})
        assert registered["status"] == "01", registered
        transaction = registered["data"]["transactionCode"]
        assert self.agree(transaction).status_code == 303
        answer = self.gateway.post("certificates/get-status", {"transactionCode": transaction})
        return str(answer["data"]["credentialID"])


@pytest.fixture
def services(national: National, clock: FixedClock, register: Callable[..., ClaimSheet]) -> Iterator[Services]:
    national.settings.get_or_make("vneid_signing_ca", ready_authority)
    receiver = Receiver(SECRET, clock.now().timestamp())
    server = BoundServer("127.0.0.1", 0, threads=6)
    national.public_url = server.url
    app = Flask(__name__)
    for party in (vneid, control):
        app.register_blueprint(party(national))
    with receiver.listening(), server.serving(app):
        signing = {"partner_code": "PARTNER-92", "secret": SECRET, "webhook_url": receiver.url}
        register("other", "92", vneid_services={"sharing": {"return_url": RETURN}, "signing": signing})
        gateway = Gateway(server.url, clock.now(), "other-rp", "other-secret", ("other", "other-password"))
        yield Services(national, clock, gateway, receiver)
