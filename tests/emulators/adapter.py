"""Two ways to reach the portal: the adapter with its one door, and a province's middleware with a path an operation."""

import json
import time
from dataclasses import dataclass, field
from typing import Any, Protocol

import requests

from .config import Config
from .store import Store

PREFIX = "/VXPAdapter/RestService/forward"
DSTCODE = "VN:GOV:000.00.00.G22:vpcpdvcprovider"
SESSION_SECONDS = 600.0
"""[session-cache] A session is used for ten minutes, whatever the portal says of it."""


class TransportFailed(Exception):
    """No answer in time, or none that these clients can read."""


def browser() -> requests.Session:
    """Return an HTTP client that looks at no proxy of this machine."""
    session = requests.Session()
    session.trust_env = False
    return session


@dataclass
class Adapter:
    """[adapter] One POST for everything; the body names the operation, the session travels in it."""

    config: Config
    store: Store
    reuse: bool = True
    """Whether a session is kept, as OpenCPS does; a client of another family logs in for each run of its job."""
    dstcode_in: str = "header"
    http: requests.Session = field(default_factory=browser)

    def call(self, service: str, **body: Any) -> dict[str, Any]:
        """Call an operation; raises `TransportFailed`."""
        head = {"session": self._session(), "madonvi": self.config.agency, "service": service}
        return self._post("/mapi/g", {**head, **body})

    def _session(self) -> str:
        kept = self.store.kept("session") if self.reuse else None
        if kept and kept["until"] > time.time():
            return str(kept["session"])
        said = self._post("/mapi/login", {"username": self.config.account, "password": self.config.password})
        # [login-success] A session and an error code that is the number 0.
        if "session" not in said or int(said.get("error_code", -1)) != 0:
            raise TransportFailed(f"login: {said.get('message')}")
        self.store.keep("session", {"session": said["session"], "until": time.time() + SESSION_SECONDS})
        return str(said["session"])

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        # [dstcode] The routing code is a header at one family, a part of the query at others.
        headers = {"Accept": "application/json", "Charset": "utf-8"}
        query = {"dstcode": DSTCODE} if self.dstcode_in == "query" else {}
        headers |= {} if query else {"dstcode": DSTCODE}
        url = f"{self.config.portal}{PREFIX}{path}"
        return ask(self.http, "POST", url, self.config.timeout, json=body, headers=headers, params=query)


class Middleware(Protocol):
    """[middleware] A path an operation; answers `error_code` and `message`, for reads a JSON text with the rows."""

    def read(self, operation: str, **query: str) -> dict[str, Any]:
        """Ask for rows."""
        ...

    def send(self, suffix: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
        """Send a bare array."""
        ...


@dataclass
class OwnMiddleware:
    """The middleware of the province itself: it adds session, agency and operation, and speaks to the adapter."""

    adapter: Adapter

    def read(self, operation: str, **query: str) -> dict[str, Any]:
        """Ask for rows."""
        return self._wrapped(self.adapter.call(operation, **query))

    def send(self, suffix: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
        """Send rows: `add`, `update` or `progress`."""
        if suffix == "progress":
            return self.adapter.call("CapNhatTienDoHoSoMC", data=rows)
        return self.adapter.call("DongBoHoSoMC", isUpdating="True" if suffix == "update" else "False", data=rows)

    @staticmethod
    def _wrapped(said: dict[str, Any]) -> dict[str, Any]:
        return {"error_code": said.get("error_code"), "message": json.dumps(said, ensure_ascii=False)}


@dataclass
class PortalMiddleware:
    """No middleware of its own: the paths below `/KetNoiMotCuaQuocGia` are the portal's."""

    config: Config
    suffixes: dict[str, str]
    """add, update and progress -> last part of the path; a setting of each province."""
    http: requests.Session = field(default_factory=browser)

    def read(self, operation: str, **query: str) -> dict[str, Any]:
        """Ask for rows."""
        return self._ask("GET", operation, params=query)

    def send(self, suffix: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
        """Send a bare array."""
        return self._ask("POST", self.suffixes[suffix], json=rows)

    def _ask(self, method: str, name: str, **words: Any) -> dict[str, Any]:
        url = f"{self.config.portal}/KetNoiMotCuaQuocGia/{name}"
        account = (self.config.account, self.config.password)
        return ask(self.http, method, url, self.config.timeout, auth=account, **words)


def ask(http: requests.Session, method: str, url: str, timeout: float, **words: Any) -> dict[str, Any]:
    """[transport] Anything but 200 with a JSON object is a failure of the transport. Raises `TransportFailed`."""
    try:
        answer = http.request(method, url, timeout=timeout, **words)
        said = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise TransportFailed(f"{type(error).__name__}: {error}") from None
    if answer.status_code != 200 or not isinstance(said, dict):
        raise TransportFailed(f"HTTP {answer.status_code}: {answer.text[:200]}")
    return said
