"""A signature of the citizen, as a system under test tells of it. Our own design (assumed)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from simulator.wire.scalars import field, number


class SignatureTold(NamedTuple):
    """How far a request to sign got, in the system's words."""

    state: str
    signature: str
    certificate: str
    taken: int | None
    """How many webhooks about it the system took; None when it does not say."""


def handle_from_wire(document: Any) -> str:
    """Return the handle of the request that the system began; empty when it does not say."""
    return field(document, "handle")


def signature_from_wire(document: Mapping[str, Any]) -> SignatureTold:
    """Return what a system says of one request to sign."""
    state, signature, certificate = (field(document, name) for name in ("state", "signature", "certificate"))
    return SignatureTold(state, signature, certificate, number(document.get("webhooks")))
