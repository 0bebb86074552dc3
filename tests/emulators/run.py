"""`python -m tests.emulators.run FAMILY --portal URL`: one emulated system in a process of its own."""

import argparse
import json
import logging
from collections.abc import Sequence
from pathlib import Path

from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server

from .called import DOORS
from .citizen_pages import CitizenPages
from .config import Config
from .officer_pages import OfficerPages
from .payments import PaymentDoors
from .system import System, system_of
from .traits import TRAITS


def create_app(system: System) -> Flask:
    """Return the pages of a system."""
    app = Flask(__name__)
    CitizenPages(app, system)
    OfficerPages(app, system)
    if called := system.config.traits.words.get("called"):
        DOORS[called](app, system)
        PaymentDoors(app, system)
    return app


def serve(config: Config, port: int) -> tuple[BaseWSGIServer, System]:
    """Listen, and start to synchronise; the caller serves."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = make_server("127.0.0.1", port, lambda _environ, _start: [], threaded=True)
    system = system_of(config, f"http://127.0.0.1:{server.port}")
    server.app = create_app(system)
    system.sync.start()
    return server, system


def main(words: Sequence[str] | None = None) -> None:
    """Run until the process is ended."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("family", choices=sorted(TRAITS))
    options.add_argument("--portal", required=True, help="address of the national side")
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--every", type=float, default=180.0, help="seconds between two synchronisations")
    options.add_argument("--timeout", type=float, default=0.0, help="read time-out; 0 is the family's own")
    chosen = options.parse_args(words)
    portal = chosen.portal.rstrip("/")
    times = {"every": chosen.every, "read_timeout": chosen.timeout}
    config = Config(chosen.family, portal, chosen.data, receives_notices=True, **times)
    server, _ = serve(config, chosen.port)
    print(json.dumps({"url": f"http://127.0.0.1:{server.port}", "family": chosen.family}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
