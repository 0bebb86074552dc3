"""What VNeID publishes about itself (OpenID Connect Discovery 1.0): every address is taken from there."""

import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from simulator.core.clock import Clock
from simulator.province.identity.calls import Calls
from simulator.province.identity.refusal import BROKEN, LoginRefused, shown

DISCOVERY = "/.well-known/openid-configuration"


class Metadata:
    """The published description, read again when it is older than `kept_seconds`."""

    def __init__(self, calls: Calls, issuer: str, clock: Clock, kept_seconds: float, rules: frozenset[str]) -> None:
        self.issuer = issuer
        self._calls = calls
        self._clock = clock
        self._kept = timedelta(seconds=kept_seconds)
        self._rules = rules
        self._lock = threading.Lock()
        self._read: tuple[datetime, Mapping[str, Any]] | None = None

    def endpoint(self, name: str) -> str:
        """Return the address under a name of the description."""
        address = self.optional(name)
        if not address:
            raise LoginRefused("discovery", f"no usable {name}", BROKEN)
        return address

    def optional(self, name: str) -> str:
        """Return the address under a name, or an empty text where none can be used."""
        address = self.document().get(name)
        return address if isinstance(address, str) and _is_as_safe(address, self.issuer) else ""

    def says(self, name: str) -> bool:
        """Return whether the description says yes to something."""
        return self.document().get(name) is True

    def document(self) -> Mapping[str, Any]:
        """Return the description; it has to name the issuer that we know (Discovery 4.3)."""
        with self._lock:
            now = self._clock.now()
            if self._read is None or now - self._read[0] > self._kept:
                document = self._calls.object("discovery", "GET", self.issuer + DISCOVERY)
                if "discovery_issuer" in self._rules and document.get("issuer") != self.issuer:
                    raise LoginRefused("discovery_issuer", shown(document.get("issuer")), BROKEN)
                self._read = (now, document)
            return self._read[1]


def _is_as_safe(address: str, issuer: str) -> bool:
    """Return whether an address is on the web, and not on a plain connection where the issuer is not."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    allowed = ("https",) if issuer.startswith("https:") else ("https", "http")
    return parts.scheme in allowed and bool(parts.hostname)
