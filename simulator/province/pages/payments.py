"""Paying the fee of a dossier, and what the payment platform and the portal call."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request

from simulator.province.config import CONFIRM, FEE_LOOK_UP, SUBMIT
from simulator.province.pages.dossiers import LOG_IN
from simulator.province.pages.login import current_login, send_to_login
from simulator.province.pages.replies import go, json_reply, problem, wants_json
from simulator.province.payment.cashier import CannotPay
from simulator.province.system import ProvinceSystem


def blueprint(system: ProvinceSystem) -> Blueprint:
    """Return the addresses around a payment."""
    pages = Blueprint("payments", __name__)

    @pages.post(f"{SUBMIT}/<code>/thanh-toan")
    def pay(code: str) -> Response:
        login = current_login(system)
        if login is None:
            return problem(401, "Chưa đăng nhập", LOG_IN) if wants_json() else send_to_login(system)
        try:
            attempt = system.cashier.start(login.personal_id, code, request.remote_addr or "")
        except CannotPay as reason:
            return problem(409, "Không thanh toán được", str(reason))
        if wants_json():
            told = {"reference": attempt.reference, "amount": attempt.amount, "payment_url": attempt.url}
            return json_reply(told, 201)
        return go(attempt.url, 303)

    @pages.post(CONFIRM)
    def confirm() -> Response:
        return json_reply(system.cashier.confirm(_object()))

    @pages.post(FEE_LOOK_UP)
    def look_up() -> Response:
        return json_reply(system.cashier.look_up(_object()))

    return pages


def _object() -> Mapping[str, Any]:
    document = request.get_json(silent=True, force=True)
    return document if isinstance(document, dict) else {}
