"""Runs of `dvcsim check` against an emulated system, with its tester at work; and what came out, in a few words."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.acceptance.processes import ROOT, Running, command, environment
from tests.emulators.config import Config
from tests.emulators.hands import Hands
from tests.emulators.sheets import addresses, claim_sheet

EXPECTED = Path(__file__).with_name("expected.yaml")


@dataclass
class Field:
    """An emulated system in a process of its own, its claim sheet, and its tester."""

    family: str
    national: str
    folder: Path
    sheet: Path
    hands: Hands
    process: subprocess.Popen[str]
    runs: list[subprocess.Popen[str]] = field(default_factory=list)
    _pause: threading.Event = field(default_factory=threading.Event)

    def check(self, *words: str, resume: bool = False) -> subprocess.Popen[str]:
        """Start to judge it, or go on with it."""
        folder = ("--resume" if resume else "--output", str(self.folder / "out"))
        with (self.folder / "check.log").open("a", encoding="utf-8") as log:
            run = subprocess.Popen(
                command("check", str(self.sheet), "--simulator", self.national, *folder, *words),
                cwd=self.folder,
                env=environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                text=True,
            )
        self.runs.append(run)
        return run

    def work(self, check: subprocess.Popen[str], enough: int = 100_000, seconds: float = 120) -> int:
        """Answer what the work list holds until the run ends, or enough is done; return how many items that were."""
        done, idle = 0, 0.0
        while check.poll() is None and done < enough:
            items = self.hands.waiting()
            idle = 0.0 if items else idle + 0.05
            for item in items[: enough - done]:
                self.hands.do(item)
                done += 1
            if not items:
                assert idle < seconds, f"the run waits for nobody: {self.said()[-2000:]}"
                self._pause.wait(0.05)
        return done

    def said(self) -> str:
        """Return what the command has printed."""
        return (self.folder / "check.log").read_text(encoding="utf-8")

    def cells(self) -> list[dict[str, Any]]:
        """Return the cells of the results."""
        results = json.loads((self.folder / "out" / "results.json").read_text(encoding="utf-8"))
        return list(results["cells"])


@contextmanager
def field_system(
    family: str, national: str, folder: Path, services: Sequence[str], every: float, **sheet: Any
) -> Iterator[Field]:
    """Run an emulated system and write its claim sheet."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ("--portal", national, "--port", "0", "--data", str(folder / "data"), "--every", str(every))
    with (folder / "system.log").open("a", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.emulators.run", family, *words],
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=log,
            stdin=subprocess.DEVNULL,
            text=True,
        )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, (folder / "system.log").read_text(encoding="utf-8")
        url = Running(process, json.loads(line)).url
        config = Config(family, national, folder / "data")
        # They are called as well; payments are another test's matter, for the services of a run are free.
        called = {name: told for name, told in addresses(config).items() if name == "inbound"}
        document = claim_sheet(config, url, services, **called, **sheet)
        path = folder / "province.yaml"
        path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
        hands = Hands(national, url, config.traits.inputs, sync_after=not config.traits.batching)
        running = Field(family, national, folder, path, hands, process)
        try:
            yield running
        finally:
            for run in running.runs:
                run.kill()
                run.wait(10)
    finally:
        process.terminate()
        process.wait(10)
        if process.stdout:
            process.stdout.close()


Outcome = tuple[str, str, str, str]
"""(service, scenario, check or `-` for a cell without any, verdict)."""


def not_passed(cells: Sequence[dict[str, Any]]) -> set[Outcome]:
    """Return what is not PASS of the cells that apply."""
    found = set()
    for cell in cells:
        rows = [(one["id"], one["verdict"]) for one in cell["checks"]] or [("-", cell["verdict"])]
        found |= {(str(cell["service"]), str(cell["scenario"]), str(check), str(told)) for check, told in rows}
    return {one for one in found if one[-1] not in ("PASS", "NOT_APPLICABLE")}


def expected(family: str, services: Sequence[str], scenarios: Sequence[str] = ()) -> set[Outcome]:
    """Return what the list says of a family, in some scenarios or in all."""
    document = yaml.safe_load(EXPECTED.read_text(encoding="utf-8"))
    return {
        (service, scenario, row["check"], row["verdict"])
        for row in document["outcomes"]
        if family in row["families"]
        for scenario in row["scenarios"]
        if not scenarios or scenario in scenarios
        for service in services
        if service in row.get("services", [service])
    }


def differences(
    cells: Sequence[dict[str, Any]], family: str, services: Sequence[str], scenarios: Sequence[str] = ()
) -> list[str]:
    """Return what is not on the list, what is on the list and did not come, and every FAIL."""
    found, wanted = not_passed(cells), expected(family, services, scenarios)
    surplus = [f"{one}: not on the list" for one in sorted(found - wanted)]
    failed = [f"{one}: no fact supports it" for one in sorted(found) if one[-1] in ("FAIL", "ERROR")]
    return surplus + [f"{one}: did not come" for one in sorted(wanted - found)] + failed
