"""Logging out at VNeID too (OpenID Connect RP-Initiated Logout 1.0)."""

import logging
from urllib.parse import urlencode

from simulator.province.config import LOGOUT_RETURN, ProvinceConfig
from simulator.province.identity.attempts import Attempts
from simulator.province.identity.metadata import Metadata
from simulator.province.identity.refusal import LoginRefused

_LOG = logging.getLogger(__name__)


class Leaving:
    """Sends a browser to VNeID's logout, and knows it again when it comes back."""

    def __init__(self, metadata: Metadata, attempts: Attempts, config: ProvinceConfig, rules: frozenset[str]) -> None:
        self._metadata = metadata
        self._attempts = attempts
        self._config = config
        self._rules = rules

    def address(self, id_token: str, browser: str) -> str:
        """Return where the browser goes to end the login at VNeID; our own last page when VNeID cannot be asked."""
        state = self._attempts.start_logout(browser)
        endpoint = self._end_session() if id_token else ""
        if not endpoint:
            return f"{LOGOUT_RETURN}?{urlencode({'state': state})}"
        query = {
            "client_id": self._config.client_id,
            "post_logout_redirect_uri": self._config.base_url + LOGOUT_RETURN,
            "state": state,
        }
        return with_query(endpoint, query | ({"id_token_hint": id_token} if "logout_hint" in self._rules else {}))

    def is_ours(self, state: str, browser: str) -> bool:
        """Return whether a return from VNeID belongs to this browser's logout."""
        return self._attempts.finish_logout(state, browser)

    def _end_session(self) -> str:
        try:
            return self._metadata.optional("end_session_endpoint")
        except LoginRefused as refusal:
            _LOG.warning("the logout at VNeID is left out: %s", refusal)
            return ""


def with_query(endpoint: str, query: dict[str, str]) -> str:
    """Return an address with a query, which it may have a part of already."""
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"
