"""The page of messages that matched no session, each with its nearest miss."""

from flask import Blueprint, Response, request

from simulator.console.desk import Desk
from simulator.control.orphans import orphans_json

SHOWN = 100


def add_routes(console: Blueprint, desk: Desk) -> None:
    """Add the page of orphans."""

    @console.get("/console/orphans")
    def orphans() -> Response:
        province = request.args.get("province", "")
        return desk.pages.page(
            "orphans.html",
            orphans=orphans_json(desk.national, province or None, SHOWN),
            province=province,
            provinces=desk.national.provinces.all(),
            shown=SHOWN,
        )
