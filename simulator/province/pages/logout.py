"""Logging out: the citizen's button, the return from VNeID, and VNeID's own word that a login ended."""

import logging

from flask import Blueprint, Response, request

from simulator.province.config import BACK_CHANNEL, LOGOUT, LOGOUT_RETURN
from simulator.province.identity.refusal import LoginRefused
from simulator.province.pages.browser import browser_of, browser_or_new, session_of, with_browser, without_session
from simulator.province.pages.replies import go, json_reply, page
from simulator.province.system import ProvinceSystem

_LOG = logging.getLogger(__name__)


def blueprint(system: ProvinceSystem) -> Blueprint:
    """Return the pages around the logout."""
    routes = Blueprint("logout", __name__)

    @routes.route(LOGOUT, methods=["GET", "POST"])
    def log_out() -> Response:
        session, browser = session_of(system), browser_or_new(system)
        id_token = system.logins.tokens(session).id_token
        if "logout_local" in system.vneid.rules:
            system.logins.close(session)
        response = with_browser(go(system.vneid.leaving.address(id_token, browser)), system, browser)
        return without_session(response, system) if "logout_local" in system.vneid.rules else response

    @routes.get(LOGOUT_RETURN)
    def logged_out() -> Response:
        matched = system.vneid.leaving.is_ours(request.args.get("state", ""), browser_of(system))
        return page("logged_out.html", 200 if matched else 400, matched=matched)

    @routes.post(BACK_CHANNEL)
    def ended_elsewhere() -> Response:
        try:
            ended = system.vneid.logout_tokens.read(request.form.get("logout_token"))
        except LoginRefused as refusal:
            _LOG.warning("logout token refused: %s", refusal)
            return json_reply({"error": "invalid_request", "error_description": refusal.rule}, 400)
        if "logout_ends" in system.vneid.rules:
            _LOG.info("logout at VNeID ended %s sessions", system.logins.end(ended))
        return Response(status=200)

    return routes
