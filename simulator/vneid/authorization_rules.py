"""What an authorization request has to bring, checked before Authlib so that a refusal can say exactly what differs.

Two classes of mistakes (OpenID Connect Core 3.1.2.6): as long as client and redirect address are not known to belong
together nothing is sent to that address, a page says what is wrong; after that the refusal travels to the client.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from authlib.oauth2.rfc6749 import OAuth2Error

from simulator.core.text import Text
from simulator.domain.identity_profile import IdentityProfile
from simulator.vneid.client import LOOPBACK, Client, first_difference
from simulator.vneid.refusal import TEXTS, refuse

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_WHOLE = re.compile(r"[0-9]{1,10}")
PROMPTS = ("none", "login", "select_account", "consent")
_SHOWN = 5
"""How many registered clients are named when none is like the one that asks."""
_SINGLE = ("client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "code_challenge")


def unknown_client(client_id: str | None, known: Iterable[str]) -> Text:
    """Return why the client cannot be served."""
    if not client_id:
        return TEXTS["client_missing"]
    names = sorted(set(known))
    near = get_close_matches(client_id, names, cutoff=0.5) or names[:_SHOWN]
    return TEXTS["client_unregistered"].fill(client_id=client_id, near=", ".join(near))


def wrong_address(client: Client, asked: str | None) -> tuple[Text, dict[str, str]] | None:
    """Return why nothing can be sent to the asked address, with what to compare; None when it is registered."""
    if not asked:
        return TEXTS["redirect_missing"], {"client_id": client.client_id}
    if client.check_redirect_uri(asked):
        return None
    registered = client.registered.redirect_uris
    if client.registered.any_loopback:
        return TEXTS["redirect_not_loopback"], {"redirect_uri": asked, "registered": ", ".join([*registered, LOOPBACK])}
    if not registered:
        return TEXTS["redirect_none_registered"], {"client_id": client.client_id, "redirect_uri": asked}
    closest, position = first_difference(asked, registered)
    text = TEXTS["redirect_differs"].fill(position=position, asked=asked[position - 1 : position + 15] or "∅")
    return text, {"redirect_uri": asked, "registered": closest}


@dataclass(frozen=True)
class Demanded:
    """What a request has to bring beside what every flow needs."""

    pkce: bool
    nonce: bool

    @classmethod
    def of(cls, client: Client, profile: IdentityProfile) -> "Demanded":
        """Return what the profile demands; the open mode demands neither."""
        strict = not client.registered.open_mode
        return cls(profile.pkce_required and strict, profile.nonce_required and strict)


def wrong_request(asked: Mapping[str, str], lists: Mapping[str, list[str]], demanded: Demanded) -> OAuth2Error | None:
    """Return the refusal of a request whose client and address are in order, or None when all is."""
    repeated = next((name for name in _SINGLE if len(lists.get(name, ())) > 1), None)
    if repeated:
        return refuse("invalid_request", "parameter_repeated", name=repeated)
    for name, error in (("request", "request_not_supported"), ("request_uri", "request_uri_not_supported")):
        if name in asked:
            return refuse(error, "request_object", name=name)
    if asked.get("response_type") != "code":
        return refuse("unsupported_response_type", "response_type", found=asked.get("response_type", ""))
    if asked.get("response_mode", "query") != "query":
        return refuse("invalid_request", "response_mode", found=asked["response_mode"])
    if "openid" not in asked.get("scope", "").split():
        return refuse("invalid_scope", "scope_without_openid", found=asked.get("scope", ""))
    prompts, max_age = asked.get("prompt", "").split(), asked.get("max_age", "0")
    if ("none" in prompts and len(prompts) > 1) or not set(prompts) <= set(PROMPTS):
        return refuse("invalid_request", "prompt", found=asked["prompt"], known=", ".join(PROMPTS))
    if not _WHOLE.fullmatch(max_age):
        return refuse("invalid_request", "max_age", found=max_age)
    if demanded.nonce and not asked.get("nonce"):
        return refuse("invalid_request", "nonce_missing")
    return _wrong_challenge(asked, demanded)


def _wrong_challenge(asked: Mapping[str, str], demanded: Demanded) -> OAuth2Error | None:
    challenge, method = asked.get("code_challenge", ""), asked.get("code_challenge_method", "")
    if not challenge:
        return refuse("invalid_request", "challenge_missing") if demanded.pkce or method else None
    if method != "S256":
        return refuse("invalid_request", "challenge_method", found=method)
    if not _CHALLENGE.fullmatch(challenge):
        return refuse("invalid_request", "challenge_shape", length=len(challenge))
    return None
