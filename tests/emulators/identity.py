"""The login of citizens at the broker of their family: code flow, with or without PKCE and nonce."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import requests

from .adapter import browser
from .config import Config
from .store import Store


class LoginFailed(Exception):
    """The broker did not say who the citizen is."""


@dataclass
class Broker:
    """The OpenID provider."""

    config: Config
    store: Store
    http: requests.Session = field(default_factory=browser)

    @cached_property
    def _endpoints(self) -> dict[str, str]:
        profile = self.config.traits.profile
        path = "" if profile == "standard" else f"/{profile}"
        address = f"{self.config.portal}/vneid{path}/.well-known/openid-configuration"
        return dict(self.http.get(address, timeout=20).json())

    def start(self, callback: str, back: str) -> str:
        """Return the address at which the citizen logs in."""
        state, verifier, nonce = secrets.token_urlsafe(), secrets.token_urlsafe(48), secrets.token_urlsafe()
        self.store.keep(f"login:{state}", {"back": back, "verifier": verifier, "nonce": nonce})
        asked = {
            "response_type": "code",
            "client_id": self.config.client_id,
            "redirect_uri": callback,
            "scope": "openid",
            "state": state,
        }
        if self.config.traits.pkce:
            digest = hashlib.sha256(verifier.encode()).digest()
            challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            asked |= {"code_challenge": challenge, "code_challenge_method": "S256", "nonce": nonce}
        return f"{self._endpoints['authorization_endpoint']}?{urlencode(asked)}"

    def finish(self, code: str, state: str, callback: str) -> tuple[dict[str, Any], str]:
        """Return what the broker says of the citizen, and where she wanted to go. Raises `LoginFailed`."""
        begun = self.store.kept(f"login:{state}")
        if not begun or not code:
            raise LoginFailed("Đăng nhập không thành công, vui lòng thử lại.")
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": callback}
        form |= {"client_id": self.config.client_id, "client_secret": self.config.client_secret}
        form |= {"code_verifier": begun["verifier"]} if self.config.traits.pkce else {}
        tokens = self.http.post(self._endpoints["token_endpoint"], data=form, timeout=20).json()
        if self.config.traits.pkce and _payload(tokens.get("id_token")).get("nonce") != begun["nonce"]:
            raise LoginFailed("nonce không khớp")
        headers = {"Authorization": f"Bearer {tokens.get('access_token')}"}
        told = self.http.get(self._endpoints["userinfo_endpoint"], headers=headers, timeout=20).json()
        if not told.get("SoDinhDanh"):
            raise LoginFailed(f"Không nhận được thông tin công dân: {told}")
        return told, str(begun["back"])


def _payload(token: Any) -> dict[str, Any]:
    middle = str(token).split(".")[1:2] or [""]
    try:
        return dict(json.loads(base64.urlsafe_b64decode(middle[0] + "=" * (-len(middle[0]) % 4))))
    except ValueError:
        return {}
