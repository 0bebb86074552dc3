"""Remote signing: the gateway's messages.

Seen in a public test client of the gateway: the paths, the envelope and its codes, the names of the request to sign,
the four types of webhooks and their header. Assumed: the names inside `data`, and what the request's HMAC covers.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from simulator.core.text import Text
from simulator.wire.scalars import field

CODES: Mapping[str, tuple[str, int]] = {
    "token": ("00", 401),
    "ok": ("01", 200),
    "invalid": ("02", 400),
    "unknown": ("03", 404),
    "hmac_missing": ("20", 401),
    "rate": ("21", 429),
    "timestamp_shape": ("22", 401),
    "timestamp_expired": ("23", 401),
    "nonce_used": ("24", 401),
    "partner_unknown": ("25", 401),
    "hmac_wrong": ("26", 401),
    "hmac_broken": ("27", 500),
    "disturbed": ("99", 503),
}
"""Our word -> (status of the envelope, HTTP status); the HTTP statuses are assumed."""

SIGNATURE_HEADER = "X-Webhook-Signature"
HMAC_HEADERS = ("X-Partner-Code", "X-Timestamp", "X-Nonce", "X-Signature")
CERTIFICATE_CODE, CERTIFICATE_RESULT = "CERT_REGISTER_WEBHOOK_TRANSCODE", "CERT_REGISTER_WEBHOOK_RESULT"
SIGNING_CODE, SIGNING_RESULT = "SIGNHASH_WEBHOOK_TRANSCODE", "SIGNHASH_WEBHOOK_RESULT"

_CERTIFICATE_STATES = {"agreed": "0", "refused": "1", "expired": "1", "pending": "2", "created": "3"}
_SIGNING_STATES = {"agreed": "0", "expired": "1", "pending": "2", "refused": "3"}


class SignDocument(NamedTuple):
    """One document to sign: its name and its SHA-256 in Base64."""

    name: str
    digest: str


class SignAsked(NamedTuple):
    """A request to sign."""

    credential: str
    originator: str
    documents: tuple[SignDocument, ...] | None
    """None when the list is unusable."""


def envelope(code: str, text: Text, data: Any = None) -> dict[str, Any]:
    """Return an answer of the gateway; the sentence is Vietnamese, then English."""
    return {"status": code, "description": f"{text.vi} / {text.en}", "data": data}


def login_from_wire(body: Any) -> tuple[str, str]:
    """Read user name and password."""
    return field(body, "username"), field(body, "password")


def refresh_from_wire(body: Any) -> str:
    """Read the refresh token."""
    return field(body, "refresh_token")


def tokens_to_wire(access: str, refresh: str, access_seconds: int, refresh_seconds: int) -> dict[str, Any]:
    """Return the two tokens and how long each lives."""
    return {
        "access_token": access,
        "refresh_token": refresh,
        "expires_in": access_seconds,
        "refresh_expires_in": refresh_seconds,
        "token_type": "Bearer",
    }


def registration_from_wire(body: Any) -> tuple[str, str]:
    """Read (personal number, provider) of a request for a certificate."""
    return field(body, "citizenPid"), field(body, "providerId")


def transaction_from_wire(body: Any) -> str:
    """Read which registration is asked about."""
    return field(body, "transactionCode")


def handle_from_wire(body: Any) -> str:
    """Read which request to sign is asked about."""
    return field(body, "handle")


def signing_from_wire(body: Any) -> SignAsked:
    """Read a request to sign."""
    written = body.get("documents") if isinstance(body, Mapping) else None
    usable = isinstance(written, list) and bool(written) and all(isinstance(one, Mapping) for one in written)
    documents = [
        SignDocument(field(one, "documentName"), field(one, "digestValue")) for one in (written or () if usable else ())
    ]
    asked = field(body, "credentialID"), field(body, "originatorCode")
    return SignAsked(*asked, tuple(documents) if usable else None)


def providers_to_wire(providers: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Return the signing services by (id, name)."""
    return [{"providerId": provider, "providerName": name} for provider, name in providers]


def registration_to_wire(transaction: str, state: str, credential: str = "") -> dict[str, Any]:
    """Return how far a registration got: 0 done, 1 failed, 2 in progress, 3 created and not activated."""
    answer = {"transactionCode": transaction, "state": _CERTIFICATE_STATES[state]}
    return {**answer, "credentialID": credential} if credential else answer


def certificate_to_wire(credential: str, subject: str, dates: tuple[str, str], encoded: str) -> dict[str, str]:
    """Return one certificate: `dates` are its first and last day (DD/MM/YYYY), `encoded` its DER in Base64."""
    return {
        "credentialID": credential,
        "subject": subject,
        "validFrom": dates[0],
        "validTo": dates[1],
        "certificate": encoded,
    }


def handle_to_wire(handle: str, seconds: int) -> dict[str, Any]:
    """Return what a system is told of the request to sign that it began."""
    return {"handle": handle, "expiresIn": seconds}


def poll_to_wire(handle: str, state: str, signatures: Sequence[str] = ()) -> dict[str, Any]:
    """Return how far a request to sign got: 0 signed, 1 failed, 2 in progress, 3 refused by the citizen."""
    return {"handle": handle, "state": _SIGNING_STATES[state], "signatures": list(signatures)}


def signing_result_to_wire(handle: str, state: str) -> dict[str, Any]:
    """Return what the webhook tells of a request to sign; the signatures are fetched by polling."""
    return {"handle": handle, "state": _SIGNING_STATES[state]}


def webhook_to_wire(
    message_id: str, message_type: str, attempt: int, at: int, data: Mapping[str, Any], unknown_field: bool
) -> dict[str, Any]:
    """Return the body of a webhook; `at` in seconds since 1970. A system must not break on a field it does not know."""
    body = {"id": message_id, "type": message_type, "attempt": attempt, "timestamp": at, "data": dict(data)}
    return {**body, "futureField": {"note": "not known yet"}} if unknown_field else body


def strange_type(message_type: str) -> str:
    """Return a type that no system can know yet."""
    return f"{message_type}_V9"


def text_to_sign(method: str, path: str, timestamp: str, nonce: str, body_sha256: str) -> bytes:
    """Return what the HMAC of a request covers: five lines, the last one the SHA-256 of the raw body in hex."""
    return "\n".join((method, path, timestamp, nonce, body_sha256)).encode()
