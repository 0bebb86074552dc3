"""The callback of VNeID, logging out, and who is logged in.

A browser keeps cookies per host name and not per port, so the cookies carry the agency: several provinces can live
on one machine.
"""

import logging
import re

from flask import Blueprint, Response, request

from simulator.core.ids import random_token
from simulator.province.config import CALLBACK, ProvinceConfig
from simulator.province.identity import LoginRefused
from simulator.province.logins import Login
from simulator.province.pages.replies import go, problem
from simulator.province.system import ProvinceSystem

_LOG = logging.getLogger(__name__)


def session_cookie(config: ProvinceConfig) -> str:
    """Return the name of the cookie of a login session."""
    return "phien_" + re.sub(r"[^0-9A-Za-z]", "_", config.agency)


def browser_cookie(config: ProvinceConfig) -> str:
    """Return the name of the cookie that ties a login under way to one browser."""
    return "dang_nhap_" + re.sub(r"[^0-9A-Za-z]", "_", config.agency)


def current_login(system: ProvinceSystem) -> Login | None:
    """Return who is logged in."""
    token = request.cookies.get(session_cookie(system.config), "")
    return system.logins.find(token) if token else None


def send_to_login(system: ProvinceSystem) -> Response:
    """Send the browser to VNeID, to come back to the page that it asked for."""
    name = browser_cookie(system.config)
    browser = request.cookies.get(name) or random_token()
    target = request.full_path if request.query_string else request.path
    try:
        response = go(system.vneid.authorization_url(target, browser))
    except LoginRefused as refusal:
        return _refused(refusal)
    response.set_cookie(name, browser, httponly=True, samesite="Lax", secure=_is_secure(system))
    return response


def blueprint(system: ProvinceSystem) -> Blueprint:
    """Return the pages around the login."""
    pages = Blueprint("login", __name__)
    name = session_cookie(system.config)

    @pages.get(CALLBACK)
    def callback() -> Response:
        browser = request.cookies.get(browser_cookie(system.config), "")
        try:
            claims, return_to = system.vneid.finish(request.args, browser)
        except LoginRefused as refusal:
            return _refused(refusal)
        response = go(return_to)
        response.set_cookie(name, system.logins.open(claims), httponly=True, samesite="Lax", secure=_is_secure(system))
        return response

    @pages.post("/dang-xuat")
    def log_out() -> Response:
        system.logins.close(request.cookies.get(name, ""))
        response = go("/")
        response.delete_cookie(name)
        return response

    return pages


def _refused(refusal: LoginRefused) -> Response:
    _LOG.warning("login refused: %s", refusal)
    return problem(403, "Không đăng nhập được bằng VNeID", "Hãy mở lại liên kết từ Cổng Dịch vụ công quốc gia.")


def _is_secure(system: ProvinceSystem) -> bool:
    return system.config.base_url.startswith("https:")
