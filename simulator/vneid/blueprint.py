"""The paths of the provider."""

from flask import Blueprint

from simulator.vneid.authorize import Authorize
from simulator.vneid.back_channel import BackChannel
from simulator.vneid.browser import Browser
from simulator.vneid.logout import Logout
from simulator.vneid.metadata import Metadata
from simulator.vneid.provider import PATH, Provider
from simulator.vneid.services.routes import add_service_routes
from simulator.vneid.store import VneidStore
from simulator.vneid.tokens import Tokens
from simulator.vneid.userinfo import UserInfo
from simulator.web.national import National
from simulator.web.pages import Pages
from simulator.web.recording import View, recorded
from simulator.web.signing_keys import SigningKeys


def blueprint(national: National) -> Blueprint:
    """Return the routes below `/vneid`: the standard profile's, and each other one's below its own path."""
    routes = Blueprint("vneid", __name__, url_prefix=PATH)
    shared = (national, VneidStore(national.db), SigningKeys(national.db), Pages("simulator.vneid"))
    for profile in national.catalogue.identity_profiles.values():
        _add(routes, Provider(*shared, profile))
    add_service_routes(routes, national, shared[2])
    return routes


def _add(routes: Blueprint, provider: Provider) -> None:
    browser, tokens, metadata = Browser(provider), Tokens(provider), Metadata(provider)
    profile = provider.profile

    def route(operation: str, view: View, *methods: str, calls_out: bool = False) -> None:
        handler = recorded(provider.national, "vneid", f"vneid/{operation}", transactional=not calls_out)(view)
        name = f"{profile.id}_{operation}_{'_'.join(methods).lower()}"
        path = f"{profile.path}{profile.endpoints[operation]}"
        routes.add_url_rule(path, name, handler, methods=list(methods), strict_slashes=False)

    route("discovery", metadata.discovery, "GET")
    route("jwks", metadata.jwks, "GET")
    route("authorize", Authorize(provider, browser).__call__, "GET", "POST")
    route("login", browser.show, "GET")
    route("login", browser.choose, "POST")
    route("logout", Logout(provider, browser, BackChannel(provider)).__call__, "GET", "POST", calls_out=True)
    route("token", tokens.give, "POST")
    route("introspect", tokens.introspect, "POST")
    route("revoke", tokens.revoke, "POST")
    route("userinfo", UserInfo(provider).__call__, *profile.userinfo_methods)
