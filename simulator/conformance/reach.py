"""Before a run: is the national side there, and is it ours? And, at the first call: is the system under test there?"""

from collections.abc import Mapping
from typing import Any

from simulator.conformance.national import NationalSide
from simulator.conformance.stop import StopSignal
from simulator.core.errors import ConfigurationError, SystemUnreachable
from simulator.domain.claim_sheet import ClaimSheet

NO_ANSWER = {
    "refused": "connection refused, or the host name does not resolve",
    "timeout": "no answer in time",
    "closed": "connection closed without an answer",
    "tls": "TLS handshake failed",
}
"""Problems of a hand that mean that nobody answered."""


class SystemUnderTestUnreachable(SystemUnreachable):
    """The system under test did not answer the very first call of the run."""


def national_url(sheet: ClaimSheet, chosen: str) -> str:
    """Return the URL of the national side: the chosen one, else that of the claim sheet."""
    url = chosen or sheet.national_side
    if not url.startswith(("http://", "https://")):
        raise ConfigurationError(
            sheet.label or sheet.id,
            f"national side {url!r}" if url else "no national side",
            "an http or https URL",
            "Give --simulator, set DVCSIM_SIMULATOR, or write national_side.url in the claim sheet.",
        )
    return url


def require_national_side(url: str, token: str = "") -> dict[str, Any]:
    """Return the status of the national side, asked once; raise SystemUnreachable with what was seen instead."""
    status = NationalSide(url, StopSignal(), token, patience=0.0).status()
    if status.get("tool") != "dvcsim":
        raise SystemUnreachable(url, "answers, but is not dvcsim", "the national side", "Check the address.")
    return status


def require_answer(problem: Mapping[str, Any] | None, sheet: ClaimSheet) -> None:
    """Raise when the first call to the system under test met nobody: a whole run would only repeat it."""
    kind = str((problem or {}).get("kind"))
    if kind in NO_ANSWER:
        raise SystemUnderTestUnreachable(
            str((problem or {}).get("url") or sheet.base_url),
            NO_ANSWER[kind],
            "the system under test",
            f"Start it, or correct base_url in {sheet.label or sheet.id}; the national side must be able to reach it.",
        )
