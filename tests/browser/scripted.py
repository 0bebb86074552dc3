"""A relying party whose login needs a browser: its pages go on by script, as single-page systems do."""

import json
import secrets
from typing import Any
from urllib.parse import urlencode

import requests
from flask import Flask, Response, jsonify, request

COOKIE = "scripted"
_GO_ON = (
    "<!doctype html><html lang=vi><title>{title}</title><h1>{title}</h1><script>location.replace({to})</script></html>"
)


def create_app(issuer: str, client_id: str, client_secret: str) -> Flask:
    app = Flask("scripted")
    sessions: dict[str, dict[str, Any]] = {}
    http = requests.Session()
    http.trust_env = False

    def here() -> str:
        return request.host_url.rstrip("/") + "/callback"

    def go_on(title: str, to: str) -> Response:
        return Response(_GO_ON.format(title=title, to=json.dumps(to)), mimetype="text/html")

    @app.get("/login")
    def login() -> Response:
        asked = {"response_type": "code", "client_id": client_id, "redirect_uri": here(), "scope": "openid"}
        return go_on("Đang chuyển sang VNeID", f"{issuer}/authorize?{urlencode(asked)}")

    @app.get("/callback")
    def callback() -> Response:
        form = {"grant_type": "authorization_code", "code": request.args.get("code", ""), "redirect_uri": here()}
        form |= {"client_id": client_id, "client_secret": client_secret}
        tokens = http.post(f"{issuer}/token", data=form, timeout=10).json()
        headers = {"Authorization": f"Bearer {tokens.get('access_token')}"}
        who = http.get(f"{issuer}/userinfo", headers=headers, timeout=10).json()
        response = go_on("Đã đăng nhập", "/home")
        key = secrets.token_hex(8)
        sessions[key] = {"personal_id": who["SoDinhDanh"], "name": who["HoVaTen"], "acr": "", "level": 2}
        response.set_cookie(COOKIE, key)
        return response

    @app.get("/home")
    def home() -> str:
        return "<!doctype html><html lang=vi><title>Trang của tôi</title><h1>Trang của tôi</h1></html>"

    @app.get("/whoami")
    def whoami() -> Any:
        who = sessions.get(request.cookies.get(COOKIE, ""))
        return jsonify(who) if who else (jsonify(message="Chưa đăng nhập"), 401)

    return app
