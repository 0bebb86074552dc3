"""Tokens of VNeID at rest: sealed by the citizen's cookie, of which only the hash is stored.

A hint for the logout and a refresh token are needed only while the citizen's browser is there, so the key can stay
with the browser: whoever copies the database gets no token out of it, and there is no key file to lose.
"""

import base64
import hashlib
import json

from cryptography.fernet import Fernet, InvalidToken

from simulator.province.identity.token_answer import Tokens


def seal(tokens: Tokens, cookie: str) -> str:
    """Return the tokens as they are stored; the access token is not kept."""
    kept = {"id_token": tokens.id_token, "refresh_token": tokens.refresh_token}
    return _key(cookie).encrypt(json.dumps(kept).encode()).decode()


def unseal(sealed: str, cookie: str) -> Tokens:
    """Return the tokens that this cookie sealed; empty ones when it did not."""
    try:
        kept = json.loads(_key(cookie).decrypt(sealed.encode()))
    except (InvalidToken, ValueError):
        return Tokens("", "", "")
    return Tokens("", kept["id_token"], kept["refresh_token"])


def _key(cookie: str) -> Fernet:
    # Another hash than the one that is stored, or the row would hold its own key.
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"seal:" + cookie.encode()).digest()))
