"""Signing with VNeID: the citizen asks for it, looks how far it got, and the gateway tells."""

from flask import Blueprint, Response, request

from simulator.province.config import SIGN, SIGNATURE, WEBHOOK
from simulator.province.pages.browser import current_login
from simulator.province.pages.login import NOBODY
from simulator.province.pages.replies import json_reply
from simulator.province.signing.desk import NoCertificate
from simulator.province.signing.webhook import HEADER
from simulator.province.system import ProvinceSystem

_NO_CERTIFICATE = "Chưa có chứng thư số; hãy đăng ký trên VNeID rồi thử lại."


def blueprint(system: ProvinceSystem) -> Blueprint:
    """Return the two hooks of signing and the address of the webhooks."""
    pages = Blueprint("signing", __name__)

    @pages.post(SIGN)
    def sign() -> Response:
        login = current_login(system)
        if login is None:
            return json_reply({"message": NOBODY}, 401)
        try:
            return json_reply({"handle": system.signing.start(login)})
        except NoCertificate:
            return json_reply({"message": _NO_CERTIFICATE}, 409)

    @pages.get(SIGNATURE)
    def signature() -> Response:
        login = current_login(system)
        if login is None:
            return json_reply({"message": NOBODY}, 401)
        told = system.signing.show(request.args.get("handle", ""), login.personal_id)
        return json_reply(told) if told else json_reply({"message": "Không có yêu cầu ký này."}, 404)

    @pages.post(WEBHOOK)
    def webhook() -> Response:
        status = system.signing.take(request.get_data(), request.headers.get(HEADER, ""))
        return json_reply({"status": status}, status)

    return pages
