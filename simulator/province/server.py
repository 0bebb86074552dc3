"""Serves one province until it is told to stop."""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from cheroot import wsgi

from simulator.core.errors import ConfigurationError
from simulator.province.app import create_app, system_of
from simulator.province.claim import claim_sheet, write_claim_sheet
from simulator.province.config import ProvinceConfig

_LOG = logging.getLogger(__name__)
THREADS = 10
END_SECONDS = 0.1
"""How soon the server notices that it has to end."""


def run_province(
    config: ProvinceConfig, host: str, port: int, announce: Callable[[str], None], stop: threading.Event
) -> None:
    """Bind, start the worker, write the claim sheet, call `announce` with the base URL, and serve until `stop`.

    Port 0 takes a free one. Raises `ConfigurationError` when the address cannot be bound, and
    `SystemUnreachable` when a claim sheet is wanted and the national side does not answer.
    """
    server = _bound(host, port)
    config = replace(config, base_url=config.base_url or f"http://{_printed(host)}:{server.bind_addr[1]}")
    try:
        app = create_app(config)
    except BaseException:
        server.stop()
        raise
    system = system_of(app)
    server.wsgi_app = app
    serving = threading.Thread(target=server.serve, name="province-http", daemon=True)
    try:
        if config.claim_sheet is not None:
            write_claim_sheet(config.claim_sheet, claim_sheet(config))
        system.start()
        serving.start()
        _LOG.info("province %s listens on %s", config.id, config.base_url)
        announce(config.base_url)
        stop.wait()
    finally:
        server.stop()
        if serving.ident is not None:
            serving.join(timeout=5)
        system.stop()


def _bound(host: str, port: int) -> Any:
    server = wsgi.Server((host, port), _not_ready, numthreads=THREADS, shutdown_timeout=1)
    server.expiration_interval = END_SECONDS
    try:
        server.prepare()
    except OSError as error:
        raise ConfigurationError(
            f"{host}:{port}",
            f"cannot listen there ({error.strerror or error})",
            "a free port",
            "Give another --port, or 0 for a free one.",
        ) from None
    return server


def _printed(host: str) -> str:
    return "127.0.0.1" if host in ("", "0.0.0.0") else f"[{host}]" if ":" in host else host


def _not_ready(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    del environ
    start_response("503 Service Unavailable", [("Content-Type", "text/plain")])
    return [b"starting\n"]
