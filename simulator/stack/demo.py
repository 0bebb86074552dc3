"""All sides as child processes, for as long as a demonstration or a proof needs them."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from simulator.province.roles import PROVINCE
from simulator.stack.children import Child, start_child


@dataclass(frozen=True)
class Parties:
    """The sides, running."""

    national_sides: Mapping[str, Child]
    """Role -> the national side of the system of that role."""
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
    child = _national_side(folder, data_dir, _log(logs, "serve"), tls)()
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
    """Start a reference system for each role, with its defects, and a national side for each; end them all at the end.

    One national side can serve them all, but a Python process runs one thread at a time: two systems judged at once
    at a single one take half as long again.
    """
    spoken = ("--vneid-profile", profile) if profile else ()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dvcsim-")))
        sheets = {role: folder / role / "province.yaml" for role in systems}
        with ThreadPoolExecutor(len(systems)) as starting:
            pairs = {
                role: starting.submit(
                    _start_pair, _national_side(folder / role, data_dir, _log(logs, f"serve-{role}"), tls),
                    _system(role, defects, sheets[role], spoken), _log(logs, role),
                )
                for role, defects in systems.items()
            }  # fmt: skip
        nationals = _end_later(stack, pairs)
        yield Parties(nationals, sheets)


def _national_side(folder: Path, data_dir: Path | None, log: Path | None, tls: bool) -> Callable[[], Child]:
    extra = [*(["--data-dir", str(data_dir)] if data_dir else []), *(["--tls"] if tls else [])]
    return lambda: start_child(["serve", "--port", "0", "--data", str(folder / "national"), *extra], log=log)


def _system(role: str, defects: Sequence[str], sheet: Path, spoken: Sequence[str]) -> Callable[[Child], list[str]]:
    """Return what starts a system, once its national side is there."""
    return lambda national: [
        *("province", "--role", role, "--port", "0", "--simulator", national.url),
        *(("--ca-file", national.ready["ca_file"]) if "ca_file" in national.ready else ()),
        *("--data", str(sheet.with_suffix("")), "--claim-sheet", str(sheet)),
        *(word for defect in defects for word in ("--defect", defect)),
        *spoken,
    ]


def _start_pair(
    start_national: Callable[[], Child], words: Callable[[Child], list[str]], log: Path | None
) -> tuple[Child, Child]:
    national = start_national()
    try:
        return national, start_child(words(national), log=log)
    except BaseException:
        national.stop()
        raise


def _end_later(stack: ExitStack, pairs: Mapping[str, Future[tuple[Child, Child]]]) -> dict[str, Child]:
    """End what has started when the stack ends; raise what kept one from starting; return the national sides."""
    started = {role: one.result() for role, one in pairs.items() if one.exception() is None}
    children = [child for pair in started.values() for child in pair]
    for child in children:
        stack.callback(child.stop)
    # Each takes half a second to end: all are told before any is awaited.
    for child in children:
        stack.callback(child.ask_to_end)
    for one in pairs.values():
        one.result()
    return {role: national for role, (national, _) in started.items()}


def _log(folder: Path | None, name: str) -> Path | None:
    return folder / f"{name}.log" if folder else None
