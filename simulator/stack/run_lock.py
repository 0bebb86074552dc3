"""The lock on the folder of a run: one runner at a time, and others can see whether there is one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulator.core.errors import ConfigurationError
from simulator.stack.data_folder import take_lock

_NAME = "run.lock"


@contextmanager
def running_in(folder: Path) -> Iterator[None]:
    """Hold the folder for the run of this process; the system gives it free when the process ends, however it ends."""
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with (folder / _NAME).open("a+", encoding="utf-8") as file:
            if not take_lock(file):
                raise _taken(folder)
            yield
    finally:
        if made and [path.name for path in folder.iterdir()] == [_NAME]:  # the run never began
            (folder / _NAME).unlink()
            folder.rmdir()


def _taken(folder: Path) -> ConfigurationError:
    return ConfigurationError(
        str(folder),
        "another process runs this run",
        "a run that was stopped",
        f"See how far it is with `dvcsim status {folder}`, or stop that process first.",
    )


def is_running(folder: Path) -> bool:
    """Return whether a process runs the run of that folder now."""
    path = folder / _NAME
    if not path.is_file():
        return False
    with path.open("a+", encoding="utf-8") as file:
        return not take_lock(file)
