"""The payments at the payment platform: what was asked for, how it ended, and how far its telling got."""

from flask import Blueprint, Response, request

from simulator.console.desk import Desk
from simulator.console.shown import full_time
from simulator.control.payment_list import PaymentList
from simulator.domain.payment import STATES
from simulator.session.payments import Payments

SHOWN = 200


def add_routes(console: Blueprint, desk: Desk) -> None:
    """Add the list of payments."""
    payments, told = Payments(desk.national.db), PaymentList(desk.national)

    @console.get("/console/payments")
    def payments_page() -> Response:
        chosen = {name: request.args.get(name, "").strip()[:200] for name in ("province", "state")}
        latest = payments.latest(chosen["province"], SHOWN)
        rows = [(one, told.row(one)) for one in latest]
        return desk.pages.page(
            "payments.html",
            chosen=chosen,
            rows=[pair for pair in rows if chosen["state"] in ("", pair[1]["state"])],
            provinces=desk.national.provinces.all(),
            states=STATES,
            full_time=full_time,
            shown=SHOWN,
        )
