"""Routes of the payments: the list, a day with its file, faults and decisions by hand, the reconciliation of a day."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, request

from simulator.control.body import bad_request, date_of, json_object, text_of, texts_of
from simulator.control.envelope import AdminError, answer, not_found
from simulator.control.payment_list import PaymentList, day_file
from simulator.core.text import Text
from simulator.domain.payment import ACTIONS, FAULTS, OPEN, Payment
from simulator.domain.reconciliation import Booked, Reconciliation, reconcile
from simulator.web.national import National
from simulator.web.outbox import Outbox
from simulator.web.payment_decisions import PaymentDecisions, link_payment
from simulator.web.recording import Answer, Inbound, View, recorded

_EXPIRE = "expire"
_MOST_ROWS = 20_000
_MOST_VND = 10**12


def add_routes(admin: Blueprint, national: National) -> None:
    """Add the routes below `/admin/payments`."""
    desk = _Desk(national)
    admin.add_url_rule("/payments", "payments", desk.listed)
    admin.add_url_rule("/payments/reconcile", "payments_reconcile", desk.reconcile, methods=["POST"])
    admin.add_url_rule("/payments/<token>", "payment", desk.show)
    admin.add_url_rule("/payments/<token>/faults", "payment_faults", desk.set_faults, methods=["POST"])
    decide = recorded(national, "control", "control/payment-decision")(desk.decide)
    admin.add_url_rule("/payments/<token>/decide", "payment_decide", desk.deciding(decide), methods=["POST"])


class _Desk:
    def __init__(self, national: National) -> None:
        self._national = national
        self._decisions = PaymentDecisions(national)
        self._outbox = Outbox(national)
        self._list = PaymentList(national)

    def listed(self) -> Response:
        """Answer the newest payments, or what was paid on a day; as a file with `format=csv`."""
        province, day = self._province(request.args.get("province", "")), request.args.get("day", "")
        as_file = request.args.get("format", "json") == "csv"
        if not day and not as_file:
            latest = self._decisions.payments.latest(province)
            return answer({"payments": [self._list.row(one) for one in latest]})
        at = date_of({"day": day}, "day")
        paid = self._decisions.payments.paid_on(at, province)
        return _file(at, province, day_file(paid)) if as_file else answer(self._list.of_day(at, paid))

    def show(self, token: str) -> Response:
        """Answer one payment."""
        return answer(self._list.row(self._payment(token)))

    def set_faults(self, token: str) -> Response:
        """Disturb what the system will be told of a payment that is still open."""
        payment, faults = self._open(token), texts_of(json_object(), "faults")
        if not set(faults) <= set(FAULTS):
            raise bad_request("faults", f"some of {', '.join(FAULTS)}")
        with self._national.db.write() as tx:
            self._decisions.payments.set_faults(tx, payment.token, faults)
        return answer({"token": token, "faults": list(faults)})

    def deciding(self, view: View) -> Callable[..., Response]:
        """Return the view that refuses what cannot be decided before anything is recorded, and tells the system."""

        def handle(token: str) -> Response:
            payment, body = self._open(token), json_object()
            action, bank = text_of(body, "action"), text_of(body, "bank", "") or self._first_bank
            if action not in (*ACTIONS, _EXPIRE):
                raise bad_request("action", f"one of {', '.join((*ACTIONS, _EXPIRE))}")
            if bank not in self._national.catalogue.payment.banks:
                raise bad_request("bank", f"one of {', '.join(self._national.catalogue.payment.banks)}")
            view(payment=payment, action=action, bank=bank)
            sent = self._outbox.deliver_due(payment.province)
            return answer({**self._list.row(self._payment(token)), "sent": sent})

        return handle

    def decide(self, inbound: Inbound, payment: Payment, action: str, bank: str) -> Answer:
        """Decide as the payer would, or let the time run out."""
        assert inbound.tx is not None
        link_payment(inbound, payment)
        if action == _EXPIRE:
            self._decisions.payments.run_out(inbound.tx, payment.token, self._national.clock.now())
        else:
            self._decisions.decide(inbound, payment, action, "" if action == "cancel" else bank)
        return Answer({"token": payment.token, "action": action})

    def reconcile(self) -> Response:
        """Lay a system's own list of a day beside what was paid."""
        body = json_object()
        province, day = self._province(text_of(body, "province")), date_of(body, "day")
        paid = self._decisions.payments.paid_on(day, province)
        return answer({"province": province, "day": day.isoformat(), **self._told(reconcile(paid, _booked(body)))})

    def _told(self, found: Reconciliation) -> dict[str, Any]:
        return {
            "agrees": found.agrees,
            "matched": len(found.matched),
            "only_here": [self._list.row(one) for one in found.only_here],
            "only_there": [vars(one) for one in found.only_there],
            "different": [one.to_json() for one in found.different],
            "booked_twice": list(found.booked_twice),
        }

    @property
    def _first_bank(self) -> str:
        return next(iter(self._national.catalogue.payment.banks))

    def _payment(self, token: str) -> Payment:
        found = self._decisions.payments.by_token(token)
        if found is None:
            raise not_found("unknown_payment", Text("khoản thanh toán", "payment"), token, ())
        return found

    def _open(self, token: str) -> Payment:
        payment = self._payment(token)
        state = payment.state_at(self._national.clock.now())
        if state == OPEN:
            return payment
        text = Text(f"Khoản thanh toán đã kết thúc: {state}.", f"The payment has ended: {state}.")
        raise AdminError(409, "decided", text)

    def _province(self, province: str) -> str:
        if province and self._national.provinces.get(province) is None:
            known = [sheet.id for sheet in self._national.provinces.all()]
            raise not_found("unknown_province", Text("tờ khai", "claim sheet"), province, known)
        return province


def _booked(body: Mapping[str, Any]) -> list[Booked]:
    rows = body.get("rows")
    if not isinstance(rows, list) or len(rows) > _MOST_ROWS:
        raise bad_request("rows", f"a list of at most {_MOST_ROWS} objects")
    return [_line(row, at) for at, row in enumerate(rows)]


def _line(row: Any, at: int) -> Booked:
    reference, amount, transaction = (
        (row.get("reference"), row.get("amount"), row.get("transaction", "")) if isinstance(row, Mapping) else ("",) * 3
    )
    whole = isinstance(amount, int) and not isinstance(amount, bool) and 0 <= amount < _MOST_VND
    if not (isinstance(reference, str) and reference and isinstance(transaction, str) and whole):
        raise bad_request(f"rows[{at}]", '{"reference": text, "amount": whole VND, "transaction": text or nothing}')
    return Booked(reference, amount if isinstance(amount, int) else 0, transaction)


def _file(day: date, province: str, text: str) -> Response:
    name = f"payments-{province or 'all'}-{day.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.encode(), 200, headers, mimetype="text/csv")
