"""Whether a client's answers are wrapped, and with which key."""

from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from flask import Response

from simulator.domain.identity_profile import IdentityProfile
from simulator.vneid.client import Client
from simulator.vneid.disturbed_answers import sealed
from simulator.vneid.envelope import public_key, wrapped_callback
from simulator.vneid.refusal import refuse

NONE = "none"
_CALM: Mapping[str, Any] = {}


def receiver_of(client: Client | None, profile: IdentityProfile) -> RSAPublicKey | None:
    """Return the key to wrap with, or None where nothing is wrapped; a client without a key is refused."""
    if profile.envelope == NONE or client is None:
        return None
    key = public_key(client.registered.envelope_key)
    if key is None:
        raise refuse("unauthorized_client", "envelope_key_unusable", client_id=client.client_id)
    return key


def wrap_callback(response: Response, receiver: RSAPublicKey | None, fault: Mapping[str, Any] = _CALM) -> None:
    """Wrap the code in the address that the browser is sent to; `fault` is the stage `envelope`."""
    if receiver is not None and "Location" in response.headers:
        response.headers["Location"] = wrapped_callback(response.headers["Location"], receiver, bool(fault.get("plus")))


def wrap_body(response: Response, receiver: RSAPublicKey | None, fault: Mapping[str, Any] = _CALM) -> None:
    """Wrap what a good answer says; a refusal stays readable. `fault` is the stage `envelope`."""
    if receiver is not None and response.status_code == 200:
        response.set_data(sealed(response.get_data(), receiver, fault))
