"""A registered client as Authlib asks about it, and the rule for redirect addresses.

Addresses are compared letter by letter, as OpenID Connect Core 3.1.2.1 wants: a wrong slash is the most common
mistake when a province connects, and a tolerant stand-in would hide it. Only the demo client may name any loopback
address and port, so that it works before anything was registered.
"""

import hmac
from collections.abc import Sequence
from difflib import SequenceMatcher
from ipaddress import ip_address
from urllib.parse import urlsplit

from simulator.session.provinces import OpenIdClient
from simulator.vneid.granted import OFFLINE

LOOPBACK = "http://127.0.0.1:*/*"
"""How the demo client's addresses are shown."""


class Client:
    """An OpenID client; method names are Authlib's."""

    def __init__(self, registered: OpenIdClient) -> None:
        self.registered = registered
        self.id_token_signed_response_alg = registered.id_token_alg

    @property
    def client_id(self) -> str:
        """Return the client id."""
        return self.registered.client_id

    def get_client_id(self) -> str:
        """Return the client id."""
        return self.registered.client_id

    def get_default_redirect_uri(self) -> None:
        """Return nothing: each request has to name its address."""

    def get_allowed_scope(self, scope: str | None) -> str:
        """Return the scope that is granted: what we know of what was asked."""
        return " ".join(word for word in (scope or "").split() if word in SCOPES)

    def is_served_at(self, profile: str) -> bool:
        """Return whether the client speaks that profile; the demo client may try each."""
        return self.registered.any_loopback or self.registered.profile == profile

    def shares_host(self, redirect_uri: str) -> bool:
        """Return whether the address lies on the host of a registered one, which the open mode overlooks."""
        try:
            asked = urlsplit(redirect_uri)
            known = {urlsplit(one).netloc for one in self.registered.redirect_uris}
        except ValueError:
            return False
        plain = asked.scheme in ("http", "https") and not asked.fragment and "\\" not in redirect_uri
        return self.registered.open_mode and plain and asked.netloc in known

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Return whether the address is registered, or is a loopback address of the demo client."""
        if redirect_uri in self.registered.redirect_uris or self.shares_host(redirect_uri):
            return True
        return self.registered.any_loopback and is_loopback(redirect_uri)

    def check_post_logout_uri(self, address: str) -> bool:
        """Return whether the browser may be sent to that address after a logout."""
        if address in self.registered.post_logout_redirect_uris:
            return True
        return self.registered.any_loopback and is_loopback(address)

    def check_client_secret(self, client_secret: str) -> bool:
        """Return whether this is the client's secret."""
        return hmac.compare_digest(self.registered.secret.encode(), client_secret.encode())

    def check_endpoint_auth_method(self, method: str, _endpoint: str) -> bool:
        """Return whether the client may prove itself this way: at each endpoint the same."""
        return method in AUTH_METHODS

    def check_response_type(self, response_type: str) -> bool:
        """Return whether the flow is offered: the code flow only."""
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        """Return whether the grant is offered."""
        return grant_type in GRANT_TYPES


SCOPES = ("openid", "profile", "email", "phone", OFFLINE)
GRANT_TYPES = ("authorization_code", "refresh_token")
AUTH_METHODS = ("client_secret_basic", "client_secret_post")


def is_loopback(address: str) -> bool:
    """Return whether an http(s) address names this machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https") or parts.username is not None or parts.fragment:
            return False
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def first_difference(asked: str, registered: Sequence[str]) -> tuple[str, int]:
    """Return the registered address closest to `asked`, and the position (from 1) of the first letter that differs."""
    closest = max(registered, key=lambda address: SequenceMatcher(None, asked, address).ratio())
    pairs = zip(asked, closest, strict=False)
    same = next((at for at, (left, right) in enumerate(pairs) if left != right), min(len(asked), len(closest)))
    return closest, same + 1
