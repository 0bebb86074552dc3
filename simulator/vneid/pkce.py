"""Proof Key for Code Exchange (RFC 7636): S256 only, with a refusal that says what differs."""

from typing import Any

from authlib.oauth2.rfc6749 import InvalidGrantError
from authlib.oauth2.rfc7636 import CodeChallenge

from simulator.vneid.refusal import refuse


class Pkce(CodeChallenge):  # type: ignore[misc]
    """Authlib's extension without the `plain` method."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)

    def __init__(self) -> None:
        super().__init__(required=True)

    def validate_code_verifier(self, grant: Any, result: Any) -> None:
        """Refuse a token request whose verifier does not open the challenge."""
        asked_with, verifier = grant.request.authorization_code.code_challenge, grant.request.form.get("code_verifier")
        if verifier and not asked_with:
            raise refuse("invalid_request", "verifier_without_challenge")
        if asked_with and not verifier:
            raise refuse("invalid_request", "verifier_missing")
        try:
            super().validate_code_verifier(grant, result)
        except InvalidGrantError:
            raise refuse("invalid_grant", "verifier_differs") from None
