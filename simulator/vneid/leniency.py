"""What was overlooked in a login request: each time a finding and a fact, so that no report hides it.

A request is let through without PKCE or a nonce where the profile's real clients send none, or in the open mode; the
open mode also takes any address on a registered host. None of these findings is more than a warning: the rules are
good practice (RFC 9700), not law, and for the profiles it was seen that real clients do without.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from simulator.domain.contract_finding import ContractFinding
from simulator.vneid.client import Client

CONTRACT = "vneid/authorize"


class Leniency(NamedTuple):
    """One rule that a request broke and that was overlooked."""

    rule: str
    """`pkce`, `nonce` or `redirect_uri`."""
    pointer: str
    expected: str
    found: str

    def finding(self) -> ContractFinding:
        """Return it as what the contract says about the message."""
        keyword = "required" if self.found == "" else "const"
        found = self.found or "nothing"
        return ContractFinding(CONTRACT, self.pointer, self.expected, found, keyword, assumed=True)


def overlooked(client: Client, asked: Mapping[str, str]) -> Iterator[Leniency]:
    """Yield what a request that was let through should have brought."""
    if not asked.get("code_challenge"):
        yield Leniency("pkce", "/code_challenge", "code_challenge, S256 (RFC 9700, 2.1.1)", "")
    if not asked.get("nonce"):
        yield Leniency("nonce", "/nonce", "nonce (OpenID Connect Core, 15.5.2)", "")
    address = asked.get("redirect_uri", "")
    if address not in client.registered.redirect_uris and client.shares_host(address):
        yield Leniency("redirect_uri", "/redirect_uri", ", ".join(client.registered.redirect_uris), address)
