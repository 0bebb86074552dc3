"""What the examinations share: the claim sheet, how the national side is called, and what earlier ones found out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import requests

from simulator.catalogue.catalogue import Catalogue
from simulator.conformance.national import NationalSide
from simulator.conformance.stop import StopSignal
from simulator.core.clock import Clock, SystemClock
from simulator.domain.claim_sheet import ClaimSheet
from simulator.journal.exchanges import TRIAL_AGENT

CONNECT_SECONDS = 3.0
READ_SECONDS = 10.0
REACH_SECONDS = 180.0
"""The national side asks every address of the claim sheet before it answers."""


@dataclass
class Bench:
    """One examination of one system."""

    sheet: ClaimSheet
    catalogue: Catalogue
    url: str
    """The national side, without a slash at the end."""
    token: str = ""
    ca_file: str = ""
    test_system: bool | None = None
    """Whether the operator says that this is a test system; None: not asked."""
    messages_off: bool | None = None
    """Whether the operator says that no message leaves it; None: not asked."""
    started: bool = False
    """Whether the national side was started for this examination alone."""
    clock: Clock = field(default_factory=SystemClock)
    answers: bool = False
    """Whether the national side has answered."""
    registered: bool = False
    """Whether it knows the claim sheet."""
    stopped: bool = False
    """Whether nothing may be called any more."""

    @property
    def national(self) -> NationalSide:
        """Return `/admin`, asked once."""
        return NationalSide(self.url, StopSignal(), self.token, patience=0.0, ca_file=self.ca_file)

    def get(self, url: str) -> requests.Response:
        """Ask an address as a client would."""
        return self._http("GET", url)

    def post(self, path: str, body: Mapping[str, Any]) -> requests.Response:
        """Send JSON to the national side as a client would, with the routing code that the claim sheet demands."""
        routed = {"dstcode": self.sheet.dstcode} if self.sheet.dstcode else {}
        return self._http("POST", self.url + path, json=dict(body), headers=routed)

    def admin(self, method: str, path: str) -> dict[str, Any]:
        """Ask `/admin` about this system; raises what `requests` raises, also for an answer that is no success."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        address = f"{self.url}/admin/provinces/{quote(self.sheet.id)}{path}"
        body: dict[str, Any] = {"json": {}} if method == "POST" else {}
        reply = self._http(method, address, headers=headers, timeout=(CONNECT_SECONDS, REACH_SECONDS), **body)
        reply.raise_for_status()
        found: dict[str, Any] = reply.json()
        return found

    def _http(self, method: str, url: str, **more: Any) -> requests.Response:
        headers = {"User-Agent": TRIAL_AGENT, **more.pop("headers", {})}
        timeout = more.pop("timeout", (CONNECT_SECONDS, READ_SECONDS))
        with requests.Session() as session:
            session.trust_env = False
            session.verify = self.ca_file or True
            return session.request(method, url, headers=headers, timeout=timeout, allow_redirects=False, **more)
