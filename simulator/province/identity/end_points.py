"""VNeID's token and userinfo end points, as this client calls them."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from simulator.province.config import ProvinceConfig
from simulator.province.identity.calls import Calls
from simulator.province.identity.metadata import Metadata
from simulator.province.identity.profile import BY_HEADER, VneidProfile
from simulator.province.identity.token_answer import Tokens, tokens_of
from simulator.province.identity.unwrapping import Envelopes, is_wrapped
from simulator.province.seams import Seams


class EndPoints:
    """Asks for tokens and for the citizen's data; each answer is unwrapped where the profile wraps them."""

    def __init__(
        self,
        calls: Calls,
        metadata: Metadata,
        config: ProvinceConfig,
        profile: VneidProfile,
        envelopes: Envelopes | None,
        seams: Seams,
        rules: frozenset[str],
    ) -> None:
        self._calls = calls
        self._metadata = metadata
        self._config = config
        self._profile = profile
        self._envelopes = envelopes
        self._seams = seams
        self._rules = rules

    def tokens(self, grant: Mapping[str, str]) -> Tokens:
        """Return the tokens for a code or a refresh token."""
        client, secret = self._config.client_id, self._config.client_secret
        endpoint = self._metadata.endpoint("token_endpoint")
        if self._profile.client_authentication == BY_HEADER:
            # RFC 6749, 2.3.1: both halves are form-encoded before they go into the header.
            sent: dict[str, Any] = {"form": grant, "auth": (quote(client, safe=""), quote(secret, safe=""))}
        else:
            sent = {"form": dict(grant) | {"client_id": client, "client_secret": secret}}
        return tokens_of(self._answer("token", "POST", endpoint, **sent), self._rules)

    def userinfo(self, access_token: str) -> dict[str, Any]:
        """Return what VNeID tells of the citizen."""
        endpoint = self._metadata.endpoint("userinfo_endpoint")
        return self._answer("userinfo", "GET", endpoint, headers={"Authorization": f"Bearer {access_token}"})

    def _answer(self, what: str, method: str, url: str, **sent: Any) -> dict[str, Any]:
        return self._seams.login_call(what, {"method": method, "url": url, **sent}, partial(self._called, what))

    def _called(self, what: str, sent: dict[str, Any]) -> dict[str, Any]:
        answer = self._calls.object(what, **sent)
        wrapped = self._envelopes and ("wrapped" in self._rules or is_wrapped(answer))
        return self._envelopes.document(answer) if self._envelopes and wrapped else answer
