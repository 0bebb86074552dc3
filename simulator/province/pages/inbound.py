"""Where the portal calls: whatever comes of a call is said in the body, with HTTP 200."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, request

from simulator.province.config import HAND_OVER, LOOK_UP, PROMOTION, TAX_NOTICE
from simulator.province.fetched import text_at
from simulator.province.inbound.answers import FAILED, NotTaken, answer
from simulator.province.pages.replies import json_reply
from simulator.province.system import ProvinceSystem

_LOG = logging.getLogger(__name__)
AMENDMENT, RECEIPT = "NhanThongBaoKhuyenMaiBoSung", "NhanChungTuThueDat"
"""What the portal names `service` at the address that two kinds of messages share."""


def blueprint(system: ProvinceSystem) -> Blueprint:
    """Return the addresses; nobody has to log in there, as with known systems."""
    pages = Blueprint("inbound", __name__)

    @pages.post(LOOK_UP)
    def look_up() -> Response:
        return _answer(lambda asked: system.look_up.find(text_at(asked, "masohoso")))

    @pages.post(PROMOTION)
    def promotion() -> Response:
        return _answer(system.promotions.take)

    @pages.post(HAND_OVER)
    def hand_over() -> Response:
        return _answer(lambda asked: _handed_over(system, asked))

    @pages.post(TAX_NOTICE)
    def tax_notice() -> Response:
        return _answer(system.taxes.take_notice)

    return pages


def _handed_over(system: ProvinceSystem, asked: Mapping[str, Any]) -> dict[str, Any]:
    service, data = text_at(asked, "service"), asked.get("data")
    if service == RECEIPT:
        return system.taxes.take_receipt(asked)
    if system.seams.is_service_known(service, service == AMENDMENT) and isinstance(data, dict):
        return system.promotions.amend(data)
    raise NotTaken(f"Không có dịch vụ {service}")


def _answer(take: Callable[[Mapping[str, Any]], dict[str, Any]]) -> Response:
    asked = request.get_json(silent=True)
    if not isinstance(asked, dict):
        return json_reply(answer(FAILED, "Nội dung không phải là một đối tượng JSON"))
    try:
        return json_reply(take(asked))
    except NotTaken as refusal:
        _LOG.warning("%s: not taken (%s)", request.path, refusal)
        return json_reply(answer(FAILED, str(refusal)))
