"""The page of messages that matched no session, each with its nearest miss."""

from flask import Blueprint, Response, request

from simulator.console.desk import Desk
from simulator.console.exchanges import position_of
from simulator.control.orphans import orphans_json

SHOWN = 25


def add_routes(console: Blueprint, desk: Desk) -> None:
    """Add the page of orphans."""

    @console.get("/console/orphans")
    def orphans() -> Response:
        province, before = request.args.get("province", ""), position_of(request.args.get("before", ""))
        found = orphans_json(desk.national, province or None, SHOWN, before)
        return desk.pages.page(
            "orphans.html",
            orphans=found,
            older=found[-1]["id"] if len(found) == SHOWN else None,
            province=province,
            provinces=desk.national.provinces.all(),
        )
