"""What a session costs when there are more services: seconds, CPU and memory at 2, 25 and 100 services.

    python benchmarks/growth.py [--services 2,25,100] [--sessions 100]

The services are copies of shipped ones, with ids, numbers and procedure codes of their own, in a temporary data folder;
the 25 shipped ones are there beside them. Each size gets its own national side and reference province, and about as
many sessions in one run of `dvcsim check`: every service in the same scenarios, with more seeds where there are few
services. Linux only: CPU and memory of the two servers are read from /proc.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("ket-hon", "khai-tu", "khai-sinh")
SCENARIOS = ("tracking/every-status", "once/*")
FIRST_NUMBER = 1001
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Measured:
    services: int
    sessions: int
    seconds: float
    cpu: dict[str, float]
    """CPU seconds by process, without its start."""
    memory: dict[str, float]
    """Most resident MB by process."""


def write_copies(folder: Path, count: int) -> list[str]:
    """Copy services until there are so many; return their ids."""
    (folder / "services").mkdir(parents=True)
    ids = []
    for index in range(count):
        source = COPIED[index % len(COPIED)]
        name = f"{source}-{index + 1:03}"
        text = (ROOT / "services" / f"{source}.yaml").read_text(encoding="utf-8")
        text = re.sub(r"^id: .*$", f"id: {name}", text, flags=re.MULTILINE)
        text = re.sub(r"^number: .*$", f"number: {FIRST_NUMBER + index}", text, flags=re.MULTILINE)
        codes = iter(range(100))
        text = re.sub(r'code: "[0-9]\.[0-9]{6}"', lambda _, n=index, c=codes: f'code: "9.{n * 10 + next(c):06}"', text)
        (folder / "services" / f"{name}.yaml").write_text(text, encoding="utf-8")
        ids.append(name)
    return ids


@contextmanager
def started(*arguments: str, cwd: Path) -> Iterator[tuple[int, str]]:
    """(process id, URL) of a server that is ready."""
    with (cwd / f"{arguments[0]}.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "simulator", *arguments, "--port", "0"],
            cwd=cwd, stdout=subprocess.PIPE, stderr=log, stdin=subprocess.DEVNULL, text=True, env=ENVIRONMENT,
        )  # fmt: skip
        try:
            assert process.stdout is not None
            yield process.pid, json.loads(process.stdout.readline())["url"]
        finally:
            process.terminate()
            process.wait(20)


def cpu_of(pid: int) -> float:
    """CPU seconds so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_of(pid: int) -> float:
    """Resident MB now."""
    found = re.search(r"^VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def check(folder: Path, url: str, ids: list[str], seed: int, *more: str) -> tuple[int, float, float, float]:
    """(sessions, seconds, CPU seconds, most resident MB) of one `dvcsim check`; the seconds are those of its cells."""
    output = folder / f"run-{seed}-{len(more)}"
    words = [word for name in ids for word in ("--service", name)]
    scenarios = more or tuple(word for name in SCENARIOS for word in ("--scenario", name))
    process = subprocess.Popen(
        [sys.executable, "-m", "simulator", "check", "province.yaml", "--simulator", url, "--output", str(output),
         "--data-dir", "data", "--weather", "calm", "--seed", str(seed), *scenarios, *words],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT,
    )  # fmt: skip
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"dvcsim check ended with {os.waitstatus_to_exitcode(status)}; see {output}")
    results = json.loads((output / "results.json").read_text(encoding="utf-8"))
    sessions = sum(cell["verdict"] == "PASS" for cell in results["cells"])
    return sessions, results["seconds"], used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def measure(services: int, wanted: int) -> Measured:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ids = write_copies(folder / "data", services)
        with (
            started("serve", "--data", "national", "--data-dir", "data", cwd=folder) as (national, url),
            started(
                "province", "--simulator", url, "--data", "state", "--claim-sheet", "province.yaml", cwd=folder
            ) as (province, _),
        ):
            # One session warms every process up; what it and the reports cost is start, not growth.
            base = check(folder, url, ids[:1], 0, "--scenario", SCENARIOS[0])
            before = {"national side": cpu_of(national), "province": cpu_of(province)}
            sessions, seconds, runner, memory, seed = 0, 0.0, 0.0, 0.0, 1
            while sessions < wanted:
                more = check(folder, url, ids, seed)
                sessions, seconds = sessions + more[0], seconds + more[1]
                runner, memory, seed = runner + more[2] - base[2], max(memory, more[3]), seed + 1
            cpu = {"national side": cpu_of(national), "province": cpu_of(province)}
            return Measured(
                services,
                sessions,
                seconds,
                {**{party: cpu[party] - before[party] for party in cpu}, "runner": runner},
                {"national side": memory_of(national), "province": memory_of(province), "runner": memory},
            )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--services", default="2,25,100", help="sizes, separated by commas")
    options.add_argument("--sessions", type=int, default=100, help="at least so many sessions for each size")
    chosen = options.parse_args()
    began = time.perf_counter()
    parties = ("national side", "province", "runner")
    print("services  sessions  s/session   CPU ms/session: " + "  ".join(parties) + "   resident MB: same order")
    for size in (int(size) for size in chosen.services.split(",")):
        found = measure(size, chosen.sessions)
        cpu = "  ".join(f"{1000 * found.cpu[party] / found.sessions:{len(party)}.0f}" for party in parties)
        memory = "  ".join(f"{found.memory[party]:5.0f}" for party in parties)
        print(
            f"{found.services:8d}  {found.sessions:8d}  {found.seconds / found.sessions:9.3f}"
            f"                   {cpu}                 {memory}",
            flush=True,
        )
    print(f"{time.perf_counter() - began:.0f} s in all")


if __name__ == "__main__":
    main()
