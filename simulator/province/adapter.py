"""The portal's adapter: one login, then every operation is a POST to one address, told apart by `service`.

A session is kept for ten minutes, as systems in the field do. Unlike them this client drops it after any failure,
and answers a message that speaks of a dead session by one new login at once.
"""

import threading
import unicodedata
from typing import Any

from simulator.core.clock import Clock
from simulator.province.config import ProvinceConfig
from simulator.province.national_side import NationalSide, NationalSideDown

PREFIX = "/VXPAdapter/RestService/forward"
ROUTE = "?dstcode=VN:GOV:000.00.00.G22:vpcpdvcprovider"
SESSION_SECONDS = 600.0


class Refused(Exception):
    """The portal answered, and the answer is an error."""

    def __init__(self, service: str, code: str, message: str) -> None:
        self.service = service
        self.code = code
        self.message = unicodedata.normalize("NFC", message).lower()
        super().__init__(f"{service}: error_code {code}")

    @property
    def is_duplicate(self) -> bool:
        """Return whether the portal says that it has the dossier already."""
        return self.code in ("3", "-3") or "đã tồn tại" in self.message

    @property
    def is_dead_session(self) -> bool:
        """Return whether the portal says that the session is not valid."""
        return "phiên" in self.message or "session" in self.message


class Adapter:
    """A client of the adapter for one account."""

    def __init__(self, national_side: NationalSide, config: ProvinceConfig, clock: Clock) -> None:
        self._national_side = national_side
        self._config = config
        self._clock = clock
        self._lock = threading.Lock()
        self._session = ""
        self._expires = 0.0

    def call(self, service: str, **body: Any) -> Any:
        """Return the `result` of an operation; raise `Refused` or `NationalSideDown`."""
        return self.ask(service, **body).get("result")

    def ask(self, service: str, **body: Any) -> dict[str, Any]:
        """Return the whole answer, for operations whose rows stand under another key; raises the same."""
        session, is_new = self._open_session()
        try:
            return self._send(session, service, body)
        except Refused as refusal:
            if refusal.is_duplicate:
                raise
            self._forget()
            if is_new or not refusal.is_dead_session:
                raise
            return self._send(self._open_session()[0], service, body)
        except NationalSideDown:
            self._forget()
            raise

    def _open_session(self) -> tuple[str, bool]:
        with self._lock:
            if self._session and self._clock.monotonic() < self._expires:
                return self._session, False
            login = {"username": self._config.account, "password": self._config.password}
            answer = self._post("/mapi/login", login, "login")
            if not answer.get("session"):
                raise NationalSideDown("login: no session in the answer")
            self._session = str(answer["session"])
            self._expires = self._clock.monotonic() + SESSION_SECONDS
            return self._session, True

    def _forget(self) -> None:
        with self._lock:
            self._session = ""

    def _send(self, session: str, service: str, body: dict[str, Any]) -> dict[str, Any]:
        head = {"session": session, "madonvi": self._config.agency, "service": service}
        return self._post("/mapi/g", head | body, service)

    def _post(self, path: str, body: dict[str, Any], service: str) -> dict[str, Any]:
        answer = self._national_side.ask("POST", PREFIX + path + ROUTE, json=body)
        if not isinstance(answer, dict) or "error_code" not in answer:
            raise NationalSideDown(f"{service}: an answer without error_code")
        code = str(answer["error_code"])
        if code not in ("0", "00"):
            raise Refused(service, code, str(answer.get("message") or ""))
        return answer
