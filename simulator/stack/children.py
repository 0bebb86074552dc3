"""Child processes: `dvcsim serve` and `dvcsim province`, started, awaited by their ready line, and ended.

A child ends when its standard input closes, so that it never outlives this process, however this one ends; nothing
is ever ended that was not started here.
"""

import json
import os
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from simulator.core.errors import SystemUnreachable

READY_SECONDS = 30.0
_END_SECONDS = 10.0
_KEPT_LINES = 40
_LOOK_SECONDS = 0.1


class Child:
    """A running child that has said that it is ready."""

    def __init__(self, name: str, process: subprocess.Popen[str], ready: Mapping[str, Any], said: "_Said") -> None:
        self.name = name
        self.ready = ready
        """What the ready line held."""
        self._process = process
        self._said = said

    @property
    def url(self) -> str:
        """Return where the child listens."""
        return str(self.ready["url"])

    @property
    def pid(self) -> int:
        """Return the id of the process."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Return whether the process has not ended yet."""
        return self._process.poll() is None

    @property
    def last_words(self) -> str:
        """Return the last lines that the child wrote to its error output."""
        return self._said.text()

    def ask_to_end(self) -> None:
        """Close the child's input, and do not wait for what comes of it."""
        if self._process.stdin is not None:
            self._process.stdin.close()

    def stop(self) -> int:
        """End the child and return its exit code: first by closing its input, then by a signal, then by force."""
        self.ask_to_end()
        for insist in (self._process.terminate, self._process.kill):
            try:
                return self._process.wait(_END_SECONDS)
            except subprocess.TimeoutExpired:
                insist()
        return self._process.wait()


class _Said:
    """The last lines of a child's error output; all of them when there is a log file."""

    def __init__(self, stream: IO[str], log: Path | None) -> None:
        self._lines: deque[str] = deque(maxlen=_KEPT_LINES)
        self._thread = threading.Thread(target=self._read, args=(stream, log), name="dvcsim-child-log", daemon=True)
        self._thread.start()

    def _read(self, stream: IO[str], log: Path | None) -> None:
        file = log.open("a", encoding="utf-8") if log is not None else None
        for line in stream:
            self._lines.append(line.rstrip())
            if file is not None:
                file.write(line)
                file.flush()
        if file is not None:
            file.close()

    def text(self) -> str:
        self._thread.join(1.0)
        return "\n".join(self._lines)


def start_child(
    arguments: Sequence[str],
    *,
    log: Path | None = None,
    environ: Mapping[str, str] | None = None,
    seconds: float = READY_SECONDS,
) -> Child:
    """Start `python -m simulator ARGUMENTS` and return it once it has written its ready line."""
    name = f"dvcsim {arguments[0]}"
    process = subprocess.Popen(
        [sys.executable, "-m", "simulator", *arguments, "--exit-with-parent"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**child_environment(), **(environ or {})},
        **own_group(),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    said = _Said(process.stderr, log)
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_hand_over, args=(process.stdout, lines), name="dvcsim-child-out", daemon=True).start()
    try:
        ready = json.loads(lines.get(timeout=seconds))
    except queue.Empty:
        process.kill()
        raise _not_started(name, process, said, f"did not start within {seconds:g} s") from None
    except ValueError:
        raise _not_started(name, process, said, "ended before it was ready") from None
    except BaseException:
        process.kill()
        raise
    return Child(name, process, ready, said)


def start_detached(arguments: Sequence[str], log: Path, sign: Path) -> "subprocess.Popen[bytes]":
    """Start `python -m simulator ARGUMENTS` so that it outlives this process.

    Returns once the file `sign` is there, or the process has ended (`returncode`), or it was long enough.
    """
    with log.open("a", encoding="utf-8") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "simulator", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            env=child_environment(),
            **_without_terminal(),
        )
    for _ in range(int(READY_SECONDS / _LOOK_SECONDS)):
        if sign.exists() or process.poll() is not None:
            break
        with suppress(subprocess.TimeoutExpired):
            process.wait(_LOOK_SECONDS)
    return process


def _hand_over(stream: IO[str], lines: "queue.Queue[str]") -> None:
    """Pass the first line on, and keep the pipe empty afterwards; a child that ends first passes an empty line."""
    lines.put(stream.readline())
    for _ in stream:
        pass


def _not_started(name: str, process: subprocess.Popen[str], said: _Said, why: str) -> SystemUnreachable:
    try:
        code = process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        code = process.wait()
    return SystemUnreachable(name, f"{why} (exit code {code})", do=said.text() or "It said nothing.")


def _import_path() -> dict[str, str]:
    """Let the child import the same package as this process, also from a checkout that is not installed."""
    checkout = Path(__file__).resolve().parents[2]
    encoding = {"PYTHONIOENCODING": "utf-8"}
    if not (checkout / "pyproject.toml").is_file():
        return encoding
    known = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path and path != str(checkout)]
    return {"PYTHONPATH": os.pathsep.join([str(checkout), *known]), **encoding}


def child_environment() -> dict[str, str]:
    """Return the environment of a child that runs the same code as this process."""
    return {**os.environ, **_import_path()}


def own_group() -> dict[str, Any]:
    """Keep Ctrl-C in the terminal from the child: this process ends it when it is done."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _without_terminal() -> dict[str, Any]:
    """Let the process outlive the terminal too: a console of Windows ends what is attached to it."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.DETACHED_PROCESS}
    return own_group()
