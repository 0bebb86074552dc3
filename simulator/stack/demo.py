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
def both_sides(
    defects: Sequence[str] = (), data_dir: Path | None = None, logs: Path | None = None
) -> Iterator[Parties]:
    """Start a national side and the reference province on free ports; end both, and forget their data, at the end."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dvcsim-")))
        extra = ["--data-dir", str(data_dir)] if data_dir else []
        serve = ["serve", "--port", "0", "--data", str(folder / "national"), *extra]
        national_side = start_child(serve, log=_log(logs, "serve"))
        stack.callback(national_side.stop)
        sheet = folder / "province.yaml"
        province = start_child(
            [
                *("province", "--port", "0", "--simulator", national_side.url),
                *("--data", str(folder / "province"), "--claim-sheet", str(sheet)),
                *(word for defect in defects for word in ("--defect", defect)),
            ],
            log=_log(logs, "province"),
        )
        stack.callback(province.stop)
        yield Parties(national_side, province, sheet)


def _log(folder: Path | None, name: str) -> Path | None:
    return folder / f"{name}.log" if folder else None
