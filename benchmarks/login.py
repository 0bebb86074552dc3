"""Login flows per second of our VNeID beside those of `@opengovsg/mockpass`, in one run and in interleaved rounds.

    python benchmarks/login.py [--rounds 5] [--seconds 4] [--threads 4] [--mockpass FOLDER]

A flow is three requests: authorize (answered with a code at once: silent login), token, userinfo. The same client,
plain `http.client` with kept connections, sends the same parameters to both: PKCE S256, state, nonce, client secret.
Each round begins with one flow whose ID token is verified (RS256, nonce, audience) and whose userinfo must speak of its
subject.

The two do not do the same work. Ours, `dvcsim serve` as it is: client secret, redirect address, PKCE and nonce are
checked, a code works once, codes and tokens are kept as hashes, each request is recorded with its bodies and facts and
committed to SQLite before the answer leaves. MockPass, its sgID endpoints: no client, secret, redirect address or PKCE
is checked and nothing is recorded; codes live in memory and are good for as many uses as one likes; some lines are
logged per request (to /dev/null here); its userinfo encrypts each claim and the key to them (RSA), which ours does not.

Linux only: CPU is read from /proc. Needs node and npm; MockPass is installed by name into a throw-away folder.
"""

import argparse
import base64
import hashlib
import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
TICKS = os.sysconf("SC_CLK_TCK")
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
REDIRECT = "http://127.0.0.1:9/callback"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
READY_SECONDS = 30


@dataclass
class Peer:
    """One provider: where it listens, its paths, and how its citizens and its client are named."""

    name: str
    port: int
    pid: int
    paths: dict[str, str]
    client: tuple[str, str]
    citizens: list[str]
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    """CPU milliseconds of the server for each flow, by round."""
    times: list[float] = field(default_factory=list)

    def connect(self) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.connect()
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def flow(self, connection: http.client.HTTPConnection, number: int) -> dict[str, Any]:
        """One login from the authorization request to the claims."""
        asked = {
            "response_type": "code",
            "client_id": self.client[0],
            "redirect_uri": REDIRECT,
            "scope": "openid",
            "state": f"s{number}",
            "nonce": f"n{number}",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            "prompt": "none",
            "login_hint": self.citizens[number % len(self.citizens)],
        }
        answer, _ = send(connection, "GET", f"{self.paths['authorize']}?{urlencode(asked)}")
        back = parse_qs(urlsplit(answer.getheader("Location", "")).query)
        assert back["state"] == [f"s{number}"], answer.getheader("Location")
        form = {
            "grant_type": "authorization_code",
            "code": back["code"][0],
            "redirect_uri": REDIRECT,
            "code_verifier": VERIFIER,
            "client_id": self.client[0],
            "client_secret": self.client[1],
        }
        _, body = send(connection, "POST", self.paths["token"], urlencode(form), FORM)
        tokens = json.loads(body)
        bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
        answer, body = send(connection, "GET", self.paths["userinfo"], None, bearer)
        assert answer.status == 200, body
        return {"id_token": tokens["id_token"], "nonce": f"n{number}", "claims": json.loads(body)}

    def knows(self, citizen: str) -> bool:
        """Whether this citizen can log in: some personas are there to be refused."""
        try:
            self.citizens = [citizen]
            self.prove()
        except (AssertionError, KeyError):
            return False
        return True

    def prove(self) -> None:
        """Raise unless a flow ends with a good ID token and claims of the same subject."""
        connection = self.connect()
        done = self.flow(connection, 0)
        _, body = send(connection, "GET", self.paths["jwks"])
        token = jwt.decode(done["id_token"], KeySet.import_key_set(json.loads(body)), algorithms=["RS256"])
        assert token.claims["nonce"] == done["nonce"]
        assert token.claims["aud"] == self.client[0]
        assert token.claims["sub"] == done["claims"]["sub"]
        connection.close()


def send(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: str | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[http.client.HTTPResponse, bytes]:
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    return answer, answer.read()


def round_of(peer: Peer, seconds: float, threads: int) -> None:
    """Log in as often as the threads can for so many seconds, and note the figures."""
    peer.prove()
    times: list[list[float]] = [[] for _ in range(threads)]
    failed: list[BaseException] = []
    before, started = cpu_of(peer.pid), time.perf_counter()

    def work(own: list[float], first: int) -> None:
        connection = peer.connect()
        number = first
        try:
            while (begun := time.perf_counter()) < started + seconds:
                peer.flow(connection, number)
                own.append(time.perf_counter() - begun)
                number += threads
        except BaseException as error:
            failed.append(error)
        connection.close()

    workers = [threading.Thread(target=work, args=(own, index + 1)) for index, own in enumerate(times)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failed:
        raise failed[0]
    whole = time.perf_counter() - started
    flows = sum(map(len, times))
    peer.rates.append(flows / whole)
    peer.cpu.append(1000 * (cpu_of(peer.pid) - before) / flows)
    peer.times += [one for own in times for one in own]


def cpu_of(pid: int) -> float:
    """CPU seconds so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def running(words: list[str], folder: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    with (folder / "server.log").open("a") as log:
        process = subprocess.Popen(
            words, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def ours(folder: Path) -> Iterator[Peer]:
    words = [sys.executable, "-m", "simulator", "serve", "--port", "0", "--data", str(folder / "data")]
    with running(words, folder, ENVIRONMENT) as process:
        assert process.stdout is not None
        port = json.loads(process.stdout.readline())["port"]
        people = subprocess.run(
            [sys.executable, "-m", "simulator", "list", "personas", "--json"],
            capture_output=True, check=True, env=ENVIRONMENT, cwd=folder,
        )  # fmt: skip
        paths = {name: f"/vneid/{name}" for name in ("authorize", "token", "userinfo", "jwks")}
        peer = Peer("dvcsim", port, process.pid, paths, ("demo-rp", "demo-rp-secret"), [])
        peer.citizens = [row["id"] for row in json.loads(people.stdout) if peer.knows(row["id"])]
        yield peer


@contextmanager
def mockpass(folder: Path, package: Path) -> Iterator[Peer]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    words = ["sh", "-c", f'exec node "{package / "index.js"}" > /dev/null']
    environment = {**os.environ, "MOCKPASS_PORT": str(port), "NODE_ENV": "production"}
    with running(words, folder, environment) as process:
        wait_until(lambda: listens(port))
        paths = {name: f"/v2/oauth/{name}" for name in ("authorize", "token", "userinfo")}
        paths["jwks"] = "/v2/.well-known/jwks.json"
        yield Peer("mockpass", port, process.pid, paths, ("a-client", "a-secret"), ["S8979373D"])


def install(folder: Path) -> Path:
    """Install MockPass by its name and return where it is."""
    (folder / "package.json").write_text('{"private": true}')
    words = ["npm", "install", "--prefix", str(folder), "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
    subprocess.run([*words, "@opengovsg/mockpass"], check=True, cwd=folder)
    return folder / "node_modules" / "@opengovsg" / "mockpass"


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def wait_until(there: Callable[[], bool]) -> None:
    until = time.monotonic() + READY_SECONDS
    while not there():
        if time.monotonic() > until:
            raise SystemExit(f"MockPass did not start within {READY_SECONDS} s")
        time.sleep(0.1)


def told(figures: list[float], digits: int = 1) -> str:
    return f"{statistics.median(figures):8.{digits}f}  [{min(figures):.{digits}f}-{max(figures):.{digits}f}]"


def empty_answer(peer: Peer) -> float:
    """CPU milliseconds of an answer with nothing in it: what the HTTP server and the framework cost alone."""
    connection, answers = peer.connect(), 1000
    before = cpu_of(peer.pid)
    for _ in range(answers):
        send(connection, "GET", "/healthz")
    connection.close()
    return 1000 * (cpu_of(peer.pid) - before) / answers


def report(first: Peer, second: Peer) -> None:
    for peer in (first, second):
        cuts = statistics.quantiles(peer.times, n=100)
        print(
            f"{peer.name:9} flows/s {told(peer.rates)}   CPU ms/flow {told(peer.cpu, 2)}"
            f"   p50 {1000 * cuts[49]:.1f} ms   p99 {1000 * cuts[98]:.1f} ms   {len(peer.times)} flows"
        )
    print(
        f"ratio of flows/s, ours to theirs   {told([a / b for a, b in zip(first.rates, second.rates, strict=True)], 2)}"
    )
    print(
        f"ratio of CPU per flow, theirs to ours {told([b / a for a, b in zip(first.cpu, second.cpu, strict=True)], 2)}"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=float, default=4.0, help="of one round of one provider")
    options.add_argument("--threads", type=int, default=4, help="browsers at the same time")
    options.add_argument("--mockpass", type=Path, help="folder of the package; installed when absent")
    chosen = options.parse_args()
    if not shutil.which("node" if chosen.mockpass else "npm"):
        print("Neither node nor npm is on this machine: there is no MockPass to compare with.")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        package = chosen.mockpass or install(folder)
        version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
        print(
            f"MockPass {version}, sgID; {chosen.threads} browsers, {chosen.rounds} rounds of {chosen.seconds:g} s each"
        )
        with ours(folder) as first, mockpass(folder, package) as second:
            for number in range(chosen.rounds):
                for peer in (first, second) if number % 2 == 0 else (second, first):
                    round_of(peer, chosen.seconds, chosen.threads)
            report(first, second)
            print(f"three answers of ours with nothing in them: {3 * empty_answer(first):.2f} ms CPU")


if __name__ == "__main__":
    main()
