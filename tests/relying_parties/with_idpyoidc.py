"""A relying party on idpyoidc, a Python stack that shares no code with Authlib.

What the library leaves to the application: the `state` belongs to this browser, the level that was reached, that ID
token and userinfo speak of the same subject, and where the browser goes afterwards.
"""

import argparse
import json
import secrets
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, redirect, request, session
from idpyoidc.client.rp_handler import RPHandler
from markupsafe import escape
from werkzeug.serving import make_server

LEVELS = {"LoA1": 1, "LoA2": 2, "LoA3": 3, "LoA4": 4}
PKCE = {
    "function": "idpyoidc.client.oauth2.add_on.pkce.add_support",
    "kwargs": {"code_challenge_length": 64, "code_challenge_method": "S256"},
}
METHODS = {
    "client_secret_basic": "idpyoidc.client.client_auth.ClientSecretBasic",
    "bearer_header": "idpyoidc.client.client_auth.BearerHeader",
}
SERVICES = {
    "discovery": {"class": "idpyoidc.client.oidc.provider_info_discovery.ProviderInfoDiscovery"},
    "authorization": {"class": "idpyoidc.client.oidc.authorization.Authorization"},
    "access_token": {"class": "idpyoidc.client.oidc.access_token.AccessToken"},
    "refresh_access_token": {"class": "idpyoidc.client.oidc.refresh_access_token.RefreshAccessToken"},
    "userinfo": {"class": "idpyoidc.client.oidc.userinfo.UserInfo"},
}


class Refused(Exception):
    """The login is not taken; the text is for the citizen."""


class Library:
    """The library, made when the first citizen comes: discovery asks the provider at once."""

    def __init__(self, issuer: str, client_id: str, client_secret: str, ca_file: str) -> None:
        self.issuer = issuer
        self._client = {"client_id": client_id, "client_secret": client_secret}
        self._verify: str | bool = ca_file or True
        self._handler: RPHandler | None = None

    def handler(self, home: str) -> RPHandler:
        if self._handler is None:
            client = {
                **self._client,
                "issuer": self.issuer,
                "client_type": "oidc",
                "redirect_uris": [home + "callback"],
                "preference": {
                    "application_type": "web",
                    "response_types": ["code"],
                    "token_endpoint_auth_method": "client_secret_basic",
                },
                "add_ons": {"pkce": PKCE},
                "services": SERVICES,
                "client_authn_methods": METHODS,
            }
            httpc = {"verify": self._verify, "timeout": 5}
            handler = RPHandler(home, {self.issuer: client}, httpc_params=httpc)
            handler.client_setup(self.issuer)
            self._handler = handler
        return self._handler

    def verified(self, handler: RPHandler, state: str, tokens: Any, level: int) -> dict[str, Any]:
        """The session that tokens open; the library has verified the ID token."""
        claims = tokens.get("__verified_id_token") or handler.get_session_information(state)["__verified_id_token"]
        found = LEVELS.get(claims.get("acr", ""), 0)
        if found < level:
            raise Refused(f"This service needs a login of level {level}.")
        told = handler.get_user_info(state, access_token=tokens["access_token"])
        if told["sub"] != claims["sub"]:
            raise Refused("VNeID spoke of two different people.")
        number = told.get("SoDinhDanh")
        if not isinstance(number, str) or not number:
            raise Refused("VNeID did not tell the personal number.")
        who = {"personal_id": number, "name": told.get("HoVaTen", ""), "acr": claims.get("acr", ""), "level": found}
        return {"who": who, "state": state, "sub": claims["sub"], "level": level}


def create_app(library: Library) -> Flask:
    app = Flask(__name__)
    app.secret_key = secrets.token_bytes(32)
    app.config.update(SESSION_COOKIE_NAME="idpy_session", SESSION_COOKIE_SAMESITE="Lax")
    opened: dict[str, dict[str, Any]] = {}

    def handler() -> RPHandler:
        return library.handler(request.url_root)

    @app.get("/login")
    def login() -> Any:
        level = request.args.get("level", "")
        url = handler().begin(library.issuer, req_args={"acr_values": f"LoA{level}"} if level else None)
        state = dict(pair.split("=", 1) for pair in urlsplit(url).query.split("&"))["state"]
        session["login"] = {"state": state, "level": int(level or 0), "return_to": request.args.get("return_to", "/")}
        return redirect(url)

    @app.get("/callback")
    def callback() -> Any:
        begun = session.pop("login", {})
        if not begun or begun["state"] != request.args.get("state"):
            raise Refused("This login was not started here, or is over.")
        if request.args.get("iss", library.issuer) != library.issuer:
            raise Refused("The answer came from another provider.")
        if "error" in request.args:
            raise Refused(f"VNeID did not complete the login: {request.args['error']}")
        client = handler().issuer2rp[library.issuer]
        answer = client.finalize_auth(request.args.to_dict())
        tokens = client.get_tokens(answer["state"])
        login = library.verified(handler(), begun["state"], tokens, begun["level"])
        session.clear()
        session["sid"] = secrets.token_urlsafe()
        opened[session["sid"]] = {**login, "id_token": tokens.to_dict().get("id_token", "")}
        return redirect(own_path(begun["return_to"]))

    @app.get("/whoami")
    def whoami() -> Any:
        login = opened.get(session.get("sid", ""))
        return login["who"] if login else ({"message": "nobody is logged in"}, 401)

    @app.post("/refresh")
    def refresh() -> Any:
        login = opened.pop(session.get("sid", ""), None)
        if login is None:
            return {"message": "nobody is logged in"}, 401
        try:
            tokens = handler().refresh_access_token(login["state"])
            renewed = library.verified(handler(), login["state"], tokens, login["level"])
            if renewed["sub"] != login["sub"]:
                raise Refused("VNeID spoke of two different people.")
        except Exception as error:
            app.logger.warning("refresh refused: %s", type(error).__name__)
            return {"message": "the login could not be renewed"}, 401
        opened[session["sid"]] = {**login, **renewed}
        return renewed["who"]

    @app.get("/logout")
    def logout() -> Any:
        login = opened.pop(session.get("sid", ""), None)
        session.clear()
        if login is None:
            return redirect("/")
        session["logout"] = secrets.token_urlsafe()
        asked = {
            "id_token_hint": login["id_token"],
            "post_logout_redirect_uri": request.url_root + "logged-out",
            "state": session["logout"],
        }
        metadata = handler().issuer2rp[library.issuer].get_context().provider_info
        return redirect(f"{metadata['end_session_endpoint']}?{urlencode(asked)}")

    @app.get("/logged-out")
    def logged_out() -> Any:
        ours = session.pop("logout", "") == request.args.get("state")
        text = "You are logged out." if ours else "You are logged out here; of VNeID nothing is known."
        return page("Logged out", text)

    @app.get("/")
    def home() -> str:
        return page("Relying party", "Built on idpyoidc.")

    # The library raises exceptions of many families; whichever it is, nobody is logged in.
    @app.errorhandler(Exception)
    def trouble(error: Exception) -> Any:
        app.logger.warning("login failed: %s", type(error).__name__)
        if isinstance(error, Refused):
            return page("You are not logged in", str(error)), 403
        return page("You are not logged in", "VNeID did not complete the login."), 502

    return app


def page(title: str, text: str) -> str:
    return f"<!doctype html><html lang=en><title>{title}</title><h1>{title}</h1><p>{escape(text)}</p></html>"


def own_path(return_to: str) -> str:
    """A path of this host, whatever was asked for."""
    parts = urlsplit(return_to)
    own = not parts.scheme and not parts.netloc and return_to.startswith("/") and not return_to.startswith("//")
    return return_to if own and "\\" not in return_to else "/"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--issuer", required=True)
    options.add_argument("--client-id", required=True)
    options.add_argument("--client-secret", required=True)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--ca-file", default="")
    chosen = options.parse_args()
    app = create_app(Library(chosen.issuer, chosen.client_id, chosen.client_secret, chosen.ca_file))
    server = make_server("127.0.0.1", chosen.port, app, threaded=True)
    print(json.dumps({"url": f"http://127.0.0.1:{server.port}"}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
