"""The payer's page: what is paid and for whom, a bank, and pay, fail or cancel; then what became of it.

The address is the capability: whoever has it may pay, as at a real platform. A form that another site sends is
refused. A payment that has ended is only shown: a second form changes nothing.
"""

from urllib.parse import urlsplit

from flask import Response, redirect, request

from simulator.core.text import Text
from simulator.domain.payment import ACTIONS, EXPIRED, PAID, Payment
from simulator.payment.amount_in_words import amount_in_words
from simulator.payment.form import form_of
from simulator.payment.money import written_amount
from simulator.payment.office import PATH, Office
from simulator.web.pages import Pages
from simulator.web.payment_decisions import countdown, is_open, link_payment
from simulator.web.recording import Inbound

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


class PayPage:
    """The views of `/paymentplatform/pay/<token>` and its result."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._pages = Pages("simulator.payment")

    def show(self, inbound: Inbound, token: str) -> Response:
        """Show an open payment; one that has ended is shown as its result."""
        payment = self._office.payments.by_token(token, inbound.query)
        if payment is None:
            return self._unknown()
        link_payment(inbound, payment)
        return self._open(payment) if is_open(payment, self._office.national.clock) else self._ended(payment)

    def decide(self, inbound: Inbound, token: str) -> Response:
        """Take what the payer decided, and send her to the result."""
        payment = self._office.payments.by_token(token, inbound.query)
        if payment is None:
            return self._unknown()
        link_payment(inbound, payment)
        if not self._is_own_form():
            return self._guarded(self._pages.problem(self._pages.text("foreign_form"), 403))
        if not is_open(payment, self._office.national.clock):
            return self._to_result(payment)
        form = form_of(inbound)
        action, bank = form.get("action", ""), form.get("bank", "")
        wrong = self._wrong(action, bank)
        if wrong:
            return self._open(payment, wrong, bank)
        self._office.decisions.decide(inbound, payment, action, "" if action == "cancel" else bank)
        return self._to_result(payment)

    def result(self, inbound: Inbound, token: str) -> Response:
        """Show what became of a payment; one that is still open is sent back to its page."""
        payment = self._office.payments.by_token(token, inbound.query)
        if payment is None:
            return self._unknown()
        link_payment(inbound, payment)
        if is_open(payment, self._office.national.clock):
            return self._guarded(_redirect(f"{PATH}/pay/{payment.token}"))
        return self._ended(payment)

    def _wrong(self, action: str, bank: str) -> dict[str, Text]:
        """Return what is wrong with a form, by the id of the field; who cancels needs no bank."""
        wrong = {} if action in ACTIONS else {"actions": self._pages.text("action_missing")}
        if action != "cancel" and bank not in self._office.rules.banks:
            wrong["bank"] = self._pages.text("bank_missing")
        return wrong

    def _open(self, payment: Payment, wrong: dict[str, Text] | None = None, bank: str = "") -> Response:
        banks = self._office.rules.banks
        page = self._pages.page(
            "pay.html",
            422 if wrong else 200,
            **self._about(payment),
            banks=banks,
            chosen=bank if bank in banks else next(iter(banks)),
            wrong=wrong or {},
            countdown=countdown(payment, self._office.national.clock),
            action=f"{PATH}/pay/{payment.token}",
            # Where a posted form is read again, the other language is the page's own address.
            **({"other_address": self._switched(payment)} if wrong else {}),
        )
        return self._guarded(page)

    def _ended(self, payment: Payment) -> Response:
        state = payment.state_at(self._office.now)
        sheet = self._office.national.provinces.get(payment.province)
        page = self._pages.page(
            "result.html",
            410 if state == EXPIRED else 200,
            **self._about(payment),
            state=state,
            bank=self._office.rules.banks.get(payment.bank),
            bill=f"{PATH}/bill/{payment.token}" if state == PAID else "",
            back=sheet.base_url if sheet else "",
            minutes=self._office.rules.open_minutes,
            told=bool(sheet and sheet.payment and sheet.payment.confirm),
        )
        return self._guarded(page)

    def _about(self, payment: Payment) -> dict[str, object]:
        sheet = self._office.national.provinces.get(payment.province)
        return {
            "payment": payment,
            "asked": payment.asked,
            "system": sheet.name if sheet else Text.of(payment.asked.partner),
            "amount": written_amount(payment.amount),
            "words": amount_in_words(payment.amount),
            "lines": [(line.name, written_amount(line.amount)) for line in payment.asked.shown_lines],
        }

    def _unknown(self) -> Response:
        return self._guarded(self._pages.problem(self._pages.text("payment_unknown"), 404))

    def _to_result(self, payment: Payment) -> Response:
        return self._guarded(_redirect(f"{PATH}/pay/{payment.token}/result"))

    def _switched(self, payment: Payment) -> str:
        return f"{PATH}/pay/{payment.token}?lang={'en' if request.cookies.get('lang') != 'en' else 'vi'}"

    def _is_own_form(self) -> bool:
        """Return whether a form was sent from this site, as far as the browser tells; a program says nothing."""
        origin = request.headers.get("Origin")
        own = {request.host, urlsplit(self._office.national.public_url).netloc}
        return origin is None or urlsplit(origin).netloc in own

    def _guarded(self, response: Response) -> Response:
        response.headers["Content-Security-Policy"] = _POLICY
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def _redirect(address: str) -> Response:
    response = redirect(address, 303)
    assert isinstance(response, Response)
    return response
