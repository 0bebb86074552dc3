"""What a real caller knows and no generator can guess: a live session, a registered system, a login."""

import itertools
from collections.abc import Mapping
from typing import Any, Protocol

import requests

from simulator.session.provinces import DEMO_DOCUMENT, DEMO_PAYMENT
from simulator.wire.payment import SIGNED, VERSION, kind_of, signature
from tests.apps.live import free_address

ACCOUNT = DEMO_DOCUMENT["account"]
AT_DEMO = {"request_id": "api", "run": "api", "service": "khai-sinh", "scenario": "tracking/every-status"}
_SECONDS = 30


class Known(Protocol):
    """What is put into a case."""

    def put_in(self, case: Any) -> bool:
        """Replace what only a real caller can know; return whether anything was."""
        ...

    def keep_quick(self, case: Any) -> None:
        """Change what would only make the case slow."""


class OfPortal(Known):
    """A session of the adapter, and a token of the linked-dossier service."""

    def __init__(self, url: str, http: requests.Session) -> None:
        self.session = said(http.post, f"{url}/mapi/login", ACCOUNT_LOGIN)["session"]
        told = said(http.post, f"{url}/lienthong/api/token", {"userName": "demo", "password": ACCOUNT["password"]})
        self.token = next(value for name, value in told.items() if name.lower() == "token")

    def put_in(self, case: Any) -> bool:
        if case.path.startswith("/lienthong/"):
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {self.token}"}
            return True
        if not (isinstance(case.body, dict) and "session" in case.body):
            return False
        case.body = {**case.body, "session": self.session, "madonvi": DEMO_DOCUMENT["agency"]}
        return True


class OfPayment(Known):
    """Messages that are signed as a partner signs, and a payment that waits."""

    def __init__(self, url: str, http: requests.Session) -> None:
        self._numbers = itertools.count(1)
        self._start = lambda body: said(http.post, f"{url}/paymentplatform", body)

    def put_in(self, case: Any) -> bool:
        if "token" in (case.path_parameters or {}):
            case.path_parameters["token"] = self._token()
            return True
        if not isinstance(case.body, dict):
            return False
        case.body = self._signed(case.body)
        return True

    def _signed(self, body: Mapping[str, Any]) -> dict[str, Any]:
        message = {**body, "MaDoiTac": DEMO_PAYMENT["partner"], "PhienBan": VERSION}
        return message | {"MaXacThuc": signature(message, SIGNED.get(kind_of(message), ()), DEMO_PAYMENT["secret"])}

    def _token(self) -> str:
        asked = {"LoaiBanTin": "INIT", "MaThamChieu": f"api{next(self._numbers)}", "SoTien": "50000"}
        return str(self._start(self._signed(asked))["UrlThanhToan"].rsplit("/", 1)[1])


class OfCitizen(Known):
    """Somebody who is logged in, a procedure, and a system that fetches what is filed at the portal."""

    def __init__(self, url: str, http: requests.Session) -> None:
        register(url, http, "pulls", "91", {"intake": "redirect", "also": ["pull"], "driver": "api"}, clock=True)
        browser = requests.Session()
        browser.trust_env = False
        asked = {"next": "/citizen/dossiers", "login_hint": "citizen"}
        page = browser.get(f"{url}/citizen/login", params=asked, timeout=_SECONDS)
        assert page.url == f"{url}/citizen/dossiers", page.text
        self.cookies = browser.cookies.get_dict()

    def put_in(self, case: Any) -> bool:
        if "code" in (case.path_parameters or {}):
            case.path_parameters["code"] = "1.001193"
        if "/services/" in case.path:
            case.query = {**(case.query or {}), "province": "pulls", "way": "pull"}
        if case.path != "/citizen/logout":  # the others would find nobody logged in any more
            case.cookies = {**(case.cookies or {}), **self.cookies}
        return True


class OfAdmin(Known):
    """A session that is open, systems that are registered, and an item of the work list that waits."""

    def __init__(self, url: str, http: requests.Session) -> None:
        self._url, self._http, self._numbers = f"{url}/admin", http, itertools.count(1)
        register(url, http, "people", "92", {"intake": "redirect", "driver": "attended"})
        self.words = {"client_id": DEMO_DOCUMENT["openid"]["client_id"], "case": "invalid-iss", "party": "portal"}
        self.words |= {"service": "khai-sinh", "province": "people", "as_of": "2025-07-01", "result": "done"}

    def put_in(self, case: Any) -> bool:
        places = case.path_parameters or {}
        places |= {name: value for name, value in {"province": "people", "exchange": 1}.items() if name in places}
        if "session" in places:
            places["session"] = self._session()
        if "item" in places:
            places["item"] = self._item()
        if isinstance(case.body, dict):
            known = self.words | {"action": "accept" if case.path.endswith("officer") else "view"}
            case.body = {**case.body, **{name: known[name] for name in known.keys() & case.body.keys()}}
        return True

    def keep_quick(self, case: Any) -> None:
        if "wait" in (case.query or {}):
            case.query["wait"] = "0"

    def _session(self) -> str:
        number = f"api-{next(self._numbers)}"
        asked = {**AT_DEMO, "request_id": number, "province": "people", "as_of": "2025-07-01"}
        return str(said(self._http.post, f"{self._url}/sessions", asked)["session"])

    def _item(self) -> str:
        asked = {"request_id": "apply", "action": "apply"}
        waits = said(self._http.post, f"{self._url}/sessions/{self._session()}/citizen", asked)
        return str(waits["waiting"]["item"])


ACCOUNT_LOGIN = {"username": ACCOUNT["name"], "password": ACCOUNT["password"]}


def register(url: str, http: requests.Session, name: str, code: str, claim: Any, clock: bool = False) -> None:
    """Register a system that handles births; nobody listens where it says that it does."""
    sheet = {
        **DEMO_DOCUMENT,
        "id": name,
        "province_code": "92",
        "agency": f"000.00.00.H{code}",
        "receiving_agency": f"H{code}.12",
        "base_url": free_address(),
        "account": {"name": name, "password": name},
        "openid": {"client_id": name, "client_secret": name, "redirect_uris": ["http://127.0.0.1:9/cb"]},
        "services": {"khai-sinh": {"role": "handler", **claim}},
        **({"test_clock": "per_dossier", "hooks": {"clock": {"path": "/clock"}}} if clock else {}),
    }
    if claim["driver"] == "attended":
        sheet["attended"] = {"minutes": {"citizen": 7, "officer": 2}, "unit": "Bộ phận một cửa"}
    said(http.put, f"{url}/admin/provinces/{name}", {"document": sheet})


def said(send: Any, address: str, body: Any) -> Mapping[str, Any]:
    """Send a body that has to be taken, and return the answer."""
    answer = send(address, json=body, timeout=_SECONDS)
    assert answer.status_code in (200, 201), answer.text
    told: Mapping[str, Any] = answer.json()
    return told
