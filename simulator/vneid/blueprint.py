"""The paths of the provider."""

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, abort

from simulator.vneid.authorize import Authorize
from simulator.vneid.back_channel import BackChannel
from simulator.vneid.browser import Browser
from simulator.vneid.logout import Logout
from simulator.vneid.metadata import Metadata
from simulator.vneid.pages.login_store import LoginStore
from simulator.vneid.pages.routes import consent_of, page_routes
from simulator.vneid.provider import PATH, Provider
from simulator.vneid.refusal import told_of
from simulator.vneid.services.routes import add_service_routes
from simulator.vneid.store import VneidStore
from simulator.vneid.switchboard import METHODS, Switchboard
from simulator.vneid.tokens import Tokens
from simulator.vneid.userinfo import UserInfo
from simulator.web.national import National
from simulator.web.pages import Pages
from simulator.web.recording import Inbound, View, ViewResult, recorded
from simulator.web.signing_keys import SigningKeys


def blueprint(national: National) -> Blueprint:
    """Return the routes below `/vneid`: the standard profile's, and each other one's below its own path."""
    routes = Blueprint("vneid", __name__, url_prefix=PATH)
    shared = (national, VneidStore(national.db), SigningKeys(national.db), Pages("simulator.vneid"))
    logins = LoginStore(national.db)
    board = Switchboard()
    for profile in national.catalogue.identity_profiles.values():
        _add(board, Provider(*shared, profile), logins)
    add_service_routes(routes, national, shared[2])
    routes.add_url_rule("/<path:rest>", "provider", board, methods=list(METHODS))
    return routes


def _add(board: Switchboard, provider: Provider, logins: LoginStore) -> None:
    profile = provider.profile

    def route(
        operation: str, view: Callable[[Provider], View], *methods: str, calls_out: bool = False, below: str = ""
    ) -> None:
        """Add the view at the common issuer, and at the own issuer of each client that has one."""

        def handle(inbound: Inbound, own: str = "") -> ViewResult:
            if own and not provider.serves(own):
                abort(404)
            result = view(replace(provider, own=own))(inbound)
            if told := told_of(result):
                inbound.fact("identity_refused", operation=operation, vi=told.vi, en=told.en)
            return result

        handler = recorded(provider.national, "vneid", f"vneid/{operation}{below}", transactional=not calls_out)(handle)
        board.add(f"{profile.path}{profile.endpoints[operation]}{below}", methods, handler)

    route("discovery", lambda one: Metadata(one).discovery, "GET")
    route("jwks", lambda one: Metadata(one).jwks, "GET")
    route("authorize", lambda one: Authorize(one, Browser(one), consent_of(one, logins)), "GET", "POST")
    for method, below, page in page_routes(logins):
        route("login", page, method, below=below)
    route("logout", lambda one: Logout(one, Browser(one), BackChannel(one)), "GET", "POST", calls_out=True)
    route("token", lambda one: Tokens(one).give, "POST")
    route("introspect", lambda one: Tokens(one).introspect, "POST")
    route("revoke", lambda one: Tokens(one).revoke, "POST")
    route("userinfo", UserInfo, *profile.userinfo_methods)
