"""The folder in which a national side lives, and the lock that keeps two of them from sharing it."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from simulator.core.errors import ConfigurationError

LOCK_NAME = "serve.lock"
_LOCKED_BYTE = 1 << 20
"""Where the lock lies in the file: far behind the text, so that others can still read who holds it (Windows)."""


def default_data_folder(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Return the user's data folder for `dvcsim serve`, by the habit of the platform."""
    if platform == "win32" and environ.get("LOCALAPPDATA"):
        return Path(environ["LOCALAPPDATA"]) / "dvcsim"
    if environ.get("XDG_DATA_HOME"):
        return Path(environ["XDG_DATA_HOME"]) / "dvcsim"
    return Path.home() / ".local" / "share" / "dvcsim"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder for this process; the system gives it free when the process ends, however it ends."""
    make_folder(folder)
    path = folder / LOCK_NAME
    with path.open("a+", encoding="utf-8") as file:
        if not take_lock(file):
            raise ConfigurationError(
                f"--data {folder}",
                f"is in use by another dvcsim serve ({_holder(file)})",
                "a data folder that no other process uses",
                "Stop that process, or give another folder with --data.",
            )
        file.seek(0)
        file.truncate()
        file.write(json.dumps({"pid": os.getpid()}))
        file.flush()
        yield


def make_folder(folder: Path) -> None:
    """Create the folder, or say why it cannot be used."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".write-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise ConfigurationError(
            f"--data {folder}", error.strerror or str(error), "a folder to write in", "Give another with --data."
        ) from None


def _holder(file: IO[str]) -> str:
    file.seek(0)
    try:
        return f"process {json.loads(file.read())['pid']}"
    except (ValueError, KeyError, TypeError):
        return "process unknown"


if sys.platform == "win32":
    import msvcrt

    def take_lock(file: IO[str]) -> bool:
        """Lock the open file for this process until it is closed; return False when another process holds it."""
        file.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def take_lock(file: IO[str]) -> bool:
        """Lock the open file for this process until it is closed; return False when another process holds it."""
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _LOCKED_BYTE)
        except OSError:
            return False
        return True
