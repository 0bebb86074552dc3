"""What a citizen's browser carries: the cookie of its session, and the one that ties a login under way to it.

A browser keeps cookies per host name and not per port, so the cookies carry the agency: several provinces can live
on one machine.
"""

import re

from flask import Response, request

from simulator.core.ids import random_token
from simulator.province.config import ProvinceConfig
from simulator.province.identity.levels import SERVICE_LEVEL
from simulator.province.logins import Login
from simulator.province.system import ProvinceSystem


def session_cookie(config: ProvinceConfig) -> str:
    """Return the name of the cookie of a login session."""
    return "phien_" + _of_agency(config)


def browser_cookie(config: ProvinceConfig) -> str:
    """Return the name of the cookie that ties a login under way to one browser."""
    return "dang_nhap_" + _of_agency(config)


def session_of(system: ProvinceSystem) -> str:
    """Return the value of the session cookie; an empty text when the browser brings none."""
    return request.cookies.get(session_cookie(system.config), "")


def browser_of(system: ProvinceSystem) -> str:
    """Return the secret of this browser; an empty text when it has none yet."""
    return request.cookies.get(browser_cookie(system.config), "")


def any_login(system: ProvinceSystem) -> Login | None:
    """Return who is logged in, at whatever level."""
    return system.logins.find(session_of(system))


def current_login(system: ProvinceSystem) -> Login | None:
    """Return who is logged in at the level that an online public service needs."""
    login = any_login(system)
    if login is None or not system.vneid.tells_level or "acr" not in system.vneid.rules:
        return login
    return login if (login.level or 0) >= SERVICE_LEVEL else None


def with_session(response: Response, system: ProvinceSystem, value: str) -> Response:
    """Give the browser a session."""
    _set(response, system, session_cookie(system.config), value)
    return response


def with_browser(response: Response, system: ProvinceSystem, value: str) -> Response:
    """Give the browser the secret that a callback must bring."""
    _set(response, system, browser_cookie(system.config), value)
    return response


def without_session(response: Response, system: ProvinceSystem) -> Response:
    """Take the session from the browser."""
    response.delete_cookie(session_cookie(system.config))
    return response


def browser_or_new(system: ProvinceSystem) -> str:
    """Return the secret of this browser, or a new one."""
    return browser_of(system) or random_token()


def _set(response: Response, system: ProvinceSystem, name: str, value: str) -> None:
    secure = system.config.base_url.startswith("https:")
    response.set_cookie(name, value, httponly=True, samesite="Lax", secure=secure)


def _of_agency(config: ProvinceConfig) -> str:
    return re.sub(r"[^0-9A-Za-z]", "_", config.agency)
