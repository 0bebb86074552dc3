"""Two ways to reach the portal: the adapter with its one door, and a province's middleware with a path an operation."""

import json
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import quote

import requests

from .config import Config
from .store import Store

NEWER, OLDER = "/VXPAdapter/RestService/forward", "/XrdAdapter/RestService/forward"
"""[prefix] Whatever stands before is of the exchange platform."""
DSTCODE = "VN:GOV:000.00.00.G22:vpcpdvcprovider"
PROVIDER = "https://cong.dvcqg.example"
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
    prefix: str = NEWER
    http: requests.Session = field(default_factory=browser)
    _of_job: str = ""
    _in_job: bool = False

    def job(self, running: bool) -> None:
        """[login-per-job] A run of the job begins or ends: without reuse its session is its own."""
        self._in_job, self._of_job = running, ""

    def call(self, service: str, **body: Any) -> dict[str, Any]:
        """Call an operation; raises `TransportFailed`."""
        head = {"session": self._session(), "madonvi": self.config.agency, "service": service}
        return self._post("/mapi/g", {**head, **body})

    def _session(self) -> str:
        kept = self.store.kept("session") if self.reuse else None
        if kept and kept["until"] > self.config.clock():
            return str(kept["session"])
        if self._of_job and self._in_job:
            return self._of_job
        session = self._login()
        if self.reuse:
            self.store.keep("session", {"session": session, "until": self.config.clock() + SESSION_SECONDS})
        self._of_job = session
        return session

    def _login(self) -> str:
        said = self._post("/mapi/login", {"username": self.config.account, "password": self.config.password})
        # [login-success] A session and an error code that is the number 0.
        if "session" not in said or int(said.get("error_code", -1)) != 0:
            raise TransportFailed(f"login: {said.get('message')}")
        return str(said["session"])

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        # [dstcode] The routing code is a header at one family, a part of the query at others.
        headers = {"Accept": "application/json", "Charset": "utf-8"}
        query = {"dstcode": DSTCODE, "providerurl": PROVIDER} if self.dstcode_in == "query" else {}
        headers |= {} if query else {"dstcode": DSTCODE}
        url = f"{self.config.portal}{self.prefix}{path}"
        return ask(self.http, "POST", url, self.config.timeout, json=body, headers=headers, params=query)


class Middleware(Protocol):
    """[middleware] A path an operation; answers `error_code` and `message`, for reads a JSON text with the rows."""

    def read(self, operation: str, **query: str) -> dict[str, Any]:
        """Ask for rows."""
        ...

    def send(self, suffix: str, rows: Any) -> dict[str, Any]:
        """Send a bare body: an array, and one object for the status of a dossier that the portal made."""
        ...

    def file(self, path: str) -> str:
        """Return a file of the portal as base64."""
        ...

    def job(self, running: bool) -> None:
        """A run of the job begins or ends."""
        ...


@dataclass
class OwnMiddleware:
    """The middleware of the province itself: it adds session, agency and operation, and speaks to the adapter."""

    adapter: Adapter

    def read(self, operation: str, **query: str) -> dict[str, Any]:
        """Ask for rows."""
        return self._wrapped(self.adapter.call(operation, **query))

    def send(self, suffix: str, rows: Any) -> dict[str, Any]:
        """Send rows: `add`, `update`, `progress` or `status`."""
        if suffix == "progress":
            return self.adapter.call("CapNhatTienDoHoSoMC", data=rows)
        if suffix == "status":
            return self.adapter.call("DongBoTrangThaiHoSo", type="2", data=rows)
        return self.adapter.call("DongBoHoSoMC", isUpdating="True" if suffix == "update" else "False", data=rows)

    def file(self, path: str) -> str:
        """Return a file of the portal as base64."""
        said = self.adapter.call("LayTaiLieuHoSo", donViXuLy=self.adapter.config.agency, duongdanteptin=path)
        return str(said["TepTinDinhKem"][0]["Base64"])

    def job(self, running: bool) -> None:
        """A run of the job begins or ends."""
        self.adapter.job(running)

    @staticmethod
    def _wrapped(said: dict[str, Any]) -> dict[str, Any]:
        return {"error_code": said.get("error_code"), "message": json.dumps(said, ensure_ascii=False)}


@dataclass
class PortalMiddleware:
    """No middleware of its own: the paths below `/KetNoiMotCuaQuocGia` are the portal's."""

    config: Config
    suffixes: dict[str, str]
    """add, update, progress and status -> last part of the path; the first three are settings of each province."""
    http: requests.Session = field(default_factory=browser)

    def read(self, operation: str, **query: str) -> dict[str, Any]:
        """Ask for rows."""
        asked = "".join(f"&{name}={quote(value)}" for name, value in query.items())
        return ask(self.http, "GET", self._url(operation) + asked, self.config.timeout, auth=self._account)

    def send(self, suffix: str, rows: Any) -> dict[str, Any]:
        """Send a bare body."""
        url = self._url(self.suffixes[suffix])
        return ask(self.http, "POST", url, self.config.timeout, auth=self._account, json=rows)

    def file(self, path: str) -> str:
        """Return a file of the portal as base64: the answer is the text and nothing else."""
        url = self._url("getfile")
        words: dict[str, Any] = {"json": {"DuongDan": path}, "auth": self._account}
        return str(self.http.post(url, timeout=self.config.timeout, **words).text)

    def job(self, running: bool) -> None:
        """Nothing is kept between two calls."""

    @property
    def _account(self) -> tuple[str, str]:
        return self.config.account, self.config.password

    def _url(self, name: str) -> str:
        """[nameless] The routing values stand in the query without their names."""
        return f"{self.config.portal}/KetNoiMotCuaQuocGia/{name}?{quote(DSTCODE, '')}&{quote(PROVIDER, '')}"


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
