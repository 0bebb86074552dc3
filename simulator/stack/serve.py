"""The national side as a process: lock the data, bind the port, tell where it listens, serve until told to stop."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from requests.utils import DEFAULT_CA_BUNDLE_PATH

from simulator import __version__
from simulator.catalogue.catalogue import Catalogue, load_catalogue
from simulator.catalogue.claim_sheets import load_claim_sheet
from simulator.checks import CHECKS
from simulator.control.access import is_loopback
from simulator.control.restarted import note_restart
from simulator.core.clock import SystemClock
from simulator.core.data_folders import data_folders
from simulator.core.errors import ConfigurationError
from simulator.stack.app import national_app
from simulator.stack.certificates import Certificates, certificates_in, names_of
from simulator.stack.data_folder import default_data_folder, locked
from simulator.stack.deliveries import delivering
from simulator.stack.door_server import Doors
from simulator.stack.ending import wait_until
from simulator.stack.server import THREADS, BoundServer
from simulator.stack.workers import require_workers, working
from simulator.web.doors import preparing, with_doors
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
    tls: bool = False
    """Whether HTTPS is spoken, with certificates of our own."""
    ca_file: str = ""
    """Certificates to trust at systems under test, beside the public ones."""
    workers: int = 1
    """How many processes answer the adapter's calls, this one among them."""


def serve(options: ServeOptions, ready: Callable[[Mapping[str, Any]], None], stop: threading.Event) -> None:
    """Serve until `stop` is set; `ready` is told once, with the URL, when the server answers."""
    _require_address(options)
    _require_https(options)
    _require_token(options)
    require_workers(options.workers, options.tls)
    folders = data_folders(options.data_dir)
    catalogue = load_catalogue(folders, frozenset(CHECKS))
    contracts = load_contracts(folders)
    with locked(options.data):
        certificates = _certificates(options)
        server = BoundServer(options.host, options.port, options.threads, certificates)
        try:
            national = open_national(
                options.data,
                catalogue,
                contracts,
                public_url=(options.public_url or server.url).rstrip("/"),
                durable=options.durable,
                admin_token=options.admin_token or None,
                demo=options.demo,
                ca_file=_trusted(options, certificates),
                own_url=server.url,
                several=options.workers > 1,
            )
            _register(national, catalogue, options.provinces)
            note_restart(national)
            app = with_doors(national, national_app(national, certificates.authority if certificates else None))
            doors = Doors(frozenset(national.doors), app, national.db.together, preparing(national))
            with server.serving(app, doors), _with_workers(options, national, server), delivering(national):
                ready(_ready_line(national, server, certificates))
                wait_until(stop)
                national.db.end_waiting()
                national.held.release()
            national.db.close()
        finally:
            server.close()


@contextmanager
def _with_workers(options: ServeOptions, national: National, server: BoundServer) -> Iterator[None]:
    if options.workers == 1:
        yield
        return
    server.share()
    told = {
        "data": str(options.data),
        "data_dir": str(options.data_dir or ""),
        "national": {
            "public_url": national.public_url,
            "own_url": national.own_url,
            "durable": options.durable,
            "demo": options.demo,
            "ca_file": national.ca_file,
        },
    }
    with working(options.workers - 1, told, server.listening, national.db.hear, server.take):
        yield


def _require_address(options: ServeOptions) -> None:
    """A path is refused: the wire's own paths (`/mapi/g`, `/VXPAdapter/...`) are fixed in the clients' settings."""
    if not options.public_url:
        return
    try:
        parts = urlsplit(options.public_url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        good = False
    if not good or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ConfigurationError(
            f"--public-url {options.public_url}",
            "has a path or is no address" if good else "is no address",
            "https://HOST or http://HOST:PORT",
            "Give it a host name or a port of its own; below a path of another site it does not work.",
        )


def _require_token(options: ServeOptions) -> None:
    """Behind a proxy every caller looks like this machine, so a public name asks for the token too."""
    public = urlsplit(options.public_url).hostname or options.host
    reached = {f"--host {options.host}": options.host, f"--public-url {options.public_url}": public}
    open_to_others = next((flag for flag, host in reached.items() if not is_loopback(host)), None)
    if open_to_others and not options.admin_token:
        raise ConfigurationError(
            open_to_others,
            "would let other machines administer this one without a password",
            "--admin-token",
            "Give --admin-token SECRET (or DVCSIM_ADMIN_TOKEN), or listen on 127.0.0.1.",
        )


def _require_https(options: ServeOptions) -> None:
    if options.tls and options.public_url.lower().startswith("http:"):
        raise ConfigurationError(
            f"--public-url {options.public_url}",
            "says http, but --tls serves https",
            f"https{options.public_url[4:]}",
            "Correct the address, or leave --tls out.",
        )


def _certificates(options: ServeOptions) -> Certificates | None:
    if not options.tls:
        return None
    return certificates_in(options.data / "tls", names_of(options.host, options.public_url), SystemClock())


def _trusted(options: ServeOptions, certificates: Certificates | None) -> str:
    """Return a file with every certificate that is trusted in calls from here, "" when that is the public ones only."""
    more = [certificates.authority] if certificates else []
    more += [Path(options.ca_file)] if options.ca_file else []
    if not more:
        return ""
    kept = options.data / "trusted.pem"
    kept.write_bytes(b"\n".join(path.read_bytes() for path in (Path(DEFAULT_CA_BUNDLE_PATH), *more)))
    return str(kept)


def _register(national: National, catalogue: Catalogue, sheets: tuple[Path, ...]) -> None:
    for path in sheets:
        sheet = load_claim_sheet(path, catalogue)
        with national.db.write() as tx:
            national.provinces.register(tx, sheet)


def _ready_line(national: National, server: BoundServer, certificates: Certificates | None) -> dict[str, Any]:
    trust = {"ca_file": str(certificates.authority.resolve())} if certificates else {}
    return {
        "url": server.url,
        "public_url": national.public_url,
        "port": server.port,
        "tool": "dvcsim",
        "version": __version__,
        **trust,
    }
