"""What the client sent, parameter by parameter, and what the profile says about it: the folded panel for developers."""

from collections.abc import Iterator
from typing import NamedTuple

from simulator.core.text import Text
from simulator.vneid.client import SCOPES, Client
from simulator.vneid.pages.asked import Asked
from simulator.vneid.provider import Provider

_KNOWN = (
    "response_type", "response_mode", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge",
    "code_challenge_method", "acr_values", "prompt", "max_age", "login_hint", "ui_locales", "id_token_hint", "display",
)  # fmt: skip
_UNUSED = ("ui_locales", "id_token_hint", "display")
_SECRET = ("id_token_hint",)


class Parameter(NamedTuple):
    """One line of the panel."""

    name: str
    value: str | None
    """None when the client did not send it."""
    remark: Text | None
    """None when there is nothing to say."""


def parameters_sent(provider: Provider, client: Client, asked: Asked) -> list[Parameter]:
    """Return what was sent, in its order, then what is missing."""
    sent = [
        Parameter(name, "***" if name in _SECRET else value, _remark(provider, client, name, value))
        for name, value in asked.pairs
    ]
    return [*sent, *_missing(provider, client, asked)]


def _remark(provider: Provider, client: Client, name: str, value: str) -> Text | None:
    if name not in _KNOWN:
        return provider.text("sent_unknown")
    if name in _UNUSED:
        return provider.text("sent_unused")
    if name == "redirect_uri" and value not in client.registered.redirect_uris:
        return provider.text("sent_redirect_demo" if client.registered.any_loopback else "sent_redirect_open")
    unknown = _unknown_words(provider, name, value)
    return provider.text("sent_words", words=", ".join(unknown)) if unknown else None


def _unknown_words(provider: Provider, name: str, value: str) -> list[str]:
    known = {"scope": SCOPES, "acr_values": tuple(provider.profile.acr.values())}.get(name)
    return [word for word in value.split() if word not in known] if known else []


def _missing(provider: Provider, client: Client, asked: Asked) -> Iterator[Parameter]:
    profile, sent = provider.profile, asked.values
    required = {"nonce": profile.nonce_required, "code_challenge": profile.pkce_required}
    if not sent.get("state"):
        yield Parameter("state", None, provider.text("missing_state"))
    for name, demanded in required.items():
        if not sent.get(name):
            how = "open" if demanded and client.registered.open_mode else "optional"
            yield Parameter(name, None, provider.text(f"missing_{name}_{how}", profile=profile.id))
