"""One Flask app with every party of the national side, told apart by path."""

from pathlib import Path

from flask import Flask, Response, jsonify

from simulator import __version__
from simulator.console.blueprint import blueprint as console
from simulator.control.blueprint import blueprint as control
from simulator.payment.blueprint import blueprint as payment
from simulator.portal.blueprint import blueprint as portal
from simulator.registries.blueprint import blueprint as registries
from simulator.vneid.blueprint import blueprint as vneid
from simulator.web.national import National

PARTIES = (portal, payment, vneid, registries, control, console)


def national_app(national: National, authority: Path | None = None) -> Flask:
    """Return the app; the national side's `public_url` has to be known.

    `authority` is the certificate (PEM) that clients have to trust where HTTPS is spoken; it is served at `/ca.pem`.
    """
    app = Flask("simulator.stack", static_folder=None)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    for party in PARTIES:
        app.register_blueprint(party(national))

    @app.get("/healthz")
    def healthz() -> Response:
        return jsonify(tool="dvcsim", version=__version__, ok=True)

    if authority is not None:
        certificate = authority.read_bytes()
        app.add_url_rule("/ca.pem", "ca", lambda: Response(certificate, mimetype="application/x-pem-file"))
    return app
