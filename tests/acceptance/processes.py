"""Starts `dvcsim` commands as real processes and reads their ready line; ends only what it started."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parents[2]


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "simulator", *arguments]


def run(*arguments: str, cwd: Path, timeout: float = 120, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        command(*arguments),
        cwd=cwd,
        env=environment(variables),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )


class Running:
    """A server command that has printed its ready line."""

    def __init__(self, process: subprocess.Popen[str], ready: Mapping[str, Any]) -> None:
        self.process = process
        self.ready = ready
        self.url = str(ready["url"])

    def kill(self) -> None:
        """SIGKILL, as a power cut would."""
        self.process.kill()
        self.process.wait(10)

    def wait_for_death(self) -> int:
        return self.process.wait(20)


def start(*arguments: str, cwd: Path, **variables: str) -> Running:
    """Start a server command and wait for its ready line; its log goes to a file in `cwd`."""
    log = (cwd / f"{arguments[0]}.log").open("a", encoding="utf-8")
    process = subprocess.Popen(
        command(*arguments),
        cwd=cwd,
        env=environment(variables),
        stdout=subprocess.PIPE,
        stderr=log,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        process.wait(10)
        raise AssertionError((cwd / f"{arguments[0]}.log").read_text(encoding="utf-8"))
    return Running(process, json.loads(line))


@contextmanager
def started(*arguments: str, cwd: Path, **variables: str) -> Iterator[Running]:
    """Start a server command and stop it at the end."""
    running = start(*arguments, cwd=cwd, **variables)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.send_signal(signal.SIGTERM)
            try:
                running.process.wait(10)
            except subprocess.TimeoutExpired:
                running.kill()
        if running.process.stdout:
            running.process.stdout.close()


def client() -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    return session


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **(extra or {})}
