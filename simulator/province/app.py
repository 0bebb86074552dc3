"""The province's web application: pages for citizens, and the hooks that make it testable."""

import logging
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from simulator.core.clock import Clock
from simulator.province.config import ProvinceConfig
from simulator.province.national_side import NationalSideDown
from simulator.province.pages import (
    amendments,
    dossiers,
    hooks,
    inbound,
    landing,
    listing,
    login,
    logout,
    mirrored,
    papers,
    payments,
    signing,
)
from simulator.province.pages.replies import POLICY, problem
from simulator.province.system import ProvinceSystem

_LOG = logging.getLogger(__name__)
LARGEST_BODY = 20 * 1024 * 1024


def create_app(config: ProvinceConfig, clock: Clock | None = None) -> Flask:
    """Return the application of one province. Its worker is not running: `system_of(app).start()` starts it."""
    app = Flask("simulator.province")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    system = ProvinceSystem(config, clock)
    app.extensions["province"] = system
    app.jinja_env.globals["province_name"] = config.name.vi
    for pages in (
        landing,
        listing,
        login,
        logout,
        dossiers,
        amendments,
        mirrored,
        papers,
        payments,
        signing,
        hooks,
        inbound,
    ):
        app.register_blueprint(pages.blueprint(system))
    app.register_error_handler(HTTPException, _http_problem)
    app.register_error_handler(NationalSideDown, _national_side_down)
    app.after_request(_headers)

    @app.get("/healthz")
    def healthz() -> dict[str, Any]:
        return {"status": "ok", "pending": system.outbox.pending()}

    return app


def system_of(app: Flask) -> ProvinceSystem:
    """Return the system behind an application."""
    system = app.extensions["province"]
    assert isinstance(system, ProvinceSystem)
    return system


def _http_problem(error: HTTPException) -> Response:
    return problem(error.code or 500, "Yêu cầu không thực hiện được", error.name)


def _national_side_down(error: NationalSideDown) -> Response:
    _LOG.warning("%s %s: %s", request.method, request.path, error)
    return problem(503, "Hệ thống quốc gia chưa trả lời", "Vui lòng thử lại sau ít phút.")


def _headers(response: Response) -> Response:
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("Content-Security-Policy", POLICY.format(also=""))
    response.headers.setdefault("Cache-Control", "no-store")
    return response
