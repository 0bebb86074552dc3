"""The claim sheet that the supplier of an emulated system would write: people drive it, it has no hooks."""

from collections.abc import Sequence
from typing import Any

from .config import Config
from .families.tandan import SUFFIXES
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
    if traits.words.get("middleware") == "portal":
        more = {"middleware": {name: SUFFIXES[name] for name in ("add", "update", "progress")}, **more}
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


_OPENCPS, _TANDAN = "/VXPAdapter/RestService/forward", "/api"
_TAX = f"{_TANDAN}/LienThongNVTCDVCQuocGia"


def addresses(config: Config) -> dict[str, Any]:
    """Return where the portal and the payment platform call a system; nothing of some families was read."""
    account: dict[str, Any] = {"partner": config.partner, "secret": config.payment_secret}
    called = config.traits.words.get("called")
    if called == "tandan":
        notices = {"promotion": "HoSo/ThongBaoKhuyenMai", "promotion_amendment": "HoSo/ThongBaoKhuyenMaiBoSung"}
        inbound = {name: f"{_TANDAN}/{path}" for name, path in notices.items()}
        inbound |= {"tax_notice": f"{_TAX}/ImportThongBaoThueFromDVCQG", "security_key": config.security_key}
        inbound |= {"tax_receipt": f"{_TAX}/ImportChungTuThueFromDVCQG"}
        return {"inbound": inbound, "payment": {**account, "confirm": "/DvcPayment/Confirm"}}
    if called != "opencps":
        return {}
    ends = {"lookup": "search/call", "promotion": "addtthcKhuyenMai", "promotion_amendment": "nhanhsdvcqg"}
    ends |= {"tax_notice": "nhantbthuedvcqg", "tax_receipt": "nhanhsdvcqg"}
    account |= {"confirm": "/pgi/ppdvcqg/dpnhankqthanhtoanhs", "fee_lookup": "/pgi/ppdvcqg/dptracuuthanhtoanhs"}
    return {"inbound": {name: f"{_OPENCPS}/{end}" for name, end in ends.items()}, "payment": account}
