"""The start page: where to connect, who is connected, what has just travelled, and what matched nobody."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request

from simulator.console.calling import callable_at
from simulator.console.desk import Desk
from simulator.console.exchanges import line_values
from simulator.control.orphans import orphans_json
from simulator.journal.listing import Wanted
from simulator.session.provinces import DEMO_DOCUMENT
from simulator.web.national import National

SHOWN_EXCHANGES = 20
SHOWN_ORPHANS = 5
ADAPTER_PREFIXES = ("/VXPAdapter/RestService/forward", "/XrdAdapter/RestService/forward")


def add_routes(console: Blueprint, desk: Desk) -> None:
    """Add the start page; `?province=` narrows it to one system."""

    @console.get("/")
    def start() -> Response:
        return _page(desk, request.args.get("province", ""))


def _page(desk: Desk, wanted: str) -> Response:
    national = desk.national
    provinces = national.provinces.all()
    return desk.pages.page(
        "start.html",
        addresses=_addresses(national.public_url.rstrip("/")),
        prefixes=ADAPTER_PREFIXES,
        demo=_demo(national),
        provinces=[sheet for sheet in provinces if sheet.id != DEMO_DOCUMENT["id"]],
        wanted=(chosen := next((sheet for sheet in provinces if sheet.id == wanted), None)),
        callable=callable_at(chosen),
        exchanges=desk.listing.page(Wanted(province=wanted), limit=SHOWN_EXCHANGES).lines,
        orphans=orphans_json(national, wanted or None, SHOWN_ORPHANS),
        **line_values(),
    )


def _addresses(base: str) -> list[tuple[str, str]]:
    """(key of the text, address)."""
    return [
        ("address_adapter", f"{base}/mapi/login"),
        ("address_adapter_call", f"{base}/mapi/g"),
        ("address_vneid", f"{base}/vneid"),
        ("address_payment", f"{base}/paymentplatform"),
        ("address_registries", f"{base}/ndxp/csdlqgdc/TraCuuThongTinCongDan"),
        ("address_linked", f"{base}/lienthong/api/lienthongdvclt/hosolienthong"),
        ("address_citizen", f"{base}/citizen/services"),
        ("address_admin", f"{base}/admin/status"),
    ]


def _demo(national: National) -> Mapping[str, Any] | None:
    """The ready account, while no claim sheet has taken its place."""
    return DEMO_DOCUMENT if national.provinces.get(DEMO_DOCUMENT["id"]) else None
