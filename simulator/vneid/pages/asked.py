"""What a client asked, as it waits while a citizen logs in and decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import request

from simulator.vneid.provider import Provider

_OURS = ("lang", "login_step", "login_qr")
"""Parameters of our own pages."""


@dataclass(frozen=True)
class Asked:
    """The parameters of an authorization request, in their order; empty when somebody just logs in."""

    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def of_request(cls) -> "Asked":
        """Return what waits in the address of the present request."""
        return cls(tuple(pair for pair in request.args.items(multi=True) if pair[0] not in _OURS))

    @classmethod
    def of_lists(cls, lists: Mapping[str, Sequence[str]]) -> "Asked":
        """Return what stands in a request, in its address or its body."""
        return cls(tuple((name, value) for name, values in lists.items() for value in values if name not in _OURS))

    @classmethod
    def read(cls, query: str) -> "Asked":
        """Return what was written with `query`."""
        return cls(tuple(parse_qsl(query, keep_blank_values=True)))

    @cached_property
    def query(self) -> str:
        """Return the parameters as a query."""
        return urlencode(self.pairs)

    @cached_property
    def values(self) -> dict[str, str]:
        """Return the first value of each parameter."""
        return dict(reversed(self.pairs))

    @property
    def client_id(self) -> str:
        """Return who asks, as the request says; empty when nobody does."""
        return self.values.get("client_id", "")

    def at(self, address: str, **more: Any) -> str:
        """Return an address of ours in which the parameters go on waiting."""
        query = urlencode([*self.pairs, *more.items()])
        return f"{address}?{query}" if query else address

    def after_login(self, provider: Provider) -> str:
        """Return where the browser goes after the login: what asks for one is answered, a consent is not yet."""
        consent = [("prompt", "consent")] if "consent" in self.values.get("prompt", "").split() else []
        return self._onward(provider, consent)

    def after_consent(self, provider: Provider) -> str:
        """Return where the browser goes after the citizen decided."""
        return self._onward(provider, [])

    def _onward(self, provider: Provider, more: list[tuple[str, str]]) -> str:
        if not self.client_id:
            return provider.path("login")
        kept = [pair for pair in self.pairs if pair[0] not in ("prompt", "max_age")]
        return f"{provider.path('authorize')}?{urlencode([*kept, *more])}"
