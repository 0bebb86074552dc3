"""Defects of what a login sends: to VNeID through the browser, and straight to its end points."""

from collections.abc import Callable
from urllib.parse import unquote

from simulator.province.defects.login import without
from simulator.province.seams import Message, Seams

_UNPROTECTED = ("state", "nonce", "code_challenge", "code_challenge_method", "acr_values", "max_age")
_VERIFIER = "mot-chuoi-viet-cung-trong-ma-nguon-cho-moi-lan-dang-nhap"
_NARROW_COLUMN = 16


class AsksByPublishedLink(Seams):
    """The request is the published link, word for word."""

    def authorization_query(self, query: dict[str, str]) -> dict[str, str]:
        """Leave out whatever ties the answer to this login."""
        asked = super().authorization_query(query)
        return {name: value for name, value in asked.items() if name not in _UNPROTECTED}


class AsksForTokens(Seams):
    """The access token comes through the browser, without an ID token."""

    def authorization_query(self, query: dict[str, str]) -> dict[str, str]:
        """Ask for a token in place of a code, and not for OpenID."""
        return {**super().authorization_query(query), "response_type": "token", "scope": "profile"}


class NamesNoWayBack(Seams):
    """VNeID is left to send the browser to whatever is registered."""

    def authorization_query(self, query: dict[str, str]) -> dict[str, str]:
        """Leave out where to come back to."""
        asked = super().authorization_query(query)
        return {name: value for name, value in asked.items() if name != "redirect_uri"}


class SecretInAddress(Seams):
    """The client proves itself in front of everybody."""

    def authorization_query(self, query: dict[str, str]) -> dict[str, str]:
        """Put a client secret into the address that the browser opens."""
        return {**super().authorization_query(query), "client_secret": "khong-con-bi-mat"}


class SecretInBody(Seams):
    """The client secret is a field of the form."""

    def login_call(self, what: str, sent: Message, send: Callable[[Message], Message]) -> Message:
        """Move the secret from the header to the body."""
        if "auth" not in sent:
            return super().login_call(what, sent, send)
        client, secret = map(unquote, sent["auth"])
        form = {**sent["form"], "client_id": client, "client_secret": secret}
        return super().login_call(what, {**sent, "auth": None, "form": form}, send)


class ForgetsVerifier(Seams):
    """The challenge is sent, and what it challenges is not."""

    def login_call(self, what: str, sent: Message, send: Callable[[Message], Message]) -> Message:
        """Ask for tokens without the verifier."""
        form = {name: value for name, value in (sent.get("form") or {}).items() if name != "code_verifier"}
        return super().login_call(what, {**sent, "form": form or None}, send)


class TokenInBody(Seams):
    """The access token is a field of a form."""

    def login_call(self, what: str, sent: Message, send: Callable[[Message], Message]) -> Message:
        """Post the token to the userinfo end point."""
        if what == "userinfo":
            token = sent["headers"]["Authorization"].removeprefix("Bearer ")
            sent = {"method": "POST", "url": sent["url"], "form": {"access_token": token}}
        return super().login_call(what, sent, send)


class SameVerifierAlways(without("nonce")):  # type: ignore[misc]  # a class that is made by a function
    """PKCE is switched on, with one secret for all logins, and the nonce is not compared."""

    def code_verifier(self, fresh: str) -> str:
        """Return the secret of the source code."""
        del fresh
        return _VERIFIER


class CutsRefreshToken(Seams):
    """The column of the refresh token is too narrow."""

    def login_call(self, what: str, sent: Message, send: Callable[[Message], Message]) -> Message:
        """Send what is left of the token."""
        form = sent.get("form") or {}
        if "refresh_token" in form:
            sent = {**sent, "form": {**form, "refresh_token": form["refresh_token"][:_NARROW_COLUMN]}}
        return super().login_call(what, sent, send)


class ReadsBackslashLate(Seams):
    """Where to go after the login is checked first, and its backslashes are turned into slashes then."""

    def login_leads_to(self, asked: str, own: str) -> str:
        """Take a path that two slashes come to stand in front of."""
        looks_own = asked.startswith("/") and not asked.startswith("//")
        return asked.replace("\\", "/") if looks_own else super().login_leads_to(asked, own)
