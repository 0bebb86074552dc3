"""The start page: where to connect, who is connected, what has just travelled, and what matched nobody."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request

from simulator.console.shown import clock_time
from simulator.control.orphans import orphans_json
from simulator.session.provinces import DEMO_DOCUMENT
from simulator.web.national import National
from simulator.web.pages import Pages

SHOWN_EXCHANGES = 50
SHOWN_ORPHANS = 20
ADAPTER_PREFIXES = ("/VXPAdapter/RestService/forward", "/XrdAdapter/RestService/forward")


def start_page(national: National, pages: Pages) -> Response:
    """Return the start page; `?province=` narrows it to one system."""
    wanted = request.args.get("province") or None
    provinces = national.provinces.all()
    return pages.page(
        "start.html",
        addresses=_addresses(national.public_url.rstrip("/")),
        prefixes=ADAPTER_PREFIXES,
        demo=_demo(national),
        provinces=[sheet for sheet in provinces if sheet.id != DEMO_DOCUMENT["id"]],
        wanted=next((sheet for sheet in provinces if sheet.id == wanted), None),
        exchanges=national.journal.latest(SHOWN_EXCHANGES, wanted),
        orphans=orphans_json(national, wanted, SHOWN_ORPHANS),
        clock_time=clock_time,
    )


def _addresses(base: str) -> list[tuple[str, str]]:
    """(key of the text, address)."""
    return [
        ("address_adapter", f"{base}/mapi/login"),
        ("address_adapter_call", f"{base}/mapi/g"),
        ("address_vneid", f"{base}/vneid"),
        ("address_registries", f"{base}/ndxp/csdlqgdc/TraCuuThongTinCongDan"),
        ("address_linked", f"{base}/lienthong/api/lienthongdvclt/hosolienthong"),
        ("address_citizen", f"{base}/citizen/services"),
        ("address_admin", f"{base}/admin/status"),
    ]


def _demo(national: National) -> Mapping[str, Any] | None:
    """The ready account, while no claim sheet has taken its place."""
    return DEMO_DOCUMENT if national.provinces.get(DEMO_DOCUMENT["id"]) else None
