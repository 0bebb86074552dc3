"""Makes sure that a national side listens where a claim sheet says, by starting one there if it may."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from simulator.control.access import is_loopback
from simulator.core.errors import ConfigurationError
from simulator.stack.children import Child, start_child

_LOOK_SECONDS = 2.0


@contextmanager
def national_side_at(url: str, data_dir: Path | None = None, log: Path | None = None) -> Iterator[Child | None]:
    """Yield the child that was started at `url` for this block, or None when somebody listens there already.

    Only an address of this machine is started; whether the one who listens is ours shows in the first call.
    """
    address = _address(url)
    if listens(address) or not _may_start(address):
        yield None
        return
    child = start_child(_arguments(address, data_dir), log=log)
    try:
        yield child
    finally:
        child.stop()


def listens(address: SplitResult) -> bool:
    """Return whether something accepts connections there."""
    try:
        socket.create_connection((address.hostname or "", _port(address)), _LOOK_SECONDS).close()
    except OSError:
        return False
    return True


def _address(url: str) -> SplitResult:
    address = urlsplit(url)
    try:
        valid = address.scheme in ("http", "https") and bool(address.hostname) and (address.port or 1) > 0
    except ValueError:
        valid = False
    if not valid:
        raise ConfigurationError(
            url or "the national side", "is no address", "http://HOST:PORT", "Correct --simulator or national_side.url."
        )
    return address


def _port(address: SplitResult) -> int:
    return address.port or (443 if address.scheme == "https" else 80)


def _may_start(address: SplitResult) -> bool:
    return address.scheme == "http" and is_loopback(address.hostname or "") and address.path in ("", "/")


def _arguments(address: SplitResult, data_dir: Path | None) -> list[str]:
    arguments = ["serve", "--host", address.hostname or "", "--port", str(_port(address))]
    return [*arguments, "--data-dir", str(data_dir)] if data_dir else arguments
