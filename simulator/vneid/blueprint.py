"""The paths of the provider."""

from flask import Blueprint

from simulator.vneid.authorize import Authorize
from simulator.vneid.back_channel import BackChannel
from simulator.vneid.browser import Browser
from simulator.vneid.logout import Logout
from simulator.vneid.metadata import Metadata
from simulator.vneid.provider import PATH, Provider
from simulator.vneid.store import VneidStore
from simulator.vneid.tokens import Tokens
from simulator.vneid.userinfo import UserInfo
from simulator.web.national import National
from simulator.web.pages import Pages
from simulator.web.recording import View, recorded
from simulator.web.signing_keys import SigningKeys


def blueprint(national: National) -> Blueprint:
    """Return the routes below `/vneid`."""
    provider = Provider(national, VneidStore(national.db), SigningKeys(national.db), Pages("simulator.vneid"))
    browser, tokens, metadata = Browser(provider), Tokens(provider), Metadata(provider)
    routes = Blueprint("vneid", __name__, url_prefix=PATH)

    def route(path: str, operation: str, view: View, *methods: str, calls_out: bool = False) -> None:
        handler = recorded(national, "vneid", f"vneid/{operation}", transactional=not calls_out)(view)
        name = f"{operation}_{'_'.join(methods).lower()}"
        routes.add_url_rule(path, name, handler, methods=list(methods), strict_slashes=False)

    route("/.well-known/openid-configuration", "discovery", metadata.discovery, "GET")
    route("/jwks", "jwks", metadata.jwks, "GET")
    route("/authorize", "authorize", Authorize(provider, browser).__call__, "GET", "POST")
    route("/login", "login", browser.show, "GET")
    route("/login", "login", browser.choose, "POST")
    logout = Logout(provider, browser, BackChannel(provider))
    route("/logout", "logout", logout.__call__, "GET", "POST", calls_out=True)
    route("/token", "token", tokens.give, "POST")
    route("/introspect", "introspect", tokens.introspect, "POST")
    route("/revoke", "revoke", tokens.revoke, "POST")
    route("/userinfo", "userinfo", UserInfo(provider).__call__, "GET", "POST")
    return routes
