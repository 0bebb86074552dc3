"""The claim sheet of this province: the file by which it introduces itself to the national side."""

import json
import os
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from simulator.core.ca_file import NAME_IT
from simulator.core.clock import SystemClock
from simulator.core.errors import ConfigurationError, SystemUnreachable
from simulator.province.config import (
    BACK_CHANNEL,
    CALLBACK,
    CLOCK_HOOK,
    CONFIRM,
    COUNTER_HOOK,
    COUNTERS,
    FEE_LOOK_UP,
    HAND_OVER,
    IDLE_HOOK,
    LANDING,
    LISTING,
    LOGIN,
    LOGOUT,
    LOGOUT_RETURN,
    LOOK_UP,
    OFFICER_HOOK,
    PROMOTION,
    REFRESH,
    SIGN,
    SIGNATURE,
    TAX_NOTICE,
    WEBHOOK,
    WHOAMI,
    ProvinceConfig,
)
from simulator.province.eform import EForm
from simulator.province.form_script import browser_block
from simulator.province.identity.profile import STANDARD, profile_of
from simulator.province.identity.unwrapping import envelopes_in
from simulator.province.national_side import NationalSide, NationalSideDown, NationalSideUntrusted
from simulator.province.offer import HANDLER, Offer, OfferedService

_COMMENTS = {
    "format": "What this system is, where it listens, what it claims and how it is driven.",
    "province_code": "Two digits, Decision 19/2025/QĐ-TTg; 99 is the trial province.",
    "agency": "Agency code in every message, and the one in the hand-over.",
    "base_url": "Where this system is reached.",
    "national_side": "The national side that it talks to.",
    "account": "Account at the adapter and the exchange platform.",
    "openid": "Client of VNeID.",
    "landing": "Where the portal hands the citizen's browser over.",
    "services": "What the portal says this kind of system handles (with a published form) or relays.",
    "hooks": "Test hooks; the token is new in each process unless one was given.",
    "vneid_services": "The signing gateway tells results there; the key of its HMAC is new in each process too.",
    "payment": "Account at the payment platform; the secret is new in each process too.",
    "inbound": "Where the portal calls; the key of land-tax messages is new in each process unless one was given.",
    "sync": "From an event to its arrival at the portal.",
    "limits": "How hard it may be driven.",
    "browser": "How a browser works its pages, for services with driver: browser.",
}


def claim_sheet(config: ProvinceConfig) -> dict[str, Any]:
    """Return the claim sheet; the services come from the portal. Raises `SystemUnreachable`."""
    offered = _offered(config)
    forms = [(service.id, form) for service, form in offered if form is not None]
    return {
        "format": 1,
        "id": config.id,
        "name": config.name.to_json(),
        "kind": config.role,
        "province_code": config.province_code,
        "agency": config.agency,
        "receiving_agency": config.receiving_agency,
        "version": config.version or _installed_version(),
        "base_url": config.base_url,
        "national_side": {"url": config.simulator_url.rstrip("/")},
        "dialect": "default",
        "account": {"name": config.account, "password": config.password},
        "openid": _openid(config),
        "landing": LANDING,
        "services": {service.id: _claim(service, config) for service, _ in offered},
        "hooks": _driving_hooks(config) | _public_hooks(config) | _login_hooks(),
        "vneid_services": {"signing": _signing(config)},
        "payment": _payment(config),
        **({"inbound": _inbound(config)} if config.role == "province" else {}),
        "test_clock": "per_dossier",
        "sync": {
            "every_seconds": _number(config.sync_every_seconds),
            "max_seconds": _number(config.sync_max_seconds),
        },
        "limits": {"concurrency": 4, "connect_seconds": 3, "read_seconds": 10},
        **({"browser": browser_block(forms)} if config.form_driver == "browser" else {}),
    }


def write_claim_sheet(path: Path, sheet: Mapping[str, Any]) -> None:
    """Write the claim sheet as YAML, for the owner's eyes only: it holds passwords."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(claim_sheet_text(sheet))
    except OSError as error:
        raise ConfigurationError(
            str(path), f"cannot be written ({error.strerror})", "a file that can be written", "Check --claim-sheet."
        ) from None


def claim_sheet_text(sheet: Mapping[str, Any]) -> str:
    """Return the claim sheet as YAML with comments."""
    lines = []
    for key, value in sheet.items():
        if key in _COMMENTS:
            lines.append(f"# {_COMMENTS[key]}")
        lines += _yaml(key, value, "")
    return "\n".join(lines) + "\n"


def _yaml(key: str, value: Any, indent: str) -> list[str]:
    """Nested mappings in blocks; what holds only scalars, and every scalar, in JSON's writing, which is YAML too."""
    if isinstance(value, Mapping) and any(isinstance(part, (Mapping, list)) for part in value.values()):
        return [f"{indent}{key}:", *(line for name in value for line in _yaml(name, value[name], indent + "  "))]
    if isinstance(value, list) and any(isinstance(part, Mapping) for part in value):
        return [f"{indent}{key}:", *(f"{indent}- {json.dumps(part, ensure_ascii=False)}" for part in value)]
    return [f"{indent}{key}: {json.dumps(value, ensure_ascii=False)}"]


def _driving_hooks(config: ProvinceConfig) -> dict[str, Any]:
    """Addresses that only a test may call."""
    paths = {"officer": OFFICER_HOOK, "counter": COUNTER_HOOK, "idle": IDLE_HOOK, "clock": CLOCK_HOOK}
    return {name: {"path": path, "token": config.hook_token} for name, path in paths.items()}


def _public_hooks(config: ProvinceConfig) -> dict[str, Any]:
    """Pages that anybody may read; a ministry has no counters in communes."""
    paths = {"listing": LISTING} | ({"counters": COUNTERS} if config.role == "province" else {})
    return {name: {"path": path} for name, path in paths.items()}


def _login_hooks() -> dict[str, Any]:
    """Pages that work with the citizen's own cookie."""
    paths = {"login": LOGIN, "whoami": WHOAMI, "logout": LOGOUT, "refresh": REFRESH}
    paths |= {"sign": SIGN, "signature": SIGNATURE}
    return {name: {"path": path} for name, path in paths.items()}


def _signing(config: ProvinceConfig) -> dict[str, Any]:
    account = {"partner_code": config.client_id, "secret": config.signing_secret}
    return {**account, "webhook_url": config.base_url + WEBHOOK}


def _payment(config: ProvinceConfig) -> dict[str, Any]:
    account = {"partner": config.partner, "secret": config.payment_secret}
    return {**account, "confirm": CONFIRM, "fee_lookup": FEE_LOOK_UP}


def _inbound(config: ProvinceConfig) -> dict[str, str]:
    return {
        "lookup": LOOK_UP,
        "promotion": PROMOTION,
        "promotion_amendment": HAND_OVER,
        "tax_notice": TAX_NOTICE,
        "tax_receipt": HAND_OVER,
        "security_key": config.security_key,
    }


def _openid(config: ProvinceConfig) -> dict[str, Any]:
    profile = profile_of(config.vneid_profile)
    client: dict[str, Any] = {
        "client_id": config.client_id,
        "client_secret": config.client_secret,
        "redirect_uris": [config.base_url + CALLBACK],
        "post_logout_redirect_uris": [config.base_url + LOGOUT_RETURN],
        "own_issuer": not config.issuer,
    }
    if profile.id_token:
        # Without an ID token nothing tells which login a logout token speaks of.
        client["backchannel_logout_uri"] = config.base_url + BACK_CHANNEL
        client["id_token_signed_response_alg"] = config.id_token_alg
    if profile.id != STANDARD:
        client["profile"] = profile.id
    if profile.wrapped:
        client["envelope_key"] = envelopes_in(config.data_dir).public_pem()
    return client


def _claim(service: OfferedService, config: ProvinceConfig) -> dict[str, Any]:
    driver = config.form_driver if service.role == HANDLER else "api"
    claim: dict[str, Any] = {"role": service.role, "intake": "redirect", "driver": driver}
    fetched = ["pull"] * (service.id in config.pulled) + ["poll-linked"] * (service.id in config.linked)
    also = {"also": ["counter", *fetched]} if service.role == HANDLER else {}
    claims = [*service.claims, *(["notices"] if config.notices and service.role == HANDLER else [])]
    return claim | also | ({"claims": claims} if claims else {})


def _offered(config: ProvinceConfig) -> list[tuple[OfferedService, EForm | None]]:
    """What is handled needs a published form; what is only shown needs none."""
    national_side = NationalSide(config)
    offer = Offer(national_side, config, SystemClock())
    try:
        shown = [(one, offer.form(one.code) if one.role == HANDLER else None) for one in offer.shown()]
        return [(service, form) for service, form in shown if service.role != HANDLER or form is not None]
    except NationalSideUntrusted:
        raise ConfigurationError(
            national_side.url, "its certificate is not trusted here", "a trusted certificate", NAME_IT
        ) from None
    except NationalSideDown as error:
        raise SystemUnreachable(
            national_side.url, str(error), "the national side", "Start it with `dvcsim serve`, or correct --simulator."
        ) from None
    finally:
        national_side.close()


def _number(seconds: float) -> int | float:
    return int(seconds) if seconds == int(seconds) else seconds


def _installed_version() -> str:
    try:
        return version("dvcsim")
    except PackageNotFoundError:
        return "0"
