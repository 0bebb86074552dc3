"""Before a run: is the national side there, and is it ours? And is the system under test there?"""

from typing import Any

from simulator.conformance.national import START_IT, NationalSide
from simulator.conformance.stop import StopSignal
from simulator.core.errors import ConfigurationError, SystemUnreachable
from simulator.domain.claim_sheet import ClaimSheet


class SystemUnderTestUnreachable(SystemUnreachable):
    """The system under test gave no answer before the first session of the run."""


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


def require_national_side(url: str, token: str = "", ca_file: str = "") -> dict[str, Any]:
    """Return the status of the national side, asked once; raise SystemUnreachable with what was seen instead."""
    status = NationalSide(url, StopSignal(), token, patience=0.0, ca_file=ca_file).status()
    if status.get("tool") != "dvcsim":
        raise SystemUnreachable(url, "answers, but is not dvcsim", "the national side", START_IT)
    return status


def require_system(national: NationalSide, sheet: ClaimSheet) -> None:
    """Raise when the system under test gives the national side no answer: a whole run would only repeat it."""
    found = national.probe(sheet)
    if found["reachable"]:
        return
    problem = found["problem"]
    raise SystemUnderTestUnreachable(
        problem["url"],
        f"{problem['kind']}: {problem['detail']}",
        "an HTTP answer of the system under test",
        f"Start it, or correct base_url and landing in {sheet.label or sheet.id};"
        f" the national side ({national.url}) must be able to reach it.",
    )


def require_parties(sheet: ClaimSheet, simulator: str, token: str = "", ca_file: str = "") -> None:
    """Raise unless both sides are there; the national side knows the claim sheet afterwards."""
    url = national_url(sheet, simulator)
    require_national_side(url, token, ca_file)
    national = NationalSide(url, StopSignal(), token, ca_file=ca_file)
    national.register(sheet)
    require_system(national, sheet)
