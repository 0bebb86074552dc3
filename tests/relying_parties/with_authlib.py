"""A relying party on Authlib's Flask client, with the duties that the library leaves to the application.

Those are: that the discovery document is the issuer's own, the `iss` of the callback (RFC 9207), the level that was
reached, that ID token and userinfo speak of the same subject, and where the browser goes afterwards.
"""

import argparse
import json
import logging
import secrets
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, render_template_string, request, session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry
from werkzeug.serving import make_server

LEVELS = {"LoA1": 1, "LoA2": 2, "LoA3": 3, "LoA4": 4}
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
PAGE = "<!doctype html><html lang=en><title>{{ title }}</title><h1>{{ title }}</h1><p>{{ text }}</p></html>"
TROUBLE = (AuthlibBaseError, JoseError, requests.RequestException, ValueError, KeyError, TypeError, RuntimeError)
"""What the library raises when VNeID's answer is an error, is no answer, or cannot be trusted."""


class Refused(Exception):
    """The login is not taken; the text is for the citizen."""


def create_app(issuer: str, client_id: str, client_secret: str, ca_file: str) -> Flask:
    app = Flask(__name__)
    app.secret_key = secrets.token_bytes(32)
    app.config.update(SESSION_COOKIE_NAME="authlib_session", SESSION_COOKIE_SAMESITE="Lax")
    vneid = OAuth(app).register(
        "vneid",
        client_id=client_id,
        client_secret=client_secret,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid offline_access",
            "code_challenge_method": "S256",
            "default_timeout": 5,
            "verify": ca_file or True,
            "trust_env": False,
        },
    )
    opened: dict[str, dict[str, Any]] = {}
    used: set[str] = set()

    def logout_claims(token: str) -> dict[str, Any]:
        """What a logout token says, once it is proven (OpenID Connect Back-Channel Logout 1.0, 2.6)."""
        claims = jwt.decode(token, KeySet.import_key_set(vneid.fetch_jwk_set()), algorithms=["RS256"]).claims
        JWTClaimsRegistry(
            leeway=120,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": client_id},
            **{name: {"essential": True} for name in ("iat", "exp", "jti", "events")},
        ).validate(claims)
        if LOGOUT not in claims["events"] or "nonce" in claims or not {"sub", "sid"} & set(claims):
            raise ValueError("not a logout token")
        if claims["jti"] in used:
            raise ValueError("used before")
        used.add(claims["jti"])
        return claims

    def verified(tokens: dict[str, Any], claims: dict[str, Any] | None, level: int) -> dict[str, Any]:
        """The session that tokens open; `claims` are those of the verified ID token."""
        if not claims or not tokens.get("access_token"):
            raise Refused("VNeID sent no ID token or no access token.")
        found = LEVELS.get(claims.get("acr", ""), 0)
        if found < level:
            raise Refused(f"This service needs a login of level {level}; please log in again at that level.")
        told = vneid.userinfo(token=tokens)
        if told.get("sub") != claims["sub"]:
            raise Refused("VNeID spoke of two different people.")
        number, name = told.get("SoDinhDanh"), told.get("HoVaTen")
        if not isinstance(number, str) or not number:
            raise Refused("VNeID did not tell the personal number.")
        who = {"personal_id": number, "name": name or "", "acr": claims.get("acr", ""), "level": found}
        return {"who": who, "sub": claims["sub"], "sid": claims.get("sid"), "tokens": tokens, "level": level}

    @app.get("/login")
    def login() -> Any:
        if vneid.load_server_metadata().get("issuer") != issuer:
            vneid.server_metadata.clear()
            raise Refused("The discovery document is another issuer's.")
        level = request.args.get("level", "")
        wanted = {"acr_values": f"LoA{level}"} if level else {}
        begun = vneid.create_authorization_url(request.url_root + "callback", **wanted)
        vneid.save_authorize_data(redirect_uri=request.url_root + "callback", **begun)
        return_to = request.args.get("return_to", "/")
        session["login"] = {"state": begun["state"], "level": int(level or 0), "return_to": return_to}
        return redirect(begun["url"])

    @app.get("/callback")
    def callback() -> Any:
        begun = session.pop("login", {})
        if not begun or begun["state"] != request.args.get("state"):
            raise Refused("This login was not started here, or is over.")
        if request.args.get("iss", issuer) != issuer:
            raise Refused("The answer came from another provider.")
        tokens = vneid.authorize_access_token()
        login = verified(tokens, tokens.get("userinfo"), begun["level"])
        session.clear()
        session["sid"] = secrets.token_urlsafe()
        opened[session["sid"]] = login
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
            had = login["tokens"]
            # What was granted may be less than what was asked for; the library would ask for all of it again.
            renewed = vneid.fetch_access_token(
                grant_type="refresh_token", refresh_token=had.get("refresh_token"), scope=had.get("scope")
            )
            claims = vneid.parse_id_token(renewed, nonce=None) or {"sub": login["sub"], "acr": login["who"]["acr"]}
            if claims["sub"] != login["sub"]:
                raise Refused("VNeID spoke of two different people.")
            kept = verified({**login["tokens"], **renewed}, claims, login["level"])
        except (Refused, *TROUBLE) as error:
            app.logger.warning("refresh refused: %s", type(error).__name__)
            return {"message": "the login could not be renewed"}, 401
        opened[session["sid"]] = kept
        return kept["who"]

    @app.get("/logout")
    def logout() -> Any:
        login = opened.pop(session.get("sid", ""), None)
        session.clear()
        if login is None:
            return redirect("/")
        hint = login["tokens"].get("id_token")
        return vneid.logout_redirect(request.url_root + "logged-out", id_token_hint=hint, client_id=client_id)

    @app.post("/backchannel-logout")
    def backchannel_logout() -> Any:
        try:
            claims = logout_claims(request.form.get("logout_token", ""))
        except TROUBLE as error:
            app.logger.warning("logout token refused: %s", type(error).__name__)
            return {"error": "invalid_request"}, 400
        name = "sid" if claims.get("sid") else "sub"
        for cookie in [cookie for cookie, login in opened.items() if login[name] == claims[name]]:
            opened.pop(cookie)
        return "", 200, {"Cache-Control": "no-store"}

    @app.get("/logged-out")
    def logged_out() -> Any:
        try:
            vneid.validate_logout_response()
        except AuthlibBaseError:
            return page("Logged out", "You are logged out here; whether VNeID ended your login is not known.")
        return page("Logged out", "You are logged out.")

    @app.get("/")
    def home() -> str:
        return page("Relying party", "Built on Authlib.")

    def refused(error: Refused) -> Any:
        return page("You are not logged in", str(error)), 403

    def trouble(error: Exception) -> Any:
        app.logger.warning("login failed: %s", type(error).__name__)
        said = getattr(error, "error", "") or ""
        return page("You are not logged in", f"VNeID did not complete the login. {said}"), 502

    app.register_error_handler(Refused, refused)
    for kind in TROUBLE:
        app.register_error_handler(kind, trouble)
    return app


def page(title: str, text: str) -> str:
    return render_template_string(PAGE, title=title, text=text)


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
    logging.basicConfig(level=logging.WARNING)
    app = create_app(chosen.issuer, chosen.client_id, chosen.client_secret, chosen.ca_file)
    server = make_server("127.0.0.1", chosen.port, app, threaded=True)
    print(json.dumps({"url": f"http://127.0.0.1:{server.port}"}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
