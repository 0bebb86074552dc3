"""Both sides as child processes, for as long as a demonstration or a proof needs them."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from simulator.stack.children import Child, start_child


@dataclass(frozen=True)
class Parties:
    """The two sides, running."""

    national_side: Child
    province: Child
    claim_sheet: Path


@contextmanager
def national_side(folder: Path, data_dir: Path | None = None, logs: Path | None = None) -> Iterator[Child]:
    """Start a national side on a free port, with its data below `folder`, and end it at the end."""
    extra = ["--data-dir", str(data_dir)] if data_dir else []
    child = start_child(["serve", "--port", "0", "--data", str(folder / "national"), *extra], log=_log(logs, "serve"))
    try:
        yield child
    finally:
        child.stop()


@contextmanager
def both_sides(
    defects: Sequence[str] = (), data_dir: Path | None = None, logs: Path | None = None
) -> Iterator[Parties]:
    """Start a national side and the reference province on free ports; end both, and forget their data, at the end."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dvcsim-")))
        national = stack.enter_context(national_side(folder, data_dir, logs))
        sheet = folder / "province.yaml"
        province = start_child(
            [
                *("province", "--port", "0", "--simulator", national.url),
                *("--data", str(folder / "province"), "--claim-sheet", str(sheet)),
                *(word for defect in defects for word in ("--defect", defect)),
            ],
            log=_log(logs, "province"),
        )
        stack.callback(province.stop)
        # Each takes half a second to end: both are told before either is awaited.
        stack.callback(national.ask_to_end)
        stack.callback(province.ask_to_end)
        yield Parties(national, province, sheet)


def _log(folder: Path | None, name: str) -> Path | None:
    return folder / f"{name}.log" if folder else None
