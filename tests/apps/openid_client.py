"""An OpenID client written from the standard: PKCE, state and nonce made here, tokens asked by plain HTTP forms."""

import base64
import hashlib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

VERIFIER = "a" * 64
REDIRECT = "http://127.0.0.1:8030/vneid/callback"


def challenge(verifier: str = VERIFIER) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


@dataclass
class OpenIdClient:
    """One relying party at a VNeID behind Flask's test client."""

    http: FlaskClient
    client_id: str = "demo-rp"
    secret: str = "demo-rp-secret"
    redirect_uri: str = REDIRECT
    asked: dict[str, str] = field(default_factory=dict)

    def request(self, **changes: str | None) -> dict[str, str]:
        """The authorization request; None takes a parameter out."""
        whole: dict[str, str | None] = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": "openid",
            "state": "the-state",
            "nonce": "the-nonce",
            "code_challenge": challenge(),
            "code_challenge_method": "S256",
            **changes,
        }
        return {name: value for name, value in whole.items() if value is not None}

    def authorize(self, **changes: str | None) -> TestResponse:
        return self.http.get("/vneid/authorize", query_string=self.request(**changes))

    def silent_code(self, personal_id: str, **changes: str | None) -> str:
        """Log a person in without a page and return the code."""
        answer = self.authorize(prompt="none", login_hint=personal_id, **changes)
        assert answer.status_code == 302, answer.text
        query = query_of(answer)
        assert "code" in query, query
        return query["code"]

    def token(self, given: str, by_header: bool = True, **changes: str | None) -> TestResponse:
        form: dict[str, str | None] = {
            "grant_type": "authorization_code",
            "code": given,
            "redirect_uri": self.redirect_uri,
            "code_verifier": VERIFIER,
        }
        if not by_header:
            form |= {"client_id": self.client_id, "client_secret": self.secret}
        sent = {name: value for name, value in {**form, **changes}.items() if value is not None}
        proof = (self.client_id, self.secret) if by_header else None
        return self.http.post("/vneid/token", data=sent, auth=proof)

    def post(self, path: str, **form: str) -> TestResponse:
        """Ask an endpoint of the provider as this client, proven in the header."""
        return self.http.post(f"/vneid/{path}", data=form, auth=(self.client_id, self.secret))

    def offline(self, personal_id: str) -> dict[str, Any]:
        """Log in for a refresh token."""
        return dict(self.token(self.silent_code(personal_id, scope="openid offline_access")).get_json())

    def refresh(self, refresh_token: str, **form: str) -> TestResponse:
        return self.post("token", grant_type="refresh_token", refresh_token=refresh_token, **form)

    def userinfo(self, access_token: str) -> TestResponse:
        return self.http.get("/vneid/userinfo", headers={"Authorization": f"Bearer {access_token}"})

    def tokens(self, personal_id: str) -> dict[str, Any]:
        answer = self.token(self.silent_code(personal_id))
        assert answer.status_code == 200, answer.text
        return dict(answer.get_json())


def query_of(answer: TestResponse) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.location).query).items()}
