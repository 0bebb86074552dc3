"""Identifiers. Random ones are for things that are stored; derived ones for things that are functions."""

import secrets
import uuid

_NAMESPACE = uuid.UUID("6f1b1c9e-5f0a-5d0e-9f5b-7d7c2a25a025")


def random_id(prefix: str) -> str:
    """Return `prefix-` and 12 hex digits: short enough to read aloud, unguessable enough for a laptop."""
    return f"{prefix}-{secrets.token_hex(6)}"


def random_token() -> str:
    """Return 32 bytes of randomness for sessions and secrets, URL-safe."""
    return secrets.token_urlsafe(32)


def derived_uuid(*parts: str) -> str:
    """Return the same UUID for the same parts, on any machine and day."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(parts)))
