"""The paths of the payment platform."""

from flask import Blueprint

from simulator.payment.bill import Bill
from simulator.payment.confirming import Confirming
from simulator.payment.office import PARTY, PATH, Office
from simulator.payment.pay_page import PayPage
from simulator.payment.platform import UNKNOWN, Platform
from simulator.web.national import National
from simulator.web.outbox import Outbox
from simulator.web.payment_decisions import CONFIRM
from simulator.web.recording import View, recorded

_ANYWHERE = ("", "/<path:prefix>")
"""What may stand before the platform's path: gateways on the way have prefixes of their own."""
_ANY = ("GET", "POST", "PUT", "DELETE")


def blueprint(national: National) -> Blueprint:
    """Return the routes of the platform's door, of the payer's page and of the receipts."""
    routes, office = Blueprint(PARTY, __name__), Office(national)
    Outbox(national).employ(CONFIRM, Confirming(office))
    platform, page, bill = Platform(office), PayPage(office), Bill(office)

    def route(path: str, operation: str, view: View, methods: tuple[str, ...], transactional: bool = True) -> None:
        handler = recorded(national, PARTY, operation, transactional)(view)
        routes.add_url_rule(path, f"{len(routes.deferred_functions)}", handler, methods=list(methods))

    for before in _ANYWHERE:
        for rest in ("", "/", "/<path:rest>"):
            route(f"{before}{PATH}{rest}", UNKNOWN, platform.serve, _ANY)
    route(f"{PATH}/pay/<token>", "payment/page", page.show, ("GET",))
    route(f"{PATH}/pay/<token>", "payment/decide", page.decide, ("POST",))
    route(f"{PATH}/pay/<token>/result", "payment/result", page.result, ("GET",))
    route(f"{PATH}/bill/<token>", "payment/bill", bill.show, ("GET",), transactional=False)
    return routes
