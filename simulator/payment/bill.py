"""The address of a receipt: the PDF of a payment that was made."""

from flask import Response

from simulator.domain.payment import PAID
from simulator.payment.office import Office
from simulator.payment.receipt import receipt_pdf
from simulator.web.pages import Pages
from simulator.web.payment_decisions import link_payment
from simulator.web.recording import Inbound


class Bill:
    """The view of `/paymentplatform/bill/<token>`."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._pages = Pages("simulator.payment")

    def show(self, inbound: Inbound, token: str) -> Response:
        """Answer the file, whatever else stands in the query."""
        payment = self._office.payments.by_token(token)
        if payment is None:
            return self._pages.problem(self._pages.text("payment_unknown"), 404)
        sessions = link_payment(inbound, payment)
        if payment.state != PAID:
            return self._pages.problem(self._pages.text("no_bill"), 404)
        told = {"reference": payment.reference, "dossier_code": payment.dossier_code, "form": "pdf"}
        inbound.fact("bill_read", sessions, **told)
        response = Response(receipt_pdf(payment, self._office), mimetype="application/pdf")
        response.headers["Content-Disposition"] = f'inline; filename="bien-lai-{payment.receipt:07}.pdf"'
        return response
