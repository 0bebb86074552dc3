"""All sides as child processes, for as long as a demonstration or a proof needs them."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from simulator.province.roles import PROVINCE
from simulator.stack.children import Child, start_child


@dataclass(frozen=True)
class Parties:
    """The sides, running."""

    national_side: Child
    claim_sheets: Mapping[str, Path]
    """Role -> what the reference system of that role claims."""

    @property
    def claim_sheet(self) -> Path:
        """Return the claim sheet of the first system."""
        return next(iter(self.claim_sheets.values()))


@contextmanager
def national_side(
    folder: Path, data_dir: Path | None = None, logs: Path | None = None, tls: bool = False
) -> Iterator[Child]:
    """Start a national side on a free port, with its data below `folder`, and end it at the end."""
    extra = [*(["--data-dir", str(data_dir)] if data_dir else []), *(["--tls"] if tls else [])]
    child = start_child(["serve", "--port", "0", "--data", str(folder / "national"), *extra], log=_log(logs, "serve"))
    try:
        yield child
    finally:
        child.stop()


@contextmanager
def both_sides(
    defects: Sequence[str] = (), data_dir: Path | None = None, logs: Path | None = None, profile: str = ""
) -> Iterator[Parties]:
    """Start a national side and the reference province on free ports; end both, and forget their data, at the end.

    `profile`: how the province speaks to VNeID; empty for the usual way.
    """
    with all_sides({PROVINCE: defects}, data_dir, logs, profile=profile) as parties:
        yield parties


@contextmanager
def all_sides(
    systems: Mapping[str, Sequence[str]],
    data_dir: Path | None = None,
    logs: Path | None = None,
    tls: bool = False,
    profile: str = "",
) -> Iterator[Parties]:
    """Start a national side and a reference system for each role, with its defects; end them all at the end."""
    spoken = ("--vneid-profile", profile) if profile else ()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dvcsim-")))
        national = stack.enter_context(national_side(folder, data_dir, logs, tls))
        sheets = {role: folder / f"{role}.yaml" for role in systems}
        with ThreadPoolExecutor(len(systems)) as starting:
            children = [
                starting.submit(_start_system, role, defects, national, sheets[role], _log(logs, role), spoken)
                for role, defects in systems.items()
            ]
        _end_later(stack, national, children)
        yield Parties(national, sheets)


def _start_system(
    role: str, defects: Sequence[str], national: Child, sheet: Path, log: Path | None, spoken: Sequence[str]
) -> Child:
    return start_child(
        [
            *("province", "--role", role, "--port", "0", "--simulator", national.url),
            *(("--ca-file", national.ready["ca_file"]) if "ca_file" in national.ready else ()),
            *("--data", str(sheet.with_suffix("")), "--claim-sheet", str(sheet)),
            *(word for defect in defects for word in ("--defect", defect)),
            *spoken,
        ],
        log=log,
    )


def _end_later(stack: ExitStack, national: Child, starting: Sequence[Future[Child]]) -> None:
    """End what has started when the stack ends; raise what kept one from starting."""
    started = [one.result() for one in starting if one.exception() is None]
    for child in started:
        stack.callback(child.stop)
    # Each takes half a second to end: all are told before any is awaited.
    for child in (national, *started):
        stack.callback(child.ask_to_end)
    for one in starting:
        one.result()


def _log(folder: Path | None, name: str) -> Path | None:
    return folder / f"{name}.log" if folder else None
