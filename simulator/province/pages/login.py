"""Logging in with VNeID: the way there, the callback, and who is logged in."""

import logging
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, request

from simulator.province.config import CALLBACK, LOGIN, REFRESH, WHOAMI
from simulator.province.identity.levels import LOWEST, SERVICE_LEVEL, level_asked
from simulator.province.identity.refusal import LEVEL, USED, LoginRefused, pages
from simulator.province.identity.return_to import HOME, own_path
from simulator.province.identity.trouble import Trouble
from simulator.province.logins import Login
from simulator.province.pages.browser import (
    any_login,
    browser_of,
    browser_or_new,
    current_login,
    session_of,
    with_browser,
    with_session,
    without_session,
)
from simulator.province.pages.replies import go, json_reply, page, wants_json
from simulator.province.system import ProvinceSystem

__all__ = ["blueprint", "current_login", "send_to_login"]

_LOG = logging.getLogger(__name__)
NOBODY = "Chưa đăng nhập."


def send_to_login(system: ProvinceSystem, then: str = "") -> Response:
    """Send the browser to VNeID, to come back to the page that it asked for, or to another path of ours."""
    if then:
        return _start(system, then)
    path = quote(request.path)
    return _start(system, f"{path}?{request.query_string.decode('latin-1')}" if request.query_string else path)


def blueprint(system: ProvinceSystem) -> Blueprint:
    """Return the pages around the login."""
    routes = Blueprint("login", __name__)

    @routes.get(LOGIN)
    def log_in() -> Response:
        return _start(system, request.args.get("return_to", HOME), level_asked(request.args.get("level", "")))

    @routes.get(CALLBACK)
    def callback() -> Response:
        try:
            answer = {name: _single(system, name) for name in request.args}
            citizen, return_to = system.vneid.finish(answer, browser_of(system))
        except LoginRefused as refusal:
            return _refused(system, refusal)
        return with_session(go(return_to), system, system.logins.open(citizen, session_of(system)))

    @routes.get(WHOAMI)
    def who_am_i() -> Response:
        login = any_login(system)
        return json_reply(_told(login)) if login else json_reply({"message": NOBODY}, 401)

    @routes.post(REFRESH)
    def refresh() -> Response:
        try:
            login = system.logins.refresh(session_of(system))
        except LoginRefused as refusal:
            _LOG.warning("refresh refused: %s", refusal)
            login = None
        if login is not None:
            return json_reply(_told(login))
        nobody = json_reply({"message": NOBODY}, 401)
        return nobody if any_login(system) else without_session(nobody, system)

    return routes


def _start(system: ProvinceSystem, return_to: str, level: int = SERVICE_LEVEL) -> Response:
    browser = browser_or_new(system)
    try:
        response = go(system.vneid.authorization_url(return_to, browser, level))
    except LoginRefused as refusal:
        refusal.return_to, refusal.level = own_path(return_to), level
        return _refused(system, refusal)
    return with_browser(response, system, browser)


def _single(system: ProvinceSystem, name: str) -> str:
    values = request.args.getlist(name)
    if len(values) > 1 and "single" in system.vneid.rules:
        raise LoginRefused("callback", "a parameter stands there twice")
    return values[0]


def _told(login: Login) -> dict[str, object]:
    return {
        "personal_id": login.personal_id,
        "name": login.name,
        "acr": login.first.acr,
        "level": login.level,
    }


def _refused(system: ProvinceSystem, refusal: LoginRefused) -> Response:
    _LOG.warning("login refused: %s", refusal)
    trouble = system.seams.login_trouble(_trouble(refusal))
    if wants_json():
        response = json_reply({"message": f"{trouble.title.vi}: {trouble.advice.vi}"}, trouble.status)
    else:
        response = page("login_problem.html", trouble.status, trouble=trouble)
    if trouble.retry_after:
        response.headers["Retry-After"] = str(trouble.retry_after)
    return response


def _trouble(refusal: LoginRefused) -> Trouble:
    shown = pages()[refusal.page]
    again = "" if refusal.page == USED else _again(refusal)
    return Trouble(shown.status, shown.title, shown.advice, refusal.said, again, refusal.retry_after)


def _again(refusal: LoginRefused) -> str:
    """Return the way to a new login, at the same level as before; the level is what a step-up asks for anew."""
    level = max(refusal.level, SERVICE_LEVEL if refusal.page == LEVEL else LOWEST)
    return f"{LOGIN}?{urlencode({'return_to': own_path(refusal.return_to), 'level': level})}"
