"""One Flask app with every party of the national side, told apart by path."""

from pathlib import Path

import orjson
from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from simulator import __version__
from simulator.console.blueprint import blueprint as console
from simulator.control.blueprint import blueprint as control
from simulator.core.text import Text
from simulator.openapi.blueprint import blueprint as openapi
from simulator.payment.blueprint import blueprint as payment
from simulator.portal.blueprint import blueprint as portal
from simulator.registries.blueprint import blueprint as registries
from simulator.vneid.blueprint import blueprint as vneid
from simulator.web.national import National

PARTIES = (portal, payment, vneid, registries, control, openapi, console)


def national_app(national: National, authority: Path | None = None) -> Flask:
    """Return the app; the national side's `public_url` has to be known.

    `authority` is the certificate (PEM) that clients have to trust where HTTPS is spoken; it is served at `/ca.pem`.
    """
    app = Flask("simulator.stack", static_folder=None)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    for party in PARTIES:
        app.register_blueprint(party(national))

    app.register_error_handler(HTTPException, _nowhere)

    @app.get("/healthz")
    def healthz() -> Response:
        return jsonify(tool="dvcsim", version=__version__, ok=True)

    if authority is not None:
        certificate = authority.read_bytes()
        app.add_url_rule("/ca.pem", "ca", lambda: Response(certificate, mimetype="application/x-pem-file"))
    return app


def _nothing_there() -> Text:
    return Text(
        f"Không có gì ở địa chỉ {request.path}. Xem danh sách địa chỉ ở / và /docs.",
        f"Nothing answers at {request.path}. The addresses are listed at / and /docs.",
    )


def _not_so(error: HTTPException) -> Text:
    return Text(f"Không nhận được yêu cầu này: {error.description}", f"This cannot be taken: {error.description}")


def _nowhere(error: HTTPException) -> Response:
    """Answer what no route takes in a form that a program can read, whichever party's forms it reads; no HTML page."""
    text = _nothing_there() if error.code == 404 else _not_so(error)
    headers = [header for header in error.get_headers() if header[0].lower() == "allow"]
    body = {"error": {"code": "http", **text.to_json()}, "message": f"{text.vi} / {text.en}"}
    return Response(orjson.dumps(body), error.code or 500, headers, mimetype="application/json")
