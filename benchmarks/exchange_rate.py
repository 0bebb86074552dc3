"""How fast a run exchanges messages beside a bare closed loop of the same client and server.

    python benchmarks/exchange_rate.py [--rounds 5]

Three figures, each the median of interleaved rounds on this machine: exchanges per second of a whole
`dvcsim check` (three processes, journal included), of a bare closed loop (requests.Session against the same cheroot
and Flask, no journal, as many threads as the run has sessions), and the wake-up latency of a waiter: from the answer
of a recorded message until a long poll that waits for it has its answer. Only the ratio is meant to be quoted.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import flask
import requests
from cheroot.wsgi import Server

THREADS = 4
LOOP_SECONDS = 3.0


def client() -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    return session


def start(*arguments: str, cwd: Path) -> tuple[subprocess.Popen[str], dict[str, str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "simulator", *arguments],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])},
    )
    assert process.stdout is not None
    return process, json.loads(process.stdout.readline())


def bare_loop() -> float:
    """Exchanges per second of requests x Flask x cheroot with nothing in between."""
    app = flask.Flask("bare")
    app.post("/")(lambda: {"error_code": "0", "message": "Thành công", "result": []})
    server = Server(("127.0.0.1", 0), app, numthreads=32)
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.bind_addr[1]}/"
    body = {"MaHoSo": "x" * 2500}
    counts = [0] * THREADS
    until = time.perf_counter() + LOOP_SECONDS

    def loop(index: int) -> None:
        session = client()
        while time.perf_counter() < until:
            session.post(url, json=body, timeout=10).json()
            counts[index] += 1

    workers = [threading.Thread(target=loop, args=(index,)) for index in range(THREADS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    server.stop()
    return sum(counts) / LOOP_SECONDS


def whole_run(url: str, sheet: Path, folder: Path, number: int) -> tuple[float, float]:
    """(exchanges per second of the run itself, seconds of the whole command)."""
    before = client().get(f"{url}/admin/status", timeout=10).json()["position"]
    started = time.perf_counter()
    output = folder / f"run-{number}"
    subprocess.run(
        [sys.executable, "-m", "simulator", "check", str(sheet), "--simulator", url, "--output", str(output)],
        cwd=folder,
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])},
    )
    seconds = time.perf_counter() - started
    after = client().get(f"{url}/admin/status", timeout=10).json()["position"]
    inside = json.loads((output / "results.json").read_text(encoding="utf-8"))["seconds"]
    return (after - before) / inside, seconds


def wake_up(url: str) -> float:
    """Milliseconds from the answer of a message until a waiter knows of it (it may know first: then 0)."""
    position = client().get(f"{url}/admin/status", timeout=10).json()["position"]
    woken = []

    def wait() -> None:
        client().get(f"{url}/admin/exchanges", params={"after": position, "wait": 10}, timeout=15)
        woken.append(time.perf_counter())

    waiter = threading.Thread(target=wait)
    waiter.start()
    poster = client()
    poster.get(f"{url}/healthz", timeout=10)
    poster.post(f"{url}/mapi/login", json={"username": "demo", "password": "demo"}, timeout=10)
    answered = time.perf_counter()
    waiter.join()
    return max(0.0, (woken[0] - answered) * 1000)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=5)
    rounds = options.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        serve, ready = start("serve", "--port", "0", "--data", str(folder / "data"), cwd=folder)
        sheet = folder / "province.yaml"
        province, _ = start(
            "province", "--simulator", ready["url"], "--port", "0", "--claim-sheet", str(sheet),
            "--data", str(folder / "province"), cwd=folder,
        )  # fmt: skip
        try:
            bare, runs, walls, wakes = [], [], [], []
            for number in range(rounds):
                bare.append(bare_loop())
                rate, wall = whole_run(ready["url"], sheet, folder, number)
                runs.append(rate)
                walls.append(wall)
                wakes.extend(wake_up(ready["url"]) for _ in range(10))
        finally:
            for process in (province, serve):
                process.terminate()
                process.wait(10)
    print(f"bare closed loop   {statistics.median(bare):8.0f} exchanges/s  [{min(bare):.0f}-{max(bare):.0f}]")
    print(f"whole run          {statistics.median(runs):8.0f} exchanges/s  [{min(runs):.0f}-{max(runs):.0f}]")
    print(f"ratio run / bare   {statistics.median(r / b for r, b in zip(runs, bare, strict=True)):8.2f}")
    print(f"dvcsim check       {statistics.median(walls):8.2f} s, start and reports included")
    print(f"waiter wake-up     {statistics.median(wakes):8.1f} ms  [{min(wakes):.1f}-{max(wakes):.1f}]")


if __name__ == "__main__":
    main()
