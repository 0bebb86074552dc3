"""The signing gateway as this system calls it: a token for the adapter account, certificates, digests, results."""

import base64
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from simulator.province.config import ProvinceConfig
from simulator.province.national_side import NationalSide, NationalSideDown, document_of

BASE = "/vneid/signing/api/v1"
AUTHORITY = "/vneid/ca.pem"
_LOGIN = "/auth/token"
_DONE, _NO_TOKEN = "01", "00"


class Certificate(NamedTuple):
    """A citizen's certificate: its serial number, and itself as DER in Base64."""

    credential: str
    encoded: str


class Polled(NamedTuple):
    """How far a request got, in the gateway's word, and the signature once there is one."""

    state: str
    signature: str


class Gateway:
    """Calls the gateway with one token at a time. Every call raises `NationalSideDown` when it gets no answer."""

    def __init__(self, national_side: NationalSide, config: ProvinceConfig) -> None:
        self._national_side = national_side
        self._config = config
        self._token = ""

    @cached_property
    def authority(self) -> str:
        """Return the certificate of the authority whose certificates count, as PEM."""
        answer = self._national_side.send("GET", AUTHORITY, headers={"Accept": "application/x-pem-file"})
        if answer.status_code != 200:
            raise NationalSideDown(f"GET {AUTHORITY}: HTTP {answer.status_code}")
        return answer.text

    def certificate(self, personal_id: str) -> Certificate | None:
        """Return the certificate with which a citizen can sign; None when there is none."""
        rows = self._ask("/certificates/list", {"citizenPid": personal_id})
        usable = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
        return Certificate(_text(usable[0], "credentialID"), _text(usable[0], "certificate")) if usable else None

    def sign(self, certificate: Certificate, name: str, digest: bytes) -> str:
        """Put a document on the citizen's phone and return the handle of the request."""
        document = {"documentName": name, "digestValue": base64.b64encode(digest).decode()}
        asked = {"credentialID": certificate.credential, "originatorCode": self._config.agency}
        return _text(self._ask("/signings/hash", {**asked, "documents": [document]}), "handle")

    def poll(self, handle: str) -> Polled:
        """Return how far a request got; the signature is empty when there is none."""
        data = self._ask("/signings/polling", {"handle": handle})
        signatures = data.get("signatures") if isinstance(data, Mapping) else None
        first = signatures[0] if isinstance(signatures, list) and signatures else ""
        return Polled(_text(data, "state"), str(first))

    def _ask(self, path: str, body: Mapping[str, Any]) -> Any:
        answer = self._send(path, body) if self._token else {}
        if not self._token or answer.get("status") == _NO_TOKEN:
            self._token = self._log_in()
            answer = self._send(path, body)
        return _data(path, answer)

    def _log_in(self) -> str:
        account = {"username": self._config.account, "password": self._config.password}
        answer = document_of(self._national_side.send("POST", f"{BASE}{_LOGIN}", json=account))
        return _text(_data(_LOGIN, answer), "access_token")

    def _send(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._token}"}
        document = document_of(self._national_side.send("POST", f"{BASE}{path}", json=dict(body), headers=headers))
        if not isinstance(document, dict):
            raise NationalSideDown(f"{path}: not a JSON object")
        return document


def _data(path: str, answer: Any) -> Any:
    """Return what an answer brings when it says that all went well."""
    if not isinstance(answer, Mapping) or answer.get("status") != _DONE:
        told = answer if isinstance(answer, Mapping) else {}
        raise NationalSideDown(f"{path}: {told.get('status')} {told.get('description')}")
    return answer.get("data")


def _text(data: Any, name: str) -> str:
    """Return a text that an answer has to hold."""
    value = data.get(name) if isinstance(data, Mapping) else None
    if not isinstance(value, str) or not value:
        raise NationalSideDown(f"the signing gateway tells no {name}")
    return value
