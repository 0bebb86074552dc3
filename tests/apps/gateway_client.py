"""A system's side of sharing, signing and papers, written from the contracts: own code, plain HTTP, nothing of ours.

It signs requests, verifies webhooks by their HMAC and signatures by the authority's certificate.
"""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed


@dataclass
class Receiver:
    """The endpoint for webhooks: takes a message once, refuses a wrong HMAC and an old one, ignores what is new."""

    secret: str
    now: float
    url: str = ""
    status_when_good: int = 200
    handled: list[dict[str, Any]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    seen: list[tuple[str, int]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)

    def take(self, raw: bytes, signature: str) -> int:
        expected = "sha256=" + hmac.new(self.secret.encode(), raw, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, signature):
            self.refused.append("hmac")
            return 401
        message = json.loads(raw)
        if abs(message["timestamp"] - self.now) > 300:
            self.refused.append("stale")
            return 400
        self.seen.append((message["type"], message["attempt"]))
        if self.status_when_good != 200:
            return self.status_when_good
        if message["id"] not in [one["id"] for one in self.handled]:
            self.handled.append(message)
            self._apply(message)
        return 200

    def _apply(self, message: dict[str, Any]) -> None:
        data = message["data"]
        key = data.get("transactionCode") or data.get("handle")
        if message["type"] in ("CERT_REGISTER_WEBHOOK_RESULT", "SIGNHASH_WEBHOOK_RESULT"):
            self.states[key] = data["state"]
        elif message["type"] in ("CERT_REGISTER_WEBHOOK_TRANSCODE", "SIGNHASH_WEBHOOK_TRANSCODE"):
            self.states.setdefault(key, "2")
        else:
            self.unknown.append(message["type"])

    @contextmanager
    def listening(self) -> Iterator["Receiver"]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(owner.take(raw, self.headers.get("X-Webhook-Signature", "")))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        self.url = f"http://127.0.0.1:{server.server_port}/webhook"
        try:
            yield self
        finally:
            server.shutdown()
            thread.join(10)
            server.server_close()


@dataclass
class Gateway:
    """One system at one national side."""

    base: str
    at: datetime
    client_id: str = "demo-rp"
    client_secret: str = "demo-rp-secret"
    account: tuple[str, str] = ("demo", "demo")
    partner: tuple[str, str] = ("", "")
    access: str = ""
    refresh_token: str = ""
    nonces: int = 0

    def proven(self, **more: str) -> dict[str, str]:
        return {"client-id": self.client_id, "client-secret": self.client_secret, **more}

    def begin_sharing(
        self, citizen: str, request_id: str = "r-1", code: str = "", headers: dict[str, str] | None = None, **body: Any
    ) -> requests.Response:
        sent = self.proven(request_id=request_id, request_time=f"{self.at:%d%m%Y%H%M%S}") | (headers or {})
        path = f"{self.base}/vneid/biometric-share-info/api/agent/init"
        document = {"citizenPid": citizen, **body}
        return requests.post(path, json=document, headers=sent, params={"code": code} if code else {}, timeout=10)

    def sharing(self, what: str, transaction: str) -> dict[str, Any]:
        path = f"{self.base}/vneid/biometric-share-info/api/agent/{what}"
        answer = requests.get(path, params={"txnId": transaction}, headers=self.proven(), timeout=10)
        return dict(answer.json())

    def own(self, path: str, body: Any, headers: dict[str, str] | None = None) -> requests.Response:
        sent = self.proven() if headers is None else headers
        return requests.post(f"{self.base}/vneid/api/v1/{path}", json=body, headers=sent, timeout=10)

    def wallet(self, transaction: str) -> dict[str, Any]:
        path = f"{self.base}/vneid/api/v1/wallet/requests"
        return dict(requests.get(path, params={"txnId": transaction}, headers=self.proven(), timeout=10).json())

    def login(self) -> dict[str, Any]:
        answer = self.post("auth/token", {"username": self.account[0], "password": self.account[1]})
        if answer["status"] == "01":
            self.access = answer["data"]["access_token"]
            self.refresh_token = answer["data"]["refresh_token"]
        return answer

    def post(self, path: str, body: Any, **headers: str) -> dict[str, Any]:
        """Ask the signing gateway; signed when a partner code is known, `headers` replace what is sent."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self._ask("POST", path, raw, headers)

    def get(self, path: str, **headers: str) -> dict[str, Any]:
        return self._ask("GET", path, b"", headers)

    def _ask(self, method: str, path: str, raw: bytes, headers: dict[str, str]) -> dict[str, Any]:
        url = f"{self.base}/vneid/signing/api/v1/{path}"
        sent = {"Content-Type": "application/json", "Authorization": f"Bearer {self.access}"}
        if self.partner[0]:
            sent |= self._signed(method, urlsplit(url).path, raw)
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in sent.items() if value}
        answer = requests.request(method, url, data=raw, headers=sent, timeout=10)
        document = dict(answer.json())
        assert set(document) == {"status", "description", "data"}
        return document | {"http": answer.status_code}

    def _signed(self, method: str, path: str, raw: bytes) -> dict[str, str]:
        self.nonces += 1
        timestamp, nonce = str(int(self.at.timestamp())), f"nonce-{self.nonces}"
        text = "\n".join([method, path, timestamp, nonce, hashlib.sha256(raw).hexdigest()])
        signature = hmac.new(self.partner[1].encode(), text.encode(), hashlib.sha256).hexdigest()
        return {
            "X-Partner-Code": self.partner[0],
            "X-Timestamp": timestamp,
            "X-Nonce": nonce,
            "X-Signature": signature,
        }

    def authority(self) -> x509.Certificate:
        answer = requests.get(f"{self.base}/vneid/ca.pem", timeout=10)
        return x509.load_pem_x509_certificate(answer.content)


def digest_of(document: bytes) -> str:
    return base64.b64encode(hashlib.sha256(document).digest()).decode()


def verify(authority: x509.Certificate, certificate: str, documents: list[bytes], signatures: list[str]) -> str:
    """Verify chain and signatures as anybody can, and return who signed; a wrong one raises."""
    leaf = x509.load_der_x509_certificate(base64.b64decode(certificate))
    leaf.verify_directly_issued_by(authority)
    key = leaf.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    assert len(documents) == len(signatures)
    for document, signature in zip(documents, signatures, strict=True):
        hashed = hashlib.sha256(document).digest()
        key.verify(base64.b64decode(signature), hashed, padding.PKCS1v15(), Prehashed(hashes.SHA256()))
    return leaf.subject.rfc4514_string()


def read_return(address: str) -> tuple[str, str]:
    """Read transaction and result of the way back as a careful client does: under each name, decoded once or twice."""
    query = dict(parse_qsl(urlsplit(address).query))
    value = next(query[name] for name in ("transactionCode", "transitionCode", "transition_code") if name in query)
    transaction, _, result = (unquote(value) if "%" in value else value).partition("|")
    return transaction, result
