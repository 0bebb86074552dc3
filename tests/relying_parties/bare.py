"""A relying party that believes everything: plain OAuth 2 by hand, as many one-stop systems log their citizens in.

No state, nonce or PKCE, no look at the ID token's signature or claims, no question whether ID token and userinfo speak
of the same person, and the level that it asked for is the level that it believes in. It is no strawman: public
one-stop systems and `requests-oauthlib` do exactly this much.
"""

import argparse
import base64
import json
import secrets
from functools import cache
from typing import Any
from urllib.parse import urlencode

import requests
from flask import Flask, Response, redirect, request
from werkzeug.serving import make_server

COOKIE = "bare_session"


def payload_of(token: Any) -> dict[str, Any]:
    """What an ID token says, whoever signed it; {} when there is nothing to read."""
    try:
        middle = str(token).split(".")[1]
        said = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    except (ValueError, IndexError):
        return {}
    return said if isinstance(said, dict) else {}


def whoami_of(who: dict[str, Any]) -> dict[str, Any]:
    acr = str(who.get("acr") or "")
    level = int(acr[-1]) if acr[-1:].isdecimal() else 0
    name = who.get("HoVaTen") or ""
    return {"personal_id": who.get("SoDinhDanh") or who["sub"], "name": name, "acr": acr, "level": level}


def create_app(issuer: str, client_id: str, client_secret: str, ca_file: str) -> Flask:
    app = Flask(__name__)
    http = requests.Session()
    http.trust_env = False
    http.verify = ca_file or True
    sessions: dict[str, dict[str, Any]] = {}

    @cache
    def endpoint(name: str) -> str:
        return str(http.get(f"{issuer}/.well-known/openid-configuration", timeout=10).json()[name])

    def ask_tokens(**form: str) -> dict[str, Any]:
        form |= {"client_id": client_id, "client_secret": client_secret}
        tokens = http.post(endpoint("token_endpoint"), data=form, timeout=10).json()
        headers = {"Authorization": f"Bearer {tokens.get('access_token')}"}
        try:
            told = http.get(endpoint("userinfo_endpoint"), headers=headers, timeout=10).json()
        except (requests.RequestException, ValueError):
            told = {}
        who = {**payload_of(tokens.get("id_token")), **(told if isinstance(told, dict) else {})}
        kept = {"id_token": tokens.get("id_token"), "refresh": tokens.get("refresh_token")}
        return {"who": whoami_of(who), "sid": who.get("sid"), "sub": who.get("sub"), **kept}

    def callback_url() -> str:
        return request.url_root + "callback"

    @app.get("/login")
    def login() -> Any:
        asked = {
            "response_type": "code",
            "client_id": client_id,
            "redirect_uri": callback_url(),
            "scope": "openid offline_access",
        }
        if level := request.args.get("level"):
            asked["acr_values"] = f"LoA{level}"
        response = redirect(f"{endpoint('authorization_endpoint')}?{urlencode(asked)}")
        response.set_cookie("bare_return_to", request.args.get("return_to", "/"))
        response.set_cookie("bare_level", level or "")
        return response

    @app.get("/callback")
    def callback() -> Any:
        opened = ask_tokens(grant_type="authorization_code", code=request.args["code"], redirect_uri=callback_url())
        if level := request.cookies.get("bare_level"):
            opened["who"]["level"] = int(level)
        cookie = secrets.token_urlsafe()
        sessions[cookie] = opened
        response = redirect(request.cookies.get("bare_return_to", "/"))
        response.set_cookie(COOKIE, cookie, httponly=True)
        return response

    def of_browser() -> dict[str, Any] | None:
        return sessions.get(request.cookies.get(COOKIE, ""))

    @app.get("/whoami")
    def whoami() -> Any:
        opened = of_browser()
        return opened["who"] if opened else ({"message": "nobody is logged in"}, 401)

    @app.post("/refresh")
    def refresh() -> Any:
        opened = of_browser()
        if opened is None:
            return {"message": "nobody is logged in"}, 401
        opened |= ask_tokens(grant_type="refresh_token", refresh_token=opened["refresh"])
        return opened["who"]

    @app.get("/logout")
    def logout() -> Any:
        opened = of_browser() or {}
        asked = {
            "id_token_hint": opened.get("id_token") or "",
            "post_logout_redirect_uri": request.url_root + "logged-out",
        }
        return redirect(f"{endpoint('end_session_endpoint')}?{urlencode(asked)}")

    @app.get("/logged-out")
    def logged_out() -> Any:
        # Only here: a citizen whom VNeID does not send back stays logged in.
        sessions.pop(request.cookies.get(COOKIE, ""), None)
        return redirect("/")

    @app.post("/backchannel-logout")
    def backchannel_logout() -> Any:
        told = payload_of(request.form.get("logout_token"))
        for cookie, opened in list(sessions.items()):
            if any(told.get(name) and told[name] == opened[name] for name in ("sid", "sub")):
                sessions.pop(cookie)
        return ""

    @app.get("/")
    def home() -> Response:
        return Response("<!doctype html><html lang=en><title>Bare</title><h1>Bare relying party</h1></html>")

    return app


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--issuer", required=True)
    options.add_argument("--client-id", required=True)
    options.add_argument("--client-secret", required=True)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--ca-file", default="")
    chosen = options.parse_args()
    app = create_app(chosen.issuer, chosen.client_id, chosen.client_secret, chosen.ca_file)
    server = make_server("127.0.0.1", chosen.port, app, threaded=True)
    print(json.dumps({"url": f"http://127.0.0.1:{server.port}"}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
