"""The claim sheet that the supplier of an emulated system would write: people drive it, it has no hooks."""

from collections.abc import Sequence
from typing import Any

from .config import Config
from .traits import TRAITS


def claim_sheet(config: Config, url: str, services: Sequence[str], **more: Any) -> dict[str, Any]:
    """Return the claim sheet of a running system."""
    traits = TRAITS[config.family]
    client: dict[str, Any] = {
        "client_id": config.client_id,
        "client_secret": config.client_secret,
        "redirect_uris": [f"{url}/dang-nhap/callback"],
    }
    client |= {"profile": traits.profile} if traits.profile != "standard" else {}
    # Their officers look the state's data up in another window.
    claim = {"role": "handler", "intake": "redirect", "driver": "attended", "data_route": "officer"}
    return {
        "format": 1,
        "id": f"field-{config.family}",
        "name": {"vi": f"Hệ thống một cửa kiểu {config.family}", "en": f"One-stop system like {config.family}"},
        "kind": "province",
        "province_code": "99",
        "agency": config.agency,
        "receiving_agency": config.unit,
        "version": "1",
        "base_url": url,
        "national_side": {"url": config.portal},
        "dialect": config.family,
        "account": {"name": config.account, "password": config.password},
        "openid": client,
        "landing": traits.landing,
        "services": {service: dict(claim) for service in services},
        "test_clock": "none",
        **more,
    }
