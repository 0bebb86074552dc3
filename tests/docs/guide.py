"""Reads a guide and does what it says: every fenced block says in its first line what becomes of it.

`sh run` is run to its end (`exit=N` where it ends otherwise than with 0), `sh server` goes on until the guide is over,
`sh proof` is run only where there is time and `sh browser` where there is a browser, `LANGUAGE file=NAME` is written to
a file, `text output` was just said.
"""

import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.acceptance.processes import ROOT, environment
from tests.acceptance.pytest_runs import PLUGIN

PORTS = {"8025": "dvcsim serve", "8030": "dvcsim province", "8090": "node province.mjs"}
"""What the guides call their ports, and whose they are by default; each run has others."""
PROOF = os.environ.get("DVCSIM_PROOF") == "1"
BROWSER = os.environ.get("DVCSIM_NEEDS_BROWSER") == "1"
RUN = {"run"} | ({"proof"} if PROOF else set()) | ({"browser"} if BROWSER else set())
_FENCE = re.compile(r"^(?P<indent> *)```(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)
_PROGRAMS = {
    "python": f'exec "{sys.executable}" "$@"',
    "dvcsim": f'exec "{sys.executable}" -m simulator "$@"',
    "pytest": f'exec "{sys.executable}" -m pytest -p no:cacheprovider {" ".join(PLUGIN)} "$@"',
    "pip": 'echo pip "$@"',  # nothing is let out
    "pipx": 'echo pipx "$@"',
}


@dataclass(frozen=True)
class Block:
    """One fenced block."""

    language: str
    words: tuple[str, ...]
    body: str
    line: int

    @property
    def kind(self) -> str:
        return self.words[0] if self.words else ""

    def option(self, name: str) -> str:
        return next((word.partition("=")[2] for word in self.words if word.startswith(f"{name}=")), "")


def blocks_of(path: Path) -> list[Block]:
    text = path.read_text(encoding="utf-8")
    found = []
    for match in _FENCE.finditer(text):
        language, *words = match["info"].split() or [""]
        lines = [line.removeprefix(match["indent"]) for line in match["body"].splitlines()]
        found.append(Block(language, tuple(words), "\n".join(lines) + "\n", text.count("\n", 0, match.start()) + 1))
    return found


@dataclass
class Followed:
    """A guide that is being followed, in a folder of its own."""

    folder: Path
    programs: Path
    ports: dict[str, str] = field(default_factory=lambda: dict(zip(PORTS, _free_ports(), strict=True)))
    said: str | None = ""
    """What the last block has said; None when it was not run."""
    servers: list[subprocess.Popen[str]] = field(default_factory=list)
    detached: list[int] = field(default_factory=list)
    """Processes that a command has left in the background."""

    @property
    def national(self) -> str:
        return f"http://127.0.0.1:{self.ports['8025']}"

    def follow(self, blocks: list[Block]) -> None:
        for block in blocks:
            if block.kind == "server":
                self._serve(block)
            elif block.kind in RUN:
                self._run(block)
            elif block.option("file"):
                target = self.folder / block.option("file")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(self.own(block.body), encoding="utf-8")
            elif block.kind == "output":
                self._compare(block)
            else:
                self.said = None

    def own(self, text: str) -> str:
        """The text with the ports of this run."""
        text = text.replace("dvcsim init", "dvcsim init --simulator http://127.0.0.1:8025")
        for usual, command in PORTS.items():
            if command.startswith("dvcsim "):
                text = re.sub(rf"^{command}\b(?!.*--port)", f"{command} --port {usual}", text, flags=re.MULTILINE)
            text = re.sub(rf"\b{usual}\b", self.ports[usual], text)
        return text

    def _run(self, block: Block) -> None:
        ended = subprocess.run(
            ["bash", "-e", "-c", self.own(block.body)],
            cwd=self.folder,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=180,
            check=False,
        )
        self.said = ended.stdout
        self.detached += map(int, re.findall(r"in the background: .*process ([0-9]+)", self.said))
        assert ended.returncode == int(block.option("exit") or 0), f"line {block.line}: {ended.returncode}\n{self.said}"

    def _serve(self, block: Block) -> None:
        log = (self.folder / f"server-{block.line}.log").open("w", encoding="utf-8")
        process = subprocess.Popen(
            ["bash", "-e", "-c", self.own(block.body)],
            cwd=self.folder,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self.servers.append(process)
        assert process.stdout is not None
        self.said = process.stdout.readline()
        assert self.said, f"line {block.line}: {Path(log.name).read_text(encoding='utf-8')}"
        json.loads(self.said)

    def _compare(self, block: Block) -> None:
        """Each line was said, in this order; `...` stands for anything."""
        rest = self.said
        if rest is None:
            return
        for line in filter(None, map(str.strip, self.own(block.body).splitlines())):
            for part in filter(None, map(str.strip, line.split("..."))):
                assert part in rest, f"line {block.line}: {part!r} was not said in:\n{self.said}"
                rest = rest[rest.index(part) + len(part) :]

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in environment().items() if not name.startswith("DVCSIM_")}
        path = f"{self.programs}{os.pathsep}{kept['PATH']}"
        return {**kept, "PATH": path, "XDG_DATA_HOME": str(self.folder / "home"), "NO_PROXY": "*", "COLUMNS": "200"}

    def end(self) -> None:
        for process_id in self.detached:
            with suppress(ProcessLookupError):  # it was done
                os.kill(process_id, signal.SIGTERM)
        for process in reversed(self.servers):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)
            if process.stdout:
                process.stdout.close()


@contextmanager
def following(path: Path, folder: Path, within: str = ".") -> Iterator[Followed]:
    """Follow a guide in a folder that holds the examples; what it started has ended after the block."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    _install(folder / "programs")
    followed = Followed(folder / within, folder / "programs")
    for sheet in (folder / "examples").rglob("province.yaml"):
        sheet.write_text(followed.own(sheet.read_text(encoding="utf-8")), encoding="utf-8")
    try:
        followed.follow(blocks_of(path))
        yield followed
    finally:
        followed.end()


def _free_ports() -> list[str]:
    """All held at once, so that none is given twice."""
    with ExitStack() as held:
        listeners = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in PORTS]
        return [str(listener.getsockname()[1]) for listener in listeners]


def _install(folder: Path) -> None:
    folder.mkdir()
    for name, line in _PROGRAMS.items():
        path = folder / name
        path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)


def said_by(blocks: list[Block]) -> list[tuple[str, Any]]:
    """What two languages of one guide have to have in common."""
    return [(block.language, block.words, block.body) for block in blocks if block.words]
