"""The national side as a process: lock the data, bind the port, tell where it listens, serve until told to stop."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator import __version__
from simulator.catalogue.catalogue import Catalogue, load_catalogue
from simulator.catalogue.claim_sheets import load_claim_sheet
from simulator.checks import CHECKS
from simulator.control.access import is_loopback
from simulator.core.data_folders import data_folders
from simulator.core.errors import ConfigurationError
from simulator.stack.app import national_app
from simulator.stack.data_folder import default_data_folder, locked
from simulator.stack.ending import wait_until
from simulator.stack.server import THREADS, BoundServer
from simulator.web.national import National, open_national
from simulator.wire.contracts import load_contracts

HOST = "127.0.0.1"
PORT = 8025


@dataclass(frozen=True)
class ServeOptions:
    """How a national side is served."""

    host: str = HOST
    port: int = PORT
    """0 takes a free one."""
    public_url: str = ""
    """How others reach it; empty takes the address that was bound."""
    data: Path = field(default_factory=default_data_folder)
    """The lasting data folder: exchanges, sessions, keys."""
    provinces: tuple[Path, ...] = ()
    """Claim sheets to register at the start."""
    data_dir: Path | None = None
    """More services, contracts or scenarios."""
    admin_token: str = ""
    demo: bool = True
    """Whether the ready account `demo`/`demo` exists."""
    durable: bool = False
    """Whether a commit waits for the disk."""
    threads: int = THREADS


def serve(options: ServeOptions, ready: Callable[[Mapping[str, Any]], None], stop: threading.Event) -> None:
    """Serve until `stop` is set; `ready` is told once, with the URL, when the server answers."""
    _require_token(options)
    folders = data_folders(options.data_dir)
    catalogue = load_catalogue(folders, frozenset(CHECKS))
    contracts = load_contracts(folders)
    with locked(options.data):
        server = BoundServer(options.host, options.port, options.threads)
        try:
            national = open_national(
                options.data,
                catalogue,
                contracts,
                public_url=(options.public_url or server.url).rstrip("/"),
                durable=options.durable,
                admin_token=options.admin_token or None,
                demo=options.demo,
            )
            _register(national, catalogue, options.provinces)
            with server.serving(national_app(national)):
                ready(_ready_line(national, server))
                wait_until(stop)
                national.db.end_waiting()
                national.held.release()
            national.db.close()
        finally:
            server.close()


def _require_token(options: ServeOptions) -> None:
    if not is_loopback(options.host) and not options.admin_token:
        raise ConfigurationError(
            f"--host {options.host}",
            "would let other machines administer this one without a password",
            "--admin-token",
            "Give --admin-token SECRET (or DVCSIM_ADMIN_TOKEN), or listen on 127.0.0.1.",
        )


def _register(national: National, catalogue: Catalogue, sheets: tuple[Path, ...]) -> None:
    for path in sheets:
        sheet = load_claim_sheet(path, catalogue)
        with national.db.write() as tx:
            national.provinces.register(tx, sheet)


def _ready_line(national: National, server: BoundServer) -> dict[str, Any]:
    return {
        "url": server.url,
        "public_url": national.public_url,
        "port": server.port,
        "tool": "dvcsim",
        "version": __version__,
    }
