"""The engine's hand on the national side: `/admin` over HTTP, and nothing else.

Every change carries a request id that is derived from the run, so a call whose answer was lost is simply sent again.
A national side that was killed and started again is waited for, as long as the patience lasts.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import requests

from simulator.conformance.stop import StopSignal
from simulator.core.ca_file import NAME_IT, is_untrusted
from simulator.core.clock import Clock, SystemClock
from simulator.core.errors import ConfigurationError, SuiteBroken, SystemUnreachable
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.fact import Fact
from simulator.domain.scenario import Weather

CONNECT_SECONDS = 5.0
READ_SECONDS = 180.0
"""A citizen's journey is many calls to a slow system; the national side bounds each of them."""
START_IT = "Start it with `dvcsim serve`, or name the right one with --simulator or DVCSIM_SIMULATOR."
COMES_BACK_SECONDS = 60.0
"""How long a national side that went away may take to come back, before patience scales it."""
_LONGEST_PAUSE = 2.0


class UnknownSession(SuiteBroken):
    """The national side does not know that session: its data folder is another one than before."""


@dataclass(frozen=True)
class Idle:
    """What an idle probe said."""

    idle: bool
    """False also when there is no probe or it failed."""
    arrivals: int
    """How many exchanges the system under test has started in the session until after its answer."""


class NationalSide:
    """Calls `/admin`; safe to share between threads."""

    def __init__(
        self,
        url: str,
        stop: StopSignal,
        token: str = "",
        patience: float = 1.0,
        clock: Clock | None = None,
        ca_file: str = "",
    ) -> None:
        self.url = url.rstrip("/")
        self._stop = stop
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._comes_back_seconds = COMES_BACK_SECONDS * patience
        self._clock = clock or SystemClock()
        self._verify: str | bool = ca_file or True
        self._local = threading.local()
        self._gone = False

    def status(self) -> dict[str, Any]:
        """Return tool, version, position and provinces."""
        return self._call("GET", "/admin/status")

    def end_open_sessions(self, sheet: ClaimSheet) -> None:
        """Close every session of that system that an earlier run has left open."""
        found = self._call("GET", f"/admin/sessions?status=open&province={quote(sheet.id)}")["sessions"]
        for one in found:
            self.close_session(str(one["session"]))

    def register(self, sheet: ClaimSheet) -> None:
        """Make the claim sheet known; raises when it shares an identity with another one."""
        body = {"document": dict(sheet.raw), "label": sheet.label}
        self._call("PUT", f"/admin/provinces/{quote(sheet.id)}", body)

    def probe(self, sheet: ClaimSheet) -> dict[str, Any]:
        """Let the national side call the system under test once; return whether it answered, or with what problem."""
        return self._call("POST", f"/admin/provinces/{quote(sheet.id)}/probe", {})

    def open_session(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Open a session; the same `request_id` answers the same session."""
        return self._call("POST", "/admin/sessions", body)

    def session(self, session: str) -> dict[str, Any]:
        """Return what is known of a session: status, late, dossiers."""
        return self._call("GET", f"/admin/sessions/{session}")

    def is_open(self, session: str) -> bool:
        """Return whether the session is known and still open."""
        try:
            return bool(self.session(session).get("status") == "open")
        except UnknownSession:
            return False

    def close_session(self, session: str) -> None:
        """Close a session."""
        self._call("POST", f"/admin/sessions/{session}/close", {})

    def call(self, session: str, target: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Move a hand of the session: `<hand>.<action>`."""
        hand, _, action = target.partition(".")
        return self._call("POST", f"/admin/sessions/{session}/{hand}", {**body, "action": action})

    def officer(self, session: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Let the officer act."""
        return self._call("POST", f"/admin/sessions/{session}/officer", body)

    def advance(self, session: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Move the session's time."""
        return self._call("POST", f"/admin/sessions/{session}/clock", body)

    def idle(self, session: str) -> "Idle":
        """Return what the idle probe says now, and what has arrived in the session by then."""
        said = self._call("POST", f"/admin/sessions/{session}/idle", {})
        return Idle(said.get("idle") is True, int(said.get("arrivals", -1)))

    def background(self, sheet: ClaimSheet, after: int, kinds: Sequence[str]) -> list[Fact]:
        """Return what a system's calls meant since a position that belong to no session, of these kinds."""
        path = (
            f"/admin/provinces/{quote(sheet.id)}/background?after={after}&{urlencode([('kind', one) for one in kinds])}"
        )
        return [Fact.from_json(fact) for fact in self._call("GET", path)["facts"]]

    def dialect(self, sheet: ClaimSheet) -> dict[str, Any]:
        """Return which dialect the system's first messages speak: claimed, proposed, contradicted, dialects."""
        return self._call("GET", f"/admin/provinces/{quote(sheet.id)}/dialect")

    def test_data(self, run: str) -> list[dict[str, Any]]:
        """Return what the run has left in the system under test: a row per dossier, with the people it is about."""
        found: list[dict[str, Any]] = self._call("GET", f"/admin/runs/{quote(run)}/test-data")["rows"]
        return found

    def late_sessions(self, run: str) -> frozenset[str]:
        """Return the sessions of a run in which something arrived after they were closed."""
        found = self._call("GET", f"/admin/sessions?run={quote(run)}")["sessions"]
        return frozenset(str(one["session"]) for one in found if one["late"])

    def open_sessions(self, run: str) -> list[dict[str, Any]]:
        """Return the sessions of a run that are still open: session, weather and more of each."""
        found: list[dict[str, Any]] = self._call("GET", f"/admin/sessions?run={quote(run)}&status=open")["sessions"]
        return found

    def work(self, run: str) -> dict[str, Any]:
        """Return the items of work of a run that wait for people, with an estimate."""
        return self._call("GET", f"/admin/work?run={quote(run)}&status=open")

    def disturb(self, sheet: ClaimSheet, weather: Weather, session: str) -> None:
        """Start a weather for this system under test; one that touches messages, for those of the session."""
        touched = {"session": session} if weather.touches == "message" else {}
        body = {"party": weather.party, "status": weather.answer_status, **touched}
        self._call("PUT", self._disturbance(sheet, weather), body)

    def calm(self, sheet: ClaimSheet, weather: Weather, session: str) -> None:
        """Lift a weather; lifting one that is not on changes nothing."""
        self._call("DELETE", self._disturbance(sheet, weather) + _of_session(weather, session))

    def refused(self, sheet: ClaimSheet, weather: Weather, session: str) -> int:
        """Return how many exchanges the weather has refused since it started."""
        return int(self._call("GET", self._disturbance(sheet, weather) + _of_session(weather, session))["refused"])

    def evidence(self, session: str) -> dict[str, Any]:
        """Return the evidence of a session."""
        return self._call("GET", f"/admin/sessions/{session}/evidence")

    def exchanges(self, session: str) -> list[dict[str, Any]]:
        """Return the exchanges of a session in full."""
        found: list[dict[str, Any]] = self._call("GET", f"/admin/sessions/{session}/exchanges")["exchanges"]
        return found

    def screenshot(self, session: str, name: str) -> bytes:
        """Return a picture of a page that a browser script could not work (PNG)."""
        return self._reached("GET", f"/admin/sessions/{session}/screenshots/{quote(name)}").content

    def news(self, run: str, after: int, wait: int) -> dict[str, Any]:
        """Return the exchanges of the run after a position; wait up to so many seconds for the first one."""
        return self._call("GET", f"/admin/exchanges?after={after}&wait={wait}&run={quote(run)}&limit=500")

    def _disturbance(self, sheet: ClaimSheet, weather: Weather) -> str:
        return f"/admin/provinces/{quote(sheet.id)}/disturbances/{quote(weather.id)}"

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return self._read(method, path, self._reached(method, path, body))

    def _reached(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> requests.Response:
        """Return the answer of a national side that may have to be waited for."""
        deadline = self._clock.monotonic() + (0.0 if self._gone else self._comes_back_seconds)
        pause = 0.05
        while True:
            try:
                response = self._send(method, path, body)
            except requests.RequestException as error:
                if is_untrusted(error):
                    raise _untrusted(self.url) from None
                seen = _what(error)
            else:
                if response.status_code != 503:
                    self._gone = False
                    return response
                seen = "503, busy"
            if self._clock.monotonic() + pause > deadline or self._stop.at_once:
                self._gone = True
                raise SystemUnreachable(f"{self.url}{path}", seen, "the national side", START_IT)
            self._pause(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _pause(self, seconds: float) -> None:
        # A stop must not cut the pause short into a busy loop: clean-up still has to reach the national side.
        if self._stop.requested:
            threading.Event().wait(seconds)
        else:
            self._stop.wait(seconds)

    def _send(self, method: str, path: str, body: Mapping[str, Any] | None) -> requests.Response:
        return self._session().request(
            method,
            self.url + path,
            json=body,
            headers=self._headers,
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            allow_redirects=False,
        )

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            self._local.session.trust_env = False
            self._local.session.verify = self._verify
        session: requests.Session = self._local.session
        return session

    def _read(self, method: str, path: str, response: requests.Response) -> dict[str, Any]:
        where = f"{method} {self.url}{path}"
        try:
            document = response.json()
        except requests.JSONDecodeError:
            kind = response.headers.get("Content-Type", "no content type")
            if "speaks HTTPS only" in response.text:
                raise SystemUnreachable(where, "speaks HTTPS", f"https{self.url[4:]}", NAME_IT) from None
            raise SystemUnreachable(where, f"{response.status_code}, {kind}", "JSON of dvcsim", START_IT) from None
        if response.ok and isinstance(document, dict):
            return document
        raise _refusal(where, response.status_code, document)


def _refusal(where: str, status: int, document: Any) -> Exception:
    """Return the error for a refusal of `/admin`: the user's if it names one, else ours."""
    error = document.get("error") if isinstance(document, dict) else None
    if not isinstance(error, dict) or "en" not in error:
        return SystemUnreachable(where, f"{status} without our error envelope", "the national side of dvcsim", START_IT)
    if error.get("code") in ("conflict", "sheet_changed", "unusable", "token", "loopback_only"):
        return ConfigurationError(where, str(error["en"]), do=str(error["vi"]))
    kind = UnknownSession if error.get("code") == "unknown_session" else SuiteBroken
    return kind(where, f"{status} {error.get('code')}: {error['en']}", "success")


def _untrusted(url: str) -> ConfigurationError:
    found = "its certificate is not trusted here, or is not for this name"
    return ConfigurationError(url, found, "a trusted certificate", NAME_IT)


def _what(error: requests.RequestException) -> str:
    """Return in a few words why there was no answer."""
    if isinstance(error, requests.Timeout):
        return "no answer in time"
    if isinstance(error, requests.exceptions.SSLError):
        return "TLS handshake failed"
    text = str(error)
    if "refused" in text:
        return "connection refused"
    if "resolve" in text or "Name or service" in text:
        return "the host name does not resolve"
    return "connection closed" if "closed" in text or "aborted" in text or "reset" in text else type(error).__name__


def _of_session(weather: Weather, session: str) -> str:
    return f"?session={quote(session)}" if weather.touches == "message" else ""
