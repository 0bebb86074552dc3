"""Login with VNeID: authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0, RFC 7636).

The ID token is verified in full, and the userinfo must speak of the same subject. Every end point is called once.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from simulator.core.clock import Clock
from simulator.core.ids import random_token
from simulator.province.config import CALLBACK, ProvinceConfig
from simulator.province.identity.attempts import Attempt, Attempts
from simulator.province.identity.back_channel import LogoutTokens
from simulator.province.identity.calls import Calls
from simulator.province.identity.citizen import LoggedIn
from simulator.province.identity.claim_rules import ID_TOKEN, Expected, seconds
from simulator.province.identity.end_points import EndPoints
from simulator.province.identity.keys import PublishedKeys
from simulator.province.identity.leaving import Leaving, with_query
from simulator.province.identity.levels import level_of
from simulator.province.identity.metadata import Metadata
from simulator.province.identity.profile import profile_of
from simulator.province.identity.refresh_rules import REFRESHED, First
from simulator.province.identity.refusal import DOWN, LEVEL, OLD_LOGIN, UNTRUSTED, LoginRefused, page_of_error, shown
from simulator.province.identity.return_to import own_path
from simulator.province.identity.rules import EVERY_RULE
from simulator.province.identity.signature import Signatures
from simulator.province.identity.token_answer import Tokens
from simulator.province.identity.unwrapping import envelopes_in
from simulator.province.identity.userinfo import citizen_of
from simulator.province.seams import Seams
from simulator.province.store import Store

_PAGES = {"acr": LEVEL, "auth_time": OLD_LOGIN}
SCOPE = "openid offline_access"
"""`offline_access`: the session outlives the access token, and what it knows is read again without a new login."""


class VNeID:
    """A confidential OpenID client of VNeID."""

    def __init__(self, config: ProvinceConfig, store: Store, clock: Clock, seams: Seams) -> None:
        self._config = config
        self._clock = clock
        self._seams = seams
        self.rules = seams.login_rules(EVERY_RULE)
        self._profile = profile_of(config.vneid_profile)
        self._envelopes = envelopes_in(config.data_dir) if self._profile.wrapped else None
        self._calls = Calls(config, clock, seams)
        self._metadata = Metadata(self._calls, config.vneid_issuer, clock, config.metadata_seconds, self.rules)
        keys = PublishedKeys(self._calls, self._metadata, clock, config.keys_seconds, self.rules)
        self._signatures = Signatures(keys, config.id_token_alg, seams, self.rules)
        self._end_points = EndPoints(
            self._calls, self._metadata, config, self._profile, self._envelopes, seams, self.rules
        )
        self._attempts = Attempts(store, clock, self.rules)
        self.leaving = Leaving(self._metadata, self._attempts, config, self.rules)
        self.logout_tokens = LogoutTokens(
            self._signatures, config.vneid_issuer, config.client_id, store, clock, self.rules
        )

    @property
    def tells_level(self) -> bool:
        """Return whether this kind of VNeID says at which level a citizen logged in."""
        return self._profile.id_token

    def close(self) -> None:
        """Close the kept connections."""
        self._calls.close()

    def authorization_url(self, return_to: str, browser: str, level: int) -> str:
        """Return where to send the browser; `browser` is a secret in its cookie that the callback must bring."""
        target = own_path(return_to) if "return_to" in self.rules else return_to
        verifier = self._seams.code_verifier(secrets.token_urlsafe(48))
        attempt = Attempt(random_token(), verifier, self._seams.login_leads_to(return_to, target), level)
        endpoint = self._metadata.endpoint("authorization_endpoint")
        query = {
            "response_type": "code",
            "client_id": self._config.client_id,
            "redirect_uri": self._redirect_uri,
            "scope": SCOPE,
            "state": self._attempts.start_login(browser, attempt),
            "nonce": attempt.nonce,
            "code_challenge": _challenge(attempt.verifier),
            "code_challenge_method": "S256",
            "max_age": str(self._config.max_age_seconds),
        }
        if "acr_values" in self.rules:
            query["acr_values"] = self._profile.levels[level]
        return with_query(endpoint, self._seams.authorization_query(query))

    def finish(self, answer: Mapping[str, str], browser: str) -> tuple[LoggedIn, str]:
        """Return (who logged in, where the browser wanted to go) for the query of the callback."""
        answer = self._seams.callback_answer(answer)
        attempt = self._attempts.finish_login(answer.get("state", ""), browser)
        try:
            if not self._seams.is_tried_again(browser, False):
                raise LoginRefused("outage", "VNeID counts as down", DOWN)
            code = self._code(answer)
            return self._log_in(code, attempt), attempt.return_to
        except LoginRefused as refusal:
            refusal.level, refusal.return_to = attempt.level, attempt.return_to
            self._seams.is_tried_again(browser, refusal.page == DOWN)
            raise

    def _code(self, answer: Mapping[str, str]) -> str:
        issuer, expected = answer.get("iss"), self._config.vneid_issuer
        demanded = self._metadata.says("authorization_response_iss_parameter_supported")
        if "callback_iss" in self.rules and issuer != expected and (issuer is not None or demanded):
            raise LoginRefused("callback_iss", shown(issuer))
        error = answer.get("error")
        if error and ("callback_error" in self.rules or not answer.get("code")):
            said = answer.get("error_description", "") or error
            raise LoginRefused("authorize", f"VNeID answered {shown(error)}", page_of_error(error), said=said)
        code = self._envelopes.code(answer) if self._envelopes else answer.get("code", "")
        if not code:
            raise LoginRefused("authorize", "VNeID answered without a code", page_of_error(""))
        return code

    def _log_in(self, code: str, attempt: Attempt) -> LoggedIn:
        grant = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_uri,
            "code_verifier": attempt.verifier,
        }
        tokens = self._end_points.tokens(grant)
        if not self._profile.id_token or ("id_token" not in self.rules and not tokens.id_token):
            return self._logged_in(tokens, {}, 0)
        claims = self._id_token(tokens, attempt)
        return self._logged_in(tokens, claims, self._level(claims, attempt.level))

    def _id_token(self, tokens: Tokens, attempt: Attempt) -> Mapping[str, Any]:
        claims = self._signatures.claims_of(tokens.id_token)
        expected = self._expected(tokens, attempt, self._level(claims, attempt.level))
        for rule, check in ID_TOKEN.items():
            if rule in self.rules and (wrong := check(claims, expected)):
                raise LoginRefused(rule, wrong, _PAGES.get(rule, UNTRUSTED))
        if wrong := self._seams.wrong_beyond_the_rules(claims, expected):
            raise LoginRefused("own rule", wrong)
        return claims

    def refresh(self, tokens: Tokens, first: First) -> LoggedIn:
        """Return the login after new tokens were asked for; an ID token among them must be of the same login."""
        if not tokens.refresh_token:
            raise LoginRefused("refresh", "VNeID gave no refresh token")
        given = self._end_points.tokens({"grant_type": "refresh_token", "refresh_token": tokens.refresh_token})
        claims: dict[str, Any] = {"sub": first.sub, "sid": first.sid, "acr": first.acr, "auth_time": first.auth_time}
        if given.id_token and self._profile.id_token:
            claims |= self._refreshed(given, first)
        kept = Tokens(
            given.access_token, given.id_token or tokens.id_token, given.refresh_token or tokens.refresh_token
        )
        return self._logged_in(kept, claims, level_of(claims["acr"], self._profile.levels))

    def _refreshed(self, given: Tokens, first: First) -> Mapping[str, Any]:
        claims = self._signatures.claims_of(given.id_token)
        expected = self._expected(given)
        for rule, check in REFRESHED.items():
            if rule in self.rules and (wrong := check(claims, expected, first)):
                raise LoginRefused(rule, wrong)
        return claims

    def _logged_in(self, tokens: Tokens, claims: Mapping[str, Any], level: int) -> LoggedIn:
        answer = self._end_points.userinfo(tokens.access_token)
        subject = claims.get("sub")
        if "userinfo_sub" in self.rules and subject is not None and answer.get("sub") != subject:
            raise LoginRefused("userinfo_sub", "the userinfo speaks of another subject than the ID token")
        return LoggedIn(
            claims=self._seams.known_citizen(citizen_of(answer, self._profile.claims)),
            sub=_text(subject),
            sid=_text(claims.get("sid")),
            acr=_text(claims.get("acr")),
            level=level or None,
            auth_time=int(seconds(claims.get("auth_time")) or 0),
            tokens=tokens,
        )

    def _level(self, claims: Mapping[str, Any], asked: int) -> int:
        """Return the level that a login counts as; 0 for one that is not known."""
        return self._seams.level_counted(level_of(claims.get("acr"), self._profile.levels), asked)

    def _expected(self, tokens: Tokens, attempt: Attempt | None = None, level: int = 0) -> Expected:
        return Expected(
            issuer=self._config.vneid_issuer,
            client_id=self._config.client_id,
            now=self._clock.now().timestamp(),
            nonce=attempt.nonce if attempt else "",
            access_token=tokens.access_token,
            level_told=level,
            level=attempt.level if attempt else 0,
            max_age=self._config.max_age_seconds,
        )

    @property
    def _redirect_uri(self) -> str:
        return self._config.base_url + CALLBACK


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
