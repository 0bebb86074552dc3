"""A synchronised dossier (`DongBoHoSoMC`): ours beside prism and WireMock, in one run and in interleaved rounds.

    python benchmarks/sync.py [--rounds 5] [--seconds 4] [--connections 16] [--peers FOLDER] [--quick]

One and the same message of 1.5 KB, sixteen kept connections, the generator in a process of its own (`load.py`). Each
round begins with a good and a bad message: a peer that takes the bad one is not measured.

They do not do the same work. Ours, `dvcsim serve` as it is, with one process and with two: session and agency are
checked, the message is held against its contract, matched to sessions, kept as a dossier (a second one with the same
number is refused), and recorded with headers, body, facts and findings; all of that is committed to SQLite before the
answer leaves. At the end the dossiers are counted. Prism (`@stoplight/prism-cli`, as installed) validates the body by
an OpenAPI 3.1 document of the one operation and answers with its example; WireMock matches it by the same JSON Schema
(2020-12) and answers a fixed text, with its journal of requests switched off. Neither of the two stores anything.

Linux only: CPU is read from /proc, of all processes of a server. Needs node, npm and Java for the peers, which are
installed by name into a throw-away folder; without them, and with --quick, only ours is measured. Loopback only.
"""

import argparse
import json
import os
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
TICKS = os.sysconf("SC_CLK_TCK")
SCHEMA = ROOT / "contracts" / "portal" / "DongBoHoSoMC.request.schema.json"
CODE = "000.00.00.H99-251122-@@@@@@"
READY_SECONDS = 60
OURS, PRISM, WIREMOCK = "dvcsim --workers {}", "prism", "wiremock"


@dataclass
class Peer:
    """One server: where it listens, and how it says that it took a message."""

    name: str
    port: int
    pid: int
    path: str
    message: dict[str, Any]
    taken: str
    """A text that stands in each answer to a good message and in none to a bad one."""
    first: int = 1
    """The number of the next dossier."""
    sent: int = 0
    """Good messages so far."""
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    """CPU microseconds of all its processes for each answer, by round."""
    slowest: list[float] = field(default_factory=list)
    """p99 in milliseconds, by round."""

    def takes(self, message: dict[str, Any]) -> bool:
        return self.taken in post(f"http://127.0.0.1:{self.port}{self.path}", message)

    def prove(self) -> None:
        """End the run unless the good message is taken and the bad one is not."""
        good = {**self.message, "data": [{**self.message["data"][0], "MaHoSo": CODE.replace("@" * 6, self._next())}]}
        bad = {**good, "data": [{name: value for name, value in good["data"][0].items() if name != "MaHoSo"}]}
        if not self.takes(good) or self.takes(bad):
            raise SystemExit(f"{self.name} does not tell a good message from a bad one")

    def _next(self) -> str:
        self.first += 1
        self.sent += 1
        return f"{self.first:06d}"

    def measure(self, folder: Path, seconds: float, connections: int) -> None:
        """Load it for so many seconds and note the figures."""
        self.prove()
        body = folder / "body.json"
        body.write_text(json.dumps(self.message, ensure_ascii=False), encoding="utf-8")
        words = [sys.executable, str(ROOT / "benchmarks" / "load.py"), str(self.port), self.path, str(body)]
        words += ["--seconds", f"{seconds:g}", "--connections", str(connections), "--first", str(self.first)]
        before = cpu_of(self.pid)
        done = subprocess.run([*words, "--expect", self.taken], capture_output=True, check=False, text=True)
        if done.returncode:
            raise SystemExit(f"{self.name}: {done.stderr}")
        told = json.loads(done.stdout)
        if told["good"] != told["answers"]:
            raise SystemExit(f"{self.name}: {told['answers'] - told['good']} of {told['answers']} were not taken")
        self.first = told["last"]
        self.sent += told["answers"]
        self.rates.append(told["answers"] / told["seconds"])
        self.cpu.append(1e6 * (cpu_of(self.pid) - before) / told["answers"])
        self.slowest.append(told["p99_ms"])


def post(url: str, document: Any) -> str:
    asked = urllib.request.Request(url, json.dumps(document).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(asked, timeout=20) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as refused:
        return f"HTTP {refused.code}"


def cpu_of(pid: int) -> float:
    """CPU seconds so far of a process and all that it started."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    children = [one for task in Path(f"/proc/{pid}/task").glob("*/children") for one in task.read_text().split()]
    return (int(fields[11]) + int(fields[12])) / TICKS + sum(cpu_of(int(child)) for child in children)


def example() -> dict[str, Any]:
    message: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))["examples"][0]
    message["madonvi"] = "000.00.00.H99"
    message["data"] = [{**message["data"][0], "MaHoSo": CODE}]
    return message


@contextmanager
def running(words: list[str], folder: Path) -> Iterator[subprocess.Popen[str]]:
    with (folder / "server.log").open("a") as log:
        process = subprocess.Popen(
            words, cwd=folder, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def ours(folder: Path, workers: int) -> Iterator[Peer]:
    data = folder / f"data-{workers}"
    words = [sys.executable, "-m", "simulator", "serve", "--port", "0", "--data", str(data)]
    with running([*words, "--workers", str(workers)], folder) as process:
        assert process.stdout is not None
        port = json.loads(process.stdout.readline())["port"]
        account = {"username": "demo", "password": "demo"}
        session = json.loads(post(f"http://127.0.0.1:{port}/mapi/login", account))["session"]
        message = {**example(), "session": session}
        yield (peer := Peer(OURS.format(workers), port, process.pid, "/mapi/g", message, '"error_code":"0"'))
        with sqlite3.connect(data / "national.sqlite3") as database:
            [kept] = database.execute("SELECT count(*) FROM portal_dossier").fetchone()
        if kept != peer.sent:
            raise SystemExit(f"{peer.name} kept {kept} of {peer.sent} dossiers")


def plain_schema() -> dict[str, Any]:
    """The contract without what is only ours to read."""
    schema: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return {
        name: part for name, part in schema.items() if not name.startswith("x-") and name not in ("$id", "examples")
    }


def openapi() -> dict[str, Any]:
    """An OpenAPI 3.1 document of the one operation."""
    text = json.dumps(plain_schema()).replace("#/$defs/", "#/components/schemas/")
    schema = json.loads(text)
    parts = schema.pop("$defs", {})
    schema.pop("$schema", None)
    taken = {"description": "taken", "content": {"application/json": {"example": {"taken": "yes"}}}}
    asked = {"required": True, "content": {"application/json": {"schema": schema}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "DongBoHoSoMC", "version": "1"},
        "paths": {"/mapi/g": {"post": {"requestBody": asked, "responses": {"200": taken}}}},
        "components": {"schemas": parts},
    }


@contextmanager
def prism(folder: Path, modules: Path) -> Iterator[Peer]:
    document, port = folder / "openapi.json", free_port()
    document.write_text(json.dumps(openapi()), encoding="utf-8")
    program = modules / "@stoplight" / "prism-cli" / "dist" / "index.js"
    command = f'exec node "{program}" mock -h 127.0.0.1 -p {port} "{document}" > /dev/null'
    with running(["sh", "-c", command], folder) as process:
        yield ready(Peer(PRISM, port, process.pid, "/mapi/g", example(), '"taken"'))


@contextmanager
def wiremock(folder: Path, modules: Path) -> Iterator[Peer]:
    port = free_port()
    jar = next((modules / "wiremock" / "build").glob("*.jar"))
    command = f'exec java -jar "{jar}" --bind-address 127.0.0.1 --port {port} --no-request-journal > /dev/null'
    with running(["sh", "-c", command], folder) as process:
        rule = {"matchesJsonSchema": json.dumps(plain_schema()), "schemaVersion": "V202012"}
        stub = {
            "request": {"method": "POST", "urlPath": "/mapi/g", "bodyPatterns": [rule]},
            "response": {"status": 200, "jsonBody": {"taken": "yes"}},
        }
        wait_until(lambda: listens(port))
        post(f"http://127.0.0.1:{port}/__admin/mappings", stub)
        yield ready(Peer(WIREMOCK, port, process.pid, "/mapi/g", example(), '"taken"'))


def ready(peer: Peer) -> Peer:
    wait_until(lambda: listens(peer.port))
    return peer


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait_until(there: Callable[[], bool]) -> None:
    until = time.monotonic() + READY_SECONDS
    while not there():
        if time.monotonic() > until:
            raise SystemExit(f"a server did not start within {READY_SECONDS} s")
        time.sleep(0.1)


def install(folder: Path) -> Path:
    (folder / "package.json").write_text('{"private": true}')
    words = ["npm", "install", "--prefix", str(folder), "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
    subprocess.run([*words, "@stoplight/prism-cli", "wiremock"], check=True, cwd=folder)
    return folder / "node_modules"


def told(figures: list[float], digits: int = 0) -> str:
    return f"{statistics.median(figures):7.{digits}f} [{min(figures):.{digits}f}-{max(figures):.{digits}f}]"


def report(peers: list[Peer]) -> None:
    for peer in peers:
        print(f"{peer.name:18} req/s {told(peer.rates)}   CPU us/req {told(peer.cpu)}   p99 ms {told(peer.slowest, 1)}")
    for mine in (peer for peer in peers if peer.name.startswith("dvcsim")):
        for other in (peer for peer in peers if not peer.name.startswith("dvcsim")):
            rates = [a / b for a, b in zip(mine.rates, other.rates, strict=True)]
            costs = [b / a for a, b in zip(mine.cpu, other.cpu, strict=True)]
            print(f"{mine.name} to {other.name}: req/s {told(rates, 2)} times")
            print(f"{'':19}CPU per request of theirs to ours {told(costs, 2)} times")


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=float, default=4.0, help="of one round of one server")
    options.add_argument("--connections", type=int, default=16)
    options.add_argument("--warm-up", type=float, default=30.0, help="seconds, of Java; a tenth for others")
    options.add_argument("--peers", type=Path, help="the node_modules with both; installed when absent")
    options.add_argument("--quick", action="store_true", help="ours only, one short round: does it still run")
    chosen = options.parse_args()
    if chosen.quick:
        chosen.rounds, chosen.seconds, chosen.warm_up = 1, 0.5, 1.0
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        peers = [stack.enter_context(ours(folder, workers)) for workers in (1, 2)]
        if not chosen.quick and shutil.which("java") and shutil.which("npm"):
            modules = chosen.peers or install(folder)
            peers += [stack.enter_context(start(folder, modules)) for start in (prism, wiremock)]
        for peer in peers:
            part = 1.0 if peer.name == WIREMOCK else 0.1
            peer.measure(folder, chosen.warm_up * part, chosen.connections)
            for figures in (peer.rates, peer.cpu, peer.slowest):
                figures.clear()
        for number in range(chosen.rounds):
            for place in range(len(peers)):
                peers[(place + number) % len(peers)].measure(folder, chosen.seconds, chosen.connections)
        print(f"{chosen.connections} connections, {chosen.rounds} rounds of {chosen.seconds:g} s each")
        report(peers)


if __name__ == "__main__":
    main()
